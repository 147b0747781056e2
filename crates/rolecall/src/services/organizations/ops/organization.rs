//! Organizations themselves (R7.2, R7.3).

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
