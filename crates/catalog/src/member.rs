//! Members of structures: how each is named, and where it stands in a request or a response.

use std::fmt;

/// One member of a structure, as data. Generated lines read `"Name" [header("x-name"), sensitive]`: the name in the
/// model, then what differs from [`Member::new`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The name in the model. Messages and events write it with a small first letter.
    pub name: &'static str,
    /// The name on the wire: of an element, a JSON member, a header or a parameter.
    pub wire: &'static str,
    /// Where it stands.
    pub location: Location,
    /// The name of each item of a list, in forms and in XML.
    pub item: &'static str,
    /// The items of the list stand where the list would, in forms and in XML.
    pub flattened: bool,
    /// The value is hidden in events and in `Debug`.
    pub sensitive: bool,
    /// How a time is written, where that is not what the protocol does by itself.
    pub time: Option<TimeFormat>,
}

/// Where a member stands. All but [`Location::Body`] occur in the inputs and outputs of the REST protocols only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Inside the document (or form) that all such members share.
    Body,
    /// It is the document.
    Payload,
    /// It is the body, whatever its bytes are.
    Raw,
    /// A header.
    Header,
    /// All headers whose names start with the wire name: a map.
    Headers,
    /// A part of the path.
    Label,
    /// A parameter of the query string.
    Query,
    /// The HTTP status of the response.
    Status,
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFormat {
    /// `2026-11-22T10:15:30Z` (R5.5).
    Iso,
    /// Seconds since 1970, with up to three decimals.
    Seconds,
    /// `Sun, 22 Nov 2026 10:15:30 GMT`.
    HttpDate,
    /// `Nov 22, 2026, 10:15:30 AM` (R8.5).
    Event,
}

impl Member {
    /// What the items of a list, and the keys and values of a map, are as members.
    pub(crate) const ITEM: Self = Self::new("member");

    /// A member of the body that has the same name in the model and on the wire.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            wire: name,
            location: Location::Body,
            item: "member",
            flattened: false,
            sensitive: false,
            time: None,
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn wire(self, wire: &'static str) -> Self {
        Self { wire, ..self }
    }

    /// It is the document, whose root has this name.
    #[must_use]
    pub const fn payload(self, wire: &'static str) -> Self {
        Self { wire, location: Location::Payload, ..self }
    }

    /// It is the whole body.
    #[must_use]
    pub const fn raw(self) -> Self {
        Self { location: Location::Raw, ..self }
    }

    /// It is a header.
    #[must_use]
    pub const fn header(self, wire: &'static str) -> Self {
        Self { wire, location: Location::Header, ..self }
    }

    /// It is the headers with this prefix.
    #[must_use]
    pub const fn headers(self, wire: &'static str) -> Self {
        Self { wire, location: Location::Headers, ..self }
    }

    /// It is a label of the path.
    #[must_use]
    pub const fn label(self, wire: &'static str) -> Self {
        Self { wire, location: Location::Label, ..self }
    }

    /// It is a parameter of the query string.
    #[must_use]
    pub const fn query(self, wire: &'static str) -> Self {
        Self { wire, location: Location::Query, ..self }
    }

    /// It is the HTTP status.
    #[must_use]
    pub const fn status(self) -> Self {
        Self { location: Location::Status, ..self }
    }

    /// The name of each of its items.
    #[must_use]
    pub const fn items(self, item: &'static str) -> Self {
        Self { item, ..self }
    }

    /// Its items stand where it would.
    #[must_use]
    pub const fn flattened(self) -> Self {
        Self { flattened: true, ..self }
    }

    /// Its value is secret.
    #[must_use]
    pub const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }

    /// Times are written in this format.
    #[must_use]
    pub const fn time(self, format: TimeFormat) -> Self {
        Self { time: Some(format), ..self }
    }

    /// How a time is written here, in a document that writes them as `usual`.
    pub(crate) fn time_format(&self, usual: TimeFormat) -> TimeFormat {
        self.time.unwrap_or(if self.location == Location::Header { TimeFormat::HttpDate } else { usual })
    }
}

/// A name with a small first letter, as messages (R3.6) and events write it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LowerCamel<'a>(pub(crate) &'a str);

impl<'a> LowerCamel<'a> {
    /// The first letter, small, and the rest of the name.
    pub(crate) fn parts(self) -> (&'static str, &'a str) {
        const SMALL: [&str; 26] = [
            "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u",
            "v", "w", "x", "y", "z",
        ];
        let letter = |byte: u8| byte.is_ascii_uppercase().then(|| SMALL.get(usize::from(byte - b'A')))?.copied();
        let first = self.0.bytes().next().and_then(letter);
        first.zip(self.0.get(1..)).unwrap_or(("", self.0))
    }
}

impl fmt::Display for LowerCamel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.parts();
        f.write_str(first)?;
        f.write_str(rest)
    }
}

/// What `Debug` shows of a member.
#[must_use]
pub fn shown<'v>(member: &Member, value: &'v dyn fmt::Debug) -> &'v dyn fmt::Debug {
    struct Redacted;
    impl fmt::Debug for Redacted {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("<redacted>")
        }
    }
    if member.sensitive { &Redacted } else { value }
}
