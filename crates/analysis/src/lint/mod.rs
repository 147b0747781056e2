//! Checks of a policy's text: what AWS would refuse, what cannot work, what allows too much, what says nothing.
//!
//! The way of a text through [`lint()`]: `creation` hands it to the door that AWS's own refusals are written behind
//! and turns each into an error. If the grammar holds, the parsed form and the facts about it become a `Subject`, and
//! every `Check` in `checks` looks at that. A check, or a tight family of checks, is one file: code,
//! severity and meaning, what it looks for, and its tests. Codes are AWS's (those of IAM Access Analyzer's policy checks) where AWS
//! has one for the same thing.
//!
//! Findings never guess: where facts are missing (an action list that cannot be known, a variable, a service that the
//! catalog does not have) a check is silent.

mod anchor;
mod checks;
mod creation;
mod edit;
mod embedded;
mod explain;
pub(crate) mod facts;
mod finding;
mod fix;
mod kind;
mod outweighed;
mod subject;
#[cfg(test)]
mod testing;

pub use anchor::{Anchors, StatementName, is_understood};
pub use embedded::{Embedded, InYaml, embedded, embedded_in_yaml};
pub use explain::{Explanation, explain, nearest_code};
pub(crate) use facts::meant::{nearest_action, nearest_condition_key};
pub use facts::meant::{unknown_action, unknown_condition_key};
pub use facts::near::nearest;
pub use finding::{Edit, Finding, Fix, Severity};
pub use fix::fix_all;
pub use kind::{Kind, looks_like_policy};

use finding::Found;
use rolecall_policy::document::json;
use rolecall_policy::{AccountId, Span};
use std::collections::HashSet;
use subject::Subject;

/// What is known about a policy besides its text.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The kind of policy.
    pub kind: Kind,
    /// The account that the policy is for, if that is known.
    pub account: Option<AccountId>,
}

/// One kind of finding.
#[derive(Debug)]
struct Check {
    /// The stable name.
    code: &'static str,
    /// How bad it is.
    severity: Severity,
    /// What it means, in a sentence.
    about: &'static str,
    find: Find,
}

type Find = fn(&Subject<'_>, &mut Found);

impl Check {
    const fn error(code: &'static str, about: &'static str, find: Find) -> Self {
        Self { code, severity: Severity::Error, about, find }
    }

    const fn security_warning(code: &'static str, about: &'static str, find: Find) -> Self {
        Self { code, severity: Severity::SecurityWarning, about, find }
    }

    const fn warning(code: &'static str, about: &'static str, find: Find) -> Self {
        Self { code, severity: Severity::Warning, about, find }
    }

    const fn suggestion(code: &'static str, about: &'static str, find: Find) -> Self {
        Self { code, severity: Severity::Suggestion, about, find }
    }
}

/// The code, severity and meaning of every finding there is, ordered by code.
#[must_use]
pub fn all_codes() -> Vec<(&'static str, Severity, &'static str)> {
    let own = checks::all().map(|check| (check.code, check.severity, check.about));
    let refusals = creation::CODES.iter().chain(embedded::CODES);
    let mut all: Vec<_> = own.chain(refusals.map(|(code, about)| (*code, Severity::Error, *about))).collect();
    all.sort_unstable_by_key(|(code, ..)| *code);
    all
}

/// The longest text that is examined, bytes: many times what AWS reads. Of a longer one only that is said.
const MAX_EXAMINED: usize = 1 << 20;

/// Everything there is to say of a policy, in the order of the text.
#[must_use]
pub fn lint(text: &str, settings: &Settings) -> Vec<Finding> {
    let refused = creation::refusals(text, settings.kind);
    let (mut findings, mut statements) = (Vec::new(), Vec::new());
    if text.len() <= MAX_EXAMINED
        && let (Some(parsed), Ok(document)) = (creation::parse(text, settings.kind), json::read(text))
    {
        let subject = Subject::new(text, settings, &parsed, &document.root);
        for check in checks::all() {
            let mut found = Found::of(check);
            subject.budget.refill();
            (check.find)(&subject, &mut found);
            findings.extend(found.into_findings());
        }
        statements.extend(subject.parts.iter().map(|part| part.statement.span));
        // Of a place that AWS refuses, the refusal is enough.
        let places: HashSet<Span> = refused.iter().map(|refusal| refusal.span).collect();
        findings.retain(|finding| !places.contains(&finding.span));
    }
    findings.extend(refused);
    outweighed::remove(&mut findings, &statements);
    findings.sort_by(|a, b| {
        (a.span.start, a.span.end, a.severity, a.code).cmp(&(b.span.start, b.span.end, b.severity, b.code))
    });
    findings
}
