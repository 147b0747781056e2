//! `Bool`: the texts compared ignoring case, and nothing more (R1.68). Variables work (U5).

use crate::document::Version;
use crate::matching::glob::{Braces, Glob};
use crate::request::Context;

/// The policy's values.
#[derive(Debug, Clone)]
pub(super) struct BoolTest(Box<[Glob]>);

impl BoolTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>, version: Version) -> Self {
        Self(values.map(|value| Glob::new(value, false, Braces::of(version), true)).collect())
    }

    pub(super) fn matches(&self, value: &str, context: &Context) -> bool {
        self.0.iter().any(|glob| glob.matches(value, context))
    }
}
