//! Resources (R1, section 1.4).

use super::text::{Step, Symbol, expand_resource, fold, walks};
use crate::document::{ResourceElement, Version};
use crate::request::Context;

/// The resource that is asked for.
pub(super) struct Asked<'a> {
    /// The ARN, or `*`.
    pub(super) resource: &'a str,
    /// The action, for the one that R1.30 names.
    pub(super) action: &'a str,
    /// The caller's partition.
    pub(super) partition: &'a str,
    /// For variables.
    pub(super) context: &'a Context,
}

/// R1.31, R1.71: whether the statement's `Resource` or `NotResource` matches; one that is missing or empty never does.
pub(super) fn matches(element: Option<&ResourceElement>, version: Version, asked: &Asked<'_>) -> bool {
    let Some(element) = element else { return false };
    if element.patterns.is_empty() {
        return false;
    }
    let listed = element.patterns.iter().any(|pattern| {
        // A `null` matches nothing (R1.6).
        pattern.value.as_deref().is_some_and(|pattern| pattern_matches(pattern, version, asked))
    });
    listed != element.negated
}

/// R1.27, R1.30, R1.71.
fn pattern_matches(pattern: &str, version: Version, asked: &Asked<'_>) -> bool {
    if pattern.is_empty() {
        return false;
    }
    if pattern.chars().all(|c| c == '*') {
        return true;
    }
    if asked.resource != "*" {
        return covers(pattern, version, asked.resource, asked.context);
    }
    let lists_buckets = fold(asked.action) == "s3:listallmybuckets";
    lists_buckets && covers(pattern, version, &format!("arn:{}:s3:::*", asked.partition), asked.context)
}

/// R1.26, R1.28, R1.52: the pattern, completed to six fields or as written, covers the whole text.
fn covers(pattern: &str, version: Version, resource: &str, context: &Context) -> bool {
    let Some(as_written) = expand_resource(pattern, version, context) else { return false };
    let mut completed = as_written.clone();
    while completed.len() < 6 {
        completed.push(vec![Symbol::Written('*')]);
    }
    walks(&steps(&completed), resource) || walks(&steps(&as_written), resource)
}

/// R1.26: what each wildcard may match depends on its field and its place in the field.
fn steps(fields: &[Vec<Symbol>]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (number, field) in (1..).zip(fields) {
        if number > 1 {
            steps.push(Step::Exactly(':'));
        }
        for (at, symbol) in field.iter().enumerate() {
            let last = at + 1 == field.len();
            steps.push(match symbol {
                Symbol::Written('*') => Step::Run { colon: number == 6 || last },
                Symbol::Written('?') => Step::One { colon: number == 6 },
                symbol => Step::Exactly(symbol.char()),
            });
        }
    }
    steps
}
