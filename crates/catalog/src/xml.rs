//! The writer of XML responses.
//!
//! Query responses are plain: elements with text, nested elements, no attributes below the root. Absent members are
//! omitted, an empty list is an empty element (`<Tags/>`), text is escaped. Characters that XML 1.0 cannot carry at all
//! (a NUL, a lone control character, U+FFFE) are replaced by U+FFFD, so a response is well formed whatever was stored.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::query::WriteStructure;

/// Writes XML text, element by element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text written so far.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// Writes `<name>`, whatever `body` writes, and `</name>`; or `<name/>` where `body` writes nothing.
    pub fn element(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.open(name, "", body);
    }

    /// As [`Writer::element`], with `xmlns="namespace"` on the start tag.
    pub fn root(&mut self, name: &str, namespace: &str, body: impl FnOnce(&mut Self)) {
        self.open(name, namespace, body);
    }

    /// Writes an element that holds text.
    pub fn text_element(&mut self, name: &str, text: &str) {
        self.element(name, |xml| xml.text(text));
    }

    /// Writes character data, escaped.
    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // A parser reads a bare carriage return as a line feed; the reference keeps it.
                '\r' => self.text.push_str("&#xD;"),
                '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => {
                    self.text.push(character);
                }
                _ => self.text.push('\u{FFFD}'),
            }
        }
    }

    /// Writes one member of a structure; absent members write nothing.
    pub fn member(&mut self, name: &str, value: &impl Value) {
        value.write(name, self);
    }

    fn open(&mut self, name: &str, namespace: &str, body: impl FnOnce(&mut Self)) {
        self.text.push('<');
        self.text.push_str(name);
        if !namespace.is_empty() {
            self.text.push_str(" xmlns=\"");
            self.text(namespace);
            self.text.push('"');
        }
        let before = self.text.len();
        self.text.push('>');
        body(self);
        if self.text.len() == before + 1 {
            self.text.truncate(before);
            self.text.push_str("/>");
        } else {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }
}

/// A value that knows how to write itself as the element `name`.
pub trait Value {
    /// Writes the element.
    fn write(&self, name: &str, xml: &mut Writer);
}

impl Value for String {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.text_element(name, self);
    }
}

impl Value for bool {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.text_element(name, if *self { "true" } else { "false" });
    }
}

impl Value for i32 {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.text_element(name, &self.to_string());
    }
}

impl Value for i64 {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.text_element(name, &self.to_string());
    }
}

/// ISO 8601 in UTC to the second, `2026-11-22T10:15:30Z` (R5.5).
impl Value for Timestamp {
    fn write(&self, name: &str, xml: &mut Writer) {
        let mut text = String::new();
        // Formatting into a `String` cannot fail, and these directives exist for every timestamp.
        let _ = write!(text, "{}", self.strftime("%Y-%m-%dT%H:%M:%SZ"));
        xml.text_element(name, &text);
    }
}

/// Base64 with padding (R5.5).
impl Value for Vec<u8> {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.text_element(name, &STANDARD.encode(self));
    }
}

impl<T: Value> Value for Option<T> {
    fn write(&self, name: &str, xml: &mut Writer) {
        if let Some(value) = self {
            value.write(name, xml);
        }
    }
}

impl<T: Value> Value for Vec<T> {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.element(name, |xml| {
            for item in self {
                item.write("member", xml);
            }
        });
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn write(&self, name: &str, xml: &mut Writer) {
        xml.element(name, |xml| {
            for (key, value) in self {
                xml.element("entry", |xml| {
                    xml.text_element("key", key);
                    value.write("value", xml);
                });
            }
        });
    }
}

/// Implements [`Value`] for a structure: its members inside one element.
pub(crate) fn write_structure(value: &impl WriteStructure, name: &str, xml: &mut Writer) {
    xml.element(name, |xml| value.write_members(xml));
}
