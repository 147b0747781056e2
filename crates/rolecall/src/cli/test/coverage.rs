//! Which statements no test exercised.
//!
//! A statement is exercised if all parts of it matched in some check, whatever was decided then. Only one's own policies
//! count: nobody writes tests for all of `ReadOnlyAccess`. A policy file that several files with tests name is one policy.

use super::policies::{Origin, Written, WrittenStatement};
use std::collections::{BTreeSet, HashMap};

/// The policies and how often each of their statements matched.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pub(super) policies: Vec<PolicyCoverage>,
    /// The policies of the file that runs, by the names it gives them.
    here: HashMap<String, usize>,
}

/// One policy.
#[derive(Debug)]
pub(super) struct PolicyCoverage {
    /// The first name it was given.
    pub(super) name: String,
    pub(super) origin: Origin,
    /// Each statement, and in how many checks it matched.
    pub(super) statements: Vec<(WrittenStatement, u64)>,
}

/// How much of something was exercised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) exercised: usize,
    pub(super) of: usize,
}

impl Coverage {
    /// Begins with the next file.
    pub(super) fn begin<'p>(&mut self, policies: impl Iterator<Item = (&'p str, &'p Written)>) {
        self.here.clear();
        for (name, written) in policies {
            let known = self.policies.iter().position(|policy| policy.origin.is(&written.origin));
            let at = known.unwrap_or_else(|| {
                self.policies.push(PolicyCoverage {
                    name: name.to_owned(),
                    origin: written.origin.clone(),
                    statements: written.statements.iter().map(|statement| (statement.clone(), 0)).collect(),
                });
                self.policies.len() - 1
            });
            self.here.insert(name.to_owned(), at);
        }
    }

    /// Counts the statements that matched in one check, each once: a policy may be attached twice, or have two names.
    pub(super) fn count<'s>(&mut self, statements: impl Iterator<Item = (&'s str, u32)>) {
        let places = statements.filter_map(|(policy, statement)| Some((*self.here.get(policy)?, statement)));
        let places: BTreeSet<(usize, u32)> = places.collect();
        for (policy, statement) in places {
            let policy = self.policies.get_mut(policy);
            if let Some((_, matched)) = policy.and_then(|policy| policy.statements.get_mut(statement as usize)) {
                *matched += 1;
            }
        }
    }

    /// How much of all was exercised.
    pub(super) fn share(&self) -> Share {
        let matched = self.policies.iter().flat_map(|policy| &policy.statements).map(|(_, matched)| *matched);
        matched.fold(Share { exercised: 0, of: 0 }, |share, matched| Share {
            exercised: share.exercised + usize::from(matched > 0),
            of: share.of + 1,
        })
    }

    /// The statements that no check exercised, with their policies and their numbers, from 0.
    pub(super) fn unexercised(&self) -> impl Iterator<Item = (&PolicyCoverage, usize, &WrittenStatement)> {
        self.policies.iter().flat_map(|policy| {
            let statements = policy.statements.iter().enumerate();
            statements
                .filter(|(_, (_, matched))| *matched == 0)
                .map(move |(at, (statement, _))| (policy, at, statement))
        })
    }
}

impl PolicyCoverage {
    /// The file it is written in.
    pub(super) fn file(&self) -> &str {
        match &self.origin {
            Origin::File { shown, .. } => shown,
            Origin::Inline { file, .. } => file,
        }
    }

    /// Where a statement is: `policies/read.json:7`.
    pub(super) fn place(&self, statement: &WrittenStatement) -> String {
        match statement.line {
            Some(line) => format!("{}:{line}", self.file()),
            None => self.file().to_owned(),
        }
    }

    /// A statement in words: `statement "Read"`, or by its number, which counts from 1.
    pub(super) fn title(&self, at: usize, statement: &WrittenStatement) -> String {
        match statement.sid.as_deref() {
            Some(sid) if !sid.is_empty() => format!("{} / statement \"{sid}\"", self.name),
            _ => format!("{} / statement {}", self.name, at + 1),
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
