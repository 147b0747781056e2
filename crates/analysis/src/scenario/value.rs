//! The types of condition keys' values.

use rolecall_catalog::authorization::KeyType;
use rolecall_policy::condition::{date, is_number};
use std::net::IpAddr;

/// Whether the engine can read a value in a request as one of this type (R1.38, R1.66 to R1.68). Any text may be an ARN.
#[must_use]
pub fn is_value_of(kind: KeyType, value: &str) -> bool {
    match kind {
        KeyType::String | KeyType::Arn => true,
        KeyType::Bool => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        KeyType::Numeric => is_number(value),
        KeyType::Date => date::parse(value).is_some(),
        KeyType::IpAddress => value.parse::<IpAddr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each type has values that it takes and values that it does not.
    #[test]
    fn values_have_types() {
        for (kind, good, bad) in [
            (KeyType::String, &["", "x", "*"][..], &[][..]),
            (
                KeyType::Numeric,
                &["1", "-1.5", "+2e10", "3E-2"],
                &["", "1 ", "0x1", "1.", ".5", "NaN", "1e", "1,5", "--1"],
            ),
            (KeyType::Bool, &["true", "FALSE"], &["", "1", "yes"]),
            (KeyType::IpAddress, &["203.0.113.9", "2001:db8::1"], &["", "203.0.113.0/24", "203.0.113", "x"]),
            (KeyType::Date, &["2026-11-22T10:00:00Z", "1763800000"], &["", "yesterday", "22.11.2026"]),
        ] {
            assert_eq!(good.iter().find(|value| !is_value_of(kind, value)), None, "{kind:?}");
            assert_eq!(bad.iter().find(|value| is_value_of(kind, value)), None, "{kind:?}");
        }
    }
}
