//! `rolecall test`: access tests, which say who may or may not do what, against policies in files. No server.
//!
//! A file becomes a [`tree`] of values with their places, whether it is TOML or JSON. [`file`] understands the tree:
//! [`policies`], [`principals`], [`resources`] and the [`organization`] by their names, and the tests ([`cases`]). Every
//! mistake is noted ([`members`]), also what AWS does not have ([`listed`], [`ids`]). [`run`] makes a request of each combination,
//! which [`super::offline`] prepares as it does for `rolecall eval`, and decides it; [`coverage`] counts the statements
//! that matched; [`report`] tells.

mod cases;
mod coverage;
mod file;
mod ids;
mod keys;
mod listed;
mod members;
mod organization;
mod policies;
mod principals;
mod report;
mod resources;
mod run;
mod source;
mod tree;

use super::Fault;
use clap::{Args, ValueEnum};
use coverage::Coverage;
use file::AccessFile;
use members::Faults;
use report::{FileReport, Report};
use source::Source;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tree::Node;

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

    /// What to print: text for people, json for programs, junit for CI servers
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

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

impl Test {
    pub(super) fn run(self) -> Result<ExitCode, Fault> {
        let mut coverage = Coverage::default();
        let files: Vec<FileReport> = self.files.iter().map(|path| self.run_file(path, &mut coverage)).collect();
        let readable = files.iter().all(|file| file.faults.is_empty());
        for fault in files.iter().flat_map(|file| &file.faults) {
            super::say_fault(&rolecall_policy::explain::escaped(fault).into());
        }
        let tests = files.iter().map(|file| file.tests.len()).sum::<usize>();
        if let Some(filter) = self.filter.as_ref().filter(|_| readable && tests == 0) {
            super::say_fault(&format!("no test has `{filter}` in its name").into());
            return Ok(ExitCode::from(2));
        }
        let report = Report {
            passed: files.iter().flat_map(|file| &file.tests).all(run::TestReport::passed),
            files,
            // Of some tests, or some files, it would tell too little.
            coverage: (readable && self.filter.is_none()).then_some(coverage),
            min_coverage: self.min_coverage,
        };
        let mut output = io::BufWriter::new(io::stdout().lock());
        let written = match self.format {
            Format::Text => report.write_text(&mut output, self.coverage),
            Format::Json => report.write_json(&mut output),
            Format::Junit => report.write_junit(&mut output),
        };
        match written.and_then(|()| output.flush()) {
            // Who reads the report has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Err(error) => {
                super::say_fault(&format!("cannot write the report: {error}").into());
                return Ok(ExitCode::from(2));
            }
            Ok(()) => {}
        }
        Ok(if !readable {
            ExitCode::from(2)
        } else if report.passed && report.coverage_suffices() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    }

    /// Runs one file; if anything is wrong with it, none of its tests.
    fn run_file(&self, path: &Path, coverage: &mut Coverage) -> FileReport {
        let mut report = FileReport { name: path.display().to_string(), faults: Vec::new(), tests: Vec::new() };
        let source = match Source::read(path) {
            Ok(source) => source,
            Err(error) => {
                report.faults.push(error);
                return report;
            }
        };
        let mut faults = Faults::default();
        match Node::read(&source.text, source.syntax) {
            Err(fault) => faults.add(fault.at, fault.message),
            Ok(root) => {
                let file = AccessFile::read(&source, &root, &mut faults).filter(|_| faults.0.is_empty());
                if let Some(file) = file {
                    let wanted = |name: &str| self.filter.as_ref().is_none_or(|filter| name.contains(&**filter));
                    report.tests = run::run(&file, &source, wanted, coverage, &mut faults);
                    if !faults.0.is_empty() {
                        report.tests.clear();
                    }
                }
            }
        }
        report.faults = source.tell(faults);
        report
    }
}
