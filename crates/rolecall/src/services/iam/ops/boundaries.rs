//! Permissions boundaries of users and roles (R4.35).
//!
//! A new boundary touches the policy, so that it and a deletion of the policy exclude each other.

use crate::services::iam::managed::touch;
use crate::services::iam::prelude::*;
use rolecall_policy::Arn;

/// Refuses what cannot be a boundary.
///
/// # Errors
/// It is no policy, or one that does not exist.
pub(super) fn check(call: &IamCall<'_>, edit: &mut Edit, boundary: Option<&str>) -> Result<(), ApiError> {
    let Some(arn) = boundary else { return Ok(()) };
    let policy = Arn::parse(arn).filter(|it| it.service == "iam" && it.resource.starts_with("policy/"));
    if policy.is_none() {
        return Err(errors::boundary_not_a_policy(arn));
    }
    match Managed::find(call, arn) {
        Ok(policy) if !policy.is_for_service_linked_roles() => touch(call, edit, arn),
        _ => Err(errors::boundary_missing(arn)),
    }
}

macro_rules! boundaries {
    ($entity:ident, $name:ident, $put:ident, $delete:ident) => {
        impl IamOperation for api::$put {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                // The condition key has the new boundary.
                Ok(vec![call.on_entity::<$entity>(&input.$name).boundary(Some(&input.permissions_boundary))])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find_modifiable::<$entity>(&input.$name)?;
                check(call, edit, Some(&input.permissions_boundary))?;
                edit.modify(before, |holder| holder.boundary = Some(input.permissions_boundary.clone()))?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$delete {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_bounded::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find_modifiable::<$entity>(&input.$name)?;
                edit.modify(before, |holder| holder.boundary = None)?;
                Ok(NoOutput)
            }
        }
    };
}

boundaries!(User, user_name, PutUserPermissionsBoundary, DeleteUserPermissionsBoundary);
boundaries!(Role, role_name, PutRolePermissionsBoundary, DeleteRolePermissionsBoundary);
