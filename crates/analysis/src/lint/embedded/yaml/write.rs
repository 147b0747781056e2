//! Values of YAML written as JSON. They nest no deeper than the builder lets them, so this may recurse.

use super::super::decode::Decoded;
use super::super::templates::BLANK;
use super::super::unknown::is_unknown;
use super::node::{Data, Key, Node};
use super::scalar::{Meaning, meaning, places};
use rolecall_policy::Span;
use rolecall_policy::document::json::quote;
use std::rc::Rc;

/// What an object is written as whose members are not known.
const UNKNOWN: &str = "Fn::Unknown";

/// The documents as one JSON text, with the place of each byte.
pub(super) fn written(text: &str, documents: &[Rc<Node>]) -> (String, Vec<u32>) {
    let mut writer = Writer { text, out: Decoded::default() };
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    match documents {
        [] => writer.put("null", 0),
        [document] => writer.value(document),
        several => writer.list(several, Span { start: 0, end }),
    }
    let end = if let [document] = documents { document.span.end } else { end };
    writer.out.end(end)
}

struct Writer<'a> {
    text: &'a str,
    out: Decoded,
}

impl Writer<'_> {
    fn put(&mut self, json: &str, origin: u32) {
        for letter in json.chars() {
            self.out.push(letter, origin);
        }
    }

    fn value(&mut self, node: &Node) {
        let Span { start, end } = node.span;
        match &node.data {
            Data::Plain(text) => match meaning(text) {
                Meaning::Nothing => self.put("null", start),
                Meaning::Truth(true) => self.put("true", start),
                Meaning::Truth(false) => self.put("false", start),
                Meaning::Text => self.text(text, node.span, false),
            },
            Data::Quoted(text) => self.text(text, node.span, true),
            Data::Block(text) => self.text(text, node.span, false),
            Data::List(items) => self.list(items, node.span),
            Data::Object(members) => self.object(members, node.span),
            Data::Function(name, value) => {
                self.put("{", start);
                self.put(&quote(name), start);
                self.put(":", value.span.start);
                self.value(value);
                self.put("}", end);
            }
            Data::Unknown => self.put(&format!("{{{}:null}}", quote(UNKNOWN)), start),
        }
    }

    fn list(&mut self, items: &[Rc<Node>], Span { start, end }: Span) {
        self.put("[", start);
        let mut before = None;
        for item in items {
            if let Some(before) = before.replace(item.span.end) {
                self.put(",", before);
            }
            self.value(item);
        }
        self.put("]", before.unwrap_or(end));
    }

    fn object(&mut self, members: &[(Key, Rc<Node>)], Span { start, end }: Span) {
        self.put("{", start);
        let mut before = None;
        for (key, value) in members {
            if let Some(before) = before.replace(value.span.end) {
                self.put(",", before);
            }
            if is_unknown(&key.text) {
                self.put(&quote(&format!("{BLANK}{}", key.span.start)), key.span.start);
            } else {
                self.string(&key.text, key.span, key.is_quoted);
            }
            self.put(":", key.span.end);
            self.value(value);
        }
        self.put("}", before.unwrap_or(end));
    }

    /// A text; what is not known before the file is used is written as a function. A text that may be a whole policy stays
    /// one, of which parts may not be known.
    fn text(&mut self, text: &str, span: Span, is_quoted: bool) {
        let may_be_policy = text.trim_start().starts_with('{') && !text.trim_start().starts_with("{{");
        if may_be_policy || !is_unknown(text) {
            return self.string(text, span, is_quoted);
        }
        self.put("{\"Fn::Sub\":", span.start);
        self.string(text, span, is_quoted);
        self.put("}", span.end);
    }

    fn string(&mut self, text: &str, span: Span, is_quoted: bool) {
        self.put("\"", span.start);
        let source = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        for (letter, at) in text.chars().zip(places(source, text, is_quoted)) {
            let origin = span.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)).min(span.end);
            let literal = quote(letter.encode_utf8(&mut [0; 4]));
            self.put(literal.get(1..literal.len() - 1).unwrap_or_default(), origin);
        }
        self.put("\"", span.end.saturating_sub(u32::from(is_quoted)));
    }
}
