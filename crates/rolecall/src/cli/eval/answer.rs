//! What is written for a case.

use super::case::Expect;
use rolecall_policy::document::Effect;
use rolecall_policy::{Decision, Explanation, Layer, Policies};
use serde::Serialize;
use serde_json::value::RawValue;

/// The decision of a case.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a RawValue>,
    pub(super) decision: Expect,
    pub(super) by: Vec<Deciding<'a>>,
    /// The reported layer first.
    pub(super) blocked_by: Vec<Layer>,
    /// Only if it is another than the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expected: Option<Expect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explanation: Option<Explanation>,
}

/// A case that cannot be read.
#[derive(Serialize)]
pub(super) struct Unreadable<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a RawValue>,
    /// From 1.
    pub(super) line: u64,
    pub(super) error: String,
}

/// A statement that decided.
#[derive(Serialize)]
pub(super) struct Deciding<'a> {
    layer: Layer,
    /// Of the organization, from the root: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u32>,
    policy: u32,
    statement: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    /// In bytes of the policy's text: first, and one past the last.
    span: [u32; 2],
}

/// The statements that made the decision: what allowed it, or what denied it. A denial for want of an `Allow` has none.
pub(super) fn deciding<'a>(decision: &Decision, policies: &Policies<'a>) -> Vec<Deciding<'a>> {
    let wanted = if decision.is_allowed() { Effect::Allow } else { Effect::Deny };
    decision
        .deciding()
        .filter_map(|at| {
            let (statement, _) = policies.statement(at)?;
            (statement.effect == wanted).then(|| Deciding {
                layer: at.layer,
                level: matches!(at.layer, Layer::Scp | Layer::Rcp).then_some(at.level),
                policy: at.policy,
                statement: at.statement,
                sid: statement.sid,
                span: [statement.span.start, statement.span.end],
            })
        })
        .collect()
}
