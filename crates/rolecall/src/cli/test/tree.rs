//! A file as a tree of values, each with its place: the same tree for TOML and for JSON, so that one reader understands
//! both and can say where a mistake is.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;
use toml::de::{DeTable, DeValue};

/// How deep values may stand inside each other; TOML's reader has the same bound.
const MAX_DEPTH: usize = 80;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Toml,
    Json,
}

/// A value and where it begins and ends, in bytes of the file.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) data: Data<'a>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Data<'a> {
    Text(Cow<'a, str>),
    /// A number or a date, as it is written.
    Plain(Cow<'a, str>),
    Bool(bool),
    Null,
    List(Vec<Node<'a>>),
    /// In the order of the file.
    Table(Vec<Member<'a>>),
}

/// A member of a table.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    /// Where the name begins.
    pub(super) at: usize,
    pub(super) value: Node<'a>,
}

/// What keeps a text from being a tree, and the byte where it shows.
#[derive(Debug)]
pub(super) struct SyntaxFault {
    pub(super) at: usize,
    pub(super) message: String,
}

impl<'a> Node<'a> {
    /// Reads a whole file.
    pub(super) fn read(text: &'a str, syntax: Syntax) -> Result<Self, SyntaxFault> {
        match syntax {
            Syntax::Toml => {
                let table = DeTable::parse(text).map_err(|error| SyntaxFault {
                    at: error.span().map_or(0, |span| span.start),
                    message: error.message().to_owned(),
                })?;
                let span = table.span();
                Ok(Self { start: span.start, end: span.end, data: of_table(table.into_inner()) })
            }
            Syntax::Json => {
                let root: &RawValue = serde_json::from_str(text).map_err(|error| fault_of(text, 0, &error))?;
                of_json(text, root.get(), 0)
            }
        }
    }

    /// What kind of value it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.data {
            Data::Text(_) => "a text",
            Data::Plain(_) => "a number or a date",
            Data::Bool(_) => "true or false",
            Data::Null => "null",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
        }
    }

    /// The value as JSON, indented.
    pub(super) fn to_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text, 0);
        text
    }

    fn write_json(&self, text: &mut String, depth: usize) {
        let quoted = |value: &str| serde_json::Value::from(value).to_string();
        let separated = |text: &mut String, first: bool| {
            text.push_str(if first { "\n" } else { ",\n" });
            text.extend(std::iter::repeat_n("  ", depth + 1));
        };
        let close = |text: &mut String, empty: bool, bracket: char| {
            if !empty {
                text.push('\n');
                text.extend(std::iter::repeat_n("  ", depth));
            }
            text.push(bracket);
        };
        match &self.data {
            Data::Text(value) => text.push_str(&quoted(value)),
            // What JSON has no number for is a text in policies.
            Data::Plain(value) if serde_json::from_str::<serde_json::Number>(value).is_ok() => text.push_str(value),
            Data::Plain(value) => text.push_str(&quoted(value)),
            Data::Bool(value) => {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "{value}");
            }
            Data::Null => text.push_str("null"),
            Data::List(list) => {
                text.push('[');
                for (at, node) in list.iter().enumerate() {
                    separated(text, at == 0);
                    node.write_json(text, depth + 1);
                }
                close(text, list.is_empty(), ']');
            }
            Data::Table(members) => {
                text.push('{');
                for (at, member) in members.iter().enumerate() {
                    separated(text, at == 0);
                    text.push_str(&quoted(&member.name));
                    text.push_str(": ");
                    member.value.write_json(text, depth + 1);
                }
                close(text, members.is_empty(), '}');
            }
        }
    }
}

