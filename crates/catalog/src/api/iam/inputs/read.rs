//! Inputs of operations that read.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::iam::shapes::*;
use crate::api::iam::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// What `GenerateCredentialReport` is told.
    GenerateCredentialReportInput {}
}

readable! {
    /// What `GenerateOrganizationsAccessReport` is told.
    GenerateOrganizationsAccessReportInput {
        entity_path: String = "EntityPath" required(ORGANIZATIONS_ENTITY_PATH_TYPE),
        organizations_policy_id: Option<String> = "OrganizationsPolicyId" optional(ORGANIZATIONS_POLICY_ID_TYPE),
    }
}

readable! {
    /// What `GenerateServiceLastAccessedDetails` is told.
    GenerateServiceLastAccessedDetailsInput {
        arn: String = "Arn" required(ARN_TYPE),
        granularity: Option<String> = "Granularity" optional(ACCESS_ADVISOR_USAGE_GRANULARITY_TYPE),
    }
}

readable! {
    /// What `GetAccessKeyLastUsed` is told.
    GetAccessKeyLastUsedInput {
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID_TYPE),
    }
}

readable! {
    /// What `GetAccountAuthorizationDetails` is told.
    GetAccountAuthorizationDetailsInput {
        filter: Option<Vec<String>> = "Filter" optional(ENTITY_LIST_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// What `GetAccountPasswordPolicy` is told.
    GetAccountPasswordPolicyInput {}
}

readable! {
    /// What `GetAccountProperties` is told.
    GetAccountPropertiesInput {}
}

readable! {
    /// What `GetAccountSummary` is told.
    GetAccountSummaryInput {}
}

readable! {
    /// What `GetContextKeysForCustomPolicy` is told.
    GetContextKeysForCustomPolicyInput {
        policy_input_list: Vec<String> = "PolicyInputList" required(SIMULATION_POLICY_LIST_TYPE),
    }
}

readable! {
    /// What `GetContextKeysForPrincipalPolicy` is told.
    GetContextKeysForPrincipalPolicyInput {
        policy_source_arn: String = "PolicySourceArn" required(ARN_TYPE),
        policy_input_list: Option<Vec<String>> = "PolicyInputList" optional(SIMULATION_POLICY_LIST_TYPE),
    }
}

readable! {
    /// What `GetCredentialReport` is told.
    GetCredentialReportInput {}
}

readable! {
    /// What `GetDelegationRequest` is told.
    GetDelegationRequestInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
        delegation_permission_check: Option<bool> = "DelegationPermissionCheck" optional(Boolean),
    }
}

readable! {
    /// What `GetGroup` is told.
    GetGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `GetGroupPolicy` is told.
    GetGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// What `GetHumanReadableSummary` is told.
    GetHumanReadableSummaryInput {
        entity_arn: String = "EntityArn" required(ARN_TYPE),
        locale: Option<String> = "Locale" optional(LOCALE_TYPE),
    }
}

readable! {
    /// What `GetInstanceProfile` is told.
    GetInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
    }
}

readable! {
    /// What `GetLoginProfile` is told.
    GetLoginProfileInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
    }
}

readable! {
    /// What `GetMFADevice` is told.
    GetMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
    }
}

readable! {
    /// What `GetOpenIDConnectProvider` is told.
    GetOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `GetOrganizationsAccessReport` is told.
    GetOrganizationsAccessReportInput {
        job_id: String = "JobId" required(JOB_ID_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        sort_key: Option<String> = "SortKey" optional(SORT_KEY_TYPE),
    }
}

readable! {
    /// What `GetOutboundWebIdentityFederationInfo` is told.
    GetOutboundWebIdentityFederationInfoInput {}
}

readable! {
    /// What `GetPolicy` is told.
    GetPolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `GetPolicyVersion` is told.
    GetPolicyVersionInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        version_id: String = "VersionId" required(POLICY_VERSION_ID_TYPE),
    }
}

