//! One statement held against the request, part by part.

use std::cmp::Reverse;

use super::calls::{self, Wanted};
use super::hints::{self, Told};
use super::matched::{Matched, Reader};
use super::nearest::{Likeness, NearAction, Nearest};
use super::{Comparison, Mark, Part, StatementReport, VariableValue};
use crate::condition::CompiledCondition;
use crate::condition::variables::{Expression, Token, tokens};
use crate::decision::{Layer, StatementRef};
use crate::document::kind::WithoutPrincipal;
use crate::document::{Effect, PolicyKind, PrincipalEntry, Span, Spanned, Version};
use crate::evaluate::{Asked, Attached, CompiledStatement, PolicySource};
use crate::matching::action::ActionPattern;
use crate::matching::principal::Grant;
use crate::matching::resource::ResourcePattern;
use crate::matching::words::{Word, Words};
use crate::request::{Principal, Request};

/// A statement of some policy, whatever its kind.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'p> {
    source: &'p PolicySource,
    words: &'p Words,
    version: Version,
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
            let (source, words, version) = (&*attached.source, attached.policy.words(), attached.policy.version());
            all.push(Candidate { source, words, version, index, compiled, has_principal });
        }
    }
    all
}

/// How near a statement came: its action, the fewest parts missing, the likeness of what misses first, the most parts
/// matching.
pub(super) type Nearness = (bool, Reverse<usize>, Likeness, usize);

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

    /// The policy, the statement's index in it, and its line.
    pub(super) fn place(&self) -> (&PolicySource, u32, u32) {
        (self.source, self.index, Mark::line(self.text(), self.compiled.span))
    }

    pub(super) fn matches(&self, asked: &Asked<'_>) -> bool {
        self.compiled.matches(asked, self.words).is_some()
    }

    /// Whether the statement is about the action, and how like its nearest pattern is.
    pub(super) fn action(&self, action: NearAction<'_, '_>) -> (bool, Likeness) {
        let list = &self.compiled.action;
        if list.patterns.is_empty() {
            return (false, Likeness::default());
        }
        let mut likest = Likeness::default();
        let texts = list.patterns.iter().map(|pattern| self.words.get(pattern.word));
        for pattern in texts.filter(|pattern| !action.is_elsewhere(pattern)) {
            likest = likest.max(action.likeness(pattern));
            if likest == Likeness::WHOLE {
                break;
            }
        }
        ((likest == Likeness::WHOLE) != list.negated, likest)
    }

    /// How near a statement came whose action matches.
    pub(super) fn nearness(&self, asked: &Asked<'_>, resource: &str) -> Nearness {
        let mut missing = 0;
        let mut matched = 1;
        let mut part = |met: bool| *if met { &mut matched } else { &mut missing } += 1;
        if self.has_principal {
            part(self.compiled.principal_matches(asked));
        }
        let in_resource = self.compiled.resource_matches(asked, self.words);
        if self.compiled.resource.is_some() {
            part(in_resource);
        }
        let conditions = self.compiled.conditions.iter();
        conditions.map(|condition| condition.holds(self.words, &asked.matcher)).for_each(part);
        let like = || {
            let lists = self.compiled.resource.iter().filter(|list| !list.negated);
            let words = lists.flat_map(|list| &list.patterns).map(|pattern| pattern.word);
            let texts = words.filter(|word| !self.words.is_null(*word)).map(|word| self.words.get(word));
            texts.map(|pattern| Likeness::of(pattern, resource)).max().unwrap_or_default()
        };
        (true, Reverse(missing), if in_resource { Likeness::WHOLE } else { like() }, matched)
    }

    /// How near a statement came whose action does not match; `None` if it is not about the action's service at all.
    pub(super) fn nearness_but_for_action(
        &self,
        asked: &Asked<'_>,
        resource: &str,
        like: Likeness,
    ) -> Option<Nearness> {
        if like == Likeness::default() {
            return None;
        }
        let (_, Reverse(missing), _, matched) = self.nearness(asked, resource);
        Some((false, Reverse(missing + 1), like, matched - 1))
    }

    /// Which parts match and which do not; of a `Deny` that matches, what holds without naming the request.
    pub(super) fn report(&self, asked: &Asked<'_>, request: &Request<'_>, caller: &str) -> StatementReport {
        let compiled = self.compiled;
        let (mut failures, mut held) = (Vec::new(), Vec::new());
        let (mut parts, mut failed) = (0, 0);
        let denies = self.effect() == Effect::Deny;
        // The first line of a statement on several lines may be a bracket: then its parts are shown.
        let spread = denies && self.is_spread();
        // Only what is to be shown is written down.
        let mut part = |met: bool, telling: bool, compare: &dyn Fn() -> Comparison| {
            parts += 1;
            failed += u32::from(!met);
            match met {
                false => failures.push(compare()),
                true if denies && (telling || spread) => held.push(compare()),
                true => {}
            }
        };
        let told = Told { request, asked, version: self.version, trust: compiled.resource.is_none(), denies };
        if self.has_principal {
            let negated = compiled.principal.is_negated();
            let role = match request.principal {
                Principal::RoleSession { role_arn: Some(arn), .. } => Some(&**arn),
                _ => None,
            };
            part(compiled.principal_matches(asked), negated, &|| {
                let entries = compiled.principal.entries().iter();
                let named = |entry: &&Spanned<PrincipalEntry>| asked.caller.named_by(&entry.value).is_some();
                let entries: Vec<_> = match spread && !negated {
                    true => entries.filter(named).collect(),
                    false => entries.collect(),
                };
                let entries = entries.into_iter().map(|entry| (name(&entry.value), entry.span));
                let likeness = |name: &str| likest(name, std::iter::once(caller).chain(role));
                let nearest = Nearest::of(entries, likeness, self.text());
                let span = compiled.principal.span().map(|span| nearest.span.unwrap_or(span));
                self.compare(&told, Part::Principal, negated, span, nearest, Some(vec![caller.into()]))
            });
        }
        let list = &compiled.action;
        let action = NearAction::new(asked);
        part(self.action(action).0, list.negated, &|| {
            let matching = |pattern: &&ActionPattern| pattern.matches(asked.action, self.words, &asked.matcher);
            let patterns: Vec<_> = match spread && !list.negated {
                true => list.patterns.iter().filter(matching).collect(),
                false => list.patterns.iter().collect(),
            };
            let patterns = self.written(patterns.into_iter().map(|pattern| pattern.word));
            let nearest = Nearest::of(patterns, |pattern| action.likeness(pattern), self.text());
            let span = list.span.map(|span| nearest.span.unwrap_or(span));
            self.compare(&told, Part::Action, list.negated, span, nearest, Some(vec![request.action.into()]))
        });
        if let Some(list) = &compiled.resource {
            part(compiled.resource_matches(asked, self.words), list.negated, &|| {
                let matching =
                    |pattern: &&ResourcePattern| pattern.matches(&asked.resource, self.words, &asked.matcher);
                let patterns: Vec<_> = match spread && !list.negated {
                    true => list.patterns.iter().filter(matching).collect(),
                    false => list.patterns.iter().collect(),
                };
                let patterns = self.written(patterns.into_iter().map(|pattern| pattern.word));
                let nearest = Nearest::of(patterns, |pattern| Likeness::of(pattern, request.resource), self.text());
                let span = list.span.map(|span| nearest.span.unwrap_or(span));
                self.compare(&told, Part::Resource, list.negated, span, nearest, Some(vec![request.resource.into()]))
            });
        }
        for (condition, met) in self.conditions(asked) {
            part(met, true, &|| {
                let key = self.words.get(condition.key);
                let part = Part::Condition { operator: condition.operator.to_string().into(), key: key.into() };
                let actual = request.context.get(key);
                let likeness = |value: &str| likest(value, actual.unwrap_or_default().iter().map(|value| &**value));
                let nearest = Nearest::of(self.written(condition.values.iter().copied()), likeness, self.text());
                let span = Some(nearest.span.unwrap_or(condition.span));
                self.compare(
                    &told,
                    part,
                    false,
                    span,
                    nearest,
                    actual.map(|values| values.iter().map(|value| value.as_str().into()).collect()),
                )
            });
        }
        StatementReport {
            source: self.source.clone(),
            index: self.index,
            sid: compiled.sid.map(|sid| self.words.get(sid).into()),
            effect: self.effect(),
            mark: Mark::new(self.text(), compiled.span),
            matched: parts - failed,
            parts,
            failures,
            held,
        }
    }

    /// Whether it is written on several lines.
    fn is_spread(&self) -> bool {
        let span = self.compiled.span;
        self.text().get(span.start as usize..span.end as usize).is_some_and(|text| text.contains('\n'))
    }

    /// What the caller must do so that a `Deny` that matches does not: the first of its conditions that the caller decides,
    /// with its line.
    pub(super) fn call_against(&self, asked: &Asked<'_>, request: &Request<'_>) -> Option<(String, u32)> {
        let mut holding = self.conditions(asked).into_iter().filter(|(_, met)| *met);
        let line = |condition: &CompiledCondition| Mark::line(self.text(), condition.span);
        holding.find_map(|(condition, _)| Some((self.call(condition, false, request)?, line(condition))))
    }

    /// Whether the statement names the very principal that signs.
    pub(super) fn names_directly(&self, asked: &Asked<'_>) -> bool {
        self.compiled.principal.matches(&asked.caller) == Some(Grant::Direct)
    }

    /// What the caller must do so that the statement matches: `None` if something of it fails that the caller does not
    /// decide.
    pub(super) fn call_for(
        &self,
        asked: &Asked<'_>,
        request: &Request<'_>,
        action: NearAction<'_, '_>,
    ) -> Option<String> {
        let beside = (!self.has_principal || self.compiled.principal_matches(asked))
            && self.action(action).0
            && self.compiled.resource_matches(asked, self.words);
        let failing = self.conditions(asked).into_iter().filter(|(_, met)| !*met);
        let calls: Option<Vec<String>> = failing.map(|(condition, _)| self.call(condition, true, request)).collect();
        let mut calls = calls.filter(|calls| beside && !calls.is_empty())?;
        calls.dedup();
        Some(calls.join("; and "))
    }

    fn call(&self, condition: &CompiledCondition, must_hold: bool, request: &Request<'_>) -> Option<String> {
        let key = self.words.get(condition.key);
        let values = condition.values.iter().map(|word| self.resolved(self.words.get(*word), request));
        let values: Option<Vec<String>> = values.collect();
        let operator = condition.operator.to_string();
        calls::advice(&Wanted { operator: &operator, key, values: values?, must_hold }, request)
    }

    /// A value of the policy with what its variables stand for; `None` if one has no value.
    fn resolved(&self, text: &str, request: &Request<'_>) -> Option<String> {
        if self.version == Version::V2008 || !text.contains("${") {
            return Some(text.to_owned());
        }
        let mut shown = String::new();
        for token in tokens(text) {
            match token {
                Token::Plain(plain) => shown.push_str(plain),
                Token::Braced(inner) => match Expression::parse(inner) {
                    Expression::Literal(literal) => shown.push_str(literal),
                    Expression::Variable(variable) => shown.push_str(variable.resolve(request.context)?.text()),
                },
            }
        }
        Some(shown)
    }

    /// The variables of the values that are shown, with what they stand for.
    fn variables(&self, values: &[Box<str>], request: &Request<'_>) -> Vec<VariableValue> {
        let mut found: Vec<VariableValue> = Vec::new();
        if self.version == Version::V2008 {
            return found;
        }
        for token in values.iter().flat_map(|value| tokens(value)) {
            let Token::Braced(inner) = token else { continue };
            let Expression::Variable(variable) = Expression::parse(inner) else { continue };
            let Some(value) = variable.resolve(request.context) else { continue };
            let name: Box<str> = format!("${{{inner}}}").into();
            if found.iter().all(|known| known.name != name) {
                found.push(VariableValue { name, value: value.text().into() });
            }
        }
        found
    }

    /// Each condition and whether it holds, in the order of the text.
    fn conditions(&self, asked: &Asked<'_>) -> Vec<(&CompiledCondition, bool)> {
        let conditions = self.compiled.conditions.iter();
        let mut all: Vec<_> = conditions.map(|each| (each, each.holds(self.words, &asked.matcher))).collect();
        all.sort_by_key(|(condition, _)| condition.span.start);
        all
    }

    /// Words and where they are written.
    fn written<W: ExactSizeIterator<Item = Word>>(&self, words: W) -> impl ExactSizeIterator<Item = (&str, Span)> {
        words.map(|word| (self.words.get(word), self.words.span(word)))
    }

    fn compare(
        &self,
        told: &Told<'_, '_>,
        part: Part,
        negated: bool,
        span: Option<Span>,
        nearest: Nearest,
        actual: Option<Vec<Box<str>>>,
    ) -> Comparison {
        let mark = span.map(|span| Mark::new(self.text(), span));
        let Nearest { values, more, .. } = nearest;
        let variables = self.variables(&values, told.request);
        let mut comparison = Comparison { part, negated, mark, wanted: values, more, actual, variables, hint: None };
        comparison.hint = hints::hint(&comparison, told).map(Into::into);
        comparison
    }
}

/// How like a value is to the likest of several.
fn likest<'a>(value: &str, asked: impl Iterator<Item = &'a str>) -> Likeness {
    asked.map(|asked| Likeness::of(value, asked)).max().unwrap_or_default()
}

/// A principal entry as it is written.
fn name(entry: &PrincipalEntry) -> &str {
    match entry {
        PrincipalEntry::Everyone => "*",
        PrincipalEntry::Account(text)
        | PrincipalEntry::Root(text)
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
