//! Facts and documents in JSON, as `rolecall eval` reads them.

use super::documents::{Document, Documents, LevelDocuments};
use super::facts::{StatedContext, StatedPrincipal, StatedResource};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// The place of an error that names the wrong member itself. The parser adds a place to an error that ends without one. No
/// text has so many lines.
const NOWHERE: &str = " at line 4294967295 column 0";

/// A parser's error. Its place is in the text that was read; a text of one line has no line numbers.
#[must_use]
pub fn in_words(error: &serde_json::Error) -> String {
    in_words_from(error, 1, 0)
}

/// The same of a text that begins in this line of a file, counted from 1, after so many bytes of the line.
#[must_use]
pub fn in_words_from(error: &serde_json::Error, line: u64, column: u64) -> String {
    let whole = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = whole.strip_suffix(&place).unwrap_or(&whole).replace(" at line 1 column ", " at column ");
    match error.line() as u64 {
        _ if place == NOWHERE => message,
        0 => message,
        1 => format!("{message} at column {}", column + error.column() as u64),
        further => format!("{message} at line {}, column {}", line + further - 1, error.column()),
    }
}

fn without_place<E: Error>(message: String) -> E {
    E::custom(message + NOWHERE)
}

/// Reads an object, and no list: by itself the parser would read one by the order of the members.
///
/// # Errors
/// The parser's.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Members<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }
    deserializer.deserialize_map(Members(PhantomData))
}

/// The same for a member that may be absent.
///
/// # Errors
/// The parser's.
pub fn some_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    object(deserializer).map(Some)
}

/// A text that is borrowed if it can be.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

pub(super) fn principal<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<StatedPrincipal<'a>, D::Error> {
    let text = <&RawValue>::deserialize(deserializer)?.get();
    let stated = match text.as_bytes().first() {
        Some(b'"') => {
            serde_json::from_str(text).map(|Text(text)| StatedPrincipal::Text(text)).map_err(|e| e.to_string())
        }
        Some(b'{') => serde_json::from_str(text).map_err(|error| format!("`principal`: {error}")),
        _ => Err("`principal` must be an ARN, `anonymous`, or {\"service\": \"...\"}".to_owned()),
    };
    stated.map_err(without_place)
}

pub(super) fn service_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Box<str>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a service must be a name or a list of names")]
    enum Names {
        One(Box<str>),
        Many(Vec<Box<str>>),
    }
    Ok(match Names::deserialize(deserializer)? {
        Names::One(name) => vec![name],
        Names::Many(names) => names,
    })
}

/// What stands in place of a value that is not all known: `{"unknown": true}`, `{"like": "dev-*"}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Gap {
    Unknown(bool),
    Like(Patterns),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Patterns {
    One(Box<str>),
    Many(Vec<Box<str>>),
}

impl<'de: 'a, 'a> Deserialize<'de> for StatedResource<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrGap;
        impl<'de> Visitor<'de> for TextOrGap {
            type Value = StatedResource<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(StatedResource::Known(text.into()))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(StatedResource::Known(text.to_owned().into()))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
                match Gap::deserialize(MapAccessDeserializer::new(map))? {
                    Gap::Unknown(true) => Ok(StatedResource::Unknown),
                    Gap::Like(Patterns::One(pattern)) => Ok(StatedResource::Like(pattern.into_string().into())),
                    Gap::Unknown(false) | Gap::Like(Patterns::Many(_)) => Err(M::Error::custom(
                        "`resource` must be an ARN, {\"unknown\": true} or {\"like\": \"arn:...\"}",
                    )),
                }
            }
        }
        deserializer.deserialize_any(TextOrGap)
    }
}

/// They tell who calls, which must be known.
const OF_PRINCIPAL: [&str; 3] = ["aws:userid", "aws:AssumedRoot", "aws:PrincipalServiceNamesList"];

