//! Inputs of operations that create.
//!
//! Generated from botocore 1.44.5 (service model Organizations 2016-11-28) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::organizations::shapes::*;
use crate::api::organizations::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `AttachPolicy`.
    AttachPolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
        target_id: String = "TargetId" required(POLICY_TARGET_ID),
    }
}

readable! {
    /// The input of `CreateAccount`.
    CreateAccountInput {
        email: String = "Email" required(EMAIL) [sensitive],
        account_name: String = "AccountName" required(CREATE_ACCOUNT_NAME) [sensitive],
        role_name: Option<String> = "RoleName" optional(ROLE_NAME),
        iam_user_access_to_billing: Option<String> = "IamUserAccessToBilling" optional(IAM_USER_ACCESS_TO_BILLING),
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// The input of `CreateGovCloudAccount`.
    CreateGovCloudAccountInput {
        email: String = "Email" required(EMAIL) [sensitive],
        account_name: String = "AccountName" required(CREATE_ACCOUNT_NAME) [sensitive],
        role_name: Option<String> = "RoleName" optional(ROLE_NAME),
        iam_user_access_to_billing: Option<String> = "IamUserAccessToBilling" optional(IAM_USER_ACCESS_TO_BILLING),
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// The input of `CreateOrganization`.
    CreateOrganizationInput {
        feature_set: Option<String> = "FeatureSet" optional(ORGANIZATION_FEATURE_SET),
    }
}

readable! {
    /// The input of `CreateOrganizationalUnit`.
    CreateOrganizationalUnitInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        name: String = "Name" required(ORGANIZATIONAL_UNIT_NAME),
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// The input of `CreatePolicy`.
    CreatePolicyInput {
        content: String = "Content" required(POLICY_CONTENT),
        description: String = "Description" required(POLICY_DESCRIPTION),
        name: String = "Name" required(POLICY_NAME),
        r#type: String = "Type" required(POLICY_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}
