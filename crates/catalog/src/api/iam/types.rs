//! Structures nested in inputs and outputs.
//!
//! Generated from botocore 1.44.5 (service model IAM 2010-05-08) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::shapes::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

writable! {
    /// `AccessDetail`.
    AccessDetail {
        service_name: String = "ServiceName",
        service_namespace: String = "ServiceNamespace",
        region: Option<String> = "Region",
        entity_path: Option<String> = "EntityPath",
        last_authenticated_time: Option<Timestamp> = "LastAuthenticatedTime",
        total_authenticated_entities: Option<i32> = "TotalAuthenticatedEntities",
    }
}

writable! {
    /// `AccessKey`.
    AccessKey {
        user_name: String = "UserName",
        access_key_id: String = "AccessKeyId",
        status: String = "Status",
        secret_access_key: String = "SecretAccessKey" [sensitive],
        create_date: Option<Timestamp> = "CreateDate",
    }
}

writable! {
    /// `AccessKeyLastUsed`.
    AccessKeyLastUsed {
        last_used_date: Option<Timestamp> = "LastUsedDate",
        service_name: String = "ServiceName",
        region: String = "Region",
    }
}

writable! {
    /// `AccessKeyMetadata`.
    AccessKeyMetadata {
        user_name: Option<String> = "UserName",
        access_key_id: Option<String> = "AccessKeyId",
        status: Option<String> = "Status",
        create_date: Option<Timestamp> = "CreateDate",
    }
}

writable! {
    /// `AttachedPermissionsBoundary`.
    AttachedPermissionsBoundary {
        permissions_boundary_type: Option<String> = "PermissionsBoundaryType",
        permissions_boundary_arn: Option<String> = "PermissionsBoundaryArn",
    }
}

writable! {
    /// `AttachedPolicy`.
    AttachedPolicy {
        policy_name: Option<String> = "PolicyName",
        policy_arn: Option<String> = "PolicyArn",
    }
}

readable! {
    /// `ContextEntry`.
    ContextEntry {
        context_key_name: Option<String> = "ContextKeyName" optional(CONTEXT_KEY_NAME_TYPE),
        context_key_values: Option<Vec<String>> = "ContextKeyValues" optional(CONTEXT_KEY_VALUE_LIST_TYPE),
        context_key_type: Option<String> = "ContextKeyType" optional(CONTEXT_KEY_TYPE_ENUM),
    }
}

readable! {
    /// `DelegationPermission`.
    DelegationPermission {
        policy_template_arn: Option<String> = "PolicyTemplateArn" optional(ARN_TYPE),
        parameters: Option<Vec<PolicyParameter>> = "Parameters" optional(POLICY_PARAMETER_LIST_TYPE),
    }
}

writable! {
    /// `DelegationRequest`.
    DelegationRequest {
        delegation_request_id: Option<String> = "DelegationRequestId",
        owner_account_id: Option<String> = "OwnerAccountId",
        description: Option<String> = "Description",
        request_message: Option<String> = "RequestMessage",
        permissions: Option<DelegationPermission> = "Permissions",
        permission_policy: Option<String> = "PermissionPolicy",
        role_permission_restriction_arns: Option<Vec<String>> = "RolePermissionRestrictionArns",
        owner_id: Option<String> = "OwnerId",
        approver_id: Option<String> = "ApproverId",
        state: Option<String> = "State",
        expiration_time: Option<Timestamp> = "ExpirationTime",
        requestor_id: Option<String> = "RequestorId",
        requestor_name: Option<String> = "RequestorName",
        create_date: Option<Timestamp> = "CreateDate",
        session_duration: Option<i32> = "SessionDuration",
        redirect_url: Option<String> = "RedirectUrl",
        notes: Option<String> = "Notes",
        rejection_reason: Option<String> = "RejectionReason",
        only_send_by_owner: Option<bool> = "OnlySendByOwner",
        updated_time: Option<Timestamp> = "UpdatedTime",
    }
}

