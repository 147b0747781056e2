//! What the declarative policies over an account say together (R7.18, R7.19).

use super::document::{Declarative, Node, Operators};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A setting as it stands after some levels.
#[derive(Debug)]
struct Setting {
    value: Option<Value>,
    /// What the levels above allow the next one.
    allowed: Operators,
    children: BTreeMap<String, Setting>,
}

impl Default for Setting {
    fn default() -> Self {
        Self { value: None, allowed: Operators::ALL, children: BTreeMap::new() }
    }
}

/// The effective policy: `levels` are the policies attached to each node from the root to the account, those of one node in
/// the order in which they were attached. `None` if there are none.
#[must_use]
pub fn effective<'p>(levels: impl IntoIterator<Item = impl IntoIterator<Item = &'p Declarative>>) -> Option<Value> {
    let mut merged = Setting::default();
    let mut any = false;
    for level in levels {
        let mut together = Node::default();
        for policy in level {
            any = true;
            join(&mut together, &policy.root);
        }
        apply(&mut merged, together);
    }
    // The outermost member stays even if nothing is left in it.
    let shown = |(name, top): (String, Setting)| (name, show(top).unwrap_or_else(|| Value::Object(Map::new())));
    any.then(|| Value::Object(merged.children.into_iter().map(shown).collect()))
}

/// Adds what a further policy of the same level says. The policy that was attached first wins where both assign; of child
/// controls only what both allow is allowed (*AWS Organizations User Guide*, inheritance examples 5 and 6).
fn join(together: &mut Node, policy: &Node) {
    if together.assign.is_none() {
        together.assign.clone_from(&policy.assign);
    }
    add(&mut together.append, &policy.append);
    add(&mut together.remove, &policy.remove);
    together.allowed = match (together.allowed, policy.allowed) {
        (Some(one), Some(other)) => Some(one.and(other)),
        (one, other) => one.or(other),
    };
    for (name, child) in &policy.children {
        join(together.children.entry(name.clone()).or_default(), child);
    }
}

/// Applies a level to what the levels above it left.
fn apply(setting: &mut Setting, level: Node) {
    let allowed = setting.allowed;
    if let Some(value) = level.assign.filter(|_| allowed.assign) {
        setting.value = Some(value);
    }
    if allowed.append && !level.append.is_empty() {
        match &mut setting.value {
            Some(Value::Array(values)) => add(values, &level.append),
            // It has one value, which nothing can be appended to.
            Some(_) => {}
            None => setting.value = Some(Value::Array(level.append)),
        }
    }
    if let Some(Value::Array(values)) = setting.value.as_mut().filter(|_| allowed.remove) {
        values.retain(|value| !level.remove.contains(value));
        if values.is_empty() && !level.remove.is_empty() {
            setting.value = None;
        }
    }
    for (name, child) in level.children {
        // Without leave, only settings that are there already can be spoken of; whether they change is up to each of them.
        if allowed.adds() || setting.children.contains_key(&name) {
            apply(setting.children.entry(name).or_default(), child);
        }
    }
    if let Some(further) = level.allowed {
        setting.allowed = allowed.and(further);
    }
}

/// Adds values that are not there yet.
fn add(values: &mut Vec<Value>, more: &[Value]) {
    for value in more {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
}

/// A setting without operators; `None` if nothing is set.
fn show(setting: Setting) -> Option<Value> {
    let children: Map<String, Value> =
        setting.children.into_iter().filter_map(|(name, child)| Some((name, show(child)?))).collect();
    setting.value.or_else(|| (!children.is_empty()).then_some(Value::Object(children)))
}
