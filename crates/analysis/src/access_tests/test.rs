//! The tests of a file: who may or may not do what on what, and when.

use super::AccessFile;
use super::policies::NamedPolicy;
use super::principals::Caller;
use super::resources::Target;
use super::table::{Said, Table, start};
use rolecall_policy::document::json::{Data, Value};
use rolecall_policy::{Context, Layer};
use std::collections::HashSet;
use std::rc::Rc;

/// The most checks that the tests of one file may make together.
const MAX_CHECKS: usize = 20_000;

/// The layers that a test may expect to deny.
const LAYERS: [(&str, Layer); 10] = [
    ("identity", Layer::Identity),
    ("boundary", Layer::Boundary),
    ("session", Layer::Session),
    ("resource", Layer::Resource),
    ("endpoint", Layer::Endpoint),
    ("scp", Layer::Scp),
    ("rcp", Layer::Rcp),
    ("caller", Layer::Caller),
    ("partition", Layer::Partition),
    ("reserved", Layer::Reserved),
];

/// One test: each caller with each action on each target is a check.
#[derive(Debug)]
pub(super) struct Test<'n> {
    pub(super) name: String,
    pub(super) at: u32,
    pub(super) who: Vec<Rc<Caller<'n>>>,
    pub(super) may: Vec<Said<'n>>,
    pub(super) may_not: Vec<Said<'n>>,
    pub(super) on: Vec<Target<'n>>,
    pub(super) when: Context,
    /// Keys that the requests do not have.
    pub(super) without: Vec<Said<'n>>,
    pub(super) endpoint: Option<Vec<Rc<NamedPolicy<'n>>>>,
    /// The layer that must deny, whoever else does.
    pub(super) because: Option<Layer>,
    /// Denied by a `Deny`, or for want of an `Allow`.
    pub(super) explicit: Option<bool>,
}

/// What people call a layer in these files.
pub(super) fn layer_name(layer: Layer) -> &'static str {
    LAYERS.iter().find(|(_, known)| *known == layer).map_or("", |(name, _)| name)
}

impl<'n> Test<'n> {
    /// Reads the list `test`.
    pub(super) fn read_all(value: &'n Value, file: &AccessFile<'n>) -> Vec<Self> {
        let errors = file.catalog.errors;
        let Data::Array(list) = &value.data else {
            errors.add(start(value), "`test` must be a list of tables: write [[test]]");
            return Vec::new();
        };
        let mut names = HashSet::new();
        let mut checks = 0usize;
        let mut tests = Vec::new();
        for value in list {
            let before = errors.count();
            let Some(test) = Self::read(value, file) else { continue };
            if !names.insert(test.name.clone()) {
                errors.add(test.at, format!("two tests are named `{}`", test.name));
            }
            if errors.count() == before && test.checks() == 0 {
                errors.add(test.at, "the test checks nothing");
            }
            checks = checks.saturating_add(test.checks());
            tests.push(test);
        }
        if checks > MAX_CHECKS {
            errors.add(start(value), format!("the tests make {checks} checks; {MAX_CHECKS} are the most"));
        }
        tests
    }

    fn read(value: &'n Value, file: &AccessFile<'n>) -> Option<Self> {
        let (catalog, errors, at) = (&file.catalog, file.catalog.errors, start(value));
        let mut table = Table::of("[[test]]".to_owned(), at, value, errors)?;
        let name = table.text("name");
        if let Some(name) = name.filter(|name| name.text.trim().is_empty()) {
            errors.add(name.at, "`name` is empty; without a `name` one is made of the rest");
        }
        let who = table.take("who");
        let (may, may_not) = (table.texts("may"), table.texts("may_not"));
        let on = table.take("on");
        let when = catalog.context(table.named("when"));
        let without = table.texts("without").unwrap_or_default();
        let endpoint = table.texts("endpoint").map(|names| file.policies.find_all(names));
        let (because, explicit) = (table.text("because"), table.flag("explicit"));
        table.finish();

        let nothing = |why: &str| errors.add(at, format!("the test checks nothing: {why}"));
        for (name, value) in [("who", who), ("on", on)] {
            if value.is_none() {
                nothing(&format!("it has no `{name}`"));
            }
        }
        if may.is_none() && may_not.is_none() {
            nothing("it has neither `may` nor `may_not`");
        }
        for (name, list) in [("may", &may), ("may_not", &may_not)] {
            if list.as_ref().is_some_and(Vec::is_empty) {
                nothing(&format!("`{name}` is empty"));
            }
        }
        for action in may.iter().chain(&may_not).flatten() {
            catalog.check_action(*action);
        }
        for key in &without {
            catalog.check_key(key.text, key.at);
            if when.get(key.text).is_some() {
                errors.add(key.at, format!("`{}` is given in `when` and kept out by `without`", key.text));
            }
        }
        if may_not.is_none() && (because.is_some() || explicit.is_some()) {
            errors.add(at, "`because` and `explicit` are about denials, but the test has no `may_not`");
        }
        let because = because.and_then(|said| {
            let layer = LAYERS.iter().find(|(name, _)| *name == said.text).map(|(_, layer)| *layer);
            let known = || LAYERS.map(|(name, _)| name).join(", ");
            errors.note(
                said.at,
                layer.ok_or_else(|| format!("`because` must be one of {}, not `{}`", known(), said.text)),
            )
        });
        let (who, on) = (who?, on?);
        for (name, value) in [("who", who), ("on", on)] {
            if matches!(&value.data, Data::Array(list) if list.is_empty()) {
                errors.add(start(value), format!("the test checks nothing: `{name}` is empty"));
            }
        }
        let mut test = Self {
            name: String::new(),
            at,
            who: file.callers.find(who, catalog),
            may: may.unwrap_or_default(),
            may_not: may_not.unwrap_or_default(),
            on: file.resources.find(on, errors),
            when,
            without,
            endpoint,
            because,
            explicit,
        };
        for action in test.may.iter().chain(&test.may_not) {
            for target in &test.on {
                catalog.check_target(*action, &target.arn);
            }
        }
        test.name = name.map_or_else(|| test.in_words(), |said| said.text.to_owned());
        Some(test)
    }

    /// The name of a test that has none: `dev may s3:GetObject on reports`.
    fn in_words(&self) -> String {
        let listed = |texts: Vec<&str>| texts.join(", ");
        let verbs = [("may", &self.may), ("may not", &self.may_not)].into_iter().filter(|(_, list)| !list.is_empty());
        let verbs = verbs.map(|(verb, list)| format!("{verb} {}", listed(list.iter().map(|said| said.text).collect())));
        let who = listed(self.who.iter().map(|caller| caller.label).collect());
        let on = listed(self.on.iter().map(|target| target.label).collect());
        format!("{who} {} on {on}", verbs.collect::<Vec<_>>().join(" and "))
    }

    fn checks(&self) -> usize {
        self.who.len().saturating_mul(self.may.len() + self.may_not.len()).saturating_mul(self.on.len())
    }
}
