//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    EXPIRED_TOKEN_EXCEPTION = "ExpiredTokenException", "ExpiredTokenException", 400;
    EXPIRED_TRADE_IN_TOKEN_EXCEPTION = "ExpiredTradeInTokenException", "ExpiredTradeInTokenException", 400;
    IDP_COMMUNICATION_ERROR = "IDPCommunicationErrorException", "IDPCommunicationError", 400;
    IDP_REJECTED_CLAIM = "IDPRejectedClaimException", "IDPRejectedClaim", 403;
    INVALID_AUTHORIZATION_MESSAGE_EXCEPTION = "InvalidAuthorizationMessageException", "InvalidAuthorizationMessageException", 400;
    INVALID_IDENTITY_TOKEN = "InvalidIdentityTokenException", "InvalidIdentityToken", 400;
    JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION = "JWTPayloadSizeExceededException", "JWTPayloadSizeExceededException", 400;
    MALFORMED_POLICY_DOCUMENT = "MalformedPolicyDocumentException", "MalformedPolicyDocument", 400;
    OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION = "OutboundWebIdentityFederationDisabledException", "OutboundWebIdentityFederationDisabledException", 403;
    PACKED_POLICY_TOO_LARGE = "PackedPolicyTooLargeException", "PackedPolicyTooLarge", 400;
    REGION_DISABLED_EXCEPTION = "RegionDisabledException", "RegionDisabledException", 403;
    SESSION_DURATION_ESCALATION_EXCEPTION = "SessionDurationEscalationException", "SessionDurationEscalationException", 403;
}
