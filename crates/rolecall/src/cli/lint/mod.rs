//! `rolecall lint`: looks for mistakes in policy documents, without a server.
//!
//! [`Report`] holds what was found in each file; [`text`], [`json`] and [`sarif`] show it, with the help of [`place`],
//! which turns bytes into lines and columns. [`files`] finds what is to be read; [`rewrite`] puts fixed texts into files.
//! [`aside`] takes out what is known already ([`baseline`]), was there [`before`] or is not wanted ([`ignores`]). [`explain`]
//! is about codes.

mod aside;
mod baseline;
mod before;
mod explain;
mod files;
mod git;
mod identity;
mod ignores;
mod json;
mod place;
mod rewrite;
mod sarif;
mod text;

use super::CommandError;
use super::progress::Progress;
use crate::environment::input::{self, is_stdin, with_mark};
use aside::Aside;
use before::{Before, Older};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use files::Input;
use rolecall_analysis::lint::{
    Embedded, InYaml, embedded, embedded_in_yaml, fix_all, is_understood, looks_like_policy,
};
use rolecall_analysis::{Finding, Kind, Settings, Severity};
use rolecall_policy::AccountId;
use rolecall_policy::explain::escaped;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The longest file that is read, bytes. AWS reads no policy of more than 131,072 characters, but a Terraform plan or all
/// the policies of an account can be many megabytes.
const MAX_FILE: u64 = 64 << 20;

/// Look for mistakes and risks in policies, offline.
///
/// Reads policies, alone in a file or inside other JSON or YAML. Reports what AWS would reject, what cannot work, what
/// allows too much and what could be written more clearly, with the place and often a fix. Uses only the text and the
/// built-in catalog of AWS's actions, resource types and condition keys.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Lint {
    /// Files and folders to read; `-` is standard input
    ///
    /// In a folder, the linter reads each `*.json`, `*.yaml` and `*.yml`, including those in subfolders that are not
    /// hidden. It skips and counts files without a policy.
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,

    /// The kind of the policies
    ///
    /// With auto, the linter guesses: a policy without principals is an identity policy; one that names principals, no
    /// resources and only actions of sts is a trust policy; any other is a resource policy.
    #[arg(long, value_name = "KIND", default_value = "auto", value_parser = kinds())]
    kind: String,

    /// The account that the policies are for, so that the linter recognizes other accounts
    #[arg(long, value_name = "ID", value_parser = account)]
    account: Option<AccountId>,

    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text", value_enum)]
    format: Format,

    /// Show only findings at least this severe
    #[arg(long, value_name = "SEVERITY", default_value = "suggestion", value_parser = severities())]
    min_severity: Severity,

    /// End with status 1 if there is a finding at least this severe
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = severities())]
    fail_on: Severity,

    /// Apply the fixes that do not change the meaning of a policy, and report what is left
    ///
    /// Rewrites files in place. For a policy from standard input, writes the policy to standard output and the report
    /// to standard error. Shows fixes that would change a decision, but never applies them.
    #[arg(long)]
    fix: bool,

    /// Ignore findings of this code
    ///
    /// To ignore it only in certain files or statements, write a rule in `.rolecall-lint.toml`.
    #[arg(long, value_name = "CODE")]
    ignore: Vec<String>,

    /// Leave out the findings that are recorded in this file
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,

    /// Record the findings in this file instead of reporting them
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,

    /// Report only findings that are new since a revision of git
    ///
    /// Examines only files that changed since the revision, including uncommitted ones, and reports only findings that
    /// the earlier version did not have. `main...` is the commit where this branch left main.
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "write_baseline"])]
    diff: Option<String>,

    /// Report only findings that an older copy of the file does not have
    #[arg(long, value_name = "OLD", conflicts_with_all = ["diff", "fix", "write_baseline"])]
    diff_file: Option<PathBuf>,

    /// Explain a code: what it means, an example, and what to do
    #[arg(long, value_name = "CODE", exclusive = true)]
    explain: Option<String>,
}

fn account(text: &str) -> Result<AccountId, String> {
    text.parse().map_err(|error: rolecall_policy::names::NotAnAccountId| error.to_string())
}

