//! Long-term access keys of users and of the root user.

use super::{Entity, Link};
use crate::directory::entity::fields;
use crate::secrets::Sealed;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A long-term access key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// `AKIA…`.
    pub id: String,
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Unique id of the user; `None` for the root user.
    #[serde(default)]
    pub user: Option<String>,
    /// The secret, sealed with the master key under this entity's store key.
    pub sealed_secret: Sealed,
    /// Active or inactive.
    pub active: bool,
    /// When it was made inactive, as long as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive_since: Option<Timestamp>,
    /// When it was made.
    pub created: Timestamp,
}

impl Entity for AccessKey {
    const KIND: &'static str = "access-key";
    const IGNORES_CASE: bool = false;
    const USE_IS_NOTED: bool = true;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, id, id);

    fn links(&self) -> Vec<(Link, &str)> {
        vec![(Link::User, self.user.as_deref().unwrap_or_default())]
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/access-key/AKIA1",
        r#"{"id":"AKIA1","account":"111122223333","user":"AIDA1","sealed_secret":"AAAA","active":true,
            "created":"2026-11-22T10:15:30Z"}"#,
    );
}
