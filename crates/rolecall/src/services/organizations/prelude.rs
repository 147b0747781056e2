//! What the files of the operations have in common.

pub(super) use super::call::OrganizationsCall;
pub(super) use super::{Callers, OrganizationsOperation, errors, handshakes, pages, shown, tags, transfers};
pub(super) use crate::api::error::ApiError;
pub(super) use crate::directory::Edit;
pub(super) use crate::directory::entities::{
    AccountCreation, FeatureSet, Handshake, HandshakeAction, HandshakeState, JoinedMethod, Link, Membership,
    Organization, OrganizationPolicy, OrganizationRoot, OrganizationalUnit,
};
pub(super) use crate::directory::table::Stored;
pub(super) use crate::services::operation::RequiredPermission;
pub(super) use rolecall_catalog::api::organizations as api;
pub(super) use rolecall_catalog::operation::NoOutput;
pub(super) use rolecall_policy::AccountId;
pub(super) use std::sync::Arc;