writable! {
    /// `DeletionTaskFailureReasonType`.
    DeletionTaskFailureReasonType {
        reason: Option<String> = "Reason",
        role_usage_list: Option<Vec<RoleUsageType>> = "RoleUsageList",
    }
}

writable! {
    /// `EntityDetails`.
    EntityDetails {
        entity_info: EntityInfo = "EntityInfo",
        last_authenticated: Option<Timestamp> = "LastAuthenticated",
    }
}

writable! {
    /// `EntityInfo`.
    EntityInfo {
        arn: String = "Arn",
        name: String = "Name",
        r#type: String = "Type",
        id: String = "Id",
        path: Option<String> = "Path",
    }
}

writable! {
    /// `ErrorDetails`.
    ErrorDetails {
        message: String = "Message",
        code: String = "Code",
    }
}

writable! {
    /// `EvaluationResult`.
    EvaluationResult {
        eval_action_name: String = "EvalActionName",
        eval_resource_name: Option<String> = "EvalResourceName",
        eval_decision: String = "EvalDecision",
        matched_statements: Option<Vec<Statement>> = "MatchedStatements",
        missing_context_values: Option<Vec<String>> = "MissingContextValues",
        organizations_decision_detail: Option<OrganizationsDecisionDetail> = "OrganizationsDecisionDetail",
        permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> = "PermissionsBoundaryDecisionDetail",
        eval_decision_details: Option<BTreeMap<String, String>> = "EvalDecisionDetails",
        resource_specific_results: Option<Vec<ResourceSpecificResult>> = "ResourceSpecificResults",
    }
}

writable! {
    /// `Group`.
    Group {
        path: String = "Path",
        group_name: String = "GroupName",
        group_id: String = "GroupId",
        arn: String = "Arn",
        create_date: Timestamp = "CreateDate",
    }
}

writable! {
    /// `GroupDetail`.
    GroupDetail {
        path: Option<String> = "Path",
        group_name: Option<String> = "GroupName",
        group_id: Option<String> = "GroupId",
        arn: Option<String> = "Arn",
        create_date: Option<Timestamp> = "CreateDate",
        group_policy_list: Option<Vec<PolicyDetail>> = "GroupPolicyList",
        attached_managed_policies: Option<Vec<AttachedPolicy>> = "AttachedManagedPolicies",
    }
}

writable! {
    /// `InlinePolicy`.
    InlinePolicy {
        policy_name: String = "PolicyName",
        policy_document: String = "PolicyDocument",
    }
}

readable! {
    /// `InlinePolicyIdentifierType`.
    InlinePolicyIdentifierType {
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
        attachment_type: String = "AttachmentType" required(ATTACHMENT_TYPE),
        attachment_name: String = "AttachmentName" required(ATTACHMENT_NAME),
    }
}

