//! Sessions that were revoked before their end (decision 0038).

use super::Entity;
use crate::directory::entity::fields;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A session whose credentials, and those that were got with them, are no longer taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedSession {
    /// The account that the session is of.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// The session's access key id, `ASIA…`.
    pub id: String,
    /// When it was revoked.
    pub revoked: Timestamp,
    /// ARN of who revoked it.
    pub by: String,
    /// From then on the session and all that follow from it have ended anyway, and this need not be kept.
    pub ends: Timestamp,
}

impl Entity for RevokedSession {
    const KIND: &'static str = "revoked-session";
    const IGNORES_CASE: bool = false;
    /// Each takes some hundred bytes of memory for a day and a half. Whoever has more to revoke revokes all sessions of a role
    /// before an instant (R3.59). The name is ours.
    const QUOTA: Quota = Quota { name: "RevokedSessionsPerAccount", limit: 10_000 };
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, id, id);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/revoked-session/ASIA1",
        r#"{"account":"111122223333","id":"ASIA1","revoked":"2026-11-22T10:15:30Z",
            "by":"arn:aws:iam::111122223333:user/ana","ends":"2026-11-23T23:15:30Z"}"#,
    );
}
