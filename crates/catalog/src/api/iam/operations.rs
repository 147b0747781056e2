//! The operations.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::errors::*;
use super::inputs::*;
use super::outputs::*;
use crate::operation::{NoOutput, Paginator};
use crate::rest::Http;
use crate::structure::operations;

operations! {
    Query;
    AcceptDelegationRequest(AcceptDelegationRequestInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, CONCURRENT_MODIFICATION]
    }
    AcquireRole(AcquireRoleInput) -> AcquireRoleOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, INVALID_INPUT, ENTITY_ALREADY_EXISTS, ROLE_MODIFIED, NAME_CONFLICT, MALFORMED_POLICY_DOCUMENT, CONCURRENT_MODIFICATION, SERVICE_FAILURE, NO_SUCH_ENTITY, ROLE_TEMPLATE_DISABLED]
    }
    AddClientIDToOpenIDConnectProvider(AddClientIDToOpenIDConnectProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    AddRoleToInstanceProfile(AddRoleToInstanceProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    AddUserToGroup(AddUserToGroupInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    AssociateDelegationRequest(AssociateDelegationRequestInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, CONCURRENT_MODIFICATION, INVALID_INPUT]
    }
    AttachGroupPolicy(AttachGroupPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE]
    }
    AttachRolePolicy(AttachRolePolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, UNMODIFIABLE_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE]
    }
    AttachUserPolicy(AttachUserPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE]
    }
    ChangePassword(ChangePasswordInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_USER_TYPE, LIMIT_EXCEEDED, ENTITY_TEMPORARILY_UNMODIFIABLE, PASSWORD_POLICY_VIOLATION, SERVICE_FAILURE]
    }
    CreateAccessKey(CreateAccessKeyInput) -> CreateAccessKeyOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    CreateAccountAlias(CreateAccountAliasInput) -> NoOutput {
        signed: true, read_only: false, errors: [CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    CreateDelegationRequest(CreateDelegationRequestInput) -> CreateDelegationRequestOutput {
        signed: true, read_only: false, errors: [ENTITY_ALREADY_EXISTS, SERVICE_FAILURE, INVALID_INPUT, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION]
    }
    CreateGroup(CreateGroupInput) -> CreateGroupOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, ENTITY_ALREADY_EXISTS, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    CreateInstanceProfile(CreateInstanceProfileInput) -> CreateInstanceProfileOutput {
        signed: true, read_only: false, errors: [ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    CreateLoginProfile(CreateLoginProfileInput) -> CreateLoginProfileOutput {
        signed: true, read_only: false, errors: [ENTITY_ALREADY_EXISTS, NO_SUCH_ENTITY, PASSWORD_POLICY_VIOLATION, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    CreateOpenIDConnectProvider(CreateOpenIDConnectProviderInput) -> CreateOpenIDConnectProviderOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE, OPEN_ID_IDP_COMMUNICATION_ERROR]
    }
    CreatePolicy(CreatePolicyInput) -> CreatePolicyOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, LIMIT_EXCEEDED, ENTITY_ALREADY_EXISTS, MALFORMED_POLICY_DOCUMENT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    CreatePolicyVersion(CreatePolicyVersionInput) -> CreatePolicyVersionOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, MALFORMED_POLICY_DOCUMENT, INVALID_INPUT, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    CreateRole(CreateRoleInput) -> CreateRoleOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, INVALID_INPUT, ENTITY_ALREADY_EXISTS, MALFORMED_POLICY_DOCUMENT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    CreateSAMLProvider(CreateSAMLProviderInput) -> CreateSAMLProviderOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    CreateServiceLinkedRole(CreateServiceLinkedRoleInput) -> CreateServiceLinkedRoleOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    CreateServiceSpecificCredential(CreateServiceSpecificCredentialInput) -> CreateServiceSpecificCredentialOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, NO_SUCH_ENTITY, NOT_SUPPORTED_SERVICE]
    }
    CreateUser(CreateUserInput) -> CreateUserOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, ENTITY_ALREADY_EXISTS, NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    CreateVirtualMFADevice(CreateVirtualMFADeviceInput) -> CreateVirtualMFADeviceOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, INVALID_INPUT, ENTITY_ALREADY_EXISTS, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    DeactivateMFADevice(DeactivateMFADeviceInput) -> NoOutput {
        signed: true, read_only: false, errors: [ENTITY_TEMPORARILY_UNMODIFIABLE, NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE, CONCURRENT_MODIFICATION]
    }
    DeleteAccessKey(DeleteAccessKeyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteAccountAlias(DeleteAccountAliasInput) -> NoOutput {
        signed: true, read_only: false, errors: [CONCURRENT_MODIFICATION, NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteAccountPasswordPolicy(DeleteAccountPasswordPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteGroup(DeleteGroupInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, DELETE_CONFLICT, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteGroupPolicy(DeleteGroupPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteInstanceProfile(DeleteInstanceProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, DELETE_CONFLICT, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteLoginProfile(DeleteLoginProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [ENTITY_TEMPORARILY_UNMODIFIABLE, NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteOpenIDConnectProvider(DeleteOpenIDConnectProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    DeletePolicy(DeletePolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, DELETE_CONFLICT, SERVICE_FAILURE]
    }
    DeletePolicyVersion(DeletePolicyVersionInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, DELETE_CONFLICT, SERVICE_FAILURE]
    }
    DeleteRole(DeleteRoleInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, DELETE_CONFLICT, LIMIT_EXCEEDED, UNMODIFIABLE_ENTITY, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    DeleteRolePermissionsBoundary(DeleteRolePermissionsBoundaryInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    DeleteRolePolicy(DeleteRolePolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    DeleteSAMLProvider(DeleteSAMLProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    DeleteSSHPublicKey(DeleteSSHPublicKeyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY]
    }
    DeleteServerCertificate(DeleteServerCertificateInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, DELETE_CONFLICT, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteServiceLinkedRole(DeleteServiceLinkedRoleInput) -> DeleteServiceLinkedRoleOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteServiceSpecificCredential(DeleteServiceSpecificCredentialInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY]
    }
    DeleteSigningCertificate(DeleteSigningCertificateInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    DeleteUser(DeleteUserInput) -> NoOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, NO_SUCH_ENTITY, DELETE_CONFLICT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    DeleteUserPermissionsBoundary(DeleteUserPermissionsBoundaryInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    DeleteUserPolicy(DeleteUserPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    DeleteVirtualMFADevice(DeleteVirtualMFADeviceInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, DELETE_CONFLICT, LIMIT_EXCEEDED, SERVICE_FAILURE, CONCURRENT_MODIFICATION]
    }
    DetachGroupPolicy(DetachGroupPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, SERVICE_FAILURE]
    }
    DetachRolePolicy(DetachRolePolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    DetachUserPolicy(DetachUserPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, SERVICE_FAILURE]
    }
    DisableOrganizationsRootCredentialsManagement(DisableOrganizationsRootCredentialsManagementInput) -> DisableOrganizationsRootCredentialsManagementOutput {
        signed: true, read_only: false, errors: [SERVICE_ACCESS_NOT_ENABLED_EXCEPTION, ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION, ORGANIZATION_NOT_FOUND_EXCEPTION, ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION]
    }
    DisableOrganizationsRootSessions(DisableOrganizationsRootSessionsInput) -> DisableOrganizationsRootSessionsOutput {
        signed: true, read_only: false, errors: [SERVICE_ACCESS_NOT_ENABLED_EXCEPTION, ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION, ORGANIZATION_NOT_FOUND_EXCEPTION, ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION]
    }
    DisableOutboundWebIdentityFederation(DisableOutboundWebIdentityFederationInput) -> NoOutput {
        signed: true, read_only: false, errors: [FEATURE_DISABLED]
    }
    EnableMFADevice(EnableMFADeviceInput) -> NoOutput {
        signed: true, read_only: false, errors: [ENTITY_ALREADY_EXISTS, ENTITY_TEMPORARILY_UNMODIFIABLE, INVALID_AUTHENTICATION_CODE, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE, CONCURRENT_MODIFICATION]
    }
    EnableOrganizationsRootCredentialsManagement(EnableOrganizationsRootCredentialsManagementInput) -> EnableOrganizationsRootCredentialsManagementOutput {
        signed: true, read_only: false, errors: [SERVICE_ACCESS_NOT_ENABLED_EXCEPTION, ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION, ORGANIZATION_NOT_FOUND_EXCEPTION, ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION, CALLER_IS_NOT_MANAGEMENT_ACCOUNT_EXCEPTION]
    }
    EnableOrganizationsRootSessions(EnableOrganizationsRootSessionsInput) -> EnableOrganizationsRootSessionsOutput {
        signed: true, read_only: false, errors: [SERVICE_ACCESS_NOT_ENABLED_EXCEPTION, ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION, ORGANIZATION_NOT_FOUND_EXCEPTION, ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION, CALLER_IS_NOT_MANAGEMENT_ACCOUNT_EXCEPTION]
    }
    EnableOutboundWebIdentityFederation(EnableOutboundWebIdentityFederationInput) -> EnableOutboundWebIdentityFederationOutput {
        signed: true, read_only: false, errors: [FEATURE_ENABLED]
    }
    GenerateCredentialReport(GenerateCredentialReportInput) -> GenerateCredentialReportOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    GenerateOrganizationsAccessReport(GenerateOrganizationsAccessReportInput) -> GenerateOrganizationsAccessReportOutput {
        signed: true, read_only: false, errors: [REPORT_GENERATION_LIMIT_EXCEEDED]
    }
    GenerateServiceLastAccessedDetails(GenerateServiceLastAccessedDetailsInput) -> GenerateServiceLastAccessedDetailsOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT]
    }
    GetAccessKeyLastUsed(GetAccessKeyLastUsedInput) -> GetAccessKeyLastUsedOutput {
        signed: true, read_only: true, errors: []
    }
    GetAccountAuthorizationDetails(GetAccountAuthorizationDetailsInput) -> GetAccountAuthorizationDetailsOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"] }
    }
    GetAccountPasswordPolicy(GetAccountPasswordPolicyInput) -> GetAccountPasswordPolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetAccountProperties(GetAccountPropertiesInput) -> GetAccountPropertiesOutput {
        signed: true, read_only: true, errors: [INVALID_INPUT, SERVICE_FAILURE]
    }
    GetAccountSummary(GetAccountSummaryInput) -> GetAccountSummaryOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE]
    }
    GetContextKeysForCustomPolicy(GetContextKeysForCustomPolicyInput) -> GetContextKeysForPolicyOutput {
        signed: true, read_only: true, errors: [INVALID_INPUT]
    }
    GetContextKeysForPrincipalPolicy(GetContextKeysForPrincipalPolicyInput) -> GetContextKeysForPolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT]
    }
    GetCredentialReport(GetCredentialReportInput) -> GetCredentialReportOutput {
        signed: true, read_only: true, errors: [REPORT_NOT_PRESENT, REPORT_EXPIRED, REPORT_IN_PROGRESS, SERVICE_FAILURE]
    }
    GetDelegationRequest(GetDelegationRequestInput) -> GetDelegationRequestOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetGroup(GetGroupInput) -> GetGroupOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Users"] }
    }
    GetGroupPolicy(GetGroupPolicyInput) -> GetGroupPolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetHumanReadableSummary(GetHumanReadableSummaryInput) -> GetHumanReadableSummaryOutput {
        signed: true, read_only: true, errors: [INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetInstanceProfile(GetInstanceProfileInput) -> GetInstanceProfileOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetLoginProfile(GetLoginProfileInput) -> GetLoginProfileOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetMFADevice(GetMFADeviceInput) -> GetMFADeviceOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetOpenIDConnectProvider(GetOpenIDConnectProviderInput) -> GetOpenIDConnectProviderOutput {
        signed: true, read_only: true, errors: [INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetOrganizationsAccessReport(GetOrganizationsAccessReportInput) -> GetOrganizationsAccessReportOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY]
    }
    GetOutboundWebIdentityFederationInfo(GetOutboundWebIdentityFederationInfoInput) -> GetOutboundWebIdentityFederationInfoOutput {
        signed: true, read_only: true, errors: [FEATURE_DISABLED]
    }
    GetPolicy(GetPolicyInput) -> GetPolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE]
    }
    GetPolicyVersion(GetPolicyVersionInput) -> GetPolicyVersionOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE]
    }
    GetRole(GetRoleInput) -> GetRoleOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetRolePolicy(GetRolePolicyInput) -> GetRolePolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetRoleTemplateVersion(GetRoleTemplateVersionInput) -> GetRoleTemplateVersionOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE]
    }
    GetSAMLProvider(GetSAMLProviderInput) -> GetSAMLProviderOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE]
    }
    GetSSHPublicKey(GetSSHPublicKeyInput) -> GetSSHPublicKeyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, UNRECOGNIZED_PUBLIC_KEY_ENCODING]
    }
    GetServerCertificate(GetServerCertificateInput) -> GetServerCertificateOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetServiceLastAccessedDetails(GetServiceLastAccessedDetailsInput) -> GetServiceLastAccessedDetailsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT]
    }
    GetServiceLastAccessedDetailsWithEntities(GetServiceLastAccessedDetailsWithEntitiesInput) -> GetServiceLastAccessedDetailsWithEntitiesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT]
    }
    GetServiceLinkedRoleDeletionStatus(GetServiceLinkedRoleDeletionStatusInput) -> GetServiceLinkedRoleDeletionStatusOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE]
    }
    GetUser(GetUserInput) -> GetUserOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    GetUserPolicy(GetUserPolicyInput) -> GetUserPolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    ListAccessKeys(ListAccessKeysInput) -> ListAccessKeysOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["AccessKeyMetadata"] }
    }
    ListAccountAliases(ListAccountAliasesInput) -> ListAccountAliasesOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["AccountAliases"] }
    }
    ListAttachedGroupPolicies(ListAttachedGroupPoliciesInput) -> ListAttachedGroupPoliciesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["AttachedPolicies"] }
    }
    ListAttachedRolePolicies(ListAttachedRolePoliciesInput) -> ListAttachedRolePoliciesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["AttachedPolicies"] }
    }
    ListAttachedUserPolicies(ListAttachedUserPoliciesInput) -> ListAttachedUserPoliciesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["AttachedPolicies"] }
    }
    ListDelegationRequests(ListDelegationRequestsInput) -> ListDelegationRequestsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, INVALID_INPUT]
    }
    ListEntitiesForPolicy(ListEntitiesForPolicyInput) -> ListEntitiesForPolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["PolicyGroups", "PolicyUsers", "PolicyRoles"] }
    }
    ListGroupPolicies(ListGroupPoliciesInput) -> ListGroupPoliciesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["PolicyNames"] }
    }
    ListGroups(ListGroupsInput) -> ListGroupsOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Groups"] }
    }
    ListGroupsForUser(ListGroupsForUserInput) -> ListGroupsForUserOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Groups"] }
    }
    ListInstanceProfileTags(ListInstanceProfileTagsInput) -> ListInstanceProfileTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListInstanceProfiles(ListInstanceProfilesInput) -> ListInstanceProfilesOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["InstanceProfiles"] }
    }
    ListInstanceProfilesForRole(ListInstanceProfilesForRoleInput) -> ListInstanceProfilesForRoleOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["InstanceProfiles"] }
    }
    ListMFADeviceTags(ListMFADeviceTagsInput) -> ListMFADeviceTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListMFADevices(ListMFADevicesInput) -> ListMFADevicesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["MFADevices"] }
    }
    ListOpenIDConnectProviderTags(ListOpenIDConnectProviderTagsInput) -> ListOpenIDConnectProviderTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, INVALID_INPUT],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListOpenIDConnectProviders(ListOpenIDConnectProvidersInput) -> ListOpenIDConnectProvidersOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE]
    }
    ListOrganizationsFeatures(ListOrganizationsFeaturesInput) -> ListOrganizationsFeaturesOutput {
        signed: true, read_only: true, errors: [SERVICE_ACCESS_NOT_ENABLED_EXCEPTION, ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION, ORGANIZATION_NOT_FOUND_EXCEPTION, ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION]
    }
    ListPolicies(ListPoliciesInput) -> ListPoliciesOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Policies"] }
    }
    ListPoliciesGrantingServiceAccess(ListPoliciesGrantingServiceAccessInput) -> ListPoliciesGrantingServiceAccessOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT]
    }
    ListPolicyTags(ListPolicyTagsInput) -> ListPolicyTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, INVALID_INPUT],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListPolicyVersions(ListPolicyVersionsInput) -> ListPolicyVersionsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Versions"] }
    }
    ListRolePolicies(ListRolePoliciesInput) -> ListRolePoliciesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["PolicyNames"] }
    }
    ListRoleTags(ListRoleTagsInput) -> ListRoleTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListRoles(ListRolesInput) -> ListRolesOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Roles"] }
    }
    ListSAMLProviderTags(ListSAMLProviderTagsInput) -> ListSAMLProviderTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, INVALID_INPUT],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListSAMLProviders(ListSAMLProvidersInput) -> ListSAMLProvidersOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE]
    }
    ListSSHPublicKeys(ListSSHPublicKeysInput) -> ListSSHPublicKeysOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["SSHPublicKeys"] }
    }
    ListServerCertificateTags(ListServerCertificateTagsInput) -> ListServerCertificateTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListServerCertificates(ListServerCertificatesInput) -> ListServerCertificatesOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["ServerCertificateMetadataList"] }
    }
    ListServiceSpecificCredentials(ListServiceSpecificCredentialsInput) -> ListServiceSpecificCredentialsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, NOT_SUPPORTED_SERVICE]
    }
    ListSigningCertificates(ListSigningCertificatesInput) -> ListSigningCertificatesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Certificates"] }
    }
    ListUserPolicies(ListUserPoliciesInput) -> ListUserPoliciesOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["PolicyNames"] }
    }
    ListUserTags(ListUserTagsInput) -> ListUserTagsOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Tags"] }
    }
    ListUsers(ListUsersInput) -> ListUsersOutput {
        signed: true, read_only: true, errors: [SERVICE_FAILURE],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["Users"] }
    }
    ListVirtualMFADevices(ListVirtualMFADevicesInput) -> ListVirtualMFADevicesOutput {
        signed: true, read_only: true, errors: [],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["VirtualMFADevices"] }
    }
    PutAccountProperties(PutAccountPropertiesInput) -> PutAccountPropertiesOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    PutGroupPolicy(PutGroupPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    PutRolePermissionsBoundary(PutRolePermissionsBoundaryInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, UNMODIFIABLE_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE]
    }
    PutRolePolicy(PutRolePolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    PutUserPermissionsBoundary(PutUserPermissionsBoundaryInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE]
    }
    PutUserPolicy(PutUserPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    RejectDelegationRequest(RejectDelegationRequestInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, CONCURRENT_MODIFICATION, INVALID_INPUT]
    }
    RemoveClientIDFromOpenIDConnectProvider(RemoveClientIDFromOpenIDConnectProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    RemoveRoleFromInstanceProfile(RemoveRoleFromInstanceProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    RemoveUserFromGroup(RemoveUserFromGroupInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    ResetServiceSpecificCredential(ResetServiceSpecificCredentialInput) -> ResetServiceSpecificCredentialOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY]
    }
    ResyncMFADevice(ResyncMFADeviceInput) -> NoOutput {
        signed: true, read_only: false, errors: [INVALID_AUTHENTICATION_CODE, NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE, CONCURRENT_MODIFICATION]
    }
    SendDelegationToken(SendDelegationTokenInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, CONCURRENT_MODIFICATION, INVALID_INPUT]
    }
    SetDefaultPolicyVersion(SetDefaultPolicyVersionInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    SetSecurityTokenServicePreferences(SetSecurityTokenServicePreferencesInput) -> NoOutput {
        signed: true, read_only: false, errors: [SERVICE_FAILURE]
    }
    SimulateCustomPolicy(SimulateCustomPolicyInput) -> SimulatePolicyOutput {
        signed: true, read_only: true, errors: [INVALID_INPUT, POLICY_EVALUATION],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["EvaluationResults"] }
    }
    SimulatePrincipalPolicy(SimulatePrincipalPolicyInput) -> SimulatePolicyOutput {
        signed: true, read_only: true, errors: [NO_SUCH_ENTITY, INVALID_INPUT, POLICY_EVALUATION],
        pages: Paginator { input_token: "Marker", output_token: "Marker", limit: Some("MaxItems"), more: Some("IsTruncated"), results: &["EvaluationResults"] }
    }
    TagInstanceProfile(TagInstanceProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagMFADevice(TagMFADeviceInput) -> NoOutput {
        signed: true, read_only: false, errors: [INVALID_INPUT, NO_SUCH_ENTITY, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagOpenIDConnectProvider(TagOpenIDConnectProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagPolicy(TagPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagRole(TagRoleInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagSAMLProvider(TagSAMLProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagServerCertificate(TagServerCertificateInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, LIMIT_EXCEEDED, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    TagUser(TagUserInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagInstanceProfile(UntagInstanceProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagMFADevice(UntagMFADeviceInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagOpenIDConnectProvider(UntagOpenIDConnectProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagPolicy(UntagPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagRole(UntagRoleInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagSAMLProvider(UntagSAMLProviderInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagServerCertificate(UntagServerCertificateInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UntagUser(UntagUserInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UpdateAccessKey(UpdateAccessKeyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE, INVALID_INPUT]
    }
    UpdateAccountPasswordPolicy(UpdateAccountPasswordPolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, MALFORMED_POLICY_DOCUMENT, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    UpdateAssumeRolePolicy(UpdateAssumeRolePolicyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, MALFORMED_POLICY_DOCUMENT, LIMIT_EXCEEDED, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    UpdateDelegationRequest(UpdateDelegationRequestInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, SERVICE_FAILURE, CONCURRENT_MODIFICATION, INVALID_INPUT]
    }
    UpdateGroup(UpdateGroupInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    UpdateLoginProfile(UpdateLoginProfileInput) -> NoOutput {
        signed: true, read_only: false, errors: [ENTITY_TEMPORARILY_UNMODIFIABLE, NO_SUCH_ENTITY, PASSWORD_POLICY_VIOLATION, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    UpdateOpenIDConnectProviderThumbprint(UpdateOpenIDConnectProviderThumbprintInput) -> NoOutput {
        signed: true, read_only: false, errors: [CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    UpdateRole(UpdateRoleInput) -> UpdateRoleOutput {
        signed: true, read_only: false, errors: [UNMODIFIABLE_ENTITY, NO_SUCH_ENTITY, SERVICE_FAILURE]
    }
    UpdateRoleDescription(UpdateRoleDescriptionInput) -> UpdateRoleDescriptionOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, UNMODIFIABLE_ENTITY, SERVICE_FAILURE]
    }
    UpdateSAMLProvider(UpdateSAMLProviderInput) -> UpdateSAMLProviderOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT, LIMIT_EXCEEDED, SERVICE_FAILURE, CONCURRENT_MODIFICATION]
    }
    UpdateSSHPublicKey(UpdateSSHPublicKeyInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, INVALID_INPUT]
    }
    UpdateServerCertificate(UpdateServerCertificateInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, SERVICE_FAILURE]
    }
    UpdateServiceSpecificCredential(UpdateServiceSpecificCredentialInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY]
    }
    UpdateSigningCertificate(UpdateSigningCertificateInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, SERVICE_FAILURE, INVALID_INPUT]
    }
    UpdateUser(UpdateUserInput) -> NoOutput {
        signed: true, read_only: false, errors: [NO_SUCH_ENTITY, LIMIT_EXCEEDED, ENTITY_ALREADY_EXISTS, ENTITY_TEMPORARILY_UNMODIFIABLE, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UploadSSHPublicKey(UploadSSHPublicKeyInput) -> UploadSSHPublicKeyOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, NO_SUCH_ENTITY, INVALID_PUBLIC_KEY, DUPLICATE_SSH_PUBLIC_KEY, UNRECOGNIZED_PUBLIC_KEY_ENCODING]
    }
    UploadServerCertificate(UploadServerCertificateInput) -> UploadServerCertificateOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, INVALID_INPUT, ENTITY_ALREADY_EXISTS, MALFORMED_CERTIFICATE, KEY_PAIR_MISMATCH, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
    UploadSigningCertificate(UploadSigningCertificateInput) -> UploadSigningCertificateOutput {
        signed: true, read_only: false, errors: [LIMIT_EXCEEDED, ENTITY_ALREADY_EXISTS, MALFORMED_CERTIFICATE, INVALID_CERTIFICATE, DUPLICATE_CERTIFICATE, NO_SUCH_ENTITY, CONCURRENT_MODIFICATION, SERVICE_FAILURE]
    }
}
