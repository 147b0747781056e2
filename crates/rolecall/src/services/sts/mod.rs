//! AWS Security Token Service: temporary credentials (R3).
//!
//! A session is not stored: what it is stands in its sealed token (`crate::session`). Each operation that issues one
//! says what it is to be and hands that to [`crate::domain::session`].

mod assumed;
mod mfa;
mod ops;
mod passed;
mod prelude;
mod saml;
mod web_identity;

use super::operation::{Effect, EventClass, OperationFacts};
use super::rpc::RpcOperation;
use super::service::{DenialStyle, Protocol, RegionRule, Service};
use rolecall_catalog::api::sts as api;
use rolecall_catalog::operation::ApiOperation;

/// STS's descriptor (R3.1, R3.2).
pub static SERVICE: Service = Service {
    name: "sts",
    region: RegionRule::GlobalEndpoint,
    protocol: Protocol::Query {
        version: "2011-06-15",
        namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
        operations: OPERATIONS,
    },
    denials: DenialStyle::PLAIN,
    // AWS's default quota (R3.4).
    requests_per_second: Some(600),
};

/// Every operation that is served, by name.
const OPERATIONS: &[&dyn RpcOperation] = &[
    &api::AssumeRole,
    &api::AssumeRoleWithSAML,
    &api::AssumeRoleWithWebIdentity,
    &api::AssumeRoot,
    &api::DecodeAuthorizationMessage,
    &api::GetAccessKeyInfo,
    &api::GetCallerIdentity,
    &api::GetDelegatedAccessToken,
    &api::GetFederationToken,
    &api::GetSessionToken,
    &api::GetWebIdentityToken,
];

/// The facts of an STS operation.
const fn facts<Op: ApiOperation>(effect: Effect) -> OperationFacts<'static> {
    OperationFacts { service: "sts", name: Op::NAME, effect, class: EventClass::Management }
}
