//! Resources: one glob over the whole ARN, with rules of its own about colons (R1.26–R1.31).
//!
//! This is not the field-by-field matching of the `Arn…` operators (see `arn_like`): in field 6 a wildcard matches
//! anything, in fields 1–5 only a `*` at the end of its field passes colons.

use std::borrow::Cow;

use super::action::AskedAction;
use super::form::{stars, stars_row};
use super::glob::{Braces, Builder, Glob, Syntax};
use super::matcher::Matcher;
use super::sets::{Bounds, Pattern, Row};
use super::words::{Collector, Word, Words};
use crate::condition::knowledge::Knowledge;
use crate::condition::variables::{Token, tokens};
use crate::document::{Spanned, Version};

/// Whether variables also work in fields 1–5. The documents exclude it, though one AWS managed policy holds one there
/// (U26).
const VARIABLES_IN_FIRST_FIELDS: bool = false;

/// The fields of an ARN.
pub(super) const FIELDS: usize = 6;

/// A compiled entry of `Resource` or `NotResource`.
#[derive(Debug, Clone)]
pub(crate) struct ResourcePattern {
    pub(crate) word: Word,
    pub(crate) form: ResourceForm,
}

/// How a resource pattern is matched.
#[derive(Debug, Clone)]
pub(crate) enum ResourceForm {
    /// Asterisks alone: every resource, and operations without one (R1.27, R1.30).
    Everything,
    /// Six fields whose only wildcards are stars that match anything, and no variables: matched as it is written.
    Stars,
    /// Anything else, with the text it begins with.
    Glob(Box<ResourceGlob>),
    /// An empty text or a `null` (R1.6, R1.71).
    Nothing,
}

/// A pattern as written, and completed to six fields if it has fewer (R1.28).
#[derive(Debug, Clone)]
pub(crate) struct ResourceGlob {
    written: Glob,
    completed: Option<Glob>,
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
    pub(crate) fn new(written: &Spanned<Option<Box<str>>>, version: Version, words: &mut Collector) -> Self {
        let text = written.value.as_deref().unwrap_or_default();
        let word = words.written(&Spanned { value: text, span: written.span });
        Self { word, form: ResourceForm::of(text, version) }
    }

    pub(crate) fn matches<'a>(&self, resource: &AskedResource<'a>, words: &Words, matcher: &Matcher<'a>) -> bool {
        match resource {
            AskedResource::Arn(text) => self.matches_arn(text, words, matcher),
            AskedResource::Without { also: None } => matches!(self.form, ResourceForm::Everything),
            // This text is not the request's, and short.
            AskedResource::Without { also: Some(text) } => {
                self.matches_arn(text, words, &Matcher::new(matcher.context))
            }
        }
    }

    fn matches_arn<'a>(&self, text: &'a str, words: &Words, matcher: &Matcher<'a>) -> bool {
        match &self.form {
            ResourceForm::Everything => true,
            ResourceForm::Nothing => false,
            ResourceForm::Stars => stars(words.get(self.word), text, matcher),
            ResourceForm::Glob(glob) => {
                glob.written.matches(text, matcher)
                    || glob.completed.as_ref().is_some_and(|glob| glob.matches(text, matcher))
            }
        }
    }

    /// Adds the pattern as a set of texts. Asterisks alone are every text; that they are also operations without resource
    /// is not told.
    pub(crate) fn add_to(&self, bounds: &mut Bounds, words: &Words, known: &Knowledge<'_>) {
        let mut add = |row: Option<Row<'_>>| {
            if let Some(row) = row {
                let unsure = row.is_unsure();
                bounds.add(row.pattern(false), unsure);
            }
        };
        match &self.form {
            ResourceForm::Everything => bounds.add(Pattern::anything(), false),
            ResourceForm::Nothing => {}
            ResourceForm::Stars => add(Some(stars_row(words.get(self.word)))),
            ResourceForm::Glob(glob) => {
                add(glob.written.row(known));
                add(glob.completed.as_ref().and_then(|glob| glob.row(known)));
            }
        }
    }

    /// What every resource that matches begins with, as far as that is plain to see.
    pub(crate) fn beginning<'w>(&self, words: &'w Words) -> &'w str {
        match self.form {
            ResourceForm::Everything | ResourceForm::Nothing => "",
            // A pattern with fewer fields is completed behind its end only, so its beginning stays.
            ResourceForm::Stars | ResourceForm::Glob(_) => {
                let text = words.get(self.word);
                text.split(['*', '?', '$']).next().unwrap_or_default()
            }
        }
    }
}

impl AskedResource<'_> {
    /// The text that patterns other than `*` are held against, if there is one.
    pub(crate) fn arn(&self) -> Option<&str> {
        match self {
            AskedResource::Arn(text) => Some(text),
            AskedResource::Without { also } => also.as_deref(),
        }
    }
}

impl ResourceForm {
    fn of(text: &str, version: Version) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        if text.bytes().all(|b| b == b'*') {
            return Self::Everything;
        }
        if is_matched_as_written(text) {
            return Self::Stars;
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
        Self::Glob(Box::new(ResourceGlob { written, completed }))
    }
}

/// Whether stars are the only thing in the pattern that does not stand for itself, and all of them match anything (R1.26):
/// one in the first five fields is the last character of its field.
fn is_matched_as_written(text: &str) -> bool {
    let ends_in_stars = |field: &str| {
        let stars = field.find('*').and_then(|at| field.get(at..)).unwrap_or_default();
        stars.bytes().all(|b| b == b'*')
    };
    let mut fields = text.splitn(FIELDS, ':');
    !text.contains('?')
        && !text.contains("${")
        && fields.by_ref().take(FIELDS - 1).all(ends_in_stars)
        && fields.next().is_some()
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
