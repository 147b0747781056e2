//! The tests of a file: who may or may not do what on what, and when.

use super::AccessFile;
use super::catalog::{can_be_asked_on, listed};
use super::group::{Group, list};
use super::only::{Only, Stated};
use super::policies::{NamedPolicy, did_you_mean};
use super::principals::Caller;
use super::resources::Target;
use super::table::{Said, Table, start};
use super::via::{self, Hop, of_credentials};
use crate::lint::facts::near::nearest;
use crate::scenario::DecisionName;
use rolecall_catalog::authorization::Action;
use rolecall_policy::document::json::{Data, Value};
use rolecall_policy::{Context, Layer};
use std::collections::HashSet;
use std::rc::Rc;

/// The most checks that the tests of one file may make together.
const MAX_CHECKS: usize = 20_000;

/// How many combinations of an action of a universe with a resource the tests of one file may go through together: all
/// actions of AWS on some ten resources.
const MAX_CONSIDERED: usize = 200_000;

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

/// What `stops_at` says of a chain of roles that ends with the request of the test.
pub(super) const AT_THE_END: &str = "request";

/// One test: each caller with each action on each target is a check.
#[derive(Debug)]
pub(super) struct Test<'n> {
    pub(super) name: String,
    pub(super) at: u32,
    pub(super) who: Vec<Rc<Caller<'n>>>,
    /// The roles that each caller assumes, one after another.
    pub(super) via: Rc<Vec<Hop<'n>>>,
    pub(super) may: Vec<Said<'n>>,
    pub(super) may_not: Vec<Said<'n>>,
    pub(super) only: Option<Only<'n>>,
    pub(super) on: Vec<Rc<Target<'n>>>,
    /// Of the group and of the test.
    pub(super) when: Context,
    /// Of the group alone: those of the requests for roles too.
    pub(super) shared: Context,
    /// Keys that the requests do not have.
    pub(super) without: Vec<Said<'n>>,
    pub(super) endpoint: Option<Vec<Rc<NamedPolicy<'n>>>>,
    /// The layer that must deny, whoever else does.
    pub(super) because: Option<Layer>,
    /// Denied by a `Deny`, or for want of an `Allow`.
    pub(super) explicit: Option<bool>,
    /// The role that must not be assumed, or [`AT_THE_END`].
    pub(super) stops_at: Option<&'n str>,
}

/// What people call a layer in these files.
pub(super) fn layer_name(layer: Layer) -> &'static str {
    LAYERS.iter().find(|(_, known)| *known == layer).map_or("", |(name, _)| name)
}

/// One question of a test, whoever asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'t, 'n> {
    pub(super) action: &'t str,
    pub(super) target: &'t Target<'n>,
    /// Allowed or denied.
    pub(super) expected: DecisionName,
    /// Whether `because` and `explicit` are said of it. What `only` denies is denied for many reasons.
    pub(super) has_reason: bool,
}

impl<'n> Test<'n> {
    /// Reads the lists `test` and `group`.
    pub(super) fn read_all(tests: Option<&'n Value>, groups: Option<&'n Value>, file: &AccessFile<'n>) -> Vec<Self> {
        let errors = file.catalog.errors;
        let mut groups_read = vec![(Group::default(), list("test", tests, file))];
        groups_read.extend(list("group", groups, file).iter().filter_map(|value| Group::read(value, file)));
        let mut names = HashSet::new();
        let (mut checks, mut considered) = (0usize, 0usize);
        let mut read = Vec::new();
        for (group, list) in &groups_read {
            for value in *list {
                let before = errors.count();
                let Some(test) = Self::read(value, group, file) else { continue };
                if !names.insert(test.name.clone()) {
                    errors.add(test.at, format!("two tests have the name `{}`", test.name));
                }
                considered = considered.saturating_add(test.considered());
                if considered > MAX_CONSIDERED {
                    let most = format!("{MAX_CONSIDERED} pairs of action and resource");
                    errors.add(test.at, format!("the tests with `only` check more than {most}; narrow `among`"));
                    return read;
                }
                let its_checks = test.checks();
                if errors.count() == before && its_checks == 0 {
                    errors.add(test.at, "the test checks nothing");
                }
                checks = checks.saturating_add(its_checks);
                read.push(test);
            }
        }
        if let Some(value) = tests.or(groups).filter(|_| checks > MAX_CHECKS) {
            errors.add(start(value), format!("the tests have {checks} checks; the limit is {MAX_CHECKS}"));
        }
        read
    }

