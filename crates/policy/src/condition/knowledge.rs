//! What is known of a request's context: some keys for certain, of others only that they may have some value.

use std::collections::BTreeMap;

use super::variables::{Resolved, Variable};
use crate::matching::fold;
use crate::matching::sets::{Pattern, Piece, Row};
use crate::request::Context;

/// Context keys of which not everything is known. Names are case-insensitive (R1.34).
#[derive(Debug, Clone, Default)]
pub struct UnknownKeys {
    /// By folded name.
    keys: BTreeMap<Box<str>, Hidden>,
}

/// What is known of a key that is not known for certain.
#[derive(Debug, Clone)]
pub(crate) enum Hidden {
    /// Nothing: it may be absent, and have any number of values.
    Unknown,
    /// It has a value, or several, in the sense of `Null` (R1.42): a lone empty text is none.
    Present,
    /// It has one value, which matches one of the patterns.
    Like(Box<[Like]>),
}

/// A pattern of a request.
#[derive(Debug, Clone)]
pub(crate) struct Like {
    written: Box<str>,
    pattern: Pattern,
}

impl Like {
    fn new(written: &str) -> Self {
        Self { written: written.into(), pattern: Row::of_wildcards(written, true).pattern(false) }
    }
}

impl UnknownKeys {
    /// Every key is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing is known of a key: it may be absent, or have any values.
    pub fn set_unknown(&mut self, key: &str) {
        self.set(key, Hidden::Unknown);
    }

    /// A key has some value, or several: `Null` says that it is there (R1.42). Nothing more is known of it.
    pub fn set_present(&mut self, key: &str) {
        self.set(key, Hidden::Present);
    }

    /// A key has exactly one value, which matches one of the patterns: `*` stands for any letters, colons among them, or
    /// none, `?` for one. There is no way to write an asterisk that is one. Without patterns nothing is known of the key.
    pub fn set_like<'a>(&mut self, key: &str, patterns: impl IntoIterator<Item = &'a str>) {
        let patterns: Box<[_]> = patterns.into_iter().map(Like::new).collect();
        self.set(key, if patterns.is_empty() { Hidden::Unknown } else { Hidden::Like(patterns) });
    }

    /// Whether every key is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a key is one of those of which not everything is known.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.keys.contains_key(&*fold::folded(key))
    }

    /// The folded names of those of which not everything is known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(|key| &**key)
    }

    fn set(&mut self, key: &str, hidden: Hidden) {
        self.keys.insert(fold::folded(key).into(), hidden);
    }
}

/// The context of a request, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Knowledge<'a> {
    pub(crate) context: &'a Context,
    /// They count before what the context says.
    pub(crate) unknown: &'a UnknownKeys,
}

/// What stands for a variable.
#[derive(Debug)]
pub(crate) enum Expansion<'a> {
    /// This text.
    Text(&'a str),
    /// Nothing, so that its pattern matches nothing (R1.52).
    Unresolved,
    /// A text that matches these pieces, or nothing.
    Unknown(Vec<Piece<'a>>),
}

impl<'a> Knowledge<'a> {
    /// What hides a key, whose name is folded; `None` if it is known.
    pub(crate) fn hidden(&self, folded_key: &str) -> Option<&'a Hidden> {
        self.unknown.keys.get(folded_key)
    }

    pub(crate) fn expand(&self, variable: &'a Variable) -> Expansion<'a> {
        match self.hidden(variable.key()) {
            None => {
                let resolved = variable.resolve(self.context).map(Resolved::text);
                resolved.map_or(Expansion::Unresolved, Expansion::Text)
            }
            // An empty value would be replaced by the default (R1.76), if there is one.
            Some(Hidden::Like(patterns)) => match &**patterns {
                [only] if !only.pattern.matches("") => {
                    Expansion::Unknown(Row::of_wildcards(&only.written, true).into_pieces())
                }
                _ => Expansion::anything(),
            },
            Some(Hidden::Unknown | Hidden::Present) => Expansion::anything(),
        }
    }
}

impl Expansion<'_> {
    fn anything() -> Self {
        Self::Unknown(vec![Piece::Many { colon: true }])
    }
}

impl Hidden {
    /// Whether the key may be absent, or have no values.
    pub(crate) fn may_be_absent(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether its only value may be the empty text.
    pub(crate) fn may_be_lone_empty(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Present => false,
            Self::Like(patterns) => patterns.iter().any(|like| like.pattern.matches("")),
        }
    }

    /// Whether it may have values in the sense of `Null`.
    pub(crate) fn may_have_values(&self) -> bool {
        match self {
            Self::Unknown | Self::Present => true,
            Self::Like(patterns) => patterns.iter().any(|like| !like.written.is_empty()),
        }
    }

    /// Patterns of which each of its values matches one.
    pub(crate) fn values(&self) -> Vec<Pattern> {
        match self {
            Self::Unknown | Self::Present => vec![Pattern::anything()],
            Self::Like(patterns) => patterns.iter().map(|like| like.pattern.clone()).collect(),
        }
    }

    /// The values, if there are but a few and they can be listed.
    pub(crate) fn listed(&self) -> Option<impl Iterator<Item = &str>> {
        let Self::Like(patterns) = self else { return None };
        let are_texts = patterns.iter().all(|like| !like.written.contains(['*', '?']));
        are_texts.then(|| patterns.iter().map(|like| &*like.written))
    }
}
