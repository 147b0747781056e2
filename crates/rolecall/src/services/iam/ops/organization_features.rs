//! Central management of the root users of an organization's accounts (R4.63).

use crate::directory::entities::{FeatureSet, RootFeature, ServiceAccess};
use crate::domain::organization::{self, Place, TRUSTED_AS};
use crate::services::iam::prelude::*;
use rolecall_catalog::api::iam::errors as model;

/// Turns a feature on or off for the caller's organization; the id of the organization, and what is on now.
fn set(
    call: &IamCall<'_>,
    edit: &mut Edit,
    feature: RootFeature,
    on: bool,
) -> Result<(Option<String>, Option<Vec<String>>), ApiError> {
    let place = place(call)?;
    if !place.is_management() {
        return Err(ApiError::of(
            model::CALLER_IS_NOT_MANAGEMENT_ACCOUNT_EXCEPTION,
            "Only the management account of the organization can change this feature.",
        ));
    }
    let organization = place.organization;
    if organization.feature_set != FeatureSet::All {
        return Err(ApiError::of(
            model::ORGANIZATION_NOT_IN_ALL_FEATURES_MODE_EXCEPTION,
            "The organization must have all features enabled.",
        ));
    }
    let Some(trust) = call.snapshot.find::<ServiceAccess>(organization.account, TRUSTED_AS) else {
        return Err(ApiError::of(
            model::SERVICE_ACCESS_NOT_ENABLED_EXCEPTION,
            "Trusted access for iam.amazonaws.com is not enabled in the organization.",
        ));
    };
    // Whoever takes the trust away at this moment conflicts.
    edit.touch(trust)?;
    let mut features = organization.root_features.clone();
    features.retain(|other| *other != feature);
    if on {
        features.push(feature);
    }
    features.sort_unstable();
    let shown = names(&features);
    if features != organization.root_features {
        edit.modify(organization, |it| it.root_features = features)?;
    }
    Ok((Some(organization.id.clone()), Some(shown)))
}

fn names(features: &[RootFeature]) -> Vec<String> {
    features.iter().map(|feature| feature.name().to_owned()).collect()
}

/// Where the caller's account stands.
fn place<'s>(call: &IamCall<'s>) -> Result<Place<'s>, ApiError> {
    organization::place(call.snapshot, call.account).ok_or_else(|| {
        ApiError::of(model::ORGANIZATION_NOT_FOUND_EXCEPTION, "The account is not a member of an organization.")
    })
}

macro_rules! feature_operations {
    ($($operation:ident -> $output:ident: $feature:ident $on:literal)*) => {
        $(impl IamOperation for api::$operation {
            fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_account()])
            }

            fn run(_: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let (organization_id, enabled_features) = set(call, edit, RootFeature::$feature, $on)?;
                Ok(api::$output { organization_id, enabled_features })
            }
        })*
    };
}

feature_operations! {
    DisableOrganizationsRootCredentialsManagement -> DisableOrganizationsRootCredentialsManagementOutput:
        CredentialsManagement false
    DisableOrganizationsRootSessions -> DisableOrganizationsRootSessionsOutput: Sessions false
    EnableOrganizationsRootCredentialsManagement -> EnableOrganizationsRootCredentialsManagementOutput:
        CredentialsManagement true
    EnableOrganizationsRootSessions -> EnableOrganizationsRootSessionsOutput: Sessions true
}

impl IamOperation for api::ListOrganizationsFeatures {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(_: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let place = place(call)?;
        if !organization::administers_iam(call.snapshot, &place) {
            return Err(ApiError::of(
                model::ACCOUNT_NOT_MANAGEMENT_OR_DELEGATED_ADMINISTRATOR_EXCEPTION,
                "Only the management account or a delegated administrator for IAM can do this.",
            ));
        }
        let features = names(&place.organization.root_features);
        Ok(api::ListOrganizationsFeaturesOutput {
            organization_id: Some(place.organization.id.clone()),
            enabled_features: Some(features),
        })
    }
}
