//! The kinds of shapes: text, integers, booleans, instants, blobs, lists, maps, structures.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::{Path, Pattern, Reader, STRUCTURE, Step};
use crate::json::Json;
use crate::member::{Member, TimeFormat};
use crate::operation::{ReadStructure, Violated};
use crate::source::{Kind, Source};
use crate::time;

/// What a member may hold, and how it is read.
pub trait Shape {
    /// The member's type in Rust.
    type Value: Default;

    /// How the member is found.
    const KIND: Kind = Kind::Scalar;

    /// Reads the member, which was sent; `member` says how it, or the list or map it is in, looks on the wire.
    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, member: &'static Member) -> Self::Value;
}

/// A string.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    min: usize,
    max: usize,
    pattern: Option<&'static Pattern>,
    values: &'static [&'static str],
    sensitive: bool,
}

impl Text {
    /// A string without constraints.
    pub const ANY: Self = Self { min: 0, max: usize::MAX, pattern: None, values: &[], sensitive: false };

    /// At least this many characters.
    #[must_use]
    pub const fn min(self, min: usize) -> Self {
        Self { min, ..self }
    }

    /// At most this many characters.
    #[must_use]
    pub const fn max(self, max: usize) -> Self {
        Self { max, ..self }
    }

    /// The whole value matches.
    #[must_use]
    pub const fn pattern(self, pattern: &'static Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// One of these values.
    #[must_use]
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// The values that there are, where the shape has a list of them.
    #[must_use]
    pub const fn values(&self) -> &'static [&'static str] {
        self.values
    }

    /// The value must not appear in messages.
    #[must_use]
    pub const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }
}

impl Shape for Text {
    type Value = String;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, member: &'static Member) -> String {
        let Some(value) = reader.text(source, at, "a String") else { return String::new() };
        // The model marks shapes; MFA codes, which it does not mark, are marked members.
        let shown = (!self.sensitive && !member.sensitive).then_some(value);
        check_length(reader, at, shown, value.chars().count(), self.min, self.max);
        if let Some(pattern) = self.pattern
            && !pattern.matches(value)
        {
            let constraint = format!("Member must satisfy regular expression pattern: {}", pattern.source());
            reader.violation(at, shown, Violated::Pattern, &constraint);
        }
        if !self.values.is_empty() && !self.values.contains(&value) {
            let constraint = format!("Member must satisfy enum value set: [{}]", self.values.join(", "));
            reader.violation(at, shown, Violated::Enum, &constraint);
        }
        value.to_owned()
    }
}

/// A number in a range.
#[derive(Debug, Clone, Copy)]
pub struct Number<T> {
    /// Least value allowed.
    pub min: T,
    /// Greatest value allowed.
    pub max: T,
}

/// A number of 32 bits.
pub type Integer = Number<i32>;

/// A number of 64 bits.
pub type Long = Number<i64>;

impl<T> Shape for Number<T>
where
    T: Copy + Default + PartialOrd + fmt::Display + FromStr + TryFrom<i64>,
{
    type Value = T;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, _: &'static Member) -> T {
        let value = match source {
            Source::Json(Json::Integer(number)) => T::try_from(*number).ok(),
            _ => match source.text().map(str::parse) {
                Some(Ok(value)) => Some(value),
                Some(Err(_)) => {
                    // AWS's words for text that is no number are not documented; these follow the other constraints.
                    reader.violation(at, source.text(), Violated::Other, "Member must be an integer");
                    return T::default();
                }
                None => None,
            },
        };
        let Some(value) = value else {
            reader.malformed(source, at, "an Integer");
            return T::default();
        };
        if value < self.min {
            let constraint = format!("Member must have value greater than or equal to {}", self.min);
            reader.violation(at, Some(&value.to_string()), Violated::Minimum, &constraint);
        }
        if value > self.max {
            let constraint = format!("Member must have value less than or equal to {}", self.max);
            reader.violation(at, Some(&value.to_string()), Violated::Maximum, &constraint);
        }
        value
    }
}

/// `true` or `false`.
#[derive(Debug, Clone, Copy)]
pub struct Boolean;

impl Shape for Boolean {
    type Value = bool;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, _: &'static Member) -> bool {
        match source {
            Source::Json(Json::Boolean(value)) => return *value,
            _ => match source.text() {
                Some("true") => return true,
                Some("false") => {}
                Some(other) => reader.violation(at, Some(other), Violated::Other, "Member must be true or false"),
                None => reader.malformed(source, at, "a Boolean"),
            },
        }
        false
    }
}

/// A point in time: ISO 8601 with an offset or `Z` in text, seconds since 1970 in JSON, unless the member says otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Instant;

