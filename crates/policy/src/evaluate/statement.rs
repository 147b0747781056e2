//! One statement held against the request: principal ∧ action ∧ resource ∧ condition (R2, section 2.1).

use super::combine::CallerRule;
use super::policies::Policies;
use crate::condition::CompiledCondition;
use crate::decision::StatementRef;
use crate::document::{Effect, PolicyKind, Span, Statement, Version};
use crate::matching::action::{ActionPattern, AskedAction};
use crate::matching::matcher::Matcher;
use crate::matching::principal::{Caller, Grant, PrincipalTest};
use crate::matching::resource::{AskedResource, ResourcePattern};
use crate::matching::words::{Collector, Word, Words};
use crate::request::Request;
use crate::services;

/// The request as statements see it.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) caller: Caller<'a>,
    /// What is asked of a caller of this kind.
    pub(crate) rule: CallerRule,
    pub(crate) action: AskedAction<'a>,
    /// The hash of the action's service, by which indexes find it.
    pub(crate) service: u32,
    pub(crate) resource: AskedResource<'a>,
    pub(crate) matcher: Matcher<'a>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(
        request: &Request<'a>,
        policies: &Policies<'_>,
        action: AskedAction<'a>,
        resource: AskedResource<'a>,
    ) -> Self {
        let rule = CallerRule::of(request.principal);
        Self {
            caller: Caller {
                principal: request.principal,
                canonical_id: request.s3.and_then(|facts| facts.caller_canonical_id.as_deref()),
                bounded: rule.boundary && policies.boundary.is_some(),
            },
            rule,
            action,
            service: services::hash(action.service),
            resource,
            matcher: Matcher::new(request.context),
        }
    }
}

/// A way to hold statements against a request: exactly, or so far as the request is known (see `unknown`).
pub(crate) trait Ask<'a> {
    /// Whether the text of the resource rules out statements, so that an index may leave them out.
    const RESOURCE_IS_KNOWN: bool;

    /// The request.
    fn asked(&self) -> &Asked<'a>;

    /// Whether a statement counts as matching, given that its action does, and how it names the caller.
    fn holds(&self, at: StatementRef, statement: &CompiledStatement, words: &Words) -> Option<Grant>;
}

impl<'a> Ask<'a> for Asked<'a> {
    const RESOURCE_IS_KNOWN: bool = true;

    fn asked(&self) -> &Asked<'a> {
        self
    }

    fn holds(&self, _: StatementRef, statement: &CompiledStatement, words: &Words) -> Option<Grant> {
        statement.matches_beside_action(self, words)
    }
}

/// A statement with its patterns compiled. What it says in words is kept by its policy.
#[derive(Debug, Clone)]
pub(crate) struct CompiledStatement {
    pub(crate) span: Span,
    pub(crate) sid: Option<Word>,
    pub(crate) effect: Effect,
    pub(crate) principal: PrincipalTest,
    pub(crate) action: List<ActionPattern>,
    /// `None`: the policy has no resource part.
    pub(crate) resource: Option<List<ResourcePattern>>,
    /// The cheapest first.
    pub(crate) conditions: Box<[CompiledCondition]>,
}

/// The patterns of `Action` or `Resource`, or of `NotAction` or `NotResource`.
#[derive(Debug, Clone)]
pub(crate) struct List<P> {
    pub(crate) negated: bool,
    /// Where the element is written; `None` if it is absent.
    pub(crate) span: Option<Span>,
    pub(crate) patterns: Box<[P]>,
}

impl<P> List<P> {
    /// An absent element never matches, just as an empty list (R1.71).
    fn absent() -> Self {
        Self { negated: false, span: None, patterns: Box::default() }
    }

    fn matches(&self, pattern: impl FnMut(&P) -> bool) -> bool {
        // An empty list never matches, negated or not (R1.71).
        !self.patterns.is_empty() && self.patterns.iter().any(pattern) != self.negated
    }
}

impl CompiledStatement {
    pub(crate) fn new<K: PolicyKind>(statement: &Statement, version: Version, words: &mut Collector) -> Self {
        let effect = statement.effect.value;
        let action = statement.action.as_ref().map_or_else(List::absent, |element| List {
            negated: element.negated,
            span: Some(element.span),
            patterns: element.patterns.iter().map(|pattern| ActionPattern::new(pattern, words)).collect(),
        });
        let resource = K::HAS_RESOURCE.then(|| {
            statement.resource.as_ref().map_or_else(List::absent, |element| List {
                negated: element.negated,
                span: Some(element.span),
                patterns: element
                    .patterns
                    .iter()
                    .map(|pattern| ResourcePattern::new(pattern, version, words))
                    .collect(),
            })
        });
        let conditions = statement.conditions.iter();
        let mut conditions: Vec<_> =
            conditions.map(|element| CompiledCondition::new(element, version, words)).collect();
        conditions.sort_by_key(CompiledCondition::cost);
        Self {
            span: statement.span,
            sid: statement.sid.as_ref().map(|sid| words.written(sid)),
            effect,
            principal: PrincipalTest::new(statement.principal.as_ref(), effect == Effect::Deny, K::WITHOUT_PRINCIPAL),
            action,
            resource,
            conditions: conditions.into(),
        }
    }

    /// Whether the whole statement matches, and how it names the caller.
    pub(crate) fn matches(&self, asked: &Asked<'_>, words: &Words) -> Option<Grant> {
        if self.action_matches(asked, words) { self.matches_beside_action(asked, words) } else { None }
    }

    /// Whether the statement matches, given that its action does.
    pub(crate) fn matches_beside_action(&self, asked: &Asked<'_>, words: &Words) -> Option<Grant> {
        if !self.resource_matches(asked, words) {
            return None;
        }
        let grant = self.principal.matches(&asked.caller)?;
        self.conditions.iter().all(|condition| condition.holds(words, &asked.matcher)).then_some(grant)
    }

    pub(crate) fn principal_matches(&self, asked: &Asked<'_>) -> bool {
        self.principal.matches(&asked.caller).is_some()
    }

    pub(crate) fn action_matches(&self, asked: &Asked<'_>, words: &Words) -> bool {
        self.action.matches(|pattern| pattern.matches(asked.action, words, &asked.matcher))
    }

    pub(crate) fn resource_matches(&self, asked: &Asked<'_>, words: &Words) -> bool {
        self.resource
            .as_ref()
            .is_none_or(|resource| resource.matches(|pattern| pattern.matches(&asked.resource, words, &asked.matcher)))
    }

    pub(crate) fn action_patterns(&self) -> &[ActionPattern] {
        &self.action.patterns
    }

    pub(crate) fn is_not_action(&self) -> bool {
        self.action.negated
    }

    /// How many beginnings of resources it has, at least one.
    pub(crate) fn count_of_resources(&self) -> usize {
        self.resource.as_ref().filter(|resource| !resource.negated).map_or(1, |resource| resource.patterns.len().max(1))
    }

    /// What each resource begins with that the statement can match; `None` if it can match any.
    pub(crate) fn resource_beginnings<'a>(&'a self, words: &'a Words) -> Option<impl Iterator<Item = Word> + 'a> {
        let resource = self.resource.as_ref().filter(|resource| !resource.negated)?;
        Some(resource.patterns.iter().map(|pattern| pattern.word.first(pattern.beginning(words).len())))
    }
}
