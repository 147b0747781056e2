//! What creation asks for beyond the grammar (R1, section 1.8), on everything that could be read.
//!
//! The checks know nothing of each other and of the order in which AWS makes them: they note all they find, and
//! `finding` knows what AWS reports first.

mod action;
mod bucket;
mod condition;
mod endpoint;
mod principal;
mod resource;

use std::collections::BTreeSet;

use super::finding::Notes;
use super::parse::inside_end;
use super::{Dialect, Effect, FindingCode, Policy, Span, Statement, Version};
use crate::services::ServiceFacts;

/// What one kind of policy demands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) dialect: Dialect,
    /// The most characters without white space, where one service alone has a say in it.
    pub(super) limit: Option<usize>,
    /// `Version` must be 2012-10-17.
    pub(super) needs_2012: bool,
    /// `Sid` has letters and digits only (R1.11).
    pub(super) plain_sid: bool,
    pub(super) principal: PrincipalRule,
    /// Which services exist; nobody asks where the kind has no principals.
    pub(super) services: Option<&'a ServiceFacts>,
    pub(super) action: ActionRule,
    pub(super) resource: ResourceRule<'a>,
}

/// What may stand in `Principal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrincipalRule {
    /// No such member.
    Forbidden,
    /// Whoever may assume a role.
    Trust,
    /// Whoever may use a resource; canonical users only in S3.
    Resource { canonical_user: bool },
    /// Only `"*"` (R1.14).
    ResourceControl,
    /// As for a resource; at a gateway endpoint only `*` (R1.63).
    Endpoint { gateway: bool },
}

/// What may stand in `Action`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ActionRule {
    /// Anything of the right form.
    Any,
    /// The AssumeRole family (R1.59).
    AssumeRole,
    /// Actions of S3.
    S3,
    /// `Action` only, with a service (R1.14).
    ResourceControl,
}

/// What may stand in `Resource`.
#[derive(Debug, Clone, Copy)]
pub(super) enum ResourceRule<'a> {
    /// `*` and ARNs, also incomplete ones (R1.28).
    Arns,
    /// `*` and ARNs of six fields.
    CompleteArns,
    /// No such member.
    Prohibited,
    /// The bucket of this name and its objects, by the actions that S3 has for them.
    Bucket(&'a str, &'a ServiceFacts),
}

/// Notes everything in the policy that the rules refuse.
pub(super) fn check<K>(policy: &Policy<K>, rules: &Rules<'_>, notes: &mut Notes) {
    if notes.has(FindingCode::NotJson) {
        return;
    }
    version(policy, rules, notes);
    sids(policy, rules, notes);
    for statement in &policy.statements {
        principal::check(policy, statement, rules.principal, rules.services, notes);
        action::check(statement, rules.action, notes);
        resource::check(statement, rules.resource, notes);
        condition::check(statement, notes);
        if let ResourceRule::Bucket(bucket, services) = rules.resource {
            bucket::check(statement, bucket, services, notes);
        }
        if rules.principal == PrincipalRule::ResourceControl && statement.effect.value == Effect::Allow {
            let detail = "a resource control policy can only deny";
            notes.add(FindingCode::ControlPolicyAllow, statement.effect.span, "", detail);
        }
        if matches!(rules.principal, PrincipalRule::Endpoint { .. }) {
            endpoint::check(statement, notes);
        }
    }
    if matches!(rules.principal, PrincipalRule::Endpoint { .. }) {
        endpoint::check_size(policy, notes);
    }
}

fn version<K>(policy: &Policy<K>, rules: &Rules<'_>, notes: &mut Notes) {
    if !rules.needs_2012 || policy.version == Version::V2012 || notes.has(FindingCode::BadVersion) {
        return;
    }
    let (span, detail) = match policy.version_span {
        Some(span) => (span, "`Version` must be \"2012-10-17\" here"),
        None => (end_of(&policy.text), "`Version` is missing and must be \"2012-10-17\" here"),
    };
    notes.add(FindingCode::OldVersion, span, "", detail);
}

/// The place before the closing bracket of the whole document.
fn end_of(text: &str) -> Span {
    let end = u32::try_from(text.trim_end().len()).unwrap_or(u32::MAX);
    inside_end(Span { start: 0, end })
}

/// R1.11; an empty `Sid` is like none.
fn sids<K>(policy: &Policy<K>, rules: &Rules<'_>, notes: &mut Notes) {
    let mut seen = BTreeSet::new();
    for sid in policy.statements.iter().filter_map(|statement: &Statement| statement.sid.as_ref()) {
        if !sid.value.is_empty() && !seen.insert(&sid.value) {
            let detail = format!("the `Sid` \"{}\" appears twice", sid.value);
            notes.add(FindingCode::RepeatedSid, sid.span, &sid.value, detail);
        }
        if rules.plain_sid && !sid.value.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let detail = "a `Sid` can contain only letters and digits";
            notes.add(FindingCode::SidCharacters, sid.span, &sid.value, detail);
        }
    }
}
