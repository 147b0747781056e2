//! A run as GitHub shows it: the text in the log of the job, then annotations beside the lines of the files ("Workflow
//! commands for GitHub Actions" in GitHub's documentation).
//!
//! The runner obeys any line of the log that begins with `::`, and `##[` anywhere. What files say must not become such a
//! command, so the text is made harmless, and values in a command are escaped as GitHub's own toolkit does.

use super::super::coverage::Coverage;
use super::super::run::TestReport;
use super::text::{SHOWN_FAILURES, SHOWN_STATEMENTS, number};
use super::{CoverageDetail, Report, TextStyle, failure};
use rolecall_policy::explain::escaped;
use std::io::{self, Write};
use std::path::{Component, Path};

/// An annotation: its level and where it belongs.
struct Annotation<'a> {
    /// `error`, `warning` or `notice`.
    level: &'static str,
    title: &'a str,
    /// The file with its line and column, as far as they are known.
    place: Option<(&'a str, Option<u32>, Option<u32>)>,
    message: &'a str,
}

impl Report {
    /// Writes the run as text and GitHub's annotations. Names of files that are relative are taken to be in `folder`, which
    /// is relative to the top of the repository.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_github(&self, mut out: impl Write, detail: CoverageDetail, folder: &Path) -> io::Result<()> {
        let mut text = Vec::new();
        self.write_text(&mut text, TextStyle::plain(detail))?;
        for line in String::from_utf8_lossy(&text).lines() {
            writeln!(out, "{}", harmless(line))?;
        }
        let mut annotate = |annotation: Annotation<'_>| annotation.write(&mut out, folder);
        for file in &self.files {
            for mistake in &file.errors {
                annotate(Annotation {
                    level: "error",
                    title: "The file has an error",
                    place: Some((&mistake.file, mistake.place.map(|at| at.line), mistake.place.map(|at| at.column))),
                    message: &mistake.message,
                })?;
            }
            for test in file.tests.iter().filter(|test| !test.passed) {
                annotate(Annotation {
                    level: "error",
                    title: &test.name,
                    place: Some((&file.file, Some(test.line), None)),
                    message: &failures(test),
                })?;
            }
        }
        let Some(coverage) = &self.coverage else { return Ok(()) };
        if let Some(wanted) = self.min_coverage.filter(|_| !self.coverage_suffices()) {
            let share = coverage.share();
            let of = number(share.of, "statement");
            let message = format!("{} of {of} exercised; at least {wanted}% are required", share.exercised);
            annotate(Annotation { level: "error", title: "Coverage is too low", place: None, message: &message })?;
        }
        unexercised(coverage, detail, annotate)
    }
}

/// A notice for each statement that no test exercised, as many as the text names.
fn unexercised(
    coverage: &Coverage,
    detail: CoverageDetail,
    mut annotate: impl FnMut(Annotation<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let shown = match detail {
        CoverageDetail::None => 0,
        CoverageDetail::Short => SHOWN_STATEMENTS,
        CoverageDetail::Full => usize::MAX,
    };
    for (policy, statement) in coverage.unexercised().take(shown) {
        annotate(Annotation {
            level: "notice",
            title: "No test exercised",
            place: Some((&policy.file, statement.line, None)),
            message: &format!("{} ({:?})", policy.title(statement), statement.effect),
        })?;
    }
    Ok(())
}

/// What failed in a test, as in the text.
fn failures(test: &TestReport) -> String {
    let all: Vec<_> = test.failures().collect();
    let mut message = String::new();
    for check in all.iter().take(SHOWN_FAILURES) {
        message.push_str(&failure(check));
        message.push('\n');
        message.push_str(&check.why());
    }
    if let Some(more) = all.len().checked_sub(SHOWN_FAILURES).filter(|more| *more > 0) {
        message.push_str("and ");
        message.push_str(&number(more, "more failed check"));
    }
    message.trim_end().to_owned()
}

impl Annotation<'_> {
    fn write(&self, out: &mut impl Write, folder: &Path) -> io::Result<()> {
        write!(out, "::{} ", self.level)?;
        // Standard input is no file of the repository.
        if let Some((file, line, column)) = self.place.filter(|(file, ..)| *file != "-") {
            write!(out, "file={},", property(&in_repository(folder, file)))?;
            for (name, number) in [("line", line), ("col", column)] {
                if let Some(number) = number {
                    write!(out, "{name}={number},")?;
                }
            }
        }
        writeln!(out, "title={}::{}", property(self.title), data(self.message))
    }
}

/// A file's name from the top of the repository. GitHub does not resolve `.` and `..`.
fn in_repository(folder: &Path, file: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for component in folder.join(file).components() {
        match component {
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => drop(parts.pop()),
            Component::CurDir => {}
            Component::RootDir => parts.push(String::new()),
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
}

/// The message of a command. Line feeds survive; what else acts on a terminal is shown as an escape.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command, where colons and commas mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line of the log that is no command.
fn harmless(line: &str) -> String {
    let line = line.replace("##[", "## [");
    if line.trim_start().starts_with("::") { format!("| {line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_as_github_documents() {
        assert_eq!(data("100%: a,b\r\nc\u{1b}"), "100%25: a,b\\u{d}%0Ac\\u{1b}");
        assert_eq!(property("100%: a,b\nc"), "100%25%3A a%2Cb%0Ac");
    }

    #[test]
    fn lines_of_the_log_are_no_commands() {
        for (line, expected) in [
            ("ok    a::b", "ok    a::b"),
            ("::error::x", "| ::error::x"),
            ("  \u{a0}::stop-commands::x", "|   \u{a0}::stop-commands::x"),
            ("ok    ##[error]x", "ok    ## [error]x"),
        ] {
            assert_eq!(harmless(line), expected);
        }
    }

    #[test]
    fn files_are_named_from_the_top_of_the_repository() {
        for (folder, file, expected) in [
            ("", "a.toml", "a.toml"),
            ("", "./x/../a.toml", "a.toml"),
            ("infra/iam", "policies/a.json", "infra/iam/policies/a.json"),
            ("infra/iam", "../../a.toml", "a.toml"),
            ("", "../a.toml", "../a.toml"),
            ("infra", "/srv/a.toml", "/srv/a.toml"),
        ] {
            assert_eq!(in_repository(Path::new(folder), file), expected, "{folder} {file}");
        }
    }
}
