//! Inputs of operations that read.
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
    /// The input of `DescribeAccount`.
    DescribeAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
    }
}

readable! {
    /// The input of `DescribeCreateAccountStatus`.
    DescribeCreateAccountStatusInput {
        create_account_request_id: String = "CreateAccountRequestId" required(CREATE_ACCOUNT_REQUEST_ID),
    }
}

readable! {
    /// The input of `DescribeEffectivePolicy`.
    DescribeEffectivePolicyInput {
        policy_type: String = "PolicyType" required(EFFECTIVE_POLICY_TYPE),
        target_id: Option<String> = "TargetId" optional(POLICY_TARGET_ID),
    }
}

readable! {
    /// The input of `DescribeHandshake`.
    DescribeHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// The input of `DescribeOrganization`.
    DescribeOrganizationInput {}
}

readable! {
    /// The input of `DescribeOrganizationalUnit`.
    DescribeOrganizationalUnitInput {
        organizational_unit_id: String = "OrganizationalUnitId" required(ORGANIZATIONAL_UNIT_ID),
    }
}

readable! {
    /// The input of `DescribePolicy`.
    DescribePolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
    }
}

readable! {
    /// The input of `DescribeResourcePolicy`.
    DescribeResourcePolicyInput {}
}

readable! {
    /// The input of `DescribeResponsibilityTransfer`.
    DescribeResponsibilityTransferInput {
        id: String = "Id" required(RESPONSIBILITY_TRANSFER_ID),
    }
}

readable! {
    /// The input of `ListAWSServiceAccessForOrganization`.
    ListAWSServiceAccessForOrganizationInput {
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListAccounts`.
    ListAccountsInput {
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListAccountsForParent`.
    ListAccountsForParentInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListAccountsWithInvalidEffectivePolicy`.
    ListAccountsWithInvalidEffectivePolicyInput {
        policy_type: String = "PolicyType" required(EFFECTIVE_POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListChildren`.
    ListChildrenInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        child_type: String = "ChildType" required(CHILD_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListCreateAccountStatus`.
    ListCreateAccountStatusInput {
        states: Option<Vec<String>> = "States" optional(CREATE_ACCOUNT_STATES),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListDelegatedAdministrators`.
    ListDelegatedAdministratorsInput {
        service_principal: Option<String> = "ServicePrincipal" optional(SERVICE_PRINCIPAL),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListDelegatedServicesForAccount`.
    ListDelegatedServicesForAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListEffectivePolicyValidationErrors`.
    ListEffectivePolicyValidationErrorsInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        policy_type: String = "PolicyType" required(EFFECTIVE_POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListHandshakesForAccount`.
    ListHandshakesForAccountInput {
        filter: Option<HandshakeFilter> = "Filter" optional(Structure::<HandshakeFilter>::new()),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListHandshakesForOrganization`.
    ListHandshakesForOrganizationInput {
        filter: Option<HandshakeFilter> = "Filter" optional(Structure::<HandshakeFilter>::new()),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListInboundResponsibilityTransfers`.
    ListInboundResponsibilityTransfersInput {
        r#type: String = "Type" required(RESPONSIBILITY_TRANSFER_TYPE),
        id: Option<String> = "Id" optional(RESPONSIBILITY_TRANSFER_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListOrganizationalUnitsForParent`.
    ListOrganizationalUnitsForParentInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListOutboundResponsibilityTransfers`.
    ListOutboundResponsibilityTransfersInput {
        r#type: String = "Type" required(RESPONSIBILITY_TRANSFER_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListParents`.
    ListParentsInput {
        child_id: String = "ChildId" required(CHILD_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListPolicies`.
    ListPoliciesInput {
        filter: String = "Filter" required(POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListPoliciesForTarget`.
    ListPoliciesForTargetInput {
        target_id: String = "TargetId" required(POLICY_TARGET_ID),
        filter: String = "Filter" required(POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListRoots`.
    ListRootsInput {
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// The input of `ListTagsForResource`.
    ListTagsForResourceInput {
        resource_id: String = "ResourceId" required(TAGGABLE_RESOURCE_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
    }
}

readable! {
    /// The input of `ListTargetsForPolicy`.
    ListTargetsForPolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}
