//! Security keys: MFA devices that sign a challenge, registered in the console (R4.85).

use super::{Entity, Link, User};
use crate::directory::entity::fields;
use crate::directory::snapshot::Snapshot;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A security key of a user or of the root user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityKey {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// The last part of the ARN: the name that a person gave it, and letters and digits that nobody gave.
    pub id: String,
    /// Unique id of the user; `None` for the root user.
    #[serde(default)]
    pub user: Option<String>,
    /// What the security key knows its pair of keys by, base64url.
    pub credential: String,
    /// The public key (COSE), base64url.
    pub public_key: String,
    /// The host name that the pair of keys is bound to.
    pub relying_party: String,
    /// How many signatures it counted when it was last used; 0 if it keeps no count.
    pub sign_count: u32,
    /// When it was registered.
    pub enabled: Timestamp,
}

impl SecurityKey {
    /// Its ARN, which is its serial number (R4.85); `None` if its user is gone.
    #[must_use]
    pub fn arn(&self, snapshot: &Snapshot) -> Option<String> {
        match &self.user {
            Some(id) => Some(Self::arn_of(self.account, Some(&snapshot.find_by_id::<User>(id)?.name), &self.id)),
            None => Some(Self::arn_of(self.account, None, &self.id)),
        }
    }

    /// The ARN of a user's or, without a name, of the root user's security key.
    #[must_use]
    pub fn arn_of(account: AccountId, user_name: Option<&str>, id: &str) -> String {
        match user_name {
            Some(name) => format!("arn:aws:iam::{account}:u2f/user/{name}/{id}"),
            None => format!("arn:aws:iam::{account}:u2f/root/{id}"),
        }
    }
}

impl Entity for SecurityKey {
    const KIND: &'static str = "security-key";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, id);

    fn links(&self) -> Vec<(Link, &str)> {
        vec![(Link::User, self.user.as_deref().unwrap_or_default())]
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/security-key/yubikey-ABC",
        r#"{"account":"111122223333","id":"yubikey-ABC","user":"AIDA1","credential":"AAAA","public_key":"BBBB",
            "relying_party":"localhost","sign_count":7,"enabled":"2026-11-22T10:15:30Z"}"#,
    );
}
