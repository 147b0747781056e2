//! A call of an IAM operation, and the permissions that it requires: on which resource, with which condition keys of
//! IAM's own.
//!
//! The resource is the ARN of the entity that exists, path included. An entity that does not exist is named by the ARN
//! it would have with the path `/`, so that a caller without permission cannot tell the one from the other (R5.18).
//! Operations on nothing in particular have the resource `*`.

use super::errors;
use super::pages::List;
use crate::api::error::ApiError;
use crate::directory::entities::{Group, InstanceProfile, ManagedPolicy, MfaDevice, Role, Tag, User};
use crate::directory::snapshot::Snapshot;
use crate::domain::caller::Caller;
use crate::node::Node;
use crate::services::operation::{CallContext, RequiredPermission};
use crate::session::SessionIdentity;
use rolecall_catalog::api::iam as api;
use rolecall_policy::{AccountId, Arn};

/// The permissions that an operation requires, or what it refuses before they are decided.
pub type Permissions = Result<Vec<RequiredPermission>, ApiError>;

/// What an IAM operation is called with, beside its input.
#[derive(Clone, Copy)]
pub struct IamCall<'a> {
    /// Who calls.
    pub caller: &'a Caller,
    /// The caller's account, in which everything happens.
    pub account: AccountId,
    /// The world.
    pub snapshot: &'a Snapshot,
    /// Clock, entropy, keys.
    pub node: &'a Node,
    /// The operation's name.
    operation: &'static str,
}

impl<'a> IamCall<'a> {
    /// A call of `operation`. IAM does not take the credentials of `GetFederationToken`, nor those of `GetSessionToken`
    /// without MFA (R3, table of restrictions).
    ///
    /// # Errors
    /// `InvalidClientTokenId`.
    pub(super) fn admit(operation: &'static str, context: &CallContext<'a>) -> Result<Self, ApiError> {
        let CallContext { caller, snapshot, node, .. } = *context;
        let taken = caller.session.as_ref().is_none_or(|session| match session.identity {
            SessionIdentity::Federated { .. } => false,
            SessionIdentity::User { .. } | SessionIdentity::RootSession => session.mfa.is_some(),
            SessionIdentity::Role { .. } | SessionIdentity::AssumedRoot { .. } => true,
        });
        if !taken {
            return Err(errors::credentials_not_taken());
        }
        Ok(Self { caller, account: caller.account()?, snapshot, node, operation })
    }

    /// The operation's own action on this resource.
    pub(super) fn on(&self, resource: impl Into<String>) -> RequiredPermission {
        RequiredPermission::on(format!("iam:{}", self.operation), resource)
    }

    /// The operation's own action on nothing in particular.
    pub(super) fn on_account(&self) -> RequiredPermission {
        self.on("*")
    }

    /// On a user: the one of this name, or the one that would have it.
    pub(super) fn on_user(&self, name: &str) -> RequiredPermission {
        match self.snapshot.find::<User>(self.account, name) {
            Some(user) => self.on_this_user(user),
            None => self.on(User::arn_of(self.account, "/", name)),
        }
    }

    /// On this user.
    pub(super) fn on_this_user(&self, user: &User) -> RequiredPermission {
        self.on(user.arn()).principal_tags(&user.tags)
    }

    /// On a group.
    pub(super) fn on_group(&self, name: &str) -> RequiredPermission {
        let group = self.snapshot.find::<Group>(self.account, name);
        self.on(group.map_or_else(|| Group::arn_of(self.account, "/", name), |group| group.arn()))
    }

    /// On a role.
    pub(super) fn on_role(&self, name: &str) -> RequiredPermission {
        match self.snapshot.find::<Role>(self.account, name) {
            Some(role) => self.on(role.arn()).principal_tags(&role.tags),
            None => self.on(Role::arn_of(self.account, "/", name)),
        }
    }

    /// On an instance profile.
    pub(super) fn on_instance_profile(&self, name: &str) -> RequiredPermission {
        match self.snapshot.find::<InstanceProfile>(self.account, name) {
            Some(profile) => self.on(profile.arn()).resource_tags(&profile.tags),
            None => self.on(InstanceProfile::arn_of(self.account, "/", name)),
        }
    }

