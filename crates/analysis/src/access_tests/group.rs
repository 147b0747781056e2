//! Groups of tests: tests that share callers, resources or circumstances.

use super::AccessFile;
use super::principals::Caller;
use super::resources::Target;
use super::table::{Table, start};
use super::via::{self, Hop};
use rolecall_policy::Context;
use rolecall_policy::document::json::{Data, Value};
use std::rc::Rc;

/// What tests of a group share; of a test that is in none, nothing.
#[derive(Debug, Default)]
pub(super) struct Group<'n> {
    pub(super) name: Option<&'n str>,
    /// Of tests that name no callers of their own.
    pub(super) who: Option<Vec<Rc<Caller<'n>>>>,
    /// Of tests that name no roles of their own.
    pub(super) via: Option<Rc<Vec<Hop<'n>>>>,
    /// Of tests that name no resources of their own.
    pub(super) on: Option<Vec<Rc<Target<'n>>>>,
    /// Condition keys of every request; what a test states of a key comes before.
    pub(super) context: Context,
}

impl<'n> Group<'n> {
    /// Reads a group, and the list of its tests.
    pub(super) fn read(value: &'n Value, file: &AccessFile<'n>) -> Option<(Self, &'n [Value])> {
        let (catalog, errors, at) = (&file.catalog, file.catalog.errors, start(value));
        let mut table = Table::of("[[group]]".to_owned(), at, value, errors)?;
        let name = table.text("name");
        if let Some(name) = name.filter(|name| name.text.trim().is_empty()) {
            errors.add(name.at, "the `name` of a group is empty");
        }
        let (who, via, on) = (table.take("who"), table.take("via"), table.take("on"));
        let context = catalog.context(table.named("context"));
        let tests = table.take("test");
        table.finish();
        for (name, value) in [("who", who), ("on", on)] {
            if let Some(value) = value.filter(|value| matches!(&value.data, Data::Array(list) if list.is_empty())) {
                errors.add(start(value), format!("the tests of the group check nothing: `{name}` is empty"));
            }
        }
        let tests = list("group.test", tests, file);
        if tests.is_empty() {
            errors.add(at, "the group has no [[group.test]]");
        }
        let group = Self {
            name: name.map(|said| said.text),
            who: who.map(|who| file.callers.find(who, catalog)),
            via: via.map(|via| Rc::new(via::read(via, file))),
            on: on.map(|on| file.resources.find(on, errors)),
            context,
        };
        Some((group, tests))
    }
}

/// The tables of a list, which are written `[[name]]`.
pub(super) fn list<'n>(name: &str, value: Option<&'n Value>, file: &AccessFile<'n>) -> &'n [Value] {
    match value.map(|value| (&value.data, value)) {
        None => &[],
        Some((Data::Array(list), _)) => list,
        Some((_, value)) => {
            let member = name.rsplit('.').next().unwrap_or(name);
            file.catalog.errors.add(start(value), format!("`{member}` must be a list of tables: write [[{name}]]"));
            &[]
        }
    }
}
