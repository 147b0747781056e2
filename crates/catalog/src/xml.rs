//! XML as AWS writes and reads it: elements with text, nested elements, no attributes below the root.
//!
//! [`Writer`] writes responses. Text is escaped, an element without content is `<Tags/>`, and characters that XML 1.0
//! cannot carry at all (a NUL, a lone control character, U+FFFE) are replaced by U+FFFD, so a response is well formed
//! whatever was stored. [`Element::parse`] reads requests.

mod element;

pub use element::{Element, MalformedXml};

use crate::member::Member;
use crate::sink::{Sink, Style, Value};

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

    /// Writes a value as an element; an absent one writes nothing.
    pub fn member(&mut self, name: &'static str, value: &impl Value) {
        let mut sink = Sink::after(Style::Xml, std::mem::take(&mut self.text));
        sink.member(&Member::new(name), value);
        self.text = sink.into_text();
    }

    /// Writes character data, escaped.
    pub fn text(&mut self, text: &str) {
        escape(text, &mut self.text);
    }

    fn open(&mut self, name: &str, namespace: &str, body: impl FnOnce(&mut Self)) {
        let content = start(&mut self.text, name, namespace);
        body(self);
        end(&mut self.text, name, content);
    }
}

/// Writes a start tag; tells where the element's content begins.
pub(crate) fn start(out: &mut String, name: &str, namespace: &str) -> usize {
    out.push('<');
    out.push_str(name);
    if !namespace.is_empty() {
        out.push_str(" xmlns=\"");
        escape(namespace, out);
        out.push('"');
    }
    out.push('>');
    out.len()
}

/// Writes the end tag of the element whose content begins at `content`, or turns its start tag into `<name/>` where there
/// is no content.
pub(crate) fn end(out: &mut String, name: &str, content: usize) {
    if out.len() == content {
        out.pop();
        out.push_str("/>");
    } else {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

/// Writes character data, escaped.
pub(crate) fn escape(text: &str, out: &mut String) {
    // Names, ids and ARNs are nearly all that is written.
    if is_plain(text, |byte| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"')) {
        return out.push_str(text);
    }
    push_replacing(text, out, |character| {
        Some(match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // A parser reads a bare carriage return as a line feed; the reference keeps it.
            '\r' => "&#xD;",
            '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => return None,
            _ => "\u{FFFD}",
        })
    });
}

/// Whether a text has nothing but visible ASCII and blanks, and none of what is `special`.
///
/// Without a branch for each byte, so that many of them are looked at together.
#[inline]
pub(crate) fn is_plain(text: &str, special: impl Fn(u8) -> bool) -> bool {
    let is_odd = |byte: u8| !(b' '..=b'~').contains(&byte) | special(byte);
    text.as_bytes().chunks(32).all(|chunk| !chunk.iter().fold(false, |odd, byte| odd | is_odd(*byte)))
}

/// Writes a text with some of its characters replaced.
pub(crate) fn push_replacing(text: &str, out: &mut String, replacement: impl Fn(char) -> Option<&'static str>) {
    let mut written = 0;
    for (at, character) in text.char_indices() {
        if let Some(replacement) = replacement(character) {
            out.push_str(text.get(written..at).unwrap_or_default());
            out.push_str(replacement);
            written = at + character.len_utf8();
        }
    }
    out.push_str(text.get(written..).unwrap_or_default());
}
