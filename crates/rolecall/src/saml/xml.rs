//! XML documents of strangers as a tree that keeps what signatures are made over: prefixes, name spaces, attributes and
//! text. Whoever reads an assertion and whoever verifies its signature read this one tree, so that they cannot differ.
//!
//! The reader is strict: UTF-8, no document type, no entities but XML's five, no processing instructions, names of ASCII and
//! letters, bounded depth and size. Comments are left out, and the text around one is one text: SAML's canonical form has no
//! comments either.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Elements inside each other; SAML needs about ten.
pub(super) const MAX_DEPTH: usize = 64;
/// Elements in a document. A federation's metadata of one megabyte, the most that a request may have, has fewer.
pub(super) const MAX_ELEMENTS: usize = 50_000;
/// Attributes of one element, declarations of name spaces included; SAML's elements have ten at most.
pub(super) const MAX_ATTRIBUTES: usize = 64;

/// The name space of the prefix `xml`.
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
/// The name space of the prefix `xmlns`.
const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// Not a document that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the XML is malformed, or beyond the limits")]
pub(super) struct MalformedXml;

/// A document: its elements in the order of their start tags; the first is the root.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Document {
    elements: Vec<Element>,
}

/// An element as it is kept.
#[derive(Debug, PartialEq, Eq)]
struct Element {
    parent: Option<usize>,
    prefix: String,
    name: String,
    /// Empty: none.
    namespace: String,
    attributes: Vec<Attribute>,
    /// Prefix, empty for the default, and name space of each `xmlns` attribute.
    declarations: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Debug, PartialEq, Eq)]
enum Child {
    Element(usize),
    Text(String),
}

/// An attribute that declares no name space.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Empty: none.
    pub(super) prefix: String,
    /// The local name.
    pub(super) name: String,
    /// Empty: none.
    pub(super) namespace: String,
    /// As XML normalises it.
    pub(super) value: String,
}

/// One element of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'d> {
    document: &'d Document,
    element: &'d Element,
    at: usize,
}

/// What is directly inside an element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'d> {
    /// An element.
    Element(Node<'d>),
    /// Text; two never follow each other.
    Text(&'d str),
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.at == other.at
    }
}

impl Document {
    /// Parses a document.
    ///
    /// # Errors
    /// [`MalformedXml`].
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, MalformedXml> {
        let text = std::str::from_utf8(bytes).map_err(|_| MalformedXml)?;
        // The reader would skip a byte order mark, which IAM does not take (R4.61).
        if text.starts_with('\u{FEFF}') || !text.chars().all(is_character) {
            return Err(MalformedXml);
        }
        let mut reader = Reader::from_str(text);
        let mut tree = Builder::default();
        let mut first = true;
        loop {
            let event = reader.read_event().map_err(|_| MalformedXml)?;
            match event {
                Event::Start(start) => tree.open(&start)?,
                Event::Empty(start) => {
                    tree.open(&start)?;
                    tree.close()?;
                }
                Event::End(_) => tree.close()?,
                Event::Text(text) => tree.text(&line_ends(std::str::from_utf8(&text).map_err(|_| MalformedXml)?))?,
                Event::CData(text) => tree.text(&line_ends(std::str::from_utf8(&text).map_err(|_| MalformedXml)?))?,
                Event::GeneralRef(name) => {
                    let character = referred(std::str::from_utf8(&name).map_err(|_| MalformedXml)?)?;
                    tree.text(character.encode_utf8(&mut [0; 4]))?;
                }
                // Only at the beginning, and only of the one encoding.
                Event::Decl(declaration) => {
                    let utf8 = declaration
                        .encoding()
                        .is_none_or(|encoding| encoding.is_ok_and(|encoding| encoding.eq_ignore_ascii_case(b"utf-8")));
                    if !first || !utf8 {
                        return Err(MalformedXml);
                    }
                }
                Event::Comment(_) => {}
                Event::DocType(_) | Event::PI(_) => return Err(MalformedXml),
                Event::Eof => break,
            }
            first = false;
        }
        tree.finish()
    }

    /// The root.
    #[must_use]
    pub(super) fn root(&self) -> Option<Node<'_>> {
        self.node(0)
    }

    /// Every element, in the order of the document.
    pub(super) fn all(&self) -> impl Iterator<Item = Node<'_>> {
        self.elements.iter().enumerate().map(|(at, element)| Node { document: self, element, at })
    }

    fn node(&self, at: usize) -> Option<Node<'_>> {
        self.elements.get(at).map(|element| Node { document: self, element, at })
    }
}

