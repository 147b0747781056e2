//! What AWS has no operation for: the recorded requests of an account, the decisions that they met or would meet, the linter,
//! and sessions, which are listed and revoked one by one (decisions 0038 and 0043).
//!
//! A JSON service with the signing name `rolecall`. An operation is called as those of AWS's JSON services are, decided under an
//! action of its own, and recorded. What an operation tells of an account needs a permission on a resource of that account:
//! [`access`] has them, and hides the rest.

mod access;
mod check_policy;
mod decisions;
mod explain_request;
mod half;
mod list_requests;
mod pages;
mod revoke_session;
mod shapes;

use super::operation::{Effect, EventClass, OperationFacts};
use super::service::{DenialStyle, Protocol, RegionRule, Service};

/// The descriptor.
pub static SERVICE: Service = Service {
    name: "rolecall",
    region: RegionRule::Global,
    protocol: Protocol::Json {
        version: "1.1",
        target_prefix: "Rolecall_20261130",
        operations: &[
            &check_policy::CheckPolicy,
            &explain_request::ExplainRequest,
            &list_requests::ListRequests,
            &revoke_session::RevokeSession,
        ],
    },
    denials: DenialStyle::PLAIN,
    // As IAM's.
    requests_per_second: Some(600),
};

/// What is known of an operation that changes nothing.
const fn reads(name: &'static str) -> OperationFacts<'static> {
    OperationFacts { service: "rolecall", name, effect: Effect::Reads, class: EventClass::Management }
}
