//! `ArnEquals`, which is `ArnLike`, and their negations (R1.38).

use crate::document::Version;
use crate::matching::arn_like::ArnPattern;
use crate::request::Context;

/// The policy's patterns.
#[derive(Debug, Clone)]
pub(super) struct ArnTest(Box<[ArnPattern]>);

impl ArnTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>, version: Version) -> Self {
        Self(values.map(|value| ArnPattern::new(value, version)).collect())
    }

    pub(super) fn matches(&self, value: &str, context: &Context) -> bool {
        self.0.iter().any(|pattern| pattern.matches(value, context))
    }
}
