//! Which statements no test exercised.
//!
//! A statement is exercised if all parts of it matched in some check, whatever was decided then. Only one's own policies
//! count: nobody writes tests for all of `ReadOnlyAccess`. A policy file that several files with tests name is one policy.

use rolecall_policy::document::Effect;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// The policies and how often each of their statements matched.
#[derive(Debug, Default)]
pub struct Coverage {
    pub(super) policies: Vec<PolicyCoverage>,
    /// The policies of the file that runs, by the names it gives them.
    here: HashMap<String, usize>,
}

/// One policy.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PolicyCoverage {
    /// The first name it was given.
    pub(super) name: String,
    /// The policy's own file, or the one with the tests, as it is shown.
    pub(super) file: String,
    pub(super) inline: bool,
    /// The policy's own file, whatever it was called.
    #[serde(skip)]
    pub(super) canonical: Option<PathBuf>,
    pub(super) statements: Vec<StatementCoverage>,
}

/// One statement.
#[derive(Debug, Clone, Serialize)]
pub(super) struct StatementCoverage {
    /// From 0.
    pub(super) index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    /// Its line in the file where it is written, if it stands there as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u32>,
    /// In how many checks it matched.
    pub(super) matched: u64,
}

/// How much of something was exercised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) exercised: usize,
    pub(super) of: usize,
}

impl Coverage {
    /// Begins with the next file.
    pub(super) fn begin<'p>(&mut self, policies: impl Iterator<Item = &'p PolicyCoverage>) {
        self.here.clear();
        for policy in policies {
            let known = self.policies.iter().position(|known| known.is_the_same(policy));
            let at = known.unwrap_or_else(|| {
                self.policies.push(policy.clone());
                self.policies.len() - 1
            });
            self.here.insert(policy.name.clone(), at);
        }
    }

    /// Counts the statements that matched in one check, each once: a policy may be attached twice, or have two names.
    pub(super) fn count<'s>(&mut self, statements: impl Iterator<Item = (&'s str, u32)>) {
        let places = statements.filter_map(|(policy, statement)| Some((*self.here.get(policy)?, statement)));
        let places: BTreeSet<(usize, u32)> = places.collect();
        for (policy, statement) in places {
            let policy = self.policies.get_mut(policy);
            if let Some(statement) = policy.and_then(|policy| policy.statements.get_mut(statement as usize)) {
                statement.matched += 1;
            }
        }
    }

    /// Every statement with its policy.
    pub(super) fn statements(&self) -> impl Iterator<Item = (&PolicyCoverage, &StatementCoverage)> {
        self.policies.iter().flat_map(|policy| policy.statements.iter().map(move |statement| (policy, statement)))
    }

    /// The statements that no check exercised.
    pub(super) fn unexercised(&self) -> impl Iterator<Item = (&PolicyCoverage, &StatementCoverage)> {
        self.statements().filter(|(_, statement)| statement.matched == 0)
    }

    /// How much of all was exercised.
    pub(super) fn share(&self) -> Share {
        let of = self.statements().count();
        Share { exercised: of - self.unexercised().count(), of }
    }
}

impl PolicyCoverage {
    /// Whether it is the same policy, whichever file with tests names it, and how.
    fn is_the_same(&self, other: &Self) -> bool {
        match (&self.canonical, &other.canonical) {
            (None, None) => (&self.file, &self.name) == (&other.file, &other.name),
            (own, other) => own == other,
        }
    }

    /// Where a statement is: `policies/read.json:7`.
    pub(super) fn place(&self, statement: &StatementCoverage) -> String {
        match statement.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.clone(),
        }
    }

    /// A statement in words: `statement "Read"`, or by its number, which counts from 1.
    pub(super) fn title(&self, statement: &StatementCoverage) -> String {
        match statement.sid.as_deref() {
            Some(sid) if !sid.is_empty() => format!("{} / statement \"{sid}\"", self.name),
            _ => format!("{} / statement {}", self.name, statement.index + 1),
        }
    }
}

impl Share {
    /// In percent, rounded down: 100 only if nothing is left.
    pub(super) fn percent(self) -> usize {
        (self.exercised * 100).checked_div(self.of).unwrap_or(100)
    }

    /// Whether it is at least so many percent.
    pub(super) fn reaches(self, percent: u8) -> bool {
        self.exercised * 100 >= usize::from(percent) * self.of
    }
}
