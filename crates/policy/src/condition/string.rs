//! `StringEquals`, `StringEqualsIgnoreCase`, `StringLike` and their negations.

use super::knowledge::Knowledge;
use crate::document::Version;
use crate::matching::fold;
use crate::matching::form::Form;
use crate::matching::glob::{Braces, Glob};
use crate::matching::matcher::Matcher;
use crate::matching::sets::Bounds;
use crate::matching::words::{Word, Words};

/// The ways to compare strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Equals,
    EqualsIgnoreCase,
    Like,
}

/// The form of each of the policy's values.
#[derive(Debug, Clone)]
pub(super) struct StringTest {
    ignore_case: bool,
    forms: Box<[Form]>,
}

impl StringTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>, kind: Kind, version: Version) -> Self {
        let braces = Braces::of(version);
        let ignore_case = kind == Kind::EqualsIgnoreCase;
        let form = |value: &str| match Form::of(value, kind == Kind::Like, braces) {
            Form::Glob(_) if ignore_case => Form::Glob(Box::new(Glob::new(value, false, braces, true))),
            form => form,
        };
        Self { ignore_case, forms: values.map(form).collect() }
    }

    /// Whether a value may need more than a comparison of texts.
    pub(super) fn is_costly(&self) -> bool {
        self.forms.iter().any(|form| !matches!(form, Form::Literal))
    }

    /// `own` are the policy's values.
    pub(super) fn matches<'a>(&self, own: &[Word], words: &Words, value: &'a str, matcher: &Matcher<'a>) -> bool {
        own.iter().zip(&self.forms).any(|(own, form)| match form {
            Form::Literal if self.ignore_case => fold::eq(words.get(*own), value),
            form => form.matches(words.get(*own), value, matcher),
        })
    }

    /// The policy's values as sets of texts.
    pub(super) fn bounds(&self, own: &[Word], words: &Words, known: &Knowledge<'_>) -> Bounds {
        let mut bounds = Bounds::default();
        for (own, form) in own.iter().zip(&self.forms) {
            if let Some(row) = form.row(words.get(*own), known) {
                let unsure = row.is_unsure();
                bounds.add(row.pattern(self.ignore_case), unsure);
            }
        }
        bounds
    }
}
