//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model STS 2011-06-15) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// The output of `AssumeRole`.
    AssumeRoleOutput {
        credentials: Option<Credentials> = "Credentials",
        assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        source_identity: Option<String> = "SourceIdentity",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// The output of `AssumeRoleWithSAML`.
    AssumeRoleWithSAMLOutput {
        credentials: Option<Credentials> = "Credentials",
        assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        subject: Option<String> = "Subject",
        subject_type: Option<String> = "SubjectType",
        issuer: Option<String> = "Issuer",
        audience: Option<String> = "Audience",
        name_qualifier: Option<String> = "NameQualifier",
        source_identity: Option<String> = "SourceIdentity",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// The output of `AssumeRoleWithWebIdentity`.
    AssumeRoleWithWebIdentityOutput {
        credentials: Option<Credentials> = "Credentials",
        subject_from_web_identity_token: Option<String> = "SubjectFromWebIdentityToken",
        assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        provider: Option<String> = "Provider",
        audience: Option<String> = "Audience",
        source_identity: Option<String> = "SourceIdentity",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// The output of `AssumeRoot`.
    AssumeRootOutput {
        credentials: Option<Credentials> = "Credentials",
        source_identity: Option<String> = "SourceIdentity",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// The output of `DecodeAuthorizationMessage`.
    DecodeAuthorizationMessageOutput {
        decoded_message: Option<String> = "DecodedMessage",
    }
}

output! {
    /// The output of `GetAccessKeyInfo`.
    GetAccessKeyInfoOutput {
        account: Option<String> = "Account",
    }
}

output! {
    /// The output of `GetCallerIdentity`.
    GetCallerIdentityOutput {
        user_id: Option<String> = "UserId",
        account: Option<String> = "Account",
        arn: Option<String> = "Arn",
    }
}

output! {
    /// The output of `GetDelegatedAccessToken`.
    GetDelegatedAccessTokenOutput {
        credentials: Option<Credentials> = "Credentials",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        assumed_principal: Option<String> = "AssumedPrincipal",
    }
}

output! {
    /// The output of `GetFederationToken`.
    GetFederationTokenOutput {
        credentials: Option<Credentials> = "Credentials",
        federated_user: Option<FederatedUser> = "FederatedUser",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// The output of `GetSessionToken`.
    GetSessionTokenOutput {
        credentials: Option<Credentials> = "Credentials",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// The output of `GetWebIdentityToken`.
    GetWebIdentityTokenOutput {
        web_identity_token: Option<String> = "WebIdentityToken" [sensitive],
        expiration: Option<Timestamp> = "Expiration",
    }
}
