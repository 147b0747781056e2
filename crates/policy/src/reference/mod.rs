//! A second evaluator, to check the first by: slow, literal, one function a rule.
//!
//! [`decide`] answers the same question as [`crate::decide`] and shares nothing with it but the parsed documents, the
//! request and the names in its facts about services. It takes the rules of the specification in their order, as they are written, and spends no thought on
//! speed: patterns are sets of positions, numbers are lists of digits, days are counted year by year. Where the two
//! evaluators differ, one of them has misread a rule; the differential tests look for such requests.
//!
//! The way of one answer: `text` reads a pattern and puts in its variables; `action`, `resource`, `principal` and
//! `condition` say whether one part of a statement matches, with the values of conditions read by `number`, `date`,
//! `address` and `binary`; `statement` joins the parts; `applies` says which policies count for which caller; `combine`
//! is the algorithm of R2, section 2.3. `public` is the one question about a whole bucket policy (R2.43).
//!
//! Not for production: a decision here costs a hundred times what it costs there.

mod action;
mod address;
mod applies;
mod binary;
mod combine;
mod condition;
mod date;
mod number;
mod principal;
mod public;
mod reserved;
mod resource;
mod statement;
mod text;

use std::collections::BTreeSet;

pub use combine::decide;
pub use date::nanoseconds;
pub use public::is_public;

use crate::decision::{Decision, Layer, Verdict};

/// What [`decide`] says: the verdict, and every layer that denies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceDecision {
    /// The outcome and, for a denial, the layer that is reported (R2.23).
    pub verdict: Verdict,
    /// Every layer that denies, and whether by a matching `Deny`. Empty if the request is allowed.
    pub blocked_by: BTreeSet<(Layer, bool)>,
}

impl ReferenceDecision {
    /// Whether the request may go on.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }
}

impl From<&Decision> for ReferenceDecision {
    /// The part of the other evaluator's decision that can be compared.
    fn from(decision: &Decision) -> Self {
        Self {
            verdict: decision.verdict(),
            blocked_by: decision.blocked_by().map(|block| (block.layer, block.explicit)).collect(),
        }
    }
}
