//! A policy variable in a value of an operator that replaces none (R1.48).

use super::{Check, Found, Subject};
use crate::lint::facts::variables::{takes_variables, variables};
use rolecall_policy::document::Version;

pub(super) const CHECKS: &[Check] = &[Check::error(
    "INVALID_VARIABLE_FOR_OPERATOR",
    "a value has a policy variable, but its operator does not replace variables",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    if policy.version != Version::V2012 {
        return;
    }
    for (condition, _) in policy.conditions() {
        let operator = condition.operator.value;
        if takes_variables(operator.core) {
            continue;
        }
        for value in &condition.values {
            for variable in variables(&value.value).iter().filter(|variable| variable.closed) {
                let place = variable.span(policy.text, value.span);
                found.add(place, format!("`{operator}` does not replace variables, so this matches nothing"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn operators_without_variables() {
        identity(
            "INVALID_VARIABLE_FOR_OPERATOR",
            r#"
"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
    "NumericEquals": {"s3:max-keys": "${aws:PrincipalTag/max}"}, "StringEquals": {"s3:prefix": "${aws:username}"},
                                      ^^^^^^^^^^^^^^^^^^^^^^^ `NumericEquals` does not replace variables
    "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/${aws:username}"}}
"#,
        );
    }
}
