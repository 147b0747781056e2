//! Every operation can be called: there is an input that satisfies all of its constraints.
//!
//! The input is found by asking. An empty form is refused with the list of what is missing or wrong; each complaint is
//! answered with the next value from a short list of plausible ones, until the operation accepts. Whatever could never
//! be satisfied (a pattern translated wrongly, a list that is not read, bounds that exclude each other) shows up here.

#![expect(clippy::unwrap_used, reason = "a test says that it failed by panicking")]

use std::collections::BTreeMap;

use rolecall_catalog::api::{cloudtrail, iam, organizations, sts};
use rolecall_catalog::json::Json;
use rolecall_catalog::operation::{InputError, OperationShape, Protocol};
use rolecall_catalog::query::Form;
use rolecall_catalog::source::Source;
use serde_json::Value;

/// Long enough for a SAML metadata document, 1,000 characters at least.
const LONG: &str = match str::from_utf8(&[b'x'; 1000]) {
    Ok(text) => text,
    Err(_) => "",
};

/// Values that satisfy one constraint or another. `.member.1` makes a list of one; `#` marks what is no text in JSON.
const PLAUSIBLE: &[(&str, &str)] = &[
    ("", "x"),
    ("", "true"),
    ("", "3600"),
    ("", "arn:aws:iam::123456789012:role/x"),
    ("", "AKIAIOSFODNN7EXAMPLE"),
    ("", "123456789012"),
    ("", "123456"),
    ("", "300"),
    ("", "/x/"),
    ("", "v1"),
    ("", "RS256"),
    ("", "https://example.com"),
    ("", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    ("", "o-aaaaaaaaaa/r-aaaa/ou-aaaa-aaaaaaaa"),
    ("", LONG),
    ("", "p-12345678"),
    ("", "ou-1234-12345678"),
    ("", "h-12345678"),
    ("", "rt-12345678"),
    ("", "car-12345678"),
    ("", "r-1234"),
    ("", "x@example.com"),
    ("", "#{}"),
    ("", "#1795359909"),
    ("", ""),
    (".member.1", "x"),
    (".member.1", "arn:aws:iam::123456789012:role/x"),
    (".member.1", "https://example.com"),
    (".member.1", "#{}"),
];

/// The parameters a refusal complains about, with the first value of an enumeration where it gives one.
fn complaints(message: &str) -> Vec<(String, Option<String>)> {
    if let Some((_, param)) =
        message.split_once(" can not be converted to ").and_then(|(_, rest)| rest.split_once("at '"))
    {
        return vec![(param.trim_end_matches('\'').to_owned(), None)];
    }
    if let Some((param, _)) = message.strip_prefix('\'').and_then(|rest| rest.split_once('\'')) {
        // Text was given for a list or a structure.
        return vec![(param.to_owned(), None)];
    }
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    for complaint in message.split("; Value ") {
        let Some((_, rest)) = complaint.rsplit_once("at '") else { continue };
        let Some((param, constraint)) = rest.split_once("' failed") else { continue };
        let allowed = constraint.split_once("enum value set: [").and_then(|(_, set)| set.split([',', ']']).next());
        match found.iter_mut().find(|(known, _)| known == param) {
            Some((_, value)) => *value = value.take().or(allowed.map(str::to_owned)),
            None => found.push((param.to_owned(), allowed.map(str::to_owned))),
        }
    }
    found
}

/// `tags.1.member.key` in messages is `Tags.member.1.Key` in forms.
fn wire_name(param: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in param.split('.') {
        match part.parse::<u32>() {
            Ok(_) => parts.push(part.to_owned()),
            Err(_) if part == "member" => parts.insert(parts.len() - 1, part.to_owned()),
            Err(_) => {
                let mut letters = part.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                parts.push(first.into_iter().chain(letters).collect());
            }
        }
    }
    parts.join(".")
}

/// Reads the pairs as the operation's protocol has them.
fn check(operation: &OperationShape, pairs: &BTreeMap<String, String>) -> Result<(), InputError> {
    if operation.protocol == Protocol::Query {
        return (operation.check)(&Source::form(&Form::from_pairs(pairs.clone()).unwrap()));
    }
    let mut document = Value::Object(serde_json::Map::new());
    for (name, value) in pairs {
        let mut at = &mut document;
        let mut parts = name.split('.');
        while let Some(part) = parts.next() {
            at = match part {
                "member" => {
                    let index = parts.next().unwrap().parse::<usize>().unwrap() - 1;
                    if !at.is_array() {
                        *at = Value::Array(vec![Value::Null; index + 1]);
                    }
                    &mut at[index]
                }
                _ => &mut at[part],
            };
        }
        *at = value.strip_prefix('#').map_or(Value::from(value.as_str()), |json| serde_json::from_str(json).unwrap());
    }
    let text = document.to_string();
    (operation.check)(&Source::Json(&Json::parse(text.as_bytes()).unwrap()))
}

/// The pairs that the operation accepts, or its last complaint.
fn satisfy(operation: &OperationShape) -> Result<BTreeMap<String, String>, String> {
    let mut pairs: BTreeMap<String, String> = BTreeMap::new();
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let Err(refusal) = check(operation, &pairs) else {
            return Ok(pairs);
        };
        let complaints = complaints(&refusal.message);
        if complaints.is_empty() {
            return Err(refusal.message);
        }
        for (param, allowed) in complaints {
            let name = wire_name(&param);
            let next = tried.entry(name.clone()).or_default();
            let Some((suffix, plausible)) = PLAUSIBLE.get(*next) else { return Err(refusal.message) };
            *next += 1;
            pairs.retain(|known, _| known != &name && !known.starts_with(&format!("{name}.")));
            pairs.insert(format!("{name}{suffix}"), allowed.unwrap_or_else(|| (*plausible).to_owned()));
        }
    }
}

#[test]
fn every_operation_accepts_some_input() {
    for operation in
        iam::OPERATIONS.iter().chain(sts::OPERATIONS).chain(organizations::OPERATIONS).chain(cloudtrail::OPERATIONS)
    {
        match satisfy(operation) {
            Err(complaint) => panic!("{}: {complaint}", operation.name),
            Ok(pairs) => assert!(check(operation, &pairs).is_ok()),
        }
    }
}
