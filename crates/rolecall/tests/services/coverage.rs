//! `docs/coverage.md`: which operations are served, and what the tables try of them.

use crate::authorization::{Row, rows};
use crate::kit::services::{SERVICES, Service};
use crate::kit::story::Table;
use crate::stories::{NEVER_WORK, tables};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Set by `cargo xtask coverage`: the page is written instead of compared.
const WRITE: &str = "ROLECALL_WRITE_COVERAGE";

const INTRODUCTION: &str = "\
# Coverage

Every operation of the services' models: whether it is served, and what the tables of the tests try of it.

- **Allowed**, **denied**: the authorization matrix (`crates/rolecall/tests/tables/authorization`) has the call with all
  the permissions that it requires, and without each of them. `never` is an operation that no policy can deny.
- **Errors**: what the stories (`crates/rolecall/tests/tables/stories`) see it answer.

This page is written by `cargo xtask coverage`; a test compares it with the tables.
";

/// The page says what the tables say.
#[test]
fn the_page_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/coverage.md");
    let page = page();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "docs/coverage.md is not what the tables say; `cargo xtask coverage` writes it");
}

fn page() -> String {
    let tables = tables();
    let mut errors: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for step in tables.iter().flat_map(Table::steps).filter(|step| !step.works()) {
        // `status code message`; an answer to HEAD has no code.
        let code = step.told.as_ref().and_then(|told| told.split(' ').nth(1));
        if let (Some(operation), Some(code)) = (step.call.operation(), code) {
            errors.entry(operation).or_default().insert(code);
        }
    }
    let mut page = INTRODUCTION.to_owned();
    for service in &*SERVICES {
        write!(page, "\n{}", section(service, &errors)).unwrap();
    }
    page
}

fn section(service: &Service, errors: &BTreeMap<(&str, &str), BTreeSet<&str>>) -> String {
    let rows = rows(service.name);
    let (served, all) = (service.served().count(), service.operations.len());
    let mut section = format!(
        "## {}: {served} of {all} operations\n\n| Operation | Served | Allowed | Denied | Errors |\n| --- | --- | --- | --- | --- |\n",
        service.name.to_uppercase()
    );
    for operation in &service.operations {
        let name = operation.name;
        let mut of_operation = rows.iter().filter(|row| row.operation == name).peekable();
        let allowed = of_operation.peek().is_some();
        let denied = match (allowed, of_operation.any(Row::has_denied_case)) {
            (_, true) => "yes",
            (true, false) => "never",
            (false, false) => "",
        };
        let yes = |it: bool| if it { "yes" } else { "" };
        let seen = errors.get(&(service.name, name)).into_iter().flatten().copied().collect::<Vec<_>>().join(", ");
        writeln!(section, "| {name} | {} | {} | {denied} | {seen} |", yes(operation.served), yes(allowed)).unwrap();
    }
    let never = NEVER_WORK.iter().filter(|(name, _)| service.operation(name).is_some_and(|it| it.served));
    let reasons: Vec<String> =
        never.map(|(name, reason)| format!("- `{name}` always answers an error: {reason}.\n")).collect();
    if !reasons.is_empty() {
        write!(section, "\n{}", reasons.concat()).unwrap();
    }
    section
}
