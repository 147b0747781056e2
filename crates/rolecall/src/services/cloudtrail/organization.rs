//! Trails of organizations: who may have and change them.

use super::call::CloudTrailCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::{DelegatedAdministrator, FeatureSet, Organization, Role, ServiceAccess};
use crate::directory::table::Stored;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// The service that an organization must trust, and that delegated administrators are registered for.
pub(super) const SERVICE_PRINCIPAL: &str = "cloudtrail.amazonaws.com";

/// Whether the caller's account administers the trails of the organization with this management account.
pub(super) fn administers(call: &CloudTrailCall<'_>, management: AccountId) -> bool {
    let registered = || {
        let name = DelegatedAdministrator::name_of(call.account, SERVICE_PRINCIPAL);
        let is_member = call.place.is_some_and(|place| place.organization.account == management);
        is_member && call.snapshot.find::<DelegatedAdministrator>(management, &name).is_some()
    };
    call.account == management || registered()
}

/// CloudTrail's service-linked role.
const ROLE: &str = "AWSServiceRoleForCloudTrail";

/// Whether an account has CloudTrail's service-linked role.
pub(super) fn has_role(call: &CloudTrailCall<'_>, account: AccountId) -> bool {
    call.snapshot.find::<Role>(account, ROLE).is_some()
}

/// The organization that a trail of the caller can log.
///
/// # Errors
/// `OrganizationsNotInUseException`, `NotOrganizationMasterAccountException`, `OrganizationNotInAllFeaturesModeException`,
/// `CloudTrailAccessNotEnabledException`, `NoManagementAccountSLRExistsException`.
pub(super) fn for_trail<'a>(call: &CloudTrailCall<'a>) -> Result<&'a Arc<Stored<Organization>>, ApiError> {
    let organization = call.place.ok_or_else(errors::not_in_organization)?.organization;
    if !administers(call, organization.account) {
        return Err(errors::not_management());
    }
    if organization.feature_set != FeatureSet::All {
        return Err(errors::not_all_features());
    }
    if call.snapshot.find::<ServiceAccess>(organization.account, SERVICE_PRINCIPAL).is_none() {
        return Err(errors::not_trusted());
    }
    // A delegated administrator makes no role in the management account.
    if call.account != organization.account && !has_role(call, organization.account) {
        return Err(errors::no_role());
    }
    Ok(organization)
}
