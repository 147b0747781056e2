//! A call of an operation of Organizations, and the permissions that it requires.
//!
//! The resource is the ARN of what the request names, in the caller's organization (R7.3, table). Of an account without an
//! organization it is `*`: there is no such ARN.

use super::{Callers, errors};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::directory::entities::{Account, Link, Membership, Organization, OrganizationalUnit, Tag};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::organization::{self, Container, Place};
use crate::node::Node;
use crate::services::operation::{CallContext, RequiredPermission};
use jiff::Timestamp;
use rolecall_catalog::api::organizations as api;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// What an operation is called with, beside its input.
#[derive(Clone, Copy)]
pub(super) struct OrganizationsCall<'a> {
    /// The caller's account.
    pub(super) account: AccountId,
    /// Where it stands, if it is in an organization.
    pub(super) place: Option<Place<'a>>,
    /// The world.
    pub(super) snapshot: &'a Snapshot,
    /// Clock and entropy.
    pub(super) node: &'a Node,
    /// The operation's name.
    operation: &'static str,
}

impl<'a> OrganizationsCall<'a> {
    /// A call of `operation`.
    ///
    /// # Errors
    /// `AccessDenied` for callers that belong to no account.
    pub(super) fn new(operation: &'static str, context: &CallContext<'a>) -> Result<Self, ApiError> {
        let CallContext { caller, snapshot, node, .. } = *context;
        let account = caller.account()?;
        Ok(Self { account, place: organization::place(snapshot, account), snapshot, node, operation })
    }

    /// Whether the caller's account may call the operation.
    ///
    /// # Errors
    /// `AWSOrganizationsNotInUseException`; `AccessDeniedException`.
    pub(super) fn check(&self, callers: Callers) -> Result<(), ApiError> {
        if callers == Callers::Everybody {
            return Ok(());
        }
        let place = self.place.ok_or_else(errors::not_in_use)?;
        let heard = match callers {
            Callers::Everybody | Callers::Members => true,
            Callers::Administrators => {
                place.is_management() || organization::is_delegated_administrator(self.snapshot, &place)
            }
            Callers::Management => place.is_management(),
        };
        if heard { Ok(()) } else { Err(errors::no_permission()) }
    }

    /// The caller's organization.
    ///
    /// # Errors
    /// `AWSOrganizationsNotInUseException`.
    pub(super) fn organization(&self) -> Result<&'a Arc<Stored<Organization>>, ApiError> {
        self.place.map(|place| place.organization).ok_or_else(errors::not_in_use)
    }

    /// The root or unit with this id in the caller's organization.
    pub(super) fn container(&self, id: &str) -> Option<Container<'a>> {
        organization::container(self.snapshot, self.place?.organization, id)
    }

    /// The account with this id, if it is in the caller's organization.
    pub(super) fn member(&self, id: &str) -> Option<&'a Arc<Stored<Membership>>> {
        let membership = self.snapshot.membership(id.parse().ok()?)?;
        (membership.organization == self.place?.organization.id).then_some(membership)
    }

    /// The accounts of the caller's organization that are in this root or unit, by id.
    pub(super) fn members_in<'i>(
        &self,
        container: &'i str,
    ) -> impl Iterator<Item = &'a Arc<Stored<Membership>>> + use<'a, 'i> {
        self.snapshot.linked::<Membership>(self.management(), Link::Parent, container)
    }

    /// The units that are in this root or unit, by id.
    pub(super) fn units_in<'i>(
        &self,
        container: &'i str,
    ) -> impl Iterator<Item = &'a Arc<Stored<OrganizationalUnit>>> + use<'a, 'i> {
        self.snapshot.linked::<OrganizationalUnit>(self.management(), Link::Parent, container)
    }

    /// The management account; of an account without an organization the account itself, for which nothing counts.
    fn management(&self) -> AccountId {
        self.place.map_or(self.account, |place| place.organization.account)
    }

    /// The account with this id, which is in the directory.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn account_entity(&self, id: AccountId) -> Result<&'a Arc<Stored<Account>>, ApiError> {
        let account = self.snapshot.account(id);
        account.ok_or_else(|| ApiError::internal("a member account is not in the directory"))
    }

    /// The operation's own action on this resource. It is the caller's account that must allow it, also where the
    /// organization is another account's.
    pub(super) fn on(&self, resource: impl Into<String>) -> RequiredPermission {
        let permission = RequiredPermission::on(format!("organizations:{}", self.operation), resource);
        RequiredPermission { account: Some(self.account), ..permission }
    }

    /// The same on something of the organization (R7.3, table).
    pub(super) fn on_part(&self, kind: &str, id: &str) -> RequiredPermission {
        self.on(self.place.map_or_else(|| "*".to_owned(), |place| place.organization.arn_of(kind, id)))
    }

    /// The same on the account with this id, whether it is a member or not.
    pub(super) fn on_account(&self, id: &str) -> RequiredPermission {
        let tags = self.member(id).map_or(&[][..], |member| member.tags.as_slice());
        with_tags_of(self.on_part("account", id), tags)
    }

    /// The same on the root or unit with this id, whether it is there or not.
    pub(super) fn on_container(&self, id: &str) -> RequiredPermission {
        let kind = if id.starts_with("r-") { "root" } else { "ou" };
        let tags = match self.container(id) {
            Some(Container::Root(root)) => root.tags.as_slice(),
            Some(Container::Unit(unit)) => unit.tags.as_slice(),
            None => &[],
        };
        with_tags_of(self.on_part(kind, id), tags)
    }

    /// What an operation requires that makes something with tags: its own permission with the keys of the tags, and with
    /// tags also the one to set them.
    pub(super) fn with_tags(&self, own: RequiredPermission, tags: Option<&[api::Tag]>) -> Vec<RequiredPermission> {
        let tags = tags.unwrap_or_default();
        if tags.is_empty() {
            return vec![own];
        }
        let pairs = || tags.iter().map(|tag| (&*tag.key, &*tag.value));
        let tagging = RequiredPermission::on("organizations:TagResource", "*").request_tags(pairs());
        vec![own.request_tags(pairs()), RequiredPermission { account: Some(self.account), ..tagging }]
    }

    /// The time.
    pub(super) fn now(&self) -> Timestamp {
        self.node.clock.now()
    }

    /// A new id: `prefix` and so many random characters.
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn new_id(&self, prefix: &str, length: usize) -> Result<String, ApiError> {
        Ok(format!("{prefix}{}", ids::new_lower_case(length, &*self.node.entropy)?))
    }
}

/// With the tags of the resource.
fn with_tags_of(permission: RequiredPermission, tags: &[Tag]) -> RequiredPermission {
    permission.tags("aws:ResourceTag", tags.iter().map(|tag| (&*tag.key, &*tag.value)))
}
