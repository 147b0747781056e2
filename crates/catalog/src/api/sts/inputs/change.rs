//! Inputs of operations that change.
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
    /// The input of `AssumeRole`.
    AssumeRoleInput {
        role_arn: String = "RoleArn" required(ARN_TYPE),
        role_session_name: String = "RoleSessionName" required(ROLE_SESSION_NAME_TYPE),
        policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns" optional(POLICY_DESCRIPTOR_LIST_TYPE),
        policy: Option<String> = "Policy" optional(UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE),
        duration_seconds: Option<i32> = "DurationSeconds" optional(ROLE_DURATION_SECONDS_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
        transitive_tag_keys: Option<Vec<String>> = "TransitiveTagKeys" optional(TAG_KEY_LIST_TYPE),
        external_id: Option<String> = "ExternalId" optional(EXTERNAL_ID_TYPE),
        serial_number: Option<String> = "SerialNumber" optional(SERIAL_NUMBER_TYPE),
        token_code: Option<String> = "TokenCode" optional(TOKEN_CODE_TYPE) [sensitive],
        source_identity: Option<String> = "SourceIdentity" optional(SOURCE_IDENTITY_TYPE),
        provided_contexts: Option<Vec<ProvidedContext>> = "ProvidedContexts" optional(PROVIDED_CONTEXTS_LIST_TYPE),
        minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize" optional(MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    }
}

readable! {
    /// The input of `AssumeRoleWithSAML`.
    AssumeRoleWithSAMLInput {
        role_arn: String = "RoleArn" required(ARN_TYPE),
        principal_arn: String = "PrincipalArn" required(ARN_TYPE),
        saml_assertion: String = "SAMLAssertion" required(SAML_ASSERTION_TYPE) [sensitive],
        policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns" optional(POLICY_DESCRIPTOR_LIST_TYPE),
        policy: Option<String> = "Policy" optional(SESSION_POLICY_DOCUMENT_TYPE),
        duration_seconds: Option<i32> = "DurationSeconds" optional(ROLE_DURATION_SECONDS_TYPE),
        minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize" optional(MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    }
}

readable! {
    /// The input of `AssumeRoleWithWebIdentity`.
    AssumeRoleWithWebIdentityInput {
        role_arn: String = "RoleArn" required(ARN_TYPE),
        role_session_name: String = "RoleSessionName" required(ROLE_SESSION_NAME_TYPE),
        web_identity_token: String = "WebIdentityToken" required(CLIENT_TOKEN_TYPE) [sensitive],
        provider_id: Option<String> = "ProviderId" optional(URL_TYPE),
        policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns" optional(POLICY_DESCRIPTOR_LIST_TYPE),
        policy: Option<String> = "Policy" optional(SESSION_POLICY_DOCUMENT_TYPE),
        duration_seconds: Option<i32> = "DurationSeconds" optional(ROLE_DURATION_SECONDS_TYPE),
        minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize" optional(MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    }
}

readable! {
    /// The input of `AssumeRoot`.
    AssumeRootInput {
        target_principal: String = "TargetPrincipal" required(TARGET_PRINCIPAL_TYPE),
        task_policy_arn: PolicyDescriptorType = "TaskPolicyArn" required(Structure::<PolicyDescriptorType>::new()),
        duration_seconds: Option<i32> = "DurationSeconds" optional(ROOT_DURATION_SECONDS_TYPE),
        minimum_session_token_size: Option<i32> = "MinimumSessionTokenSize" optional(MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    }
}
