//! A call of an IAM operation, and the permissions that it requires: on which resource, with which condition keys of
//! IAM's own.
//!
//! The resource is the ARN of the entity that exists, path included. An entity that does not exist is named by the ARN
//! it would have with the path `/`, so that a caller without permission cannot tell the one from the other (R5.18).
//! Lists of entities by path have the ARN of the path, other
//! operations on nothing in particular the resource `*` (R1.30).

use super::holders::Holder;
use super::named::Named;
use super::pages::{List, Page};
use super::{errors, paths};
use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::entities::{Account, Entity, Link, Tag};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::node::Node;
use crate::services::operation::{CallContext, RequiredPermission};
use crate::session::SessionIdentity;
use jiff::Timestamp;
use rolecall_catalog::api::iam as api;
use rolecall_policy::{AccountId, Arn};
use std::sync::Arc;

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
    /// without MFA (R3, table of restrictions). Whoever signed in to the console may use all of IAM.
    ///
    /// # Errors
    /// `InvalidClientTokenId`.
    pub(super) fn admit(operation: &'static str, context: &CallContext<'a>) -> Result<Self, ApiError> {
        let CallContext { caller, snapshot, node, .. } = *context;
        let taken = caller.session.as_ref().is_none_or(|session| match session.identity {
            SessionIdentity::Federated { .. } => false,
            SessionIdentity::User { .. } | SessionIdentity::RootSession => {
                session.mfa.is_some() || session.is_of_sign_in()
            }
            SessionIdentity::Role { .. } | SessionIdentity::AssumedRoot { .. } | SessionIdentity::Delegated { .. } => {
                true
            }
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

    /// The operation's own action, a list, on the path whose entities are listed (R1.30).
    pub(super) fn on_path<T: Named>(&self, prefix: Option<&str>) -> RequiredPermission {
        self.on(T::arn_at(self.account, prefix.unwrap_or("/"), ""))
    }

    /// The operation's own action on the entity of this name, whether it exists or not. A denial calls it as the request
    /// does (R1.30).
    pub(super) fn on_entity<T: Named>(&self, name: &str) -> RequiredPermission {
        let permission = match T::look_up(self, name) {
            Some(entity) => entity.tag_conditions(self.on(entity.arn())),
            None => self.on(T::unknown_arn(self.account, name)),
        };
        RequiredPermission { called: T::CALLED.map(|kind| format!("{kind} {name}")), ..permission }
    }

    /// As [`Self::on_entity`], with the key `iam:PermissionsBoundary` of the boundary that is set.
    pub(super) fn on_bounded<T: Holder>(&self, name: &str) -> RequiredPermission {
        let holder = T::look_up(self, name);
        self.on_entity::<T>(name).boundary(holder.and_then(|holder| holder.boundary()))
    }

    /// The operation's own action on an entity that is created at this path.
    ///
    /// # Errors
    /// `ValidationError` for the path.
    pub(super) fn on_new<T: Named>(&self, path: Option<&str>, name: &str) -> Result<RequiredPermission, ApiError> {
        Ok(self.on(T::arn_at(self.account, paths::entity(path)?, name)))
    }

    /// The entity of this name in the caller's account.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    pub(super) fn find<T: Named>(&self, name: &str) -> Result<&'a Arc<Stored<T>>, ApiError> {
        T::look_up(self, name).ok_or_else(|| T::missing(name))
    }

    /// As [`Self::find`], for a change that AWS refuses for what belongs to it (R4.38).
    ///
    /// # Errors
    /// `NoSuchEntity`; `UnmodifiableEntity`.
    pub(super) fn find_modifiable<T: Named + Holder>(&self, name: &str) -> Result<&'a Arc<Stored<T>>, ApiError> {
        let found = self.find::<T>(name)?;
        found.check_modifiable()?;
        Ok(found)
    }

    /// The caller's account.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn own_account(&self) -> Result<&'a Arc<Stored<Account>>, ApiError> {
        let account = self.snapshot.account(self.account);
        account.ok_or_else(|| ApiError::internal("the caller's account is not in the directory"))
    }

    /// The entities of the caller's account.
    pub(super) fn all<T: Entity>(&self) -> impl Iterator<Item = &'a Arc<Stored<T>>> + use<'a, T> {
        self.snapshot.list::<T>(self.account)
    }

    /// The entities of the caller's account that point to `target` in this way.
    pub(super) fn linked<T: Entity>(&self, link: Link, target: &str) -> impl Iterator<Item = &'a Arc<Stored<T>>> {
        self.snapshot.linked::<T>(self.account, link, target)
    }

    /// A new unique id.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn new_id(&self, kind: IdKind) -> Result<String, ApiError> {
        Ok(ids::new_id(kind, self.account, &*self.node.entropy)?)
    }

    /// The time.
    pub(super) fn now(&self) -> Timestamp {
        self.node.clock.now()
    }

    /// A page of the entities below a path.
    ///
    /// # Errors
    /// A marker that no page of this list ended with.
    pub(super) fn below<T: Named>(
        &self,
        path_prefix: Option<&str>,
        marker: Option<&str>,
        max_items: Option<i32>,
    ) -> Result<Page<&'a Arc<Stored<T>>>, ApiError> {
        let prefix = path_prefix.unwrap_or("/");
        let list = self.list(&[prefix], marker, max_items);
        let entities = self.snapshot.list_after::<T>(self.account, &list.after()?);
        list.page(entities.filter(|entity| entity.path().starts_with(prefix)), |entity| entity.key())
    }

    /// The page of a list that the request names. The marker is valid for this operation and these filters only.
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
