//! The JSON protocols: documents in and out.
//!
//! [`Json`] is a document that was sent, read strictly: a repeated name is refused, since nobody can tell which value was
//! meant; names the model does not know are ignored, as AWS does; depth and size are bounded.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::operation::{self, InputError, Protocol, ReadStructure, WriteStructure};
use crate::sink::{Sink, Style};
use crate::source::Source;

/// Lists and objects inside each other; no request of AWS comes near.
const MAX_DEPTH: usize = 64;

/// Values in a document, members of objects and items of lists together.
const MAX_VALUES: usize = 200_000;

/// A JSON value; text without escapes is borrowed from the document.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`, which says the same as no member at all.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number without fraction or exponent, within 64 bits.
    Integer(i64),
    /// Any other number.
    Decimal(f64),
    /// A string.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object.
    Object(BTreeMap<Cow<'a, str>, Json<'a>>),
}

/// Reads and checks the input of an operation of a JSON 1.0 or 1.1 service. An empty body is an empty object.
///
/// # Errors
/// `ValidationException` naming every violated constraint in model order (R3.6), or `SerializationException` where the
/// body is not JSON or a value is of the wrong type.
pub fn read<I: ReadStructure>(body: &[u8]) -> Result<I, InputError> {
    let document = parse(Protocol::Json, body)?;
    operation::read(Protocol::Json, &Source::Json(&document))
}

/// Writes a structure: an operation's output, or an input as clients send it.
#[must_use]
pub fn write(structure: &impl WriteStructure) -> String {
    let mut sink = Sink::new(Style::Json);
    sink.structure(structure);
    sink.into_text()
}

/// A request's body; an empty one is an empty object.
pub(crate) fn parse(protocol: Protocol, body: &[u8]) -> Result<Json<'_>, InputError> {
    if body.is_empty() {
        return Ok(Json::Object(BTreeMap::new()));
    }
    Json::parse(body).map_err(|error| protocol.malformed_input(error.to_string()))
}

impl<'a> Json<'a> {
    /// Parses a document.
    ///
    /// # Errors
    /// Not JSON, a repeated name, or beyond the limits.
    pub fn parse(document: &'a [u8]) -> Result<Self, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_slice(document);
        let json = Room { depth: MAX_DEPTH, values: &Cell::new(MAX_VALUES) }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(json)
    }

    /// The kind of value, in the words of AWS's messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL_VALUE",
            Self::Boolean(true) => "TRUE_VALUE",
            Self::Boolean(false) => "FALSE_VALUE",
            Self::Integer(_) => "NUMBER_VALUE",
            Self::Decimal(_) => "DECIMAL_VALUE",
            Self::Text(_) => "STRING_VALUE",
            Self::List(_) => "ARRAY_VALUE",
            Self::Object(_) => "STRUCTURE_VALUE",
        }
    }
}

/// Room left for a value and what is inside it.
#[derive(Clone, Copy)]
struct Room<'c> {
    depth: usize,
    values: &'c Cell<usize>,
}

impl Room<'_> {
    /// Room for what is inside a list or an object.
    fn inside<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Self { depth, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Room<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        let left = self.values.get().checked_sub(1).ok_or_else(|| D::Error::custom("too many values"))?;
        self.values.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Room<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        #[expect(clippy::cast_precision_loss, reason = "no shape holds an integer beyond 64 bits with a sign")]
        Ok(i64::try_from(value).map_or(Json::Decimal(value as f64), Json::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Decimal(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let room = self.inside()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(room)? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
        let room = self.inside()?;
        let mut object = BTreeMap::new();
        while let Some(name) = members.next_key_seed(room)? {
            let Json::Text(name) = name else { return Err(A::Error::custom("a name is not text")) };
            match object.entry(name) {
                Entry::Vacant(entry) => entry.insert(members.next_value_seed(room)?),
                Entry::Occupied(entry) => return Err(A::Error::custom(format!("{:?} is repeated", entry.key()))),
            };
        }
        Ok(Json::Object(object))
    }
}
