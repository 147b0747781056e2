//! Inputs of operations that read.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::sts::shapes::*;
use crate::api::sts::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `DecodeAuthorizationMessage`.
    DecodeAuthorizationMessageInput {
        encoded_message: String = "EncodedMessage" required(ENCODED_MESSAGE_TYPE),
    }
}

readable! {
    /// The input of `GetAccessKeyInfo`.
    GetAccessKeyInfoInput {
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID_TYPE),
    }
}

readable! {
    /// The input of `GetCallerIdentity`.
    GetCallerIdentityInput {}
}

readable! {
    /// The input of `GetDelegatedAccessToken`.
    GetDelegatedAccessTokenInput {
        trade_in_token: String = "TradeInToken" required(TRADE_IN_TOKEN_TYPE) [sensitive],
    }
}

readable! {
    /// The input of `GetFederationToken`.
    GetFederationTokenInput {
        name: String = "Name" required(USER_NAME_TYPE),
        policy: Option<String> = "Policy" optional(SESSION_POLICY_DOCUMENT_TYPE),
        policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns" optional(POLICY_DESCRIPTOR_LIST_TYPE),
        duration_seconds: Option<i32> = "DurationSeconds" optional(DURATION_SECONDS_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
        minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize" optional(MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    }
}

readable! {
    /// The input of `GetSessionToken`.
    GetSessionTokenInput {
        duration_seconds: Option<i32> = "DurationSeconds" optional(DURATION_SECONDS_TYPE),
        serial_number: Option<String> = "SerialNumber" optional(SERIAL_NUMBER_TYPE),
        token_code: Option<String> = "TokenCode" optional(TOKEN_CODE_TYPE) [sensitive],
        minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize" optional(MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    }
}

readable! {
    /// The input of `GetWebIdentityToken`.
    GetWebIdentityTokenInput {
        audience: Vec<String> = "Audience" required(WEB_IDENTITY_TOKEN_AUDIENCE_LIST_TYPE),
        duration_seconds: Option<i32> = "DurationSeconds" optional(WEB_IDENTITY_TOKEN_DURATION_SECONDS_TYPE),
        signing_algorithm: String = "SigningAlgorithm" required(JWT_ALGORITHM_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}
