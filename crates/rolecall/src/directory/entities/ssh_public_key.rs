//! SSH public keys of users.

use super::{Entity, Link};
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// An SSH public key of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshPublicKey {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `APKA…`.
    pub id: String,
    /// Unique id of the user.
    pub user: String,
    /// `ssh-rsa …`, without a comment, whatever form it was uploaded in.
    pub key: String,
    /// Active or inactive.
    pub active: bool,
    /// When it was uploaded.
    pub uploaded: Timestamp,
}

impl Entity for SshPublicKey {
    const KIND: &'static str = "ssh-public-key";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, id, id);

    fn links(&self) -> Vec<(Link, &str)> {
        vec![(Link::User, &self.user)]
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/ssh-public-key/APKA1",
        r#"{"account":"111122223333","id":"APKA1","user":"AIDA1","key":"ssh-rsa AAAA","active":true,
            "uploaded":"2026-11-22T10:15:30Z"}"#,
    );
}
