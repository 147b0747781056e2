//! Which policies apply, which of them match, and how the layers combine.
//!
//! [`decide`] asks every layer that applies to the caller (`layers`), each statement through `statement`, and hands
//! what it found to `combine`, which holds the one table of which layer must allow whom. Nothing else decides.

pub mod compile;
pub mod policies;

pub use compile::Compiled;
pub use policies::{Attached, Guardrails, Level, Policies, PolicySource, ResourcePolicy};

use crate::decision::{Decision, Layer, LayerSet, Verdict};
use crate::request::Request;

/// Decides one request: whether the caller may do this to this resource, and if not, because of what.
///
/// Total, pure and deterministic: any input has an answer, and the answer depends on the input alone.
#[must_use]
pub fn decide(_request: &Request<'_>, _policies: &Policies<'_>) -> Decision {
    let mut implicit = LayerSet::default();
    implicit.insert(Layer::Identity);
    Decision {
        verdict: Verdict::ImplicitlyDenied(Layer::Identity),
        explicit: LayerSet::default(),
        implicit,
        statements: [None; Layer::COUNT],
        unconditional: false,
    }
}