    /// On a managed policy, a customer's or AWS's.
    pub(super) fn on_policy(&self, arn: &str) -> RequiredPermission {
        let policy = self.snapshot.find_by_arn::<ManagedPolicy>(arn);
        self.on(arn).resource_tags(policy.map_or(&[], |policy| &policy.tags))
    }

    /// On a virtual MFA device.
    pub(super) fn on_mfa_device(&self, serial_number: &str) -> RequiredPermission {
        let device = self.snapshot.find_by_arn::<MfaDevice>(serial_number);
        self.on(serial_number).resource_tags(device.map_or(&[], |device| &device.tags))
    }

    /// The page of a list that the caller asks for. `filters` and the operation bind the marker to this very list.
    pub(super) fn list<'m>(&self, filters: &[&str], marker: Option<&'m str>, max_items: Option<i32>) -> List<'m> {
        let account = self.account.to_string();
        let binding: Vec<&str> = [self.operation, &account].into_iter().chain(filters.iter().copied()).collect();
        List::new(&binding, marker, max_items)
    }

    /// Refuses changes of roles that are AWS's, whatever the policies say (R2.39). Passing them is not a change.
    ///
    /// # Errors
    /// `UnmodifiableEntity`.
    pub(super) fn check_not_reserved(&self, permission: &RequiredPermission) -> Result<(), ApiError> {
        let own = permission.action.strip_prefix("iam:") == Some(self.operation);
        let role = Arn::parse(&permission.resource).and_then(|arn| arn.resource.strip_prefix("role/aws-reserved/"));
        match role.and_then(|path| path.rsplit('/').next()) {
            Some(name) if own => Err(errors::protected_role(name)),
            _ => Ok(()),
        }
    }
}

/// IAM's own condition keys.
pub(super) trait IamKeys: Sized {
    /// This, and the same under the ARN that the resource gets: both are required.
    fn and_moved_to(self, arn: String) -> Vec<RequiredPermission>;
    /// `iam:PermissionsBoundary`: the one in the request, or the one that is set.
    fn boundary(self, arn: Option<&str>) -> Self;
    /// `iam:PolicyARN`.
    fn attaching(self, policy_arn: &str) -> Self;
    /// `aws:ResourceTag/k`.
    fn resource_tags(self, tags: &[Tag]) -> Self;
    /// `aws:ResourceTag/k` and, of users and roles, `iam:ResourceTag/k`.
    fn principal_tags(self, tags: &[Tag]) -> Self;
    /// `aws:RequestTag/k` and `aws:TagKeys`; absent if the request has no tags.
    fn requesting(self, tags: Option<&[api::Tag]>) -> Self;
    /// `aws:TagKeys` of a request that removes tags.
    fn untagging(self, keys: &[String]) -> Self;
}

impl IamKeys for RequiredPermission {
    fn and_moved_to(self, arn: String) -> Vec<RequiredPermission> {
        if self.resource == arn {
            return vec![self];
        }
        let after = Self { resource: arn, ..self.clone() };
        vec![self, after]
    }

    fn boundary(self, arn: Option<&str>) -> Self {
        match arn {
            Some(arn) => self.key("iam:PermissionsBoundary", arn),
            None => self,
        }
    }

    fn attaching(self, policy_arn: &str) -> Self {
        self.key("iam:PolicyARN", policy_arn)
    }

    fn resource_tags(self, tags: &[Tag]) -> Self {
        self.tags("aws:ResourceTag", tags.iter().map(|tag| (&*tag.key, &*tag.value)))
    }

    fn principal_tags(self, tags: &[Tag]) -> Self {
        self.tags("iam:ResourceTag", tags.iter().map(|tag| (&*tag.key, &*tag.value))).resource_tags(tags)
    }

    fn requesting(self, tags: Option<&[api::Tag]>) -> Self {
        self.request_tags(tags.unwrap_or_default().iter().map(|tag| (&*tag.key, &*tag.value)))
    }

    fn untagging(self, keys: &[String]) -> Self {
        self.tag_keys(keys.iter().map(String::as_str))
    }
}
