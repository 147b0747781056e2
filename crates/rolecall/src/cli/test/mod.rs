//! `rolecall test`: runs access tests ([`rolecall_analysis::access_tests`]), which say who may or may not do what, against
//! policies in files, or against the world of a server's data directory ([`data`]) or of AWS's accounts. No server.

mod data;
mod watch;

use super::CommandError;
use super::progress::Progress;
use super::terminal::{Colour, Terminal, is_read_for};
use crate::environment::data_dir::STORE_FILE;
use crate::environment::input::{self, Unreadable, is_stdin};
use clap::{Args, ValueEnum};
use rolecall_analysis::access_tests::{
    self, Coverage, DetailsFile, FileReport, ListedTest, Options, PolicyFile, Report,
};
use rolecall_analysis::access_tests::{Surroundings, TestFile, TextStyle, Tone, World};
use rolecall_policy::explain::escaped;
use rustix::event::Timespec;
use std::env;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use watch::Seen;

/// The members of a file with tests as a JSON schema. The program's own reader decides what is right; a test holds the
/// schema to it.
const SCHEMA: &str = include_str!("schema.json");
/// The largest file with tests that is read, bytes.
const MAX_FILE: u64 = 16 << 20;
/// The largest file with a policy that is read, bytes. AWS's longest policies are far below it.
const MAX_POLICY_FILE: u64 = 1 << 20;
/// The largest output of `get-account-authorization-details` that is read, bytes: accounts with as many users, roles and
/// policies as AWS allows have some tens of millions.
const MAX_DETAILS_FILE: u64 = 256 << 20;
/// How long `--watch` waits before it looks at the files again: short for a person who has just saved one, long for a disk.
const WATCH_INTERVAL: Timespec = Timespec { tv_sec: 0, tv_nsec: 300_000_000 };
/// Clears a terminal and goes to its first line.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// Run access tests: who may or may not do what, offline.
///
/// Reads files that define policies, principals and resources, and tests that say who may or may not do what on which
/// resource. Decides each combination with the engine of the server, explains each failure, and lists the statements
/// that no test exercised. Uses no server, no clock and no network.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Test {
    /// Test files, TOML or JSON; `-` is standard input
    #[arg(value_name = "FILE", default_value = "access-tests.toml")]
    files: Vec<PathBuf>,

    /// The output format: text for people, json for programs, junit for CI servers, sarif for code hosts, github for
    /// annotations in GitHub Actions. The default is github in a job of GitHub Actions, and text elsewhere
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Also write JUnit XML to this file
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// Also write SARIF to this file
    #[arg(long, value_name = "FILE")]
    sarif: Option<PathBuf>,

    /// List the tests with their places, without running them
    #[arg(long, conflicts_with_all = ["format", "junit", "sarif", "fail_fast", "coverage", "min_coverage"])]
    list: bool,

    /// Print the JSON schema of test files, for editors, without running any test
    #[arg(long, exclusive = true)]
    schema: bool,

    /// Stop at the first test that fails or file that cannot be read; reports no coverage then
    #[arg(long)]
    fail_fast: bool,

    /// Run only the tests whose name contains this text; reports no coverage
    #[arg(long, value_name = "TEXT", conflicts_with = "min_coverage")]
    filter: Option<String>,

    /// How many of the statements that no test exercised the text lists
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = CoverageDetail::Short)]
    coverage: CoverageDetail,

    /// Fail if the tests exercise less than this percentage of the statements
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,

    /// Read existing principals, policies, trust policies and buckets from this server's data directory; the server may
    /// be running
    #[arg(long, value_name = "DIR", conflicts_with = "authorization_details")]
    data: Option<PathBuf>,

    /// Read existing principals and policies from the output of `aws iam get-account-authorization-details`; can be
    /// repeated
    #[arg(long, value_name = "FILE")]
    authorization_details: Vec<PathBuf>,

    /// Run again whenever a file of the run changes, until Ctrl-C
    #[arg(long, conflicts_with = "list")]
    watch: bool,

    /// The files that the run looked at.
    #[arg(skip)]
    seen: Seen,
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
        if self.watch {
            return Ok(self.watch());
        }
        if self.list {
            return Ok(self.list());
        }
        Ok(self.once())
    }

    /// Runs until nobody reads any more.
    fn watch(&self) -> ExitCode {
        if self.files.iter().chain(&self.authorization_details).any(|path| is_stdin(path)) {
            super::say_error(&"--watch cannot watch standard input; name files".into());
            return ExitCode::from(2);
        }
        let clears = io::stdout().is_terminal();
        let run = || {
            if clears {
                // A terminal that is gone is found out below.
                let _ = io::stdout().lock().write_all(CLEAR.as_bytes());
            }
            let outcome = self.once();
            let seen = self.seen.take();
            say_waiting(seen.len());
            (outcome, seen)
        };
        watch::watch(run, watch::stamp, |_| is_read_for(WATCH_INTERVAL).unwrap_or(false))
    }

    /// Runs the tests and reports.
    fn once(&self) -> ExitCode {
        let mut coverage = Coverage::default();
        let (mut files, mut stopped) = (Vec::new(), false);
        match self.world() {
            Ok(world) => {
                let progress = Progress::new("Testing", self.files.len());
                for path in &self.files {
                    let file = self.run_file(path, world.as_ref(), &mut coverage);
                    progress.advance();
                    stopped = self.fail_fast && !file.passed();
                    files.push(file);
                    if stopped {
                        break;
                    }
                }
            }
            // Without it no test means what it says.
            Err(unreadable) => files.extend(unreadable),
        }
        let mut report = Report { files, coverage: None, min_coverage: self.min_coverage, stopped };
        report.files.iter().for_each(say_mistakes);
        match &self.filter {
            Some(filter) if report.is_readable() && !report.files.iter().any(FileReport::has_tests) => {
                return self.nothing_found(filter);
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
        match report.passed() {
            _ if !errors.is_empty() => ExitCode::from(2),
            true => ExitCode::SUCCESS,
            false if report.is_readable() => ExitCode::from(1),
            false => ExitCode::from(2),
        }
    }

    /// The world that the tests run against, if one is named; otherwise what of it cannot be read.
    fn world(&self) -> Result<Option<World>, Vec<FileReport>> {
        if let Some(data) = &self.data {
            let store = data.join(STORE_FILE);
            // What was committed last is in the second file.
            self.seen.note(&store);
            self.seen.note(&data.join(format!("{STORE_FILE}-wal")));
            return match data::world(data) {
                Ok(world) => Ok(Some(world)),
                Err(error) => Err(vec![FileReport::unreadable(data.display().to_string(), error.to_string())]),
            };
        }
        let mut details = Vec::new();
        let mut unreadable = Vec::new();
        for path in &self.authorization_details {
            let name = path.display().to_string();
            match self.text(path, MAX_DETAILS_FILE) {
                Ok(text) => details.push(DetailsFile { name, text }),
                Err(error) => unreadable.push(FileReport::unreadable(name, error.to_string())),
            }
        }
        if !unreadable.is_empty() {
            return Err(unreadable);
        }
        if details.is_empty() {
            return Ok(None);
        }
        World::of_details(&details).map(Some).map_err(FileReport::of_mistakes)
    }

    /// The text of a file, or of standard input.
    fn text(&self, path: &Path, limit: u64) -> Result<String, Unreadable> {
        if !is_stdin(path) {
            self.seen.note(path);
        }
        input::file_or_stdin(path, limit).map(|file| file.text)
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
        let world = match self.world() {
            Ok(world) => world,
            Err(unreadable) => {
                unreadable.iter().for_each(say_mistakes);
                return ExitCode::from(2);
            }
        };
        for path in &self.files {
            let name = path.display().to_string();
            let listed = match self.read(path) {
                Ok(file) => {
                    let read_policy = &|name: &str| self.policy_file(path, name);
                    let around = Surroundings { read_policy, world: world.as_ref() };
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

    fn run_file(&self, path: &Path, world: Option<&World>, coverage: &mut Coverage) -> FileReport {
        let file = match self.read(path) {
            Ok(file) => file,
            Err(report) => return report,
        };
        let began = Instant::now();
        let options = Options { wanted: &|name| self.wants(name), fail_fast: self.fail_fast, now: &|| began.elapsed() };
        let around = Surroundings { read_policy: &|name| self.policy_file(path, name), world };
        file.run(around, options, coverage)
    }

    /// The file with tests, or why it cannot be read.
    fn read(&self, path: &Path) -> Result<TestFile, FileReport> {
        let name = path.display().to_string();
        match self.text(path, MAX_FILE) {
            Ok(text) => Ok(TestFile::new(name, text)),
            Err(error) => Err(FileReport::unreadable(name, error.to_string())),
        }
    }

    /// The policy file that a file with tests names; from standard input, in the current folder.
    fn policy_file(&self, tests: &Path, name: &str) -> PolicyFile {
        let folder = tests.parent().filter(|_| !is_stdin(tests)).unwrap_or(Path::new(""));
        let path = folder.join(name);
        self.seen.note(&path);
        PolicyFile {
            shown: path.display().to_string(),
            text: input::file(&path, MAX_POLICY_FILE).map(|file| file.text).map_err(|error| error.problem),
            canonical: path.canonicalize().unwrap_or(path),
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

/// Tells a person that more will come. Not in the report, which may be read by a program.
#[expect(clippy::print_stderr, reason = "what a person at the terminal is told beside the report")]
fn say_waiting(files: usize) {
    eprintln!("rolecall: waiting for a change in {files} files; press Ctrl-C to stop");
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
