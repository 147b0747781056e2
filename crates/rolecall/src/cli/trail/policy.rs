//! `rolecall trail policy`: the least policy for what a role did.
//!
//! Each permission that was decided and allowed stands in the policy: the action on the resource. What cannot be narrowed is
//! said: actions that have no resource, resources of which there are so many that they are told by what they have in common,
//! and what the record of a request left out. A policy from use allows what was used, and knows nothing of what will be.

use super::super::CommandError;
use super::super::log::wanted::Pattern;
use super::used::Used;
use super::{Format, Source};
use crate::environment::clock::{Clock, SystemClock};
use crate::trail::Outcome;
use clap::Args;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::ExitCode;

/// Resources of one action that are listed; more are told by what they have in common. More would fill a policy that AWS takes:
/// 10,240 characters for all inline policies of a role.
const MAX_RESOURCES: usize = 20;
/// Characters of all inline policies of a role (R4, section 4.3).
const ROLE_POLICY_CHARACTERS: usize = 10_240;

/// Write the least policy for what a role did.
///
/// Prints an identity policy that allows exactly the actions on the resources that sessions of the role were allowed and used
/// in the last days. What could not be narrowed is said on standard error.
#[derive(Debug, Args)]
pub(super) struct LeastPolicy {
    /// The role: a name or an ARN
    #[arg(value_name = "ROLE", value_parser = Pattern::read)]
    role: Pattern,

    /// How many days back requests count
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,

    #[command(flatten)]
    source: Source,
}

/// A policy, and what is to be said of it.
#[derive(Debug, PartialEq)]
struct Written {
    policy: Value,
    notes: Vec<String>,
}