/// The names of the kinds of policy; `auto` is none of them.
fn kinds() -> PossibleValuesParser {
    ["auto"].into_iter().chain(Kind::ALL.iter().map(|kind| kind.name())).collect::<Vec<_>>().into()
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    let named = |name: String| Severity::ALL.iter().find(|severity| severity.name() == name).copied();
    let names = Severity::ALL.iter().map(|severity| severity.name());
    PossibleValuesParser::new(names).try_map(move |name| named(name).ok_or("there is no such severity"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

/// What was found in all files.
#[derive(Debug, Default)]
struct Report {
    files: Vec<FileReport>,
    /// Files that could not be read or written, and why.
    unreadable: Vec<(String, String)>,
    /// How many files of folders are no policies.
    passed_over: usize,
    /// How many findings of the baseline are gone.
    mended_since: usize,
    /// How many rules of `.rolecall-lint.toml` name a file in which they ignored nothing.
    idle_rules: usize,
    /// How many findings were written into the baseline.
    written: Option<usize>,
    /// Something is compared with what was before.
    is_diff: bool,
    /// How many files have not changed.
    unchanged: usize,
}

/// What was found in one file.
#[derive(Debug, Default)]
struct FileReport {
    /// As it was named.
    name: String,
    /// `None` for standard input.
    path: Option<PathBuf>,
    text: String,
    /// Whether the mark of UTF-8 stands before the text.
    has_mark: bool,
    /// `None` for a file with policies in it, which are of several kinds.
    kind: Option<Kind>,
    /// The policies in the file: where they are, and their kinds.
    policies: Vec<(String, Kind)>,
    /// How many statements of these have a value that only whoever uses the template knows.
    open_statements: usize,
    /// How many of these are not examined, because such values stand where statements should.
    unexamined: usize,
    /// The kind was not given.
    guessed: bool,
    /// It was not named, but is in a folder that was.
    found: bool,
    /// What `--fix` mended.
    mended: Vec<Finding>,
    findings: Vec<Finding>,
    /// How many findings `--min-severity` leaves out.
    hidden: usize,
    /// How many of these are as severe as `--fail-on` says.
    hidden_failing: usize,
    /// How many findings are in the baseline.
    known: usize,
    /// How many findings a rule ignores.
    ignored: usize,
    /// How many findings were there before the change.
    old: usize,
}

impl Report {
    /// How many findings of a severity are shown.
    fn count(&self, severity: Severity) -> usize {
        self.files.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == severity).count()
    }
}

impl Lint {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        if let Some(code) = &self.explain {
            return explained(code);
        }
        let (mut aside, before) = match Aside::new(&self).and_then(|aside| Ok((aside, Before::new(&self)?))) {
            Ok(both) => both,
            Err(error) => {
                super::say_error(&error.into());
                return Ok(ExitCode::from(2));
            }
        };
        let mut report = Report { is_diff: !matches!(before, Before::Unasked), ..Report::default() };
        let mut failed = false;
        let from_stdin = match self.files.iter().filter(|file| is_stdin(file)).count() {
            count @ 0..=1 => count == 1,
            _ => {
                super::say_error(&"standard input can be read only once".into());
                return Ok(ExitCode::from(2));
            }
        };
        let (inputs, unreadable) = files::inputs(&self.files);
        for (folder, error) in unreadable {
            let (name, error) = (folder.display().to_string(), format!("cannot read it: {error}"));
            super::say_error(&format!("{}: {error}", escaped(&name)).into());
            report.unreadable.push((name, error));
        }
        let progress = Progress::new("Examining", inputs.len());
        for input in &inputs {
            let name = if is_stdin(&input.path) { "<stdin>".to_owned() } else { input.path.display().to_string() };
            let examined = match before.of(&self, &input.path) {
                Ok(Older::Same) => {
                    report.unchanged += 1;
                    progress.advance();
                    continue;
                }
                Ok(older) => {
                    aside.begin(older);
                    self.look_at(input, name.clone(), &mut aside)
                }
                Err(error) => Err(error),
            };
            match examined {
                Ok(None) => report.passed_over += 1,
                Ok(Some(mut file)) => {
                    let failing = |findings: &[Finding]| {
                        findings.iter().filter(|finding| finding.severity <= self.fail_on).count()
                    };
                    let (all, all_failing) = (file.findings.len(), failing(&file.findings));
                    failed |= all_failing > 0;
                    file.findings.retain(|finding| finding.severity <= self.min_severity);
                    file.hidden = all - file.findings.len();
                    file.hidden_failing = all_failing - failing(&file.findings);
                    report.files.push(file);
                }
                Err(error) => {
                    progress.beside(|| super::say_error(&format!("{}: {error}", escaped(&name)).into()));
                    report.unreadable.push((name, error));
                }
            }
            progress.advance();
        }
        drop(progress);
        aside.end(&mut report);
        let to_stderr = self.fix && from_stdin;
        let page = if to_stderr { text::Page::plain() } else { text::Page::of_output() };
        let shown = match self.format {
            Format::Text => text::render(&report, page),
            Format::Json => json::render(&report)?,
            Format::Sarif => sarif::render(&report)?,
        };
        super::written(if to_stderr { write_all(io::stderr(), &shown) } else { write_all(io::stdout(), &shown) })?;
        Ok(match (report.unreadable.is_empty(), failed) {
            (false, _) => ExitCode::from(2),
            (true, true) => ExitCode::from(1),
            (true, false) => ExitCode::SUCCESS,
        })
    }

    /// What there is to say of a file; `None` if it was found in a folder and is no policy.
    fn look_at(&self, input: &Input, name: String, aside: &mut Aside) -> Result<Option<FileReport>, String> {
        let Input { path, found } = input;
        let is_stdin = is_stdin(path);
        let input::Text { mut text, has_mark } = match input::file_or_stdin(path, MAX_FILE) {
            Ok(file) => file,
            Err(error) if *found && error.is_empty() => return Ok(None),
            Err(error) => return Err(format!("cannot read it: {}", error.problem)),
        };
        let path_of_file = (!is_stdin).then(|| path.clone());
        let within = match contents(path, &text, *found) {
            Contents::Policy => None,
            Contents::Nothing => return Ok(None),
            Contents::Policies(policies, around) => Some((policies, around)),
        };
        if let Some((policies, around)) = within {
            if self.fix && is_stdin {
                write_policy(has_mark, &text)?;
            }
            let mut file =
                FileReport { name, path: path_of_file, text, has_mark, found: *found, ..FileReport::default() };
            file.findings = around;
            return Ok(Some(self.look_into(file, &policies, aside)));
        }
        let stated = self.stated_kind();
        let kind = self.kind_of(None, &text);
        let settings = Settings { kind, account: self.account };
        let mut mended = Vec::new();
        if self.fix {
            if let Some((fixed, findings)) = fix_all(&text, &settings) {
                if !is_stdin {
                    let (read, fixed) = (with_mark(has_mark, &text), with_mark(has_mark, &fixed));
                    rewrite::rewrite(path, &read, &fixed).map_err(|error| format!("cannot rewrite it: {error}"))?;
                }
                (text, mended) = (fixed, findings);
            }
            if is_stdin {
                write_policy(has_mark, &text)?;
            }
        }
        let mut findings = rolecall_analysis::lint(&text, &settings);
        let guessed = stated.is_none();
        let mut file =
            FileReport { name, path: path_of_file, has_mark, found: *found, guessed, mended, ..FileReport::default() };
        aside.take_from(&mut file, None, &text, kind, &mut findings);
        Ok(Some(FileReport { text, kind: Some(kind), findings, ..file }))
    }

    /// What there is to say of a file with policies in it.
    fn look_into(&self, mut file: FileReport, policies: &[Embedded], aside: &mut Aside) -> FileReport {
        for policy in policies {
            let kind = self.kind_of(policy.kind, &policy.text);
            let mut findings = rolecall_analysis::lint(&policy.text, &Settings { kind, account: self.account });
            findings.retain(|finding| policy.holds(finding));
            let within = policy.name();
            aside.take_from(&mut file, within, &policy.text, kind, &mut findings);
            for finding in findings {
                let finding = policy.in_file(finding, &file.text);
                let message = within.map(|path| format!("in {path}: {}", finding.message));
                file.findings.push(Finding { message: message.unwrap_or(finding.message), ..finding });
            }
            if policy.open_statements() > 0 && !is_understood(&policy.text, kind) {
                file.unexamined += 1;
            } else {
                file.open_statements += policy.open_statements();
            }
            file.policies.push((policy.path.clone(), kind));
        }
        file
    }

    /// The kind of a policy: what its place says, what the command line gives, or what it looks like.
    fn kind_of(&self, by_place: Option<Kind>, text: &str) -> Kind {
        by_place.or(self.stated_kind()).unwrap_or_else(|| Kind::guess(text))
    }

    /// The kind that the command line gives.
    fn stated_kind(&self) -> Option<Kind> {
        Kind::ALL.iter().find(|kind| kind.name() == self.kind).copied()
    }
}

/// What is in a file.
#[derive(Debug)]
enum Contents {
    /// A policy, or what is examined as one because it was named.
    Policy,
    /// Policies, and what is wrong with the file around them.
    Policies(Vec<Embedded>, Vec<Finding>),
    /// No policy.
    Nothing,
}

/// What is in a file. A file of YAML without a policy is passed over though it was named: templates and manifests are
/// named together, and most of them have none.
fn contents(path: &Path, text: &str, found: bool) -> Contents {
    if files::is_yaml(path) {
        return match embedded_in_yaml(text) {
            Ok(InYaml { policies, .. }) if policies.is_empty() => Contents::Nothing,
            Ok(InYaml { policies, around }) => Contents::Policies(policies, around),
            // What Helm fills in is no YAML before that, and other YAML need not have a policy.
            Err(_) if found && (text.contains("{{") || !text.contains("Statement")) => Contents::Nothing,
            Err(error) => Contents::Policies(Vec::new(), vec![error]),
        };
    }
    // YAML may come from standard input and be in files with other names, but JSON that is broken is no YAML.
    if !files::is_json(path)
        && !text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
        && let Ok(InYaml { policies, around }) = embedded_in_yaml(text)
        && !policies.is_empty()
    {
        return Contents::Policies(policies, around);
    }
    if looks_like_policy(text) {
        return Contents::Policy;
    }
    let policies = embedded(text);
    match (policies.is_empty(), found) {
        (false, _) => Contents::Policies(policies, Vec::new()),
        (true, true) => Contents::Nothing,
        (true, false) => Contents::Policy,
    }
}

fn explained(code: &str) -> Result<ExitCode, CommandError> {
    match explain::text(code) {
        Ok(text) => {
            super::written(write_all(io::stdout(), &text))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            super::say_error(&error.into());
            Ok(ExitCode::from(2))
        }
    }
}

/// Gives a policy from standard input back, in the form in which it came.
fn write_policy(has_mark: bool, text: &str) -> Result<(), String> {
    let written = write_all(io::stdout(), &with_mark(has_mark, text));
    written.map_err(|error| format!("cannot write the policy: {error}"))
}

fn write_all(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}
