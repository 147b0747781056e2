//! A `Deny` by a tag of actions whose requests bring no such tag: they are not denied.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::tags::{needs_the_key, without_tags};

pub(super) const CHECK: Check = Check {
    code: "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    severity: Severity::SecurityWarning,
    about: "a `Deny` tests a tag that requests for an action never bring, so that the action is not denied",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    let denies = without_tags(policy, |part, condition| part.denies() && needs_the_key(condition));
    for (named, key) in denies {
        let message = format!("`{}` never brings `{}`, so this statement does not deny it", named.text(), key.name);
        found.add(named.pattern.span, message);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn actions_that_are_not_denied() {
        identity(
            CHECK.code,
            r#"
"Effect": "Deny", "Action": ["ec2:TerminateInstances", "s3:ListAllMyBuckets", "ec2:*"], "Resource": "*",
                                                       ^^^^^^^^^^^^^^^^^^^^^ does not deny it
"Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}
}, {
"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestTag/team": "a"}}
}, {
"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestTag/team": "a"}}
"#,
        );
    }
}
