//! How accounts leave an organization (R7.9).

use crate::domain::organization;
use crate::services::organizations::prelude::*;
use jiff::SignedDuration;

/// How old the membership of an account must be that the organization made (R7.9).
const WAIT_PERIOD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Takes an account out of its organization. Its tags go with the membership, and so do the questions that the
/// organization has asked it.
fn leave(call: &OrganizationsCall<'_>, edit: &mut Edit, member: &Stored<Membership>) -> Result<(), ApiError> {
    let organization = call.organization()?;
    let id: AccountId = member.member.parse().map_err(|_| errors::account_missing())?;
    if id == organization.account {
        return Err(errors::management_cannot_leave());
    }
    if organization::place(call.snapshot, id)
        .is_some_and(|place| organization::is_delegated_administrator(call.snapshot, &place))
    {
        return Err(errors::delegated_administrator());
    }
    if member.joined_method == JoinedMethod::Created && call.now() < member.joined + WAIT_PERIOD {
        return Err(errors::wait_period());
    }
    let asked = call.snapshot.linked::<Handshake>(organization.account, Link::Recipient, &member.member);
    for handshake in asked.filter(|it| it.parent.is_some() && handshakes::is_pending(it, call.now())) {
        handshakes::end(call, edit, handshake, HandshakeState::Canceled)?;
    }
    edit.delete(member);
    Ok(())
}

impl OrganizationsOperation for api::RemoveAccountFromOrganization {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_account(&input.account_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        leave(call, edit, call.member(&input.account_id).ok_or_else(errors::account_missing)?)?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::LeaveOrganization {
    const CALLERS: Callers = Callers::Members;

    fn run(_: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        leave(call, edit, call.place.ok_or_else(errors::not_in_use)?.membership)?;
        Ok(NoOutput)
    }
}
