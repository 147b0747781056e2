//! What a check looks at: the parsed policy and the facts that several checks need, found once.

use super::creation::Parsed;
use super::edit::has_beside;
use super::facts::actions::{Known, Named};
use super::facts::arn::{Misfit, misfit};
use super::facts::budget::Budget;
use super::facts::keys::Key;
use super::finding::Fix;
use super::{Kind, Settings};
use rolecall_catalog::authorization::Action;
use rolecall_policy::document::json::{Data, Member, Value, quote};
use rolecall_policy::document::{ConditionElement, Effect, PrincipalEntry, Spanned, Statement, Version};
use rolecall_policy::{AccountId, Span};
use std::cell::OnceCell;
use std::collections::HashMap;

/// A policy under examination.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    pub(super) account: Option<AccountId>,
    pub(super) version: Version,
    pub(super) version_span: Option<Span>,
    pub(super) root: &'a Value,
    pub(super) parts: Vec<Part<'a>>,
    /// What one check may spend on comparing.
    pub(super) budget: Budget,
    misfits: OnceCell<Vec<(&'a str, Span, Misfit)>>,
}

/// A statement and what is known about it.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) statement: &'a Statement,
    /// The statement's members as written.
    pub(super) members: &'a [Member],
    /// What each pattern of `Action` or `NotAction` names.
    pub(super) actions: Vec<Named<'a>>,
    /// What each condition's key is.
    pub(super) keys: Vec<Key>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(text: &'a str, settings: &Settings, parsed: &'a Parsed, root: &'a Value) -> Self {
        let objects = statements(root);
        let mut known = Known::default();
        let part = |statement: &'a Statement| {
            let object = objects.binary_search_by_key(&statement.span.start, |object| object.span.start).ok();
            let object = object.and_then(|at| objects.get(at));
            let members = object.map_or(&[][..], |object| members(object));
            let patterns = statement.action.iter().flat_map(|element| &element.patterns);
            let actions: Vec<Named<'_>> = patterns.map(|pattern| Named::of(pattern, &mut known)).collect();
            let keys = statement.conditions.iter().map(|condition| Key::of(&condition.key.value)).collect();
            Part { statement, members, actions, keys }
        };
        Self {
            text,
            kind: settings.kind,
            account: settings.account,
            version: parsed.version,
            version_span: parsed.version_span,
            root,
            budget: Budget::full(),
            misfits: OnceCell::new(),
            parts: parsed.statements.iter().map(part).collect(),
        }
    }

    /// Each condition of every statement with what is known about its key.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&'a ConditionElement, &Key)> {
        self.parts.iter().flat_map(Part::conditions)
    }

    /// The statements that allow, in a policy of this kind; of another kind, none.
    pub(super) fn allowing(&self, kind: Kind) -> impl Iterator<Item = &Part<'a>> {
        self.parts.iter().filter(move |part| self.kind == kind && part.allows())
    }

    /// The resource patterns of every statement.
    pub(super) fn resources(&self) -> impl Iterator<Item = (&'a str, Span)> {
        self.parts.iter().flat_map(Part::resources)
    }

    /// The resource patterns that are no ARNs of their service, for this reason.
    pub(super) fn misfits(&self, reason: Misfit) -> impl Iterator<Item = (&'a str, Span)> {
        let misfits = self.misfits.get_or_init(|| {
            self.resources().filter_map(|(arn, span)| Some((arn, span, misfit(arn, &self.budget)?))).collect()
        });
        misfits.iter().filter(move |(.., misfit)| *misfit == reason).map(|(arn, span, _)| (*arn, *span))
    }

    /// The action patterns of every statement, those of `NotAction` too.
    pub(super) fn actions(&self) -> impl Iterator<Item = &Named<'a>> {
        self.parts.iter().flat_map(|part| &part.actions)
    }

    /// Writes `name` in place of the member name at `place`: none if the object already has a member of that name.
    pub(super) fn rename(&self, place: Span, verb: &str, name: &str) -> Option<Fix> {
        (!has_beside(self.root, place, name)).then(|| Fix::proposed(format!("{verb} `{name}`"), place, quote(name)))
    }

    /// The items of the `Statement` list, if it is one.
    pub(super) fn statement_list(&self) -> Option<&'a Value> {
        let member = members(self.root).iter().find(|member| &*member.name.value == "Statement")?;
        matches!(member.value.data, Data::Array(_)).then_some(&member.value)
    }
}

