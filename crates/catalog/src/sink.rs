//! Where outputs are written to, and inputs for the audit trail.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::member::{Location, LowerCamel, Member, TimeFormat};
use crate::operation::WriteStructure;
use crate::rest::Response;
use crate::{time, xml};

/// What stands in events in place of a sensitive value.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Room for most outputs, so that they are written without moving.
const USUAL_BYTES: usize = 512;

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// XML elements.
    Xml,
    /// JSON as the JSON protocols have it.
    Json,
    /// JSON as the audit trail has it.
    Event,
    /// Text that stands for itself, as in a header.
    Plain,
}

/// What writes the value inside something else. Not a type parameter: there would be a copy of each function here for
/// every structure.
type Body<'b> = &'b dyn Fn(&mut Sink);

/// Text that structures are written to.
#[derive(Debug)]
pub struct Sink {
    style: Style,
    text: String,
    namespace: &'static str,
    /// Takes the members that are not part of a document.
    response: Option<Response>,
}

impl Sink {
    /// An empty text.
    pub(crate) fn new(style: Style) -> Self {
        Self::after(style, String::with_capacity(USUAL_BYTES))
    }

    /// Continues a text.
    pub(crate) const fn after(style: Style, text: String) -> Self {
        Self { style, text, namespace: "", response: None }
    }

    /// An empty response, whose document is written in `style`.
    pub(crate) fn for_response(style: Style, status: u16, namespace: &'static str) -> Self {
        Self { namespace, response: Some(Response { status, ..Response::default() }), ..Self::new(style) }
    }

    /// The text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// The response; the text is its body, unless a member was.
    pub(crate) fn into_response(self) -> Response {
        let mut response = self.response.unwrap_or_default();
        if !self.text.is_empty() {
            response.body = self.text.into_bytes();
        }
        response
    }

    /// Writes a member of a structure; absent members write nothing.
    pub fn member(&mut self, member: &Member, value: &impl Value) {
        value.write(self, member);
    }

    /// Writes a structure without its name.
    pub fn structure(&mut self, structure: &impl WriteStructure) {
        self.bracket("{");
        structure.write_members(self);
        self.bracket("}");
    }

    /// Writes the root element of an XML document.
    pub(crate) fn root(&mut self, (name, namespace): (&str, &str), body: Body<'_>) {
        let content = xml::start(&mut self.text, name, namespace);
        body(self);
        xml::end(&mut self.text, name, content);
    }

    /// Writes a value with the name of its member.
    fn named(&mut self, member: &Member, body: Body<'_>) {
        match (self.style, member.location) {
            (Style::Event, Location::Raw) => {}
            (Style::Event, _) => {
                self.key(LowerCamel(member.name).parts());
                if member.sensitive { self.string(HIDDEN) } else { body(self) }
            }
            (Style::Xml, Location::Body) => self.root((member.wire, ""), body),
            (Style::Json, Location::Body) => {
                self.key(("", member.wire));
                body(self);
            }
            (Style::Plain, _) => body(self),
            (Style::Xml, Location::Payload) => self.root((member.wire, self.namespace), body),
            (Style::Json, Location::Payload) => body(self),
            (_, Location::Raw) => {
                let text = self.plain(body);
                self.raw(text.as_bytes());
            }
            (_, Location::Status) => {
                if let (Ok(status), Some(response)) = (self.plain(body).parse(), &mut self.response) {
                    response.status = status;
                }
            }
            // Outputs have no labels and no parameters: those that say so are headers.
            (_, Location::Header | Location::Headers | Location::Label | Location::Query) => {
                self.header(member.wire.to_owned(), body);
            }
        }
    }

    /// Writes a header.
    fn header(&mut self, name: String, body: Body<'_>) {
        let value = self.plain(body);
        if let Some(response) = &mut self.response {
            response.headers.push((name, value));
        }
    }

    /// What `body` writes as plain text.
    fn plain(&mut self, body: Body<'_>) -> String {
        let document = std::mem::take(&mut self.text);
        let style = std::mem::replace(&mut self.style, Style::Plain);
        body(self);
        self.style = style;
        std::mem::replace(&mut self.text, document)
    }

    /// Writes the whole body.
    fn raw(&mut self, bytes: &[u8]) {
        if let Some(response) = &mut self.response {
            response.body = bytes.to_vec();
        }
    }

    /// Writes an item of a list, which has a name in XML only.
    fn item(&mut self, name: &str, body: Body<'_>) {
        if self.style == Style::Xml {
            self.root((name, ""), body);
        } else {
            self.separate();
            body(self);
        }
    }

    /// Writes the name of a JSON member, which is in two parts.
    fn key(&mut self, (first, rest): (impl AsRef<str>, &str)) {
        self.separate();
        for piece in ["\"", first.as_ref(), rest, "\":"] {
            self.text.push_str(piece);
        }
    }

