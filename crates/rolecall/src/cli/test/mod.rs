//! `rolecall test`: runs access tests ([`rolecall_analysis::access_tests`]), which say who may or may not do what, against
//! policies in files. No server.

use super::Fault;
use clap::{Args, ValueEnum};
use rolecall_analysis::access_tests::{self, Coverage, FileReport, PolicyFile, Report, TestFile};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

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
    pub(super) fn run(self) -> Result<ExitCode, Fault> {
        let mut coverage = Coverage::default();
        let files = self.files.iter().map(|path| self.run_file(path, &mut coverage)).collect();
        let mut report = Report { files, coverage: None, min_coverage: self.min_coverage };
        for error in report.files.iter().flat_map(|file| &file.errors) {
            super::say_fault(&rolecall_policy::explain::escaped(error).into());
        }
        match &self.filter {
            Some(filter) if report.is_readable() && !report.files.iter().any(FileReport::has_tests) => {
                super::say_fault(&format!("no test has `{filter}` in its name").into());
                return Ok(ExitCode::from(2));
            }
            // Of some tests, or some files, it would tell too little.
            None if report.is_readable() => report.coverage = Some(coverage),
            _ => {}
        }
        let mut output = io::BufWriter::new(io::stdout().lock());
        let written = match self.format {
            Format::Text => report.write_text(&mut output, self.coverage.into()),
            Format::Json => report.write_json(&mut output),
            Format::Junit => report.write_junit(&mut output),
        };
        if let Err(error) = super::written(written.and_then(|()| output.flush())) {
            super::say_fault(&format!("cannot write the report: {error}").into());
            return Ok(ExitCode::from(2));
        }
        Ok(match report.passed() {
            true => ExitCode::SUCCESS,
            false if report.is_readable() => ExitCode::from(1),
            false => ExitCode::from(2),
        })
    }

    fn run_file(&self, path: &Path, coverage: &mut Coverage) -> FileReport {
        let name = path.display().to_string();
        let stdin = path == Path::new("-");
        let text = if stdin { contents(io::stdin().lock(), MAX_FILE) } else { file(path, MAX_FILE) };
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                let error = format!("cannot read {name}: {error}");
                return FileReport::unreadable(name, error);
            }
        };
        let folder = path.parent().filter(|_| !stdin).unwrap_or(Path::new(""));
        let read_policy = |name: &str| {
            let path = folder.join(name);
            PolicyFile {
                shown: path.display().to_string(),
                text: file(&path, MAX_POLICY_FILE).map_err(|error| error.to_string()),
                canonical: path.canonicalize().unwrap_or(path),
            }
        };
        let wanted = |name: &str| self.filter.as_ref().is_none_or(|filter| name.contains(&**filter));
        let began = Instant::now();
        TestFile::new(name, text).run(&read_policy, wanted, || began.elapsed(), coverage)
    }
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
