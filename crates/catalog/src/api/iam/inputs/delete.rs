//! Inputs of operations that delete.
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
    /// The input of `DeactivateMFADevice`.
    DeactivateMFADeviceInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
    }
}

readable! {
    /// The input of `DeleteAccessKey`.
    DeleteAccessKeyInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID_TYPE),
    }
}

readable! {
    /// The input of `DeleteAccountAlias`.
    DeleteAccountAliasInput {
        account_alias: String = "AccountAlias" required(ACCOUNT_ALIAS_TYPE),
    }
}

readable! {
    /// The input of `DeleteAccountPasswordPolicy`.
    DeleteAccountPasswordPolicyInput {}
}

readable! {
    /// The input of `DeleteGroup`.
    DeleteGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteGroupPolicy`.
    DeleteGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteInstanceProfile`.
    DeleteInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteLoginProfile`.
    DeleteLoginProfileInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteOpenIDConnectProvider`.
    DeleteOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `DeletePolicy`.
    DeletePolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `DeletePolicyVersion`.
    DeletePolicyVersionInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        version_id: String = "VersionId" required(POLICY_VERSION_ID_TYPE),
    }
}

readable! {
    /// The input of `DeleteRole`.
    DeleteRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteRolePermissionsBoundary`.
    DeleteRolePermissionsBoundaryInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteRolePolicy`.
    DeleteRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteSAMLProvider`.
    DeleteSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `DeleteSSHPublicKey`.
    DeleteSSHPublicKeyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        ssh_public_key_id: String = "SSHPublicKeyId" required(PUBLIC_KEY_ID_TYPE),
    }
}

readable! {
    /// The input of `DeleteServerCertificate`.
    DeleteServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteServiceLinkedRole`.
    DeleteServiceLinkedRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteServiceSpecificCredential`.
    DeleteServiceSpecificCredentialInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        service_specific_credential_id: String = "ServiceSpecificCredentialId" required(SERVICE_SPECIFIC_CREDENTIAL_ID),
    }
}

readable! {
    /// The input of `DeleteSigningCertificate`.
    DeleteSigningCertificateInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        certificate_id: String = "CertificateId" required(CERTIFICATE_ID_TYPE),
    }
}

readable! {
    /// The input of `DeleteUser`.
    DeleteUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteUserPermissionsBoundary`.
    DeleteUserPermissionsBoundaryInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteUserPolicy`.
    DeleteUserPolicyInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// The input of `DeleteVirtualMFADevice`.
    DeleteVirtualMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
    }
}

readable! {
    /// The input of `DetachGroupPolicy`.
    DetachGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `DetachRolePolicy`.
    DetachRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `DetachUserPolicy`.
    DetachUserPolicyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// The input of `DisableOrganizationsRootCredentialsManagement`.
    DisableOrganizationsRootCredentialsManagementInput {}
}

readable! {
    /// The input of `DisableOrganizationsRootSessions`.
    DisableOrganizationsRootSessionsInput {}
}

readable! {
    /// The input of `DisableOutboundWebIdentityFederation`.
    DisableOutboundWebIdentityFederationInput {}
}

readable! {
    /// The input of `RemoveClientIDFromOpenIDConnectProvider`.
    RemoveClientIDFromOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        client_id: String = "ClientID" required(CLIENT_ID_TYPE),
    }
}

readable! {
    /// The input of `RemoveRoleFromInstanceProfile`.
    RemoveRoleFromInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// The input of `RemoveUserFromGroup`.
    RemoveUserFromGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// The input of `UntagInstanceProfile`.
    UntagInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagMFADevice`.
    UntagMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagOpenIDConnectProvider`.
    UntagOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagPolicy`.
    UntagPolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagRole`.
    UntagRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagSAMLProvider`.
    UntagSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagServerCertificate`.
    UntagServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// The input of `UntagUser`.
    UntagUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}
