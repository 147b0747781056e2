//! Inputs of operations that change.
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
    /// The input of `AcceptDelegationRequest`.
    AcceptDelegationRequestInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
    }
}

readable! {
    /// The input of `AcquireRole`.
    AcquireRoleInput {
        template_arn: String = "TemplateArn" required(ARN_TYPE),
        template_minor_version: Option<i32> = "TemplateMinorVersion" optional(INTEGER_TYPE),
        replacement_values: Option<BTreeMap<String, ReplacementValueEntry>> = "ReplacementValues" optional(MAP_STRING_REPLACEMENT_VALUE_ENTRY),
    }
}

readable! {
    /// The input of `AssociateDelegationRequest`.
    AssociateDelegationRequestInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
    }
}

readable! {
    /// The input of `ChangePassword`.
    ChangePasswordInput {
        old_password: String = "OldPassword" required(PASSWORD_TYPE) [sensitive],
        new_password: String = "NewPassword" required(PASSWORD_TYPE) [sensitive],
    }
}

readable! {
    /// The input of `EnableMFADevice`.
    EnableMFADeviceInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        authentication_code1: String = "AuthenticationCode1" required(AUTHENTICATION_CODE_TYPE) [sensitive],
        authentication_code2: String = "AuthenticationCode2" required(AUTHENTICATION_CODE_TYPE) [sensitive],
    }
}

readable! {
    /// The input of `EnableOrganizationsRootCredentialsManagement`.
    EnableOrganizationsRootCredentialsManagementInput {}
}

readable! {
    /// The input of `EnableOrganizationsRootSessions`.
    EnableOrganizationsRootSessionsInput {}
}

readable! {
    /// The input of `EnableOutboundWebIdentityFederation`.
    EnableOutboundWebIdentityFederationInput {}
}

readable! {
    /// The input of `PutAccountProperties`.
    PutAccountPropertiesInput {
        properties: BTreeMap<String, String> = "Properties" required(ACCOUNT_PROPERTIES_MAP_TYPE),
    }
}

readable! {
    /// The input of `PutGroupPolicy`.
    PutGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
        policy_document: String = "PolicyDocument" required(POLICY_DOCUMENT_TYPE),
    }
}

readable! {
    /// The input of `PutRolePermissionsBoundary`.
    PutRolePermissionsBoundaryInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        permissions_boundary: String = "PermissionsBoundary" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `PutRolePolicy`.
    PutRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
        policy_document: String = "PolicyDocument" required(POLICY_DOCUMENT_TYPE),
    }
}

readable! {
    /// The input of `PutUserPermissionsBoundary`.
    PutUserPermissionsBoundaryInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        permissions_boundary: String = "PermissionsBoundary" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `PutUserPolicy`.
    PutUserPolicyInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
        policy_document: String = "PolicyDocument" required(POLICY_DOCUMENT_TYPE),
    }
}

readable! {
    /// The input of `RejectDelegationRequest`.
    RejectDelegationRequestInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
        notes: Option<String> = "Notes" optional(NOTES_TYPE),
    }
}

readable! {
    /// The input of `ResetServiceSpecificCredential`.
    ResetServiceSpecificCredentialInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        service_specific_credential_id: String = "ServiceSpecificCredentialId" required(SERVICE_SPECIFIC_CREDENTIAL_ID),
    }
}

readable! {
    /// The input of `ResyncMFADevice`.
    ResyncMFADeviceInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        authentication_code1: String = "AuthenticationCode1" required(AUTHENTICATION_CODE_TYPE) [sensitive],
        authentication_code2: String = "AuthenticationCode2" required(AUTHENTICATION_CODE_TYPE) [sensitive],
    }
}

readable! {
    /// The input of `SendDelegationToken`.
    SendDelegationTokenInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
    }
}

readable! {
    /// The input of `SetDefaultPolicyVersion`.
    SetDefaultPolicyVersionInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        version_id: String = "VersionId" required(POLICY_VERSION_ID_TYPE),
    }
}

readable! {
    /// The input of `SetSecurityTokenServicePreferences`.
    SetSecurityTokenServicePreferencesInput {
        global_endpoint_token_version: String = "GlobalEndpointTokenVersion" required(GLOBAL_ENDPOINT_TOKEN_VERSION),
    }
}

readable! {
    /// The input of `TagInstanceProfile`.
    TagInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagMFADevice`.
    TagMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagOpenIDConnectProvider`.
    TagOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagPolicy`.
    TagPolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagRole`.
    TagRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagSAMLProvider`.
    TagSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagServerCertificate`.
    TagServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `TagUser`.
    TagUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        tags: Vec<Tag> = "Tags" required(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `UpdateAccessKey`.
    UpdateAccessKeyInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID_TYPE),
        status: String = "Status" required(STATUS_TYPE),
    }
}

