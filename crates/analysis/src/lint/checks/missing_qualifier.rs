//! A key with several values without `ForAllValues` or `ForAnyValue` (R1.43).

use super::{Check, Found, Severity, Subject};
use rolecall_policy::document::OperatorCore;

pub(super) const CHECK: Check = Check {
    code: "MISSING_QUALIFIER",
    severity: Severity::Error,
    about: "a key with several values is tested without `ForAllValues` or `ForAnyValue`",
    find,
};

/// Keys that AWS's pages give as a list and AWS's own policies test as one value.
const SINGLE: [&str; 1] = ["events:detail-type"];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact().filter(|key| key.multivalued) else { continue };
        let operator = condition.operator.value;
        if operator.set.is_none() && operator.core != OperatorCore::Null && !SINGLE.contains(&key.name) {
            let message = format!(
                "`{}` has several values: write `ForAnyValue:{operator}` (one of them) or `ForAllValues:{operator}` (each)",
                key.name
            );
            found.add(condition.key.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn several_values_without_a_set_operator() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringLike": {"aws:PrincipalOrgPaths": "o-1/*", "aws:SourceVpc": "vpc-1"},
                   ^^^^^^^^^^^^^^^^^^^^^^^ write `ForAnyValue:StringLike`
    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}, "Null": {"aws:TagKeys": "false"}}
"#,
        );
    }
}
