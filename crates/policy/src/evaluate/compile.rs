//! A policy made ready for matching: done once for each change of a policy, not for each request.

use super::statement::CompiledStatement;
use crate::document::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use crate::document::{Policy, PolicyKind};
use crate::matching::principal::Absent;

/// What a kind of policy has beside effect, action and condition.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// What a statement without `Principal` means.
    pub(crate) principal: Absent,
    /// Whether statements have a resource part; those of trust policies have none.
    pub(crate) resource: bool,
}

/// The kinds of policy, with their shape.
pub trait Shaped: PolicyKind {
    /// The shape.
    const SHAPE: Shape;
}

macro_rules! shapes {
    ($($kind:ident: $principal:ident, resource $resource:literal;)*) => {
        $(impl Shaped for $kind {
            const SHAPE: Shape = Shape { principal: Absent::$principal, resource: $resource };
        })*
    };
}

shapes! {
    Identity: Ignored, resource true;
    Boundary: Ignored, resource true;
    Session: Ignored, resource true;
    Scp: Ignored, resource true;
    Rcp: Nobody, resource true;
    Resource: Nobody, resource true;
    Trust: Nobody, resource false;
    Endpoint: Everybody, resource true;
}

/// A policy with its patterns compiled. Keeps the policy, and so its text and spans.
#[derive(Debug)]
pub struct Compiled<K> {
    policy: Policy<K>,
    /// In the order of the policy's own statements.
    statements: Box<[CompiledStatement]>,
}

impl<K: Shaped> Compiled<K> {
    /// Compiles a policy. What the grammar would refuse is compiled too, to what the rules say an evaluator makes of it
    /// (R1.16, R1.23, R1.64, R1.71).
    #[must_use]
    pub fn new(policy: Policy<K>) -> Self {
        let version = policy.version();
        let statements = policy.statements().iter();
        let statements = statements.map(|statement| CompiledStatement::new(statement, version, K::SHAPE)).collect();
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
