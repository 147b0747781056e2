//! A policy made ready for matching: done once for each change of a policy, not for each request.

use std::marker::PhantomData;
use std::sync::Arc;

use super::index::Index;
use super::public;
use super::statement::CompiledStatement;
use crate::document::{Effect, Policy, PolicyKind, Span, Version};
use crate::matching::words::{Collector, Words};

/// A policy with its patterns compiled. It keeps the policy's text and points into it.
#[derive(Debug)]
pub struct Compiled<K> {
    words: Words,
    version: Version,
    /// In the order of the policy's own statements.
    statements: Box<[CompiledStatement]>,
    index: Option<Box<Index>>,
    public: bool,
    kind: PhantomData<K>,
}

/// A statement as it stands in its policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenStatement<'a> {
    /// `Sid`.
    pub sid: Option<&'a str>,
    /// `Effect`.
    pub effect: Effect,
    /// The whole object in the policy's text.
    pub span: Span,
}

impl<K: PolicyKind> Compiled<K> {
    /// Compiles a policy. What the grammar would refuse is compiled too, to what the rules say an evaluator makes of it
    /// (R1.16, R1.23, R1.64, R1.71).
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "what is kept of the policy is kept here; nobody needs both")]
    pub fn new(policy: Policy<K>) -> Self {
        let version = policy.version();
        let mut collector = Collector::new(Arc::clone(policy.text()));
        let statements = policy.statements().iter();
        let statements: Box<[_]> =
            statements.map(|statement| CompiledStatement::new::<K>(statement, version, &mut collector)).collect();
        let words = collector.finish();
        let index = Index::new(&statements, &words).map(Box::new);
        Self {
            words,
            version,
            statements,
            index,
            public: public::has_public_statement(policy.statements()),
            kind: PhantomData,
        }
    }
}

impl<K: PolicyKind> Compiled<K> {
    /// The policy, read again from its text: the compiled form keeps what decisions and explanations need. Principals
    /// bound to unique ids are so again if the text holds the ids (see [`Policy::stored_text`]).
    #[must_use]
    pub fn read_again(&self) -> Policy<K> {
        // What was read once can be read again; the empty policy has no text.
        Policy::parse(Arc::clone(self.text())).unwrap_or_else(|_| Policy::empty())
    }
}

impl<K> Compiled<K> {
    /// The policy's text, exactly as it was sent.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        self.words.text()
    }

    /// How many statements it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether it has no statements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The statement with this index, from 0.
    #[must_use]
    pub fn statement(&self, index: usize) -> Option<WrittenStatement<'_>> {
        let statement = self.statements.get(index)?;
        let sid = statement.sid.map(|sid| self.words.get(sid));
        Some(WrittenStatement { sid, effect: statement.effect, span: statement.span })
    }

    pub(crate) fn statements(&self) -> &[CompiledStatement] {
        &self.statements
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    pub(crate) fn index(&self) -> Option<&Index> {
        self.index.as_deref()
    }

    /// Whether it is public as a bucket policy (R2.43).
    pub(crate) fn is_public(&self) -> bool {
        self.public
    }
}