fn of_table(table: DeTable<'_>) -> Data<'_> {
    let mut members: Vec<Member<'_>> = table
        .into_iter()
        .map(|(name, value)| Member { at: name.span().start, name: name.into_inner(), value: of_toml(value) })
        .collect();
    members.sort_by_key(|member| member.at);
    Data::Table(members)
}

fn of_toml(value: toml::Spanned<DeValue<'_>>) -> Node<'_> {
    let span = value.span();
    let data = match value.into_inner() {
        DeValue::String(text) => Data::Text(text),
        DeValue::Integer(number) => Data::Plain(match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => value.to_string().into(),
            Err(_) => number.as_str().to_owned().into(),
        }),
        DeValue::Float(number) => Data::Plain(number.as_str().to_owned().into()),
        DeValue::Boolean(value) => Data::Bool(value),
        DeValue::Datetime(date) => Data::Plain(date.to_string().into()),
        DeValue::Array(list) => Data::List(list.into_iter().map(of_toml).collect()),
        DeValue::Table(table) => of_table(table),
    };
    Node { start: span.start, end: span.end, data }
}

/// The value that `raw`, a part of `text`, is.
fn of_json<'a>(text: &'a str, raw: &'a str, depth: usize) -> Result<Node<'a>, SyntaxFault> {
    let start = offset(text, raw);
    let fault = |error: serde_json::Error| fault_of(raw, start, &error);
    if depth > MAX_DEPTH {
        return Err(SyntaxFault { at: start, message: format!("values stand more than {MAX_DEPTH} deep") });
    }
    let data = match raw.as_bytes().first() {
        Some(b'{') => {
            let Pairs(pairs) = serde_json::from_str(raw).map_err(fault)?;
            let mut members: Vec<Member<'a>> = Vec::with_capacity(pairs.len());
            for (name, value) in pairs {
                let at = offset(text, name.get());
                let name: Cow<'a, str> = serde_json::from_str::<String>(name.get()).map_err(fault)?.into();
                if members.iter().any(|there| there.name == name) {
                    return Err(SyntaxFault { at, message: format!("`{name}` is given twice") });
                }
                members.push(Member { name, at, value: of_json(text, value.get(), depth + 1)? });
            }
            Data::Table(members)
        }
        Some(b'[') => {
            let values: Vec<&'a RawValue> = serde_json::from_str(raw).map_err(fault)?;
            let values = values.into_iter().map(|value| of_json(text, value.get(), depth + 1));
            Data::List(values.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Data::Text(serde_json::from_str::<String>(raw).map_err(fault)?.into()),
        Some(b't') => Data::Bool(true),
        Some(b'f') => Data::Bool(false),
        Some(b'n') => Data::Null,
        _ => Data::Plain(raw.into()),
    };
    Ok(Node { start, end: start + raw.len(), data })
}

/// Where a part begins within the text it is a part of.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

/// The place of an error in a part of a file that begins at `start`.
fn fault_of(part: &str, start: usize, error: &serde_json::Error) -> SyntaxFault {
    let before: usize = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message).to_owned();
    SyntaxFault { at: start + before + error.column().saturating_sub(1), message }
}

/// The members of an object as they are written.
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same file in both forms is the same tree, and places are where the names stand.
    #[test]
    fn toml_and_json_are_one_tree() {
        let toml = "b = [1, 0x10, 1.50]\na.\"x y\" = \"\\u00e9\"\nd = 2026-01-02T03:04:05Z\nt = { on = true }\n";
        let json = r#"{ "b": [1, 16, 1.50],
            "a": { "x y": "\u00e9" }, "d": "2026-01-02T03:04:05Z", "t": {"on": true} }"#;
        let of_toml = Node::read(toml, Syntax::Toml).unwrap();
        let of_json = Node::read(json, Syntax::Json).unwrap();
        assert_eq!(of_toml.to_json(), of_json.to_json());
        assert_eq!(
            of_toml.to_json(),
            "{\n  \"b\": [\n    1,\n    16,\n    1.50\n  ],\n  \"a\": {\n    \"x y\": \"é\"\n  },\n  \"d\": \"2026-01-02T03:04:05Z\",\n  \"t\": {\n    \"on\": true\n  }\n}"
        );
        for (root, text) in [(&of_toml, toml), (&of_json, json)] {
            let Data::Table(members) = &root.data else { panic!("{root:?}") };
            for member in members {
                assert!(text.split_at(member.at).1.trim_start_matches('"').starts_with(&*member.name), "{member:?}");
            }
        }
    }

    #[test]
    fn faults_have_places() {
        let fault = |text: &str, syntax| {
            let fault = Node::read(text, syntax).unwrap_err();
            (fault.at, fault.message)
        };
        assert_eq!(fault("{\"a\": 1,\n \"a\": 2}", Syntax::Json), (10, "`a` is given twice".into()));
        assert_eq!(fault("{\"a\":\n  x}", Syntax::Json).0, 8);
        assert_eq!(fault("a = 1\nb = \n", Syntax::Toml).0, 10);
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(fault(&deep, Syntax::Json).1.contains("deep"));
        let deep = format!("a = {deep}");
        assert!(Node::read(&deep, Syntax::Toml).is_err());
    }
}
