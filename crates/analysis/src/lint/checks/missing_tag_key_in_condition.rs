//! A key of tags without the key of the tag.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::keys::lacks_tag;

pub(super) const CHECK: Check = Check {
    code: "MISSING_TAG_KEY_IN_CONDITION",
    severity: Severity::Error,
    about: "the key of the tag is missing after the slash of a tag condition key",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    for condition in policy.parts.iter().flat_map(|part| &part.statement.conditions) {
        if lacks_tag(&condition.key.value) {
            let head = condition.key.value.trim_end_matches('/');
            found.add(condition.key.span, format!("`{head}` needs the key of a tag: write `{head}/TagKey`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn tag_keys_that_are_missing() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {
    "aws:RequestTag": "a", "aws:principaltag/": "a", "aws:ResourceTag/team": "a", "aws:TagKeys": "a"}}
    ^^^^^^^^^^^^^^^^ write `aws:RequestTag/TagKey`
                           ^^^^^^^^^^^^^^^^^^^
"#,
        );
    }
}
