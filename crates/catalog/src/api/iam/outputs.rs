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
    /// The output of `AcquireRole`.
    AcquireRoleOutput {
        role: Role = "Role",
    }
}

output! {
    /// The output of `CreateAccessKey`.
    CreateAccessKeyOutput {
        access_key: AccessKey = "AccessKey",
    }
}

output! {
    /// The output of `CreateDelegationRequest`.
    CreateDelegationRequestOutput {
        console_deep_link: Option<String> = "ConsoleDeepLink",
        delegation_request_id: Option<String> = "DelegationRequestId",
    }
}

output! {
    /// The output of `CreateGroup`.
    CreateGroupOutput {
        group: Group = "Group",
    }
}

output! {
    /// The output of `CreateInstanceProfile`.
    CreateInstanceProfileOutput {
        instance_profile: InstanceProfile = "InstanceProfile",
    }
}

output! {
    /// The output of `CreateLoginProfile`.
    CreateLoginProfileOutput {
        login_profile: LoginProfile = "LoginProfile",
    }
}

output! {
    /// The output of `CreateOpenIDConnectProvider`.
    CreateOpenIDConnectProviderOutput {
        open_id_connect_provider_arn: Option<String> = "OpenIDConnectProviderArn",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// The output of `CreatePolicy`.
    CreatePolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// The output of `CreatePolicyVersion`.
    CreatePolicyVersionOutput {
        policy_version: Option<PolicyVersion> = "PolicyVersion",
    }
}

output! {
    /// The output of `CreateRole`.
    CreateRoleOutput {
        role: Role = "Role",
    }
}

output! {
    /// The output of `CreateSAMLProvider`.
    CreateSAMLProviderOutput {
        saml_provider_arn: Option<String> = "SAMLProviderArn",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// The output of `CreateServiceLinkedRole`.
    CreateServiceLinkedRoleOutput {
        role: Option<Role> = "Role",
    }
}

output! {
    /// The output of `CreateServiceSpecificCredential`.
    CreateServiceSpecificCredentialOutput {
        service_specific_credential: Option<ServiceSpecificCredential> = "ServiceSpecificCredential",
    }
}

output! {
    /// The output of `CreateUser`.
    CreateUserOutput {
        user: Option<User> = "User",
    }
}

output! {
    /// The output of `CreateVirtualMFADevice`.
    CreateVirtualMFADeviceOutput {
        virtual_mfa_device: VirtualMFADevice = "VirtualMFADevice",
    }
}

output! {
    /// The output of `DeleteServiceLinkedRole`.
    DeleteServiceLinkedRoleOutput {
        deletion_task_id: String = "DeletionTaskId",
    }
}

output! {
    /// The output of `DisableOrganizationsRootCredentialsManagement`.
    DisableOrganizationsRootCredentialsManagementOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// The output of `DisableOrganizationsRootSessions`.
    DisableOrganizationsRootSessionsOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// The output of `EnableOrganizationsRootCredentialsManagement`.
    EnableOrganizationsRootCredentialsManagementOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// The output of `EnableOrganizationsRootSessions`.
    EnableOrganizationsRootSessionsOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// The output of `EnableOutboundWebIdentityFederation`.
    EnableOutboundWebIdentityFederationOutput {
        issuer_identifier: Option<String> = "IssuerIdentifier",
    }
}

output! {
    /// The output of `GenerateCredentialReport`.
    GenerateCredentialReportOutput {
        state: Option<String> = "State",
        description: Option<String> = "Description",
    }
}

output! {
    /// The output of `GenerateOrganizationsAccessReport`.
    GenerateOrganizationsAccessReportOutput {
        job_id: Option<String> = "JobId",
    }
}

output! {
    /// The output of `GenerateServiceLastAccessedDetails`.
    GenerateServiceLastAccessedDetailsOutput {
        job_id: Option<String> = "JobId",
    }
}

output! {
    /// The output of `GetAccessKeyLastUsed`.
    GetAccessKeyLastUsedOutput {
        user_name: Option<String> = "UserName",
        access_key_last_used: Option<AccessKeyLastUsed> = "AccessKeyLastUsed",
    }
}

output! {
    /// The output of `GetAccountAuthorizationDetails`.
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
    /// The output of `GetAccountPasswordPolicy`.
    GetAccountPasswordPolicyOutput {
        password_policy: PasswordPolicy = "PasswordPolicy",
    }
}

output! {
    /// The output of `GetAccountProperties`.
    GetAccountPropertiesOutput {
        properties: Option<BTreeMap<String, String>> = "Properties",
    }
}

output! {
    /// The output of `GetAccountSummary`.
    GetAccountSummaryOutput {
        summary_map: Option<BTreeMap<String, i32>> = "SummaryMap",
    }
}

output! {
    /// The output of `GetContextKeysForPolicy`.
    GetContextKeysForPolicyOutput {
        context_key_names: Option<Vec<String>> = "ContextKeyNames",
    }
}

output! {
    /// The output of `GetCredentialReport`.
    GetCredentialReportOutput {
        content: Option<Vec<u8>> = "Content",
        report_format: Option<String> = "ReportFormat",
        generated_time: Option<Timestamp> = "GeneratedTime",
    }
}

output! {
    /// The output of `GetDelegationRequest`.
    GetDelegationRequestOutput {
        delegation_request: Option<DelegationRequest> = "DelegationRequest",
        permission_check_status: Option<String> = "PermissionCheckStatus",
        permission_check_result: Option<String> = "PermissionCheckResult",
    }
}

output! {
    /// The output of `GetGroupPolicy`.
    GetGroupPolicyOutput {
        group_name: String = "GroupName",
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

output! {
    /// The output of `GetGroup`.
    GetGroupOutput {
        group: Group = "Group",
        users: Vec<User> = "Users",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `GetHumanReadableSummary`.
    GetHumanReadableSummaryOutput {
        summary_content: Option<String> = "SummaryContent",
        locale: Option<String> = "Locale",
        summary_state: Option<String> = "SummaryState",
    }
}

output! {
    /// The output of `GetInstanceProfile`.
    GetInstanceProfileOutput {
        instance_profile: InstanceProfile = "InstanceProfile",
    }
}

output! {
    /// The output of `GetLoginProfile`.
    GetLoginProfileOutput {
        login_profile: LoginProfile = "LoginProfile",
    }
}

output! {
    /// The output of `GetMFADevice`.
    GetMFADeviceOutput {
        user_name: Option<String> = "UserName",
        serial_number: String = "SerialNumber",
        enable_date: Option<Timestamp> = "EnableDate",
        certifications: Option<BTreeMap<String, String>> = "Certifications",
    }
}

output! {
    /// The output of `GetOpenIDConnectProvider`.
    GetOpenIDConnectProviderOutput {
        url: Option<String> = "Url",
        client_id_list: Option<Vec<String>> = "ClientIDList",
        thumbprint_list: Option<Vec<String>> = "ThumbprintList",
        create_date: Option<Timestamp> = "CreateDate",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// The output of `GetOrganizationsAccessReport`.
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
    /// The output of `GetOutboundWebIdentityFederationInfo`.
    GetOutboundWebIdentityFederationInfoOutput {
        issuer_identifier: Option<String> = "IssuerIdentifier",
        jwt_vending_enabled: Option<bool> = "JwtVendingEnabled",
    }
}

output! {
    /// The output of `GetPolicy`.
    GetPolicyOutput {
        policy: Option<Policy> = "Policy",
    }
}

output! {
    /// The output of `GetPolicyVersion`.
    GetPolicyVersionOutput {
        policy_version: Option<PolicyVersion> = "PolicyVersion",
    }
}

output! {
    /// The output of `GetRolePolicy`.
    GetRolePolicyOutput {
        role_name: String = "RoleName",
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

output! {
    /// The output of `GetRole`.
    GetRoleOutput {
        role: Role = "Role",
    }
}

output! {
    /// The output of `GetRoleTemplateVersion`.
    GetRoleTemplateVersionOutput {
        role_template_version: RoleTemplateVersion = "RoleTemplateVersion",
    }
}

output! {
    /// The output of `GetSAMLProvider`.
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
    /// The output of `GetSSHPublicKey`.
    GetSSHPublicKeyOutput {
        ssh_public_key: Option<SSHPublicKey> = "SSHPublicKey",
    }
}

output! {
    /// The output of `GetServerCertificate`.
    GetServerCertificateOutput {
        server_certificate: ServerCertificate = "ServerCertificate",
    }
}

output! {
    /// The output of `GetServiceLastAccessedDetails`.
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
    /// The output of `GetServiceLastAccessedDetailsWithEntities`.
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
    /// The output of `GetServiceLinkedRoleDeletionStatus`.
    GetServiceLinkedRoleDeletionStatusOutput {
        status: String = "Status",
        reason: Option<DeletionTaskFailureReasonType> = "Reason",
    }
}

output! {
    /// The output of `GetUserPolicy`.
    GetUserPolicyOutput {
        user_name: String = "UserName",
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

output! {
    /// The output of `GetUser`.
    GetUserOutput {
        user: User = "User",
    }
}

output! {
    /// The output of `ListAccessKeys`.
    ListAccessKeysOutput {
        access_key_metadata: Vec<AccessKeyMetadata> = "AccessKeyMetadata",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListAccountAliases`.
    ListAccountAliasesOutput {
        account_aliases: Vec<String> = "AccountAliases",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListAttachedGroupPolicies`.
    ListAttachedGroupPoliciesOutput {
        attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListAttachedRolePolicies`.
    ListAttachedRolePoliciesOutput {
        attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListAttachedUserPolicies`.
    ListAttachedUserPoliciesOutput {
        attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListDelegationRequests`.
    ListDelegationRequestsOutput {
        delegation_requests: Option<Vec<DelegationRequest>> = "DelegationRequests",
        marker: Option<String> = "Marker",
        is_truncated: Option<bool> = "isTruncated",
    }
}

output! {
    /// The output of `ListEntitiesForPolicy`.
    ListEntitiesForPolicyOutput {
        policy_groups: Option<Vec<PolicyGroup>> = "PolicyGroups",
        policy_users: Option<Vec<PolicyUser>> = "PolicyUsers",
        policy_roles: Option<Vec<PolicyRole>> = "PolicyRoles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListGroupPolicies`.
    ListGroupPoliciesOutput {
        policy_names: Vec<String> = "PolicyNames",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListGroupsForUser`.
    ListGroupsForUserOutput {
        groups: Vec<Group> = "Groups",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListGroups`.
    ListGroupsOutput {
        groups: Vec<Group> = "Groups",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListInstanceProfileTags`.
    ListInstanceProfileTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListInstanceProfilesForRole`.
    ListInstanceProfilesForRoleOutput {
        instance_profiles: Vec<InstanceProfile> = "InstanceProfiles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListInstanceProfiles`.
    ListInstanceProfilesOutput {
        instance_profiles: Vec<InstanceProfile> = "InstanceProfiles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListMFADeviceTags`.
    ListMFADeviceTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListMFADevices`.
    ListMFADevicesOutput {
        mfa_devices: Vec<MFADevice> = "MFADevices",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListOpenIDConnectProviderTags`.
    ListOpenIDConnectProviderTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListOpenIDConnectProviders`.
    ListOpenIDConnectProvidersOutput {
        open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>> = "OpenIDConnectProviderList",
    }
}

output! {
    /// The output of `ListOrganizationsFeatures`.
    ListOrganizationsFeaturesOutput {
        organization_id: Option<String> = "OrganizationId",
        enabled_features: Option<Vec<String>> = "EnabledFeatures",
    }
}

output! {
    /// The output of `ListPoliciesGrantingServiceAccess`.
    ListPoliciesGrantingServiceAccessOutput {
        policies_granting_service_access: Vec<ListPoliciesGrantingServiceAccessEntry> = "PoliciesGrantingServiceAccess",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListPolicies`.
    ListPoliciesOutput {
        policies: Option<Vec<Policy>> = "Policies",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListPolicyTags`.
    ListPolicyTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListPolicyVersions`.
    ListPolicyVersionsOutput {
        versions: Option<Vec<PolicyVersion>> = "Versions",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListRolePolicies`.
    ListRolePoliciesOutput {
        policy_names: Vec<String> = "PolicyNames",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListRoleTags`.
    ListRoleTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListRoles`.
    ListRolesOutput {
        roles: Vec<Role> = "Roles",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListSAMLProviderTags`.
    ListSAMLProviderTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListSAMLProviders`.
    ListSAMLProvidersOutput {
        saml_provider_list: Option<Vec<SAMLProviderListEntry>> = "SAMLProviderList",
    }
}

output! {
    /// The output of `ListSSHPublicKeys`.
    ListSSHPublicKeysOutput {
        ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>> = "SSHPublicKeys",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListServerCertificateTags`.
    ListServerCertificateTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListServerCertificates`.
    ListServerCertificatesOutput {
        server_certificate_metadata_list: Vec<ServerCertificateMetadata> = "ServerCertificateMetadataList",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListServiceSpecificCredentials`.
    ListServiceSpecificCredentialsOutput {
        service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>> = "ServiceSpecificCredentials",
        marker: Option<String> = "Marker",
        is_truncated: Option<bool> = "IsTruncated",
    }
}

output! {
    /// The output of `ListSigningCertificates`.
    ListSigningCertificatesOutput {
        certificates: Vec<SigningCertificate> = "Certificates",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListUserPolicies`.
    ListUserPoliciesOutput {
        policy_names: Vec<String> = "PolicyNames",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListUserTags`.
    ListUserTagsOutput {
        tags: Vec<Tag> = "Tags",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListUsers`.
    ListUsersOutput {
        users: Vec<User> = "Users",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `ListVirtualMFADevices`.
    ListVirtualMFADevicesOutput {
        virtual_mfa_devices: Vec<VirtualMFADevice> = "VirtualMFADevices",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `PutAccountProperties`.
    PutAccountPropertiesOutput {}
}

output! {
    /// The output of `ResetServiceSpecificCredential`.
    ResetServiceSpecificCredentialOutput {
        service_specific_credential: Option<ServiceSpecificCredential> = "ServiceSpecificCredential",
    }
}

output! {
    /// The output of `SimulatePolicy`.
    SimulatePolicyOutput {
        evaluation_results: Option<Vec<EvaluationResult>> = "EvaluationResults",
        is_truncated: Option<bool> = "IsTruncated",
        marker: Option<String> = "Marker",
    }
}

output! {
    /// The output of `UpdateRoleDescription`.
    UpdateRoleDescriptionOutput {
        role: Option<Role> = "Role",
    }
}

output! {
    /// The output of `UpdateRole`.
    UpdateRoleOutput {}
}

output! {
    /// The output of `UpdateSAMLProvider`.
    UpdateSAMLProviderOutput {
        saml_provider_arn: Option<String> = "SAMLProviderArn",
    }
}

output! {
    /// The output of `UploadSSHPublicKey`.
    UploadSSHPublicKeyOutput {
        ssh_public_key: Option<SSHPublicKey> = "SSHPublicKey",
    }
}

output! {
    /// The output of `UploadServerCertificate`.
    UploadServerCertificateOutput {
        server_certificate_metadata: Option<ServerCertificateMetadata> = "ServerCertificateMetadata",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

output! {
    /// The output of `UploadSigningCertificate`.
    UploadSigningCertificateOutput {
        certificate: SigningCertificate = "Certificate",
    }
}
