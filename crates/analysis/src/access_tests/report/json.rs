//! A run as one JSON object.

use super::super::coverage::PolicyCoverage;
use super::{FileReport, Report, Tally};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Run<'a> {
    passed: bool,
    tests: usize,
    failed: usize,
    checks: usize,
    /// Only of a run that ended at the first failure.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stopped: bool,
    files: &'a [FileReport],
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Covered<'a>>,
}

#[derive(Serialize)]
struct Covered<'a> {
    statements: usize,
    exercised: usize,
    percent: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted_percent: Option<u8>,
    policies: &'a [PolicyCoverage],
}

impl Report {
    /// Writes the run as JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, mut out: impl Write) -> io::Result<()> {
        let Tally { tests, failed, checks } = self.tally();
        let coverage = self.coverage.as_ref().map(|coverage| {
            let share = coverage.share();
            Covered {
                statements: share.of,
                exercised: share.exercised,
                percent: share.percent(),
                wanted_percent: self.min_coverage,
                policies: &coverage.policies,
            }
        });
        let run =
            Run { passed: self.passed(), tests, failed, checks, stopped: self.stopped, files: &self.files, coverage };
        serde_json::to_writer_pretty(&mut out, &run)?;
        writeln!(out)
    }
}
