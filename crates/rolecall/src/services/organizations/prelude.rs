//! What the files of the operations have in common.

pub(super) use super::call::OrganizationsCall;
pub(super) use super::{Callers, OrganizationsOperation, errors, shown};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::directory::Edit;
pub(super) use crate::directory::entities::{FeatureSet, JoinedMethod, Membership, Organization, OrganizationRoot};
pub(super) use rolecall_catalog::api::organizations as api;