impl StatedContext {
    /// States a key by its value: one value, a list, `null` for a key that is absent, or a [`Gap`].
    fn state(&mut self, key: &str, value: &RawValue) -> Result<(), String> {
        if self.mentions(key) {
            return Err(format!("the context key `{key}` is given twice"));
        }
        let wrong = || format!("the context key `{key}` must have strings, numbers, true, false, or a list of them");
        match value.get() {
            "null" => self.set_absent(key),
            text if text.starts_with('{') => {
                match serde_json::from_str(text).map_err(|_| wrong())? {
                    Gap::Unknown(true) => self.unknown.set_unknown(key),
                    Gap::Like(Patterns::One(pattern)) => self.unknown.set_like(key, [&*pattern]),
                    Gap::Like(Patterns::Many(patterns)) if !patterns.is_empty() => {
                        self.unknown.set_like(key, patterns.iter().map(|pattern| &**pattern));
                    }
                    Gap::Unknown(false) | Gap::Like(Patterns::Many(_)) => return Err(wrong()),
                }
                if OF_PRINCIPAL.iter().any(|of_principal| of_principal.eq_ignore_ascii_case(key)) {
                    return Err(format!("the context key `{key}` identifies the caller, so it cannot be unknown"));
                }
            }
            text if text.starts_with('[') => {
                let values: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| wrong())?;
                let values = values.into_iter().map(|value| scalar(value).ok_or_else(wrong));
                self.known.set_all(key, values.collect::<Result<Vec<Box<str>>, _>>()?);
            }
            _ => self.known.set(key, scalar(value).ok_or_else(wrong)?),
        }
        Ok(())
    }
}

/// A value in its text form; numbers keep the digits they are written with.
fn scalar(value: &RawValue) -> Option<Box<str>> {
    let text = value.get();
    match text.as_bytes().first()? {
        b'"' => serde_json::from_str(text).ok(),
        b'[' | b'{' | b'n' => None,
        _ => Some(text.into()),
    }
}

impl<'de> Deserialize<'de> for StatedContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = StatedContext;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with context keys")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut context = StatedContext::default();
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    context.state(&key, value).map_err(without_place)?;
                }
                Ok(context)
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

impl<'a> Documents<'a> {
    /// Reads an object with a member for each layer: a policy, a list of policies, or levels of lists. A policy is an
    /// object, or a string with its text.
    ///
    /// # Errors
    /// What has another shape.
    pub fn from_json(json: &'a RawValue) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Members<'a> {
            #[serde(borrow)]
            identity: Option<&'a RawValue>,
            #[serde(borrow)]
            boundary: Option<&'a RawValue>,
            #[serde(borrow)]
            session: Option<&'a RawValue>,
            #[serde(borrow)]
            resource: Option<&'a RawValue>,
            #[serde(borrow)]
            endpoint: Option<&'a RawValue>,
            #[serde(borrow)]
            scp: Option<&'a RawValue>,
            #[serde(borrow)]
            rcp: Option<&'a RawValue>,
        }
        let members = object(&mut serde_json::Deserializer::from_str(json.get()));
        let members: Members<'a> = members.map_err(|error| format!("policies: {}", in_words(&error)))?;
        Ok(Self {
            identity: members.identity.map(|raw| list("identity", raw)).transpose()?.unwrap_or_default(),
            boundary: members.boundary.map(|raw| document("boundary".to_owned(), raw)).transpose()?,
            session: members.session.map(|raw| list("session", raw)).transpose()?,
            resource: members.resource.map(|raw| document("resource".to_owned(), raw)).transpose()?,
            endpoint: members.endpoint.map(|raw| list("endpoint", raw)).transpose()?,
            scp: members.scp.map(|raw| levels("scp", raw)).transpose()?,
            rcp: members.rcp.map(|raw| levels("rcp", raw)).transpose()?,
        })
    }
}

fn levels<'a>(name: &str, raw: &'a RawValue) -> Result<Vec<LevelDocuments<'a>>, String> {
    let levels: Vec<&RawValue> = serde_json::from_str(raw.get())
        .map_err(|_| format!("policies.{name} must be a list of levels, each a list of policies"))?;
    let level = |(at, raw)| {
        let name = format!("{name}[{at}]");
        Ok(LevelDocuments { policies: list(&name, raw)?, name: name.into() })
    };
    levels.into_iter().enumerate().map(level).collect()
}

fn list<'a>(name: &str, raw: &'a RawValue) -> Result<Vec<Document<'a>>, String> {
    let raws: Vec<&RawValue> =
        serde_json::from_str(raw.get()).map_err(|_| format!("policies.{name} must be a list of policies"))?;
    raws.into_iter().enumerate().map(|(at, raw)| document(format!("{name}[{at}]"), raw)).collect()
}

/// The policy at `name`.
fn document(name: String, raw: &RawValue) -> Result<Document<'_>, String> {
    let text = raw.get();
    if !text.starts_with('"') {
        return Ok(Document::named(name, text));
    }
    let Text(text) = serde_json::from_str(text).map_err(|error| format!("policies.{name}: {error}"))?;
    Ok(Document::named(name, text))
}