    fn read(value: &'n Value, group: &Group<'n>, file: &AccessFile<'n>) -> Option<Self> {
        let (catalog, errors, at) = (&file.catalog, file.catalog.errors, start(value));
        let mut table = Table::of("[[test]]".to_owned(), at, value, errors)?;
        let name = table.text("name");
        if let Some(name) = name.filter(|name| name.text.trim().is_empty()) {
            errors.add(name.at, "`name` is empty; without `name`, rolecall composes one");
        }
        let (who, via) = (table.take("who"), table.take("via"));
        let (may, may_not) = (table.texts("may"), table.texts("may_not"));
        let only = Stated::take(&mut table);
        let on = table.take("on");
        let when = catalog.context(table.named("when"));
        let without = table.texts("without").unwrap_or_default();
        let endpoint = table.texts("endpoint").map(|names| file.policies.find_all(names));
        let (because, explicit, stops_at) = (table.text("because"), table.flag("explicit"), table.text("stops_at"));
        table.finish();

        let nothing = |why: &str| errors.add(at, format!("the test checks nothing: {why}"));
        for (name, is_there) in
            [("who", who.is_some() || group.who.is_some()), ("on", on.is_some() || group.on.is_some())]
        {
            if !is_there {
                nothing(&format!("it has no `{name}`"));
            }
        }
        if may.is_none() && may_not.is_none() && !only.is_there() {
            nothing("it has none of `may`, `may_not` and `only`");
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
                errors.add(key.at, format!("`{}` is in both `when` and `without`", key.text));
            }
        }
        if may_not.is_none() && (because.is_some() || explicit.is_some() || stops_at.is_some()) {
            let members = "`because`, `explicit` and `stops_at`";
            errors.add(at, format!("{members} apply to denials, but the test has no `may_not`"));
        }
        let because = because.and_then(|said| {
            let layer = LAYERS.iter().find(|(name, _)| *name == said.text).map(|(_, layer)| *layer);
            let names = LAYERS.map(|(name, _)| name);
            let wrong = || {
                let meant = nearest(said.text, names).map(did_you_mean).unwrap_or_default();
                format!("`because` must be one of {}, not `{}`{meant}", names.join(", "), said.text)
            };
            errors.note(said.at, layer.ok_or_else(wrong))
        });
        for (name, value) in [("who", who), ("on", on)] {
            if let Some(value) = value.filter(|value| matches!(&value.data, Data::Array(list) if list.is_empty())) {
                errors.add(start(value), format!("the test checks nothing: `{name}` is empty"));
            }
        }
        let only = only.find(at, file);
        let via = via.map(|via| Rc::new(via::read(via, file)));
        let stated_here: Vec<String> = when.iter().map(|(key, _)| key.to_owned()).collect();
        let mut all_when = group.context.clone();
        all_when.extend(when);
        let mut test = Self {
            name: String::new(),
            at,
            who: who.map(|who| file.callers.find(who, catalog)).or_else(|| group.who.clone())?,
            via: via.or_else(|| group.via.clone()).unwrap_or_default(),
            may: may.unwrap_or_default(),
            may_not: may_not.unwrap_or_default(),
            only,
            on: on.map(|on| file.resources.find(on, errors)).or_else(|| group.on.clone())?,
            when: all_when,
            shared: group.context.clone(),
            without,
            endpoint,
            because,
            explicit,
            stops_at: stops_at.map(|said| said.text),
        };
        test.check_via(&stated_here, stops_at, file);
        let allowed = test.only.iter().flat_map(|only| &only.actions);
        for action in test.may.iter().chain(&test.may_not).chain(allowed) {
            for target in &test.on {
                catalog.check_target(*action, &target.arn);
                errors.note(action.at, file.resources.check_role(action.text, target));
            }
        }
        let own = name.map_or_else(|| test.in_words(), |said| said.text.to_owned());
        test.name = group.name.map_or_else(|| own.clone(), |group| format!("{group} / {own}"));
        Some(test)
    }

    /// Notes what cannot be of a test whose callers act through roles.
    fn check_via(&self, stated: &[String], stops_at: Option<Said<'_>>, file: &AccessFile<'n>) {
        let errors = file.catalog.errors;
        if let Some(said) = stops_at
            && (self.via.is_empty() || said.text != AT_THE_END && !self.via.iter().any(|hop| hop.label == said.text))
        {
            let mut roles: Vec<String> = self.via.iter().map(|hop| format!("`{}`", hop.label)).collect();
            roles.dedup();
            let message = match roles.as_slice() {
                [] => "`stops_at` applies to roles, but the test has no `via`".to_owned(),
                roles => format!("`stops_at` must be {} or `{AT_THE_END}`, not `{}`", roles.join(", "), said.text),
            };
            errors.add(said.at, message);
        }
        let Some(first) = self.via.first() else { return };
        for key in stated.iter().filter_map(|key| of_credentials(key)) {
            errors.add(self.at, format!("`when` sets `{key}`, but the roles of `via` determine it"));
        }
        for caller in &self.who {
            if caller.is_anonymous() {
                errors.add(self.at, "an anonymous caller cannot assume a role");
            }
            if first.mfa && !caller.is_user() {
                let why = "only a user can present a code of an MFA device";
                errors.add(self.at, format!("`mfa`: {why}, and `{}` is not a user", caller.label));
            }
        }
    }

    /// The name of a test that has none: `dev may s3:GetObject on reports`.
    fn in_words(&self) -> String {
        let listed = |texts: Vec<&str>| texts.join(", ");
        let only = self.only.as_ref().map(|only| ("may only", only.actions.as_slice()));
        let lists = [("may", self.may.as_slice()), ("may not", self.may_not.as_slice())].into_iter();
        let verbs = lists.filter(|(_, list)| !list.is_empty()).chain(only).map(|(verb, list)| match list {
            [] => format!("{verb} nothing"),
            list => format!("{verb} {}", listed(list.iter().map(|said| said.text).collect())),
        });
        let mut who = listed(self.who.iter().map(|caller| caller.label).collect());
        if !self.via.is_empty() {
            who = format!("{who} via {}", listed(self.via.iter().map(|hop| hop.label).collect()));
        }
        let on = listed(self.on.iter().map(|target| target.label).collect());
        format!("{who} {} on {on}", verbs.collect::<Vec<_>>().join(" and "))
    }

    /// What is asked for each caller, in the order of the file.
    pub(super) fn asks(&self) -> impl Iterator<Item = Ask<'_, 'n>> {
        let on_each = |action, expected, has_reason| {
            self.on.iter().map(move |target| Ask { action, target, expected, has_reason })
        };
        let allowed = self.may.iter().chain(self.only.iter().flat_map(|only| &only.actions));
        let allowed = allowed.flat_map(move |said| on_each(said.text, DecisionName::Allowed, false));
        let denied = self.may_not.iter().flat_map(move |said| on_each(said.text, DecisionName::Denied, true));
        allowed.chain(denied).chain(self.only.iter().flat_map(|only| self.denied_by_only(only)))
    }

    fn denied_by_only<'t>(&'t self, only: &'t Only<'n>) -> impl Iterator<Item = Ask<'t, 'n>> {
        let asked =
            |action, target: &'t Target<'n>| Ask { action, target, expected: DecisionName::Denied, has_reason: false };
        let fits = |action: &Action, target: &Target<'_>| can_be_asked_on(action, &target.arn, target.is_pattern);
        let others = move |targets: &'t [Rc<Target<'n>>]| {
            let pairs =
                only.others.iter().flat_map(|(name, action)| targets.iter().map(move |target| (name, action, target)));
            pairs
                .filter(move |(_, action, target)| fits(action, target))
                .map(move |(name, _, target)| asked(name, target))
        };
        let listed = only.actions.iter().flat_map(move |said| {
            let targets = only
                .elsewhere
                .iter()
                .filter(move |target| listed(said.text).is_none_or(|action| fits(&action, target)));
            targets.map(move |target| asked(said.text, target))
        });
        others(&self.on).chain(listed).chain(others(&only.elsewhere))
    }

    fn checks(&self) -> usize {
        // Who asks nobody need not go through all that could be asked.
        if self.who.is_empty() { 0 } else { self.who.len().saturating_mul(self.asks().count()) }
    }

    /// How many pairs of action and resource must be looked at to know what `only` denies.
    fn considered(&self) -> usize {
        self.only.as_ref().map_or(0, |only| {
            let actions = only.others.len().saturating_add(only.actions.len());
            actions.saturating_mul(self.on.len().saturating_add(only.elsewhere.len()))
        })
    }
}
