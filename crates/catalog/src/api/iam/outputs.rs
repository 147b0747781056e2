//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// What `AcquireRole` answers.
    AcquireRoleOutput {
        role: Role = "Role",
    }
}

output! {
    /// What `CreateAccessKey` answers.
    CreateAccessKeyOutput {
        access_key: AccessKey = "AccessKey",
    }
}

output! {
    /// What `CreateDelegationRequest` answers.
    CreateDelegationRequestOutput {
        console_deep_link: Option<String> = "ConsoleDeepLink",
        delegation_request_id: Option<String> = "DelegationRequestId",
    }
}

output! {
    /// What `CreateGroup` answers.
    CreateGroupOutput {
        group: Group = "Group",
    }
}

output! {
    /// What `CreateInstanceProfile` answers.
    CreateInstanceProfileOutput {
        instance_profile: InstanceProfile = "InstanceProfile",
    }
}

output! {
    /// What `CreateLoginProfile` answers.
    CreateLoginProfileOutput {
        login_profile: LoginProfile = "LoginProfile",
    }
}

output! {
    /// What `CreateOpenIDConnectProvider` answers.
    CreateOpenIDConnectProviderOutput {
        open_id_connect_provider_arn: Option<String> = "OpenIDConnectProviderArn",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// What `CreatePolicy` answers.
    CreatePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// What `CreatePolicyVersion` answers.
    CreatePolicyVersionOutput {
        policy_version: Option<PolicyVersion> = "PolicyVersion",
    }
}

output! {
    /// What `CreateRole` answers.
    CreateRoleOutput {
        role: Role = "Role",
    }
}

output! {
    /// What `CreateSAMLProvider` answers.
    CreateSAMLProviderOutput {
        saml_provider_arn: Option<String> = "SAMLProviderArn",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// What `CreateServiceLinkedRole` answers.
    CreateServiceLinkedRoleOutput {
        role: Option<Role> = "Role",
    }
}

output! {
    /// What `CreateServiceSpecificCredential` answers.
    CreateServiceSpecificCredentialOutput {
        service_specific_credential: Option<ServiceSpecificCredential> = "ServiceSpecificCredential",
    }
}

output! {
    /// What `CreateUser` answers.
    CreateUserOutput {
        user: Option<User> = "User",
    }
}

output! {
    /// What `CreateVirtualMFADevice` answers.
    CreateVirtualMFADeviceOutput {
        virtual_mfa_device: VirtualMFADevice = "VirtualMFADevice",
    }
}

output! {
    /// What `DeleteServiceLinkedRole` answers.
    DeleteServiceLinkedRoleOutput {
        deletion_task_id: String = "DeletionTaskId",
    }
}

output! {
    /// What `DisableOrganizationsRootCredentialsManagement` answers.
    DisableOrganizationsRootCredentialsManagementOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// What `DisableOrganizationsRootSessions` answers.
    DisableOrganizationsRootSessionsOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// What `EnableOrganizationsRootCredentialsManagement` answers.
    EnableOrganizationsRootCredentialsManagementOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// What `EnableOrganizationsRootSessions` answers.
    EnableOrganizationsRootSessionsOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// What `EnableOutboundWebIdentityFederation` answers.
    EnableOutboundWebIdentityFederationOutput {
        issuer_identifier: Option<String> = "IssuerIdentifier",
    }
}

output! {
    /// What `GenerateCredentialReport` answers.
    GenerateCredentialReportOutput {
        state: Option<String> = "State",
        description: Option<String> = "Description",
    }
}

output! {
    /// What `GenerateOrganizationsAccessReport` answers.
    GenerateOrganizationsAccessReportOutput {
        job_id: Option<String> = "JobId",
    }
}

output! {
    /// What `GenerateServiceLastAccessedDetails` answers.
    GenerateServiceLastAccessedDetailsOutput {
        job_id: Option<String> = "JobId",
    }
}

output! {
    /// What `GetAccessKeyLastUsed` answers.
    GetAccessKeyLastUsedOutput {
        user_name: Option<String> = "UserName",
        access_key_last_used: Option<AccessKeyLastUsed> = "AccessKeyLastUsed",
    }
}

output! {
    /// What `GetAccountAuthorizationDetails` answers.
    GetAccountAuthorizationDetailsOutput {
        user_detail_list: Option<Vec<UserDetail>> = "UserDetailList",
        group_detail_list: Option<Vec<GroupDetail>> = "GroupDetailList",
        role_detail_list: Option<Vec<RoleDetail>> = "RoleDetailList",
        policies: Option<Vec<ManagedPolicyDetail>> = "Policies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `GetAccountPasswordPolicy` answers.
    GetAccountPasswordPolicyOutput {
        password_policy: PasswordPolicy = "PasswordPolicy",
    }
}

output! {
    /// What `GetAccountProperties` answers.
    GetAccountPropertiesOutput {
        properties: Option<BTreeMap<String, String>> = "Properties",
    }
}

output! {
    /// What `GetAccountSummary` answers.
    GetAccountSummaryOutput {
        summary_map: Option<BTreeMap<String, i32>> = "SummaryMap",
    }
}

output! {
    /// What `GetContextKeysForPolicy` answers.
    GetContextKeysForPolicyOutput {
        context_key_names: Option<Vec<String>> = "ContextKeyNames",
    }
}

output! {
    /// What `GetCredentialReport` answers.
    GetCredentialReportOutput {
        content: Option<Vec<u8>> = "Content",
        report_format: Option<String> = "ReportFormat",
        generated_time: Option<Timestamp> = "GeneratedTime",
    }
}

output! {
    /// What `GetDelegationRequest` answers.
    GetDelegationRequestOutput {
        delegation_request: Option<DelegationRequest> = "DelegationRequest",
        permission_check_status: Option<String> = "PermissionCheckStatus",
        permission_check_result: Option<String> = "PermissionCheckResult",
    }
}

output! {
    /// What `GetGroupPolicy` answers.
    GetGroupPolicyOutput {
        group_name: String = "GroupName",
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

output! {
    /// What `GetGroup` answers.
    GetGroupOutput {
        group: Group = "Group",
        users: Vec<User> = "Users",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `GetHumanReadableSummary` answers.
    GetHumanReadableSummaryOutput {
        summary_content: Option<String> = "SummaryContent",
        locale: Option<String> = "Locale",
        summary_state: Option<String> = "SummaryState",
    }
}

output! {
    /// What `GetInstanceProfile` answers.
    GetInstanceProfileOutput {
        instance_profile: InstanceProfile = "InstanceProfile",
    }
}

output! {
    /// What `GetLoginProfile` answers.
    GetLoginProfileOutput {
        login_profile: LoginProfile = "LoginProfile",
    }
}

output! {
    /// What `GetMFADevice` answers.
    GetMFADeviceOutput {
        user_name: Option<String> = "UserName",
        serial_number: String = "SerialNumber",
        enable_date: Option<Timestamp> = "EnableDate",
        certifications: Option<BTreeMap<String, String>> = "Certifications",
    }
}

output! {
    /// What `GetOpenIDConnectProvider` answers.
    GetOpenIDConnectProviderOutput {
        url: Option<String> = "Url",
        client_id_list: Option<Vec<String>> = "ClientIDList",
        thumbprint_list: Option<Vec<String>> = "ThumbprintList",
        create_date: Option<Timestamp> = "CreateDate",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// What `GetOrganizationsAccessReport` answers.
    GetOrganizationsAccessReportOutput {
        job_status: String = "JobStatus",
        job_creation_date: Timestamp = "JobCreationDate",
        job_completion_date: Option<Timestamp> = "JobCompletionDate",
        number_of_services_accessible: Option<i32> = "NumberOfServicesAccessible",
        number_of_services_not_accessed: Option<i32> = "NumberOfServicesNotAccessed",
        access_details: Option<Vec<AccessDetail>> = "AccessDetails",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
        error_details: Option<ErrorDetails> = "ErrorDetails",
    }
}

output! {
    /// What `GetOutboundWebIdentityFederationInfo` answers.
    GetOutboundWebIdentityFederationInfoOutput {
        issuer_identifier: Option<String> = "IssuerIdentifier",
        jwt_vending_enabled: Option<bool> = "JwtVendingEnabled",
    }
}

output! {
    /// What `GetPolicy` answers.
    GetPolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// What `GetPolicyVersion` answers.
    GetPolicyVersionOutput {
        policy_version: Option<PolicyVersion> = "PolicyVersion",
    }
}

output! {
    /// What `GetRolePolicy` answers.
    GetRolePolicyOutput {
        role_name: String = "RoleName",
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

output! {
    /// What `GetRole` answers.
    GetRoleOutput {
        role: Role = "Role",
    }
}

output! {
    /// What `GetRoleTemplateVersion` answers.
    GetRoleTemplateVersionOutput {
        role_template_version: RoleTemplateVersion = "RoleTemplateVersion",
    }
}

output! {
    /// What `GetSAMLProvider` answers.
    GetSAMLProviderOutput {
        saml_provider_uuid: Option<String> = "SAMLProviderUUID",
        saml_metadata_document: Option<String> = "SAMLMetadataDocument",
        create_date: Option<Timestamp> = "CreateDate",
        valid_until: Option<Timestamp> = "ValidUntil",
        tags: Option<Vec<Tag>> = "Tags",
        assertion_encryption_mode: Option<String> = "AssertionEncryptionMode",
        private_key_list: Option<Vec<SAMLPrivateKey>> = "PrivateKeyList",
    }
}

output! {
    /// What `GetSSHPublicKey` answers.
    GetSSHPublicKeyOutput {
        ssh_public_key: Option<SSHPublicKey> = "SSHPublicKey",
    }
}

output! {
    /// What `GetServerCertificate` answers.
    GetServerCertificateOutput {
        server_certificate: ServerCertificate = "ServerCertificate",
    }
}

output! {
    /// What `GetServiceLastAccessedDetails` answers.
    GetServiceLastAccessedDetailsOutput {
        job_status: String = "JobStatus",
        job_type: Option<String> = "JobType",
        job_creation_date: Timestamp = "JobCreationDate",
        services_last_accessed: Vec<ServiceLastAccessed> = "ServicesLastAccessed",
        job_completion_date: Timestamp = "JobCompletionDate",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
        error: Option<ErrorDetails> = "Error",
    }
}

output! {
    /// What `GetServiceLastAccessedDetailsWithEntities` answers.
    GetServiceLastAccessedDetailsWithEntitiesOutput {
        job_status: String = "JobStatus",
        job_creation_date: Timestamp = "JobCreationDate",
        job_completion_date: Timestamp = "JobCompletionDate",
        entity_details_list: Vec<EntityDetails> = "EntityDetailsList",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
        error: Option<ErrorDetails> = "Error",
    }
}

output! {
    /// What `GetServiceLinkedRoleDeletionStatus` answers.
    GetServiceLinkedRoleDeletionStatusOutput {
        status: String = "Status",
        reason: Option<DeletionTaskFailureReasonType> = "Reason",
    }
}

output! {
    /// What `GetUserPolicy` answers.
    GetUserPolicyOutput {
        user_name: String = "UserName",
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

output! {
    /// What `GetUser` answers.
    GetUserOutput {
        user: User = "User",
    }
}

output! {
    /// What `ListAccessKeys` answers.
    ListAccessKeysOutput {
        access_key_metadata: Vec<AccessKeyMetadata> = "AccessKeyMetadata",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListAccountAliases` answers.
    ListAccountAliasesOutput {
        account_aliases: Vec<String> = "AccountAliases",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListAttachedGroupPolicies` answers.
    ListAttachedGroupPoliciesOutput {
        attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListAttachedRolePolicies` answers.
    ListAttachedRolePoliciesOutput {
        attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListAttachedUserPolicies` answers.
    ListAttachedUserPoliciesOutput {
        attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListDelegationRequests` answers.
    ListDelegationRequestsOutput {
        delegation_requests: Option<Vec<DelegationRequest>> = "DelegationRequests",
        marker: Option<String> = "Marker",
        is_truncated: Option<bool> = "isTruncated",
    }
}

output! {
    /// What `ListEntitiesForPolicy` answers.
    ListEntitiesForPolicyOutput {
        policy_groups: Option<Vec<PolicyGroup>> = "PolicyGroups",
        policy_users: Option<Vec<PolicyUser>> = "PolicyUsers",
        policy_roles: Option<Vec<PolicyRole>> = "PolicyRoles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListGroupPolicies` answers.
    ListGroupPoliciesOutput {
        policy_names: Vec<String> = "PolicyNames",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListGroupsForUser` answers.
    ListGroupsForUserOutput {
        groups: Vec<Group> = "Groups",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListGroups` answers.
    ListGroupsOutput {
        groups: Vec<Group> = "Groups",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListInstanceProfileTags` answers.
    ListInstanceProfileTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListInstanceProfilesForRole` answers.
    ListInstanceProfilesForRoleOutput {
        instance_profiles: Vec<InstanceProfile> = "InstanceProfiles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListInstanceProfiles` answers.
    ListInstanceProfilesOutput {
        instance_profiles: Vec<InstanceProfile> = "InstanceProfiles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListMFADeviceTags` answers.
    ListMFADeviceTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListMFADevices` answers.
    ListMFADevicesOutput {
        mfa_devices: Vec<MFADevice> = "MFADevices",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListOpenIDConnectProviderTags` answers.
    ListOpenIDConnectProviderTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListOpenIDConnectProviders` answers.
    ListOpenIDConnectProvidersOutput {
        open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>> = "OpenIDConnectProviderList",
    }
}

output! {
    /// What `ListOrganizationsFeatures` answers.
    ListOrganizationsFeaturesOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// What `ListPoliciesGrantingServiceAccess` answers.
    ListPoliciesGrantingServiceAccessOutput {
        policies_granting_service_access: Vec<ListPoliciesGrantingServiceAccessEntry> = "PoliciesGrantingServiceAccess",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListPolicies` answers.
    ListPoliciesOutput {
        policies: Option<Vec<Policy>> = "Policies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListPolicyTags` answers.
    ListPolicyTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListPolicyVersions` answers.
    ListPolicyVersionsOutput {
        versions: Option<Vec<PolicyVersion>> = "Versions",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListRolePolicies` answers.
    ListRolePoliciesOutput {
        policy_names: Vec<String> = "PolicyNames",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListRoleTags` answers.
    ListRoleTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListRoles` answers.
    ListRolesOutput {
        roles: Vec<Role> = "Roles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListSAMLProviderTags` answers.
    ListSAMLProviderTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListSAMLProviders` answers.
    ListSAMLProvidersOutput {
        saml_provider_list: Option<Vec<SAMLProviderListEntry>> = "SAMLProviderList",
    }
}

output! {
    /// What `ListSSHPublicKeys` answers.
    ListSSHPublicKeysOutput {
        ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>> = "SSHPublicKeys",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListServerCertificateTags` answers.
    ListServerCertificateTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListServerCertificates` answers.
    ListServerCertificatesOutput {
        server_certificate_metadata_list: Vec<ServerCertificateMetadata> = "ServerCertificateMetadataList",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListServiceSpecificCredentials` answers.
    ListServiceSpecificCredentialsOutput {
        service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>> = "ServiceSpecificCredentials",
        marker: Option<String> = "Marker",
        is_truncated: Option<bool> = "IsTruncated",
    }
}

output! {
    /// What `ListSigningCertificates` answers.
    ListSigningCertificatesOutput {
        certificates: Vec<SigningCertificate> = "Certificates",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListUserPolicies` answers.
    ListUserPoliciesOutput {
        policy_names: Vec<String> = "PolicyNames",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListUserTags` answers.
    ListUserTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListUsers` answers.
    ListUsersOutput {
        users: Vec<User> = "Users",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `ListVirtualMFADevices` answers.
    ListVirtualMFADevicesOutput {
        virtual_mfa_devices: Vec<VirtualMFADevice> = "VirtualMFADevices",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `PutAccountProperties` answers.
    PutAccountPropertiesOutput {}
}

output! {
    /// What `ResetServiceSpecificCredential` answers.
    ResetServiceSpecificCredentialOutput {
        service_specific_credential: Option<ServiceSpecificCredential> = "ServiceSpecificCredential",
    }
}

output! {
    /// What `SimulatePolicy` answers.
    SimulatePolicyOutput {
        evaluation_results: Option<Vec<EvaluationResult>> = "EvaluationResults",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// What `UpdateRoleDescription` answers.
    UpdateRoleDescriptionOutput {
        role: Option<Role> = "Role",
    }
}

output! {
    /// What `UpdateRole` answers.
    UpdateRoleOutput {}
}

output! {
    /// What `UpdateSAMLProvider` answers.
    UpdateSAMLProviderOutput {
        saml_provider_arn: Option<String> = "SAMLProviderArn",
    }
}

output! {
    /// What `UploadSSHPublicKey` answers.
    UploadSSHPublicKeyOutput {
        ssh_public_key: Option<SSHPublicKey> = "SSHPublicKey",
    }
}

output! {
    /// What `UploadServerCertificate` answers.
    UploadServerCertificateOutput {
        server_certificate_metadata: Option<ServerCertificateMetadata> = "ServerCertificateMetadata",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// What `UploadSigningCertificate` answers.
    UploadSigningCertificateOutput {
        certificate: SigningCertificate = "Certificate",
    }
}
