//! Operations whose `UserName` may be left out act on the caller (R4.5), and for the root user on the root user.

use super::call::IamCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{Account, Entity, Link, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::services::operation::RequiredPermission;
use rolecall_policy::{AccountId, Principal};
use std::sync::Arc;

/// Whom such an operation acts on.
#[derive(Debug, Clone)]
pub(super) enum Subject<'s> {
    /// An IAM user.
    User(&'s Arc<Stored<User>>),
    /// The account's root user.
    Root(&'s Arc<Stored<Account>>),
}

/// Which one, before it is known whether it exists.
enum Named<'a> {
    User(&'a str),
    Root,
}

impl<'s> Subject<'s> {
    /// The subject of an operation that was allowed.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    pub(super) fn find(name: Option<&str>, call: &IamCall<'s>) -> Result<Self, ApiError> {
        match named(name, call.caller, call.snapshot)? {
            Named::User(name) => call.find::<User>(name).map(Self::User),
            Named::Root => call.own_account().map(Self::Root),
        }
    }

    /// The permission that such an operation requires.
    ///
    /// # Errors
    /// No name, and the caller is no user.
    pub(super) fn permission(name: Option<&str>, call: &IamCall<'_>) -> Result<RequiredPermission, ApiError> {
        Ok(match named(name, call.caller, call.snapshot)? {
            Named::User(name) => call.on_entity::<User>(name),
            Named::Root => call.on(root_arn(call.account)),
        })
    }

    /// The name that answers show.
    pub(super) fn name(&self) -> String {
        match self {
            Self::User(user) => user.name.clone(),
            Self::Root(account) => root_name(account),
        }
    }

    /// The user's unique id; `None` for root, as access keys and MFA devices are stored.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::User(user) => Some(&user.id),
            Self::Root(_) => None,
        }
    }

    /// Its access keys, its MFA devices.
    pub(super) fn own<T: Entity>(&self, call: &IamCall<'s>) -> impl Iterator<Item = &'s Arc<Stored<T>>> {
        call.linked::<T>(Link::User, self.id().unwrap_or_default())
    }

    /// Its access keys and MFA devices do not change without it ([`Edit::touch`]).
    ///
    /// # Errors
    /// [`ApiError::internal`].
    pub(super) fn touch(&self, edit: &mut Edit) -> Result<(), ApiError> {
        match self {
            Self::User(user) => edit.touch(user),
            Self::Root(account) => edit.touch(account),
        }
    }
}

/// `arn:aws:iam::A:root`.
pub(super) fn root_arn(account: AccountId) -> String {
    format!("arn:aws:iam::{account}:root")
}

/// The user name that answers show for the root user: the account's alias, or its name.
pub(super) fn root_name(account: &Account) -> String {
    account.alias.clone().unwrap_or_else(|| account.name.clone())
}

fn named<'a>(name: Option<&'a str>, caller: &Caller, snapshot: &'a Snapshot) -> Result<Named<'a>, ApiError> {
    let is_root = matches!(caller.principal, Principal::Root { .. } | Principal::AssumedRoot { .. });
    if let Some(name) = name {
        // Some operations on MFA devices demand a name. The root user gives the one that `GetUser` shows it, or the
        // account's id; an IAM user of that name goes first [choice].
        let account = caller.account()?;
        let means_root = is_root
            && snapshot.find::<User>(account, name).is_none()
            && snapshot.account(account).is_some_and(|it| root_name(it) == name || account.to_string() == name);
        return Ok(if means_root { Named::Root } else { Named::User(name) });
    }
    match (&caller.principal, &caller.user) {
        // By id: the caller may have been renamed since.
        (Principal::User { .. }, Some(user)) => match snapshot.find_by_id::<User>(&user.id) {
            Some(user) => Ok(Named::User(&user.name)),
            None => Err(errors::user_missing(&user.name)),
        },
        _ if is_root => Ok(Named::Root),
        _ => Err(errors::user_name_needed()),
    }
}