readable! {
    /// What `GetRole` is told.
    GetRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// What `GetRolePolicy` is told.
    GetRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// What `GetRoleTemplateVersion` is told.
    GetRoleTemplateVersionInput {
        template_arn: String = "TemplateArn" required(ARN_TYPE),
        minor_version: Option<i32> = "MinorVersion" optional(MINOR_VERSION_TYPE),
    }
}

readable! {
    /// What `GetSAMLProvider` is told.
    GetSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `GetSSHPublicKey` is told.
    GetSSHPublicKeyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        ssh_public_key_id: String = "SSHPublicKeyId" required(PUBLIC_KEY_ID_TYPE),
        encoding: String = "Encoding" required(ENCODING_TYPE),
    }
}

readable! {
    /// What `GetServerCertificate` is told.
    GetServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
    }
}

readable! {
    /// What `GetServiceLastAccessedDetails` is told.
    GetServiceLastAccessedDetailsInput {
        job_id: String = "JobId" required(JOB_ID_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// What `GetServiceLastAccessedDetailsWithEntities` is told.
    GetServiceLastAccessedDetailsWithEntitiesInput {
        job_id: String = "JobId" required(JOB_ID_TYPE),
        service_namespace: String = "ServiceNamespace" required(SERVICE_NAMESPACE_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// What `GetServiceLinkedRoleDeletionStatus` is told.
    GetServiceLinkedRoleDeletionStatusInput {
        deletion_task_id: String = "DeletionTaskId" required(DELETION_TASK_ID_TYPE),
    }
}

readable! {
    /// What `GetUser` is told.
    GetUserInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// What `GetUserPolicy` is told.
    GetUserPolicyInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// What `ListAccessKeys` is told.
    ListAccessKeysInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListAccountAliases` is told.
    ListAccountAliasesInput {
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListAttachedGroupPolicies` is told.
    ListAttachedGroupPoliciesInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListAttachedRolePolicies` is told.
    ListAttachedRolePoliciesInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListAttachedUserPolicies` is told.
    ListAttachedUserPoliciesInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListDelegationRequests` is told.
    ListDelegationRequestsInput {
        owner_id: Option<String> = "OwnerId" optional(OWNER_ID_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListEntitiesForPolicy` is told.
    ListEntitiesForPolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        entity_filter: Option<String> = "EntityFilter" optional(ENTITY_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(PATH_TYPE),
        policy_usage_filter: Option<String> = "PolicyUsageFilter" optional(POLICY_USAGE_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListGroupPolicies` is told.
    ListGroupPoliciesInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListGroups` is told.
    ListGroupsInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListGroupsForUser` is told.
    ListGroupsForUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListInstanceProfileTags` is told.
    ListInstanceProfileTagsInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListInstanceProfiles` is told.
    ListInstanceProfilesInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListInstanceProfilesForRole` is told.
    ListInstanceProfilesForRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListMFADeviceTags` is told.
    ListMFADeviceTagsInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListMFADevices` is told.
    ListMFADevicesInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListOpenIDConnectProviderTags` is told.
    ListOpenIDConnectProviderTagsInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListOpenIDConnectProviders` is told.
    ListOpenIDConnectProvidersInput {}
}

readable! {
    /// What `ListOrganizationsFeatures` is told.
    ListOrganizationsFeaturesInput {}
}

readable! {
    /// What `ListPolicies` is told.
    ListPoliciesInput {
        scope: Option<String> = "Scope" optional(POLICY_SCOPE_TYPE),
        only_attached: Option<bool> = "OnlyAttached" optional(Boolean),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        policy_usage_filter: Option<String> = "PolicyUsageFilter" optional(POLICY_USAGE_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListPoliciesGrantingServiceAccess` is told.
    ListPoliciesGrantingServiceAccessInput {
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        arn: String = "Arn" required(ARN_TYPE),
        service_namespaces: Vec<String> = "ServiceNamespaces" required(SERVICE_NAMESPACE_LIST_TYPE),
    }
}

readable! {
    /// What `ListPolicyTags` is told.
    ListPolicyTagsInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListPolicyVersions` is told.
    ListPolicyVersionsInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListRolePolicies` is told.
    ListRolePoliciesInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListRoleTags` is told.
    ListRoleTagsInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListRoles` is told.
    ListRolesInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListSAMLProviderTags` is told.
    ListSAMLProviderTagsInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListSAMLProviders` is told.
    ListSAMLProvidersInput {}
}

readable! {
    /// What `ListSSHPublicKeys` is told.
    ListSSHPublicKeysInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListServerCertificateTags` is told.
    ListServerCertificateTagsInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListServerCertificates` is told.
    ListServerCertificatesInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListServiceSpecificCredentials` is told.
    ListServiceSpecificCredentialsInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        service_name: Option<String> = "ServiceName" optional(SERVICE_NAME),
        all_users: Option<bool> = "AllUsers" optional(Boolean),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListSigningCertificates` is told.
    ListSigningCertificatesInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListUserPolicies` is told.
    ListUserPoliciesInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListUserTags` is told.
    ListUserTagsInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListUsers` is told.
    ListUsersInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `ListVirtualMFADevices` is told.
    ListVirtualMFADevicesInput {
        assignment_status: Option<String> = "AssignmentStatus" optional(ASSIGNMENT_STATUS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// What `SimulateCustomPolicy` is told.
    SimulateCustomPolicyInput {
        policy_input_list: Vec<String> = "PolicyInputList" required(SIMULATION_POLICY_LIST_TYPE),
        permissions_boundary_policy_input_list: Option<Vec<String>> = "PermissionsBoundaryPolicyInputList" optional(SIMULATION_POLICY_LIST_TYPE),
        ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>> = "OrderedOrganizationPolicyInputList" optional(ORGANIZATION_POLICY_LIST_TYPE),
        action_names: Vec<String> = "ActionNames" required(ACTION_NAME_LIST_TYPE),
        resource_arns: Option<Vec<String>> = "ResourceArns" optional(RESOURCE_NAME_LIST_TYPE),
        resource_policy: Option<String> = "ResourcePolicy" optional(POLICY_DOCUMENT_TYPE),
        resource_owner: Option<String> = "ResourceOwner" optional(RESOURCE_NAME_TYPE),
        caller_arn: Option<String> = "CallerArn" optional(RESOURCE_NAME_TYPE),
        context_entries: Option<Vec<ContextEntry>> = "ContextEntries" optional(CONTEXT_ENTRY_LIST_TYPE),
        resource_handling_option: Option<String> = "ResourceHandlingOption" optional(RESOURCE_HANDLING_OPTION_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// What `SimulatePrincipalPolicy` is told.
    SimulatePrincipalPolicyInput {
        policy_source_arn: String = "PolicySourceArn" required(ARN_TYPE),
        policy_input_list: Option<Vec<String>> = "PolicyInputList" optional(SIMULATION_POLICY_LIST_TYPE),
        permissions_boundary_policy_input_list: Option<Vec<String>> = "PermissionsBoundaryPolicyInputList" optional(SIMULATION_POLICY_LIST_TYPE),
        policy_exclusion_list: Option<Vec<PolicyIdentifier>> = "PolicyExclusionList" optional(POLICY_EXCLUSIONS_LIST_TYPE),
        action_names: Vec<String> = "ActionNames" required(ACTION_NAME_LIST_TYPE),
        resource_arns: Option<Vec<String>> = "ResourceArns" optional(RESOURCE_NAME_LIST_TYPE),
        resource_policy: Option<String> = "ResourcePolicy" optional(POLICY_DOCUMENT_TYPE),
        resource_owner: Option<String> = "ResourceOwner" optional(RESOURCE_NAME_TYPE),
        caller_arn: Option<String> = "CallerArn" optional(RESOURCE_NAME_TYPE),
        context_entries: Option<Vec<ContextEntry>> = "ContextEntries" optional(CONTEXT_ENTRY_LIST_TYPE),
        resource_handling_option: Option<String> = "ResourceHandlingOption" optional(RESOURCE_HANDLING_OPTION_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}
