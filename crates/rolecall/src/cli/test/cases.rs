//! The tests of a file: who may or may not do what on what, and when.

use super::file::AccessFile;
use super::keys::Keys;
use super::members::{Faults, Members, Said};
use super::policies::PolicyRef;
use super::principals::CallerRef;
use super::resources::Target;
use super::tree::{Data, Node};
use rolecall_policy::Layer;
use std::collections::HashSet;

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
    pub(super) at: usize,
    pub(super) who: Vec<CallerRef>,
    pub(super) may: Vec<Said<'n>>,
    pub(super) may_not: Vec<Said<'n>>,
    pub(super) on: Vec<Target<'n>>,
    pub(super) when: Keys,
    /// Keys that the requests have not.
    pub(super) without: Vec<Said<'n>>,
    pub(super) endpoint: Option<Vec<PolicyRef>>,
    /// What is expected of the denials.
    pub(super) denial: Denial,
}

/// How something is to be denied.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Denial {
    /// The layer that must deny, whoever else does.
    pub(super) because: Option<Layer>,
    /// By a `Deny`, or for want of an `Allow`.
    pub(super) explicit: Option<bool>,
}

/// What people call a layer in these files.
pub(super) fn layer_name(layer: Layer) -> &'static str {
    LAYERS.iter().find(|(_, known)| *known == layer).map_or("", |(name, _)| name)
}

impl<'n> Test<'n> {
    /// Reads the list `test`.
    pub(super) fn read_all(node: &'n Node<'_>, file: &mut AccessFile<'n>, faults: &mut Faults) -> Vec<Self> {
        let Data::List(list) = &node.data else {
            faults.add(node.start, "`test` must be a list of tables: write [[test]]");
            return Vec::new();
        };
        let mut names = HashSet::new();
        let mut checks = 0usize;
        let mut tests = Vec::new();
        for node in list {
            let before = faults.0.len();
            let Some(test) = Self::read(node, file, faults) else { continue };
            if !names.insert(test.name.clone()) {
                faults.add(node.start, format!("two tests are named `{}`", test.name));
            }
            if faults.0.len() == before && test.checks() == 0 {
                faults.add(node.start, "the test checks nothing");
            }
            checks = checks.saturating_add(test.checks());
            tests.push(test);
        }
        if checks > MAX_CHECKS {
            faults.add(node.start, format!("the tests make {checks} checks; {MAX_CHECKS} are the most"));
        }
        tests
    }

    fn read(node: &'n Node<'_>, file: &mut AccessFile<'n>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of("[[test]]".to_owned(), node.start, node, faults)?;
        let name = members.text("name", faults);
        if let Some(name) = name.filter(|name| name.text.trim().is_empty()) {
            faults.add(name.at, "`name` is empty; without a `name` one is made of the rest");
        }
        let who = members.take("who");
        let may = members.texts("may", faults);
        let may_not = members.texts("may_not", faults);
        let on = members.take("on");
        let when = Keys::read(members.named("when", faults), &file.unlisted, faults);
        let without = members.texts("without", faults).unwrap_or_default();
        let endpoint = members.texts("endpoint", faults);
        let endpoint = endpoint
            .map(|list| list.into_iter().filter_map(|said| file.policies.find(said, faults)).collect::<Vec<_>>());
        let because = members.text("because", faults);
        let explicit = members.flag("explicit", faults);
        members.finish(faults);

        let missing = |name: &str| format!("the test checks nothing: it has no `{name}`");
        if who.is_none() {
            faults.add(node.start, missing("who"));
        }
        if on.is_none() {
            faults.add(node.start, missing("on"));
        }
        if may.is_none() && may_not.is_none() {
            faults.add(node.start, "the test checks nothing: it has neither `may` nor `may_not`");
        }
        for (name, list) in [("may", &may), ("may_not", &may_not)] {
            if list.as_ref().is_some_and(Vec::is_empty) {
                faults.add(node.start, format!("the test checks nothing: `{name}` is empty"));
            }
        }
        for action in may.iter().chain(&may_not).flatten() {
            file.unlisted.check_action(*action, faults);
        }
        for key in &without {
            file.unlisted.check_key(key.text, key.at, faults);
            if when.has(key.text) {
                faults.add(key.at, format!("`{}` is given in `when` and kept out by `without`", key.text));
            }
        }
        if may_not.is_none() && (because.is_some() || explicit.is_some()) {
            faults.add(node.start, "`because` and `explicit` are about denials, but the test has no `may_not`");
        }
        let layer = because.and_then(|said| {
            let found = LAYERS.iter().find(|(name, _)| *name == said.text).map(|(_, layer)| *layer);
            if found.is_none() {
                let known = LAYERS.map(|(name, _)| name).join(", ");
                faults.add(said.at, format!("`because` must be one of {known}, not `{}`", said.text));
            }
            found
        });
        let mut listed = |node: &'n Node<'_>, name: &str| {
            if matches!(&node.data, Data::List(list) if list.is_empty()) {
                faults.add(node.start, format!("the test checks nothing: `{name}` is empty"));
            }
        };
        let (who, on) = (who?, on?);
        listed(who, "who");
        listed(on, "on");
        let callers = file.callers.find(who, faults);
        let targets = file.resources.find(on, faults);
        for action in may.iter().chain(&may_not).flatten() {
            for target in &targets {
                file.unlisted.check_target(*action, &target.arn, faults);
            }
        }
        let test = Self {
            name: String::new(),
            at: node.start,
            who: callers,
            may: may.unwrap_or_default(),
            may_not: may_not.unwrap_or_default(),
            on: targets,
            when,
            without,
            endpoint,
            denial: Denial { because: layer, explicit },
        };
        let name = name.map_or_else(|| test.in_words(file), |said| said.text.to_owned());
        Some(Self { name, ..test })
    }

    /// The name of a test that has none: `dev may s3:GetObject on reports`.
    fn in_words(&self, file: &AccessFile<'_>) -> String {
        let actions = |list: &[Said<'_>]| list.iter().map(|said| said.text).collect::<Vec<_>>().join(", ");
        let who: Vec<&str> =
            self.who.iter().filter_map(|at| file.callers.get(*at)).map(|caller| &*caller.label).collect();
        let mut verbs = Vec::new();
        if !self.may.is_empty() {
            verbs.push(format!("may {}", actions(&self.may)));
        }
        if !self.may_not.is_empty() {
            verbs.push(format!("may not {}", actions(&self.may_not)));
        }
        let on: Vec<&str> = self.on.iter().map(|target| target.label).collect();
        format!("{} {} on {}", who.join(", "), verbs.join(" and "), on.join(", "))
    }

    fn checks(&self) -> usize {
        self.who.len().saturating_mul(self.may.len() + self.may_not.len()).saturating_mul(self.on.len())
    }
}