impl Shape for Instant {
    type Value = Timestamp;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, member: &'static Member) -> Timestamp {
        let usual = if matches!(source, Source::Json(_)) { TimeFormat::Seconds } else { TimeFormat::Iso };
        let format = member.time_format(usual);
        let seconds = |seconds| time::from_seconds(seconds).ok_or_else(|| format!("{seconds}"));
        #[expect(clippy::cast_precision_loss, reason = "the seconds of every time are exact")]
        let time = match (source, format) {
            (Source::Json(Json::Integer(number)), TimeFormat::Seconds) => seconds(*number as f64),
            (Source::Json(Json::Decimal(number)), TimeFormat::Seconds) => seconds(*number),
            (Source::Json(_), TimeFormat::Seconds) => {
                reader.malformed(source, at, "a Timestamp");
                return Timestamp::default();
            }
            _ => match reader.text(source, at, "a Timestamp") {
                Some(text) => time::parse(text, format).ok_or_else(|| text.to_owned()),
                None => return Timestamp::default(),
            },
        };
        time.unwrap_or_else(|text| {
            let constraint = match format {
                TimeFormat::Iso => "Member must be an ISO 8601 timestamp",
                _ => "Member must be a timestamp",
            };
            reader.violation(at, Some(&text), Violated::Other, constraint);
            Timestamp::default()
        })
    }
}

/// Bytes, base64 on the wire unless they are the whole body. Never repeated in messages.
#[derive(Debug, Clone, Copy)]
pub struct Blob;

impl Shape for Blob {
    type Value = Vec<u8>;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, _: &'static Member) -> Vec<u8> {
        if let Source::Bytes(bytes) = source {
            return bytes.to_vec();
        }
        let Some(text) = reader.text(source, at, "a Blob") else { return Vec::new() };
        STANDARD.decode(text).unwrap_or_else(|_| {
            reader.violation(at, None, Violated::Other, "Member must be base64");
            Vec::new()
        })
    }
}

/// Items of one shape, `Name.member.1`, `Name.member.2`; a bare `Name=` is the empty list.
#[derive(Debug, Clone, Copy)]
pub struct List<S: 'static> {
    /// The shape of each item.
    pub member: &'static S,
    /// Least number of items.
    pub min: usize,
    /// Greatest number of items.
    pub max: usize,
}

impl<S: Shape> Shape for List<S> {
    type Value = Vec<S::Value>;

    const KIND: Kind = Kind::List;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, member: &'static Member) -> Self::Value {
        let Some(items) = source.items(member) else {
            let word = if member.flattened { "" } else { member.item };
            reader.misnumbered(source, at, "a list", word);
            return Vec::new();
        };
        check_length(reader, at, None, items.len(), self.min, self.max);
        if !reader.may_nest(at) {
            return Vec::new();
        }
        let numbered = (1..).zip(items);
        numbered
            .map(|(number, item)| reader.required_at(item, &at.then(Step::Item(number)), member, self.member))
            .collect()
    }
}

/// Text keys to values of one shape, `Name.entry.1.key` and `Name.entry.1.value`.
#[derive(Debug, Clone, Copy)]
pub struct Map<V: 'static> {
    /// The shape of each key.
    pub key: &'static Text,
    /// The shape of each value.
    pub value: &'static V,
    /// Least number of entries.
    pub min: usize,
    /// Greatest number of entries.
    pub max: usize,
}

impl<V: Shape> Shape for Map<V> {
    type Value = BTreeMap<String, V::Value>;

    const KIND: Kind = Kind::Members;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, member: &'static Member) -> Self::Value {
        let Some(entries) = source.entries() else {
            reader.misnumbered(source, at, "a map", "entry");
            return BTreeMap::new();
        };
        check_length(reader, at, None, entries.len(), self.min, self.max);
        let mut map = BTreeMap::new();
        if !reader.may_nest(at) {
            return map;
        }
        for (number, (key, value)) in (1..).zip(entries) {
            let key_at = at.then(Step::Entry(number, "key"));
            let key = reader.required_at(key, &key_at, &Member::ITEM, self.key);
            let value = reader.required_at(value, &at.then(Step::Entry(number, "value")), member, self.value);
            if map.insert(key, value).is_some() {
                reader.violation(&key_at, None, Violated::Other, "Member must not repeat a key");
            }
        }
        map
    }
}

/// A nested structure.
pub struct Structure<T>(PhantomData<fn() -> T>);

impl<T> Structure<T> {
    /// The shape of `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Structure<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for Structure<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Structure")
    }
}

impl<T: ReadStructure + Default> Shape for Structure<T> {
    type Value = T;

    const KIND: Kind = Kind::Members;

    fn read(&self, reader: &mut Reader, source: &Source<'_>, at: &Path<'_>, _: &'static Member) -> T {
        if !source.is_structure() {
            reader.malformed(source, at, STRUCTURE);
        }
        if reader.may_nest(at) { T::read_members(reader, source, at) } else { T::default() }
    }
}

fn check_length(reader: &mut Reader, at: &Path<'_>, shown: Option<&str>, length: usize, min: usize, max: usize) {
    if length < min {
        reader.violation(
            at,
            shown,
            Violated::MinimumLength,
            &format!("Member must have length greater than or equal to {min}"),
        );
    }
    if length > max {
        reader.violation(
            at,
            shown,
            Violated::MaximumLength,
            &format!("Member must have length less than or equal to {max}"),
        );
    }
}
