//! The accounts of an organization: which there are, where they are, and their end (R7.4).

use crate::domain::organization::Container;
use crate::services::organizations::prelude::*;
use jiff::SignedDuration;

/// The time over which closures count (R7.9).
const CLOSURE_WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How many closures are allowed in that time in any case (R7.9).
const LEAST_CLOSURES: usize = 250;

/// How many closures are allowed in that time at most (R7.9).
const MOST_CLOSURES: usize = 1_000;

/// The part of an organization's accounts that may be closed in that time: one in five (R7.9).
const PART_OF_ACCOUNTS: usize = 5;

impl OrganizationsOperation for api::DescribeAccount {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_account(&input.account_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let member = call.member(&input.account_id).ok_or_else(errors::account_missing)?;
        Ok(api::DescribeAccountOutput { account: Some(shown::account(call, call.organization()?, member)?) })
    }
}

impl OrganizationsOperation for api::ListAccounts {
    const CALLERS: Callers = Callers::Administrators;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let members = call.snapshot.list::<Membership>(organization.account);
        let list = ["ListAccounts", &*organization.id];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, members, |member| &member.member)?;
        let accounts = page.into_iter().map(|member| shown::account(call, organization, member));
        Ok(api::ListAccountsOutput { accounts: Some(accounts.collect::<Result<_, _>>()?), next_token })
    }
}

impl OrganizationsOperation for api::ListAccountsForParent {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_container(&input.parent_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let parent = call.container(&input.parent_id).ok_or_else(errors::parent_missing)?.id();
        let members = call.members_in(parent);
        let list = ["ListAccountsForParent", &*organization.id, parent];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, members, |member| &member.member)?;
        let accounts = page.into_iter().map(|member| shown::account(call, organization, member));
        Ok(api::ListAccountsForParentOutput { accounts: Some(accounts.collect::<Result<_, _>>()?), next_token })
    }
}

impl OrganizationsOperation for api::MoveAccount {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![
            call.on_account(&input.account_id),
            call.on_container(&input.source_parent_id),
            call.on_container(&input.destination_parent_id),
        ]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let member = call.member(&input.account_id).ok_or_else(errors::account_missing)?;
        let source = call.container(&input.source_parent_id).ok_or_else(errors::source_missing)?;
        let destination = call.container(&input.destination_parent_id).ok_or_else(errors::destination_missing)?;
        if member.parent == destination.id() {
            return Err(errors::already_there());
        }
        if member.parent != source.id() {
            return Err(errors::source_missing());
        }
        match destination {
            Container::Root(root) => edit.touch(root)?,
            Container::Unit(unit) => edit.touch(unit)?,
        }
        edit.modify(member, |member| destination.id().clone_into(&mut member.parent))?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::CloseAccount {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_account(&input.account_id)]
    }

    /// AWS closes accounts in the background. Here the account is closed when the request is answered, so no more than one
    /// closure is ever in progress.
    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let member = call.member(&input.account_id).ok_or_else(errors::account_missing)?;
        let id: AccountId = member.member.parse().map_err(|_| errors::account_missing())?;
        if id == organization.account {
            return Err(errors::cannot_close_management());
        }
        if organization.feature_set != FeatureSet::All {
            return Err(errors::needs_all_features());
        }
        let account = call.account_entity(id)?;
        if account.closed.is_some() {
            return Err(errors::already_closed());
        }
        // The organization is written unchanged, so that closures at once do not exceed their quota.
        edit.touch(organization)?;
        let since = call.now() - CLOSURE_WINDOW;
        let members = || call.snapshot.list::<Membership>(organization.account);
        let recently_closed = |member: &&Arc<Stored<Membership>>| {
            let account = member.member.parse().ok().and_then(|id| call.snapshot.account(id));
            account.and_then(|account| account.closed).is_some_and(|closed| closed > since)
        };
        let allowed = (members().count() / PART_OF_ACCOUNTS).clamp(LEAST_CLOSURES, MOST_CLOSURES);
        if members().filter(recently_closed).count() >= allowed {
            return Err(errors::too_many_closed());
        }
        edit.modify(account, |account| account.closed = Some(call.now()))?;
        Ok(NoOutput)
    }
}
