//! Policies of templates: where a value is only known when the template is used, a blank is put in.

use super::decode::Decoded;
use super::unknown::is_unknown;
use crate::lint::subject::statements;
use rolecall_policy::Span;
use rolecall_policy::document::json::{self, Data, Value};

/// What blanks begin with. Each is another text, without wildcards, so that none covers or repeats anything.
pub(super) const BLANK: &str = "rolecall-blank:";

/// Whether a value is one of CloudFormation's intrinsic functions.
fn is_function(value: &Value) -> bool {
    let Data::Object(members) = &value.data else { return false };
    let [member] = members.as_slice() else { return false };
    matches!(&*member.name.value, "Ref" | "Fn::Transform") || member.name.value.starts_with("Fn::")
}

/// The functions in a value, in the order of the text.
fn functions(value: &Value, found: &mut Vec<Span>) {
    if is_function(value) {
        found.push(value.span);
        return;
    }
    match &value.data {
        Data::Object(members) => members.iter().for_each(|member| functions(&member.value, found)),
        Data::Array(items) => items.iter().for_each(|item| functions(item, found)),
        _ => {}
    }
}

/// Whether a name of a member is a blank already: one that is not known is not JSON's to write.
fn has_blank_names(value: &Value) -> bool {
    match &value.data {
        Data::Object(members) => {
            members.iter().any(|member| member.name.value.starts_with(BLANK) || has_blank_names(&member.value))
        }
        Data::Array(items) => items.iter().any(has_blank_names),
        _ => false,
    }
}

/// Whether something in the value is not known.
pub(super) fn has_blanks(value: &Value) -> bool {
    let mut found = Vec::new();
    functions(value, &mut found);
    !found.is_empty() || has_blank_names(value)
}

/// The text of a value with a string in place of each function, and where its bytes come from.
pub(super) fn filled(text: &str, value: &Value) -> (String, Vec<u32>) {
    let mut blanks = Vec::new();
    functions(value, &mut blanks);
    with_blanks(text, value.span, &blanks)
}

/// The strings of a value that are not known before a template is used, and such names of members, in order.
fn unknown_strings(value: &Value, found: &mut Vec<Span>) {
    match &value.data {
        Data::Object(members) => {
            for member in members {
                if is_unknown(&member.name.value) {
                    found.push(member.name.span);
                }
                unknown_strings(&member.value, found);
            }
        }
        Data::Array(items) => items.iter().for_each(|item| unknown_strings(item, found)),
        Data::String(text) if is_unknown(text) => found.push(value.span),
        _ => {}
    }
}

/// A policy in a string of a template, with blanks in place of the strings in it that are not known, and where its bytes
/// come from. `None` if what it is in the end cannot be told: the template puts in more than strings.
pub(super) fn filled_string(text: &str) -> Option<(String, Vec<u32>)> {
    let document = json::read(text).ok()?;
    let mut blanks = Vec::new();
    unknown_strings(&document.root, &mut blanks);
    let end = u32::try_from(text.len()).ok()?;
    Some(with_blanks(text, Span { start: 0, end }, &blanks))
}

/// A part of a text with a string in place of each of these, and where its bytes come from.
fn with_blanks(text: &str, part: Span, blanks: &[Span]) -> (String, Vec<u32>) {
    let mut out = Decoded::default();
    let copy = |out: &mut Decoded, from: u32, until: u32| {
        let part = text.get(from as usize..until as usize).unwrap_or_default();
        for (at, letter) in part.char_indices() {
            out.push(letter, from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
        }
    };
    let mut at = part.start;
    for (number, blank) in blanks.iter().enumerate() {
        copy(&mut out, at, blank.start);
        for letter in format!("\"{BLANK}{number}\"").chars() {
            out.push(letter, blank.start);
        }
        at = blank.end;
    }
    copy(&mut out, at, part.end);
    out.end(part.end)
}

/// The statements of a policy that hold a blank.
pub(super) fn open_statements(text: &str) -> Vec<Span> {
    let Ok(document) = json::read(text) else { return Vec::new() };
    let is_open = |span: &Span| text.get(span.start as usize..span.end as usize).is_some_and(|of| of.contains(BLANK));
    statements(&document.root).iter().map(|statement| statement.span).filter(is_open).collect()
}
