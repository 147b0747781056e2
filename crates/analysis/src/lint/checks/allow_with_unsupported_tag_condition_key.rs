//! An `Allow` by a tag of actions whose requests bring no such tag: they are not allowed.

use super::{Check, Found, Severity, Subject};
use crate::lint::facts::tags::{needs_the_key, without_tags};

pub(super) const CHECK: Check = Check {
    code: "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    severity: Severity::Suggestion,
    about: "an `Allow` tests a tag that requests for an action never bring, so that the action is not allowed",
    find,
};

fn find(policy: &Subject<'_>, found: &mut Found) {
    let allows = without_tags(policy, |part, condition| part.allows() && needs_the_key(condition));
    for (named, key) in allows {
        let message = format!("`{}` never brings `{}`, so this statement does not allow it", named.text(), key.name);
        found.add(named.pattern.span, message);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;
    use super::CHECK;

    #[test]
    fn actions_that_are_not_allowed() {
        identity(
            CHECK.code,
            r#"
"Effect": "Allow", "Action": ["ec2:CreateVolume", "ec2:DescribeVolumes"], "Resource": "*",
                                                  ^^^^^^^^^^^^^^^^^^^^^ does not allow it
"Condition": {"StringEquals": {"aws:RequestTag/team": "a"}}
}, {
"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:RequestTag/team": "a"}}
"#,
        );
    }
}
