//! A value of an ARN operator that is not an ARN: it matches nothing (R1.38).

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::arn::fields;

pub(super) const CHECK: Check = Check {
    code: "TYPE_MISMATCH_ARN",
    severity: Severity::Error,
    about: "a value of an ARN operator is neither an ARN nor `*`",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if !condition.operator.value.core.name().starts_with("Arn") {
            continue;
        }
        for value in &condition.values {
            let text = &*value.value;
            let fields = fields(text);
            let begins = fields.first().is_some_and(|first| *first == "arn" || first.contains(['*', '?', '$']));
            // A variable may bring all of it.
            let is_one = text.bytes().all(|b| b == b'*') && !text.is_empty() || fields.len() == 6 && begins;
            if !is_one && !text.starts_with("${") {
                let message = format!("`{text}` is not an ARN of six fields, so it matches nothing");
                found.add(value.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn values_that_are_not_arns() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": [
    "arn:aws:s3:::b", "arn:aws:s3", "*", "arn:*:*:*:*:*", "111111111111", "${aws:PrincipalArn}", "*b"]}}
                      ^^^^^^^^^^^^ is not an ARN of six fields
                                                          ^^^^^^^^^^^^^^
                                                                                                 ^^^^
"#,
        );
    }
}
