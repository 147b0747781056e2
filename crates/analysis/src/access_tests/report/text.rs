//! A run as text: a line a test, the explanation below one that failed, and the sum at the end. Nothing is told by
//! colour alone, and what comes from files cannot act on the terminal.

use super::super::coverage::Coverage;
use super::super::run::{CheckReport, TestReport};
use super::{Report, Tally, failure};
use rolecall_policy::explain::{UNLIMITED, columns, escaped, render_within, wrapped};
use std::io::{self, Write};

/// Blanks before the lines of an explanation.
const EXPLANATION_INDENT: usize = 8;
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

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What passed, or is allowed.
    Good,
    /// What failed, or is denied, as a heading.
    Bad,
    /// A layer that denies.
    Denied,
}

/// How the text is shown.
#[derive(Clone, Copy)]
pub struct TextStyle<'s> {
    /// How much it tells of coverage.
    pub coverage: CoverageDetail,
    /// Columns of a line; `None` if lines are not wrapped.
    pub width: Option<usize>,
    /// A text in the colour of its tone.
    pub paint: &'s dyn Fn(Tone, &str) -> String,
}

impl TextStyle<'_> {
    /// Neither colour nor width.
    #[must_use]
    pub fn plain(coverage: CoverageDetail) -> Self {
        Self { coverage, width: None, paint: &|_, text| text.to_owned() }
    }

    /// Writes a line; what does not fit goes on in the next one, indented. Its beginning may have a tone.
    fn line(self, mut out: impl Write, line: &str, indent: usize) -> io::Result<()> {
        let fits = self.width.is_none_or(|width| columns(line) <= width);
        let pieces = match self.width {
            Some(width) if !fits => wrapped(line, width, indent),
            _ => vec![line.to_owned()],
        };
        for (at, piece) in pieces.iter().enumerate() {
            writeln!(out, "{}", if at == 0 { self.painted(piece) } else { piece.clone() })?;
        }
        Ok(())
    }

    /// The line with its first word in colour, or all of it if it tells of a denial.
    fn painted(self, line: &str) -> String {
        let text = line.trim_start();
        let blanks = line.get(..line.len() - text.len()).unwrap_or_default();
        let tone = match text {
            text if text.starts_with("DENIED") => Tone::Bad,
            text if text.starts_with("ALLOWED") => Tone::Good,
            text if text.starts_with("x ") => Tone::Denied,
            _ => {
                let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
                let tone = match word {
                    "ok" => Tone::Good,
                    "FAIL" | "ERROR" => Tone::Bad,
                    _ => return line.to_owned(),
                };
                // Only at the beginning of a line: an explanation has such words too.
                return if blanks.is_empty() {
                    format!("{} {rest}", (self.paint)(tone, word))
                } else {
                    line.to_owned()
                };
            }
        };
        format!("{blanks}{}", (self.paint)(tone, text))
    }
}

impl Report {
    /// Writes the run as text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_text(&self, mut out: impl Write, style: TextStyle<'_>) -> io::Result<()> {
        let detail = style.coverage;
        let several = self.files.len() > 1;
        for file in &self.files {
            if several {
                writeln!(out, "{}", escaped(&file.file))?;
            }
            for test in &file.tests {
                write_test(&mut out, style, &file.file, test)?;
            }
            if !file.errors.is_empty() {
                let line = format!("ERROR {} cannot be read; none of its tests ran", escaped(&file.file));
                style.line(&mut out, &line, 6)?;
            }
        }
        if let Some(coverage) = &self.coverage {
            write_coverage(&mut out, style, coverage)?;
        }
        style.line(out, &self.sum(detail), 2)
    }

    /// The last line.
    fn sum(&self, detail: CoverageDetail) -> String {
        let Tally { tests, failed, checks } = self.tally();
        let mut sum =
            format!("{} passed, {failed} failed; {}", number(tests - failed, "test"), number(checks, "check"));
        // The policies of existing accounts are not counted: where a file has no others, there is nothing to say.
        let shown = self.coverage.as_ref().filter(|_| detail != CoverageDetail::None);
        if let Some(share) = shown.map(Coverage::share).filter(|share| share.of > 0) {
            let of = number(share.of, "statement");
            sum += &format!("; {} of {of} exercised ({}%)", share.exercised, share.percent());
        }
        if let Some(wanted) = self.min_coverage.filter(|_| !self.coverage_suffices()) {
            sum += &format!("; at least {wanted}% are required");
        }
        if self.stopped {
            sum += "; stopped at the first failure";
        }
        sum
    }
}

fn write_test(mut out: impl Write, style: TextStyle<'_>, file: &str, test: &TestReport) -> io::Result<()> {
    let name = escaped(&test.name);
    let failures: Vec<_> = test.failures().collect();
    if failures.is_empty() {
        return style.line(out, &format!("ok    {name}"), 6);
    }
    let of = format!("{} of {}", failures.len(), number(test.checks.len(), "check"));
    style.line(&mut out, &format!("FAIL  {name} ({of}; {}:{})", escaped(file), test.line), 6)?;
    for check in failures.iter().take(SHOWN_FAILURES) {
        write_failure(&mut out, style, check)?;
    }
    if let Some(more) = failures.len().checked_sub(SHOWN_FAILURES).filter(|more| *more > 0) {
        writeln!(out, "      and {}", number(more, "more failed check"))?;
    }
    Ok(())
}

fn write_failure(mut out: impl Write, style: TextStyle<'_>, check: &CheckReport) -> io::Result<()> {
    style.line(&mut out, &format!("      {}", escaped(&failure(check))), 8)?;
    // The explanation has the width already: marks stay under their text.
    let width = style.width.map_or(UNLIMITED, |width| width.saturating_sub(EXPLANATION_INDENT));
    let explanation: String = check.explanation.iter().map(|explanation| render_within(explanation, width)).collect();
    for line in explanation.lines() {
        writeln!(out, "{}", style.painted(&format!("{:EXPLANATION_INDENT$}{line}", "")))?;
    }
    for line in &check.depends_on {
        let indent = EXPLANATION_INDENT + 2;
        style.line(&mut out, &format!("{:EXPLANATION_INDENT$}{line}", ""), indent)?;
    }
    Ok(())
}

fn write_coverage(mut out: impl Write, style: TextStyle<'_>, coverage: &Coverage) -> io::Result<()> {
    let detail = style.coverage;
    let shown = match detail {
        CoverageDetail::None => return Ok(()),
        CoverageDetail::Short => SHOWN_STATEMENTS,
        CoverageDetail::Full => usize::MAX,
    };
    if detail == CoverageDetail::Full && !coverage.policies.is_empty() {
        writeln!(out, "Checks that each statement matched in:")?;
        for (policy, statement) in coverage.statements() {
            let (place, title) = (policy.place(statement), policy.title(statement));
            let line = format!("  {:>6}  {}  {}", statement.matched, escaped(&place), escaped(&title));
            style.line(&mut out, &line, 10)?;
        }
    }
    let all: Vec<_> = coverage.unexercised().collect();
    if !all.is_empty() {
        writeln!(out, "No test exercised:")?;
    }
    for (policy, statement) in all.iter().take(shown) {
        let title = policy.title(statement);
        let line = format!("  {}  {} ({:?})", escaped(&policy.place(statement)), escaped(&title), statement.effect);
        style.line(&mut out, &line, 4)?;
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
