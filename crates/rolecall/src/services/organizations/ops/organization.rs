//! Organizations themselves (R7.2, R7.3).

use crate::directory::entities::{DelegatedAdministrator, OrganizationResourcePolicy, ServiceAccess};
use crate::directory::entities::{Global, ResponsibilityTransfer};
use crate::domain::organization::SERVICE_PRINCIPAL;
use crate::domain::service_linked_role;
use crate::services::organizations::prelude::*;

/// Characters of an organization's id after `o-`, of the 10 to 32 that there may be (R7.3, table).
const ORGANIZATION_ID: usize = 10;

/// Characters of a root's id after `r-`, of the 4 to 32 that there may be (R7.3, table).
const ROOT_ID: usize = 4;

impl OrganizationsOperation for api::CreateOrganization {
    const CALLERS: Callers = Callers::Everybody;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        if call.snapshot.membership(call.account).is_some() {
            return Err(errors::already_in_organization());
        }
        let feature_set = match input.feature_set.as_deref() {
            Some("CONSOLIDATED_BILLING") => FeatureSet::ConsolidatedBilling,
            _ => FeatureSet::All,
        };
        let organization = Organization {
            account: call.account,
            id: call.new_id("o-", ORGANIZATION_ID)?,
            root: call.new_id("r-", ROOT_ID)?,
            feature_set,
            created: call.now(),
            max_accounts: None,
            root_features: Vec::new(),
        };
        let root = OrganizationRoot {
            account: call.account,
            id: organization.root.clone(),
            organization: organization.id.clone(),
            policy_types: Vec::new(),
            policies: Vec::new(),
            tags: Vec::new(),
        };
        edit.create(&organization)?;
        edit.create(&root)?;
        service_linked_role::ensure(SERVICE_PRINCIPAL, call.node, call.snapshot, call.account, edit)?;
        // AWS shows the management account as one that was invited.
        edit.create(&Membership {
            member: call.account.to_string(),
            account: call.account,
            organization: organization.id.clone(),
            parent: root.id,
            joined: call.now(),
            joined_method: JoinedMethod::Invited,
            policies: Vec::new(),
            tags: Vec::new(),
        })?;
        Ok(api::CreateOrganizationOutput { organization: Some(shown::organization(call, &organization)?) })
    }
}

impl OrganizationsOperation for api::DescribeOrganization {
    const CALLERS: Callers = Callers::Members;

    fn run(_: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        Ok(api::DescribeOrganizationOutput { organization: Some(shown::organization(call, organization)?) })
    }
}

impl OrganizationsOperation for api::DeleteOrganization {
    const CALLERS: Callers = Callers::Management;

    fn run(_: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        if call.snapshot.count::<Membership>(organization.account) > 1 {
            return Err(errors::organization_not_empty());
        }
        let management = organization.account;
        let outbound =
            call.snapshot.linked_anywhere::<ResponsibilityTransfer>(Link::Recipient, &management.to_string());
        let mut transfers = call.snapshot.list::<ResponsibilityTransfer>(management).chain(outbound);
        if transfers.any(|transfer| transfers::is_active(call, transfer)) {
            return Err(errors::active_transfer());
        }
        edit.delete(organization);
        if let Some(place) = call.place {
            edit.delete(place.membership);
        }
        if let Some(root) = call.snapshot.find::<OrganizationRoot>(Global, &organization.root) {
            edit.delete(root);
        }
        call.snapshot.list::<OrganizationalUnit>(management).for_each(|unit| edit.delete(unit));
        // Those that are in progress find no organization then, and fail.
        let done = call.snapshot.list::<AccountCreation>(management).filter(|creation| creation.completed.is_some());
        done.for_each(|creation| edit.delete(creation));
        call.snapshot.list::<Handshake>(management).for_each(|handshake| edit.delete(handshake));
        call.snapshot.list::<OrganizationPolicy>(management).for_each(|policy| edit.delete(policy));
        call.snapshot.list::<OrganizationResourcePolicy>(management).for_each(|policy| edit.delete(policy));
        call.snapshot.list::<ServiceAccess>(management).for_each(|access| edit.delete(access));
        call.snapshot.list::<DelegatedAdministrator>(management).for_each(|registered| edit.delete(registered));
        call.snapshot.list::<ResponsibilityTransfer>(management).for_each(|transfer| edit.delete(transfer));
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListRoots {
    const CALLERS: Callers = Callers::Administrators;

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let roots = call.snapshot.find::<OrganizationRoot>(Global, &organization.root);
        let list = ["ListRoots", &*organization.id];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, roots, |root| &root.id)?;
        let roots = page.into_iter().map(|root| shown::root(organization, root)).collect();
        Ok(api::ListRootsOutput { roots: Some(roots), next_token })
    }
}
