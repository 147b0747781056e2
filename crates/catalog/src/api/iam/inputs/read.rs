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
    /// The input of `GenerateCredentialReport`.
    GenerateCredentialReportInput {}
}

readable! {
    /// The input of `GenerateOrganizationsAccessReport`.
    GenerateOrganizationsAccessReportInput {
        entity_path: String = "EntityPath" required(ORGANIZATIONS_ENTITY_PATH_TYPE),
        organizations_policy_id: Option<String> = "OrganizationsPolicyId" optional(ORGANIZATIONS_POLICY_ID_TYPE),
    }
}

readable! {
    /// The input of `GenerateServiceLastAccessedDetails`.
    GenerateServiceLastAccessedDetailsInput {
        arn: String = "Arn" required(ARN_TYPE),
        granularity: Option<String> = "Granularity" optional(ACCESS_ADVISOR_USAGE_GRANULARITY_TYPE),
    }
}

readable! {
    /// The input of `GetAccessKeyLastUsed`.
    GetAccessKeyLastUsedInput {
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID_TYPE),
    }
}

readable! {
    /// The input of `GetAccountAuthorizationDetails`.
    GetAccountAuthorizationDetailsInput {
        filter: Option<Vec<String>> = "Filter" optional(ENTITY_LIST_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// The input of `GetAccountPasswordPolicy`.
    GetAccountPasswordPolicyInput {}
}

readable! {
    /// The input of `GetAccountProperties`.
    GetAccountPropertiesInput {}
}

readable! {
    /// The input of `GetAccountSummary`.
    GetAccountSummaryInput {}
}

readable! {
    /// The input of `GetContextKeysForCustomPolicy`.
    GetContextKeysForCustomPolicyInput {
        policy_input_list: Vec<String> = "PolicyInputList" required(SIMULATION_POLICY_LIST_TYPE),
    }
}

readable! {
    /// The input of `GetContextKeysForPrincipalPolicy`.
    GetContextKeysForPrincipalPolicyInput {
        policy_source_arn: String = "PolicySourceArn" required(ARN_TYPE),
        policy_input_list: Option<Vec<String>> = "PolicyInputList" optional(SIMULATION_POLICY_LIST_TYPE),
    }
}

readable! {
    /// The input of `GetCredentialReport`.
    GetCredentialReportInput {}
}

readable! {
    /// The input of `GetDelegationRequest`.
    GetDelegationRequestInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
        delegation_permission_check: Option<bool> = "DelegationPermissionCheck" optional(Boolean),
    }
}

readable! {
    /// The input of `GetGroup`.
    GetGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `GetGroupPolicy`.
    GetGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetHumanReadableSummary`.
    GetHumanReadableSummaryInput {
        entity_arn: String = "EntityArn" required(ARN_TYPE),
        locale: Option<String> = "Locale" optional(LOCALE_TYPE),
    }
}

readable! {
    /// The input of `GetInstanceProfile`.
    GetInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetLoginProfile`.
    GetLoginProfileInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetMFADevice`.
    GetMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetOpenIDConnectProvider`.
    GetOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `GetOrganizationsAccessReport`.
    GetOrganizationsAccessReportInput {
        job_id: String = "JobId" required(JOB_ID_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        sort_key: Option<String> = "SortKey" optional(SORT_KEY_TYPE),
    }
}

readable! {
    /// The input of `GetOutboundWebIdentityFederationInfo`.
    GetOutboundWebIdentityFederationInfoInput {}
}

readable! {
    /// The input of `GetPolicy`.
    GetPolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `GetPolicyVersion`.
    GetPolicyVersionInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        version_id: String = "VersionId" required(POLICY_VERSION_ID_TYPE),
    }
}

readable! {
    /// The input of `GetRole`.
    GetRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetRolePolicy`.
    GetRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetRoleTemplateVersion`.
    GetRoleTemplateVersionInput {
        template_arn: String = "TemplateArn" required(ARN_TYPE),
        minor_version: Option<i32> = "MinorVersion" optional(MINOR_VERSION_TYPE),
    }
}

readable! {
    /// The input of `GetSAMLProvider`.
    GetSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `GetSSHPublicKey`.
    GetSSHPublicKeyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        ssh_public_key_id: String = "SSHPublicKeyId" required(PUBLIC_KEY_ID_TYPE),
        encoding: String = "Encoding" required(ENCODING_TYPE),
    }
}

