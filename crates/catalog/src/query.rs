//! The AWS query protocol: a form comes in, XML goes out.
//!
//! Ana sends `Action=CreateRole&RoleName=ops&Tags.member.1.Key=team&…`. [`Form`] holds the decoded pairs, [`read`] reads
//! the operation's input from it and collects every violated constraint into one [`InputError`], worded as AWS words it
//! (R3.6); [`write`] writes the handler's answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;

use crate::operation::{self, InputError, Output, Protocol, ReadStructure};
use crate::sink::{Sink, Style};
use crate::source::Source;

/// Reads and checks an operation's input.
///
/// # Errors
/// `ValidationError` naming every violated constraint in model order (R3.6), or `MalformedInput` where the form's list
/// indices make no sense.
pub fn read<I: ReadStructure>(form: &Form) -> Result<I, InputError> {
    operation::read(Protocol::Query, &Source::form(form))
}

/// Writes an operation's output as the content of `<XResult>`.
#[must_use]
pub fn write(output: &impl Output) -> String {
    let mut sink = Sink::new(Style::Xml);
    output.write_members(&mut sink);
    sink.into_text()
}

/// A body or query string that is not a form: a broad syntax error, `MalformedQueryString` with HTTP 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MalformedQueryString {
    /// A `%` that is not followed by two hexadecimal digits.
    BadEscape,
    /// Bytes that are not UTF-8 after decoding.
    NotUtf8,
    /// A value without a name.
    EmptyName,
    /// The same name twice. AWS's choice between the two values is not documented, so neither is taken.
    RepeatedName,
    /// More than [`MAX_PAIRS`].
    TooMany,
}

/// The most pairs of a form. A pair takes some hundred bytes in memory, however short it is, so that a body of the shortest
/// pairs would take thirty times its size. The largest lists of IAM's simulator have a few thousand items.
pub const MAX_PAIRS: usize = 20_000;

impl fmt::Display for MalformedQueryString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadEscape => "The query string contains an invalid percent escape",
            Self::NotUtf8 => "The query string is not valid UTF-8",
            Self::EmptyName => "The query string contains a value without a name",
            Self::RepeatedName => "The query string contains a name more than once",
            Self::TooMany => "The query string contains too many names",
        })
    }
}

impl std::error::Error for MalformedQueryString {}

/// The decoded pairs of a form, ordered by name.
///
/// `Debug` shows names only: values may be passwords and tokens.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Form {
    pairs: BTreeMap<String, String>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.pairs.keys()).finish()
    }
}

impl Form {
    /// Decodes `application/x-www-form-urlencoded` bytes: a request body, or the query of a URL.
    ///
    /// # Errors
    /// Bytes that are not a form, see [`MalformedQueryString`].
    pub fn parse(bytes: &[u8]) -> Result<Self, MalformedQueryString> {
        let mut form = Self::default();
        for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(halves.next().unwrap_or_default())?;
            let value = decode(halves.next().unwrap_or_default())?;
            form.insert(name, value)?;
        }
        Ok(form)
    }

    /// Builds a form from pairs that are already decoded.
    ///
    /// # Errors
    /// A repeated or empty name.
    pub fn from_pairs<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Result<Self, MalformedQueryString>
    where
        N: Into<String>,
        V: Into<String>,
    {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.insert(name.into(), value.into())?;
        }
        Ok(form)
    }

    /// The value of `name`, exactly as written (names are case-sensitive).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(String::as_str)
    }

    /// All pairs, ordered by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there are names below `name`, such as `name.member.1`.
    pub(crate) fn has_below(&self, name: &str) -> bool {
        self.suffixes(&[name, "."].concat()).next().is_some()
    }

    /// How many items the list called `name` (`kind` is `member`) or the map (`entry`) has. Items must be numbered from
    /// 1 without gaps. `None` where something else stands below the name: ignoring it would drop what the caller meant.
    pub(crate) fn count(&self, name: &str, kind: &str) -> Option<usize> {
        if self.get(name).is_some_and(|text| !text.is_empty()) {
            return None;
        }
        let mut numbers = BTreeSet::new();
        for suffix in self.suffixes(&format!("{name}.")) {
            let mut parts = suffix.splitn(3, '.');
            // The items of a flattened list have no word before their number.
            let named = kind.is_empty() || parts.next() == Some(kind);
            numbers.insert(parts.next().and_then(item_number).filter(|_| named)?);
        }
        (numbers.last().copied().unwrap_or(0) == numbers.len()).then_some(numbers.len())
    }

    /// What follows `prefix` in every name that starts with it.
    fn suffixes<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = &'f str> {
        self.pairs
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .map_while(move |(name, _)| name.strip_prefix(prefix))
    }

    fn insert(&mut self, name: String, value: String) -> Result<(), MalformedQueryString> {
        if name.is_empty() {
            return Err(MalformedQueryString::EmptyName);
        }
        if self.pairs.len() >= MAX_PAIRS {
            return Err(MalformedQueryString::TooMany);
        }
        match self.pairs.insert(name, value) {
            None => Ok(()),
            Some(_) => Err(MalformedQueryString::RepeatedName),
        }
    }
}

/// Undoes form encoding: `+` is a space, `%2F` a slash.
fn decode(encoded: &[u8]) -> Result<String, MalformedQueryString> {
    if !encoded.contains(&b'+') && !encoded.contains(&b'%') {
        let plain = std::str::from_utf8(encoded).map_err(|_| MalformedQueryString::NotUtf8)?;
        return Ok(plain.to_owned());
    }
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (bytes.next().and_then(hex_digit), bytes.next().and_then(hex_digit)) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => return Err(MalformedQueryString::BadEscape),
            },
            other => *other,
        });
    }
    String::from_utf8(decoded).map_err(|_| MalformedQueryString::NotUtf8)
}

fn hex_digit(byte: &u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// A number from 1 without sign or leading zeros.
fn item_number(text: &str) -> Option<usize> {
    let plain = !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| plain)
}
