//! A condition key that requests for none of the statement's actions have.

use super::{Check, Found, Subject};
use crate::lint::facts::keys::{Key, applies};
use std::collections::HashMap;

pub(super) const CHECKS: &[Check] = &[Check::warning(
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    "no action of the statement has the condition key, so its result is always the same",
    find,
)];

fn find(policy: &Subject<'_>, found: &mut Found) {
    for part in &policy.parts {
        let Some(actions) = part.known_actions() else { continue };
        let mut known: HashMap<&str, bool> = HashMap::new();
        for (condition, key) in part.conditions() {
            let Key::OfService(service, key) = key else { continue };
            // Some services set a key for all of their requests and list it for none.
            let never = || {
                let listed = service.actions().any(|action| applies(key, &action));
                listed && !actions.iter().any(|action| applies(key, action))
            };
            if *known.entry(key.name).or_insert_with(never) {
                let message = format!("requests for the actions of this statement never have `{}`", key.name);
                found.add(condition.key.span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::identity;

    #[test]
    fn keys_that_no_action_has() {
        identity(
            "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
            r#"
"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*",
"Condition": {"StringEquals": {"s3:prefix": "x", "s3:ExistingObjectTag/a": "b", "aws:userid": "x", "ec2:Region": "x"}}
                               ^^^^^^^^^^^ never have `s3:prefix`
                                                                                                   ^^^^^^^^^^^^
}, {
"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": "x"}}
}, {
"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": "x"}}
"#,
        );
    }
}
