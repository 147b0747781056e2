//! A finding: what is wrong, how bad, where, and what to write instead.

use super::Check;
use rolecall_policy::Span;
use std::fmt;

/// How bad a finding is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// AWS refuses it, or part of the policy has no effect.
    Error,
    /// It works, and allows more than it should.
    SecurityWarning,
    /// It works, but hardly as it was meant.
    Warning,
    /// It works and could be said better.
    Suggestion,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: &[Self] = &[Self::Error, Self::SecurityWarning, Self::Warning, Self::Suggestion];

    /// The name, such as `security-warning`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::SecurityWarning => "security-warning",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing that is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable name of what is wrong.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where in the text; empty where something is missing.
    pub span: Span,
    /// What is wrong here, in a sentence.
    pub message: String,
    /// What could be written instead, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// One way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// The changes; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether the policy decides every request as before. Such fixes can be applied without a person.
    pub keeps_meaning: bool,
}

/// A part of the text and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The part that goes; empty to insert.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl Fix {
    /// A fix that is to be looked at: it changes what the policy means.
    pub(super) fn proposed(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![Edit { span, text: text.into() }], keeps_meaning: false }
    }

    /// A fix after which the policy means the same.
    pub(super) fn equivalent(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { keeps_meaning: true, ..Self::proposed(title, span, text) }
    }
}

/// Collects what one check finds.
#[derive(Debug)]
pub(super) struct Found {
    code: &'static str,
    severity: Severity,
    findings: Vec<Finding>,
}

impl Found {
    pub(super) fn of(check: &Check) -> Self {
        Self { code: check.code, severity: check.severity, findings: Vec::new() }
    }

    /// Notes a finding.
    pub(super) fn add(&mut self, span: Span, message: impl Into<String>) {
        self.with_fixes(span, message, None);
    }

    /// Notes a finding that can be mended.
    pub(super) fn with_fixes(&mut self, span: Span, message: impl Into<String>, fixes: impl IntoIterator<Item = Fix>) {
        let (code, severity) = (self.code, self.severity);
        let fixes = fixes.into_iter().collect();
        self.findings.push(Finding { code, severity, span, message: message.into(), fixes });
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
