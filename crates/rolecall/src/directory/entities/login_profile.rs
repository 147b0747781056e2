//! Login profiles: the passwords of IAM users (R4.17).

use super::{Entity, Link};
use crate::directory::entity::fields;
use crate::secrets::Sealed;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The password of an IAM user. A user has at most one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginProfile {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Unique id of the user, and the name of the profile.
    pub user: String,
    /// The hash of the password, sealed with the master key under this entity's store key.
    pub sealed_hash: Sealed,
    /// When it was made.
    pub created: Timestamp,
    /// Whether the user must choose another password at the next sign-in.
    pub reset_required: bool,
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
        r#"{"account":"111122223333","user":"AIDA1","sealed_hash":"AAAA","created":"2026-11-22T10:15:30Z",
            "reset_required":true}"#,
    );
}
