//! Permissions boundaries of users and roles (R4.35).
//!
//! A new boundary touches the policy, so that it and a deletion of the policy exclude each other.

use crate::api::error::ApiError;
use crate::directory::entities::{Role, User};
use crate::directory::{Edit, Snapshot};
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::managed::{Managed, touch};
use crate::services::iam::{IamOperation, errors};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;
use rolecall_policy::{AccountId, Arn};

/// Refuses what cannot be a boundary.
///
/// # Errors
/// It is no policy, or one that is not there.
pub(super) fn check(
    snapshot: &Snapshot,
    edit: &mut Edit,
    account: AccountId,
    boundary: Option<&str>,
) -> Result<(), ApiError> {
    let Some(arn) = boundary else { return Ok(()) };
    let policy = Arn::parse(arn).filter(|it| it.service == "iam" && it.resource.starts_with("policy/"));
    if policy.is_none() {
        return Err(errors::boundary_not_a_policy(arn));
    }
    match Managed::find(snapshot, account, arn) {
        Some(policy) if !policy.is_for_service_linked_roles() => touch(snapshot, edit, arn),
        _ => Err(errors::boundary_missing(arn)),
    }
}

macro_rules! boundaries {
    ($entity:ident, $name:ident, $put:ident, $delete:ident) => {
        impl IamOperation for api::$put {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                let target = $entity::permission(call, &input.$name);
                // The key is the boundary that is to be set.
                Ok(vec![target.boundary(Some(&input.permissions_boundary))])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let (account, snapshot) = (call.account, call.snapshot);
                let before = $entity::find(snapshot, account, &input.$name)?;
                before.check_modifiable()?;
                let mut after = before.entity().clone();
                after.boundary = Some(input.permissions_boundary.clone());
                check(snapshot, edit, account, after.boundary.as_deref())?;
                edit.update(before, &after)?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$delete {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![$entity::bounded_permission(call, &input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let (account, snapshot) = (call.account, call.snapshot);
                let before = $entity::find(snapshot, account, &input.$name)?;
                before.check_modifiable()?;
                let mut after = before.entity().clone();
                after.boundary = None;
                edit.update(before, &after)?;
                Ok(NoOutput)
            }
        }
    };
}

boundaries!(User, user_name, PutUserPermissionsBoundary, DeleteUserPermissionsBoundary);
boundaries!(Role, role_name, PutRolePermissionsBoundary, DeleteRolePermissionsBoundary);
