//! One key twice under one operator, in different case: both must hold (R1.33), which is hardly meant.

use super::{Check, Found, Subject};
use rolecall_policy::Span;
use std::collections::BTreeMap;

pub(super) const CHECKS: &[Check] = &[Check::error(
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    "an operator has the same condition key twice, with different capitalization",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let mut first: BTreeMap<(Span, String), &str> = BTreeMap::new();
        for condition in &part.statement.conditions {
            let name = (condition.operator.span, condition.key.value.to_ascii_lowercase());
            let twin = *first.entry(name).or_insert(&condition.key.value);
            if *twin != *condition.key.value {
                let message = format!("this is the same key as `{twin}`: both conditions must hold");
                found.add(condition.key.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn one_key_twice() {
        identity(
            "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:SourceVpc": "a", "aws:sourcevpc": "b", "aws:RequestTag/Team": "a", "aws:RequestTag/team": "b"},
                                           ^^^^^^^^^^^^^^^ the same key as `aws:SourceVpc`
                                                                                             ^^^^^^^^^^^^^^^^^^^^^
    "StringLike": {"aws:SourceVpc": "b"}}
"#,
        );
    }
}
