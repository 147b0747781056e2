//! Inputs of operations that create.
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
    /// The input of `AddClientIDToOpenIDConnectProvider`.
    AddClientIDToOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        client_id: String = "ClientID" required(CLIENT_ID_TYPE),
    }
}

readable! {
    /// The input of `AddRoleToInstanceProfile`.
    AddRoleToInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// The input of `AddUserToGroup`.
    AddUserToGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `AttachGroupPolicy`.
    AttachGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `AttachRolePolicy`.
    AttachRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `AttachUserPolicy`.
    AttachUserPolicyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `CreateAccessKey`.
    CreateAccessKeyInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `CreateAccountAlias`.
    CreateAccountAliasInput {
        account_alias: String = "AccountAlias" required(ACCOUNT_ALIAS_TYPE),
    }
}

readable! {
    /// The input of `CreateDelegationRequest`.
    CreateDelegationRequestInput {
        owner_account_id: Option<String> = "OwnerAccountId" optional(ACCOUNT_ID_TYPE),
        description: String = "Description" required(DELEGATION_REQUEST_DESCRIPTION_TYPE),
        permissions: DelegationPermission = "Permissions" required(Structure::<DelegationPermission>::new()),
        request_message: Option<String> = "RequestMessage" optional(REQUEST_MESSAGE_TYPE),
        requestor_workflow_id: String = "RequestorWorkflowId" required(REQUESTOR_WORKFLOW_ID_TYPE),
        redirect_url: Option<String> = "RedirectUrl" optional(REDIRECT_URL_TYPE),
        notification_channel: String = "NotificationChannel" required(NOTIFICATION_CHANNEL_TYPE),
        session_duration: i32 = "SessionDuration" required(SESSION_DURATION_TYPE),
        only_send_by_owner: Option<bool> = "OnlySendByOwner" optional(Boolean),
    }
}

readable! {
    /// The input of `CreateGroup`.
    CreateGroupInput {
        path: Option<String> = "Path" optional(PATH_TYPE),
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
    }
}

readable! {
    /// The input of `CreateInstanceProfile`.
    CreateInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        path: Option<String> = "Path" optional(PATH_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `CreateLoginProfile`.
    CreateLoginProfileInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        password: Option<String> = "Password" optional(PASSWORD_TYPE) [sensitive],
        password_reset_required: Option<bool> = "PasswordResetRequired" optional(Boolean),
    }
}

readable! {
    /// The input of `CreateOpenIDConnectProvider`.
    CreateOpenIDConnectProviderInput {
        url: String = "Url" required(OPEN_ID_CONNECT_PROVIDER_URL_TYPE),
        client_id_list: Option<Vec<String>> = "ClientIDList" optional(CLIENT_ID_LIST_TYPE),
        thumbprint_list: Option<Vec<String>> = "ThumbprintList" optional(THUMBPRINT_LIST_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `CreatePolicy`.
    CreatePolicyInput {
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
        path: Option<String> = "Path" optional(POLICY_PATH_TYPE),
        policy_document: String = "PolicyDocument" required(POLICY_DOCUMENT_TYPE),
        description: Option<String> = "Description" optional(POLICY_DESCRIPTION_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `CreatePolicyVersion`.
    CreatePolicyVersionInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        policy_document: String = "PolicyDocument" required(POLICY_DOCUMENT_TYPE),
        set_as_default: Option<bool> = "SetAsDefault" optional(Boolean),
    }
}

readable! {
    /// The input of `CreateRole`.
    CreateRoleInput {
        path: Option<String> = "Path" optional(PATH_TYPE),
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        assume_role_policy_document: String = "AssumeRolePolicyDocument" required(POLICY_DOCUMENT_TYPE),
        description: Option<String> = "Description" optional(ROLE_DESCRIPTION_TYPE),
        max_session_duration: Option<i32> = "MaxSessionDuration" optional(ROLE_MAX_SESSION_DURATION_TYPE),
        permissions_boundary: Option<String> = "PermissionsBoundary" optional(ARN_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `CreateSAMLProvider`.
    CreateSAMLProviderInput {
        saml_metadata_document: String = "SAMLMetadataDocument" required(SAML_METADATA_DOCUMENT_TYPE),
        name: String = "Name" required(SAML_PROVIDER_NAME_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
        assertion_encryption_mode: Option<String> = "AssertionEncryptionMode" optional(ASSERTION_ENCRYPTION_MODE_TYPE),
        add_private_key: Option<String> = "AddPrivateKey" optional(PRIVATE_KEY_TYPE) [sensitive],
    }
}

readable! {
    /// The input of `CreateServiceLinkedRole`.
    CreateServiceLinkedRoleInput {
        aws_service_name: String = "AWSServiceName" required(GROUP_NAME_TYPE),
        description: Option<String> = "Description" optional(ROLE_DESCRIPTION_TYPE),
        custom_suffix: Option<String> = "CustomSuffix" optional(CUSTOM_SUFFIX_TYPE),
    }
}

readable! {
    /// The input of `CreateServiceSpecificCredential`.
    CreateServiceSpecificCredentialInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        service_name: String = "ServiceName" required(SERVICE_NAME),
        credential_age_days: Option<i32> = "CredentialAgeDays" optional(CREDENTIAL_AGE_DAYS),
    }
}

readable! {
    /// The input of `CreateUser`.
    CreateUserInput {
        path: Option<String> = "Path" optional(PATH_TYPE),
        user_name: String = "UserName" required(USER_NAME_TYPE),
        permissions_boundary: Option<String> = "PermissionsBoundary" optional(ARN_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `CreateVirtualMFADevice`.
    CreateVirtualMFADeviceInput {
        path: Option<String> = "Path" optional(PATH_TYPE),
        virtual_mfa_device_name: String = "VirtualMFADeviceName" required(VIRTUAL_MFA_DEVICE_NAME),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `UploadSSHPublicKey`.
    UploadSSHPublicKeyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        ssh_public_key_body: String = "SSHPublicKeyBody" required(PUBLIC_KEY_MATERIAL_TYPE),
    }
}

readable! {
    /// The input of `UploadServerCertificate`.
    UploadServerCertificateInput {
        path: Option<String> = "Path" optional(PATH_TYPE),
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        certificate_body: String = "CertificateBody" required(CERTIFICATE_BODY_TYPE),
        private_key: String = "PrivateKey" required(PRIVATE_KEY_TYPE) [sensitive],
        certificate_chain: Option<String> = "CertificateChain" optional(CERTIFICATE_CHAIN_TYPE),
        tags: Option<Vec<Tag>> = "Tags" optional(TAG_LIST_TYPE),
    }
}

readable! {
    /// The input of `UploadSigningCertificate`.
    UploadSigningCertificateInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        certificate_body: String = "CertificateBody" required(CERTIFICATE_BODY_TYPE),
    }
}
