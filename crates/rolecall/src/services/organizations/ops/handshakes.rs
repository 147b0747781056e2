//! What becomes of handshakes (R7.6).

use crate::directory::entities::{ResponsibilityTransfer, TransferStatus};
use crate::domain::organization::{account_limit, join};
use crate::services::organizations::prelude::*;

/// The handshake with this id, which the caller's account is asked by.
fn asked<'a>(call: &OrganizationsCall<'a>, id: &str) -> Result<&'a Arc<Stored<Handshake>>, ApiError> {
    let handshake = handshakes::find(call, id).ok_or_else(errors::handshake_missing)?;
    // Who only sent it may take it back, and nothing else.
    if handshake.recipient == call.account.to_string() { Ok(handshake) } else { Err(errors::no_permission()) }
}

/// Settles what the transfer is that a handshake was about.
fn settle_transfer(
    call: &OrganizationsCall<'_>,
    edit: &mut Edit,
    handshake: &Handshake,
    status: TransferStatus,
) -> Result<(), ApiError> {
    let transfer = handshake.transfer.as_ref().and_then(|id| call.snapshot.find_by_id::<ResponsibilityTransfer>(id));
    if let Some(transfer) = transfer {
        edit.modify(transfer, |transfer| transfer.status = status)?;
    }
    Ok(())
}

/// Does what a handshake asks for.
fn accept(call: &OrganizationsCall<'_>, edit: &mut Edit, handshake: &Handshake) -> Result<(), ApiError> {
    let sender = call.snapshot.find_by_id::<Organization>(&handshake.organization);
    let sender = sender.ok_or_else(errors::handshake_missing)?;
    match handshake.action {
        HandshakeAction::Invite => {
            if call.snapshot.membership(call.account).is_some() {
                return Err(errors::handshake_already_member());
            }
            if call.snapshot.count::<Membership>(sender.account) >= account_limit(sender) {
                return Err(errors::handshake_too_many_accounts());
            }
            join(call.node, call.snapshot, edit, sender, call.account, JoinedMethod::Invited, handshake.tags.clone())
        }
        // Its end opens the parent.
        HandshakeAction::ApproveAllFeatures => Ok(()),
        HandshakeAction::EnableAllFeatures => {
            if handshake.state != HandshakeState::Open {
                return Err(errors::handshake_transition());
            }
            edit.modify(sender, |organization| organization.feature_set = FeatureSet::All).map(drop)
        }
        HandshakeAction::TransferResponsibility => {
            let place = call.place.ok_or_else(errors::not_in_use)?;
            if !place.is_management() {
                return Err(errors::no_permission());
            }
            settle_transfer(call, edit, handshake, TransferStatus::Accepted)
        }
    }
}

impl OrganizationsOperation for api::AcceptHandshake {
    const CALLERS: Callers = Callers::Everybody;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        handshakes::requires(call, &input.handshake_id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = asked(call, &input.handshake_id)?;
        handshakes::check_transition(before, HandshakeState::Accepted, call.now())?;
        accept(call, edit, before)?;
        let after = handshakes::end(call, edit, before, HandshakeState::Accepted)?;
        Ok(api::AcceptHandshakeOutput { handshake: Some(shown::handshake(call, &after)?) })
    }
}

impl OrganizationsOperation for api::DeclineHandshake {
    const CALLERS: Callers = Callers::Everybody;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        handshakes::requires(call, &input.handshake_id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = asked(call, &input.handshake_id)?;
        handshakes::check_transition(before, HandshakeState::Declined, call.now())?;
        settle_transfer(call, edit, before, TransferStatus::Declined)?;
        let after = handshakes::end(call, edit, before, HandshakeState::Declined)?;
        Ok(api::DeclineHandshakeOutput { handshake: Some(shown::handshake(call, &after)?) })
    }
}

