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
    /// What `AcceptHandshake` is told.
    AcceptHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// What `CancelHandshake` is told.
    CancelHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// What `CloseAccount` is told.
    CloseAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
    }
}

readable! {
    /// What `DeclineHandshake` is told.
    DeclineHandshakeInput {
        handshake_id: String = "HandshakeId" required(HANDSHAKE_ID),
    }
}

readable! {
    /// What `DeregisterDelegatedAdministrator` is told.
    DeregisterDelegatedAdministratorInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// What `EnableAWSServiceAccess` is told.
    EnableAWSServiceAccessInput {
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// What `EnableAllFeatures` is told.
    EnableAllFeaturesInput {}
}

readable! {
    /// What `EnablePolicyType` is told.
    EnablePolicyTypeInput {
        root_id: String = "RootId" required(ROOT_ID),
        policy_type: String = "PolicyType" required(POLICY_TYPE),
    }
}

readable! {
    /// What `InviteAccountToOrganization` is told.
    InviteAccountToOrganizationInput {
        target: HandshakeParty = "Target" required(Structure::<HandshakeParty>::new()),
        notes: Option<String> = "Notes" optional(HANDSHAKE_NOTES) [sensitive],
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// What `InviteOrganizationToTransferResponsibility` is told.
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
    /// What `LeaveOrganization` is told.
    LeaveOrganizationInput {}
}

readable! {
    /// What `MoveAccount` is told.
    MoveAccountInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        source_parent_id: String = "SourceParentId" required(PARENT_ID),
        destination_parent_id: String = "DestinationParentId" required(PARENT_ID),
    }
}

readable! {
    /// What `PutResourcePolicy` is told.
    PutResourcePolicyInput {
        content: String = "Content" required(RESOURCE_POLICY_CONTENT),
        tags: Option<Vec<Tag>> = "Tags" optional(TAGS),
    }
}

readable! {
    /// What `RegisterDelegatedAdministrator` is told.
    RegisterDelegatedAdministratorInput {
        account_id: String = "AccountId" required(ACCOUNT_ID),
        service_principal: String = "ServicePrincipal" required(SERVICE_PRINCIPAL),
    }
}

readable! {
    /// What `TagResource` is told.
    TagResourceInput {
        resource_id: String = "ResourceId" required(TAGGABLE_RESOURCE_ID),
        tags: Vec<Tag> = "Tags" required(TAGS),
    }
}

readable! {
    /// What `TerminateResponsibilityTransfer` is told.
    TerminateResponsibilityTransferInput {
        id: String = "Id" required(RESPONSIBILITY_TRANSFER_ID),
        end_timestamp: Option<Timestamp> = "EndTimestamp" optional(Instant),
    }
}

readable! {
    /// What `UpdateOrganizationalUnit` is told.
    UpdateOrganizationalUnitInput {
        organizational_unit_id: String = "OrganizationalUnitId" required(ORGANIZATIONAL_UNIT_ID),
        name: Option<String> = "Name" optional(ORGANIZATIONAL_UNIT_NAME),
    }
}

readable! {
    /// What `UpdatePolicy` is told.
    UpdatePolicyInput {
        policy_id: String = "PolicyId" required(POLICY_ID),
        name: Option<String> = "Name" optional(POLICY_NAME),
        description: Option<String> = "Description" optional(POLICY_DESCRIPTION),
        content: Option<String> = "Content" optional(POLICY_CONTENT),
    }
}

readable! {
    /// What `UpdateResponsibilityTransfer` is told.
    UpdateResponsibilityTransferInput {
        id: String = "Id" required(RESPONSIBILITY_TRANSFER_ID),
        name: String = "Name" required(RESPONSIBILITY_TRANSFER_NAME) [sensitive],
    }
}
