//! Resources: one glob over the whole ARN, with rules of its own about colons (R1.26–R1.31).
//!
//! This is not the field-by-field matching of the `Arn…` operators (see `arn_like`): in field 6 a wildcard matches
//! anything, in fields 1–5 only a `*` at the end of its field passes colons.

use std::borrow::Cow;

use super::action::AskedAction;
use super::glob::{Braces, Builder, Glob, Syntax};
use crate::condition::variables::{Token, tokens};
use crate::document::Version;
use crate::request::Context;

/// Whether variables also work in fields 1–5. The documents exclude it, though one AWS managed policy holds one there
/// (U26).
const VARIABLES_IN_FIRST_FIELDS: bool = false;

/// The fields of an ARN.
pub(super) const FIELDS: usize = 6;

/// A compiled entry of `Resource` or `NotResource`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResourcePattern {
    /// Asterisks alone: every resource, and operations without one (R1.27, R1.30).
    Everything,
    /// A pattern as written, and completed to six fields if it has fewer (R1.28).
    Arn { written: Glob, completed: Option<Glob> },
    /// An empty text or a `null` (R1.6, R1.71).
    Nothing,
}

/// The resource that is asked.
#[derive(Debug, Clone)]
pub(crate) enum AskedResource<'a> {
    /// An ARN.
    Arn(&'a str),
    /// An operation without resource (R1.30). `also` is an ARN that stands for it too.
    Without { also: Option<Cow<'static, str>> },
}

impl<'a> AskedResource<'a> {
    /// `partition` is the caller's.
    pub(crate) fn new(resource: &'a str, action: AskedAction<'_>, partition: &str) -> Self {
        if resource != "*" {
            return Self::Arn(resource);
        }
        // Documented examples grant the listing of all buckets on the ARN of all buckets (R1.30).
        let also = action.is_one_of("s3", &["ListAllMyBuckets"]).then(|| match partition {
            "aws" => Cow::Borrowed("arn:aws:s3:::*"),
            other => Cow::Owned(format!("arn:{other}:s3:::*")),
        });
        Self::Without { also }
    }
}

impl ResourcePattern {
    pub(crate) fn new(text: &str, version: Version) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        if text.bytes().all(|b| b == b'*') {
            return Self::Everything;
        }
        let tokens = tokens(text);
        let fields = fields(&tokens);
        let missing = FIELDS.saturating_sub(fields.len());
        let written = builder(&fields, version).finish(false);
        let completed = (missing > 0).then(|| {
            let mut builder = builder(&fields, version);
            for _ in 0..missing {
                builder.text(":");
                builder.many(true);
            }
            builder.finish(false)
        });
        Self::Arn { written, completed }
    }

    pub(crate) fn matches(&self, resource: &AskedResource<'_>, context: &Context) -> bool {
        let (written, completed) = match self {
            Self::Everything => return true,
            Self::Nothing => return false,
            Self::Arn { written, completed } => (written, completed),
        };
        let text = match resource {
            AskedResource::Arn(text) => text,
            AskedResource::Without { also: Some(text) } => &**text,
            AskedResource::Without { also: None } => return false,
        };
        written.matches(text, context) || completed.as_ref().is_some_and(|glob| glob.matches(text, context))
    }
}

fn builder(fields: &[Vec<Token<'_>>], version: Version) -> Builder {
    let mut builder = Builder::default();
    for (at, field) in fields.iter().enumerate() {
        let sixth = at + 1 == FIELDS;
        if at > 0 {
            builder.text(":");
        }
        let braces = match version {
            Version::V2012 if !sixth && !VARIABLES_IN_FIRST_FIELDS => Braces::Verbatim,
            _ => Braces::of(version),
        };
        builder.part(field, Syntax { wildcards: true, braces, colons: sixth });
    }
    builder
}

/// Splits a pattern on its first five colons; those inside `${…}` do not count.
pub(super) fn fields<'a>(tokens: &[Token<'a>]) -> Vec<Vec<Token<'a>>> {
    let mut done: Vec<Vec<Token<'a>>> = Vec::with_capacity(FIELDS);
    let mut field = Vec::new();
    for token in tokens {
        let Token::Plain(mut text) = *token else {
            field.push(*token);
            continue;
        };
        while done.len() + 1 < FIELDS
            && let Some((before, behind)) = text.split_once(':')
        {
            if !before.is_empty() {
                field.push(Token::Plain(before));
            }
            done.push(std::mem::take(&mut field));
            text = behind;
        }
        if !text.is_empty() {
            field.push(Token::Plain(text));
        }
    }
    done.push(field);
    done
}
