//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model Organizations 2016-11-28) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// The output of `AcceptHandshake`.
    AcceptHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `CancelHandshake`.
    CancelHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `CreateAccount`.
    CreateAccountOutput {
        create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
    }
}

output! {
    /// The output of `CreateGovCloudAccount`.
    CreateGovCloudAccountOutput {
        create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
    }
}

output! {
    /// The output of `CreateOrganization`.
    CreateOrganizationOutput {
        organization: Option<Organization> = "Organization",
    }
}

output! {
    /// The output of `CreateOrganizationalUnit`.
    CreateOrganizationalUnitOutput {
        organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
    }
}

output! {
    /// The output of `CreatePolicy`.
    CreatePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// The output of `DeclineHandshake`.
    DeclineHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `DescribeAccount`.
    DescribeAccountOutput {
        account: Option<Account> = "Account",
    }
}

output! {
    /// The output of `DescribeCreateAccountStatus`.
    DescribeCreateAccountStatusOutput {
        create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
    }
}

output! {
    /// The output of `DescribeEffectivePolicy`.
    DescribeEffectivePolicyOutput {
        effective_policy: Option<EffectivePolicy> = "EffectivePolicy",
    }
}

output! {
    /// The output of `DescribeHandshake`.
    DescribeHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `DescribeOrganization`.
    DescribeOrganizationOutput {
        organization: Option<Organization> = "Organization",
    }
}

output! {
    /// The output of `DescribeOrganizationalUnit`.
    DescribeOrganizationalUnitOutput {
        organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
    }
}

output! {
    /// The output of `DescribePolicy`.
    DescribePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// The output of `DescribeResourcePolicy`.
    DescribeResourcePolicyOutput {
        resource_policy: Option<ResourcePolicy> = "ResourcePolicy",
    }
}

output! {
    /// The output of `DescribeResponsibilityTransfer`.
    DescribeResponsibilityTransferOutput {
        responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
    }
}

output! {
    /// The output of `DisablePolicyType`.
    DisablePolicyTypeOutput {
        root: Option<Root> = "Root",
    }
}

output! {
    /// The output of `EnableAllFeatures`.
    EnableAllFeaturesOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `EnablePolicyType`.
    EnablePolicyTypeOutput {
        root: Option<Root> = "Root",
    }
}

output! {
    /// The output of `InviteAccountToOrganization`.
    InviteAccountToOrganizationOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `InviteOrganizationToTransferResponsibility`.
    InviteOrganizationToTransferResponsibilityOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// The output of `ListAWSServiceAccessForOrganization`.
    ListAWSServiceAccessForOrganizationOutput {
        enabled_service_principals: Option<Vec<EnabledServicePrincipal>> = "EnabledServicePrincipals",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListAccountsForParent`.
    ListAccountsForParentOutput {
        accounts: Option<Vec<Account>> = "Accounts",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListAccounts`.
    ListAccountsOutput {
        accounts: Option<Vec<Account>> = "Accounts",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListAccountsWithInvalidEffectivePolicy`.
    ListAccountsWithInvalidEffectivePolicyOutput {
        accounts: Option<Vec<Account>> = "Accounts",
        policy_type: Option<String> = "PolicyType",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListChildren`.
    ListChildrenOutput {
        children: Option<Vec<Child>> = "Children",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListCreateAccountStatus`.
    ListCreateAccountStatusOutput {
        create_account_statuses: Option<Vec<CreateAccountStatus>> = "CreateAccountStatuses",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListDelegatedAdministrators`.
    ListDelegatedAdministratorsOutput {
        delegated_administrators: Option<Vec<DelegatedAdministrator>> = "DelegatedAdministrators",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListDelegatedServicesForAccount`.
    ListDelegatedServicesForAccountOutput {
        delegated_services: Option<Vec<DelegatedService>> = "DelegatedServices",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListEffectivePolicyValidationErrors`.
    ListEffectivePolicyValidationErrorsOutput {
        account_id: Option<String> = "AccountId",
        policy_type: Option<String> = "PolicyType",
        path: Option<String> = "Path",
        evaluation_timestamp: Option<Timestamp> = "EvaluationTimestamp",
        next_token: Option<String> = "NextToken",
        effective_policy_validation_errors: Option<Vec<EffectivePolicyValidationError>> = "EffectivePolicyValidationErrors",
    }
}

output! {
    /// The output of `ListHandshakesForAccount`.
    ListHandshakesForAccountOutput {
        handshakes: Option<Vec<Handshake>> = "Handshakes",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListHandshakesForOrganization`.
    ListHandshakesForOrganizationOutput {
        handshakes: Option<Vec<Handshake>> = "Handshakes",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListInboundResponsibilityTransfers`.
    ListInboundResponsibilityTransfersOutput {
        responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = "ResponsibilityTransfers",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListOrganizationalUnitsForParent`.
    ListOrganizationalUnitsForParentOutput {
        organizational_units: Option<Vec<OrganizationalUnit>> = "OrganizationalUnits",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListOutboundResponsibilityTransfers`.
    ListOutboundResponsibilityTransfersOutput {
        responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = "ResponsibilityTransfers",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListParents`.
    ListParentsOutput {
        parents: Option<Vec<Parent>> = "Parents",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListPoliciesForTarget`.
    ListPoliciesForTargetOutput {
        policies: Option<Vec<PolicySummary>> = "Policies",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListPolicies`.
    ListPoliciesOutput {
        policies: Option<Vec<PolicySummary>> = "Policies",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListRoots`.
    ListRootsOutput {
        roots: Option<Vec<Root>> = "Roots",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListTagsForResource`.
    ListTagsForResourceOutput {
        tags: Option<Vec<Tag>> = "Tags",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `ListTargetsForPolicy`.
    ListTargetsForPolicyOutput {
        targets: Option<Vec<PolicyTargetSummary>> = "Targets",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// The output of `PutResourcePolicy`.
    PutResourcePolicyOutput {
        resource_policy: Option<ResourcePolicy> = "ResourcePolicy",
    }
}

output! {
    /// The output of `TerminateResponsibilityTransfer`.
    TerminateResponsibilityTransferOutput {
        responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
    }
}

output! {
    /// The output of `UpdateOrganizationalUnit`.
    UpdateOrganizationalUnitOutput {
        organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
    }
}

output! {
    /// The output of `UpdatePolicy`.
    UpdatePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// The output of `UpdateResponsibilityTransfer`.
    UpdateResponsibilityTransferOutput {
        responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
    }
}
