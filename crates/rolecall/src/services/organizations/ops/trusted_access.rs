//! Services that the organization trusts: `EnableAWSServiceAccess` and its kin.

use crate::directory::entities::{DelegatedAdministrator, ServiceAccess};
use crate::services::organizations::prelude::*;
use rolecall_catalog::service_principals::service_principals;

/// The operation's own action, with the service that it is about.
fn on_service(call: &OrganizationsCall<'_>, principal: &str) -> Vec<RequiredPermission> {
    vec![call.on("*").key("organizations:ServicePrincipal", principal)]
}

/// Whether there is such a service.
fn is_known(principal: &str) -> bool {
    // Beside the services themselves, features of them can be trusted: `member.org.stacksets.cloudformation.amazonaws.com`.
    let service = principal.strip_prefix("member.org.stacksets.").unwrap_or(principal);
    service_principals().any(|known| known == service)
}

impl OrganizationsOperation for api::EnableAWSServiceAccess {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        on_service(call, &input.service_principal)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let service = &*input.service_principal;
        if !is_known(service) {
            return Err(errors::unknown_service());
        }
        if organization.feature_set != FeatureSet::All {
            return Err(errors::needs_all_features());
        }
        if call.snapshot.find::<ServiceAccess>(organization.account, service).is_none() {
            edit.touch(organization)?;
            edit.create(&ServiceAccess {
                account: organization.account,
                service: service.to_owned(),
                enabled: call.now(),
            })?;
        }
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::DisableAWSServiceAccess {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        on_service(call, &input.service_principal)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let management = call.organization()?.account;
        let service = &*input.service_principal;
        if !is_known(service) {
            return Err(errors::unknown_service());
        }
        if let Some(access) = call.snapshot.find::<ServiceAccess>(management, service) {
            edit.delete(access);
        }
        // Nobody administers a service that the organization does not trust.
        for administrator in call.snapshot.list::<DelegatedAdministrator>(management).filter(|it| it.service == service)
        {
            edit.delete(administrator);
        }
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListAWSServiceAccessForOrganization {
    const CALLERS: Callers = Callers::Administrators;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let enabled = call.snapshot.list::<ServiceAccess>(organization.account);
        let list = ["ListAWSServiceAccessForOrganization", &*organization.id];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, enabled, |access| &access.service)?;
        let shown = page.into_iter().map(|access| api::EnabledServicePrincipal {
            service_principal: Some(access.service.clone()),
            date_enabled: Some(access.enabled),
        });
        Ok(api::ListAWSServiceAccessForOrganizationOutput {
            enabled_service_principals: Some(shown.collect()),
            next_token,
        })
    }
}