impl LeastPolicy {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let reader = self.source.reader()?;
        let since = SystemClock.now().checked_sub(SignedDuration::from_hours(24 * i64::from(self.days)))?;
        let used = Used::read(&reader, &self.role, since)?;
        let Written { policy, notes } = write(&used);
        let mut out = std::io::stdout().lock();
        let text = match self.source.format {
            Format::Text => serde_json::to_string_pretty(&policy)?,
            Format::Json => {
                json!({ "role": used.role, "requests": used.records.len(), "policy": policy, "notes": notes })
                    .to_string()
            }
        };
        super::super::written(writeln!(out, "{text}"))?;
        if self.source.format == Format::Text {
            let mut err = std::io::stderr().lock();
            for note in notes {
                super::super::written(writeln!(err, "note: {note}"))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn write(used: &Used) -> Written {
    let mut actions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut denied: BTreeSet<&str> = BTreeSet::new();
    let (mut left_out, mut unfinished) = (0, 0);
    for record in &used.records {
        left_out += record.omitted.decisions;
        unfinished += u64::from(record.is_unfinished);
        for decision in &record.decisions {
            if decision.outcome == Outcome::Allowed {
                actions.entry(&decision.action).or_default().insert(&decision.resource);
            } else {
                denied.insert(&decision.action);
            }
        }
    }
    let mut notes = Vec::new();
    let mut by_resources: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for (action, resources) in &actions {
        let narrowed = narrowed(action, resources, &mut notes);
        by_resources.entry(narrowed).or_default().push(action);
    }
    let statements: Vec<Value> = by_resources
        .iter()
        .map(|(resources, actions)| json!({ "Effect": "Allow", "Action": actions, "Resource": resources }))
        .collect();
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    let characters = policy.to_string().chars().count();
    if statements.is_empty() {
        notes.push("the role was allowed nothing in this time: a policy must have a statement".to_owned());
    }
    if characters > ROLE_POLICY_CHARACTERS {
        notes.push(format!(
            "the policy has {characters} characters; the inline policies of a role may have {ROLE_POLICY_CHARACTERS}"
        ));
    }
    let granted_elsewhere = "a permission that a resource's own policy gives stands here too";
    notes.push(format!("{granted_elsewhere}; conditions of present policies are not carried over"));
    if left_out > 0 {
        notes.push(format!("{left_out} decisions are missing: the records of their requests were too long"));
    }
    if unfinished > 0 {
        notes.push(format!(
            "{unfinished} requests were under way when the server stopped; what they needed is not known"
        ));
    }
    denied.retain(|action| !actions.contains_key(action));
    if !denied.is_empty() {
        let denied: Vec<&str> = denied.into_iter().collect();
        notes.push(format!("denied each time, and not in the policy: {}", denied.join(", ")));
    }
    Written { policy, notes }
}

/// The resources of an action, or what they have in common.
fn narrowed(action: &str, resources: &BTreeSet<&str>, notes: &mut Vec<String>) -> Vec<String> {
    if resources.contains("*") {
        notes.push(format!("{action} could not be narrowed: it was decided without a resource"));
        return vec!["*".to_owned()];
    }
    if resources.len() <= MAX_RESOURCES {
        return resources.iter().map(|resource| literal(resource)).collect();
    }
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for resource in resources {
        groups.entry(family(resource)).or_default().push(resource);
    }
    let mut narrowed = Vec::new();
    for (family, resources) in groups {
        if let [only] = resources[..] {
            narrowed.push(literal(only));
            continue;
        }
        let common = common_prefix(&resources);
        let common = if common.len() < family.len() { family } else { common };
        notes.push(format!("{action} was used on {} resources, told as {common}*", resources.len()));
        narrowed.push(format!("{}*", literal(common)));
    }
    narrowed
}

/// What resources must share that are told as one: the bucket of an object, the kind and account of others.
fn family(resource: &str) -> &str {
    let end = resource.find('/').map_or(resource.len(), |slash| slash + 1);
    resource.get(..end).unwrap_or(resource)
}

/// The resource as a policy names it: `*`, `?` and `$` stand for themselves.
fn literal(resource: &str) -> String {
    let mut text = String::with_capacity(resource.len());
    for character in resource.chars() {
        match character {
            '*' | '?' | '$' => {
                text.push_str("${");
                text.push(character);
                text.push('}');
            }
            other => text.push(other),
        }
    }
    text
}

/// The longest text that all begin with.
fn common_prefix<'r>(texts: &[&'r str]) -> &'r str {
    let Some((first, rest)) = texts.split_first() else { return "" };
    let mut end = first.len();
    for text in rest {
        let same = first.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        end = end.min(same);
    }
    first.get(..first.floor_char_boundary(end)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;
    use crate::trail::{DecisionRecord, Record};

    fn used(decisions: &[(&str, &str, Outcome)]) -> Used {
        let one = |(action, resource, outcome): &(&str, &str, Outcome)| {
            let decision = DecisionRecord {
                action: (*action).into(),
                resource: (*resource).into(),
                outcome: *outcome,
                by: Vec::new(),
                explanation: None,
            };
            Record { decisions: vec![decision], ..record("r") }
        };
        Used { role: "arn:aws:iam::111111111111:role/Dev".into(), records: decisions.iter().map(one).collect() }
    }

    /// Actions on the same resources share a statement, what was denied is not allowed, and what cannot be narrowed is said.
    #[test]
    fn the_least_policy() {
        let (yes, no) = (Outcome::Allowed, Outcome::ImplicitDeny);
        let written = write(&used(&[
            ("s3:GetObject", "arn:aws:s3:::b/k", yes),
            ("s3:GetObject", "arn:aws:s3:::b/k", yes),
            ("s3:PutObject", "arn:aws:s3:::b/k", yes),
            ("s3:PutObject", "arn:aws:s3:::b/secret", no),
            ("iam:ListUsers", "*", yes),
            ("s3:GetObject", "arn:aws:s3:::b/what?*", no),
            ("iam:GetRole", "arn:aws:iam::111111111111:role/a$b", yes),
            ("iam:CreateUser", "*", no),
        ]));
        let expected = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["iam:ListUsers"], "Resource": ["*"]},
            {"Effect": "Allow", "Action": ["iam:GetRole"], "Resource": ["arn:aws:iam::111111111111:role/a${$}b"]},
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["arn:aws:s3:::b/k"]},
        ]});
        assert_eq!(written.policy, expected);
        assert!(
            written.notes.iter().any(|note| note.starts_with("iam:ListUsers could not be narrowed")),
            "{:?}",
            written.notes
        );
        assert!(
            written.notes.iter().any(|note| note.ends_with("not in the policy: iam:CreateUser")),
            "{:?}",
            written.notes
        );
    }

    /// Many objects of one bucket are told by what their keys begin with, and never beyond the bucket.
    #[test]
    fn many_resources_are_told_together() {
        let keys: Vec<String> = (0..=MAX_RESOURCES).map(|n| format!("arn:aws:s3:::b/logs/{n}")).collect();
        let mut decisions: Vec<_> = keys.iter().map(|key| ("s3:GetObject", key.as_str(), Outcome::Allowed)).collect();
        let resources = |written: &Written| written.policy["Statement"][0]["Resource"].clone();
        assert_eq!(resources(&write(&used(&decisions))), json!(["arn:aws:s3:::b/logs/*"]));
        assert_eq!(resources(&write(&used(&decisions[1..]))).as_array().unwrap().len(), MAX_RESOURCES);
        decisions.push(("s3:GetObject", "arn:aws:s3:::bb/x", Outcome::Allowed));
        decisions.push(("s3:GetObject", "arn:aws:s3:::b/é", Outcome::Allowed));
        assert_eq!(resources(&write(&used(&decisions))), json!(["arn:aws:s3:::b/*", "arn:aws:s3:::bb/x"]));
    }
}
