//! Credentials of users for one service: passwords, and long-term API keys.

use super::{Entity, Link};
use crate::directory::entity::fields;
use crate::secrets::Sealed;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A credential of a user for one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSpecificCredential {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `ACCA…`.
    pub id: String,
    /// Unique id of the user.
    pub user: String,
    /// `codecommit.amazonaws.com`.
    pub service: String,
    /// The name that goes with the secret: `ana-at-111122223333`.
    pub service_user_name: String,
    /// The password or the API key, sealed with the master key under this entity's store key.
    pub sealed_secret: Sealed,
    /// Active or inactive.
    pub active: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it expires, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

impl Entity for ServiceSpecificCredential {
    const KIND: &'static str = "service-credential";
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
        "111122223333/service-credential/ACCA1",
        r#"{"account":"111122223333","id":"ACCA1","user":"AIDA1","service":"bedrock.amazonaws.com",
            "service_user_name":"ana-at-111122223333","sealed_secret":"AAAA","active":true,"created":"2026-11-22T10:15:30Z",
            "expires":"2027-11-22T10:15:30Z"}"#,
    );
}
