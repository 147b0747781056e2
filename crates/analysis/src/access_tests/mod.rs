//! Access tests: files that say who may or may not do what, against policies. `rolecall test` runs them.
//!
//! A file becomes a tree of values with their places, whether it is TOML or JSON (`value`, `table`). [`AccessFile`]
//! understands the tree: `policies`, `principals`, `resources` and the `organization` by their names, and each `test`,
//! alone or in a `group`. What `only` denies is gone through by `only`.
//! Every mistake is noted, also what AWS does not have (`catalog`, `ids`). `run` makes a [`crate::scenario`] of each
//! combination (`request`), and the engine decides it (`judge`); if the caller acts through roles (`via`), each must be
//! allowed to be assumed first (`chain`). A [`World`] tells of what is there without being named; `details` reads one from
//! what AWS tells of an account. `coverage` counts the statements that matched; `report` tells.
//!
//! The caller reads the files and owns the clock.

mod catalog;
mod chain;
mod coverage;
mod details;
mod group;
mod ids;
mod judge;
mod only;
mod organization;
mod policies;
mod principals;
mod report;
mod request;
mod resources;
mod run;
mod table;
mod test;
mod value;
mod via;
mod world;

pub use catalog::never_asked_on;
pub use coverage::Coverage;
pub use details::DetailsFile;
pub use report::{CoverageDetail, FileReport, Mistake, Report, TextStyle, Tone};
pub use world::{World, WorldPolicy, WorldPrincipal, WorldResource};

use catalog::Catalog;
use organization::Organization;
use policies::NamedPolicies;
use principals::Callers;
use resources::Resources;
use rolecall_policy::document::json::Value;
use rolecall_policy::explain::Position;
use rolecall_policy::{Context, Span};
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

/// What a file may name beside itself.
#[derive(Clone, Copy)]
pub struct Surroundings<'r> {
    /// Reads the policy files.
    pub read_policy: ReadPolicy<'r>,
    /// What is there already.
    pub world: Option<&'r World>,
}

/// How the tests of a file are run.
#[derive(Clone, Copy)]
pub struct Options<'r> {
    /// Takes the tests that run by their names.
    pub wanted: &'r dyn Fn(&str) -> bool,
    /// Whether the first test that fails is the last that runs.
    pub fail_fast: bool,
    /// Tells the time since some beginning.
    pub now: &'r dyn Fn() -> Duration,
}

/// A test that a file has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTest {
    /// Where it begins in the file, from 1.
    pub line: u32,
    /// Its name, stated or made.
    pub name: String,
}

/// What a file says: every name in it is known, every policy can be read.
#[derive(Debug)]
struct AccessFile<'n> {
    catalog: Catalog<'n>,
    policies: NamedPolicies<'n>,
    callers: Callers<'n>,
    organization: Organization<'n>,
    resources: Resources<'n>,
    /// Condition keys of every request.
    context: Context,
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

    /// Runs the tests that the options take; if anything is wrong with the file, none of them.
    pub fn run(&self, around: Surroundings<'_>, options: Options<'_>, coverage: &mut Coverage) -> FileReport {
        let run = |file: &AccessFile<'_>| run::run(file, self, options, coverage);
        let (tests, errors) = self.understand(around, run);
        FileReport { file: self.name.clone(), errors, tests: tests.unwrap_or_default() }
    }

    /// The tests whose names `wanted` takes, in the order of the file. None of them runs.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn list(&self, around: Surroundings<'_>, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<ListedTest>, FileReport> {
        let list = |file: &AccessFile<'_>| {
            let tests = file.tests.iter().filter(|test| wanted(&test.name));
            let listed =
                tests.map(|test| ListedTest { line: position(&self.text, test.at).line, name: test.name.clone() });
            listed.collect()
        };
        let (tests, errors) = self.understand(around, list);
        tests.ok_or_else(|| FileReport { file: self.name.clone(), errors, tests: Vec::new() })
    }

    /// What `then` makes of the file, or everything that is wrong with it. `then` may note mistakes too.
    fn understand<T>(
        &self,
        around: Surroundings<'_>,
        then: impl FnOnce(&AccessFile<'_>) -> T,
    ) -> (Option<T>, Vec<Mistake>) {
        let errors = Errors::default();
        let mut made = None;
        match value::read(&self.text, self.syntax) {
            Err(error) => errors.push(error),
            Ok(root) => {
                let file = AccessFile::read(self, &root, around, &errors);
                made = file.filter(|_| errors.count() == 0).map(|file| then(&file));
            }
        }
        let mistakes = self.in_words(errors);
        (made.filter(|_| mistakes.is_empty()), mistakes)
    }

    /// The mistakes in the order of the file.
    fn in_words(&self, errors: Errors) -> Vec<Mistake> {
        let mut errors = errors.0.into_inner();
        errors.sort_by_key(|error| error.at);
        let tell = |FileError { at, elsewhere, message }: FileError| {
            let (file, place) = elsewhere.unwrap_or_else(|| (self.name.clone(), position(&self.text, at)));
            Mistake { file, place: Some(place), message }
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
    fn read(file: &'n TestFile, root: &'n Value, around: Surroundings<'n>, errors: &'n Errors) -> Option<Self> {
        let Surroundings { read_policy, world } = around;
        let mut table = Table::of("the file".to_owned(), start(root), root, errors)?;
        let catalog = Catalog { unlisted: table.texts("unlisted").unwrap_or_default(), errors };
        let policies = NamedPolicies::read(table.named("policies"), file, read_policy, world, errors);
        let callers = Callers::read(table.named("principals"), &policies, world, &catalog);
        let organization = table.take("organization");
        let organization =
            organization.map(|value| Organization::read(value, start(value), &policies, errors)).unwrap_or_default();
        let resources = Resources::read(table.named("resources"), &policies, world, &catalog);
        let context = catalog.context(table.named("context"));
        let (tests, groups) = (table.take("test"), table.take("group"));
        table.finish();
        let mut file = Self { catalog, policies, callers, organization, resources, context, tests: Vec::new() };
        file.tests = Test::read_all(tests, groups, &file);
        if tests.is_none() && groups.is_none() || file.tests.is_empty() && errors.count() == 0 {
            errors.add(0, "the file has no [[test]]");
        }
        Some(file)
    }
}
