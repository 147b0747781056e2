//! What AWS has no operation for: the revocation of one session, with all that follow from it (decision 0038), and what
//! product providers are told of their delegation requests (decision 0042).
//!
//! A JSON service with the signing name `rolecall`. An operation is called as those of AWS's JSON services are, decided under an
//! action of its own, and recorded.

mod delegation_notification;
mod revoke_session;
mod shapes;

use super::service::{DenialStyle, Protocol, RegionRule, Service};

/// The descriptor.
pub static SERVICE: Service = Service {
    name: "rolecall",
    region: RegionRule::Global,
    protocol: Protocol::Json {
        version: "1.1",
        target_prefix: "Rolecall_20261130",
        operations: &[&delegation_notification::GetDelegationNotification, &revoke_session::RevokeSession],
    },
    denials: DenialStyle::PLAIN,
    // As IAM's.
    requests_per_second: Some(600),
};
