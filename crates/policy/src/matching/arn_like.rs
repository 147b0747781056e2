//! ARNs field by field, for the operators `ArnEquals`, `ArnLike` and their negations (R1.38).

use super::form::{stars, stars_row};
use super::glob::{Braces, Builder, Glob, Syntax};
use super::matcher::Matcher;
use super::resource::{FIELDS, fields};
use super::sets::{Bounds, Pattern, Row};
use crate::arn::Arn;
use crate::condition::knowledge::Knowledge;
use crate::condition::variables::tokens;
use crate::document::Version;

/// How an ARN pattern is matched; its text is kept elsewhere (see `words`).
#[derive(Debug, Clone)]
pub(crate) enum ArnForm {
    /// `*` alone: any ARN.
    Any,
    /// Six fields whose only wildcards are stars: matched as they are written.
    Stars,
    /// Six fields, each a glob.
    Globs(Box<[Glob]>),
    /// Any other pattern with fewer than six fields.
    Nothing,
}

impl ArnForm {
    pub(crate) fn of(text: &str, version: Version) -> Self {
        if text == "*" {
            return Self::Any;
        }
        // Colons inside braces separate nothing, in whatever version.
        if !text.contains("${") && !text.contains('?') {
            return if text.split(':').count() < FIELDS { Self::Nothing } else { Self::Stars };
        }
        let tokens = tokens(text);
        let fields = fields(&tokens);
        if fields.len() < FIELDS {
            return Self::Nothing;
        }
        let syntax = Syntax { wildcards: true, braces: Braces::of(version), colons: true };
        let glob = |field: &Vec<_>| {
            let mut builder = Builder::default();
            builder.part(field, syntax);
            builder.finish(false)
        };
        Self::Globs(fields.iter().map(glob).collect())
    }

    /// Adds `pattern`, of which this is the form, as a set of texts.
    pub(crate) fn add_to(&self, bounds: &mut Bounds, pattern: &str, known: &Knowledge<'_>) {
        let rows: Option<Vec<Row<'_>>> = match self {
            Self::Any => return bounds.add(Pattern::any_arn(), false),
            Self::Nothing => None,
            Self::Stars => Some(pattern.splitn(FIELDS, ':').map(stars_row).collect()),
            Self::Globs(globs) => globs.iter().map(|glob| glob.row(known)).collect(),
        };
        let Some(rows) = rows else { return };
        if let [a, b, c, d, e, f] = rows.iter().map(Row::pieces).collect::<Vec<_>>()[..] {
            let unsure = rows.iter().any(Row::is_unsure);
            if let Some(pattern) = Pattern::arn_like([a, b, c, d, e, f]) {
                bounds.add(pattern, unsure);
            }
        }
    }

    /// Whether all fields match those of `pattern`, of which this is the form.
    pub(crate) fn matches<'a>(&self, pattern: &str, arn: &Arn<'a>, matcher: &Matcher<'a>) -> bool {
        let fields = ["arn", arn.partition, arn.service, arn.region, arn.account, arn.resource];
        match self {
            Self::Any => true,
            Self::Nothing => false,
            Self::Stars => {
                pattern.splitn(FIELDS, ':').zip(fields).all(|(pattern, field)| stars(pattern, field, matcher))
            }
            Self::Globs(globs) => globs.iter().zip(fields).all(|(glob, field)| glob.matches(field, matcher)),
        }
    }
}
