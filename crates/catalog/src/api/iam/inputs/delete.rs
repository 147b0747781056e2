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
    /// What `DeactivateMFADevice` is told.
    DeactivateMFADeviceInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
    }
}

readable! {
    /// What `DeleteAccessKey` is told.
    DeleteAccessKeyInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID_TYPE),
    }
}

readable! {
    /// What `DeleteAccountAlias` is told.
    DeleteAccountAliasInput {
        account_alias: String = "AccountAlias" required(ACCOUNT_ALIAS_TYPE),
    }
}

readable! {
    /// What `DeleteAccountPasswordPolicy` is told.
    DeleteAccountPasswordPolicyInput {}
}

readable! {
    /// What `DeleteGroup` is told.
    DeleteGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteGroupPolicy` is told.
    DeleteGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteInstanceProfile` is told.
    DeleteInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteLoginProfile` is told.
    DeleteLoginProfileInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteOpenIDConnectProvider` is told.
    DeleteOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `DeletePolicy` is told.
    DeletePolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `DeletePolicyVersion` is told.
    DeletePolicyVersionInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        version_id: String = "VersionId" required(POLICY_VERSION_ID_TYPE),
    }
}

readable! {
    /// What `DeleteRole` is told.
    DeleteRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteRolePermissionsBoundary` is told.
    DeleteRolePermissionsBoundaryInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteRolePolicy` is told.
    DeleteRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteSAMLProvider` is told.
    DeleteSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `DeleteSSHPublicKey` is told.
    DeleteSSHPublicKeyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        ssh_public_key_id: String = "SSHPublicKeyId" required(PUBLIC_KEY_ID_TYPE),
    }
}

readable! {
    /// What `DeleteServerCertificate` is told.
    DeleteServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteServiceLinkedRole` is told.
    DeleteServiceLinkedRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteServiceSpecificCredential` is told.
    DeleteServiceSpecificCredentialInput {
        user_name: Option<String> = "UserName" optional(USER_NAME_TYPE),
        service_specific_credential_id: String = "ServiceSpecificCredentialId" required(SERVICE_SPECIFIC_CREDENTIAL_ID),
    }
}

readable! {
    /// What `DeleteSigningCertificate` is told.
    DeleteSigningCertificateInput {
        user_name: Option<String> = "UserName" optional(EXISTING_USER_NAME_TYPE),
        certificate_id: String = "CertificateId" required(CERTIFICATE_ID_TYPE),
    }
}

readable! {
    /// What `DeleteUser` is told.
    DeleteUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteUserPermissionsBoundary` is told.
    DeleteUserPermissionsBoundaryInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteUserPolicy` is told.
    DeleteUserPolicyInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        policy_name: String = "PolicyName" required(POLICY_NAME_TYPE),
    }
}

readable! {
    /// What `DeleteVirtualMFADevice` is told.
    DeleteVirtualMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
    }
}

readable! {
    /// What `DetachGroupPolicy` is told.
    DetachGroupPolicyInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `DetachRolePolicy` is told.
    DetachRolePolicyInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `DetachUserPolicy` is told.
    DetachUserPolicyInput {
        user_name: String = "UserName" required(USER_NAME_TYPE),
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
    }
}

readable! {
    /// What `DisableOrganizationsRootCredentialsManagement` is told.
    DisableOrganizationsRootCredentialsManagementInput {}
}

readable! {
    /// What `DisableOrganizationsRootSessions` is told.
    DisableOrganizationsRootSessionsInput {}
}

readable! {
    /// What `DisableOutboundWebIdentityFederation` is told.
    DisableOutboundWebIdentityFederationInput {}
}

readable! {
    /// What `RemoveClientIDFromOpenIDConnectProvider` is told.
    RemoveClientIDFromOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        client_id: String = "ClientID" required(CLIENT_ID_TYPE),
    }
}

readable! {
    /// What `RemoveRoleFromInstanceProfile` is told.
    RemoveRoleFromInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
    }
}

readable! {
    /// What `RemoveUserFromGroup` is told.
    RemoveUserFromGroupInput {
        group_name: String = "GroupName" required(GROUP_NAME_TYPE),
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
    }
}

readable! {
    /// What `UntagInstanceProfile` is told.
    UntagInstanceProfileInput {
        instance_profile_name: String = "InstanceProfileName" required(INSTANCE_PROFILE_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagMFADevice` is told.
    UntagMFADeviceInput {
        serial_number: String = "SerialNumber" required(SERIAL_NUMBER_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagOpenIDConnectProvider` is told.
    UntagOpenIDConnectProviderInput {
        open_id_connect_provider_arn: String = "OpenIDConnectProviderArn" required(ARN_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagPolicy` is told.
    UntagPolicyInput {
        policy_arn: String = "PolicyArn" required(ARN_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagRole` is told.
    UntagRoleInput {
        role_name: String = "RoleName" required(ROLE_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagSAMLProvider` is told.
    UntagSAMLProviderInput {
        saml_provider_arn: String = "SAMLProviderArn" required(ARN_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagServerCertificate` is told.
    UntagServerCertificateInput {
        server_certificate_name: String = "ServerCertificateName" required(SERVER_CERTIFICATE_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}

readable! {
    /// What `UntagUser` is told.
    UntagUserInput {
        user_name: String = "UserName" required(EXISTING_USER_NAME_TYPE),
        tag_keys: Vec<String> = "TagKeys" required(TAG_KEY_LIST_TYPE),
    }
}