impl<'d> Node<'d> {
    /// Whether it is the element `name` of this name space.
    #[must_use]
    pub(super) fn is(self, namespace: &str, name: &str) -> bool {
        self.element.namespace == namespace && self.element.name == name
    }

    /// The prefix of its name; empty: none.
    #[must_use]
    pub(super) fn prefix(self) -> &'d str {
        &self.element.prefix
    }

    /// Its local name.
    #[must_use]
    pub(super) fn name(self) -> &'d str {
        &self.element.name
    }

    /// Its name space; empty: none.
    #[must_use]
    pub(super) fn namespace(self) -> &'d str {
        &self.element.namespace
    }

    /// Its attributes.
    #[must_use]
    pub(super) fn attributes(self) -> &'d [Attribute] {
        &self.element.attributes
    }

    /// The value of an attribute without a name space.
    #[must_use]
    pub(super) fn attribute(self, name: &str) -> Option<&'d str> {
        let found = self.element.attributes.iter().find(|it| it.namespace.is_empty() && it.name == name);
        found.map(|attribute| &*attribute.value)
    }

    /// The name spaces that it declares: prefix, empty for the default, and name space.
    #[must_use]
    pub(super) fn declarations(self) -> &'d [(String, String)] {
        &self.element.declarations
    }

    /// The element around it.
    #[must_use]
    pub(super) fn parent(self) -> Option<Self> {
        self.element.parent.and_then(|at| self.document.node(at))
    }

    /// What is directly inside it.
    pub(super) fn content(self) -> impl Iterator<Item = Content<'d>> {
        self.element.children.iter().filter_map(move |child| match child {
            Child::Element(at) => self.document.node(*at).map(Content::Element),
            Child::Text(text) => Some(Content::Text(text)),
        })
    }

    /// The elements directly inside it.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        self.content().filter_map(|content| match content {
            Content::Element(node) => Some(node),
            Content::Text(_) => None,
        })
    }

    /// The elements of this name directly inside it.
    pub(super) fn children_named(self, namespace: &'static str, name: &'static str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.is(namespace, name))
    }

    /// The element of this name directly inside it, if there is exactly one.
    #[must_use]
    pub(super) fn only_child(self, namespace: &'static str, name: &'static str) -> Option<Self> {
        let mut found = self.children_named(namespace, name);
        found.next().filter(|_| found.next().is_none())
    }

    /// The text of an element that has no elements inside, without white space around it.
    #[must_use]
    pub(super) fn text(self) -> Option<&'d str> {
        match self.element.children.as_slice() {
            [] => Some(""),
            [Child::Text(text)] => Some(text.trim_matches([' ', '\t', '\n', '\r'])),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Builder {
    elements: Vec<Element>,
    /// The elements that are open, outermost first.
    open: Vec<usize>,
    /// The name spaces of each prefix that open elements declare, outermost first.
    scope: HashMap<String, Vec<String>>,
}

impl Builder {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), MalformedXml> {
        let parent = self.open.last().copied();
        let beyond = self.open.len() >= MAX_DEPTH || self.elements.len() >= MAX_ELEMENTS;
        if beyond || (parent.is_none() && !self.elements.is_empty()) {
            return Err(MalformedXml);
        }
        let (mut declarations, mut attributes): (Vec<(String, String)>, Vec<Attribute>) = (Vec::new(), Vec::new());
        for (count, attribute) in start.attributes().enumerate() {
            let attribute = attribute.map_err(|_| MalformedXml)?;
            let (prefix, name) = split(attribute.key.into_inner())?;
            let value = attribute_value(&attribute.value)?;
            if count >= MAX_ATTRIBUTES {
                return Err(MalformedXml);
            }
            match (prefix, name) {
                ("", "xmlns") => declarations.push((String::new(), value)),
                ("xmlns", name) => declarations.push((name.to_owned(), value)),
                (prefix, name) => attributes.push(Attribute {
                    prefix: prefix.to_owned(),
                    name: name.to_owned(),
                    namespace: String::new(),
                    value,
                }),
            }
        }
        for (prefix, namespace) in &declarations {
            // A prefix cannot be taken back, and those of XML itself cannot be given away.
            let reserved = matches!(&**prefix, "xml" | "xmlns");
            let of_xml = matches!(&**namespace, XML_NAMESPACE | XMLNS_NAMESPACE);
            if reserved || of_xml || (!prefix.is_empty() && namespace.is_empty()) {
                return Err(MalformedXml);
            }
            self.scope.entry(prefix.clone()).or_default().push(namespace.clone());
        }
        for at in 0..attributes.len() {
            let (before, rest) = attributes.split_at_mut(at);
            let Some(attribute) = rest.first_mut() else { break };
            if !attribute.prefix.is_empty() {
                attribute.namespace = self.namespace(&attribute.prefix)?;
            }
            if before.iter().any(|it| it.namespace == attribute.namespace && it.name == attribute.name) {
                return Err(MalformedXml);
            }
        }
        let (prefix, name) = split(start.name().into_inner())?;
        let element = Element {
            parent,
            prefix: prefix.to_owned(),
            name: name.to_owned(),
            namespace: self.namespace(prefix)?,
            attributes,
            declarations,
            children: Vec::new(),
        };
        let at = self.elements.len();
        if let Some(parent) = parent.and_then(|parent| self.elements.get_mut(parent)) {
            parent.children.push(Child::Element(at));
        }
        self.elements.push(element);
        self.open.push(at);
        Ok(())
    }

    fn close(&mut self) -> Result<(), MalformedXml> {
        let closed = self.open.pop().and_then(|at| self.elements.get(at)).ok_or(MalformedXml)?;
        for (prefix, _) in &closed.declarations {
            if let Some(namespaces) = self.scope.get_mut(prefix) {
                namespaces.pop();
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), MalformedXml> {
        let Some(element) = self.open.last().and_then(|at| self.elements.get_mut(*at)) else {
            // Around the root there may be white space alone.
            let blank = text.chars().all(|it| matches!(it, ' ' | '\t' | '\n' | '\r'));
            return if blank { Ok(()) } else { Err(MalformedXml) };
        };
        match element.children.last_mut() {
            _ if text.is_empty() => {}
            Some(Child::Text(before)) => before.push_str(text),
            _ => element.children.push(Child::Text(text.to_owned())),
        }
        Ok(())
    }

    fn namespace(&self, prefix: &str) -> Result<String, MalformedXml> {
        match (prefix, self.scope.get(prefix).and_then(|namespaces| namespaces.last())) {
            ("xml", _) => Ok(XML_NAMESPACE.to_owned()),
            (_, Some(namespace)) => Ok(namespace.clone()),
            ("", None) => Ok(String::new()),
            (_, None) => Err(MalformedXml),
        }
    }

    fn finish(self) -> Result<Document, MalformedXml> {
        if self.open.is_empty() && !self.elements.is_empty() {
            Ok(Document { elements: self.elements })
        } else {
            Err(MalformedXml)
        }
    }
}

/// Prefix, empty for none, and local name.
fn split(name: &[u8]) -> Result<(&str, &str), MalformedXml> {
    let name = std::str::from_utf8(name).map_err(|_| MalformedXml)?;
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let is_bare = !name.contains(':');
    if is_name(local) && (is_bare || is_name(prefix)) { Ok((prefix, local)) } else { Err(MalformedXml) }
}

/// Whether it is a name without colon. Not every letter that XML lets stand in names is let through.
fn is_name(name: &str) -> bool {
    let begins = |it: char| it.is_alphabetic() || it == '_';
    name.starts_with(begins) && name.chars().all(|it| begins(it) || it.is_ascii_digit() || matches!(it, '-' | '.'))
}

/// The value of an attribute: references resolved, and white space that is written as such made blanks.
fn attribute_value(raw: &[u8]) -> Result<String, MalformedXml> {
    let raw = line_ends(std::str::from_utf8(raw).map_err(|_| MalformedXml)?);
    let mut value = String::with_capacity(raw.len());
    let mut rest = &*raw;
    while let Some((before, after)) = rest.split_once('&') {
        literal(before, &mut value)?;
        let (name, after) = after.split_once(';').ok_or(MalformedXml)?;
        value.push(referred(name)?);
        rest = after;
    }
    literal(rest, &mut value)?;
    Ok(value)
}

fn literal(text: &str, value: &mut String) -> Result<(), MalformedXml> {
    if text.contains('<') {
        return Err(MalformedXml);
    }
    value.extend(text.chars().map(|it| if matches!(it, '\t' | '\n') { ' ' } else { it }));
    Ok(())
}

/// The character that a reference stands for.
fn referred(name: &str) -> Result<char, MalformedXml> {
    let code = match (name, name.strip_prefix('#')) {
        ("amp", _) => return Ok('&'),
        ("lt", _) => return Ok('<'),
        ("gt", _) => return Ok('>'),
        ("quot", _) => return Ok('"'),
        ("apos", _) => return Ok('\''),
        (_, Some(number)) => match number.strip_prefix('x') {
            Some(hex) if hex.bytes().all(|it| it.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
            None if number.bytes().all(|it| it.is_ascii_digit()) => number.parse(),
            _ => return Err(MalformedXml),
        },
        _ => return Err(MalformedXml),
    };
    code.ok().and_then(char::from_u32).filter(|it| is_character(*it)).ok_or(MalformedXml)
}

/// XML reads every end of a line as a line feed.
fn line_ends(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// Whether XML 1.0 may have the character.
fn is_character(it: char) -> bool {
    matches!(it, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Document, MalformedXml> {
        Document::parse(text.as_bytes())
    }

    /// What is no document, or none that is read here.
    #[test]
    fn strict() {
        for text in [
            "",
            " ",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "x<a/>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<a>&e;</a>",
            "<a b='&e;'/>",
            "<a b='&amp'/>",
            "<a b='<'/>",
            "<a b='1' b='2'/>",
            "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
            "<a b=1/>",
            "<a b/>",
            "<p:a/>",
            "<a p:b='1'/>",
            "<a><b xmlns:p='u'/><p:c/></a>",
            "<a xmlns:p=''/>",
            "<a xmlns:xml='u'/>",
            "<a xmlns:xmlns='u'/>",
            "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
            "<a:b:c xmlns:a='u'/>",
            "<:a/>",
            "<a:/>",
            "<1a/>",
            "<a\"b/>",
            "<?php x?><a/>",
            "<a><?xml version='1.0'?></a>",
            " <?xml version='1.0'?><a/>",
            "<?xml version='1.0' encoding='latin1'?><a/>",
            "<a>&#0;</a>",
            "<a>&#xD800;</a>",
            "<a>&#x+41;</a>",
            "<a>&#X41;</a>",
            "\u{FEFF}<a/>",
            "<a>\u{1}</a>",
            "<a>\u{FFFE}</a>",
        ] {
            assert_eq!(parse(text), Err(MalformedXml), "{text}");
        }
        assert_eq!(Document::parse(b"<a>\xff</a>"), Err(MalformedXml));
        assert_eq!(Document::parse(b"\xff\xfe<\0a\0/\0>\0"), Err(MalformedXml));
    }

    /// A comment does not cut a text in two: half a name must not be taken for a whole one.
    #[test]
    fn comments_do_not_cut_text() {
        let document =
            parse("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>ana<!-- x -->.evil<![CDATA[&<]]>&#65;</a> ").unwrap();
        assert_eq!(document.root().unwrap().text(), Some("ana.evil&<A"));
    }

    /// Prefixes mean what the nearest element says.
    #[test]
    fn name_spaces() {
        let document =
            parse("<a xmlns='u' xmlns:p='v'><b p:c='1' c='2'/><p:d xmlns:p='w' xmlns=''><e/></p:d><p:f/></a>").unwrap();
        let names: Vec<_> = document.all().map(|node| (node.namespace(), node.name())).collect();
        assert_eq!(names, [("u", "a"), ("u", "b"), ("w", "d"), ("", "e"), ("v", "f")]);
        let b = document.all().nth(1).unwrap();
        assert_eq!(b.attribute("c"), Some("2"));
        assert_eq!(b.attributes()[0].namespace, "v");
    }

    /// XML's normalisation of line ends and of attributes.
    #[test]
    fn white_space() {
        let document = parse("<a b='1\r\n2\t3&#10;4'>\r\nx\ry&#13;</a>").unwrap();
        let root = document.root().unwrap();
        assert_eq!(root.attribute("b"), Some("1 2 3\n4"));
        assert!(matches!(root.content().next(), Some(Content::Text("\nx\ny\r"))));
    }

    /// Each limit at its edge.
    #[test]
    fn limits() {
        let deep = |depth: usize| parse(&("<a>".repeat(depth) + &"</a>".repeat(depth)));
        assert!(deep(MAX_DEPTH).is_ok());
        assert_eq!(deep(MAX_DEPTH + 1), Err(MalformedXml));
        let many = |count: usize| parse(&format!("<a>{}</a>", "<b/>".repeat(count - 1)));
        assert!(many(MAX_ELEMENTS).is_ok());
        assert_eq!(many(MAX_ELEMENTS + 1), Err(MalformedXml));
        let wide = |count: usize| {
            let attributes: Vec<String> = (0..count).map(|at| format!("a{at}=''")).collect();
            parse(&format!("<a {}/>", attributes.join(" ")))
        };
        assert!(wide(MAX_ATTRIBUTES).is_ok());
        assert_eq!(wide(MAX_ATTRIBUTES + 1), Err(MalformedXml));
    }
}
