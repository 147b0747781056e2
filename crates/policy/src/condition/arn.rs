//! `ArnEquals`, which is `ArnLike`, and their negations (R1.38).

use super::knowledge::Knowledge;
use crate::arn::Arn;
use crate::document::Version;
use crate::matching::arn_like::ArnForm;
use crate::matching::matcher::Matcher;
use crate::matching::sets::Bounds;
use crate::matching::words::{Word, Words};

/// The form of each of the policy's patterns.
#[derive(Debug, Clone)]
pub(super) struct ArnTest(Box<[ArnForm]>);

impl ArnTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>, version: Version) -> Self {
        Self(values.map(|value| ArnForm::of(value, version)).collect())
    }

    /// `own` are the policy's patterns.
    pub(super) fn matches<'a>(&self, own: &[Word], words: &Words, value: &'a str, matcher: &Matcher<'a>) -> bool {
        // Read once, however many patterns there are.
        let Some(arn) = Arn::parse(value) else { return false };
        own.iter().zip(&self.0).any(|(own, form)| form.matches(words.get(*own), &arn, matcher))
    }

    /// The policy's patterns as sets of texts.
    pub(super) fn bounds(&self, own: &[Word], words: &Words, known: &Knowledge<'_>) -> Bounds {
        let mut bounds = Bounds::default();
        for (own, form) in own.iter().zip(&self.0) {
            form.add_to(&mut bounds, words.get(*own), known);
        }
        bounds
    }
}
