//! Who holds statements against a request that is not all known.
//!
//! First all statements about the action are looked at once, and noted in a [`Table`] if they match all completions or
//! some. A [`World`] then answers out of the table: it counts what matches all, and of what matches some as it is told.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Question;
use super::possible::Part;
use crate::decision::{Layer, StatementRef};
use crate::document::Effect;
use crate::evaluate::{Ask, Asked, CompiledStatement, List, ResourceFacts, judge};
use crate::matching::principal::Grant;
use crate::matching::resource::{ResourceForm, ResourcePattern};
use crate::matching::sets::{Bounds, Coverage};
use crate::matching::words::Words;

/// The statements that match all completions, or some.
pub(super) type Table = BTreeMap<StatementRef, Held>;

/// A statement held against all completions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) effect: Effect,
    grant: Grant,
    pub(super) coverage: Coverage,
}

/// Statements of which any one is as good as any other: of a layer, and of its level if it has levels, with one effect.
/// Of a resource policy's Allows those are alike that name the caller in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub(super) layer: Layer,
    level: u32,
    pub(super) denies: bool,
    grant: Option<Grant>,
}

impl Held {
    pub(super) fn group(&self, at: StatementRef) -> Group {
        let denies = self.effect == Effect::Deny;
        let grant = (at.layer == Layer::Resource && !denies).then_some(self.grant);
        Group { layer: at.layer, level: at.level, denies, grant }
    }
}

/// Counts statements out of a table.
pub(super) struct World<'w, 'a> {
    pub(super) asked: &'w Asked<'a>,
    pub(super) table: &'w Table,
    /// Whether statements of which nobody knows match as the caller would wish: Allows do, Denys do not.
    pub(super) better: &'w dyn Fn(Group) -> bool,
}

impl<'a> Ask<'a> for World<'_, 'a> {
    const RESOURCE_IS_KNOWN: bool = false;

    fn asked(&self) -> &Asked<'a> {
        self.asked
    }

    fn holds(&self, at: StatementRef, _: &CompiledStatement, _: &Words) -> Option<Grant> {
        let held = self.table.get(&at)?;
        let group = held.group(at);
        let counts = match held.coverage {
            Coverage::All => true,
            Coverage::None => false,
            Coverage::Some => (self.better)(group) != group.denies,
        };
        counts.then_some(held.grant)
    }
}

/// Looks at every statement of the layers that are asked, and lets none count, so that none is passed over.
struct Visit<'w, 'a, F> {
    asked: &'w Asked<'a>,
    see: RefCell<F>,
}

impl<'a, F: FnMut(StatementRef, &CompiledStatement, &Words)> Ask<'a> for Visit<'_, 'a, F> {
    const RESOURCE_IS_KNOWN: bool = false;

    fn asked(&self) -> &Asked<'a> {
        self.asked
    }

    fn holds(&self, at: StatementRef, statement: &CompiledStatement, words: &Words) -> Option<Grant> {
        (self.see.borrow_mut())(at, statement, words);
        None
    }
}

impl Question<'_, '_> {
    /// Calls `see` with every statement whose action matches, of the layers that are asked given these facts.
    pub(super) fn visit(&self, facts: ResourceFacts, see: impl FnMut(StatementRef, &CompiledStatement, &Words)) {
        let visit = Visit { asked: &self.asked, see: RefCell::new(see) };
        judge(&self.request, self.policies, &visit, facts);
    }

    /// Adds to the table what these facts let be asked.
    pub(super) fn collect(&self, mut table: Table, facts: ResourceFacts) -> Table {
        self.visit(facts, |at, statement, words| {
            if table.contains_key(&at) {
                return;
            }
            let Some(grant) = statement.principal.matches(&self.asked.caller) else { return };
            let coverage = self.coverage(statement, words);
            if coverage != Coverage::None {
                table.insert(at, Held { effect: statement.effect, grant, coverage });
            }
        });
        table
    }

    /// How many of the completions match the resource and the conditions of a statement.
    fn coverage(&self, statement: &CompiledStatement, words: &Words) -> Coverage {
        let mut coverage = self.resource_coverage(statement, words);
        for condition in &statement.conditions {
            if coverage == Coverage::None {
                break;
            }
            coverage = coverage.and(condition.coverage(words, &self.known));
        }
        coverage
    }

    pub(super) fn resource_coverage(&self, statement: &CompiledStatement, words: &Words) -> Coverage {
        match &statement.resource {
            None => Coverage::All,
            // An empty list never matches, negated or not (R1.71).
            Some(List { patterns, .. }) if patterns.is_empty() => Coverage::None,
            Some(list) => {
                let matched = self.patterns_coverage(&list.patterns, words);
                if list.negated { matched.negated() } else { matched }
            }
        }
    }

    /// How many of the resources match one of the patterns.
    pub(super) fn patterns_coverage(&self, patterns: &[ResourcePattern], words: &Words) -> Coverage {
        let mut bounds = Bounds::default();
        for pattern in patterns {
            pattern.add_to(&mut bounds, words, &self.known);
        }
        let everything = || patterns.iter().any(|pattern| matches!(pattern.form, ResourceForm::Everything));
        let parts = self.possible.resources().iter().map(|part| match part {
            Part::Texts(set) => bounds.coverage(set),
            Part::NoResource => Coverage::certain(everything()),
        });
        parts.reduce(Coverage::or_else).unwrap_or(Coverage::Some)
    }
}
