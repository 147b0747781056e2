//! A run as text: a line a test, the explanation below one that failed, and the sum at the end. Nothing is told by
//! colour, and what comes from files cannot act on the terminal.

use super::super::coverage::Coverage;
use super::super::run::TestReport;
use super::{Report, Tally, failure};
use rolecall_policy::explain::escaped;
use std::io::{self, Write};

/// How many failed checks of one test are explained.
pub(super) const SHOWN_FAILURES: usize = 5;
/// How many statements the short form of coverage names.
pub(super) const SHOWN_STATEMENTS: usize = 10;

/// How much the text tells of the statements that no test exercised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverageDetail {
    /// The first ten.
    Short,
    /// All of them.
    Full,
    /// Nothing.
    None,
}

impl Report {
    /// Writes the run as text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_text(&self, mut out: impl Write, detail: CoverageDetail) -> io::Result<()> {
        let several = self.files.len() > 1;
        for file in &self.files {
            if several {
                writeln!(out, "{}", escaped(&file.file))?;
            }
            for test in &file.tests {
                write_test(&mut out, &file.file, test)?;
            }
            if !file.errors.is_empty() {
                writeln!(out, "ERROR {} cannot be read; none of its tests ran", escaped(&file.file))?;
            }
        }
        if let Some(coverage) = &self.coverage {
            write_coverage(&mut out, coverage, detail)?;
        }
        let Tally { tests, failed, checks } = self.tally();
        write!(out, "{} passed, {failed} failed; {}", number(tests - failed, "test"), number(checks, "check"))?;
        if let Some(coverage) = self.coverage.as_ref().filter(|_| detail != CoverageDetail::None) {
            let share = coverage.share();
            write!(out, "; {} of {} exercised", share.exercised, number(share.of, "statement"))?;
            if share.of > 0 {
                write!(out, " ({}%)", share.percent())?;
            }
        }
        if let Some(wanted) = self.min_coverage.filter(|_| !self.coverage_suffices()) {
            write!(out, "; at least {wanted}% are wanted")?;
        }
        if self.stopped {
            write!(out, "; stopped at the first failure")?;
        }
        writeln!(out)
    }
}

fn write_test(mut out: impl Write, file: &str, test: &TestReport) -> io::Result<()> {
    let name = escaped(&test.name);
    let failures: Vec<_> = test.failures().collect();
    if failures.is_empty() {
        return writeln!(out, "ok    {name}");
    }
    let of = format!("{} of {}", failures.len(), number(test.checks.len(), "check"));
    writeln!(out, "FAIL  {name} ({of}; {}:{})", escaped(file), test.line)?;
    for check in failures.iter().take(SHOWN_FAILURES) {
        writeln!(out, "      {}", escaped(&failure(check)))?;
        for line in check.why().lines() {
            writeln!(out, "        {line}")?;
        }
    }
    if let Some(more) = failures.len().checked_sub(SHOWN_FAILURES).filter(|more| *more > 0) {
        writeln!(out, "      and {}", number(more, "more failed check"))?;
    }
    Ok(())
}

fn write_coverage(mut out: impl Write, coverage: &Coverage, detail: CoverageDetail) -> io::Result<()> {
    let shown = match detail {
        CoverageDetail::None => return Ok(()),
        CoverageDetail::Short => SHOWN_STATEMENTS,
        CoverageDetail::Full => usize::MAX,
    };
    if detail == CoverageDetail::Full && !coverage.policies.is_empty() {
        writeln!(out, "Checks that each statement matched in:")?;
        for (policy, statement) in coverage.statements() {
            let (place, title) = (policy.place(statement), policy.title(statement));
            writeln!(out, "  {:>6}  {}  {}", statement.matched, escaped(&place), escaped(&title))?;
        }
    }
    let all: Vec<_> = coverage.unexercised().collect();
    if !all.is_empty() {
        writeln!(out, "No test exercised:")?;
    }
    for (policy, statement) in all.iter().take(shown) {
        let title = policy.title(statement);
        writeln!(out, "  {}  {} ({:?})", escaped(&policy.place(statement)), escaped(&title), statement.effect)?;
    }
    if let Some(more) = all.len().checked_sub(shown).filter(|more| *more > 0) {
        writeln!(out, "  and {} (--coverage full)", number(more, "more statement"))?;
    }
    Ok(())
}

/// `1 test`, `2 tests`.
pub(super) fn number(count: usize, of: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {of}{plural}")
}
