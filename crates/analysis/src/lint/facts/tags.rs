//! Conditions on tags, and the actions that bring none.

use super::super::subject::{Part, Subject};
use super::actions::{Means, Named};
use super::keys::applies;
use rolecall_catalog::authorization::ConditionKey;
use rolecall_policy::document::{ConditionElement, OperatorCore};
use std::collections::HashSet;

/// The global keys of tags: on the resource, in the request.
const TAG_KEYS: [&str; 3] = ["aws:ResourceTag/${TagKey}", "aws:RequestTag/${TagKey}", "aws:TagKeys"];

/// Each action pattern of the statements that `wanted` names and a tag key that none of its actions has.
pub(in crate::lint) fn without_tags<'p, 'a>(
    policy: &'p Subject<'a>,
    wanted: impl Fn(&Part<'a>, &ConditionElement) -> bool,
) -> Vec<(&'p Named<'a>, ConditionKey)> {
    let mut all = Vec::new();
    for part in &policy.parts {
        // Of two tags of a resource the same is to be said.
        let mut said = HashSet::new();
        for (condition, key) in part.conditions() {
            let Some(key) = key.fact().filter(|key| TAG_KEYS.contains(&key.name)) else { continue };
            if said.contains(key.name) || !wanted(part, condition) {
                continue;
            }
            said.insert(key.name);
            for named in part.listed_actions() {
                let Means::Actions(_, actions) = &named.means else { continue };
                if !actions.is_empty() && !actions.iter().any(|action| applies(&key, action)) {
                    all.push((named, key));
                }
            }
        }
    }
    all
}

/// Whether the condition is false where the key is absent.
pub(in crate::lint) fn needs_the_key(condition: &ConditionElement) -> bool {
    use rolecall_policy::document::SetPrefix;
    let operator = condition.operator.value;
    if operator.core == OperatorCore::Null {
        return condition.values.iter().all(|value| value.value.eq_ignore_ascii_case("false"));
    }
    match operator.set {
        _ if operator.if_exists => false,
        Some(SetPrefix::ForAllValues) => false,
        Some(SetPrefix::ForAnyValue) => true,
        None => !operator.core.name().contains("Not"),
    }
}