impl<'a> Part<'a> {
    pub(super) fn allows(&self) -> bool {
        self.statement.effect.value == Effect::Allow
    }

    pub(super) fn denies(&self) -> bool {
        self.statement.effect.value == Effect::Deny
    }

    /// The value of a member as written.
    pub(super) fn member(&self, name: &str) -> Option<&'a Member> {
        self.members.iter().find(|member| &*member.name.value == name)
    }

    /// The patterns of `Action`; none for `NotAction`.
    pub(super) fn listed_actions(&self) -> &[Named<'a>] {
        if self.statement.action.as_ref().is_some_and(|element| element.negated) { &[] } else { &self.actions }
    }

    /// Every action that the statement can be about, if the catalog knows them all: `None` for `NotAction`, `*`, and
    /// names that the catalog does not have.
    pub(super) fn known_actions(&self) -> Option<Vec<Action>> {
        let listed = self.listed_actions();
        let mut actions = Vec::new();
        for named in listed {
            let known = named.actions()?;
            if known.is_empty() {
                return None;
            }
            actions.extend_from_slice(known);
        }
        (!listed.is_empty()).then_some(actions)
    }

    /// `NotAction`.
    pub(super) fn has_not_action(&self) -> bool {
        self.statement.action.as_ref().is_some_and(|element| element.negated)
    }

    /// `NotResource`.
    pub(super) fn has_not_resource(&self) -> bool {
        self.statement.resource.as_ref().is_some_and(|element| element.negated)
    }

    /// The patterns of `Resource` or `NotResource`, without the `null`s.
    pub(super) fn resources(&self) -> impl Iterator<Item = (&'a str, Span)> + use<'a> {
        let element = self.statement.resource.as_ref();
        let patterns = element.into_iter().flat_map(|element| &element.patterns);
        patterns.filter_map(|pattern| Some((pattern.value.as_deref()?, pattern.span)))
    }

    /// Where a pattern of `Resource` is that stands for everything.
    pub(super) fn resource_star(&self) -> Option<Span> {
        if self.has_not_resource() {
            return None;
        }
        self.resources().find(|(pattern, _)| pattern.bytes().all(|byte| byte == b'*')).map(|(_, span)| span)
    }

    /// Each condition with what is known about its key.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&'a ConditionElement, &Key)> {
        self.statement.conditions.iter().zip(&self.keys)
    }

    /// The conditions by their keys in small letters.
    pub(super) fn conditions_of_keys(&self) -> HashMap<String, Vec<&'a ConditionElement>> {
        let mut all: HashMap<String, Vec<&'a ConditionElement>> = HashMap::new();
        for condition in &self.statement.conditions {
            all.entry(condition.key.value.to_ascii_lowercase()).or_default().push(condition);
        }
        all
    }

    /// The values of the conditions as they are written, by the places of their keys and values.
    pub(super) fn condition_values(&self) -> HashMap<Span, &'a Value> {
        let operators = self.member("Condition").into_iter().flat_map(|member| members(&member.value));
        operators.flat_map(|of| members(&of.value)).map(|member| (member.span(), &member.value)).collect()
    }

    /// Whether the operator of the condition stands over no other key.
    pub(super) fn is_alone_under_its_operator(&self, condition: &ConditionElement) -> bool {
        let same = |other: &&ConditionElement| other.operator.span == condition.operator.span;
        self.statement.conditions.iter().filter(same).count() == 1
    }

    /// Whether a condition tests this key, compared without regard to case.
    pub(super) fn tests(&self, key: &str) -> bool {
        self.statement.conditions.iter().any(|condition| condition.key.value.eq_ignore_ascii_case(key))
    }

    /// The entries of `Principal`; none for `NotPrincipal`.
    pub(super) fn principals(&self) -> &'a [Spanned<PrincipalEntry>] {
        match &self.statement.principal {
            Some(element) if !element.negated => &element.entries,
            _ => &[],
        }
    }
}

/// The statements' objects.
pub(super) fn statements(root: &Value) -> &[Value] {
    let Some(member) = members(root).iter().find(|member| &*member.name.value == "Statement") else { return &[] };
    if let Data::Array(list) = &member.value.data { list } else { std::slice::from_ref(&member.value) }
}

/// An object's members; none if it is not an object.
pub(super) fn members(value: &Value) -> &[Member] {
    if let Data::Object(members) = &value.data { members } else { &[] }
}
