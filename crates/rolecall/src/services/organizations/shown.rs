//! Entities as answers show them.

use super::call::OrganizationsCall;
use crate::api::error::ApiError;
use crate::directory::entities::{FeatureSet, Organization};
use rolecall_catalog::api::organizations as api;

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
