//! Conditions of one statement that cannot hold together: the key must be absent and have a value.

use super::{Check, Found, Subject};
use crate::lint::facts::limits::needs_value;
use rolecall_policy::document::{ConditionElement, OperatorCore};

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "CONDITION_NEVER_TRUE",
    "one condition requires a key to be absent, another requires it to be present",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let of_keys = part.conditions_of_keys();
        for absent in part.statement.conditions.iter().filter(|condition| is_null(condition, "true")) {
            let same_key = of_keys.get(&absent.key.value.to_ascii_lowercase());
            let present = same_key.into_iter().flatten().find(|other| is_null(other, "false") || needs_value(other));
            if let Some(present) = present {
                let message = format!(
                    "`{}` must be absent here, but present for `{}`, so the statement never applies",
                    absent.key.value, present.operator.value
                );
                found.add(absent.span, message);
            }
        }
    }
}

fn is_null(condition: &ConditionElement, says: &str) -> bool {
    condition.operator.value.core == OperatorCore::Null
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| value.value.eq_ignore_ascii_case(says))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn absent_and_present() {
        identity(
            "CONDITION_NEVER_TRUE",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "Null": {"aws:SourceVpc": "true", "aws:userid": "true", "aws:username": "true", "s3:prefix": "false"},
             ^^^^^^^^^^^^^^^^^^^^^^^ must be absent here, but present for `StringEquals`
    "StringEquals": {"aws:sourcevpc": "vpc-1", "s3:prefix": "a"}, "StringNotEquals": {"aws:userid": "x"},
    "StringEqualsIfExists": {"aws:username": "x"}}
"#,
        );
    }
}
