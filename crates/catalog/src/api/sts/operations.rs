//! The operations.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::errors::*;
use super::inputs::*;
use super::outputs::*;
use crate::operation::{NoOutput, Paginator};
use crate::rest::Http;
use crate::structure::operations;

operations! {
    Query;
    AssumeRole(AssumeRoleInput) -> AssumeRoleOutput {
        signed: true, read_only: true, errors: [MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, REGION_DISABLED_EXCEPTION, EXPIRED_TOKEN_EXCEPTION]
    }
    AssumeRoleWithSAML(AssumeRoleWithSAMLInput) -> AssumeRoleWithSAMLOutput {
        signed: false, read_only: true, errors: [MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, IDP_REJECTED_CLAIM, INVALID_IDENTITY_TOKEN, EXPIRED_TOKEN_EXCEPTION, REGION_DISABLED_EXCEPTION]
    }
    AssumeRoleWithWebIdentity(AssumeRoleWithWebIdentityInput) -> AssumeRoleWithWebIdentityOutput {
        signed: false, read_only: true, errors: [MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, IDP_REJECTED_CLAIM, IDP_COMMUNICATION_ERROR, INVALID_IDENTITY_TOKEN, EXPIRED_TOKEN_EXCEPTION, REGION_DISABLED_EXCEPTION]
    }
    AssumeRoot(AssumeRootInput) -> AssumeRootOutput {
        signed: true, read_only: true, errors: [REGION_DISABLED_EXCEPTION, EXPIRED_TOKEN_EXCEPTION]
    }
    DecodeAuthorizationMessage(DecodeAuthorizationMessageInput) -> DecodeAuthorizationMessageOutput {
        signed: true, read_only: true, errors: [INVALID_AUTHORIZATION_MESSAGE_EXCEPTION]
    }
    GetAccessKeyInfo(GetAccessKeyInfoInput) -> GetAccessKeyInfoOutput {
        signed: true, read_only: true, errors: []
    }
    GetCallerIdentity(GetCallerIdentityInput) -> GetCallerIdentityOutput {
        signed: true, read_only: true, errors: []
    }
    GetDelegatedAccessToken(GetDelegatedAccessTokenInput) -> GetDelegatedAccessTokenOutput {
        signed: true, read_only: false, errors: [EXPIRED_TRADE_IN_TOKEN_EXCEPTION, REGION_DISABLED_EXCEPTION, PACKED_POLICY_TOO_LARGE]
    }
    GetFederationToken(GetFederationTokenInput) -> GetFederationTokenOutput {
        signed: true, read_only: true, errors: [MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, REGION_DISABLED_EXCEPTION]
    }
    GetSessionToken(GetSessionTokenInput) -> GetSessionTokenOutput {
        signed: true, read_only: true, errors: [REGION_DISABLED_EXCEPTION]
    }
    GetWebIdentityToken(GetWebIdentityTokenInput) -> GetWebIdentityTokenOutput {
        signed: true, read_only: true, errors: [SESSION_DURATION_ESCALATION_EXCEPTION, OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION, JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION]
    }
}
