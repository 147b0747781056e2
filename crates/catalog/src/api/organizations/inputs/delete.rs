//! Inputs of operations that delete.
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
    /// The input of `DeleteOrganization`.
    DeleteOrganizationInput {}
}

readable! {
    /// The input of `DeleteOrganizationalUnit`.
    DeleteOrganizationalUnitInput {
        organizational_unit_id: String = "OrganizationalUnitId" required(ORGANIZATIONAL_UNIT_ID),
    }
}

readable! {
    /// The input of `DeletePolicy`.
    DeletePolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
    }
}

readable! {
    /// The input of `DeleteResourcePolicy`.
    DeleteResourcePolicyInput {}
}

readable! {
    /// The input of `DetachPolicy`.
    DetachPolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
        target_id: String = "TargetId" required(POLICY_TARGET_ID),
    }
}

readable! {
    /// The input of `DisableAWSServiceAccess`.
    DisableAWSServiceAccessInput {
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// The input of `DisablePolicyType`.
    DisablePolicyTypeInput {
        root_id: String = "RootId" required(ROOT_ID),
        policy_type: String = "PolicyType" required(POLICY_TYPE),
    }
}

readable! {
    /// The input of `RemoveAccountFromOrganization`.
    RemoveAccountFromOrganizationInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
    }
}

readable! {
    /// The input of `UntagResource`.
    UntagResourceInput {
        resource_id: String = "ResourceId" required(TAGGABLE_RESOURCE_ID),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEYS),
    }
}
