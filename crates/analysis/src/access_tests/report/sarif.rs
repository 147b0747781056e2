//! A run as SARIF 2.1.0, which code hosts show beside the lines: a result for each test that failed, each mistake in a file,
//! and each statement that no test exercised.

use super::super::coverage::{PolicyCoverage, StatementCoverage};
use super::{FileReport, Mistake, Report, failure};
use crate::uri::file_uri;
use rolecall_policy::explain::escaped;
use serde_json::{Value, json};
use std::io::{self, Write};

/// A kind of result: its id, what it means, and its level if nothing else is said.
struct Rule {
    id: &'static str,
    about: &'static str,
    level: &'static str,
}

const FAILED: usize = 0;
const MISTAKE: usize = 1;
const UNEXERCISED: usize = 2;
/// By the indexes above.
const RULES: [Rule; 3] = [
    Rule { id: "access-test-failed", about: "The decision differs from what the access test expects", level: "error" },
    Rule { id: "access-test-mistake", about: "An access test file has an error", level: "error" },
    Rule { id: "statement-not-exercised", about: "No access test exercises the statement", level: "note" },
];

impl Report {
    /// Writes the run as SARIF. Names of files stay relative, as GitHub wants them.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_sarif(&self, mut out: impl Write) -> io::Result<()> {
        let rules = RULES.iter().map(|Rule { id, about, level }| {
            json!({ "id": id, "shortDescription": { "text": about }, "defaultConfiguration": { "level": level } })
        });
        let (placed, elsewhere): (Vec<_>, Vec<_>) =
            self.files.iter().flat_map(|file| &file.errors).partition(|mistake| mistake.place.is_some());
        let notifications = elsewhere
            .into_iter()
            .map(|mistake| json!({ "level": "error", "message": { "text": escaped(&mistake.to_string()) } }));
        let results = placed.into_iter().map(of_mistake);
        let results = results.chain(self.files.iter().flat_map(of_tests)).chain(self.of_coverage());
        let whole = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "rolecall test",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": rules.collect::<Vec<_>>(),
                } },
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": self.is_readable(),
                    "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
                }],
                "results": results.collect::<Vec<_>>(),
            }],
        });
        serde_json::to_writer_pretty(&mut out, &whole)?;
        writeln!(out)
    }

    /// What no test exercised; an error if as little as that makes the run fail.
    fn of_coverage(&self) -> impl Iterator<Item = Value> {
        let level = if self.coverage_suffices() { "note" } else { "error" };
        let statement = move |(policy, statement): (&PolicyCoverage, &StatementCoverage)| {
            let message = format!("No test exercised {} ({:?}).", policy.title(statement), statement.effect);
            let region = statement.line.map(|line| json!({ "startLine": line }));
            result(UNEXERCISED, level, &message, &policy.file, region)
        };
        self.coverage.iter().flat_map(move |coverage| coverage.unexercised().map(statement))
    }
}

fn of_tests(file: &FileReport) -> impl Iterator<Item = Value> {
    file.tests.iter().filter(|test| !test.passed).map(|test| {
        let mut message = format!("{}\n", test.name);
        for check in test.failures() {
            message.push_str(&failure(check));
            message.push('\n');
            message.push_str(&check.why());
        }
        let region = json!({ "startLine": test.line });
        result(FAILED, "error", message.trim_end(), &file.file, Some(region))
    })
}

fn of_mistake(mistake: &Mistake) -> Value {
    let region = mistake.place.map(|at| json!({ "startLine": at.line, "startColumn": at.column }));
    result(MISTAKE, "error", &mistake.message, &mistake.file, region)
}

fn result(rule: usize, level: &str, message: &str, file: &str, region: Option<Value>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(file) } });
    if let (Some(members), Some(region)) = (physical.as_object_mut(), region) {
        members.insert("region".to_owned(), region);
    }
    let lines: Vec<String> = message.lines().map(escaped).collect();
    json!({
        "ruleId": RULES.get(rule).map(|rule| rule.id),
        "ruleIndex": rule,
        "level": level,
        "message": { "text": lines.join("\n") },
        "locations": [{ "physicalLocation": physical }],
    })
}

fn uri(name: &str) -> String {
    file_uri(if name == "-" { "stdin" } else { name })
}
