//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::query::{ErrorShape, Fault};

/// Every error shape, ordered by name.
pub const ERRORS: &[ErrorShape] = &[
    ErrorShape { shape: "ExpiredTokenException", code: "ExpiredTokenException", status: 400, fault: Fault::Sender },
    ErrorShape {
        shape: "ExpiredTradeInTokenException",
        code: "ExpiredTradeInTokenException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "IDPCommunicationErrorException",
        code: "IDPCommunicationError",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "IDPRejectedClaimException", code: "IDPRejectedClaim", status: 403, fault: Fault::Sender },
    ErrorShape {
        shape: "InvalidAuthorizationMessageException",
        code: "InvalidAuthorizationMessageException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "InvalidIdentityTokenException",
        code: "InvalidIdentityToken",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "JWTPayloadSizeExceededException",
        code: "JWTPayloadSizeExceededException",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "MalformedPolicyDocumentException",
        code: "MalformedPolicyDocument",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "OutboundWebIdentityFederationDisabledException",
        code: "OutboundWebIdentityFederationDisabledException",
        status: 403,
        fault: Fault::Sender,
    },
    ErrorShape {
        shape: "PackedPolicyTooLargeException",
        code: "PackedPolicyTooLarge",
        status: 400,
        fault: Fault::Sender,
    },
    ErrorShape { shape: "RegionDisabledException", code: "RegionDisabledException", status: 403, fault: Fault::Sender },
    ErrorShape {
        shape: "SessionDurationEscalationException",
        code: "SessionDurationEscalationException",
        status: 403,
        fault: Fault::Sender,
    },
];