writable! {
    /// `InstanceProfile`.
    InstanceProfile {
        path: String = "Path",
        instance_profile_name: String = "InstanceProfileName",
        instance_profile_id: String = "InstanceProfileId",
        arn: String = "Arn",
        create_date: Timestamp = "CreateDate",
        roles: Vec<Role> = "Roles",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

writable! {
    /// `ListPoliciesGrantingServiceAccessEntry`.
    ListPoliciesGrantingServiceAccessEntry {
        service_namespace: Option<String> = "ServiceNamespace",
        policies: Option<Vec<PolicyGrantingServiceAccess>> = "Policies",
    }
}

writable! {
    /// `LoginProfile`.
    LoginProfile {
        user_name: String = "UserName",
        create_date: Timestamp = "CreateDate",
        password_reset_required: Option<bool> = "PasswordResetRequired",
    }
}

writable! {
    /// `MFADevice`.
    MFADevice {
        user_name: String = "UserName",
        serial_number: String = "SerialNumber",
        enable_date: Timestamp = "EnableDate",
    }
}

writable! {
    /// `ManagedPolicyDetail`.
    ManagedPolicyDetail {
        policy_name: Option<String> = "PolicyName",
        policy_id: Option<String> = "PolicyId",
        arn: Option<String> = "Arn",
        path: Option<String> = "Path",
        default_version_id: Option<String> = "DefaultVersionId",
        attachment_count: Option<i32> = "AttachmentCount",
        permissions_boundary_usage_count: Option<i32> = "PermissionsBoundaryUsageCount",
        is_attachable: Option<bool> = "IsAttachable",
        description: Option<String> = "Description",
        create_date: Option<Timestamp> = "CreateDate",
        update_date: Option<Timestamp> = "UpdateDate",
        policy_version_list: Option<Vec<PolicyVersion>> = "PolicyVersionList",
    }
}

writable! {
    /// `OpenIDConnectProviderListEntry`.
    OpenIDConnectProviderListEntry {
        arn: Option<String> = "Arn",
    }
}

readable! {
    /// `OrderedOrganizationPolicyType`.
    OrderedOrganizationPolicyType {
        service_control_policy_input_list: Option<Vec<String>> = "ServiceControlPolicyInputList" optional(SIMULATION_POLICY_LIST_TYPE),
    }
}

writable! {
    /// `OrganizationsDecisionDetail`.
    OrganizationsDecisionDetail {
        allowed_by_organizations: Option<bool> = "AllowedByOrganizations",
    }
}

writable! {
    /// `ParameterDefinition`.
    ParameterDefinition {
        name: String = "Name",
        r#type: String = "Type",
        sub_type: Option<String> = "SubType",
        description: Option<String> = "Description",
        is_required: Option<bool> = "IsRequired",
        default_value: Option<String> = "DefaultValue",
        immutable: Option<bool> = "Immutable",
    }
}

writable! {
    /// `PasswordPolicy`.
    PasswordPolicy {
        minimum_password_length: Option<i32> = "MinimumPasswordLength",
        require_symbols: Option<bool> = "RequireSymbols",
        require_numbers: Option<bool> = "RequireNumbers",
        require_uppercase_characters: Option<bool> = "RequireUppercaseCharacters",
        require_lowercase_characters: Option<bool> = "RequireLowercaseCharacters",
        allow_users_to_change_password: Option<bool> = "AllowUsersToChangePassword",
        expire_passwords: Option<bool> = "ExpirePasswords",
        max_password_age: Option<i32> = "MaxPasswordAge",
        password_reuse_prevention: Option<i32> = "PasswordReusePrevention",
        hard_expiry: Option<bool> = "HardExpiry",
    }
}

writable! {
    /// `PermissionsBoundaryDecisionDetail`.
    PermissionsBoundaryDecisionDetail {
        allowed_by_permissions_boundary: Option<bool> = "AllowedByPermissionsBoundary",
    }
}

writable! {
    /// `Policy`.
    Policy {
        policy_name: Option<String> = "PolicyName",
        policy_id: Option<String> = "PolicyId",
        arn: Option<String> = "Arn",
        path: Option<String> = "Path",
        default_version_id: Option<String> = "DefaultVersionId",
        attachment_count: Option<i32> = "AttachmentCount",
        permissions_boundary_usage_count: Option<i32> = "PermissionsBoundaryUsageCount",
        is_attachable: Option<bool> = "IsAttachable",
        description: Option<String> = "Description",
        create_date: Option<Timestamp> = "CreateDate",
        update_date: Option<Timestamp> = "UpdateDate",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

writable! {
    /// `PolicyDetail`.
    PolicyDetail {
        policy_name: Option<String> = "PolicyName",
        policy_document: Option<String> = "PolicyDocument",
    }
}

writable! {
    /// `PolicyGrantingServiceAccess`.
    PolicyGrantingServiceAccess {
        policy_name: String = "PolicyName",
        policy_type: String = "PolicyType",
        policy_arn: Option<String> = "PolicyArn",
        entity_type: Option<String> = "EntityType",
        entity_name: Option<String> = "EntityName",
    }
}

writable! {
    /// `PolicyGroup`.
    PolicyGroup {
        group_name: Option<String> = "GroupName",
        group_id: Option<String> = "GroupId",
    }
}

readable! {
    /// `PolicyIdentifier`.
    PolicyIdentifier {
        policy_type: Option<String> = "PolicyType" optional(POLICY_IDENTIFIER_POLICY_TYPE),
        policy_arn: Option<String> = "PolicyArn" optional(ARN_TYPE),
        inline_policy_identifier: Option<InlinePolicyIdentifierType> = "InlinePolicyIdentifier" optional(Structure::<InlinePolicyIdentifierType>::new()),
    }
}

readable! {
    /// `PolicyParameter`.
    PolicyParameter {
        name: Option<String> = "Name" optional(POLICY_PARAMETER_NAME_TYPE),
        values: Option<Vec<String>> = "Values" optional(POLICY_PARAMETER_VALUES_LIST_TYPE),
        r#type: Option<String> = "Type" optional(POLICY_PARAMETER_TYPE_ENUM),
    }
}

writable! {
    /// `PolicyRole`.
    PolicyRole {
        role_name: Option<String> = "RoleName",
        role_id: Option<String> = "RoleId",
    }
}

writable! {
    /// `PolicyUser`.
    PolicyUser {
        user_name: Option<String> = "UserName",
        user_id: Option<String> = "UserId",
    }
}

writable! {
    /// `PolicyVersion`.
    PolicyVersion {
        document: Option<String> = "Document",
        version_id: Option<String> = "VersionId",
        is_default_version: Option<bool> = "IsDefaultVersion",
        create_date: Option<Timestamp> = "CreateDate",
    }
}

writable! {
    /// `Position`.
    Position {
        line: Option<i32> = "Line",
        column: Option<i32> = "Column",
    }
}

readable! {
    /// `ReplacementValueEntry`.
    ReplacementValueEntry {
        values: Vec<String> = "Values" required(REPLACEMENT_VALUE_LIST_TYPE),
    }
}

writable! {
    /// `ResourceSpecificResult`.
    ResourceSpecificResult {
        eval_resource_name: String = "EvalResourceName",
        eval_resource_decision: String = "EvalResourceDecision",
        matched_statements: Option<Vec<Statement>> = "MatchedStatements",
        missing_context_values: Option<Vec<String>> = "MissingContextValues",
        eval_decision_details: Option<BTreeMap<String, String>> = "EvalDecisionDetails",
        permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> = "PermissionsBoundaryDecisionDetail",
    }
}

writable! {
    /// `Role`.
    Role {
        path: String = "Path",
        role_name: String = "RoleName",
        role_id: String = "RoleId",
        arn: String = "Arn",
        create_date: Timestamp = "CreateDate",
        assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
        description: Option<String> = "Description",
        max_session_duration: Option<i32> = "MaxSessionDuration",
        permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
        tags: Option<Vec<Tag>> = "Tags",
        role_last_used: Option<RoleLastUsed> = "RoleLastUsed",
        source_role_template: Option<SourceRoleTemplate> = "SourceRoleTemplate",
    }
}

writable! {
    /// `RoleDetail`.
    RoleDetail {
        path: Option<String> = "Path",
        role_name: Option<String> = "RoleName",
        role_id: Option<String> = "RoleId",
        arn: Option<String> = "Arn",
        create_date: Option<Timestamp> = "CreateDate",
        assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
        instance_profile_list: Option<Vec<InstanceProfile>> = "InstanceProfileList",
        role_policy_list: Option<Vec<PolicyDetail>> = "RolePolicyList",
        attached_managed_policies: Option<Vec<AttachedPolicy>> = "AttachedManagedPolicies",
        permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
        tags: Option<Vec<Tag>> = "Tags",
        role_last_used: Option<RoleLastUsed> = "RoleLastUsed",
    }
}

writable! {
    /// `RoleLastUsed`.
    RoleLastUsed {
        last_used_date: Option<Timestamp> = "LastUsedDate",
        region: Option<String> = "Region",
    }
}

writable! {
    /// `RoleTemplateVersion`.
    RoleTemplateVersion {
        template_arn: Option<String> = "TemplateArn",
        template_name: Option<String> = "TemplateName",
        template_version_id: Option<String> = "TemplateVersionId",
        description: Option<String> = "Description",
        major_version: Option<i32> = "MajorVersion",
        default_minor_version: Option<i32> = "DefaultMinorVersion",
        managed_by_type: Option<String> = "ManagedByType",
        managed_by_value: Option<String> = "ManagedByValue",
        enabled: Option<bool> = "Enabled",
        minor_version: Option<i32> = "MinorVersion",
        role_name_pattern: Option<String> = "RoleNamePattern",
        role_path_pattern: Option<String> = "RolePathPattern",
        role_description_pattern: Option<String> = "RoleDescriptionPattern",
        assume_role_policy_document_template: Option<String> = "AssumeRolePolicyDocumentTemplate",
        inline_policy_templates: Option<Vec<InlinePolicy>> = "InlinePolicyTemplates",
        managed_policy_arns: Option<Vec<String>> = "ManagedPolicyArns",
        permission_boundary_arn: Option<String> = "PermissionBoundaryArn",
        parameters_definition: Option<Vec<ParameterDefinition>> = "ParametersDefinition",
        role_tags_template: Option<Vec<TagTemplate>> = "RoleTagsTemplate",
        max_session_duration: Option<i32> = "MaxSessionDuration",
        version_enabled: Option<bool> = "VersionEnabled",
        create_timestamp: Option<Timestamp> = "CreateTimestamp",
        update_timestamp: Option<Timestamp> = "UpdateTimestamp",
    }
}

writable! {
    /// `RoleUsageType`.
    RoleUsageType {
        region: Option<String> = "Region",
        resources: Option<Vec<String>> = "Resources",
    }
}

writable! {
    /// `SAMLPrivateKey`.
    SAMLPrivateKey {
        key_id: Option<String> = "KeyId",
        timestamp: Option<Timestamp> = "Timestamp",
    }
}

writable! {
    /// `SAMLProviderListEntry`.
    SAMLProviderListEntry {
        arn: Option<String> = "Arn",
        valid_until: Option<Timestamp> = "ValidUntil",
        create_date: Option<Timestamp> = "CreateDate",
    }
}

writable! {
    /// `SSHPublicKey`.
    SSHPublicKey {
        user_name: String = "UserName",
        ssh_public_key_id: String = "SSHPublicKeyId",
        fingerprint: String = "Fingerprint",
        ssh_public_key_body: String = "SSHPublicKeyBody",
        status: String = "Status",
        upload_date: Option<Timestamp> = "UploadDate",
    }
}

writable! {
    /// `SSHPublicKeyMetadata`.
    SSHPublicKeyMetadata {
        user_name: String = "UserName",
        ssh_public_key_id: String = "SSHPublicKeyId",
        status: String = "Status",
        upload_date: Timestamp = "UploadDate",
    }
}

writable! {
    /// `ServerCertificate`.
    ServerCertificate {
        server_certificate_metadata: ServerCertificateMetadata = "ServerCertificateMetadata",
        certificate_body: String = "CertificateBody",
        certificate_chain: Option<String> = "CertificateChain",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

writable! {
    /// `ServerCertificateMetadata`.
    ServerCertificateMetadata {
        path: String = "Path",
        server_certificate_name: String = "ServerCertificateName",
        server_certificate_id: String = "ServerCertificateId",
        arn: String = "Arn",
        upload_date: Option<Timestamp> = "UploadDate",
        expiration: Option<Timestamp> = "Expiration",
    }
}

writable! {
    /// `ServiceLastAccessed`.
    ServiceLastAccessed {
        service_name: String = "ServiceName",
        last_authenticated: Option<Timestamp> = "LastAuthenticated",
        service_namespace: String = "ServiceNamespace",
        last_authenticated_entity: Option<String> = "LastAuthenticatedEntity",
        last_authenticated_region: Option<String> = "LastAuthenticatedRegion",
        total_authenticated_entities: Option<i32> = "TotalAuthenticatedEntities",
        tracked_actions_last_accessed: Option<Vec<TrackedActionLastAccessed>> = "TrackedActionsLastAccessed",
    }
}

writable! {
    /// `ServiceSpecificCredential`.
    ServiceSpecificCredential {
        create_date: Timestamp = "CreateDate",
        expiration_date: Option<Timestamp> = "ExpirationDate",
        service_name: String = "ServiceName",
        service_user_name: Option<String> = "ServiceUserName",
        service_password: Option<String> = "ServicePassword" [sensitive],
        service_credential_alias: Option<String> = "ServiceCredentialAlias",
        service_credential_secret: Option<String> = "ServiceCredentialSecret" [sensitive],
        service_specific_credential_id: String = "ServiceSpecificCredentialId",
        user_name: String = "UserName",
        status: String = "Status",
    }
}

writable! {
    /// `ServiceSpecificCredentialMetadata`.
    ServiceSpecificCredentialMetadata {
        user_name: String = "UserName",
        status: String = "Status",
        service_user_name: Option<String> = "ServiceUserName",
        service_credential_alias: Option<String> = "ServiceCredentialAlias",
        create_date: Timestamp = "CreateDate",
        expiration_date: Option<Timestamp> = "ExpirationDate",
        service_specific_credential_id: String = "ServiceSpecificCredentialId",
        service_name: String = "ServiceName",
    }
}

writable! {
    /// `SigningCertificate`.
    SigningCertificate {
        user_name: String = "UserName",
        certificate_id: String = "CertificateId",
        certificate_body: String = "CertificateBody",
        status: String = "Status",
        upload_date: Option<Timestamp> = "UploadDate",
    }
}

writable! {
    /// `SourceRoleTemplate`.
    SourceRoleTemplate {
        template_arn: String = "TemplateArn",
        template_minor_version: i32 = "TemplateMinorVersion",
    }
}

writable! {
    /// `Statement`.
    Statement {
        source_policy_id: Option<String> = "SourcePolicyId",
        source_policy_type: Option<String> = "SourcePolicyType",
        start_position: Option<Position> = "StartPosition",
        end_position: Option<Position> = "EndPosition",
    }
}

readable! {
    /// `Tag`.
    Tag {
        key: String = "Key" required(TAG_KEY_TYPE),
        value: String = "Value" required(TAG_VALUE_TYPE),
    }
}

writable! {
    /// `TagTemplate`.
    TagTemplate {
        key: String = "Key",
        value: String = "Value",
    }
}

writable! {
    /// `TrackedActionLastAccessed`.
    TrackedActionLastAccessed {
        action_name: Option<String> = "ActionName",
        last_accessed_entity: Option<String> = "LastAccessedEntity",
        last_accessed_time: Option<Timestamp> = "LastAccessedTime",
        last_accessed_region: Option<String> = "LastAccessedRegion",
    }
}

writable! {
    /// `User`.
    User {
        path: String = "Path",
        user_name: String = "UserName",
        user_id: String = "UserId",
        arn: String = "Arn",
        create_date: Timestamp = "CreateDate",
        password_last_used: Option<Timestamp> = "PasswordLastUsed",
        permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

writable! {
    /// `UserDetail`.
    UserDetail {
        path: Option<String> = "Path",
        user_name: Option<String> = "UserName",
        user_id: Option<String> = "UserId",
        arn: Option<String> = "Arn",
        create_date: Option<Timestamp> = "CreateDate",
        user_policy_list: Option<Vec<PolicyDetail>> = "UserPolicyList",
        group_list: Option<Vec<String>> = "GroupList",
        attached_managed_policies: Option<Vec<AttachedPolicy>> = "AttachedManagedPolicies",
        permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
        tags: Option<Vec<Tag>> = "Tags",
    }
}

writable! {
    /// `VirtualMFADevice`.
    VirtualMFADevice {
        serial_number: String = "SerialNumber",
        base32_string_seed: Option<Vec<u8>> = "Base32StringSeed" [sensitive],
        qr_code_png: Option<Vec<u8>> = "QRCodePNG" [sensitive],
        user: Option<User> = "User",
        enable_date: Option<Timestamp> = "EnableDate",
        tags: Option<Vec<Tag>> = "Tags",
    }
}
