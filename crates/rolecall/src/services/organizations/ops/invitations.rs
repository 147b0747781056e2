//! How an organization invites accounts (R7.6).

use crate::api::error::ApiError;
use crate::directory::entities::Account;
use crate::domain::organization::account_limit;
use crate::services::organizations::prelude::*;
use jiff::SignedDuration;

/// How many invitations an organization may send in a day, if it may not have more accounts than that. *AWS Organizations
/// User Guide*, quotas: 20, or the number of accounts that it may have.
const INVITATIONS_A_DAY: usize = 20;

/// The account that a party is, and the address by which it is named, if it is.
pub(super) fn party<'a>(
    call: &OrganizationsCall<'a>,
    target: &api::HandshakeParty,
) -> Result<(&'a Arc<Stored<Account>>, Option<String>), ApiError> {
    match &*target.r#type {
        "ACCOUNT" => {
            let account = target.id.parse().ok().and_then(|id| call.snapshot.account(id));
            Ok((account.ok_or_else(errors::bad_party_account)?, None))
        }
        "EMAIL" => {
            let account = call.snapshot.account_of_email(&target.id).ok_or_else(errors::bad_party_email)?;
            Ok((account, Some(target.id.clone())))
        }
        _ => Err(errors::bad_party_type()),
    }
}

/// The operation's action on the party.
pub(super) fn on_party(call: &OrganizationsCall<'_>, target: &api::HandshakeParty) -> RequiredPermission {
    if target.r#type == "ACCOUNT" { call.on_account(&target.id) } else { call.on("*") }
}

/// Refuses more handshakes than an organization may send in a day.
pub(super) fn check_rate(call: &OrganizationsCall<'_>, organization: &Organization) -> Result<(), ApiError> {
    let since = call.now() - SignedDuration::from_hours(24);
    let sent = call.snapshot.list::<Handshake>(organization.account).filter(|it| it.requested > since);
    let of_today = sent.filter(|it| it.parent.is_none()).count();
    let allowed = INVITATIONS_A_DAY.max(account_limit(organization));
    if of_today >= allowed { Err(errors::handshake_too_many()) } else { Ok(()) }
}

impl OrganizationsOperation for api::InviteAccountToOrganization {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        call.with_tags(on_party(call, &input.target), input.tags.as_deref())
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let tags = tags::new(input.tags.as_deref())?;
        let (account, email) = party(call, &input.target)?;
        if account.closed.is_some() {
            return Err(errors::bad_party_account());
        }
        if call.snapshot.membership(account.id).is_some() {
            return Err(errors::handshake_already_member());
        }
        // Written unchanged, so that invitations at once do not exceed what is allowed.
        edit.touch(organization)?;
        let now = call.now();
        let pending = || {
            let sent = call.snapshot.list::<Handshake>(organization.account);
            sent.filter(|it| handshakes::is_pending(it, now))
        };
        if pending().any(|it| it.action == HandshakeAction::EnableAllFeatures) {
            return Err(errors::handshake_invites_disabled());
        }
        let recipient = account.id.to_string();
        let mut invitations = pending().filter(|it| it.action == HandshakeAction::Invite);
        if invitations.any(|it| it.recipient == recipient) {
            return Err(errors::handshake_exists());
        }
        if handshakes::accounts_taken(call, organization) >= account_limit(organization) {
            return Err(errors::handshake_too_many_accounts());
        }
        check_rate(call, organization)?;
        handshakes::forget_old(call, edit, organization);
        let handshake = Handshake {
            email,
            notes: input.notes.clone(),
            tags,
            ..handshakes::new(call, organization, HandshakeAction::Invite, recipient)?
        };
        edit.create(&handshake)?;
        Ok(api::InviteAccountToOrganizationOutput { handshake: Some(shown::handshake(call, &handshake)?) })
    }
}
