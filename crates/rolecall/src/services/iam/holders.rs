//! Users, groups and roles as holders of policies: what the three have in common.

use super::named::Named;
use super::{errors, quotas};
use crate::api::error::ApiError;
use crate::directory::entities::{Group, Role, User};
use crate::directory::inline::InlinePolicies;
use crate::directory::quota::Quota;
use rolecall_policy::document::limits;

/// A user, group or role.
pub(super) trait Holder: Named {
    /// Characters of all inline policies together.
    const INLINE_SIZE: usize;
    /// Attached managed policies.
    const ATTACHED: Quota;

    /// Inline policies.
    fn inline(&self) -> &InlinePolicies;
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

    /// Refuses to delete a holder that still has policies.
    ///
    /// # Errors
    /// `DeleteConflict`.
    fn check_no_policies(&self) -> Result<(), ApiError> {
        if !self.attached().is_empty() {
            return Err(errors::has_attached_policies());
        }
        if self.inline().is_empty() { Ok(()) } else { Err(errors::has_inline_policies()) }
    }
}

macro_rules! holder {
    ($size:ident, $quota:ident, $boundary:expr) => {
        const INLINE_SIZE: usize = limits::$size;
        const ATTACHED: Quota = quotas::$quota;

        fn inline(&self) -> &InlinePolicies {
            &self.inline
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
    holder!(INLINE_USER, POLICIES_PER_USER, |it| it.boundary.as_deref());
}

impl Holder for Group {
    // Groups have no boundary (R4.19).
    holder!(INLINE_GROUP, POLICIES_PER_GROUP, |_| None);
}

impl Holder for Role {
    holder!(INLINE_ROLE, POLICIES_PER_ROLE, |it| it.boundary.as_deref());

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
