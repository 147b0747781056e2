//! One statement held against the request, part by part.

use super::{Failure, Mark, Part, StatementReport};
use crate::document::kind::WithoutPrincipal;
use crate::document::{ConditionElement, Effect, PolicyKind, PrincipalEntry, Span, Spanned, Statement};
use crate::evaluate::{Asked, Attached, CompiledStatement, PolicySource};
use crate::request::Request;

/// A statement of some policy, whatever its kind.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'p> {
    source: &'p PolicySource,
    text: &'p str,
    index: u32,
    written: &'p Statement,
    compiled: &'p CompiledStatement,
    /// Whether the principal is a part of it.
    has_principal: bool,
}

/// Every statement of the policies.
pub(super) fn candidates<'p, K: PolicyKind>(policies: impl IntoIterator<Item = &'p Attached<K>>) -> Vec<Candidate<'p>> {
    let mut all = Vec::new();
    for attached in policies {
        let policy = attached.policy.policy();
        let statements = policy.statements().iter().zip(attached.policy.statements());
        for (index, (written, compiled)) in (0..).zip(statements) {
            let has_principal = match K::WITHOUT_PRINCIPAL {
                WithoutPrincipal::Ignored => false,
                WithoutPrincipal::Nobody => true,
                WithoutPrincipal::Everybody => written.principal.is_some(),
            };
            let (source, text) = (&*attached.source, &**policy.text());
            all.push(Candidate { source, text, index, written, compiled, has_principal });
        }
    }
    all
}

/// How near a statement came: its action, the fewest parts missing, the most parts matching.
pub(super) type Nearness = (bool, std::cmp::Reverse<usize>, usize);

impl Candidate<'_> {
    pub(super) fn effect(&self) -> Effect {
        self.written.effect.value
    }

    pub(super) fn matches(&self, asked: &Asked<'_>) -> bool {
        self.compiled.matches(asked).is_some()
    }

    /// How near the statement came; `None` if no part of it matches.
    pub(super) fn nearness(&self, asked: &Asked<'_>) -> Option<Nearness> {
        let action = self.compiled.action_matches(asked);
        let parts = [
            self.has_principal.then(|| self.compiled.principal_matches(asked)),
            Some(action),
            self.compiled.has_resource().then(|| self.compiled.resource_matches(asked)),
            (!self.written.conditions.is_empty()).then(|| self.compiled.conditions_met(asked).all(|met| met)),
        ];
        let count = |wanted: bool| parts.iter().flatten().filter(|part| **part == wanted).count();
        let (matched, failed) = (count(true), count(false));
        (matched > 0).then_some((action, std::cmp::Reverse(failed), matched))
    }

    /// Which parts match and which do not.
    pub(super) fn report(&self, asked: &Asked<'_>, request: &Request<'_>, caller: &str) -> StatementReport {
        let written = self.written;
        let mut failures = Vec::new();
        let (mut parts, mut failed) = (0, 0);
        let mut part = |exists: bool, fails: Vec<Failure>| {
            parts += u32::from(exists);
            failed += u32::from(exists && !fails.is_empty());
            failures.extend(fails);
        };
        part(
            self.has_principal,
            if self.has_principal && !self.compiled.principal_matches(asked) {
                let element = written.principal.as_ref();
                let entries = element.map(|element| element.entries.as_slice()).unwrap_or_default();
                let span = element.map(|element| place(entries).unwrap_or(element.span));
                let wanted = entries.iter().map(|entry| name(&entry.value).into()).collect();
                vec![self.failure(Part::Principal, span, wanted, Some(vec![caller.into()]))]
            } else {
                Vec::new()
            },
        );
        part(
            true,
            if self.compiled.action_matches(asked) {
                Vec::new()
            } else {
                let element = written.action.as_ref();
                let patterns = element.map(|element| element.patterns.as_slice()).unwrap_or_default();
                let span = element.map(|element| place(patterns).unwrap_or(element.span));
                let wanted = patterns.iter().map(|pattern| pattern.value.clone()).collect();
                vec![self.failure(Part::Action, span, wanted, Some(vec![request.action.into()]))]
            },
        );
        part(
            self.compiled.has_resource(),
            if self.compiled.resource_matches(asked) {
                Vec::new()
            } else {
                let element = written.resource.as_ref();
                let patterns = element.map(|element| element.patterns.as_slice()).unwrap_or_default();
                let span = element.map(|element| place(patterns).unwrap_or(element.span));
                let wanted = patterns.iter().filter_map(|pattern| pattern.value.clone()).collect();
                vec![self.failure(Part::Resource, span, wanted, Some(vec![request.resource.into()]))]
            },
        );
        let met = self.compiled.conditions_met(asked);
        part(
            !written.conditions.is_empty(),
            written
                .conditions
                .iter()
                .zip(met)
                .filter(|(_, met)| !met)
                .map(|(element, _)| self.condition_failure(element, request))
                .collect(),
        );
        StatementReport {
            source: self.source.clone(),
            index: self.index,
            sid: written.sid.as_ref().map(|sid| sid.value.clone()),
            effect: self.effect(),
            mark: Mark::new(self.text, written.span),
            matched: parts - failed,
            parts,
            failures,
        }
    }

    fn condition_failure(&self, element: &ConditionElement, request: &Request<'_>) -> Failure {
        let part =
            Part::Condition { operator: element.operator.value.to_string().into(), key: element.key.value.clone() };
        let wanted = element.values.iter().map(|value| value.value.clone()).collect();
        let actual = request.context.get(&element.key.value).map(<[_]>::to_vec);
        self.failure(part, Some(place(&element.values).unwrap_or(element.span)), wanted, actual)
    }

    fn failure(&self, part: Part, span: Option<Span>, wanted: Vec<Box<str>>, actual: Option<Vec<Box<str>>>) -> Failure {
        let negated = match part {
            Part::Principal => self.written.principal.as_ref().is_some_and(|element| element.negated),
            Part::Action => self.written.action.as_ref().is_some_and(|element| element.negated),
            Part::Resource => self.written.resource.as_ref().is_some_and(|element| element.negated),
            Part::Condition { .. } => false,
        };
        Failure { part, negated, mark: span.map(|span| Mark::new(self.text, span)), wanted, actual }
    }
}

/// From the first value to the last; `None` if there are none.
fn place<T>(values: &[Spanned<T>]) -> Option<Span> {
    Some(Span { start: values.first()?.span.start, end: values.last()?.span.end })
}

/// A principal entry as it is written.
fn name(entry: &PrincipalEntry) -> &str {
    match entry {
        PrincipalEntry::Everyone => "*",
        PrincipalEntry::Account(text)
        | PrincipalEntry::User(text)
        | PrincipalEntry::Role(text)
        | PrincipalEntry::RoleSession(text)
        | PrincipalEntry::FederatedUser(text)
        | PrincipalEntry::UniqueId(text)
        | PrincipalEntry::Service(text)
        | PrincipalEntry::Federated(text)
        | PrincipalEntry::CanonicalUser(text)
        | PrincipalEntry::Other(text) => text,
    }
}
