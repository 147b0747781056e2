//! One statement held against the request: principal ∧ action ∧ resource ∧ condition (R2, section 2.1).

use crate::condition::CompiledCondition;
use crate::document::{Effect, PolicyKind, Statement, Version};
use crate::matching::action::{ActionPattern, AskedAction};
use crate::matching::principal::{Caller, Grant, PrincipalTest};
use crate::matching::resource::{AskedResource, ResourcePattern};
use crate::request::Context;

/// The request as statements see it.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) caller: Caller<'a>,
    pub(crate) action: AskedAction<'a>,
    pub(crate) resource: AskedResource<'a>,
    pub(crate) context: &'a Context,
}

/// A statement with its patterns compiled.
#[derive(Debug, Clone)]
pub(crate) struct CompiledStatement {
    effect: Effect,
    principal: PrincipalTest,
    action: List<ActionPattern>,
    /// `None`: the policy has no resource part.
    resource: Option<List<ResourcePattern>>,
    conditions: Box<[CompiledCondition]>,
}

/// The patterns of `Action` or `Resource`, or of `NotAction` or `NotResource`.
#[derive(Debug, Clone)]
struct List<P> {
    negated: bool,
    patterns: Box<[P]>,
}

impl<P> List<P> {
    /// An absent element never matches, just as an empty list (R1.71).
    fn absent() -> Self {
        Self { negated: false, patterns: Box::default() }
    }

    fn matches(&self, pattern: impl FnMut(&P) -> bool) -> bool {
        // An empty list never matches, negated or not (R1.71).
        !self.patterns.is_empty() && self.patterns.iter().any(pattern) != self.negated
    }
}

impl CompiledStatement {
    pub(crate) fn new<K: PolicyKind>(statement: &Statement, version: Version) -> Self {
        let effect = statement.effect.value;
        let action = statement.action.as_ref().map_or_else(List::absent, |element| List {
            negated: element.negated,
            patterns: element.patterns.iter().map(|pattern| ActionPattern::new(&pattern.value)).collect(),
        });
        let resource = K::HAS_RESOURCE.then(|| {
            statement.resource.as_ref().map_or_else(List::absent, |element| List {
                negated: element.negated,
                patterns: element
                    .patterns
                    .iter()
                    // A `null` matches nothing (R1.6), just as an empty text.
                    .map(|pattern| ResourcePattern::new(pattern.value.as_deref().unwrap_or_default(), version))
                    .collect(),
            })
        });
        Self {
            effect,
            principal: PrincipalTest::new(statement.principal.as_ref(), effect == Effect::Deny, K::WITHOUT_PRINCIPAL),
            action,
            resource,
            conditions: statement.conditions.iter().map(|element| CompiledCondition::new(element, version)).collect(),
        }
    }

    pub(crate) fn has_resource(&self) -> bool {
        self.resource.is_some()
    }

    pub(crate) fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether the whole statement matches, and how it names the caller.
    pub(crate) fn matches(&self, asked: &Asked<'_>) -> Option<Grant> {
        if !self.action_matches(asked) || !self.resource_matches(asked) {
            return None;
        }
        let grant = self.principal.matches(&asked.caller)?;
        self.conditions.iter().all(|condition| condition.holds(asked.context)).then_some(grant)
    }

    pub(crate) fn principal_matches(&self, asked: &Asked<'_>) -> bool {
        self.principal.matches(&asked.caller).is_some()
    }

    pub(crate) fn action_matches(&self, asked: &Asked<'_>) -> bool {
        self.action.matches(|pattern| pattern.matches(asked.action))
    }

    pub(crate) fn resource_matches(&self, asked: &Asked<'_>) -> bool {
        self.resource
            .as_ref()
            .is_none_or(|resource| resource.matches(|pattern| pattern.matches(&asked.resource, asked.context)))
    }

    /// Whether each condition holds, in the order of the text.
    pub(crate) fn conditions_met<'a>(&'a self, asked: &'a Asked<'_>) -> impl Iterator<Item = bool> + 'a {
        self.conditions.iter().map(|condition| condition.holds(asked.context))
    }
}
