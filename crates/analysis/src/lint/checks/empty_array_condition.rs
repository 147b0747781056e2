//! A condition without values: never true, or always (R1.35).

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "EMPTY_ARRAY_CONDITION",
    severity: Severity::Warning,
    about: "a condition lists no values, so it is the same for every request",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if !condition.values.is_empty() {
            continue;
        }
        let core = condition.operator.value.core;
        let never = if core != OperatorCore::Null && core.name().contains("Not") { "always" } else { "never" };
        found.add(condition.span, format!("`{}` is compared with no value: this {never} holds", condition.key.value));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn conditions_without_values() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringEquals": {"aws:userid": [], "s3:prefix": [""]},
                     ^^^^^^^^^^^^^^^^ this never holds
    "ArnNotLike": {"aws:PrincipalArn": []}}
                   ^^^^^^^^^^^^^^^^^^^^^^ this always holds
"#,
        );
    }
}
