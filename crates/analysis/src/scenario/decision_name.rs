//! What decisions are called.

use rolecall_policy::Verdict;
use rolecall_policy::unknown::PossibleDecision;
use serde::{Deserialize, Serialize};

/// The name of a decision, told or expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecisionName {
    /// The request is allowed.
    Allowed,
    /// Denied for want of an `Allow`.
    ImplicitlyDenied,
    /// Denied by a `Deny`.
    ExplicitlyDenied,
    /// Denied in either way; only expected.
    Denied,
    /// Not everything is known, and what is not decides.
    Depends,
}

impl DecisionName {
    /// Whether a decision of this name is the expected one.
    #[must_use]
    pub fn meets(self, expected: Self) -> bool {
        self == expected || expected == Self::Denied && matches!(self, Self::ImplicitlyDenied | Self::ExplicitlyDenied)
    }
}

impl From<Verdict> for DecisionName {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allowed => Self::Allowed,
            Verdict::ImplicitlyDenied(_) => Self::ImplicitlyDenied,
            Verdict::ExplicitlyDenied(_) => Self::ExplicitlyDenied,
        }
    }
}

impl From<&PossibleDecision> for DecisionName {
    fn from(answer: &PossibleDecision) -> Self {
        match answer {
            PossibleDecision::Allowed(decision) | PossibleDecision::Denied(decision) => decision.verdict().into(),
            PossibleDecision::Depends(_) => Self::Depends,
        }
    }
}
