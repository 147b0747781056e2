//! Structures nested in inputs and outputs.
//!
//! Generated from botocore 1.44.5 (service model Organizations 2016-11-28) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::shapes::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

writable! {
    /// `Account`.
    Account {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        email: Option<String> = "Email" [sensitive],
        name: Option<String> = "Name" [sensitive],
        status: Option<String> = "Status",
        state: Option<String> = "State",
        paths: Option<Vec<String>> = "Paths",
        joined_method: Option<String> = "JoinedMethod",
        joined_timestamp: Option<Timestamp> = "JoinedTimestamp",
    }
}

writable! {
    /// `Child`.
    Child {
        id: Option<String> = "Id",
        r#type: Option<String> = "Type",
    }
}

writable! {
    /// `CreateAccountStatus`.
    CreateAccountStatus {
        id: Option<String> = "Id",
        account_name: Option<String> = "AccountName" [sensitive],
        state: Option<String> = "State",
        requested_timestamp: Option<Timestamp> = "RequestedTimestamp",
        completed_timestamp: Option<Timestamp> = "CompletedTimestamp",
        account_id: Option<String> = "AccountId",
        gov_cloud_account_id: Option<String> = "GovCloudAccountId",
        failure_reason: Option<String> = "FailureReason",
    }
}

writable! {
    /// `DelegatedAdministrator`.
    DelegatedAdministrator {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        email: Option<String> = "Email" [sensitive],
        name: Option<String> = "Name" [sensitive],
        status: Option<String> = "Status",
        state: Option<String> = "State",
        joined_method: Option<String> = "JoinedMethod",
        joined_timestamp: Option<Timestamp> = "JoinedTimestamp",
        delegation_enabled_date: Option<Timestamp> = "DelegationEnabledDate",
    }
}

writable! {
    /// `DelegatedService`.
    DelegatedService {
        service_principal: Option<String> = "ServicePrincipal",
        delegation_enabled_date: Option<Timestamp> = "DelegationEnabledDate",
    }
}

writable! {
    /// `EffectivePolicy`.
    EffectivePolicy {
        policy_content: Option<String> = "PolicyContent",
        last_updated_timestamp: Option<Timestamp> = "LastUpdatedTimestamp",
        target_id: Option<String> = "TargetId",
        policy_type: Option<String> = "PolicyType",
    }
}

writable! {
    /// `EffectivePolicyValidationError`.
    EffectivePolicyValidationError {
        error_code: Option<String> = "ErrorCode",
        error_message: Option<String> = "ErrorMessage",
        path_to_error: Option<String> = "PathToError",
        contributing_policies: Option<Vec<String>> = "ContributingPolicies",
    }
}

writable! {
    /// `EnabledServicePrincipal`.
    EnabledServicePrincipal {
        service_principal: Option<String> = "ServicePrincipal",
        date_enabled: Option<Timestamp> = "DateEnabled",
    }
}

writable! {
    /// `Handshake`.
    Handshake {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        parties: Option<Vec<HandshakeParty>> = "Parties",
        state: Option<String> = "State",
        requested_timestamp: Option<Timestamp> = "RequestedTimestamp",
        expiration_timestamp: Option<Timestamp> = "ExpirationTimestamp",
        action: Option<String> = "Action",
        resources: Option<Vec<HandshakeResource>> = "Resources",
    }
}

readable! {
    /// `HandshakeFilter`.
    HandshakeFilter {
        action_type: Option<String> = "ActionType" optional(ACTION_TYPE),
        parent_handshake_id: Option<String> = "ParentHandshakeId" optional(HANDSHAKE_ID),
    }
}

readable! {
    /// `HandshakeParty`.
    HandshakeParty {
        id: String = "Id" required(HANDSHAKE_PARTY_ID) [sensitive],
        r#type: String = "Type" required(HANDSHAKE_PARTY_TYPE),
    }
}

writable! {
    /// `HandshakeResource`.
    HandshakeResource {
        value: Option<String> = "Value" [sensitive],
        r#type: Option<String> = "Type",
        resources: Option<Vec<HandshakeResource>> = "Resources",
    }
}

writable! {
    /// `Organization`.
    Organization {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        feature_set: Option<String> = "FeatureSet",
        master_account_arn: Option<String> = "MasterAccountArn",
        master_account_id: Option<String> = "MasterAccountId",
        master_account_email: Option<String> = "MasterAccountEmail" [sensitive],
        available_policy_types: Option<Vec<PolicyTypeSummary>> = "AvailablePolicyTypes",
    }
}

writable! {
    /// `OrganizationalUnit`.
    OrganizationalUnit {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        name: Option<String> = "Name",
        path: Option<String> = "Path",
    }
}

writable! {
    /// `Parent`.
    Parent {
        id: Option<String> = "Id",
        r#type: Option<String> = "Type",
    }
}

writable! {
    /// `Policy`.
    Policy {
        policy_summary: Option<PolicySummary> = "PolicySummary",
        content: Option<String> = "Content",
    }
}

writable! {
    /// `PolicySummary`.
    PolicySummary {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        name: Option<String> = "Name",
        description: Option<String> = "Description",
        r#type: Option<String> = "Type",
        aws_managed: Option<bool> = "AwsManaged",
    }
}

writable! {
    /// `PolicyTargetSummary`.
    PolicyTargetSummary {
        target_id: Option<String> = "TargetId",
        arn: Option<String> = "Arn",
        name: Option<String> = "Name",
        r#type: Option<String> = "Type",
    }
}

writable! {
    /// `PolicyTypeSummary`.
    PolicyTypeSummary {
        r#type: Option<String> = "Type",
        status: Option<String> = "Status",
    }
}

writable! {
    /// `ResourcePolicy`.
    ResourcePolicy {
        resource_policy_summary: Option<ResourcePolicySummary> = "ResourcePolicySummary",
        content: Option<String> = "Content",
    }
}

writable! {
    /// `ResourcePolicySummary`.
    ResourcePolicySummary {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
    }
}

writable! {
    /// `ResponsibilityTransfer`.
    ResponsibilityTransfer {
        arn: Option<String> = "Arn",
        name: Option<String> = "Name" [sensitive],
        id: Option<String> = "Id",
        r#type: Option<String> = "Type",
        status: Option<String> = "Status",
        source: Option<TransferParticipant> = "Source",
        target: Option<TransferParticipant> = "Target",
        start_timestamp: Option<Timestamp> = "StartTimestamp",
        end_timestamp: Option<Timestamp> = "EndTimestamp",
        active_handshake_id: Option<String> = "ActiveHandshakeId",
    }
}

writable! {
    /// `Root`.
    Root {
        id: Option<String> = "Id",
        arn: Option<String> = "Arn",
        name: Option<String> = "Name",
        policy_types: Option<Vec<PolicyTypeSummary>> = "PolicyTypes",
    }
}

readable! {
    /// `Tag`.
    Tag {
        key: String = "Key" required(TAG_KEY),
        value: String = "Value" required(TAG_VALUE),
    }
}

writable! {
    /// `TransferParticipant`.
    TransferParticipant {
        management_account_id: Option<String> = "ManagementAccountId",
        management_account_email: Option<String> = "ManagementAccountEmail" [sensitive],
    }
}
