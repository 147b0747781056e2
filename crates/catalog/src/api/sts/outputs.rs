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
    /// What `AssumeRole` answers.
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
    /// What `AssumeRoleWithSAML` answers.
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
    /// What `AssumeRoleWithWebIdentity` answers.
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
    /// What `AssumeRoot` answers.
    AssumeRootOutput {
        credentials: Option<Credentials> = "Credentials",
        source_identity: Option<String> = "SourceIdentity",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// What `DecodeAuthorizationMessage` answers.
    DecodeAuthorizationMessageOutput {
        decoded_message: Option<String> = "DecodedMessage",
    }
}

output! {
    /// What `GetAccessKeyInfo` answers.
    GetAccessKeyInfoOutput {
        account: Option<String> = "Account",
    }
}

output! {
    /// What `GetCallerIdentity` answers.
    GetCallerIdentityOutput {
        user_id: Option<String> = "UserId",
        account: Option<String> = "Account",
        arn: Option<String> = "Arn",
    }
}

output! {
    /// What `GetDelegatedAccessToken` answers.
    GetDelegatedAccessTokenOutput {
        credentials: Option<Credentials> = "Credentials",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        assumed_principal: Option<String> = "AssumedPrincipal",
    }
}

output! {
    /// What `GetFederationToken` answers.
    GetFederationTokenOutput {
        credentials: Option<Credentials> = "Credentials",
        federated_user: Option<FederatedUser> = "FederatedUser",
        packed_policy_size: Option<i32> = "PackedPolicySize",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// What `GetSessionToken` answers.
    GetSessionTokenOutput {
        credentials: Option<Credentials> = "Credentials",
        session_token_utilization: Option<i32> = "SessionTokenUtilization",
        session_token_size: Option<i32> = "SessionTokenSize",
    }
}

output! {
    /// What `GetWebIdentityToken` answers.
    GetWebIdentityTokenOutput {
        web_identity_token: Option<String> = "WebIdentityToken" [sensitive],
        expiration: Option<Timestamp> = "Expiration",
    }
}
