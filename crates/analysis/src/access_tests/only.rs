//! `only`: the actions that are allowed, where every other one must be denied.
//!
//! "Every other" must be a list that is known beforehand: the *universe* of a test. It has the catalog's actions that
//! `among` names, else those of the services of the actions in `only`. On each resource of `on`, the actions in `only`
//! must be allowed, and the rest of the universe that can be asked on such a resource must be denied. On what `elsewhere`
//! names, the whole universe must be denied, the actions in `only` too. There a pattern stands for every resource that it
//! matches, and the denial must be proven for all of them.

use super::AccessFile;
use super::catalog::Universe;
use super::resources::Target;
use super::table::{Said, Table, start};
use rolecall_policy::document::json::Value;
use std::rc::Rc;

/// What a test says with `only`.
#[derive(Debug)]
pub(super) struct Only<'n> {
    pub(super) actions: Vec<Said<'n>>,
    /// The rest of the universe.
    pub(super) others: Universe,
    pub(super) elsewhere: Vec<Rc<Target<'n>>>,
}

/// The members of a test that belong to `only`, before what they name is looked up.
#[derive(Debug)]
pub(super) struct Stated<'n> {
    actions: Option<Vec<Said<'n>>>,
    among: Option<Vec<Said<'n>>>,
    elsewhere: Option<&'n Value>,
}

impl<'n> Stated<'n> {
    pub(super) fn take(table: &mut Table<'n>) -> Self {
        Self { actions: table.texts("only"), among: table.texts("among"), elsewhere: table.take("elsewhere") }
    }

    pub(super) fn is_there(&self) -> bool {
        self.actions.is_some()
    }

    /// Looks up what it names, in a test that begins at `at`.
    pub(super) fn find(self, at: u32, file: &AccessFile<'n>) -> Option<Only<'n>> {
        let (catalog, errors) = (&file.catalog, file.catalog.errors);
        let Some(actions) = self.actions else {
            if self.among.is_some() || self.elsewhere.is_some() {
                errors.add(at, "`among` and `elsewhere` say what `only` denies, but the test has no `only`");
            }
            return None;
        };
        let before = errors.count();
        if actions.is_empty() && self.among.is_none() {
            errors.add(at, "`only` is empty, so `among` must say which actions are denied");
        }
        for action in &actions {
            catalog.check_action(*action);
        }
        let mut others = match &self.among {
            Some(patterns) => catalog.universe(patterns),
            None => catalog.services_of(&actions),
        };
        others.retain(|(name, _)| !actions.iter().any(|action| action.text.eq_ignore_ascii_case(name)));
        let elsewhere = self.elsewhere.map(|value| file.resources.find_sets(value, errors)).unwrap_or_default();
        if others.is_empty() && elsewhere.is_empty() && errors.count() == before {
            errors.add(self.elsewhere.map_or(at, start), "`only` denies nothing: `among` names no other action");
        }
        Some(Only { actions, others, elsewhere })
    }
}
