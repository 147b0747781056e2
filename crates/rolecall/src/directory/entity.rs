//! What every entity of the directory says of itself: its store key, its quota, how it is found, what it points to.

use super::quota::Quota;
use super::table::Table;
use crate::api::error::ApiError;
use rolecall_policy::AccountId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fmt::{Debug, Display, Formatter};
use std::str::FromStr;

/// Something the store keeps under one key, `A/kind/name` or, if its name is unique over all accounts, `-/kind/name`.
/// The keys start with the account's id, so that a later shard is a range of keys.
pub trait Entity: Listed + Serialize + DeserializeOwned + Debug + Clone + Send + Sync + 'static {
    /// The part of the store key that names the kind.
    const KIND: &'static str;
    /// How many of them an account may have, unless the server has another quota of this name.
    const QUOTA: Quota = Quota::NONE;
    /// Whether names that differ only in case are the same name (R4.7); the store key has them in lower case then.
    const IGNORES_CASE: bool = true;
    /// What `DeleteUser` is refused with while the user has one of these, by [`Link::User`] (R4.13).
    const KEEPS_USER: &'static str = "Cannot delete entity, must remove referenced objects first.";
    /// Whether its last use is noted, under its unique id; the note goes with the entity (R4.16, R4.24).
    const USE_IS_NOTED: bool = false;
    /// Where names are unique: in an account ([`AccountId`]) or over all accounts ([`Global`]).
    type Scope: Scope;
    /// What is made from the entity at the first need after it changed: its policies, compiled.
    type Compiled: Debug + Send + Sync + 'static;

    /// The account it belongs to, and counts for.
    fn account(&self) -> AccountId;

    /// Its name; empty if an account has only one of the kind.
    fn name(&self) -> &str;

    /// Its unique id (`AIDA…`, R4.8), if it has one to be found by.
    fn id(&self) -> Option<&str> {
        None
    }

    /// What it points to. The way back is an index, not stored: [`super::Snapshot::linked`]. Whoever adds a link
    /// touches what it points to ([`super::Edit::touch`]).
    fn links(&self) -> Vec<(Link, &str)> {
        Vec::new()
    }

    /// How many of them the account may have when this one comes to be; [`Self::QUOTA`] for most.
    fn quota(&self) -> Quota {
        Self::QUOTA
    }

    /// The refusal of one more than `quota`, which is [`Self::quota`] as it is on this server.
    #[must_use]
    fn beyond_quota(quota: Quota) -> ApiError {
        quota.exceeded()
    }

    /// Compiles its policies.
    fn compile(&self) -> Self::Compiled;

    /// A row of the store, key and value, with every member set. It must stay readable, and be written as it is.
    #[cfg(test)]
    const STORED: (&'static str, &'static str);

    /// A name as the store key has it.
    fn folded(name: &str) -> Cow<'_, str> {
        // Nearly every look-up is of a name that is in lower case already.
        let as_it_is = !Self::IGNORES_CASE || (name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase()));
        if as_it_is { name.into() } else { name.to_lowercase().into() }
    }

    /// The store key of the entity with this name.
    fn key_of(scope: Self::Scope, name: &str) -> String {
        let kind = Self::KIND;
        match name {
            "" => format!("{scope}/{kind}"),
            name => format!("{scope}/{kind}/{}", Self::folded(name)),
        }
    }

    /// The store key.
    fn key(&self) -> String {
        Self::key_of(self.account().into(), self.name())
    }
}

/// An entity in the list of [`super::entities`], which implements this.
pub trait Listed: Sized {
    /// The snapshot's table of these entities.
    fn table(tables: &super::entities::Tables) -> &Table<Self>
    where
        Self: Entity;
}

/// The first part of a store key. It sorts as its text does.
pub trait Scope: Copy + Ord + Debug + Display + FromStr + From<AccountId> + Send + Sync + 'static {}

impl Scope for AccountId {}
impl Scope for Global {}

/// The scope of names that are unique over all accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Global;

impl FromStr for Global {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        (text == "-").then_some(Self).ok_or(())
    }
}

impl From<AccountId> for Global {
    fn from(_: AccountId) -> Self {
        Self
    }
}

impl Display for Global {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("-")
    }
}

/// How one entity points to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// To an attached managed policy, by ARN.
    Policy,
    /// To the managed policy that is the permissions boundary, by ARN.
    Boundary,
    /// To a group of which it is a member, by unique id.
    Group,
    /// To a role, by unique id.
    Role,
    /// To the user it belongs to, by unique id; the empty text stands for the root user.
    User,
    /// To the root or organizational unit that it is in, or the handshake that it is a part of, by id.
    Parent,
    /// To the account that a handshake or a delegation request asks, or that a transfer relieves, by id.
    Recipient,
    /// To an attached policy of the organization, by id.
    AttachedPolicy,
}

/// An entity with an ARN `arn:aws:iam::A:resource/path/Name`; made by [`with_arn`].
pub trait HasArn: Entity<Scope = AccountId> {
    /// The word before the path.
    const RESOURCE: &'static str;
    /// Whether a name may be there once in each path (R4.7); the entity is stored under path and name then.
    const UNIQUE_IN_PATH: bool = false;

    /// The ARN.
    fn arn(&self) -> String;
}

/// Gives an entity of IAM its ARN.
macro_rules! with_arn {
    ($entity:ty, $resource:literal $(, $unique:ident in its path)?) => {
        impl $entity {
            #[doc = concat!("`arn:aws:iam::A:", $resource, "/path/Name`.")]
            #[must_use]
            pub fn arn(&self) -> String {
                Self::arn_of(self.account, &self.path, &self.name)
            }

            /// The ARN of one with this path and name.
            #[must_use]
            pub fn arn_of(account: AccountId, path: &str, name: &str) -> String {
                ["arn:aws:iam::", &account.digits(), concat!(":", $resource), path, name].concat()
            }
        }

        impl $crate::directory::entity::HasArn for $entity {
            const RESOURCE: &'static str = $resource;
            $(const UNIQUE_IN_PATH: bool = { stringify!($unique); true };)?

            fn arn(&self) -> String {
                self.arn()
            }
        }
    };
}
pub(super) use with_arn;

/// The members of an entity that are its account, its name and, if it has one, its unique id.
macro_rules! fields {
    ($account:ident, $name:ident $(, $id:ident)?) => {
        fn account(&self) -> AccountId {
            self.$account
        }

        fn name(&self) -> &str {
            &self.$name
        }

        $(fn id(&self) -> Option<&str> {
            Some(&self.$id)
        })?
    };
}
pub(super) use fields;
