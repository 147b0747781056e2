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
    /// What `DescribeAccount` is told.
    DescribeAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
    }
}

readable! {
    /// What `DescribeCreateAccountStatus` is told.
    DescribeCreateAccountStatusInput {
        create_account_request_id: String = "CreateAccountRequestId" required(CREATE_ACCOUNT_REQUEST_ID),
    }
}

readable! {
    /// What `DescribeEffectivePolicy` is told.
    DescribeEffectivePolicyInput {
        policy_type: String = "PolicyType" required(EFFECTIVE_POLICY_TYPE),
        target_id: Option<String> = "TargetId" optional(POLICY_TARGET_ID),
    }
}

readable! {
    /// What `DescribeHandshake` is told.
    DescribeHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// What `DescribeOrganization` is told.
    DescribeOrganizationInput {}
}

readable! {
    /// What `DescribeOrganizationalUnit` is told.
    DescribeOrganizationalUnitInput {
        organizational_unit_id: String = "OrganizationalUnitId" required(ORGANIZATIONAL_UNIT_ID),
    }
}

readable! {
    /// What `DescribePolicy` is told.
    DescribePolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
    }
}

readable! {
    /// What `DescribeResourcePolicy` is told.
    DescribeResourcePolicyInput {}
}

readable! {
    /// What `DescribeResponsibilityTransfer` is told.
    DescribeResponsibilityTransferInput {
        id: String = "Id" required(RESPONSIBILITY_TRANSFER_ID),
    }
}

readable! {
    /// What `ListAWSServiceAccessForOrganization` is told.
    ListAWSServiceAccessForOrganizationInput {
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListAccounts` is told.
    ListAccountsInput {
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListAccountsForParent` is told.
    ListAccountsForParentInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListAccountsWithInvalidEffectivePolicy` is told.
    ListAccountsWithInvalidEffectivePolicyInput {
        policy_type: String = "PolicyType" required(EFFECTIVE_POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListChildren` is told.
    ListChildrenInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        child_type: String = "ChildType" required(CHILD_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListCreateAccountStatus` is told.
    ListCreateAccountStatusInput {
        states: Option<Vec<String>> = "States" optional(CREATE_ACCOUNT_STATES),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListDelegatedAdministrators` is told.
    ListDelegatedAdministratorsInput {
        service_principal: Option<String> = "ServicePrincipal" optional(SERVICE_PRINCIPAL),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListDelegatedServicesForAccount` is told.
    ListDelegatedServicesForAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListEffectivePolicyValidationErrors` is told.
    ListEffectivePolicyValidationErrorsInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        policy_type: String = "PolicyType" required(EFFECTIVE_POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListHandshakesForAccount` is told.
    ListHandshakesForAccountInput {
        filter: Option<HandshakeFilter> = "Filter" optional(Structure::<HandshakeFilter>::new()),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListHandshakesForOrganization` is told.
    ListHandshakesForOrganizationInput {
        filter: Option<HandshakeFilter> = "Filter" optional(Structure::<HandshakeFilter>::new()),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListInboundResponsibilityTransfers` is told.
    ListInboundResponsibilityTransfersInput {
        r#type: String = "Type" required(RESPONSIBILITY_TRANSFER_TYPE),
        id: Option<String> = "Id" optional(RESPONSIBILITY_TRANSFER_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListOrganizationalUnitsForParent` is told.
    ListOrganizationalUnitsForParentInput {
        parent_id: String = "ParentId" required(PARENT_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListOutboundResponsibilityTransfers` is told.
    ListOutboundResponsibilityTransfersInput {
        r#type: String = "Type" required(RESPONSIBILITY_TRANSFER_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListParents` is told.
    ListParentsInput {
        child_id: String = "ChildId" required(CHILD_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListPolicies` is told.
    ListPoliciesInput {
        filter: String = "Filter" required(POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListPoliciesForTarget` is told.
    ListPoliciesForTargetInput {
        target_id: String = "TargetId" required(POLICY_TARGET_ID),
        filter: String = "Filter" required(POLICY_TYPE),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListRoots` is told.
    ListRootsInput {
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}

readable! {
    /// What `ListTagsForResource` is told.
    ListTagsForResourceInput {
        resource_id: String = "ResourceId" required(TAGGABLE_RESOURCE_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
    }
}

readable! {
    /// What `ListTargetsForPolicy` is told.
    ListTargetsForPolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
    }
}
