//! What the files of the operations have in common.

pub(super) use super::call::OrganizationsCall;
pub(super) use super::{Callers, OrganizationsOperation, errors, pages, shown};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::directory::Edit;
pub(super) use crate::directory::entities::{
    FeatureSet, JoinedMethod, Membership, Organization, OrganizationPolicy, OrganizationRoot,
};
pub(super) use crate::services::operation::RequiredPermission;
pub(super) use rolecall_catalog::api::organizations as api;
pub(super) use rolecall_catalog::operation::NoOutput;
