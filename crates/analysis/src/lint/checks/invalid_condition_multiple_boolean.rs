//! Both `true` and `false`: the condition tests nothing, or only whether the key is there.

use super::{Check, Found, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECKS: &[Check] =
    &[Check::error("INVALID_CONDITION_MULTIPLE_BOOLEAN", "`Bool` or `Null` lists several values", find)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, _) in policy.conditions() {
        let core = condition.operator.value.core;
        if matches!(core, OperatorCore::Bool | OperatorCore::Null) && condition.values.len() > 1 {
            found.add(condition.span, format!("`{}` takes one value, `true` or `false`", core.name()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn several_truth_values() {
        identity(
            "INVALID_CONDITION_MULTIPLE_BOOLEAN",
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "Bool": {"aws:SecureTransport": ["true", "false"], "aws:ViaAWSService": ["true"]},
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Bool` takes one value
    "Null": {"aws:userid": [true, false]}, "StringEquals": {"aws:userid": ["true", "false"]}}
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Null` takes one value
"#,
        );
    }
}
