//! `StringEquals`, `StringEqualsIgnoreCase`, `StringLike` and their negations.

use crate::document::Version;
use crate::matching::glob::{Braces, Glob};
use crate::request::Context;

/// The ways to compare strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Equals,
    EqualsIgnoreCase,
    Like,
}

/// The policy's values.
#[derive(Debug, Clone)]
pub(super) struct StringTest(Box<[Glob]>);

impl StringTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>, kind: Kind, version: Version) -> Self {
        let (like, ignore_case) = (kind == Kind::Like, kind == Kind::EqualsIgnoreCase);
        Self(values.map(|value| Glob::new(value, like, Braces::of(version), ignore_case)).collect())
    }

    pub(super) fn matches(&self, value: &str, context: &Context) -> bool {
        self.0.iter().any(|glob| glob.matches(value, context))
    }
}
