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
    /// What `AcceptHandshake` answers.
    AcceptHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `CancelHandshake` answers.
    CancelHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `CreateAccount` answers.
    CreateAccountOutput {
        create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
    }
}

output! {
    /// What `CreateGovCloudAccount` answers.
    CreateGovCloudAccountOutput {
        create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
    }
}

output! {
    /// What `CreateOrganization` answers.
    CreateOrganizationOutput {
        organization: Option<Organization> = "Organization",
    }
}

output! {
    /// What `CreateOrganizationalUnit` answers.
    CreateOrganizationalUnitOutput {
        organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
    }
}

output! {
    /// What `CreatePolicy` answers.
    CreatePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// What `DeclineHandshake` answers.
    DeclineHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `DescribeAccount` answers.
    DescribeAccountOutput {
        account: Option<Account> = "Account",
    }
}

output! {
    /// What `DescribeCreateAccountStatus` answers.
    DescribeCreateAccountStatusOutput {
        create_account_status: Option<CreateAccountStatus> = "CreateAccountStatus",
    }
}

output! {
    /// What `DescribeEffectivePolicy` answers.
    DescribeEffectivePolicyOutput {
        effective_policy: Option<EffectivePolicy> = "EffectivePolicy",
    }
}

output! {
    /// What `DescribeHandshake` answers.
    DescribeHandshakeOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `DescribeOrganization` answers.
    DescribeOrganizationOutput {
        organization: Option<Organization> = "Organization",
    }
}

output! {
    /// What `DescribeOrganizationalUnit` answers.
    DescribeOrganizationalUnitOutput {
        organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
    }
}

output! {
    /// What `DescribePolicy` answers.
    DescribePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// What `DescribeResourcePolicy` answers.
    DescribeResourcePolicyOutput {
        resource_policy: Option<ResourcePolicy> = "ResourcePolicy",
    }
}

output! {
    /// What `DescribeResponsibilityTransfer` answers.
    DescribeResponsibilityTransferOutput {
        responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
    }
}

output! {
    /// What `DisablePolicyType` answers.
    DisablePolicyTypeOutput {
        root: Option<Root> = "Root",
    }
}

output! {
    /// What `EnableAllFeatures` answers.
    EnableAllFeaturesOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `EnablePolicyType` answers.
    EnablePolicyTypeOutput {
        root: Option<Root> = "Root",
    }
}

output! {
    /// What `InviteAccountToOrganization` answers.
    InviteAccountToOrganizationOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `InviteOrganizationToTransferResponsibility` answers.
    InviteOrganizationToTransferResponsibilityOutput {
        handshake: Option<Handshake> = "Handshake",
    }
}

output! {
    /// What `ListAWSServiceAccessForOrganization` answers.
    ListAWSServiceAccessForOrganizationOutput {
        enabled_service_principals: Option<Vec<EnabledServicePrincipal>> = "EnabledServicePrincipals",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListAccountsForParent` answers.
    ListAccountsForParentOutput {
        accounts: Option<Vec<Account>> = "Accounts",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListAccounts` answers.
    ListAccountsOutput {
        accounts: Option<Vec<Account>> = "Accounts",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListAccountsWithInvalidEffectivePolicy` answers.
    ListAccountsWithInvalidEffectivePolicyOutput {
        accounts: Option<Vec<Account>> = "Accounts",
        policy_type: Option<String> = "PolicyType",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListChildren` answers.
    ListChildrenOutput {
        children: Option<Vec<Child>> = "Children",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListCreateAccountStatus` answers.
    ListCreateAccountStatusOutput {
        create_account_statuses: Option<Vec<CreateAccountStatus>> = "CreateAccountStatuses",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListDelegatedAdministrators` answers.
    ListDelegatedAdministratorsOutput {
        delegated_administrators: Option<Vec<DelegatedAdministrator>> = "DelegatedAdministrators",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListDelegatedServicesForAccount` answers.
    ListDelegatedServicesForAccountOutput {
        delegated_services: Option<Vec<DelegatedService>> = "DelegatedServices",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListEffectivePolicyValidationErrors` answers.
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
    /// What `ListHandshakesForAccount` answers.
    ListHandshakesForAccountOutput {
        handshakes: Option<Vec<Handshake>> = "Handshakes",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListHandshakesForOrganization` answers.
    ListHandshakesForOrganizationOutput {
        handshakes: Option<Vec<Handshake>> = "Handshakes",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListInboundResponsibilityTransfers` answers.
    ListInboundResponsibilityTransfersOutput {
        responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = "ResponsibilityTransfers",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListOrganizationalUnitsForParent` answers.
    ListOrganizationalUnitsForParentOutput {
        organizational_units: Option<Vec<OrganizationalUnit>> = "OrganizationalUnits",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListOutboundResponsibilityTransfers` answers.
    ListOutboundResponsibilityTransfersOutput {
        responsibility_transfers: Option<Vec<ResponsibilityTransfer>> = "ResponsibilityTransfers",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListParents` answers.
    ListParentsOutput {
        parents: Option<Vec<Parent>> = "Parents",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListPoliciesForTarget` answers.
    ListPoliciesForTargetOutput {
        policies: Option<Vec<PolicySummary>> = "Policies",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListPolicies` answers.
    ListPoliciesOutput {
        policies: Option<Vec<PolicySummary>> = "Policies",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListRoots` answers.
    ListRootsOutput {
        roots: Option<Vec<Root>> = "Roots",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListTagsForResource` answers.
    ListTagsForResourceOutput {
        tags: Option<Vec<Tag>> = "Tags",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `ListTargetsForPolicy` answers.
    ListTargetsForPolicyOutput {
        targets: Option<Vec<PolicyTargetSummary>> = "Targets",
        next_token: Option<String> = "NextToken",
    }
}

output! {
    /// What `PutResourcePolicy` answers.
    PutResourcePolicyOutput {
        resource_policy: Option<ResourcePolicy> = "ResourcePolicy",
    }
}

output! {
    /// What `TerminateResponsibilityTransfer` answers.
    TerminateResponsibilityTransferOutput {
        responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
    }
}

output! {
    /// What `UpdateOrganizationalUnit` answers.
    UpdateOrganizationalUnitOutput {
        organizational_unit: Option<OrganizationalUnit> = "OrganizationalUnit",
    }
}

output! {
    /// What `UpdatePolicy` answers.
    UpdatePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// What `UpdateResponsibilityTransfer` answers.
    UpdateResponsibilityTransferOutput {
        responsibility_transfer: Option<ResponsibilityTransfer> = "ResponsibilityTransfer",
    }
}
