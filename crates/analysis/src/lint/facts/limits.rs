//! Conditions that say for whom or for what a service or a foreign account acts.

use rolecall_policy::document::{ConditionElement, OperatorCore, SetPrefix};

/// Whether the condition demands something of one of the keys: it does not hold for everything, nor without the key.
pub(in crate::lint) fn demands(condition: &ConditionElement, keys: &[&str]) -> bool {
    let operator = condition.operator.value;
    let core = operator.core.name();
    let positive = !core.contains("Not") && core != "Null" && !operator.if_exists;
    positive
        && operator.set != Some(SetPrefix::ForAllValues)
        && keys.iter().any(|key| key.eq_ignore_ascii_case(&condition.key.value))
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| says_something(&value.value))
}

/// Not only wildcards and the separators of an ARN.
pub(in crate::lint) fn says_something(value: &str) -> bool {
    let rest = value.strip_prefix("arn:").unwrap_or(value);
    rest.bytes().any(|b| !matches!(b, b'*' | b'?' | b':' | b'/'))
}

/// Whether the condition is false where the key is absent (R1, the table of missing keys).
pub(in crate::lint) fn needs_value(condition: &ConditionElement) -> bool {
    let operator = condition.operator.value;
    if operator.core == OperatorCore::Null || operator.if_exists {
        return false;
    }
    match operator.set {
        Some(SetPrefix::ForAllValues) => false,
        Some(SetPrefix::ForAnyValue) => true,
        None => !operator.core.name().contains("Not"),
    }
}
