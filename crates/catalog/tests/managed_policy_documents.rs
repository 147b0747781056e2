//! AWS's own policies are read by our policy language, and speak of actions that the reference knows.

use std::collections::BTreeSet;

use rolecall_catalog::{authorization, managed_policies};
use rolecall_policy::Policy;
use rolecall_policy::kind::Identity;
use serde_json::Value;

#[test]
fn every_managed_policy_parses() {
    for policy in managed_policies() {
        assert!(serde_json::from_str::<Value>(policy.document).is_ok(), "{} is not JSON", policy.name);
        if let Err(findings) = Policy::<Identity>::parse(policy.document) {
            panic!("{}: {findings:?}", policy.name);
        }
    }
}

/// Actions written out in full, by AWS itself, are looked up. Retired services and actions that need no entry make the
/// rest, so the share is held to, not the number: a lookup that broke for one letter would fall far below it.
#[test]
fn actions_of_managed_policies_are_known() {
    let mut written = BTreeSet::new();
    for policy in managed_policies() {
        let document: Value = serde_json::from_str(policy.document).unwrap();
        collect_actions(&document, &mut written);
    }
    let (known, unknown): (Vec<&str>, Vec<&str>) = written.iter().map(String::as_str).partition(|action| {
        action.split_once(':').is_some_and(|(prefix, name)| authorization().action(prefix, name).is_some())
    });
    assert!(known.len() > 9_000, "only {} known", known.len());
    assert!(unknown.len() * 100 < written.len() * 6, "{} of {} unknown: {unknown:?}", unknown.len(), written.len());
}

/// Every `Action` and `NotAction` without a wildcard.
fn collect_actions(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if matches!(name.as_str(), "Action" | "NotAction") {
                    let alone = std::slice::from_ref(member);
                    let actions = member.as_array().map_or(alone, Vec::as_slice).iter().filter_map(Value::as_str);
                    found.extend(actions.filter(|action| !action.contains(['*', '?'])).map(str::to_owned));
                } else {
                    collect_actions(member, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_actions(item, found)),
        _ => {}
    }
}
