//! Entities as answers show them.

use super::call::OrganizationsCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::{FeatureSet, Organization, OrganizationRoot};
use crate::domain::organization;
use rolecall_catalog::api::organizations as api;
use rolecall_policy::AccountId;

/// An organization.
pub(super) fn organization(
    call: &OrganizationsCall<'_>,
    organization: &Organization,
) -> Result<api::Organization, ApiError> {
    let management = call.account_entity(organization.account)?;
    // Always service control policies and nothing else: whether a type is enabled stands with the root, which `ListRoots`
    // answers.
    let scp = api::PolicyTypeSummary {
        r#type: Some("SERVICE_CONTROL_POLICY".to_owned()),
        status: Some("ENABLED".to_owned()),
    };
    let available = if organization.feature_set == FeatureSet::All { vec![scp] } else { Vec::new() };
    Ok(api::Organization {
        id: Some(organization.id.clone()),
        arn: Some(organization.arn()),
        feature_set: Some(organization.feature_set.name().to_owned()),
        master_account_arn: Some(organization.arn_of("account", &organization.account.to_string())),
        master_account_id: Some(organization.account.to_string()),
        master_account_email: Some(management.email()),
        available_policy_types: Some(available),
    })
}

/// A root, with the types of policies that are enabled.
pub(super) fn root(organization: &Organization, root: &OrganizationRoot) -> api::Root {
    let enabled =
        |name: &String| api::PolicyTypeSummary { r#type: Some(name.clone()), status: Some("ENABLED".to_owned()) };
    api::Root {
        id: Some(root.id.clone()),
        arn: Some(organization.arn_of("root", &root.id)),
        name: Some("Root".to_owned()),
        policy_types: Some(root.policy_types.iter().map(enabled).collect()),
    }
}

/// A member account.
pub(super) fn account(call: &OrganizationsCall<'_>, id: AccountId) -> Result<api::Account, ApiError> {
    let account = call.account_entity(id)?;
    let place = organization::place(call.snapshot, id).ok_or_else(errors::account_not_found)?;
    let status = if account.closed.is_some() { "SUSPENDED" } else { "ACTIVE" };
    Ok(api::Account {
        id: Some(id.to_string()),
        arn: Some(place.organization.arn_of("account", &id.to_string())),
        email: Some(account.email()),
        name: Some(account.name.clone()),
        status: Some(status.to_owned()),
        state: Some(status.to_owned()),
        paths: None,
        joined_method: Some(place.membership.joined_method.name().to_owned()),
        joined_timestamp: Some(place.membership.joined),
    })
}
