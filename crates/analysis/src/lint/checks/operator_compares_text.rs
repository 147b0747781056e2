//! A string operator on a key that is a truth value, a number or an ARN: it compares the text, not the value.

use super::{Check, Found, Severity, Subject};
use rolecall_catalog::authorization::KeyType;

pub(super) const CHECK: Check = Check {
    code: "OPERATOR_COMPARES_TEXT",
    severity: Severity::Suggestion,
    about: "a string operator compares the text of a truth value, a number or an ARN",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        let Some(key) = key.fact() else { continue };
        let better = match key.kind {
            KeyType::Bool => "Bool",
            KeyType::Numeric => "a numeric operator",
            KeyType::Arn => "an ARN operator",
            KeyType::String | KeyType::Date | KeyType::IpAddress => continue,
        };
        let operator = condition.operator.value;
        if operator.core.name().starts_with("String") {
            let message = format!("`{operator}` compares the text of `{}`; {better} compares its value", key.name);
            found.add(condition.key.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn string_operators_on_other_types() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringLike": {"aws:PrincipalArn": "*x", "aws:SecureTransport": "true", "s3:max-keys": "1", "s3:prefix": "x"},
                   ^^^^^^^^^^^^^^^^^^ an ARN operator
                                             ^^^^^^^^^^^^^^^^^^^^^ Bool compares its value
                                                                            ^^^^^^^^^^^^^ a numeric operator
    "ArnLike": {"aws:PrincipalArn": "*"}, "StringEquals": {"aws:SourceIp": "1.2.3.4"}}
"#,
        );
    }
}
