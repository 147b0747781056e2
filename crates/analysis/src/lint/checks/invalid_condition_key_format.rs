//! A condition key without a prefix.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::keys::Key;

pub(super) const CHECK: Check = Check {
    code: "INVALID_CONDITION_KEY_FORMAT",
    severity: Severity::Error,
    about: "a condition key is not of the form `prefix:name`",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for (condition, key) in policy.conditions() {
        if matches!(key, Key::Malformed) {
            let message = format!("`{}` is no condition key: write `prefix:name`", condition.key.value);
            found.add(condition.key.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn keys_without_prefix() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "SourceVpc": "a", "aws:": "a", ":x": "a", "aws:SourceVpc": "a", "aws:Banana": "b"}}
    ^^^^^^^^^^^ write `prefix:name`
                      ^^^^^^
                                   ^^^^
"#,
        );
    }
}
