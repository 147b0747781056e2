//! ARNs field by field, for the operators `ArnEquals`, `ArnLike` and their negations (R1.38).

use super::glob::{Braces, Builder, Glob, Syntax};
use super::resource::{FIELDS, fields};
use crate::arn::Arn;
use crate::condition::variables::tokens;
use crate::document::Version;
use crate::request::Context;

/// A compiled ARN pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ArnPattern {
    /// `*` alone: any ARN.
    Any,
    /// Six fields, each a glob.
    Fields(Box<[Glob]>),
    /// Any other pattern with fewer than six fields.
    Nothing,
}

impl ArnPattern {
    pub(crate) fn new(text: &str, version: Version) -> Self {
        if text == "*" {
            return Self::Any;
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
        Self::Fields(fields.iter().map(glob).collect())
    }

    /// Whether a value is an ARN and all its fields match.
    pub(crate) fn matches(&self, value: &str, context: &Context) -> bool {
        let Some(arn) = Arn::parse(value) else { return false };
        match self {
            Self::Any => true,
            Self::Nothing => false,
            Self::Fields(globs) => {
                let fields = ["arn", arn.partition, arn.service, arn.region, arn.account, arn.resource];
                globs.iter().zip(fields).all(|(glob, field)| glob.matches(field, context))
            }
        }
    }
}
