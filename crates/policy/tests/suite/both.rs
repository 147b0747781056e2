//! Every row of every table is asked twice: of the evaluator and of the reference evaluator, which must agree.

use rolecall_policy::reference::{self, Answer};
use rolecall_policy::{Decision, Policies, Request};

/// The evaluator's decision, once the reference has said the same.
#[track_caller]
pub(crate) fn decide(request: &Request<'_>, policies: &Policies<'_>) -> Decision {
    let decision = rolecall_policy::decide(request, policies);
    assert_eq!(Answer::from(&decision), reference::decide(request, policies), "evaluator and reference: {request:?}");
    decision
}
