//! A `*` or `?` in a value of an operator that takes them literally.

use super::{Check, Found, Subject};
use rolecall_policy::document::{Operator, OperatorCore};

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
    "a value has a wildcard, but its operator compares it literally",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, _) in policy.conditions() {
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
                // Of what has no wildcard it must say the same.
                let with_case = !operator.core.name().ends_with("IgnoreCase");
                let fix = policy.rename(condition.operator.span, "use", &like.to_string()).filter(|_| with_case);
                let message = format!("`{operator}` compares the wildcard in `{}` literally", value.value);
                found.with_fixes(value.span, message, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn wildcards_that_are_taken_literally() {
        identity(
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            r#"
"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {
    "StringEquals": {"s3:prefix": ["home/*", "home/", "a${*}"]}, "StringLikeIfExists": {"s3:prefix": "home/*"},
                                   ^^^^^^^^ compares the wildcard in `home/*` literally => "StringLike"
    "StringNotEqualsIfExists": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/?"},
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ => "StringNotLikeIfExists"
    "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}}
"#,
        );
    }

    /// No operator becomes one that is there already, or one that compares with case where this one does not.
    #[test]
    fn some_have_no_fix() {
        let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
            "Condition": {"StringEquals": {"s3:prefix": "a*"}, "StringLike": {"s3:delimiter": "/"},
                          "StringNotEqualsIgnoreCase": {"s3:prefix": "b*"}}}}"#;
        let settings = crate::Settings { kind: crate::Kind::Identity, account: None };
        let found =
            crate::lint(text, &settings).into_iter().filter(|finding| finding.code == "WILDCARD_WITHOUT_LIKE_OPERATOR");
        assert_eq!(found.map(|finding| finding.fixes.len()).collect::<Vec<_>>(), [0, 0]);
    }
}
