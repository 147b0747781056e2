//! When a context key counts as having no value (R1.42, R1.44, R1.76).

use crate::request::ContextValue;

/// The values of a key for `Null` and the set operators: a key whose only value is the empty string has none.
pub(super) fn without_lone_empty(values: Option<&[ContextValue]>) -> &[ContextValue] {
    match values {
        Some([only]) if only.is_empty() => &[],
        Some(values) => values,
        None => &[],
    }
}
