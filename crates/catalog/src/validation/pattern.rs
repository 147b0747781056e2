//! Regular expressions of the model.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// Compiled size allowed for one pattern, bytes. The largest in use (`\p{L}\p{Z}\p{N}` classes) needs a tenth of it.
const SIZE_LIMIT: usize = 4 << 20;

/// A pattern that the whole value must match, compiled when first used.
///
/// The model writes patterns in Java's dialect, where `\w` and `\d` are ASCII; the generator translates them, and the
/// original is kept for messages.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    translated: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern as the model has it, and the same language in the dialect of the `regex` crate.
    #[must_use]
    pub const fn new(source: &'static str, translated: &'static str) -> Self {
        Self { source, translated, compiled: OnceLock::new() }
    }

    /// The pattern as the model has it.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the whole of `value` matches. A pattern that does not compile matches nothing; a test compiles them all.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        self.compiled().is_some_and(|regex| regex.is_match(value))
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                let whole = format!(r"\A(?:{})\z", self.translated);
                RegexBuilder::new(&whole).size_limit(SIZE_LIMIT).build().ok()
            })
            .as_ref()
    }

    /// Whether the translation is a regular expression at all.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.compiled().is_some()
    }
}
