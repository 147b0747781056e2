//! Login profiles: the passwords of IAM users (R4.17).

use super::{Entity, Link};
use crate::directory::entity::fields;
use crate::secrets::Sealed;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The password of an IAM user, or of the root user of an account. A user has at most one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginProfile {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Unique id of the user, or [`LoginProfile::ROOT`], and the name of the profile.
    pub user: String,
    /// The hash of the password, sealed with the master key under this entity's store key.
    pub sealed_hash: Sealed,
    /// The hashes of passwords before it, newest first, as many as a password policy may ask for (R4.18).
    #[serde(default)]
    pub sealed_previous: Vec<Sealed>,
    /// When it was made.
    pub created: Timestamp,
    /// When the password was last replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Timestamp>,
    /// Whether the user must choose another password at the next sign-in.
    pub reset_required: bool,
}

/// Hashes of previous passwords that are kept. A password policy remembers at most 24, the present one included.
const PREVIOUS: usize = 23;

impl LoginProfile {
    /// The user of the root user's password, which has no unique id.
    pub const ROOT: &'static str = "";

    /// Sets another password.
    pub fn set_hash(&mut self, sealed_hash: Sealed, now: Timestamp) {
        self.replaced = Some(now);
        self.sealed_previous.insert(0, std::mem::replace(&mut self.sealed_hash, sealed_hash));
        self.sealed_previous.truncate(PREVIOUS);
    }

    /// When the present password was set.
    #[must_use]
    pub fn changed(&self) -> Timestamp {
        self.replaced.unwrap_or(self.created)
    }

    /// The last hashes, newest first.
    pub fn last_hashes(&self) -> impl Iterator<Item = &Sealed> {
        std::iter::once(&self.sealed_hash).chain(&self.sealed_previous)
    }
}

impl Entity for LoginProfile {
    const KIND: &'static str = "login-profile";
    const IGNORES_CASE: bool = false;
    const KEEPS_USER: &'static str = "Cannot delete entity, must delete login profile first.";
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, user);

    fn links(&self) -> Vec<(Link, &str)> {
        vec![(Link::User, &self.user)]
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/login-profile/AIDA1",
        r#"{"account":"111122223333","user":"AIDA1","sealed_hash":"AAAA","sealed_previous":["BBBB"],
            "created":"2026-11-22T10:15:30Z","reset_required":true}"#,
    );
}