impl OrganizationsOperation for api::CancelHandshake {
    const CALLERS: Callers = Callers::Everybody;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        handshakes::requires(call, &input.handshake_id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = handshakes::find(call, &input.handshake_id).ok_or_else(errors::handshake_missing)?;
        if before.account != call.account {
            return Err(errors::no_permission());
        }
        handshakes::check_transition(before, HandshakeState::Canceled, call.now())?;
        settle_transfer(call, edit, before, TransferStatus::Canceled)?;
        // What the accounts were asked for is not wanted any more.
        let children = call.snapshot.linked::<Handshake>(before.account, Link::Parent, &before.id);
        for child in children.filter(|child| handshakes::is_pending(child, call.now())) {
            edit.modify(child, |child| {
                child.state = HandshakeState::Canceled;
                child.ended = Some(call.now());
            })?;
        }
        let after = handshakes::end(call, edit, before, HandshakeState::Canceled)?;
        Ok(api::CancelHandshakeOutput { handshake: Some(shown::handshake(call, &after)?) })
    }
}

impl OrganizationsOperation for api::DescribeHandshake {
    const CALLERS: Callers = Callers::Everybody;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        handshakes::requires(call, &input.handshake_id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let found = handshakes::find(call, &input.handshake_id).ok_or_else(errors::handshake_missing)?;
        Ok(api::DescribeHandshakeOutput { handshake: Some(shown::handshake(call, found)?) })
    }
}

/// A page of those of these handshakes that are still shown and fit the filter.
fn page<'a>(
    call: &OrganizationsCall<'a>,
    list: [&str; 2],
    filter: Option<&api::HandshakeFilter>,
    (token, max_results): (Option<&str>, Option<i32>),
    all: impl Iterator<Item = &'a Arc<Stored<Handshake>>>,
) -> Result<(Vec<api::Handshake>, Option<String>), ApiError> {
    let action = filter.and_then(|filter| filter.action_type.as_deref());
    let parent = filter.and_then(|filter| filter.parent_handshake_id.as_deref());
    if action.is_some() && parent.is_some() {
        return Err(errors::too_many_filters());
    }
    let fits = |it: &&Arc<Stored<Handshake>>| {
        let of_action = action.is_none_or(|action| it.action.name() == action);
        let of_parent = parent.is_none_or(|parent| it.parent.as_deref() == Some(parent));
        let has_sender = call.snapshot.find_by_id::<Organization>(&it.organization).is_some();
        of_action && of_parent && has_sender && handshakes::is_shown(it, call.now())
    };
    let mut all: Vec<_> = all.filter(fits).collect();
    // By id alone: they may be of several senders.
    all.sort_by(|one, other| one.id.cmp(&other.id));
    let [operation, whose] = list;
    let list = [operation, whose, action.unwrap_or_default(), parent.unwrap_or_default()];
    let (page, next_token) = pages::page(&list, token, max_results, all, |it| &it.id)?;
    let shown = page.into_iter().map(|it| shown::handshake(call, it)).collect::<Result<_, _>>()?;
    Ok((shown, next_token))
}

impl OrganizationsOperation for api::ListHandshakesForAccount {
    const CALLERS: Callers = Callers::Everybody;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.account.to_string();
        let all = call.snapshot.linked_anywhere::<Handshake>(Link::Recipient, &account);
        let part = (input.next_token.as_deref(), input.max_results);
        let (handshakes, next_token) =
            page(call, ["ListHandshakesForAccount", &account], input.filter.as_ref(), part, all)?;
        Ok(api::ListHandshakesForAccountOutput { handshakes: Some(handshakes), next_token })
    }
}

impl OrganizationsOperation for api::ListHandshakesForOrganization {
    const CALLERS: Callers = Callers::Administrators;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let all = call.snapshot.list::<Handshake>(organization.account);
        let part = (input.next_token.as_deref(), input.max_results);
        let list = ["ListHandshakesForOrganization", &*organization.id];
        let (handshakes, next_token) = page(call, list, input.filter.as_ref(), part, all)?;
        Ok(api::ListHandshakesForOrganizationOutput { handshakes: Some(handshakes), next_token })
    }
}
