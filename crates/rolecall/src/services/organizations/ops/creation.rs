//! How an organization makes accounts (R7.5). The requests are carried out by `crate::domain::account_creation`.

use crate::domain::account_creation::DEFAULT_ROLE;
use crate::domain::organization::account_limit;
use crate::node::Node;
use crate::services::organizations::prelude::*;
use jiff::SignedDuration;

/// Characters of an id after `car-`, of the 8 to 32 that there may be (R7.3, table): as many as AWS takes.
const REQUEST_ID: usize = 32;

/// How many requests may be in progress in an organization (R7.9).
const IN_PROGRESS: usize = 5;

/// How long a request is kept that came to its end.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Which names no role can have but those that belong to services.
const RESERVED_ROLE_NAMES: &str = "AWSServiceRoleFor";

impl OrganizationsOperation for api::CreateAccount {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        call.with_tags(call.on("*"), input.tags.as_deref())
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let tags = tags::new(input.tags.as_deref())?;
        let role_name = input.role_name.as_deref().unwrap_or(DEFAULT_ROLE);
        if role_name.starts_with(RESERVED_ROLE_NAMES) {
            return Err(errors::bad_role_name());
        }
        // Written unchanged, so that requests at once do not exceed what is allowed.
        edit.touch(organization)?;
        let requests = || call.snapshot.list::<AccountCreation>(organization.account);
        let pending = requests().filter(|request| request.completed.is_none()).count();
        if handshakes::accounts_taken(call, organization) >= account_limit(organization) {
            return Err(errors::too_many_accounts());
        }
        if pending >= IN_PROGRESS {
            return Err(errors::in_progress());
        }
        let is_old = |request: &&Arc<Stored<AccountCreation>>| {
            request.completed.as_ref().is_some_and(|(at, _)| *at + KEPT < call.now())
        };
        requests().filter(is_old).for_each(|request| edit.delete(request));
        let request = AccountCreation {
            account: organization.account,
            organization: organization.id.clone(),
            id: call.new_id("car-", REQUEST_ID)?,
            name: input.account_name.clone(),
            email: input.email.clone(),
            role_name: role_name.to_owned(),
            tags,
            requested: call.now(),
            completed: None,
        };
        edit.create(&request)?;
        Ok(api::CreateAccountOutput { create_account_status: Some(shown::creation(&request)) })
    }

    fn done(node: &Node) {
        node.account_requests.send_replace(());
    }
}

impl OrganizationsOperation for api::CreateGovCloudAccount {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        call.with_tags(call.on("*"), input.tags.as_deref())
    }

    /// As AWS answers an organization that has no account in its other partition, which none has here.
    fn run(_: &Self::Input, _: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Err(errors::no_govcloud())
    }
}

impl OrganizationsOperation for api::DescribeCreateAccountStatus {
    const CALLERS: Callers = Callers::Administrators;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let found = call.snapshot.find::<AccountCreation>(organization.account, &input.create_account_request_id);
        let found = found.filter(|request| request.organization == organization.id);
        let create_account_status = Some(shown::creation(found.ok_or_else(errors::creation_missing)?));
        Ok(api::DescribeCreateAccountStatusOutput { create_account_status })
    }
}

impl OrganizationsOperation for api::ListCreateAccountStatus {
    const CALLERS: Callers = Callers::Administrators;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let mut states: Vec<&str> = input.states.iter().flatten().map(String::as_str).collect();
        states.sort_unstable();
        let wanted = |request: &&Arc<Stored<AccountCreation>>| {
            let state = shown::creation(request).state;
            let fits = states.is_empty() || state.is_some_and(|state| states.contains(&&*state));
            fits && request.organization == organization.id
        };
        let requests = call.snapshot.list::<AccountCreation>(organization.account).filter(wanted);
        let list: Vec<&str> =
            ["ListCreateAccountStatus", &*organization.id].into_iter().chain(states.iter().copied()).collect();
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, requests, |request| &request.id)?;
        let statuses = page.into_iter().map(|request| shown::creation(request)).collect();
        Ok(api::ListCreateAccountStatusOutput { create_account_statuses: Some(statuses), next_token })
    }
}
