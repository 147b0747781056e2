//! One statement held against the request, part by part.

use super::matched::{Matched, Reader};
use super::{Failure, Mark, Part, StatementReport};
use crate::condition::CompiledCondition;
use crate::decision::{Layer, StatementRef};
use crate::document::kind::WithoutPrincipal;
use crate::document::{Effect, PolicyKind, PrincipalEntry, Span};
use crate::evaluate::{Asked, Attached, CompiledStatement, PolicySource};
use crate::matching::words::{Word, Words};
use crate::request::Request;

/// A statement of some policy, whatever its kind.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'p> {
    source: &'p PolicySource,
    words: &'p Words,
    index: u32,
    compiled: &'p CompiledStatement,
    /// Whether the principal is a part of it.
    has_principal: bool,
}

/// Every statement of the policies.
pub(super) fn candidates<'p, K: PolicyKind>(policies: impl IntoIterator<Item = &'p Attached<K>>) -> Vec<Candidate<'p>> {
    let mut all = Vec::new();
    for attached in policies {
        for (index, compiled) in (0..).zip(attached.policy.statements()) {
            let has_principal = match K::WITHOUT_PRINCIPAL {
                WithoutPrincipal::Ignored => false,
                WithoutPrincipal::Nobody => true,
                WithoutPrincipal::Everybody => compiled.principal.is_written(),
            };
            all.push(Candidate {
                source: &attached.source,
                words: attached.policy.words(),
                index,
                compiled,
                has_principal,
            });
        }
    }
    all
}

/// How near a statement came: its action, the fewest parts missing, the most parts matching.
pub(super) type Nearness = (bool, std::cmp::Reverse<usize>, usize);

impl<'p> Candidate<'p> {
    /// The text of the policy.
    pub(super) fn text(&self) -> &'p str {
        self.words.text()
    }

    /// The statement as one that matches.
    pub(super) fn matched(&self, layer: Layer, level: u32, policy: u32, reader: &mut Reader<'p>) -> Matched<'p> {
        let (start, end) = reader.ends_of(self.compiled.span);
        let at = StatementRef { layer, level, policy, statement: self.index };
        Matched { at, effect: self.effect(), source: self.source, start, end }
    }
}

impl Candidate<'_> {
    pub(super) fn effect(&self) -> Effect {
        self.compiled.effect
    }

    pub(super) fn matches(&self, asked: &Asked<'_>) -> bool {
        self.compiled.matches(asked, self.words).is_some()
    }

    /// Each condition and whether it holds, in the order of the text.
    fn conditions(&self, asked: &Asked<'_>) -> Vec<(&CompiledCondition, bool)> {
        let conditions = self.compiled.conditions.iter();
        let mut all: Vec<_> = conditions.map(|each| (each, each.holds(self.words, asked.context))).collect();
        all.sort_by_key(|(condition, _)| condition.span.start);
        all
    }

    /// How near the statement came; `None` if no part of it matches.
    pub(super) fn nearness(&self, asked: &Asked<'_>) -> Option<Nearness> {
        let action = self.compiled.action_matches(asked, self.words);
        let conditions = &self.compiled.conditions;
        let parts = [
            self.has_principal.then(|| self.compiled.principal_matches(asked)),
            Some(action),
            self.compiled.resource.is_some().then(|| self.compiled.resource_matches(asked, self.words)),
            (!conditions.is_empty()).then(|| conditions.iter().all(|each| each.holds(self.words, asked.context))),
        ];
        let count = |wanted: bool| parts.iter().flatten().filter(|part| **part == wanted).count();
        let (matched, failed) = (count(true), count(false));
        (matched > 0).then_some((action, std::cmp::Reverse(failed), matched))
    }

    /// Which parts match and which do not.
    pub(super) fn report(&self, asked: &Asked<'_>, request: &Request<'_>, caller: &str) -> StatementReport {
        let compiled = self.compiled;
        let mut failures = Vec::new();
        let (mut parts, mut failed) = (0, 0);
        let mut part = |exists: bool, fails: Vec<Failure>| {
            parts += u32::from(exists);
            failed += u32::from(exists && !fails.is_empty());
            failures.extend(fails);
        };
        part(
            self.has_principal,
            if self.has_principal && !compiled.principal_matches(asked) {
                let entries = compiled.principal.entries();
                let span = compiled.principal.span().map(|span| place(entries.iter().map(|e| e.span)).unwrap_or(span));
                let wanted = entries.iter().map(|entry| name(&entry.value).into()).collect();
                let negated = compiled.principal.is_negated();
                vec![self.failure(Part::Principal, negated, span, wanted, Some(vec![caller.into()]))]
            } else {
                Vec::new()
            },
        );
        part(
            true,
            if compiled.action_matches(asked, self.words) {
                Vec::new()
            } else {
                let list = &compiled.action;
                let words = || list.patterns.iter().map(|pattern| pattern.word);
                let span = list.span.map(|span| self.place(words()).unwrap_or(span));
                let wanted = self.texts(words());
                vec![self.failure(Part::Action, list.negated, span, wanted, Some(vec![request.action.into()]))]
            },
        );
        part(
            compiled.resource.is_some(),
            match &compiled.resource {
                Some(list) if !compiled.resource_matches(asked, self.words) => {
                    let words = || list.patterns.iter().map(|pattern| pattern.word);
                    let span = list.span.map(|span| self.place(words()).unwrap_or(span));
                    // A `null` of the list is no value (R1.6).
                    let wanted = self.texts(words().filter(|word| !self.words.is_null(*word)));
                    vec![self.failure(Part::Resource, list.negated, span, wanted, Some(vec![request.resource.into()]))]
                }
                _ => Vec::new(),
            },
        );
        let conditions = self.conditions(asked);
        let failed_conditions = conditions.iter().filter(|(_, met)| !met);
        part(
            !conditions.is_empty(),
            failed_conditions.map(|(condition, _)| self.condition_failure(condition, request)).collect(),
        );
        StatementReport {
            source: self.source.clone(),
            index: self.index,
            sid: compiled.sid.map(|sid| self.words.get(sid).into()),
            effect: self.effect(),
            mark: Mark::new(self.words.text(), compiled.span),
            matched: parts - failed,
            parts,
            failures,
        }
    }

    fn condition_failure(&self, condition: &CompiledCondition, request: &Request<'_>) -> Failure {
        let key = self.words.get(condition.key);
        let part = Part::Condition { operator: condition.operator.to_string().into(), key: key.into() };
        let wanted = self.texts(condition.values.iter().copied());
        let actual = request.context.get(key).map(<[_]>::to_vec);
        let span = self.place(condition.values.iter().copied()).unwrap_or(condition.span);
        self.failure(part, false, Some(span), wanted, actual)
    }

    fn failure(
        &self,
        part: Part,
        negated: bool,
        span: Option<Span>,
        wanted: Vec<Box<str>>,
        actual: Option<Vec<Box<str>>>,
    ) -> Failure {
        Failure { part, negated, mark: span.map(|span| Mark::new(self.words.text(), span)), wanted, actual }
    }

    fn texts(&self, words: impl Iterator<Item = Word>) -> Vec<Box<str>> {
        words.map(|word| self.words.get(word).into()).collect()
    }

    fn place(&self, words: impl DoubleEndedIterator<Item = Word>) -> Option<Span> {
        place(words.map(|word| self.words.span(word)))
    }
}

/// From the first place to the last; `None` if there are none.
fn place(mut spans: impl DoubleEndedIterator<Item = Span>) -> Option<Span> {
    let first = spans.next()?;
    Some(Span { start: first.start, end: spans.next_back().unwrap_or(first).end })
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
