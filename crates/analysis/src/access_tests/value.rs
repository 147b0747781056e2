//! A file as a tree of values, each with its place: the same tree for TOML and for JSON, so that one reader understands
//! both and can say where a mistake is.

use super::table::FileError;
use rolecall_policy::document::json::{self, Data, Member, Value};
use rolecall_policy::{Span, Spanned};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Toml,
    Json,
}

/// Reads a whole file.
pub(super) fn read(text: &str, syntax: Syntax) -> Result<Value, FileError> {
    match syntax {
        Syntax::Toml => {
            let table = DeTable::parse(text).map_err(|error| {
                let at = error.span().map_or(0, |range| span(range).start);
                FileError::new(at, error.message())
            })?;
            Ok(Value { span: span(table.span()), data: of_table(table.into_inner()) })
        }
        Syntax::Json => {
            let document = json::read(text).map_err(|error| not_json(text, &error))?;
            match document.repeated.first() {
                Some(name) => Err(FileError::new(name.span.start, format!("`{}` occurs twice", name.value))),
                None => Ok(document.root),
            }
        }
    }
}

/// What keeps a text from being JSON, in the words of serde, which name what is wrong.
fn not_json(text: &str, error: &json::NotJson) -> FileError {
    let Err(told) = serde_json::from_str::<&RawValue>(text) else {
        let message = format!("expected {}; values may nest at most {} deep", error.expected, json::MAX_DEPTH);
        return FileError::new(error.span.start, message);
    };
    let before: usize = text.split_inclusive('\n').take(told.line().saturating_sub(1)).map(str::len).sum();
    let message = told.to_string();
    let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
    FileError::new(offset(before + told.column().saturating_sub(1)), message)
}

fn of_table(table: DeTable<'_>) -> Data {
    let mut members: Vec<Member> = table
        .into_iter()
        .map(|(name, value)| Member {
            name: Spanned { span: span(name.span()), value: (&**name.get_ref()).into() },
            value: of_toml(value),
            repeated: false,
        })
        .collect();
    members.sort_by_key(|member| member.name.span.start);
    Data::Object(members)
}

fn of_toml(value: toml::Spanned<DeValue<'_>>) -> Value {
    let span = span(value.span());
    let data = match value.into_inner() {
        DeValue::String(text) => Data::String(text.into()),
        DeValue::Integer(number) => Data::Number(match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => value.to_string().into(),
            Err(_) => number.as_str().into(),
        }),
        DeValue::Float(number) => Data::Number(number.as_str().into()),
        DeValue::Boolean(value) => Data::Bool(value),
        DeValue::Datetime(date) => Data::Number(date.to_string().into()),
        DeValue::Array(list) => Data::Array(list.into_iter().map(of_toml).collect()),
        DeValue::Table(table) => of_table(table),
    };
    Value { span, data }
}

fn span(range: std::ops::Range<usize>) -> Span {
    Span { start: offset(range.start), end: offset(range.end) }
}

/// Files are far shorter than this can tell.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What kind of value it is, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value.data {
        Data::String(_) => "a string",
        Data::Number(_) => "a number or a date",
        Data::Bool(_) => "true or false",
        Data::Null => "null",
        Data::Array(_) => "a list",
        Data::Object(_) => "a table",
    }
}

/// A value as JSON. A number that JSON does not have is a text, as it is in policies.
pub(super) struct Json<'v>(pub(super) &'v Value);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.data {
            Data::Null => serializer.serialize_unit(),
            Data::Bool(value) => serializer.serialize_bool(*value),
            Data::Number(text) => match RawValue::from_string(text.to_string()) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Data::String(text) => serializer.serialize_str(text),
            Data::Array(list) => serializer.collect_seq(list.iter().map(Json)),
            Data::Object(members) => {
                serializer.collect_map(members.iter().map(|member| (&*member.name.value, Json(&member.value))))
            }
        }
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
        let of_toml = read(toml, Syntax::Toml).unwrap();
        let of_json = read(json, Syntax::Json).unwrap();
        let to_json = |value: &Value| serde_json::to_string_pretty(&Json(value)).unwrap();
        assert_eq!(to_json(&of_toml), to_json(&of_json));
        assert_eq!(
            to_json(&of_toml),
            "{\n  \"b\": [\n    1,\n    16,\n    1.50\n  ],\n  \"a\": {\n    \"x y\": \"é\"\n  },\n  \"d\": \"2026-01-02T03:04:05Z\",\n  \"t\": {\n    \"on\": true\n  }\n}"
        );
        for (root, text) in [(&of_toml, toml), (&of_json, json)] {
            let Data::Object(members) = &root.data else { panic!("{root:?}") };
            for member in members {
                let (_, from) = text.split_at(member.name.span.start as usize);
                assert!(from.trim_start_matches('"').starts_with(&*member.name.value), "{member:?}");
            }
        }
    }

    #[test]
    fn errors_have_places() {
        let error = |text: &str, syntax| {
            let error = read(text, syntax).unwrap_err();
            (error.at, error.message)
        };
        assert_eq!(error("{\"a\": 1,\n \"a\": 2}", Syntax::Json), (10, "`a` occurs twice".into()));
        assert_eq!(error("{\"a\":\n  x}", Syntax::Json).0, 8);
        assert_eq!(error("a = 1\nb = \n", Syntax::Toml).0, 10);
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(error(&deep, Syntax::Json).1.contains("deep"));
        let deep = format!("a = {deep}");
        assert!(read(&deep, Syntax::Toml).is_err());
    }
}
