//! Responsibility transfers: one organization pays for another. Nobody is billed here, so a transfer changes nothing but what
//! these operations show.
//!
//! The management account that is to pay sends an invitation to the other's management account. Once that has accepted, the
//! transfer holds from its start, the beginning of a month, until one side ends it, at the end of a month.

use super::invitations::{check_rate, on_party, party};
use crate::directory::entities::{ResponsibilityTransfer, TransferStatus};
use crate::services::organizations::prelude::*;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Characters of an id after `rt-`, of the 8 to 32 that there may be.
const TRANSFER_ID: usize = 10;

fn utc(at: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(at)
}

/// The last second of the month of this time; AWS ends transfers there.
fn end_of_month(at: Timestamp) -> Result<Timestamp, ApiError> {
    let last = utc(at).date().last_of_month().to_datetime(Time::constant(23, 59, 59, 0));
    TimeZone::UTC.to_timestamp(last).map_err(ApiError::internal)
}

/// Whether this is the last second of a month.
fn is_end_of_month(at: Timestamp) -> bool {
    let next = at.checked_add(1.second()).map(utc);
    next.is_ok_and(|next| utc(at).month() != next.month())
}

fn find<'a>(call: &OrganizationsCall<'a>, id: &str) -> Result<&'a Arc<Stored<ResponsibilityTransfer>>, ApiError> {
    transfers::find(call, id).ok_or_else(errors::transfer_missing)
}

impl OrganizationsOperation for api::InviteOrganizationToTransferResponsibility {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        call.with_tags(transfers::with_keys(on_party(call, &input.target), "inbound"), input.tags.as_deref())
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let tags = tags::new(input.tags.as_deref())?;
        let (account, email) = party(call, &input.target)?;
        if account.id == call.account {
            return Err(errors::handshake_to_oneself());
        }
        // Only a management account can hand its organization's bills over.
        let place = crate::domain::organization::place(call.snapshot, account.id);
        if !place.is_some_and(|place| place.is_management()) {
            return Err(errors::bad_party_account());
        }
        let start = utc(input.start_timestamp);
        if start.day() != 1 || start.time() != Time::midnight() {
            return Err(errors::start_not_month());
        }
        if input.start_timestamp <= call.now() {
            return Err(errors::start_too_early());
        }
        edit.touch(organization)?;
        let source = account.id.to_string();
        let mut outbound = call.snapshot.linked_anywhere::<ResponsibilityTransfer>(Link::Recipient, &source);
        if outbound.any(|transfer| transfers::is_active(call, transfer)) {
            return Err(errors::handshake_transfer_exists());
        }
        check_rate(call, organization)?;
        handshakes::forget_old(call, edit, organization);
        let transfer_id = call.new_id("rt-", TRANSFER_ID)?;
        let handshake = Handshake {
            email,
            notes: input.notes.clone(),
            transfer: Some(transfer_id.clone()),
            ..handshakes::new(call, organization, HandshakeAction::TransferResponsibility, source.clone())?
        };
        edit.create(&handshake)?;
        edit.create(&ResponsibilityTransfer {
            account: organization.account,
            id: transfer_id,
            name: input.source_name.clone(),
            source,
            handshake: handshake.id.clone(),
            status: TransferStatus::Requested,
            start: input.start_timestamp,
            end: None,
            tags,
        })?;
        let handshake = Some(shown::handshake(call, &handshake)?);
        Ok(api::InviteOrganizationToTransferResponsibilityOutput { handshake })
    }
}

impl OrganizationsOperation for api::DescribeResponsibilityTransfer {
    const CALLERS: Callers = Callers::Members;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        transfers::requires(call, &input.id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let responsibility_transfer = Some(shown::transfer(call, find(call, &input.id)?)?);
        Ok(api::DescribeResponsibilityTransferOutput { responsibility_transfer })
    }
}

impl OrganizationsOperation for api::UpdateResponsibilityTransfer {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        transfers::requires(call, &input.id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = find(call, &input.id)?;
        // The name is the inviting side's.
        if before.account != call.account {
            return Err(errors::no_permission());
        }
        let after = edit.modify(before, |transfer| transfer.name.clone_from(&input.name))?;
        let responsibility_transfer = Some(shown::transfer(call, &after)?);
        Ok(api::UpdateResponsibilityTransferOutput { responsibility_transfer })
    }
}

impl OrganizationsOperation for api::TerminateResponsibilityTransfer {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        transfers::requires(call, &input.id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = find(call, &input.id)?;
        match before.status {
            TransferStatus::Accepted => {}
            TransferStatus::Withdrawn => return Err(errors::transfer_in_status()),
            _ => return Err(errors::transfer_transition()),
        }
        let end = match input.end_timestamp {
            None => end_of_month(call.now())?,
            Some(end) if end <= call.now() => return Err(errors::end_too_early()),
            Some(end) if !is_end_of_month(end) => return Err(errors::end_not_month()),
            Some(end) => end,
        };
        let after = edit.modify(before, |transfer| {
            transfer.status = TransferStatus::Withdrawn;
            transfer.end = Some(end);
        })?;
        let responsibility_transfer = Some(shown::transfer(call, &after)?);
        Ok(api::TerminateResponsibilityTransferOutput { responsibility_transfer })
    }
}

/// A page of transfers.
fn page<'a>(
    call: &OrganizationsCall<'a>,
    list: &[&str],
    (token, max_results): (Option<&str>, Option<i32>),
    all: impl Iterator<Item = &'a Arc<Stored<ResponsibilityTransfer>>>,
) -> Result<(Vec<api::ResponsibilityTransfer>, Option<String>), ApiError> {
    let mut all: Vec<_> = all.collect();
    // By id alone: they may be of several organizations.
    all.sort_by(|one, other| one.id.cmp(&other.id));
    let (page, next_token) = pages::page(list, token, max_results, all, |it| &it.id)?;
    Ok((page.into_iter().map(|it| shown::transfer(call, it)).collect::<Result<_, _>>()?, next_token))
}

impl OrganizationsOperation for api::ListInboundResponsibilityTransfers {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(_: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![transfers::with_keys(call.on("*"), "inbound")]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let id = input.id.as_deref();
        let all = call.snapshot.list::<ResponsibilityTransfer>(organization.account);
        let mut all = all.filter(|it| id.is_none_or(|id| it.id == id)).peekable();
        if id.is_some() && all.peek().is_none() {
            return Err(errors::transfer_missing());
        }
        let list = ["ListInboundResponsibilityTransfers", &*organization.id, id.unwrap_or_default()];
        let part = (input.next_token.as_deref(), input.max_results);
        let (transfers, next_token) = page(call, &list, part, all)?;
        Ok(api::ListInboundResponsibilityTransfersOutput { responsibility_transfers: Some(transfers), next_token })
    }
}

impl OrganizationsOperation for api::ListOutboundResponsibilityTransfers {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(_: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![transfers::with_keys(call.on("*"), "outbound")]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let source = organization.account.to_string();
        let all = call.snapshot.linked_anywhere::<ResponsibilityTransfer>(Link::Recipient, &source);
        let list = ["ListOutboundResponsibilityTransfers", &*organization.id];
        let part = (input.next_token.as_deref(), input.max_results);
        let (transfers, next_token) = page(call, &list, part, all)?;
        Ok(api::ListOutboundResponsibilityTransfersOutput { responsibility_transfers: Some(transfers), next_token })
    }
}
