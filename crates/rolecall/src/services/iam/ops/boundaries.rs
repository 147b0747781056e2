//! Permissions boundaries of users and roles (R4.35).
//!
//! A customer managed policy counts how often it is a boundary, so that its deletion and a new boundary conflict.

use crate::api::error::ApiError;
use crate::directory::entities::{Role, User};
use crate::directory::{Edit, Snapshot};
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::managed::Managed;
use crate::services::iam::{IamOperation, faults};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;
use rolecall_policy::{AccountId, Arn};

/// Replaces the boundary `before` with `after`, where the policies are concerned.
///
/// # Errors
/// `after` is no policy that can be a boundary.
pub(super) fn count(
    snapshot: &Snapshot,
    edit: &mut Edit,
    account: AccountId,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<(), ApiError> {
    if let Some(arn) = after {
        check(snapshot, account, arn)?;
    }
    if before == after {
        return Ok(());
    }
    let changes = [(before, u32::saturating_sub as fn(u32, u32) -> u32), (after, u32::saturating_add)];
    for (arn, step) in changes {
        let Some(stored) = arn.and_then(|arn| snapshot.policy_by_arn(arn)) else { continue };
        let mut policy = stored.entity().clone();
        policy.boundary_count = step(policy.boundary_count, 1);
        edit.update(stored, &policy)?;
    }
    Ok(())
}

fn check(snapshot: &Snapshot, account: AccountId, arn: &str) -> Result<(), ApiError> {
    let policy = Arn::parse(arn).filter(|it| it.service == "iam" && it.resource.starts_with("policy/"));
    if policy.is_none() {
        return Err(faults::boundary_not_a_policy(arn));
    }
    match Managed::find(snapshot, account, arn) {
        Some(policy) if !policy.is_for_service_linked_roles() => Ok(()),
        _ => Err(faults::boundary_missing(arn)),
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
                count(snapshot, edit, account, before.boundary.as_deref(), after.boundary.as_deref())?;
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
                count(snapshot, edit, account, before.boundary.as_deref(), None)?;
                edit.update(before, &after)?;
                Ok(NoOutput)
            }
        }
    };
}

boundaries!(User, user_name, PutUserPermissionsBoundary, DeleteUserPermissionsBoundary);
boundaries!(Role, role_name, PutRolePermissionsBoundary, DeleteRolePermissionsBoundary);
