//! What was found before a change: `--diff` and `--diff-file`.
//!
//! The older text of a file is examined as the file is. What was found there is known: it is not reported again, wherever
//! its lines have gone (see `identity`).

use super::baseline::Baseline;
use super::git::{self, Revision};
use super::identity::Identity;
use super::{Contents, Lint, MAX_FILE, contents};
use crate::environment::input::{self, is_stdin};
use rolecall_analysis::lint::{Anchors, is_understood};
use rolecall_analysis::{Finding, Kind, Settings, lint};
use std::path::Path;

/// Where the older texts are.
#[derive(Debug)]
pub(super) enum Before {
    /// Nothing is compared.
    Unasked,
    Git(Revision),
    /// The older text of the one file.
    File(String),
}

/// What was found in a file before.
#[derive(Debug)]
pub(super) enum Older {
    /// The file has not changed, so nothing in it is new.
    Same,
    /// These findings.
    Found(Baseline),
    /// Nobody asks.
    Unasked,
}

impl Before {
    pub(super) fn new(lint: &Lint) -> Result<Self, String> {
        if let Some(revision) = &lint.diff {
            if lint.files.iter().any(|file| is_stdin(file)) {
                return Err(
                    "--diff needs files, because standard input has no older version; use --diff-file to name one"
                        .into(),
                );
            }
            return Revision::find(revision).map(Self::Git);
        }
        let Some(older) = &lint.diff_file else { return Ok(Self::Unasked) };
        match lint.files.as_slice() {
            [file] if is_stdin(file) || !file.is_dir() => {}
            _ => return Err("--diff-file needs exactly one file".into()),
        }
        let file = input::file(older, MAX_FILE).map_err(|error| error.to_string())?;
        Ok(Self::File(file.text))
    }

    /// What was found in a file before.
    pub(super) fn of(&self, lint: &Lint, path: &Path) -> Result<Older, String> {
        let text = match self {
            Self::Unasked => return Ok(Older::Unasked),
            Self::File(text) => text.clone(),
            Self::Git(revision) => match revision.before(path)? {
                git::Before::Same => return Ok(Older::Same),
                git::Before::Nothing => return Ok(Older::Found(Baseline::default())),
                git::Before::Text(bytes) => match input::bytes("the earlier version of the file", bytes, MAX_FILE) {
                    Ok(older) => older.text,
                    Err(error) if error.is_empty() => return Ok(Older::Found(Baseline::default())),
                    Err(error) => return Err(error.to_string()),
                },
            },
        };
        Ok(Older::Found(found(lint, path, &text)))
    }
}

/// What is found in a text.
fn found(lint: &Lint, path: &Path, text: &str) -> Baseline {
    let mut known = Baseline::default();
    match contents(path, text, false) {
        Contents::Nothing => {}
        Contents::Policy => note(&mut known, None, text, lint.kind_of(None, text), |_| true, lint),
        Contents::Policies(policies, _) => {
            for policy in &policies {
                let kind = lint.kind_of(policy.kind, &policy.text);
                note(&mut known, policy.name(), &policy.text, kind, |finding| policy.holds(finding), lint);
            }
        }
    }
    known
}

/// Notes what is found in one policy. Of a policy whose grammar is broken nothing is known.
fn note(
    known: &mut Baseline,
    within: Option<&str>,
    text: &str,
    kind: Kind,
    holds: impl Fn(&Finding) -> bool,
    options: &Lint,
) {
    if !is_understood(text, kind) {
        return;
    }
    let anchors = Anchors::of(text);
    for finding in lint(text, &Settings { kind, account: options.account }).iter().filter(|finding| holds(finding)) {
        known.add(Identity::of("", within, &anchors, finding));
    }
}
