//! A call of an operation of Organizations, and the permissions that it requires.
//!
//! The resource is the ARN of what the request names, in the caller's organization (R7.3, table). Of an account without an
//! organization it is `*`: there is no such ARN.

use super::{Callers, delegation, errors};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::directory::entities::{
    Account, Link, Membership, Organization, OrganizationResourcePolicy, OrganizationRoot, OrganizationalUnit, Tag,
};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::organization::{self, Container, Place};
use crate::node::Node;
use crate::services::operation::{CallContext, RequiredPermission, ResourcePolicyOf};
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
    /// Who may call it.
    callers: Callers,
}

impl<'a> OrganizationsCall<'a> {
    /// A call of `operation`.
    ///
    /// # Errors
    /// `AccessDenied` for callers that belong to no account.
    pub(super) fn new(operation: &'static str, callers: Callers, context: &CallContext<'a>) -> Result<Self, ApiError> {
        let CallContext { caller, snapshot, node, .. } = *context;
        let account = caller.account()?;
        Ok(Self { account, place: organization::place(snapshot, account), snapshot, node, operation, callers })
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
                place.is_management() || self.is_delegated_administrator() || self.delegation().is_some()
            }
            Callers::Management => place.is_management(),
            // Whom the resource policy does not allow the operation was denied before this.
            Callers::Delegates => place.is_management() || self.delegation().is_some(),
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

    /// The root of the caller's organization.
    ///
    /// # Errors
    /// `AWSOrganizationsNotInUseException`.
    pub(super) fn root(&self) -> Result<&'a Arc<Stored<OrganizationRoot>>, ApiError> {
        let root = self.snapshot.find_by_id::<OrganizationRoot>(&self.organization()?.root);
        root.ok_or_else(|| ApiError::internal("an organization has no root"))
    }

    /// The same, if it has this id.
    ///
    /// # Errors
    /// `AWSOrganizationsNotInUseException`; `RootNotFoundException`.
    pub(super) fn root_with(&self, id: &str) -> Result<&'a Arc<Stored<OrganizationRoot>>, ApiError> {
        let root = self.root()?;
        if root.id == id { Ok(root) } else { Err(errors::root_not_found()) }
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

    /// Whether the caller's account is a delegated administrator (R7.23).
    fn is_delegated_administrator(&self) -> bool {
        self.place.is_some_and(|place| organization::is_delegated_administrator(self.snapshot, &place))
    }

    /// The resource policy of the caller's organization.
    pub(super) fn resource_policy(&self) -> Option<&'a Arc<Stored<OrganizationResourcePolicy>>> {
        let organization = self.place?.organization;
        let policy = self.snapshot.find::<OrganizationResourcePolicy>(organization.account, "")?;
        (policy.organization == organization.id).then_some(policy)
    }

    /// The resource policy that must allow the operation, because the caller is of a member account and the operation is one
    /// that can be delegated (R7.24).
    fn delegation(&self) -> Option<&'a Arc<Stored<OrganizationResourcePolicy>>> {
        let is_member = self.place.is_some_and(|place| !place.is_management());
        if !is_member || !delegation::is_delegable(self.operation) || self.own_right() {
            return None;
        }
        self.resource_policy()
    }

    /// Whether member accounts, or this one as a delegated administrator, may call the operation without anybody's leave.
    fn own_right(&self) -> bool {
        match self.callers {
            Callers::Everybody | Callers::Members => true,
            Callers::Administrators => self.is_delegated_administrator(),
            Callers::Delegates | Callers::Management => false,
        }
    }

    /// The operation's own action on this resource. It is the caller's account that must allow it, also where the
    /// organization is another account's. A member account that may call the operation only because the resource policy of
    /// the organization says so needs both (R7.24).
    pub(super) fn on(&self, resource: impl Into<String>) -> RequiredPermission {
        let permission = RequiredPermission::on(format!("organizations:{}", self.operation), resource);
        if let Some(policy) = self.delegation() {
            let policy = ResourcePolicyOf::Organization(Arc::clone(policy));
            let management = self.place.map(|place| place.organization.account);
            return RequiredPermission { account: management, policy, ..permission };
        }
        // Who needs no leave of it is denied what it denies.
        let is_member = self.place.is_some_and(|place| !place.is_management());
        let denies = self.resource_policy().filter(|_| is_member && delegation::is_delegable(self.operation));
        let policy =
            denies.map_or(ResourcePolicyOf::Nothing, |policy| ResourcePolicyOf::OrganizationDenies(Arc::clone(policy)));
        RequiredPermission { account: Some(self.account), policy, ..permission }
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
        let tagging = RequiredPermission { action: "organizations:TagResource".into(), ..self.on("*") };
        vec![own.request_tags(pairs()), tagging.request_tags(pairs())]
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
