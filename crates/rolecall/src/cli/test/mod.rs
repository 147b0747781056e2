//! `rolecall test`: runs access tests ([`rolecall_analysis::access_tests`]), which say who may or may not do what, against
//! policies in files. No server.

use super::CommandError;
use super::terminal::{Colour, Terminal};
use clap::{Args, ValueEnum};
use rolecall_analysis::access_tests::{self, Coverage, FileReport, ListedTest, Options, PolicyFile, Report};
use rolecall_analysis::access_tests::{Surroundings, TestFile, TextStyle, Tone};
use rolecall_policy::explain::escaped;
use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// The members of a file with tests as a JSON schema. The program's own reader decides what is right; a test holds the
/// schema to it.
const SCHEMA: &str = include_str!("schema.json");
/// The largest file with tests that is read, bytes.
const MAX_FILE: u64 = 16 << 20;
/// The largest file with a policy that is read, bytes. AWS's longest policies are far below it.
const MAX_POLICY_FILE: u64 = 1 << 20;

/// Run access tests: who may or may not do what, offline.
///
/// Reads files that name policies, principals and resources and then say, test by test, who may or may not do what on
/// what. Each combination is decided by the engine that the server uses; a test that fails shows why it was decided so.
/// At the end stands which statements of the policies no test exercised. Nothing else is consulted: no server, no clock,
/// no network.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Test {
    /// Files with tests, TOML or JSON; `-` is standard input
    #[arg(value_name = "FILE", default_value = "access-tests.toml")]
    files: Vec<PathBuf>,

    /// What to print: text for people, json for programs, junit for CI servers, sarif for code hosts, github for
    /// annotations in a job of GitHub Actions, where it is the default; elsewhere that is text
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write JUnit's XML to a file too
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// Write SARIF to a file too
    #[arg(long, value_name = "FILE")]
    sarif: Option<PathBuf>,

    /// List the tests with their places; none of them runs
    #[arg(long, conflicts_with_all = ["format", "junit", "sarif", "fail_fast", "coverage", "min_coverage"])]
    list: bool,

    /// Print the JSON schema of files with tests, for editors; nothing runs
    #[arg(long, exclusive = true)]
    schema: bool,

    /// Stop at the first test that fails or file that cannot be read; coverage is not told then
    #[arg(long)]
    fail_fast: bool,

    /// Run only the tests whose name contains this; coverage is not told then
    #[arg(long, value_name = "TEXT", conflicts_with = "min_coverage")]
    filter: Option<String>,

    /// How much the text tells of the statements that no test exercised
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = CoverageDetail::Short)]
    coverage: CoverageDetail,

    /// Fail if less than this share of the statements is exercised, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Junit,
    Sarif,
    Github,
}