readable! {
    /// The input of `UpdateAccountPasswordPolicy`.
    UpdateAccountPasswordPolicyInput {
        minimum_password_length: Option<i32> = "MinimumPasswordLength" optional(MINIMUM_PASSWORD_LENGTH_TYPE),
        require_symbols: Option<bool> = "RequireSymbols" optional(Boolean),
        require_numbers: Option<bool> = "RequireNumbers" optional(Boolean),
        require_uppercase_characters: Option<bool> = "RequireUppercaseCharacters" optional(Boolean),
        require_lowercase_characters: Option<bool> = "RequireLowercaseCharacters" optional(Boolean),
        allow_users_to_change_password: Option<bool> = "AllowUsersToChangePassword" optional(Boolean),
        max_password_age: Option<i32> = "MaxPasswordAge" optional(MAX_PASSWORD_AGE_TYPE),
        password_reuse_prevention: Option<i32> = "PasswordReusePrevention" optional(PASSWORD_REUSE_PREVENTION_TYPE),
        hard_expiry: Option<bool> = "HardExpiry" optional(Boolean),
    }
}

readable! {
    /// The input of `UpdateAssumeRolePolicy`.
    UpdateAssumeRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_document: String = "PolicyDocument" required(POLICY_DOCUMENT_TYPE),
    }
}

readable! {
    /// The input of `UpdateDelegationRequest`.
    UpdateDelegationRequestInput {
        delegation_request_id: String = "DelegationRequestId" required(DELEGATION_REQUEST_ID_TYPE),
        notes: Option<String> = "Notes" optional(NOTES_TYPE),
    }
}

readable! {
    /// The input of `UpdateGroup`.
    UpdateGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        new_path: Option<String> = "NewPath" optional(PATH_TYPE),
        new_group_name: Option<String> = "NewGroupName" optional(GROUP_NAME_TYPE),
    }
}

readable! {
    /// The input of `UpdateLoginProfile`.
    UpdateLoginProfileInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        password: Option<String> = "Password" optional(PASSWORD_TYPE) [sensitive],
        password_reset_required: Option<bool> = "PasswordResetRequired" optional(Boolean),
    }
}

readable! {
    /// The input of `UpdateOpenIDConnectProviderThumbprint`.
    UpdateOpenIDConnectProviderThumbprintInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        thumbprint_list: Vec<String> = "ThumbprintList" required(THUMBPRINT_LIST_TYPE),
    }
}

readable! {
    /// The input of `UpdateRole`.
    UpdateRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        description: Option<String> = "Description" optional(ROLE_DESCRIPTION_TYPE),
        max_session_duration: Option<i32> = "MaxSessionDuration" optional(ROLE_MAX_SESSION_DURATION_TYPE),
    }
}

readable! {
    /// The input of `UpdateRoleDescription`.
    UpdateRoleDescriptionInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        description: String = "Description" required(ROLE_DESCRIPTION_TYPE),
    }
}

readable! {
    /// The input of `UpdateSAMLProvider`.
    UpdateSAMLProviderInput {
        saml_metadata_document: Option<String> = "SAMLMetadataDocument" optional(SAML_METADATA_DOCUMENT_TYPE),
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
        assertion_encryption_mode: Option<String> = "AssertionEncryptionMode" optional(ASSERTION_ENCRYPTION_MODE_TYPE),
        add_private_key: Option<String> = "AddPrivateKey" optional(PRIVATE_KEY_TYPE) [sensitive],
        remove_private_key: Option<String> = "RemovePrivateKey" optional(PRIVATE_KEY_ID_TYPE),
    }
}

readable! {
    /// The input of `UpdateSSHPublicKey`.
    UpdateSSHPublicKeyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        ssh_public_key_id: String = "SSHPublicKeyId" required(PUBLIC_KEY_ID_TYPE),
        status: String = "Status" required(STATUS_TYPE),
    }
}

readable! {
    /// The input of `UpdateServerCertificate`.
    UpdateServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        new_path: Option<String> = "NewPath" optional(PATH_TYPE),
        new_server_certificate_name: Option<String> = "NewServerCertificateName" optional(SERVER_CERTIFICATE_NAME_TYPE),
    }
}

readable! {
    /// The input of `UpdateServiceSpecificCredential`.
    UpdateServiceSpecificCredentialInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        service_specific_credential_id: String = "ServiceSpecificCredentialId" required(SERVICE_SPECIFIC_CREDENTIAL_ID),
        status: String = "Status" required(STATUS_TYPE),
    }
}

readable! {
    /// The input of `UpdateSigningCertificate`.
    UpdateSigningCertificateInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        certificate_id: String = "CertificateId" required(CERTIFICATE_ID_TYPE),
        status: String = "Status" required(STATUS_TYPE),
    }
}

readable! {
    /// The input of `UpdateUser`.
    UpdateUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        new_path: Option<String> = "NewPath" optional(PATH_TYPE),
        new_user_name: Option<String> = "NewUserName" optional(USER_NAME_TYPE),
    }
}
