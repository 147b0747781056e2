//! A `*` or `?` in a value of an operator that takes them literally.

use super::{Check, Fix, Found, Severity, Subject};
use rolecall_policy::document::json::quote;
use rolecall_policy::document::{Operator, OperatorCore};

pub(super) const CHECK: Check = Check {
    code: "WILDCARD_WITHOUT_LIKE_OPERATOR",
    severity: Severity::Warning,
    about: "a value has a wildcard, but its operator compares literally",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        let operator = condition.operator.value;
        let like = match operator.core {
            OperatorCore::StringEquals | OperatorCore::StringEqualsIgnoreCase => OperatorCore::StringLike,
            OperatorCore::StringNotEquals | OperatorCore::StringNotEqualsIgnoreCase => OperatorCore::StringNotLike,
            _ => continue,
        };
        let like = Operator { core: like, ..operator };
        for value in &condition.values {
            // `${*}` is an asterisk, and meant as one.
            let plain = value.value.replace("${*}", "").replace("${?}", "");
            if plain.contains(['*', '?']) {
                let fix = Fix::proposed(format!("use `{like}`"), condition.operator.span, quote(&like.to_string()));
                let message = format!("`{operator}` takes the wildcard in `{}` literally", value.value);
                found.with_fixes(value.span, message, [fix]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn wildcards_that_are_taken_literally() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {
    "StringEquals": {"s3:prefix": ["home/*", "home/", "a${*}"]}, "StringLike": {"s3:prefix": "home/*"},
                                   ^^^^^^^^ takes the wildcard in `home/*` literally => "StringLike"
    "StringNotEqualsIfExists": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/?"},
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ => "StringNotLikeIfExists"
    "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}}
"#,
        );
    }
}
