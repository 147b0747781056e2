//! A run as one JSON object.

use super::{Report, Tally};
use crate::cli::test::cases::{Denial, layer_name};
use crate::cli::test::coverage::Coverage;
use crate::cli::test::policies::Origin;
use crate::cli::test::run::{CheckReport, Expected, TestReport};
use rolecall_policy::Explanation;
use rolecall_policy::document::Effect;
use rolecall_policy::explain::Outcome;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Run<'a> {
    passed: bool,
    tests: usize,
    failed: usize,
    checks: usize,
    files: Vec<File<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Covered<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [String],
    tests: Vec<Test<'a>>,
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
    line: usize,
    passed: bool,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    who: &'a str,
    action: &'a str,
    on: &'a str,
    expected: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explicit: Option<bool>,
    decision: &'static str,
    blocked_by: Vec<Blocked>,
    passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a Explanation>,
}

#[derive(Serialize)]
struct Blocked {
    layer: &'static str,
    explicit: bool,
}

#[derive(Serialize)]
struct Covered<'a> {
    statements: usize,
    exercised: usize,
    percent: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted_percent: Option<u8>,
    policies: Vec<Policy<'a>>,
}

#[derive(Serialize)]
struct Policy<'a> {
    name: &'a str,
    /// The policy's own file, or the one with the tests.
    file: &'a str,
    inline: bool,
    statements: Vec<Statement<'a>>,
}

#[derive(Serialize)]
struct Statement<'a> {
    /// From 0.
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    effect: Effect,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// In how many checks it matched.
    matched: u64,
}

impl Report {
    /// Writes the run as JSON.
    pub(in crate::cli::test) fn write_json(&self, mut out: impl Write) -> io::Result<()> {
        let Tally { tests, failed, checks } = self.tally();
        let readable = self.files.iter().all(|file| file.faults.is_empty());
        let files = self.files.iter().map(|file| File {
            file: &file.name,
            errors: &file.faults,
            tests: file.tests.iter().map(test).collect(),
        });
        let run = Run {
            passed: self.passed && readable && self.coverage_suffices(),
            tests,
            failed,
            checks,
            files: files.collect(),
            coverage: self.coverage.as_ref().map(|coverage| covered(coverage, self.min_coverage)),
        };
        serde_json::to_writer_pretty(&mut out, &run)?;
        writeln!(out)
    }
}

fn test(test: &TestReport) -> Test<'_> {
    let TestReport { name, line, checks, .. } = test;
    Test { name, line: *line, passed: test.passed(), checks: checks.iter().map(check).collect() }
}

fn check(check: &CheckReport) -> Check<'_> {
    let (expected, Denial { because, explicit }) = match check.expected {
        Expected::Allowed => ("Allowed", Denial::default()),
        Expected::Denied(denial) => ("Denied", denial),
    };
    Check {
        who: &check.who,
        action: &check.action,
        on: &check.on,
        expected,
        because: because.map(layer_name),
        explicit,
        // The words of `rolecall eval`.
        decision: match check.outcome {
            Outcome::Allowed => "Allowed",
            Outcome::ImplicitlyDenied => "ImplicitlyDenied",
            Outcome::ExplicitlyDenied => "ExplicitlyDenied",
        },
        blocked_by: check
            .blocked_by
            .iter()
            .map(|block| Blocked { layer: layer_name(block.layer), explicit: block.explicit })
            .collect(),
        passed: check.passed(),
        explanation: check.explanation.as_ref(),
    }
}

fn covered(coverage: &Coverage, wanted_percent: Option<u8>) -> Covered<'_> {
    let share = coverage.share();
    let policies = coverage.policies.iter().map(|policy| Policy {
        name: &policy.name,
        file: policy.file(),
        inline: matches!(policy.origin, Origin::Inline { .. }),
        statements: (policy.statements.iter().enumerate())
            .map(|(index, (statement, matched))| Statement {
                index,
                sid: statement.sid.as_deref(),
                effect: statement.effect,
                line: statement.line,
                matched: *matched,
            })
            .collect(),
    });
    Covered {
        statements: share.of,
        exercised: share.exercised,
        percent: share.percent(),
        wanted_percent,
        policies: policies.collect(),
    }
}
