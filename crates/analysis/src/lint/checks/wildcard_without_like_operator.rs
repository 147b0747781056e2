//! A `*` or `?` in a value of an operator that takes them literally.

use super::super::edit::has_beside;
use super::{Check, Fix, Found, Severity, Subject};
use rolecall_policy::document::json::quote;
use rolecall_policy::document::{ConditionElement, Operator, OperatorCore};

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
                let fix = instead(policy, condition, like);
                let message = format!("`{operator}` takes the wildcard in `{}` literally", value.value);
                found.with_fixes(value.span, message, fix);
            }
        }
    }
}

/// The other operator, if it says the same of what has no wildcard and does not stand beside this one.
fn instead(policy: &Subject<'_>, condition: &ConditionElement, like: Operator) -> Option<Fix> {
    let core = condition.operator.value.core;
    let with_case = matches!(core, OperatorCore::StringEquals | OperatorCore::StringNotEquals);
    let name = like.to_string();
    let fits = with_case && !has_beside(policy.root, condition.operator.span, &name);
    fits.then(|| Fix::proposed(format!("use `{like}`"), condition.operator.span, quote(&name)))
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
    "StringEquals": {"s3:prefix": ["home/*", "home/", "a${*}"]}, "StringLikeIfExists": {"s3:prefix": "home/*"},
                                   ^^^^^^^^ takes the wildcard in `home/*` literally => "StringLike"
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
        let found = crate::lint(text, &settings).into_iter().filter(|finding| finding.code == CHECK.code);
        assert_eq!(found.map(|finding| finding.fixes.len()).collect::<Vec<_>>(), [0, 0]);
    }
}
