//! Findings that are not reported: those that a baseline knows, those that were there before, and those that a rule ignores.

use super::baseline::Baseline;
use super::before::Older;
use super::identity::{Identity, folder_of, seen_from};
use super::ignores::{self, Ignores};
use super::{FileReport, Lint, MAX_FILE, Report};
use crate::environment::input;
use rolecall_analysis::lint::{Anchors, is_understood};
use rolecall_analysis::{Finding, Kind};
use rolecall_policy::explain::escaped;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is taken out, and the files it was taken from.
#[derive(Debug)]
pub(super) struct Aside {
    ignores: Ignores,
    /// Names of the files that were looked at, from the folder of the rules.
    seen_by_rules: HashSet<String>,
    known: Option<Known>,
    /// What was found before in the file that is looked at.
    before: Option<Baseline>,
}

#[derive(Debug)]
struct Known {
    file: PathBuf,
    baseline: Baseline,
    /// The baseline is being written: all that is found is added to it.
    is_new: bool,
    /// Names of the files that were looked at, from the folder of the baseline.
    seen: HashSet<String>,
}

impl Aside {
    /// What the command line names, and the rules of the folder in which the program is started. A file that cannot be
    /// understood ends the program: what it says must not count for nothing.
    pub(super) fn new(lint: &Lint) -> Result<Self, String> {
        let mut ignores = Ignores::default();
        let rules = Path::new(ignores::FILE);
        // A link that leads nowhere is a file that cannot be read.
        if rules.is_symlink() || rules.try_exists().unwrap_or(true) {
            let text = input::file(rules, MAX_FILE).map_err(|error| error.to_string())?.text;
            ignores.read(&text).map_err(|error| format!("{}: {}", ignores::FILE, error.trim_end()))?;
        }
        for code in &lint.ignore {
            ignores.add_code(code).map_err(|error| format!("--ignore: {}", escaped(&error)))?;
        }
        let known = match (&lint.baseline, &lint.write_baseline) {
            (Some(file), _) => {
                let name = escaped(&file.display().to_string());
                let text = input::file(file, MAX_FILE).map_err(|error| error.to_string())?.text;
                let baseline =
                    Baseline::read(&text).map_err(|error| format!("{name} is not a baseline: {}", escaped(&error)))?;
                Some(Known { file: file.clone(), baseline, is_new: false, seen: HashSet::new() })
            }
            (None, Some(file)) => {
                Some(Known { file: file.clone(), baseline: Baseline::default(), is_new: true, seen: HashSet::new() })
            }
            (None, None) => None,
        };
        Ok(Self { ignores, seen_by_rules: HashSet::new(), known, before: None })
    }

    /// The next file is looked at.
    pub(super) fn begin(&mut self, older: Older) {
        self.before = if let Older::Found(found) = older { Some(found) } else { None };
    }

    /// Takes out of the findings of a policy what is known or ignored. `within` says where in the file the policy is; it may
    /// be the file. A policy whose grammar is broken keeps them all: what else is wrong with it nobody has seen.
    pub(super) fn take_from(
        &mut self,
        file: &mut FileReport,
        within: Option<&str>,
        text: &str,
        kind: Kind,
        findings: &mut Vec<Finding>,
    ) {
        let by_rules = seen_from(Path::new("."), file);
        let by_baseline = self.known.as_ref().map(|known| seen_from(folder_of(&known.file), file));
        let is_asked = self.known.is_some() || self.before.is_some() || !self.ignores.is_empty();
        if !findings.is_empty() && is_asked && is_understood(text, kind) {
            let anchors = Anchors::of(text);
            findings.retain(|finding| {
                let mut identity = Identity::of(&by_rules, within, &anchors, finding);
                if self.ignores.ignore(&identity) {
                    file.ignored += 1;
                    return false;
                }
                if let Some(before) = &mut self.before {
                    identity.file.clear();
                    if before.take(&identity) {
                        file.old += 1;
                        return false;
                    }
                }
                let (Some(of), Some(name)) = (&mut self.known, &by_baseline) else { return true };
                identity.file.clone_from(name);
                if of.is_new {
                    of.baseline.add(identity);
                } else if !of.baseline.take(&identity) {
                    return true;
                }
                file.known += 1;
                false
            });
        }
        self.seen_by_rules.insert(by_rules);
        if let (Some(known), Some(name)) = (&mut self.known, by_baseline) {
            known.seen.insert(name);
        }
    }

    /// Writes the baseline, if that is asked for and every file could be read, and tells what was not needed.
    pub(super) fn end(self, report: &mut Report) {
        report.idle_rules = self.ignores.idle(&self.seen_by_rules);
        let Some(known) = self.known else { return };
        if !known.is_new {
            report.mended_since = known.baseline.left(&known.seen);
        } else if report.unreadable.is_empty() {
            let written = known.baseline.write().map_err(io::Error::other);
            match written.and_then(|text| fs::write(&known.file, text)) {
                Ok(()) => report.written = Some(known.baseline.len()),
                Err(error) => {
                    let (name, error) = (known.file.display().to_string(), format!("cannot write it: {error}"));
                    super::super::say_error(&format!("{}: {error}", escaped(&name)).into());
                    report.unreadable.push((name, error));
                }
            }
        }
    }
}
