//! What is wrong with an effective policy: each policy is valid by itself, and together they are not.

use super::types::PolicyType;
use serde_json::Value;

/// Something wrong with an effective policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// In short.
    pub code: &'static str,
    /// In words.
    pub message: String,
    /// Where, as a path of members.
    pub path: String,
}

/// What must stand in every group of settings, two levels below the outermost (*AWS Organizations User Guide*, syntax of
/// backup and AI services opt-out policies, where these are called required), or directly below the outermost.
fn required(policy_type: PolicyType) -> (&'static [&'static str], &'static [&'static str]) {
    match policy_type {
        PolicyType::Backup => (&[], &["regions", "rules", "selections"]),
        PolicyType::AiServicesOptOut => (&[], &["opt_out_policy"]),
        PolicyType::SecurityHub => (&["enable_in_regions", "disable_in_regions"], &[]),
        _ => (&[], &[]),
    }
}

/// Everything that is wrong with an effective policy. AWS publishes neither the codes nor all rules [choice]: it is too long
/// for its type, or lacks a setting that the type requires.
#[must_use]
pub fn invalid(policy_type: PolicyType, effective: &Value) -> Vec<Invalid> {
    let facts = policy_type.facts();
    let mut found = Vec::new();
    let length = effective.to_string().chars().count();
    if length > facts.characters {
        found.push(Invalid {
            code: "POLICY_SIZE_LIMIT_EXCEEDED",
            message: format!("The effective policy has {length} characters. It can have {}.", facts.characters),
            path: String::new(),
        });
    }
    let top = facts.top.unwrap_or_default();
    let (outer, inner) = required(policy_type);
    let Some(groups) = effective.get(top).and_then(Value::as_object) else { return found };
    let mut lacks = |path: String, within: &serde_json::Map<String, Value>, names: &[&str]| {
        for name in names.iter().filter(|name| !within.contains_key(**name)) {
            found.push(Invalid {
                code: "REQUIRED_ELEMENT_MISSING",
                message: format!("The effective policy lacks `{name}` in `{path}`."),
                path: format!("{path}.{name}"),
            });
        }
    };
    lacks(top.to_owned(), groups, outer);
    for (name, group) in groups {
        if let Some(group) = group.as_object() {
            lacks(format!("{top}.{name}"), group, inner);
        }
    }
    found
}
