//! The kinds of shapes: text, integers, booleans, instants, blobs, lists, maps, structures.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::{Path, Pattern, Reader};
use crate::query::{Form, ReadStructure};

/// What a member may hold, and how it is read.
pub trait Shape {
    /// The member's type in Rust.
    type Value: Default;

    /// Whether the form says anything about the member called `wire`.
    fn is_present(&self, form: &Form, wire: &str) -> bool {
        form.get(wire).is_some()
    }

    /// Reads the member; it is present.
    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> Self::Value;
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

    /// The value must not appear in messages.
    #[must_use]
    pub const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }
}

impl Shape for Text {
    type Value = String;

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> String {
        let value = reader.value(at);
        let shown = (!self.sensitive).then_some(value);
        check_length(reader, at, shown, value.chars().count(), self.min, self.max);
        if let Some(pattern) = self.pattern
            && !pattern.matches(value)
        {
            let constraint = format!("Member must satisfy regular expression pattern: {}", pattern.source());
            reader.violation(at, shown, &constraint);
        }
        if !self.values.is_empty() && !self.values.contains(&value) {
            let constraint = format!("Member must satisfy enum value set: [{}]", self.values.join(", "));
            reader.violation(at, shown, &constraint);
        }
        value.to_owned()
    }
}

/// An integer in a range.
#[derive(Debug, Clone, Copy)]
pub struct Integer {
    /// Least value allowed.
    pub min: i32,
    /// Greatest value allowed.
    pub max: i32,
}

impl Shape for Integer {
    type Value = i32;

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> i32 {
        let text = reader.value(at);
        let Ok(value) = text.parse::<i32>() else {
            // AWS's words for a value of the wrong type are not documented; these follow the other constraints.
            reader.violation(at, Some(text), "Member must be an integer");
            return 0;
        };
        if value < self.min {
            let constraint = format!("Member must have value greater than or equal to {}", self.min);
            reader.violation(at, Some(text), &constraint);
        }
        if value > self.max {
            let constraint = format!("Member must have value less than or equal to {}", self.max);
            reader.violation(at, Some(text), &constraint);
        }
        value
    }
}

/// `true` or `false`.
#[derive(Debug, Clone, Copy)]
pub struct Boolean;

impl Shape for Boolean {
    type Value = bool;

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> bool {
        match reader.value(at) {
            "true" => true,
            "false" => false,
            other => {
                reader.violation(at, Some(other), "Member must be true or false");
                false
            }
        }
    }
}

/// A point in time, ISO 8601 with an offset or `Z`.
#[derive(Debug, Clone, Copy)]
pub struct Instant;

impl Shape for Instant {
    type Value = Timestamp;

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> Timestamp {
        let text = reader.value(at);
        text.parse().unwrap_or_else(|_| {
            reader.violation(at, Some(text), "Member must be an ISO 8601 timestamp");
            Timestamp::default()
        })
    }
}

/// Bytes, base64 on the wire. Never repeated in messages.
#[derive(Debug, Clone, Copy)]
pub struct Blob;

impl Shape for Blob {
    type Value = Vec<u8>;

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> Vec<u8> {
        STANDARD.decode(reader.value(at)).unwrap_or_else(|_| {
            reader.violation(at, None, "Member must be base64");
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

    fn is_present(&self, form: &Form, wire: &str) -> bool {
        is_aggregate_present(form, wire)
    }

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> Self::Value {
        let count = reader.count(at, "member");
        check_length(reader, at, None, count, self.min, self.max);
        (1..=count).map(|number| reader.required_at(&at.item(number), self.member)).collect()
    }
}

/// Text keys to values of one shape, `Name.entry.1.key` and `Name.entry.1.value`.
#[derive(Debug, Clone, Copy)]
pub struct Map<V: 'static> {
    /// The shape of each key.
    pub key: &'static Text,
    /// The shape of each value.
    pub value: &'static V,
    /// Greatest number of entries.
    pub max: usize,
}

impl<V: Shape> Shape for Map<V> {
    type Value = BTreeMap<String, V::Value>;

    fn is_present(&self, form: &Form, wire: &str) -> bool {
        is_aggregate_present(form, wire)
    }

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> Self::Value {
        let count = reader.count(at, "entry");
        check_length(reader, at, None, count, 0, self.max);
        let mut map = BTreeMap::new();
        for number in 1..=count {
            let key_at = at.entry(number, "key");
            let key = reader.required_at(&key_at, self.key);
            let value = reader.required_at(&at.entry(number, "value"), self.value);
            if map.insert(key, value).is_some() {
                reader.violation(&key_at, None, "Member must not repeat a key");
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

    fn is_present(&self, form: &Form, wire: &str) -> bool {
        is_aggregate_present(form, wire)
    }

    fn read(&self, reader: &mut Reader<'_>, at: &Path) -> T {
        reader.expect_no_text(at);
        T::read_members(reader, at)
    }
}

fn is_aggregate_present(form: &Form, wire: &str) -> bool {
    form.get(wire).is_some() || form.suffixes(&format!("{wire}.")).next().is_some()
}

fn check_length(reader: &mut Reader<'_>, at: &Path, shown: Option<&str>, length: usize, min: usize, max: usize) {
    if length < min {
        reader.violation(at, shown, &format!("Member must have length greater than or equal to {min}"));
    }
    if length > max {
        reader.violation(at, shown, &format!("Member must have length less than or equal to {max}"));
    }
}
