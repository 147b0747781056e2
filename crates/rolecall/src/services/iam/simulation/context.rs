//! `ContextEntries`: the condition keys that the question states, each value checked against its type (R4.56).

use crate::api::error::ApiError;
use crate::services::iam::errors;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rolecall_analysis::scenario::is_value_of;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::authorization::KeyType;
use rolecall_policy::Context;
use rolecall_policy::request::folded_key;
use std::collections::HashSet;

/// Sets the stated keys, in place of those that follow from the caller.
///
/// # Errors
/// `InvalidInput`: a key without name or type, a key twice, a value of another type, several values of a single type.
pub(super) fn state(context: &mut Context, entries: &[api::ContextEntry]) -> Result<(), ApiError> {
    let mut seen = HashSet::new();
    for (number, entry) in (1..).zip(entries) {
        let Some(key) = entry.context_key_name.as_deref() else {
            return Err(errors::invalid_input(format!("ContextEntries.{number} must have a ContextKeyName.")));
        };
        let wrong = |what: String| Err(errors::invalid_input(format!("Context key {key}: {what}")));
        let Some(stated) = entry.context_key_type.as_deref() else {
            return wrong("it must have a ContextKeyType.".to_owned());
        };
        if !seen.insert(folded_key(key)) {
            return wrong("it is given more than once.".to_owned());
        }
        let values = entry.context_key_values.as_deref().unwrap_or_default();
        let kind = match stated.strip_suffix("List") {
            Some(kind) => kind,
            None if values.len() == 1 => stated,
            None => return wrong(format!("a key of type {stated} has one value, not {}.", values.len())),
        };
        if let Some(value) = values.iter().find(|value| !is_of(kind, value)) {
            return wrong(format!("the value {value} is not of type {kind}."));
        }
        context.set_all(key, values.iter().map(String::as_str));
    }
    Ok(())
}

/// Whether the engine reads the value as one of this type. The shapes leave no other types.
fn is_of(kind: &str, value: &str) -> bool {
    let kind = match kind {
        "string" => KeyType::String,
        "numeric" => KeyType::Numeric,
        "boolean" => KeyType::Bool,
        "ip" => KeyType::IpAddress,
        "date" => KeyType::Date,
        _ => return kind == "binary" && STANDARD.decode(value).is_ok(),
    };
    is_value_of(kind, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each type has values that it takes and values that it does not (R1.40, R1.66–R1.68).
    #[test]
    fn values_have_types() {
        for (kind, good, bad) in [
            ("string", &["", "x", "*"][..], &[][..]),
            ("numeric", &["1", "-1.5", "+2e10", "3E-2"], &["", "1 ", "0x1", "1.", ".5", "NaN", "1e", "1,5", "--1"]),
            ("boolean", &["true", "FALSE"], &["", "1", "yes"]),
            ("ip", &["203.0.113.9", "2001:db8::1"], &["", "203.0.113.0/24", "203.0.113", "x"]),
            ("binary", &["", "YQ==", "Zm9v"], &["YQ", "?"]),
            ("date", &["2026-11-22T10:00:00Z", "1763800000"], &["", "yesterday", "22.11.2026"]),
            ("other", &[], &["x"]),
        ] {
            assert!(good.iter().all(|value| is_of(kind, value)), "{kind}");
            assert_eq!(bad.iter().find(|value| is_of(kind, value)), None, "{kind}");
        }
    }
}
