//! A call of an operation of Organizations, and the permissions that it requires.
//!
//! The resource is the ARN of what the request names, in the caller's organization (R7.3, table). Of an account without an
//! organization it is `*`: there is no such ARN.

use super::{Callers, errors};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::directory::entities::{Account, Organization};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::organization::{self, Container, Place};
use crate::node::Node;
use crate::services::operation::{CallContext, RequiredPermission};
use jiff::Timestamp;
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
