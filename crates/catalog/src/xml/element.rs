//! A strict reader of XML: no document type, no entities but the five of XML, no processing instructions, bounded.

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements inside each other; no request of AWS comes near.
const MAX_DEPTH: usize = 64;

/// Elements in a document: the 10,000 parts of a multipart upload with eight elements each, and as many again.
const MAX_ELEMENTS: usize = 200_000;

/// An element with its text and its children; attributes and name spaces are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// The local name.
    pub name: String,
    /// The text directly inside it.
    pub text: String,
    /// The elements directly inside it.
    pub children: Vec<Element>,
}

/// Not a document, or one beyond the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedXml;

impl fmt::Display for MalformedXml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The XML you provided was not well-formed")
    }
}

impl std::error::Error for MalformedXml {}

impl<E: Into<quick_xml::Error>> From<E> for MalformedXml {
    fn from(_: E) -> Self {
        Self
    }
}

impl Element {
    /// Parses a document; gives its root.
    ///
    /// # Errors
    /// [`MalformedXml`].
    pub fn parse(document: &[u8]) -> Result<Self, MalformedXml> {
        let mut reader = Reader::from_str(std::str::from_utf8(document).map_err(|_| MalformedXml)?);
        // The element at the bottom collects the root.
        let mut open = vec![Self::default()];
        let mut elements = 0;
        loop {
            let event = reader.read_event()?;
            elements += usize::from(matches!(event, Event::Start(_) | Event::Empty(_)));
            let inside = open.last_mut().ok_or(MalformedXml)?;
            match event {
                Event::Start(start) => open.push(Self::named(&start)?),
                Event::Empty(start) => inside.children.push(Self::named(&start)?),
                Event::End(_) => {
                    let done = open.pop().ok_or(MalformedXml)?;
                    open.last_mut().ok_or(MalformedXml)?.children.push(done);
                }
                Event::Text(text) => inside.text.push_str(&text.xml10_content()?),
                Event::CData(text) => inside.text.push_str(&text.decode()?),
                Event::GeneralRef(reference) => inside.text.push(match reference.resolve_char_ref()? {
                    Some(character) => character,
                    None => predefined(&reference.decode()?)?,
                }),
                Event::Decl(_) | Event::Comment(_) => {}
                Event::DocType(_) | Event::PI(_) => return Err(MalformedXml),
                Event::Eof => break,
            }
            if open.len() > MAX_DEPTH + 1 || elements > MAX_ELEMENTS {
                return Err(MalformedXml);
            }
        }
        match (open.pop(), open.is_empty()) {
            (Some(Self { text, mut children, .. }), true) if text.trim().is_empty() && children.len() == 1 => {
                children.pop().ok_or(MalformedXml)
            }
            _ => Err(MalformedXml),
        }
    }

    /// The children called `name`.
    pub fn children_named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn named(start: &BytesStart<'_>) -> Result<Self, MalformedXml> {
        let name = std::str::from_utf8(start.local_name().into_inner()).map_err(|_| MalformedXml)?.to_owned();
        Ok(Self { name, ..Self::default() })
    }
}

/// The character that one of XML's five entities stands for.
fn predefined(entity: &str) -> Result<char, MalformedXml> {
    Ok(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return Err(MalformedXml),
    })
}
