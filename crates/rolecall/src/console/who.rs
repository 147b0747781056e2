//! Whom a sign-in names: an account, and a user of it or its root user.

use crate::directory::Snapshot;
use crate::directory::entities::{Account, AliasClaim, Global, Link, LoginProfile, MfaDevice, SecurityKey, User};
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use rolecall_policy::{AccountId, Principal};
use std::sync::Arc;

/// A user, or the root user of an account.
#[derive(Debug, Clone)]
pub(super) enum Person {
    User(Arc<Stored<User>>),
    Root(AccountId),
}

impl Person {
    /// The user of this name, or without a name the root user, in an account that is open.
    pub(super) fn find(snapshot: &Snapshot, account: AccountId, user: Option<&str>) -> Option<Self> {
        let open = snapshot.account(account).filter(|account| account.closed.is_none())?;
        match user {
            Some(name) => snapshot.find::<User>(open.id, name).cloned().map(Self::User),
            None => Some(Self::Root(open.id)),
        }
    }

    pub(super) fn account(&self) -> AccountId {
        match self {
            Self::User(user) => user.account,
            Self::Root(account) => *account,
        }
    }

    /// The unique id of a user.
    pub(super) fn user_id(&self) -> Option<&str> {
        match self {
            Self::User(user) => Some(&user.id),
            Self::Root(_) => None,
        }
    }

    pub(super) fn user_name(&self) -> Option<&str> {
        match self {
            Self::User(user) => Some(&user.name),
            Self::Root(_) => None,
        }
    }

    /// What the password is stored under.
    pub(super) fn profile_name(&self) -> &str {
        self.user_id().unwrap_or(LoginProfile::ROOT)
    }

    pub(super) fn profile<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s Arc<Stored<LoginProfile>>> {
        snapshot.find::<LoginProfile>(self.account(), self.profile_name())
    }

    /// The MFA devices that are enabled for the person.
    pub(super) fn devices(&self, snapshot: &Snapshot) -> Vec<Arc<Stored<MfaDevice>>> {
        let devices = snapshot.linked::<MfaDevice>(self.account(), Link::User, self.user_id().unwrap_or_default());
        devices.cloned().collect()
    }

    /// The security keys that are registered for the person.
    pub(super) fn security_keys(&self, snapshot: &Snapshot) -> Vec<Arc<Stored<SecurityKey>>> {
        let keys = snapshot.linked::<SecurityKey>(self.account(), Link::User, self.user_id().unwrap_or_default());
        keys.cloned().collect()
    }

    /// What CloudTrail calls the MFA devices of the person in a `CheckMfa` event: by their type, if there is one (R8.15).
    pub(super) fn mfa_type(&self, snapshot: &Snapshot) -> &'static str {
        let devices = self.devices(snapshot);
        let has = |hardware: bool| devices.iter().any(|device| device.hardware == hardware);
        match (has(false), has(true), !self.security_keys(snapshot).is_empty()) {
            (true, false, false) => "Virtual MFA",
            (false, true, false) => "Hardware MFA",
            (false, false, true) => "U2F MFA",
            _ => "Multiple MFA Devices",
        }
    }

    pub(super) fn arn(&self) -> String {
        match self {
            Self::User(user) => user.arn(),
            Self::Root(account) => format!("arn:aws:iam::{account}:root"),
        }
    }

    /// The person as a caller that signed with no key.
    pub(super) fn caller(&self) -> Caller {
        let arn = self.arn();
        match self {
            Self::User(user) => Caller {
                principal: Principal::User {
                    account: user.account,
                    arn: arn.as_str().into(),
                    id: Some(user.id.as_str().into()),
                },
                user_id: user.id.clone(),
                user: Some(Arc::clone(user)),
                arn,
                ..Caller::anonymous()
            },
            Self::Root(account) => Caller {
                principal: Principal::Root { account: *account, arn: arn.as_str().into() },
                user_id: account.to_string(),
                arn,
                ..Caller::anonymous()
            },
        }
    }
}

/// The account of an id, which people write with hyphens too, or of an alias.
pub(super) fn account(snapshot: &Snapshot, text: &str) -> Option<AccountId> {
    let text = text.trim();
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if digits.len() == DIGITS
        && let Ok(id) = digits.parse::<AccountId>()
    {
        return snapshot.account(id).map(|account| account.id);
    }
    snapshot.find::<AliasClaim>(Global, text).map(|claim| claim.account)
}

/// Digits of an account id.
const DIGITS: usize = 12;

/// What the console shows of an account to whoever has a session in it: alias, name, and whether it is protected.
pub(super) fn shown(snapshot: &Snapshot, account: AccountId) -> (Option<String>, Option<String>, bool) {
    let found: Option<&Account> = snapshot.account(account).map(|account| account.entity());
    let alias = found.and_then(|account| account.alias.clone());
    (alias, found.map(|account| account.name.clone()), found.is_some_and(|account| account.protected))
}
