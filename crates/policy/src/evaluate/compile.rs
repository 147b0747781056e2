//! A policy made ready for matching: done once for each change of a policy, not for each request.

use super::statement::CompiledStatement;
use crate::document::{Policy, PolicyKind};

/// A policy with its patterns compiled. Keeps the policy, and so its text and spans.
#[derive(Debug)]
pub struct Compiled<K> {
    policy: Policy<K>,
    /// In the order of the policy's own statements.
    statements: Box<[CompiledStatement]>,
}

impl<K: PolicyKind> Compiled<K> {
    /// Compiles a policy. What the grammar would refuse is compiled too, to what the rules say an evaluator makes of it
    /// (R1.16, R1.23, R1.64, R1.71).
    #[must_use]
    pub fn new(policy: Policy<K>) -> Self {
        let version = policy.version();
        let statements = policy.statements().iter().map(|statement| CompiledStatement::new::<K>(statement, version));
        let statements = statements.collect();
        Self { policy, statements }
    }
}

impl<K> Compiled<K> {
    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy<K> {
        &self.policy
    }

    pub(crate) fn statements(&self) -> &[CompiledStatement] {
        &self.statements
    }
}
