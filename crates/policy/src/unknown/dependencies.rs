//! What an answer depends on.
//!
//! Of the statements that match some completions most can change nothing: an Allow beside one that matches all, an
//! identity policy where the resource's policy grants already. So it is asked of each group whether the decision ever
//! hangs on it: whether there is a world in which the request is allowed, and no longer if this group alone is as the
//! caller would not wish. The Denys, and the layers that stand over the caller, must each be right by themselves, so for
//! them the optimistic world is enough; on the two sides one grant may stand for another, and all their combinations
//! are tried.

use std::collections::BTreeSet;

use super::worlds::{Group, Table};
use super::{Outcome, Question};
use crate::condition::CompiledCondition;
use crate::decision::{Decision, Layer, StatementRef};
use crate::document::{Effect, Span};
use crate::evaluate::{CompiledStatement, PolicySource};
use crate::matching::sets::Coverage;
use crate::matching::words::{Word, Words};

/// Something on which an answer depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dependency {
    /// Whether a statement matches.
    Statement(MayMatch),
    /// Whether a rule applies that no statement makes: the resource may be reserved for AWS ([`Layer::Reserved`], R2.39),
    /// in another partition ([`Layer::Partition`], R2.22), or spared by resource control policies ([`Layer::Rcp`],
    /// R2.19).
    Rule(Layer),
    /// Which account owns the resource.
    Owner,
}

/// A statement that matches some completions and others not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayMatch {
    /// Where it stands.
    pub at: StatementRef,
    /// What its level is called, for service and resource control policies.
    pub level: Option<Box<str>>,
    /// Its policy.
    pub source: PolicySource,
    /// Its `Sid`.
    pub sid: Option<Box<str>>,
    /// Its `Effect`.
    pub effect: Effect,
    /// The whole object in the policy's text.
    pub span: Span,
    /// The conditions that are met by some completions and not by others, in the order of the text. The others are
    /// certainly met.
    pub conditions: Vec<ConditionPart>,
    /// The resource part, if it matches some completions and others not.
    pub resource: Option<ResourcePart>,
}

/// A condition on which a statement depends, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConditionPart {
    /// `StringEquals`, …
    pub operator: Box<str>,
    /// The key.
    pub key: Box<str>,
    /// The policy's values.
    pub values: Vec<Box<str>>,
}

/// A resource part on which a statement depends, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcePart {
    /// It is `NotResource`.
    pub negated: bool,
    /// Those of its patterns that match some completions.
    pub patterns: Vec<Box<str>>,
}

/// On the two sides, the caller's and the resource's, one grant may stand for another.
fn is_of_a_side(group: Group) -> bool {
    !group.denies && matches!(group.layer, Layer::Resource | Layer::Identity | Layer::Boundary | Layer::Session)
}

impl Question<'_, '_> {
    /// What the answer depends on, given that it does.
    pub(super) fn dependencies(&self, table: &Table, outcomes: &[Outcome]) -> Vec<Dependency> {
        let unsure: BTreeSet<Group> = table
            .iter()
            .filter(|(_, held)| held.coverage == Coverage::Some)
            .map(|(at, held)| held.group(*at))
            .collect();
        let groups: Vec<_> = outcomes.iter().map(|outcome| self.groups_that_matter(table, &unsure, outcome)).collect();
        let mut found = Vec::new();
        for (layer, may_be) in
            [(Layer::Reserved, self.possible.reserved), (Layer::Partition, self.possible.other_partition)]
        {
            if may_be == Coverage::Some {
                found.push(Dependency::Rule(layer));
            }
        }
        let all: Vec<_> = outcomes.iter().zip(&groups).collect();
        // Whether two candidates that are the same but for one thing come out differently.
        let hangs_on = |same: &dyn Fn(&Outcome, &Outcome) -> bool| {
            all.iter().any(|(a, groups)| {
                all.iter().any(|(b, others)| {
                    let allowed =
                        |outcome: &Outcome| [&outcome.pessimistic, &outcome.optimistic].map(Decision::is_allowed);
                    same(a, b) && (allowed(a) != allowed(b) || groups != others)
                })
            })
        };
        let assumes = |outcome: &Outcome| outcome.candidate.assumes_service_linked_role;
        if hangs_on(&|a, b| assumes(a) == assumes(b)) {
            found.push(Dependency::Owner);
        }
        if hangs_on(&|a, b| a.candidate.owners == b.candidate.owners) {
            found.push(Dependency::Rule(Layer::Rcp));
        }
        let groups: BTreeSet<Group> = groups.into_iter().flatten().collect();
        let mut wanted: BTreeSet<StatementRef> = table
            .iter()
            .filter(|(at, held)| held.coverage == Coverage::Some && groups.contains(&held.group(**at)))
            .map(|(at, _)| *at)
            .collect();
        let mut statements = Vec::new();
        for outcome in outcomes {
            self.visit(self.possible.pessimistic(outcome.candidate), |at, statement, words| {
                if wanted.remove(&at) {
                    statements.extend(self.may_match(at, statement, words).map(Dependency::Statement));
                }
            });
        }
        statements.sort_by_key(|dependency| match dependency {
            Dependency::Statement(statement) => Some(statement.at),
            Dependency::Rule(_) | Dependency::Owner => None,
        });
        found.extend(statements);
        found
    }

