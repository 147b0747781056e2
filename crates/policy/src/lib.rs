//! The AWS policy language: parse with spans, validate, decide, explain.
//!
//! The story of one decision: a policy text becomes a [`Policy`] of some [`PolicyKind`] (`document`), which keeps the
//! text as it was sent and points into it with [`Span`]s. A [`Request`] says who wants to do what to which resource, in
//! which [`Context`]. [`Policies`] holds every policy that applies to it. [`decide`] combines them by the rule table of
//! `evaluate::combine` and answers with a [`Decision`]; [`explain()`] is the second pass that says why.
//!
//! No I/O, no clock, no async: the same inputs give the same decision everywhere.
//!
//! Rule numbers (`R1.22`, `T71`) in the docs refer to the project's specification of AWS's access semantics.

pub mod arn;
pub mod condition;
pub mod decision;
pub mod document;
pub mod evaluate;
pub mod explain;
mod matching;
pub mod names;
pub mod reference;
pub mod request;

pub use arn::Arn;
pub use decision::{Decision, Layer, Verdict};
pub use document::{Finding, FindingCode, Findings, Policy, PolicyKind, Span, Spanned, kind};
pub use evaluate::{Compiled, Policies, PolicySource, decide};
pub use explain::{Explanation, explain, sentence};
pub use names::AccountId;
pub use request::{Context, Principal, Request};
