//! What CloudTrail tells of a request, held against what is expected.

use rolecall::trail::events::Event;
use serde_json::Value;

/// Whether the account has an event, and at this place of its record what is expected; no event if nothing is.
pub(crate) fn check(events: &[Event], account: &str, expected: Option<(&str, String)>) -> Result<(), String> {
    let found = events.iter().find(|event| event.recipient == account);
    let Some((place, text)) = expected else {
        return found.map_or(Ok(()), |event| Err(format!("{account} must have no event: {}", event.record)));
    };
    let event = found.ok_or_else(|| format!("{account} has no event"))?;
    let record: Value = serde_json::from_str(&event.record).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let told = record.pointer(place).unwrap_or(&Value::Null);
    if fits(&expected, told) { Ok(()) } else { Err(format!("\n  expected: {expected}\n  told:     {told}")) }
}

/// Whether two values are the same, where `"?"` is expected whatever there is.
fn fits(expected: &Value, told: &Value) -> bool {
    match (expected, told) {
        (Value::String(any), told) if any == "?" => !told.is_null(),
        (Value::Object(expected), Value::Object(told)) => {
            expected.len() == told.len()
                && expected.iter().all(|(name, value)| told.get(name).is_some_and(|told| fits(value, told)))
        }
        (Value::Array(expected), Value::Array(told)) => {
            expected.len() == told.len() && expected.iter().zip(told).all(|(expected, told)| fits(expected, told))
        }
        _ => expected == told,
    }
}
