//! The operations.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::inputs::*;
use super::outputs::*;
use crate::query::NoOutput;
use crate::structure::operations;

operations! {
    AssumeRole(AssumeRoleInput) -> AssumeRoleOutput, true, ["MalformedPolicyDocumentException", "PackedPolicyTooLargeException", "RegionDisabledException", "ExpiredTokenException"];
    AssumeRoleWithSAML(AssumeRoleWithSAMLInput) -> AssumeRoleWithSAMLOutput, false, ["MalformedPolicyDocumentException", "PackedPolicyTooLargeException", "IDPRejectedClaimException", "InvalidIdentityTokenException", "ExpiredTokenException", "RegionDisabledException"];
    AssumeRoleWithWebIdentity(AssumeRoleWithWebIdentityInput) -> AssumeRoleWithWebIdentityOutput, false, ["MalformedPolicyDocumentException", "PackedPolicyTooLargeException", "IDPRejectedClaimException", "IDPCommunicationErrorException", "InvalidIdentityTokenException", "ExpiredTokenException", "RegionDisabledException"];
    AssumeRoot(AssumeRootInput) -> AssumeRootOutput, true, ["RegionDisabledException", "ExpiredTokenException"];
    DecodeAuthorizationMessage(DecodeAuthorizationMessageInput) -> DecodeAuthorizationMessageOutput, true, ["InvalidAuthorizationMessageException"];
    GetAccessKeyInfo(GetAccessKeyInfoInput) -> GetAccessKeyInfoOutput, true, [];
    GetCallerIdentity(GetCallerIdentityInput) -> GetCallerIdentityOutput, true, [];
    GetDelegatedAccessToken(GetDelegatedAccessTokenInput) -> GetDelegatedAccessTokenOutput, true, ["ExpiredTradeInTokenException", "RegionDisabledException", "PackedPolicyTooLargeException"];
    GetFederationToken(GetFederationTokenInput) -> GetFederationTokenOutput, true, ["MalformedPolicyDocumentException", "PackedPolicyTooLargeException", "RegionDisabledException"];
    GetSessionToken(GetSessionTokenInput) -> GetSessionTokenOutput, true, ["RegionDisabledException"];
    GetWebIdentityToken(GetWebIdentityTokenInput) -> GetWebIdentityTokenOutput, true, ["SessionDurationEscalationException", "OutboundWebIdentityFederationDisabledException", "JWTPayloadSizeExceededException"];
}
