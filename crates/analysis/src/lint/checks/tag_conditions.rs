//! Conditions on tags that requests for an action never bring, so that the statement does not reach the action.

use super::{Check, Found, Subject};
use crate::lint::facts::actions::Means;
use crate::lint::facts::keys::applies;
use crate::lint::facts::limits::needs_value;
use crate::lint::subject::Part;
use rolecall_policy::document::{ConditionElement, OperatorCore};
use std::collections::HashSet;

pub(super) const CHECKS: &[Check] = &[
    Check::security_warning(
        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "a `Deny` tests a tag that requests for an action never have, so it does not deny the action",
        |policy, found| each(policy, found, Part::denies, "deny"),
    ),
    Check::suggestion(
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "an `Allow` tests a tag that requests for an action never have, so it does not allow the action",
        |policy, found| each(policy, found, Part::allows, "allow"),
    ),
];

/// The global keys of tags: on the resource, in the request.
const TAG_KEYS: [&str; 3] = ["aws:ResourceTag/${TagKey}", "aws:RequestTag/${TagKey}", "aws:TagKeys"];

/// Reports each action pattern of the statements that `wanted` names, with each tag key that none of its actions has.
fn each<'a>(policy: &Subject<'a>, found: &mut Found, wanted: fn(&Part<'a>) -> bool, verb: &str) {
    for part in policy.parts.iter().filter(|part| wanted(part)) {
        // Of two tags of a resource the same is to be said.
        let mut said = HashSet::new();
        for (_, key) in part.conditions().filter(|(condition, _)| needs_the_key(condition)) {
            let Some(key) = key.fact().filter(|key| TAG_KEYS.contains(&key.name) && said.insert(key.name)) else {
                continue;
            };
            for named in part.listed_actions() {
                let Means::Actions(_, actions) = &named.means else { continue };
                if !actions.is_empty() && !actions.iter().any(|action| applies(&key, action)) {
                    let (action, key) = (named.text(), key.name);
                    let message =
                        format!("requests for `{action}` never have `{key}`, so this statement does not {verb} it");
                    found.add(named.pattern.span, message);
                }
            }
        }
    }
}

fn needs_the_key(condition: &ConditionElement) -> bool {
    let must_be_there = || condition.values.iter().all(|value| value.value.eq_ignore_ascii_case("false"));
    needs_value(condition) || condition.operator.value.core == OperatorCore::Null && must_be_there()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::identity;

    #[test]
    fn actions_that_are_not_denied() {
        identity(
            "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
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

    #[test]
    fn actions_that_are_not_allowed() {
        identity(
            "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
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
