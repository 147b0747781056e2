//! Handshakes as operations find and end them (R7.6).

use super::call::OrganizationsCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{
    AccountCreation, Handshake, HandshakeAction, HandshakeState, Link, Membership, Organization,
};
use crate::directory::table::Stored;
use crate::services::operation::RequiredPermission;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How long a handshake that has come to an end is shown (R7.6).
const SHOWN_AFTER_END: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Characters of an id after `h-`, of the 8 to 32 that there may be (R7.3, table).
const HANDSHAKE_ID: usize = 10;

/// How long a handshake waits for an answer (R7.6).
const fn lifetime(action: HandshakeAction) -> SignedDuration {
    let days = match action {
        HandshakeAction::Invite | HandshakeAction::TransferResponsibility => 15,
        HandshakeAction::EnableAllFeatures | HandshakeAction::ApproveAllFeatures => 90,
    };
    SignedDuration::from_hours(days * 24)
}

/// How many of the accounts that an organization may have are taken: by members, by accounts that are being made, and by
/// invitations that wait for an answer (R7.9).
pub(super) fn accounts_taken(call: &OrganizationsCall<'_>, organization: &Organization) -> usize {
    let (snapshot, now) = (call.snapshot, call.now());
    let made = snapshot.list::<AccountCreation>(organization.account).filter(|it| it.completed.is_none());
    let sent = snapshot.list::<Handshake>(organization.account);
    let invited = sent.filter(|it| it.action == HandshakeAction::Invite && is_pending(it, now));
    snapshot.count::<Membership>(organization.account) + made.count() + invited.count()
}

/// A new handshake of the caller's organization, which waits for its answer.
pub(super) fn new(
    call: &OrganizationsCall<'_>,
    organization: &Organization,
    action: HandshakeAction,
    recipient: String,
) -> Result<Handshake, ApiError> {
    Ok(Handshake {
        account: organization.account,
        id: call.new_id("h-", HANDSHAKE_ID)?,
        organization: organization.id.clone(),
        action,
        recipient,
        email: None,
        state: HandshakeState::Requested,
        requested: call.now(),
        expires: call.now() + lifetime(action),
        ended: None,
        parent: None,
        transfer: None,
        notes: None,
        tags: Vec::new(),
    })
}

/// `arn:aws:organizations::<management account>:handshake/o-…/<action>/h-…`.
pub(super) fn arn(organization: &Organization, handshake: &Handshake) -> String {
    let action = handshake.action.name().to_lowercase();
    organization.arn_of("handshake", &format!("{action}/{}", handshake.id))
}

/// Whether it still waits for an answer.
pub(super) fn is_pending(handshake: &Handshake, now: Timestamp) -> bool {
    handshake.ended.is_none() && now < handshake.expires
}

/// Its state, as answers spell it.
pub(super) fn state(handshake: &Handshake, now: Timestamp) -> &'static str {
    if handshake.ended.is_none() && now >= handshake.expires { "EXPIRED" } else { handshake.state.name() }
}

/// Whether it is still shown.
pub(super) fn is_shown(handshake: &Handshake, now: Timestamp) -> bool {
    now < handshake.ended.unwrap_or(handshake.expires) + SHOWN_AFTER_END
}

/// The handshake with this id, if the caller's account has sent it or is asked by it.
pub(super) fn find<'a>(call: &OrganizationsCall<'a>, id: &str) -> Option<&'a Arc<Stored<Handshake>>> {
    let handshake = call.snapshot.find_by_id::<Handshake>(id)?;
    let takes_part = handshake.account == call.account || handshake.recipient == call.account.to_string();
    // One that an organization left behind is nobody's.
    let organization = call.snapshot.find_by_id::<Organization>(&handshake.organization);
    (takes_part && is_shown(handshake, call.now()) && organization.is_some()).then_some(handshake)
}

/// The operation's action on the handshake with this id.
pub(super) fn requires(call: &OrganizationsCall<'_>, id: &str) -> Vec<RequiredPermission> {
    let organization =
        find(call, id).and_then(|it| Some((call.snapshot.find_by_id::<Organization>(&it.organization)?, it)));
    vec![call.on(organization.map_or_else(|| "*".to_owned(), |(organization, it)| arn(organization, it)))]
}

/// Refuses what cannot become `wanted` any more.
pub(super) fn check_transition(handshake: &Handshake, wanted: HandshakeState, now: Timestamp) -> Result<(), ApiError> {
    if handshake.state == wanted {
        return Err(errors::handshake_in_state());
    }
    if is_pending(handshake, now) { Ok(()) } else { Err(errors::handshake_transition()) }
}

/// Brings a handshake to its end. If it was the last that its parent waited for, the parent may be finished; the parent is
/// written in any case, so that two answers at once do not each take the other for missing.
pub(super) fn end(
    call: &OrganizationsCall<'_>,
    edit: &mut Edit,
    handshake: &Stored<Handshake>,
    state: HandshakeState,
) -> Result<Handshake, ApiError> {
    let now = call.now();
    if let Some(parent) = handshake.parent.as_ref().and_then(|id| call.snapshot.find_by_id::<Handshake>(id)) {
        let others = call.snapshot.linked::<Handshake>(handshake.account, Link::Parent, &parent.id);
        let waits = others.filter(|other| other.id != handshake.id).any(|other| is_pending(other, now));
        // Whoever declines keeps the organization from getting all features; the parent waits until it expires.
        let refused = state == HandshakeState::Declined
            || call
                .snapshot
                .linked::<Handshake>(handshake.account, Link::Parent, &parent.id)
                .any(|other| other.state == HandshakeState::Declined);
        edit.modify(parent, |parent| {
            if !waits && !refused && parent.state == HandshakeState::Requested {
                parent.state = HandshakeState::Open;
            }
        })?;
    }
    edit.modify(handshake, |handshake| {
        handshake.state = state;
        handshake.ended = Some(now);
    })
}

/// Forgets the sender's handshakes that are not shown any more.
pub(super) fn forget_old(call: &OrganizationsCall<'_>, edit: &mut Edit, organization: &Organization) {
    let now = call.now();
    for old in call.snapshot.list::<Handshake>(organization.account).filter(|it| !is_shown(it, now)) {
        edit.delete(old);
    }
}
