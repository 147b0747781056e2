//! Inputs of operations that change.
//!
//! Generated from botocore 1.44.5 (service model Organizations 2016-11-28) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::organizations::shapes::*;
use crate::api::organizations::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `AcceptHandshake`.
    AcceptHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// The input of `CancelHandshake`.
    CancelHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// The input of `CloseAccount`.
    CloseAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
    }
}

readable! {
    /// The input of `DeclineHandshake`.
    DeclineHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// The input of `DeregisterDelegatedAdministrator`.
    DeregisterDelegatedAdministratorInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// The input of `EnableAWSServiceAccess`.
    EnableAWSServiceAccessInput {
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// The input of `EnableAllFeatures`.
    EnableAllFeaturesInput {}
}

readable! {
    /// The input of `EnablePolicyType`.
    EnablePolicyTypeInput {
        root_id: String = "RootId" required(ROOT_ID),
        policy_type: String = "PolicyType" required(POLICY_TYPE),
    }
}

readable! {
    /// The input of `InviteAccountToOrganization`.
    InviteAccountToOrganizationInput {
        target: HandshakeParty = "Target" required(Structure::<HandshakeParty>::new()),
        notes: Option<String> = "Notes" optional(HANDSHAKE_NOTES) [sensitive],
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// The input of `InviteOrganizationToTransferResponsibility`.
    InviteOrganizationToTransferResponsibilityInput {
        r#type: String = "Type" required(RESPONSIBILITY_TRANSFER_TYPE),
        target: HandshakeParty = "Target" required(Structure::<HandshakeParty>::new()),
        notes: Option<String> = "Notes" optional(HANDSHAKE_NOTES) [sensitive],
        start_timestamp: Timestamp = "StartTimestamp" required(Instant),
        source_name: String = "SourceName" required(RESPONSIBILITY_TRANSFER_NAME) [sensitive],
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// The input of `LeaveOrganization`.
    LeaveOrganizationInput {}
}

readable! {
    /// The input of `MoveAccount`.
    MoveAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        source_parent_id: String = "SourceParentId" required(PARENT_ID),
        destination_parent_id: String = "DestinationParentId" required(PARENT_ID),
    }
}

readable! {
    /// The input of `PutResourcePolicy`.
    PutResourcePolicyInput {
        content: String = "Content" required(RESOURCE_POLICY_CONTENT),
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// The input of `RegisterDelegatedAdministrator`.
    RegisterDelegatedAdministratorInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// The input of `TagResource`.
    TagResourceInput {
        resource_id: String = "ResourceId" required(TAGGABLE_RESOURCE_ID),
        tags: Vec<Tag> = "Tags" required(TAGS),
    }
}

readable! {
    /// The input of `TerminateResponsibilityTransfer`.
    TerminateResponsibilityTransferInput {
        id: String = "Id" required(RESPONSIBILITY_TRANSFER_ID),
        end_timestamp: Option<Timestamp> = "EndTimestamp" optional(Instant),
    }
}

readable! {
    /// The input of `UpdateOrganizationalUnit`.
    UpdateOrganizationalUnitInput {
        organizational_unit_id: String = "OrganizationalUnitId" required(ORGANIZATIONAL_UNIT_ID),
        name: Option<String> = "Name" optional(ORGANIZATIONAL_UNIT_NAME),
    }
}

readable! {
    /// The input of `UpdatePolicy`.
    UpdatePolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
        name: Option<String> = "Name" optional(POLICY_NAME),
        description: Option<String> = "Description" optional(POLICY_DESCRIPTION),
        content: Option<String> = "Content" optional(POLICY_CONTENT),
    }
}

readable! {
    /// The input of `UpdateResponsibilityTransfer`.
    UpdateResponsibilityTransferInput {
        id: String = "Id" required(RESPONSIBILITY_TRANSFER_ID),
        name: String = "Name" required(RESPONSIBILITY_TRANSFER_NAME) [sensitive],
    }
}