readable! {
    /// The input of `GetServerCertificate`.
    GetServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetServiceLastAccessedDetails`.
    GetServiceLastAccessedDetailsInput {
        job_id: String = "JobId" required(JOB_ID_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// The input of `GetServiceLastAccessedDetailsWithEntities`.
    GetServiceLastAccessedDetailsWithEntitiesInput {
        job_id: String = "JobId" required(JOB_ID_TYPE),
        service_namespace: String = "ServiceNamespace" required(SERVICE_NAMESPACE_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
    }
}

readable! {
    /// The input of `GetServiceLinkedRoleDeletionStatus`.
    GetServiceLinkedRoleDeletionStatusInput {
        deletion_task_id: String = "DeletionTaskId" required(DELETION_TASK_ID_TYPE),
    }
}

readable! {
    /// The input of `GetUser`.
    GetUserInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `GetUserPolicy`.
    GetUserPolicyInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// The input of `ListAccessKeys`.
    ListAccessKeysInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListAccountAliases`.
    ListAccountAliasesInput {
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListAttachedGroupPolicies`.
    ListAttachedGroupPoliciesInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListAttachedRolePolicies`.
    ListAttachedRolePoliciesInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListAttachedUserPolicies`.
    ListAttachedUserPoliciesInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        path_prefix: Option<String> = "PathPrefix" optional(POLICY_PATH_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListDelegationRequests`.
    ListDelegationRequestsInput {
        owner_id: Option<String> = "OwnerId" optional(OWNER_ID_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListEntitiesForPolicy`.
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
    /// The input of `ListGroupPolicies`.
    ListGroupPoliciesInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListGroups`.
    ListGroupsInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListGroupsForUser`.
    ListGroupsForUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListInstanceProfileTags`.
    ListInstanceProfileTagsInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListInstanceProfiles`.
    ListInstanceProfilesInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListInstanceProfilesForRole`.
    ListInstanceProfilesForRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListMFADeviceTags`.
    ListMFADeviceTagsInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListMFADevices`.
    ListMFADevicesInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListOpenIDConnectProviderTags`.
    ListOpenIDConnectProviderTagsInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListOpenIDConnectProviders`.
    ListOpenIDConnectProvidersInput {}
}

readable! {
    /// The input of `ListOrganizationsFeatures`.
    ListOrganizationsFeaturesInput {}
}

readable! {
    /// The input of `ListPolicies`.
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
    /// The input of `ListPoliciesGrantingServiceAccess`.
    ListPoliciesGrantingServiceAccessInput {
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        arn: String = "Arn" required(ARN_TYPE),
        service_namespaces: Vec<String> = "ServiceNamespaces" required(SERVICE_NAMESPACE_LIST_TYPE),
    }
}

readable! {
    /// The input of `ListPolicyTags`.
    ListPolicyTagsInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListPolicyVersions`.
    ListPolicyVersionsInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListRolePolicies`.
    ListRolePoliciesInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListRoleTags`.
    ListRoleTagsInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListRoles`.
    ListRolesInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListSAMLProviderTags`.
    ListSAMLProviderTagsInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListSAMLProviders`.
    ListSAMLProvidersInput {}
}

readable! {
    /// The input of `ListSSHPublicKeys`.
    ListSSHPublicKeysInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListServerCertificateTags`.
    ListServerCertificateTagsInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListServerCertificates`.
    ListServerCertificatesInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListServiceSpecificCredentials`.
    ListServiceSpecificCredentialsInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        service_name: Option<String> = "ServiceName" optional(SERVICE_NAME),
        all_users: Option<bool> = "AllUsers" optional(Boolean),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListSigningCertificates`.
    ListSigningCertificatesInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListUserPolicies`.
    ListUserPoliciesInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListUserTags`.
    ListUserTagsInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListUsers`.
    ListUsersInput {
        path_prefix: Option<String> = "PathPrefix" optional(PATH_PREFIX_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `ListVirtualMFADevices`.
    ListVirtualMFADevicesInput {
        assignment_status: Option<String> = "AssignmentStatus" optional(ASSIGNMENT_STATUS_TYPE),
        marker: Option<String> = "Marker" optional(MARKER_TYPE),
        max_items: Option<i32> = "MaxItems" optional(MAX_ITEMS_TYPE),
    }
}

readable! {
    /// The input of `SimulateCustomPolicy`.
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
    /// The input of `SimulatePrincipalPolicy`.
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
