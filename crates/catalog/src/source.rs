//! What inputs are read from: a part of a form, of a JSON or XML document, or of an HTTP request.

use std::borrow::Cow;

use crate::json::Json;
use crate::member::{Location, Member};
use crate::query::Form;
use crate::rest::Request;
use crate::xml::Element;

/// A value that was sent, or all members of a structure.
#[derive(Debug, Clone)]
pub enum Source<'a> {
    /// The pairs of a form whose names start with the name; the whole form where it is empty.
    Form(&'a Form, Cow<'a, str>),
    /// A JSON value.
    Json(&'a Json<'a>),
    /// An XML element.
    Element(&'a Element),
    /// The children of an element that have one name: a flattened list.
    Siblings(&'a Element, &'static str),
    /// Text outside a document: a header, a label, a parameter.
    Text(&'a str),
    /// Several of these: a list.
    Texts(Vec<&'a str>),
    /// The headers that start with a prefix: a map.
    Headers(&'a Request<'a>, &'static str),
    /// A whole body.
    Bytes(&'a [u8]),
    /// A request, and the document in its body, if there is one.
    Request(&'a Request<'a>, Option<&'a Source<'a>>),
    /// What must not be repeated, but is.
    Repeated,
}

/// Kinds of shapes, as far as finding a member depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, a number, a time, bytes.
    Scalar,
    /// A list.
    List,
    /// A map or a structure.
    Members,
}

impl<'a> Source<'a> {
    /// The members of the whole form.
    #[must_use]
    pub const fn form(form: &'a Form) -> Self {
        Self::Form(form, Cow::Borrowed(""))
    }

    /// The member of the structure that this is, if it was sent. JSON's `null` says that it was not.
    pub(crate) fn member(&self, member: &'static Member, kind: Kind) -> Option<Self> {
        match self {
            Self::Form(form, prefix) => {
                let name = if prefix.is_empty() {
                    Cow::Borrowed(member.wire)
                } else {
                    Cow::Owned([prefix, ".", member.wire].concat())
                };
                let present = form.get(&name).is_some() || kind != Kind::Scalar && form.has_below(&name);
                present.then_some(Self::Form(form, name))
            }
            Self::Json(Json::Object(members)) => members.get(member.wire).and_then(Self::json),
            Self::Element(element) => {
                let mut found = element.children_named(member.wire);
                let first = found.next()?;
                Some(match kind {
                    Kind::List if member.flattened => Self::Siblings(element, member.wire),
                    _ if found.next().is_some() => Self::Repeated,
                    _ => Self::Element(first),
                })
            }
            Self::Request(request, document) => Self::bound(request, *document, member, kind),
            _ => None,
        }
    }

    /// A member of a request, wherever its location says.
    fn bound(
        request: &'a Request<'a>,
        document: Option<&'a Self>,
        member: &'static Member,
        kind: Kind,
    ) -> Option<Self> {
        match member.location {
            Location::Body => document?.member(member, kind),
            Location::Payload => document.cloned(),
            Location::Raw => (!request.body.is_empty()).then_some(Self::Bytes(request.body)),
            Location::Headers => request.headers_below(member.wire).next().map(|_| Self::Headers(request, member.wire)),
            Location::Header if kind == Kind::List => {
                let header = request.header(member.wire).next()?;
                Some(Self::Texts(header.split(',').map(str::trim).collect()))
            }
            Location::Header => Self::single(request.header(member.wire)),
            Location::Label => Self::single(Request::named(request.labels, member.wire)),
            Location::Query if kind == Kind::List => {
                let texts: Vec<&str> = Request::named(request.query, member.wire).collect();
                (!texts.is_empty()).then_some(Self::Texts(texts))
            }
            Location::Query => Self::single(Request::named(request.query, member.wire)),
            // Only outputs have a status.
            Location::Status => None,
        }
    }

    /// The only one of some texts.
    fn single(mut texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let first = texts.next()?;
        Some(if texts.next().is_some() { Self::Repeated } else { Self::Text(first) })
    }

    /// A value in a JSON document, unless it is `null`.
    fn json(value: &'a Json<'a>) -> Option<Self> {
        (*value != Json::Null).then_some(Self::Json(value))
    }

    /// What was sent, where it is text on the wire whatever its type.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Form(form, name) => Some(form.get(name).unwrap_or_default()),
            Self::Element(element) => element.children.is_empty().then_some(element.text.as_str()),
            Self::Text(text) => Some(text),
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// Whether this can be a structure. A bare `Name=` in a form stands for one without members.
    pub(crate) fn is_structure(&self) -> bool {
        match self {
            Self::Form(form, name) => name.is_empty() || form.get(name).is_none_or(str::is_empty),
            Self::Json(value) => matches!(value, Json::Object(_)),
            Self::Element(element) => element.text.trim().is_empty(),
            Self::Request(..) => true,
            _ => false,
        }
    }

    /// The items of the list that this is; `None` in place of an item that was sent as nothing. No list at all where it
    /// is something else.
    pub(crate) fn items(&self, member: &'static Member) -> Option<Vec<Option<Self>>> {
        Some(match self {
            Self::Form(form, name) => {
                let word = if member.flattened { "" } else { member.item };
                let dot = if word.is_empty() { "" } else { "." };
                let numbers = 1..=form.count(name, word)?;
                numbers
                    .map(|number| Some(Self::Form(form, Cow::Owned(format!("{name}{dot}{word}.{number}")))))
                    .collect()
            }
            Self::Json(Json::List(items)) => items.iter().map(Self::json).collect(),
            Self::Element(element) => {
                element.children_named(member.item).map(|child| Some(Self::Element(child))).collect()
            }
            Self::Siblings(parent, name) => {
                parent.children_named(name).map(|child| Some(Self::Element(child))).collect()
            }
            Self::Texts(texts) => texts.iter().map(|text| Some(Self::Text(text))).collect(),
            _ => return None,
        })
    }

    /// The entries of the map that this is: keys, and values unless they were sent as nothing. No entries at all where it
    /// is something else.
    pub(crate) fn entries(&self) -> Option<Vec<(Option<Self>, Option<Self>)>> {
        Some(match self {
            Self::Form(form, name) => {
                let half = |number: usize, half| {
                    let name = format!("{name}.entry.{number}.{half}");
                    let present = form.get(&name).is_some() || form.has_below(&name);
                    present.then_some(Self::Form(form, Cow::Owned(name)))
                };
                let numbers = 1..=form.count(name, "entry")?;
                numbers.map(|number| (half(number, "key"), half(number, "value"))).collect()
            }
            Self::Json(Json::Object(members)) => {
                members.iter().map(|(key, value)| (Some(Self::Text(key)), Self::json(value))).collect()
            }
            Self::Element(element) => {
                let half = |entry: &'a Element, half: &'static str| {
                    let mut found = entry.children_named(half);
                    let first = found.next().map(Self::Element);
                    if found.next().is_some() { Some(Self::Repeated) } else { first }
                };
                element.children_named("entry").map(|entry| (half(entry, "key"), half(entry, "value"))).collect()
            }
            Self::Headers(request, prefix) => request
                .headers_below(prefix)
                .map(|(name, value)| (Some(Self::Text(name)), Some(Self::Text(value))))
                .collect(),
            _ => return None,
        })
    }
}