impl Format {
    /// What is printed if nothing is said. GitHub sets `GITHUB_ACTIONS` to `true` in every job ("Default environment
    /// variables").
    fn by_default() -> Self {
        if env::var_os("GITHUB_ACTIONS").is_some_and(|is| is == "true") { Self::Github } else { Self::Text }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CoverageDetail {
    /// The first ten
    Short,
    /// All of them
    Full,
    /// Nothing
    None,
}

impl From<CoverageDetail> for access_tests::CoverageDetail {
    fn from(detail: CoverageDetail) -> Self {
        match detail {
            CoverageDetail::Short => Self::Short,
            CoverageDetail::Full => Self::Full,
            CoverageDetail::None => Self::None,
        }
    }
}

impl Test {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        if self.schema {
            return Ok(print_schema());
        }
        if self.list {
            return Ok(self.list());
        }
        let mut coverage = Coverage::default();
        let (mut files, mut stopped) = (Vec::new(), false);
        for path in &self.files {
            let file = self.run_file(path, &mut coverage);
            stopped = self.fail_fast && !file.passed();
            files.push(file);
            if stopped {
                break;
            }
        }
        let mut report = Report { files, coverage: None, min_coverage: self.min_coverage, stopped };
        report.files.iter().for_each(say_mistakes);
        match &self.filter {
            Some(filter) if report.is_readable() && !report.files.iter().any(FileReport::has_tests) => {
                return Ok(self.nothing_found(filter));
            }
            // Of some tests, or some files, it would tell too little.
            None if report.is_readable() && !stopped => report.coverage = Some(coverage),
            _ => {}
        }
        // Each is tried, whatever becomes of the others.
        let written = [
            self.print(&report).map_err(|error| format!("cannot write the report: {error}")),
            into_file(self.junit.as_deref(), |out| report.write_junit(out)),
            into_file(self.sarif.as_deref(), |out| report.write_sarif(out)),
        ];
        let errors: Vec<String> = written.into_iter().filter_map(Result::err).collect();
        for error in &errors {
            super::say_error(&error.as_str().into());
        }
        Ok(match report.passed() {
            _ if !errors.is_empty() => ExitCode::from(2),
            true => ExitCode::SUCCESS,
            false if report.is_readable() => ExitCode::from(1),
            false => ExitCode::from(2),
        })
    }

    fn print(&self, report: &Report) -> io::Result<()> {
        let mut output = io::BufWriter::new(io::stdout().lock());
        let coverage = self.coverage.into();
        let terminal = Terminal::of_output();
        let paint = |tone, text: &str| {
            let colour = match tone {
                Tone::Good => Colour::BoldGreen,
                Tone::Bad => Colour::BoldRed,
                Tone::Denied => Colour::Red,
            };
            terminal.paint(colour, text)
        };
        // What goes into a file or a pipe is read by programs: there a line stays a line.
        let style = TextStyle { coverage, width: Terminal::stated_width(), paint: &paint };
        let written = match self.format.unwrap_or_else(Format::by_default) {
            Format::Text => report.write_text(&mut output, style),
            Format::Json => report.write_json(&mut output),
            Format::Junit => report.write_junit(&mut output),
            Format::Sarif => report.write_sarif(&mut output),
            Format::Github => report.write_github(&mut output, coverage, &folder_in_repository()),
        };
        super::written(written.and_then(|()| output.flush()))
    }

    /// Lists the tests: `access-tests.toml:12  dev reads`.
    fn list(&self) -> ExitCode {
        let mut output = io::BufWriter::new(io::stdout().lock());
        let (mut found, mut readable) = (false, true);
        let mut written = Ok(());
        for path in &self.files {
            let name = path.display().to_string();
            let listed = match Self::read(path) {
                Ok(file) => {
                    let around = Surroundings { read_policy: &|name| policy_file(path, name), world: None };
                    file.list(around, &|name| self.wants(name))
                }
                Err(report) => Err(report),
            };
            match listed {
                Ok(tests) => {
                    found |= !tests.is_empty();
                    for ListedTest { line, name: test } in tests {
                        let line = writeln!(output, "{}:{line}  {}", escaped(&name), escaped(&test));
                        written = written.and(line);
                    }
                }
                Err(report) => {
                    readable = false;
                    say_mistakes(&report);
                }
            }
        }
        if let Err(error) = super::written(written.and_then(|()| output.flush())) {
            super::say_error(&format!("cannot write the list: {error}").into());
            return ExitCode::from(2);
        }
        match &self.filter {
            Some(filter) if readable && !found => self.nothing_found(filter),
            _ if readable => ExitCode::SUCCESS,
            _ => ExitCode::from(2),
        }
    }

    fn run_file(&self, path: &Path, coverage: &mut Coverage) -> FileReport {
        let file = match Self::read(path) {
            Ok(file) => file,
            Err(report) => return report,
        };
        let began = Instant::now();
        let options = Options { wanted: &|name| self.wants(name), fail_fast: self.fail_fast, now: &|| began.elapsed() };
        let around = Surroundings { read_policy: &|name| policy_file(path, name), world: None };
        file.run(around, options, coverage)
    }

    /// The file with tests, or why it cannot be read.
    fn read(path: &Path) -> Result<TestFile, FileReport> {
        let name = path.display().to_string();
        let text = if is_stdin(path) { contents(io::stdin().lock(), MAX_FILE) } else { file(path, MAX_FILE) };
        match text {
            Ok(text) => Ok(TestFile::new(name, text)),
            Err(error) => {
                let error = format!("cannot read {name}: {error}");
                Err(FileReport::unreadable(name, error))
            }
        }
    }

    fn wants(&self, name: &str) -> bool {
        self.filter.as_ref().is_none_or(|filter| name.contains(&**filter))
    }

    fn nothing_found(&self, filter: &str) -> ExitCode {
        super::say_error(&format!("no test has `{filter}` in its name").into());
        ExitCode::from(2)
    }
}

/// Prints the JSON schema of files with tests.
fn print_schema() -> ExitCode {
    let mut output = io::stdout().lock();
    match super::written(output.write_all(SCHEMA.as_bytes()).and_then(|()| output.flush())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::say_error(&format!("cannot write the schema: {error}").into());
            ExitCode::from(2)
        }
    }
}

/// The policy file that a file with tests names; from standard input, in the current folder.
fn policy_file(tests: &Path, name: &str) -> PolicyFile {
    let folder = tests.parent().filter(|_| !is_stdin(tests)).unwrap_or(Path::new(""));
    let path = folder.join(name);
    PolicyFile {
        shown: path.display().to_string(),
        text: file(&path, MAX_POLICY_FILE).map_err(|error| error.to_string()),
        canonical: path.canonicalize().unwrap_or(path),
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn say_mistakes(report: &FileReport) {
    for mistake in &report.errors {
        super::say_error(&escaped(&mistake.to_string()).into());
    }
}

/// Where the current folder is in the repository that a job of GitHub Actions checked out; the top, if that is not known.
fn folder_in_repository() -> PathBuf {
    let top = env::var_os("GITHUB_WORKSPACE").and_then(|top| Path::new(&top).canonicalize().ok());
    let here = env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let within = top.and_then(|top| here.strip_prefix(top).ok().map(Path::to_owned));
    within.unwrap_or_default()
}

/// Writes a report to a file, if one is named.
fn into_file(path: Option<&Path>, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    let mut text = Vec::new();
    let written = write(&mut text).and_then(|()| std::fs::write(path, &text));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The text of a file of at most `limit` bytes.
fn file(path: &Path, limit: u64) -> io::Result<String> {
    contents(File::open(path)?, limit)
}

fn contents(from: impl Read, limit: u64) -> io::Result<String> {
    let mut text = String::new();
    from.take(limit + 1).read_to_string(&mut text).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => io::Error::other("it is not UTF-8"),
        _ => error,
    })?;
    if text.len() as u64 > limit {
        return Err(io::Error::other(format!("it is longer than {limit} bytes")));
    }
    Ok(text)
}
