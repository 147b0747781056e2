//! Responsibility transfers as operations find and show them.

use super::call::OrganizationsCall;
use super::handshakes;
use crate::directory::entities::{Handshake, ResponsibilityTransfer, TransferStatus};
use crate::directory::table::Stored;
use crate::services::operation::RequiredPermission;
use std::sync::Arc;

/// The transfer with this id, if the caller's account is a side of it.
pub(super) fn find<'a>(call: &OrganizationsCall<'a>, id: &str) -> Option<&'a Arc<Stored<ResponsibilityTransfer>>> {
    let transfer = call.snapshot.find_by_id::<ResponsibilityTransfer>(id)?;
    let takes_part = transfer.account == call.account || transfer.source == call.account.to_string();
    takes_part.then_some(transfer)
}

/// `inbound` for the side that takes the responsibility, `outbound` for the other.
fn direction(call: &OrganizationsCall<'_>, transfer: &ResponsibilityTransfer) -> &'static str {
    if transfer.account == call.account { "inbound" } else { "outbound" }
}

/// The ARN, in the caller's organization.
pub(super) fn arn(call: &OrganizationsCall<'_>, transfer: &ResponsibilityTransfer) -> String {
    let part = format!("billing/{}/{}", direction(call, transfer), transfer.id);
    call.place.map(|place| place.organization.arn_of("transfer", &part)).unwrap_or_default()
}

/// Its status, as answers spell it.
pub(super) fn status(call: &OrganizationsCall<'_>, transfer: &ResponsibilityTransfer) -> &'static str {
    let expired = || {
        let invitation = call.snapshot.find_by_id::<Handshake>(&transfer.handshake);
        invitation.is_none_or(|it| !handshakes::is_pending(it, call.now()))
    };
    if transfer.status == TransferStatus::Requested && expired() { "EXPIRED" } else { transfer.status.name() }
}

/// Whether it binds both sides, or may yet.
pub(super) fn is_active(call: &OrganizationsCall<'_>, transfer: &ResponsibilityTransfer) -> bool {
    match transfer.status {
        TransferStatus::Requested => status(call, transfer) == "REQUESTED",
        TransferStatus::Accepted => true,
        TransferStatus::Withdrawn => transfer.end.is_some_and(|end| call.now() < end),
        TransferStatus::Declined | TransferStatus::Canceled => false,
    }
}

/// The operation's action on the transfer with this id.
pub(super) fn requires(call: &OrganizationsCall<'_>, id: &str) -> Vec<RequiredPermission> {
    vec![match find(call, id) {
        Some(transfer) => with_keys(call.on(arn(call, transfer)), direction(call, transfer))
            .tags("aws:ResourceTag", transfer.tags.iter().map(|tag| (&*tag.key, &*tag.value))),
        None => call.on("*"),
    }]
}

/// With the keys of transfers in this direction.
pub(super) fn with_keys(permission: RequiredPermission, direction: &str) -> RequiredPermission {
    permission
        .key("organizations:TransferType", "BILLING")
        .key("organizations:TransferDirection", direction.to_uppercase())
}