    /// The groups on which the decision hangs in one candidate.
    fn groups_that_matter(&self, table: &Table, unsure: &BTreeSet<Group>, outcome: &Outcome) -> BTreeSet<Group> {
        if !outcome.optimistic.is_allowed() {
            return BTreeSet::new();
        }
        let facts = self.possible.optimistic(outcome.candidate);
        let allowed = |worse: &BTreeSet<Group>| self.judge(table, facts, &|group| !worse.contains(&group)).is_allowed();
        let sides: Vec<Group> = unsure.iter().copied().filter(|group| is_of_a_side(*group)).collect();
        let matters = |group: Group| {
            let others: Vec<Group> = if is_of_a_side(group) {
                sides.iter().copied().filter(|other| *other != group).collect()
            } else {
                Vec::new()
            };
            // There are six groups of the sides, so five others.
            (0..1_u32 << others.len().min(16)).any(|bits| {
                let chosen = others.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
                let mut worse: BTreeSet<Group> = chosen.map(|(_, group)| *group).collect();
                allowed(&worse) && {
                    worse.insert(group);
                    !allowed(&worse)
                }
            })
        };
        unsure.iter().copied().filter(|group| matters(*group)).collect()
    }

    /// The parts of a statement that are not certain.
    fn may_match(&self, at: StatementRef, statement: &CompiledStatement, words: &Words) -> Option<MayMatch> {
        let (_, source) = self.policies.statement(at)?;
        let text = |word: Word| Box::<str>::from(words.get(word));
        let unsure = |condition: &&CompiledCondition| condition.coverage(words, &self.known) == Coverage::Some;
        let mut conditions: Vec<_> = statement.conditions.iter().filter(unsure).collect();
        conditions.sort_by_key(|condition| condition.span.start);
        let resource = statement.resource.as_ref();
        let resource = resource.filter(|_| self.resource_coverage(statement, words) == Coverage::Some).map(|list| {
            let meeting = list
                .patterns
                .iter()
                .filter(|pattern| self.patterns_coverage(std::slice::from_ref(pattern), words) != Coverage::None);
            ResourcePart { negated: list.negated, patterns: meeting.map(|pattern| text(pattern.word)).collect() }
        });
        Some(MayMatch {
            at,
            level: self.level_name(at),
            source: source.clone(),
            sid: statement.sid.map(text),
            effect: statement.effect,
            span: statement.span,
            conditions: conditions
                .into_iter()
                .map(|condition| ConditionPart {
                    operator: condition.operator.to_string().into(),
                    key: text(condition.key),
                    values: condition.values.iter().map(|word| text(*word)).collect(),
                })
                .collect(),
            resource,
        })
    }

    fn level_name(&self, at: StatementRef) -> Option<Box<str>> {
        let level = at.level as usize;
        match at.layer {
            Layer::Scp => self.policies.scp?.levels.get(level).map(|level| level.name.clone()),
            Layer::Rcp => self.policies.rcp?.levels.get(level).map(|level| level.name.clone()),
            _ => None,
        }
    }
}
