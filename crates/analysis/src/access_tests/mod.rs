//! Access tests: files that say who may or may not do what, against policies. `rolecall test` runs them.
//!
//! A file becomes a tree of values with their places, whether it is TOML or JSON (`value`, `table`). [`AccessFile`]
//! understands the tree: `policies`, `principals`, `resources` and the `organization` by their names, and each `test`.
//! Every mistake is noted, also what AWS does not have (`catalog`, `ids`). `run` makes a [`crate::scenario`] of each
//! combination, and the engine decides it; `coverage` counts the statements that matched; `report` tells.
//!
//! The caller reads the files and owns the clock.

mod catalog;
mod coverage;
mod ids;
mod organization;
mod policies;
mod principals;
mod report;
mod resources;
mod run;
mod table;
mod test;
mod value;

pub use coverage::Coverage;
pub use report::{CoverageDetail, FileReport, Report};

use catalog::Catalog;
use organization::Organization;
use policies::NamedPolicies;
use principals::Callers;
use resources::Resources;
use rolecall_policy::Span;
use rolecall_policy::document::json::Value;
use rolecall_policy::explain::Position;
use std::path::{Path, PathBuf};
use std::time::Duration;
use table::{Errors, FileError, Table, start};
use test::Test;
use value::Syntax;

/// What some editors begin a file with to say that it is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file with access tests.
#[derive(Debug)]
pub struct TestFile {
    /// As it was named.
    name: String,
    text: String,
    syntax: Syntax,
}

/// A file with a policy.
#[derive(Debug)]
pub struct PolicyFile {
    /// How its name is shown.
    pub shown: String,
    /// Where it is, whatever it was called.
    pub canonical: PathBuf,
    /// Its text, or why it cannot be read.
    pub text: Result<String, String>,
}

/// Reads the policy file of a name, which is relative to the file with the tests.
pub type ReadPolicy<'r> = &'r dyn Fn(&str) -> PolicyFile;

/// What a file says: every name in it is known, every policy can be read.
#[derive(Debug)]
struct AccessFile<'n> {
    catalog: Catalog<'n>,
    policies: NamedPolicies<'n>,
    callers: Callers<'n>,
    organization: Organization<'n>,
    resources: Resources<'n>,
    tests: Vec<Test<'n>>,
}

impl TestFile {
    /// A file of this name and text. It is TOML or JSON by the extension of the name, otherwise by the text.
    #[must_use]
    pub fn new(name: String, mut text: String) -> Self {
        // TOML's reader skips it; JSON's does not.
        if text.starts_with(BYTE_ORDER_MARK) {
            text.remove(0);
        }
        let syntax = match Path::new(&name).extension().and_then(|extension| extension.to_str()) {
            Some("toml") => Syntax::Toml,
            Some("json") => Syntax::Json,
            // A TOML file cannot begin with a brace.
            _ if text.trim_start().starts_with('{') => Syntax::Json,
            _ => Syntax::Toml,
        };
        Self { name, text, syntax }
    }

    /// Runs the tests whose names `wanted` takes; if anything is wrong with the file, none of them. `now` tells the time
    /// since some beginning.
    pub fn run(
        &self,
        read_policy: ReadPolicy<'_>,
        wanted: impl Fn(&str) -> bool,
        now: impl Fn() -> Duration,
        coverage: &mut Coverage,
    ) -> FileReport {
        let errors = Errors::default();
        let mut tests = Vec::new();
        match value::read(&self.text, self.syntax) {
            Err(error) => errors.push(error),
            Ok(root) => {
                let file = AccessFile::read(self, &root, read_policy, &errors);
                if let Some(file) = file.filter(|_| errors.count() == 0) {
                    tests = run::run(&file, self, wanted, now, coverage);
                }
            }
        }
        let errors = self.in_words(errors);
        if !errors.is_empty() {
            tests.clear();
        }
        FileReport { file: self.name.clone(), errors, tests }
    }

    /// The errors in the order of the file: `access.toml:3:7: …`.
    fn in_words(&self, errors: Errors) -> Vec<String> {
        let mut errors = errors.0.into_inner();
        errors.sort_by_key(|error| error.at);
        let tell = |FileError { at, elsewhere, message }: FileError| match elsewhere {
            Some(place) => format!("{place}: {message}"),
            None => {
                let Position { line, column } = position(&self.text, at);
                format!("{}:{line}:{column}: {message}", self.name)
            }
        };
        errors.into_iter().map(tell).collect()
    }
}

/// The place of a byte.
fn position(text: &str, at: u32) -> Position {
    Position::of_span(text, Span { start: at, end: at }).0
}

impl<'n> AccessFile<'n> {
    /// Understands a file; what is wrong with it is noted.
    fn read(file: &'n TestFile, root: &'n Value, read_policy: ReadPolicy<'_>, errors: &'n Errors) -> Option<Self> {
        let mut table = Table::of("the file".to_owned(), start(root), root, errors)?;
        let catalog = Catalog { unlisted: table.texts("unlisted").unwrap_or_default(), errors };
        let policies = NamedPolicies::read(table.named("policies"), file, read_policy, errors);
        let callers = Callers::read(table.named("principals"), &policies, &catalog);
        let organization = table.take("organization");
        let organization =
            organization.map(|value| Organization::read(value, start(value), &policies, errors)).unwrap_or_default();
        let resources = Resources::read(table.named("resources"), &policies, &catalog);
        let tests = table.take("test");
        table.finish();
        let mut file = Self { catalog, policies, callers, organization, resources, tests: Vec::new() };
        if let Some(value) = tests {
            file.tests = Test::read_all(value, &file);
        }
        if tests.is_none() || file.tests.is_empty() && errors.count() == 0 {
            errors.add(0, "the file has no [[test]]");
        }
        Some(file)
    }
}
