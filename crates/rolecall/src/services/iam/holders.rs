//! Users, groups and roles as holders of policies: what the three have in common.

use super::call::{IamCall, IamKeys};
use super::{errors, quotas};
use crate::api::error::ApiError;
use crate::directory::entities::{Entity, Group, Role, User};
use crate::directory::quota::Quota;
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::services::operation::RequiredPermission;
use rolecall_policy::AccountId;
use rolecall_policy::document::limits;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A user, group or role.
pub(super) trait Holder: Entity<Scope = AccountId> {
    /// Characters of all inline policies together.
    const INLINE_SIZE: usize;
    /// Attached managed policies.
    const ATTACHED: Quota;

    /// `NoSuchEntity`.
    fn missing(name: &str) -> ApiError;
    /// The permission that an operation on the one of this name requires.
    fn permission(call: &IamCall<'_>, name: &str) -> RequiredPermission;

    /// Inline policies.
    fn inline(&self) -> &BTreeMap<String, String>;
    /// Inline policies, to change.
    fn inline_mut(&mut self) -> &mut BTreeMap<String, String>;
    /// ARNs of attached managed policies.
    fn attached(&self) -> &Vec<String>;
    /// The same, to change.
    fn attached_mut(&mut self) -> &mut Vec<String>;
    /// The permissions boundary.
    fn boundary(&self) -> Option<&str>;

    /// Refuses changes of what belongs to AWS (R4.38).
    ///
    /// # Errors
    /// `UnmodifiableEntity`.
    fn check_modifiable(&self) -> Result<(), ApiError> {
        Ok(())
    }

    /// The one of this name.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    fn find<'s>(snapshot: &'s Snapshot, account: AccountId, name: &str) -> Result<&'s Arc<Stored<Self>>, ApiError> {
        snapshot.find::<Self>(account, name).ok_or_else(|| Self::missing(name))
    }

    /// As [`Holder::permission`], with the key `iam:PermissionsBoundary` of the boundary that is set.
    fn bounded_permission(call: &IamCall<'_>, name: &str) -> RequiredPermission {
        let holder = call.snapshot.find::<Self>(call.account, name);
        Self::permission(call, name).boundary(holder.and_then(|it| it.entity().boundary()))
    }
}

macro_rules! holder {
    ($permission:ident, $missing:ident, $size:ident, $quota:ident, $boundary:expr) => {
        const INLINE_SIZE: usize = limits::$size;
        const ATTACHED: Quota = quotas::$quota;

        fn missing(name: &str) -> ApiError {
            errors::$missing(name)
        }
        fn permission(call: &IamCall<'_>, name: &str) -> RequiredPermission {
            call.$permission(name)
        }
        fn inline(&self) -> &BTreeMap<String, String> {
            &self.inline
        }
        fn inline_mut(&mut self) -> &mut BTreeMap<String, String> {
            &mut self.inline
        }
        fn attached(&self) -> &Vec<String> {
            &self.attached
        }
        fn attached_mut(&mut self) -> &mut Vec<String> {
            &mut self.attached
        }
        fn boundary(&self) -> Option<&str> {
            let boundary: fn(&Self) -> Option<&str> = $boundary;
            boundary(self)
        }
    };
}

impl Holder for User {
    holder!(on_user, user_missing, INLINE_USER, POLICIES_PER_USER, |it| it.boundary.as_deref());
}

impl Holder for Group {
    // Groups have no boundary (R4.19).
    holder!(on_group, group_missing, INLINE_GROUP, POLICIES_PER_GROUP, |_| None);
}

impl Holder for Role {
    holder!(on_role, role_missing, INLINE_ROLE, POLICIES_PER_ROLE, |it| it.boundary.as_deref());

    fn check_modifiable(&self) -> Result<(), ApiError> {
        if self.is_service_linked() { Err(errors::protected_role(&self.name)) } else { Ok(()) }
    }
}

/// Refuses a new role at the path of service-linked roles, which only their services make.
///
/// # Errors
/// `UnmodifiableEntity`.
pub(super) fn check_not_service_linked_path(name: &str, path: &str) -> Result<(), ApiError> {
    if path.starts_with("/aws-service-role/") { Err(errors::protected_role(name)) } else { Ok(()) }
}
