//! What AWS has no operation for: the recorded requests of an account, the decisions that they met or would meet, the linter,
//! sessions, which are listed and revoked one by one (decisions 0038 and 0043), and what product providers are told of their
//! delegation requests (decision 0042).
//!
//! A JSON service with the signing name `rolecall`. An operation is called as those of AWS's JSON services are, decided under an
//! action of its own, and recorded. What an operation tells of an account needs a permission on a resource of that account:
//! [`access`] has them, and hides the rest.

mod access;
mod account_protection;
mod assumable;
mod check_policy;
mod decisions;
mod delegation_notification;
mod describe_actions;
mod evaluate_access;
mod explain_request;
mod get_effective_permissions;
mod get_trust_graph;
mod half;
mod list_assumable_roles;
mod list_requests;
mod list_sessions;
mod pages;
mod revoke_session;
mod shapes;
mod who_can_assume;

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
            &describe_actions::DescribeActions,
            &evaluate_access::EvaluateAccess,
            &explain_request::ExplainRequest,
            &account_protection::GetAccountProtection,
            &delegation_notification::GetDelegationNotification,
            &get_effective_permissions::GetEffectivePermissions,
            &get_trust_graph::GetTrustGraph,
            &list_assumable_roles::ListAssumableRoles,
            &list_requests::ListRequests,
            &list_sessions::ListSessions,
            &account_protection::PutAccountProtection,
            &revoke_session::RevokeSession,
            &who_can_assume::WhoCanAssume,
        ],
        declines: |_| None,
    },
    denials: DenialStyle::PLAIN,
    // As IAM's.
    requests_per_second: Some(600),
};

/// What is known of an operation that changes nothing.
const fn reads(name: &'static str) -> OperationFacts<'static> {
    OperationFacts { service: "rolecall", name, effect: Effect::Reads, class: EventClass::Management }
}
