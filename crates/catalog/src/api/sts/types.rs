//! Structures nested in inputs and outputs.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::shapes::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

writable! {
    /// `AssumedRoleUser`.
    AssumedRoleUser {
        assumed_role_id: String = "AssumedRoleId",
        arn: String = "Arn",
    }
}

writable! {
    /// `Credentials`.
    Credentials {
        access_key_id: String = "AccessKeyId",
        secret_access_key: String = "SecretAccessKey" [sensitive],
        session_token: String = "SessionToken" [sensitive],
        expiration: Timestamp = "Expiration",
    }
}

writable! {
    /// `FederatedUser`.
    FederatedUser {
        federated_user_id: String = "FederatedUserId",
        arn: String = "Arn",
    }
}

readable! {
    /// `PolicyDescriptorType`.
    PolicyDescriptorType {
        arn: Option<String> = "arn" optional(ARN_TYPE),
    }
}

readable! {
    /// `ProvidedContext`.
    ProvidedContext {
        provider_arn: Option<String> = "ProviderArn" optional(ARN_TYPE),
        context_assertion: Option<String> = "ContextAssertion" optional(CONTEXT_ASSERTION_TYPE),
    }
}

readable! {
    /// `Tag`.
    Tag {
        key: String = "Key" required(TAG_KEY_TYPE),
        value: String = "Value" required(TAG_VALUE_TYPE),
    }
}
