//! Member accounts that administer a service for the organization (R7.22, R7.23).

use crate::directory::entities::{DelegatedAdministrator, ServiceAccess};
use crate::domain::organization;
use crate::services::organizations::prelude::*;
use crate::services::organizations::targets::{Target, permission_on_target};
use std::collections::BTreeMap;

/// How many accounts can administer one service. AWS's number differs from service to service and is mostly one; this is
/// that of CloudFormation, the highest that is published [choice].
const MAX_ADMINISTRATORS: usize = 5;

fn on_account(call: &OrganizationsCall<'_>, account: &str, service: &str) -> Vec<RequiredPermission> {
    vec![permission_on_target(call, account).key("organizations:ServicePrincipal", service)]
}

/// The account with this id in the caller's organization.
fn member(call: &OrganizationsCall<'_>, id: &str) -> Result<AccountId, ApiError> {
    match Target::lookup(call, id) {
        Some(Target::Account(account, _)) => Ok(account),
        _ => Err(errors::account_missing()),
    }
}

impl OrganizationsOperation for api::RegisterDelegatedAdministrator {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        on_account(call, &input.account_id, &input.service_principal)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let management = organization.account;
        let account = member(call, &input.account_id)?;
        let service = &*input.service_principal;
        if account == management {
            return Err(errors::management_cannot_be_delegated());
        }
        let access = call.snapshot.find::<ServiceAccess>(management, service);
        let access = access.ok_or_else(errors::service_access_not_enabled)?;
        if call.account_entity(account)?.closed.is_some() {
            return Err(errors::suspended_cannot_be_delegated());
        }
        let name = DelegatedAdministrator::name_of(account, service);
        if call.snapshot.find::<DelegatedAdministrator>(management, &name).is_some() {
            return Err(errors::account_already_registered());
        }
        let others = call.snapshot.list::<DelegatedAdministrator>(management);
        if others.filter(|other| other.service == service).count() >= MAX_ADMINISTRATORS {
            return Err(errors::too_many_delegated_administrators());
        }
        // The account that leaves, the trust that ends and another one that is registered at this moment conflict.
        if let Some(place) = organization::place(call.snapshot, account) {
            edit.touch(place.membership)?;
        }
        edit.touch(access)?;
        edit.create(&DelegatedAdministrator {
            account: management,
            name,
            member: account.to_string(),
            service: service.to_owned(),
            enabled: call.now(),
        })?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::DeregisterDelegatedAdministrator {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        on_account(call, &input.account_id, &input.service_principal)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = member(call, &input.account_id)?;
        let name = DelegatedAdministrator::name_of(account, &input.service_principal);
        let registered = call.snapshot.find::<DelegatedAdministrator>(call.organization()?.account, &name);
        edit.delete(registered.ok_or_else(errors::account_not_registered)?);
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListDelegatedAdministrators {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        let permission = call.on("*");
        vec![match &input.service_principal {
            Some(service) => permission.key("organizations:ServicePrincipal", &**service),
            None => permission,
        }]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let wanted = input.service_principal.as_deref();
        let all = call.snapshot.list::<DelegatedAdministrator>(call.organization()?.account);
        // Each account once, since its first registration.
        let mut since = BTreeMap::new();
        for registered in all.filter(|it| wanted.is_none_or(|wanted| wanted == it.service)) {
            let first = since.entry(&*registered.member).or_insert(registered.enabled);
            *first = registered.enabled.min(*first);
        }
        let organization = call.organization()?;
        let list = ["ListDelegatedAdministrators", &*organization.id, wanted.unwrap_or_default()];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, since, |(member, _)| *member)?;
        let mut shown = Vec::with_capacity(page.len());
        for (member, enabled) in page {
            let Some(membership) = call.member(member) else { continue };
            let of = shown::account(call, organization, membership)?;
            shown.push(api::DelegatedAdministrator {
                id: of.id,
                arn: of.arn,
                email: of.email,
                name: of.name,
                status: of.status,
                state: of.state,
                joined_method: of.joined_method,
                joined_timestamp: of.joined_timestamp,
                delegation_enabled_date: Some(enabled),
            });
        }
        Ok(api::ListDelegatedAdministratorsOutput { delegated_administrators: Some(shown), next_token })
    }
}

impl OrganizationsOperation for api::ListDelegatedServicesForAccount {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_target(call, &input.account_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = member(call, &input.account_id)?.to_string();
        let all = call.snapshot.list::<DelegatedAdministrator>(call.organization()?.account);
        let mut services = all.filter(|it| it.member == account).peekable();
        if services.peek().is_none() {
            return Err(errors::account_not_registered());
        }
        let list = ["ListDelegatedServicesForAccount", &*call.organization()?.id, &*account];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, services, |it| &it.service)?;
        let shown = page.into_iter().map(|it| api::DelegatedService {
            service_principal: Some(it.service.clone()),
            delegation_enabled_date: Some(it.enabled),
        });
        Ok(api::ListDelegatedServicesForAccountOutput { delegated_services: Some(shown.collect()), next_token })
    }
}
