//! Every row of every table is asked three times: of the evaluator, of the reference evaluator, and as a request of which
//! nothing happens to be unknown. All must agree.

use rolecall_policy::reference::{self, ReferenceDecision};
use rolecall_policy::unknown::{self, Resource, UnknownKeys, UnknownRequest};
use rolecall_policy::{Decision, Policies, Request};

/// The evaluator's decision, once the reference has said the same.
#[track_caller]
pub(crate) fn decide(request: &Request<'_>, policies: &Policies<'_>) -> Decision {
    let decision = rolecall_policy::decide(request, policies);
    assert_eq!(
        ReferenceDecision::from(&decision),
        reference::decide(request, policies),
        "evaluator and reference: {request:?}"
    );
    let Request { principal, action, resource, resource_account, class, s3, context, services } = *request;
    let resource = Resource::Known(resource);
    let unknown = &UnknownKeys::new();
    let known = UnknownRequest { principal, action, resource, resource_account, class, s3, context, unknown, services };
    let answer =
        if decision.is_allowed() { unknown::PossibleDecision::Allowed } else { unknown::PossibleDecision::Denied };
    assert_eq!(unknown::decide(&known, policies), answer(decision), "with nothing unknown: {request:?}");
    decision
}
