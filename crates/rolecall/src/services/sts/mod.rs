//! AWS Security Token Service: temporary credentials (R3).
//!
//! A session is not stored: what it is stands in its sealed token (`crate::session`). Each operation that issues one
//! fills in a [`Session`](crate::session::Session) and hands it to [`crate::domain::session`].

mod mfa;
mod ops;
mod passed;

use super::query::QueryOperation;
use rolecall_catalog::api::sts;

/// The operations we serve, by name.
pub const OPERATIONS: &[QueryOperation] = &[
    QueryOperation::of::<sts::AssumeRole>(),
    QueryOperation::of::<sts::DecodeAuthorizationMessage>(),
    QueryOperation::of::<sts::GetAccessKeyInfo>(),
    QueryOperation::of::<sts::GetCallerIdentity>(),
    QueryOperation::of::<sts::GetFederationToken>(),
    QueryOperation::of::<sts::GetSessionToken>(),
];