    /// Writes the comma before a value that is not the first of its list or object.
    fn separate(&mut self) {
        let first = if self.style == Style::Plain { self.text.is_empty() } else { self.text.ends_with(['{', '[']) };
        if !first {
            self.text.push(',');
        }
    }

    /// Writes what stands around lists and objects in JSON.
    fn bracket(&mut self, bracket: &str) {
        if matches!(self.style, Style::Json | Style::Event) {
            self.text.push_str(bracket);
        }
    }

    /// Writes text.
    fn string(&mut self, text: &str) {
        match self.style {
            Style::Xml => xml::escape(text, &mut self.text),
            Style::Plain => self.text.push_str(text),
            Style::Json | Style::Event => {
                self.text.push('"');
                quote(text, &mut self.text);
                self.text.push('"');
            }
        }
    }

    /// Writes a number, `true` or `false`.
    fn bare(&mut self, value: impl Display) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.text, "{value}");
    }
}

/// Writes the content of a JSON string.
fn quote(text: &str, out: &mut String) {
    if xml::is_plain(text, |byte| (byte == b'"') | (byte == b'\\')) {
        return out.push_str(text);
    }
    /// The control characters, by their number.
    const CONTROLS: [&str; 32] = [
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b", "\\t", "\\n",
        "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014",
        "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e",
        "\\u001f",
    ];
    xml::push_replacing(text, out, |character| match character {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        other => usize::try_from(u32::from(other)).ok().and_then(|number| CONTROLS.get(number).copied()),
    });
}

/// A value that can be written.
pub trait Value {
    /// Writes the value without its name; `member` says how it, or the list or map it is in, looks on the wire.
    fn content(&self, sink: &mut Sink, member: &Member);

    /// Writes the value as a member of a structure.
    fn write(&self, sink: &mut Sink, member: &Member) {
        sink.named(member, &|sink| self.content(sink, member));
    }
}

impl Value for String {
    fn content(&self, sink: &mut Sink, _: &Member) {
        sink.string(self);
    }
}

impl Value for bool {
    fn content(&self, sink: &mut Sink, _: &Member) {
        sink.bare(self);
    }
}

impl Value for i32 {
    fn content(&self, sink: &mut Sink, _: &Member) {
        sink.bare(self);
    }
}

impl Value for i64 {
    fn content(&self, sink: &mut Sink, _: &Member) {
        sink.bare(self);
    }
}

impl Value for Timestamp {
    fn content(&self, sink: &mut Sink, member: &Member) {
        let format = match sink.style {
            Style::Event => TimeFormat::Event,
            Style::Json => member.time_format(TimeFormat::Seconds),
            Style::Xml | Style::Plain => member.time_format(TimeFormat::Iso),
        };
        let text = time::text(*self, format);
        if format == TimeFormat::Seconds { sink.bare(text) } else { sink.string(&text) }
    }
}

/// Base64 with padding (R5.5).
impl Value for Vec<u8> {
    fn content(&self, sink: &mut Sink, _: &Member) {
        sink.string(&STANDARD.encode(self));
    }

    fn write(&self, sink: &mut Sink, member: &Member) {
        if member.location == Location::Raw && sink.style != Style::Event {
            sink.raw(self);
        } else {
            sink.named(member, &|sink| self.content(sink, member));
        }
    }
}

impl<T: Value> Value for Option<T> {
    fn content(&self, sink: &mut Sink, member: &Member) {
        if let Some(value) = self {
            value.content(sink, member);
        }
    }

    fn write(&self, sink: &mut Sink, member: &Member) {
        if let Some(value) = self {
            value.write(sink, member);
        }
    }
}

impl<T: Value> Value for Vec<T> {
    fn content(&self, sink: &mut Sink, member: &Member) {
        sink.bracket("[");
        for item in self {
            sink.item(member.item, &|sink| item.content(sink, member));
        }
        sink.bracket("]");
    }

    fn write(&self, sink: &mut Sink, member: &Member) {
        if member.flattened && sink.style == Style::Xml {
            for item in self {
                sink.item(member.wire, &|sink| item.content(sink, member));
            }
        } else {
            sink.named(member, &|sink| self.content(sink, member));
        }
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn content(&self, sink: &mut Sink, member: &Member) {
        sink.bracket("{");
        for (key, value) in self {
            if sink.style == Style::Xml {
                sink.item("entry", &|sink| {
                    sink.item("key", &|sink| sink.string(key));
                    sink.item("value", &|sink| value.content(sink, member));
                });
            } else {
                sink.separate();
                sink.string(key);
                sink.text.push(':');
                value.content(sink, member);
            }
        }
        sink.bracket("}");
    }

    fn write(&self, sink: &mut Sink, member: &Member) {
        if member.location == Location::Headers && sink.style != Style::Event {
            for (key, value) in self {
                sink.header(format!("{}{key}", member.wire), &|sink| value.content(sink, member));
            }
        } else {
            sink.named(member, &|sink| self.content(sink, member));
        }
    }
}
