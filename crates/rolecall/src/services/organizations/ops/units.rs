//! Organizational units (R7.2).

use crate::domain::guardrails::first_policies;
use crate::domain::organization::{self, Container, MAX_DEPTH};
use crate::services::organizations::prelude::*;

/// Characters of an id after the root's suffix, of the 8 to 32 that there may be (R7.3, table).
const UNIT_ID: usize = 8;

/// The unit with this id.
fn find<'a>(call: &OrganizationsCall<'a>, id: &str) -> Result<&'a Arc<Stored<OrganizationalUnit>>, ApiError> {
    match call.container(id) {
        Some(Container::Unit(unit)) => Ok(unit),
        _ => Err(errors::unit_missing()),
    }
}

/// Keeps a name unique in its parent: the parent is written unchanged, so that two units do not take it at once.
fn claim_name(
    call: &OrganizationsCall<'_>,
    edit: &mut Edit,
    parent: Container<'_>,
    name: &str,
    but: Option<&str>,
) -> Result<(), ApiError> {
    if call.units_in(parent.id()).any(|unit| unit.name == name && Some(&*unit.id) != but) {
        return Err(errors::unit_exists());
    }
    match parent {
        Container::Root(root) => edit.touch(root),
        Container::Unit(unit) => edit.touch(unit),
    }
}

impl OrganizationsOperation for api::CreateOrganizationalUnit {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        call.with_tags(call.on_container(&input.parent_id), input.tags.as_deref())
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let tags = tags::new(input.tags.as_deref())?;
        let parent = call.container(&input.parent_id).ok_or_else(errors::parent_missing)?;
        // The root and the units above.
        let above = organization::path(call.snapshot, organization, parent.id());
        if above.is_none_or(|above| above.len() > MAX_DEPTH) {
            return Err(errors::too_deep());
        }
        claim_name(call, edit, parent, &input.name, None)?;
        let suffix = organization.root.strip_prefix("r-").unwrap_or_default();
        let unit = OrganizationalUnit {
            account: organization.account,
            id: call.new_id(&format!("ou-{suffix}-"), UNIT_ID)?,
            name: input.name.clone(),
            parent: input.parent_id.clone(),
            created: call.now(),
            policies: first_policies(call.root()?),
            tags,
        };
        edit.create(&unit)?;
        let organizational_unit = Some(shown::unit(call, organization, &unit));
        Ok(api::CreateOrganizationalUnitOutput { organizational_unit })
    }
}

impl OrganizationsOperation for api::DescribeOrganizationalUnit {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_container(&input.organizational_unit_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let unit = find(call, &input.organizational_unit_id)?;
        let organizational_unit = Some(shown::unit(call, call.organization()?, unit));
        Ok(api::DescribeOrganizationalUnitOutput { organizational_unit })
    }
}

impl OrganizationsOperation for api::UpdateOrganizationalUnit {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_container(&input.organizational_unit_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = find(call, &input.organizational_unit_id)?;
        let mut unit = before.entity().clone();
        if let Some(name) = &input.name {
            let parent = call.container(&before.parent).ok_or_else(errors::parent_missing)?;
            claim_name(call, edit, parent, name, Some(&before.id))?;
            unit = edit.modify(before, |unit| unit.name.clone_from(name))?;
        }
        let organizational_unit = Some(shown::unit(call, call.organization()?, &unit));
        Ok(api::UpdateOrganizationalUnitOutput { organizational_unit })
    }
}

impl OrganizationsOperation for api::DeleteOrganizationalUnit {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_container(&input.organizational_unit_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let unit = find(call, &input.organizational_unit_id)?;
        // Whoever puts something into the unit at the same moment writes the unit.
        if call.units_in(&unit.id).next().is_some() || call.members_in(&unit.id).next().is_some() {
            return Err(errors::unit_not_empty());
        }
        edit.delete(unit);
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListOrganizationalUnitsForParent {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_container(&input.parent_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let parent = call.container(&input.parent_id).ok_or_else(errors::parent_missing)?;
        let list = ["ListOrganizationalUnitsForParent", &*organization.id, parent.id()];
        let units = call.units_in(parent.id());
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, units, |unit| &unit.id)?;
        let units = page.into_iter().map(|unit| shown::unit(call, organization, unit)).collect();
        Ok(api::ListOrganizationalUnitsForParentOutput { organizational_units: Some(units), next_token })
    }
}
