//! Responsibility transfers: the management account of one organization pays for another.

use super::{Entity, Link, Tag};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The states that are stored. Whether the invitation has expired is a question of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransferStatus {
    /// The invitation waits for an answer.
    Requested,
    /// The invitation was declined.
    Declined,
    /// The invitation was taken back.
    Canceled,
    /// The transfer holds, or will from its start.
    Accepted,
    /// One side has ended it.
    Withdrawn,
}

impl TransferStatus {
    /// As answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Declined => "DECLINED",
            Self::Canceled => "CANCELED",
            Self::Accepted => "ACCEPTED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }
}

/// A transfer of the responsibility for bills, the only one there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsibilityTransfer {
    /// The management account that takes the responsibility, and sends the invitation.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `rt-…`.
    pub id: String,
    /// As given.
    pub name: String,
    /// The management account that hands the responsibility over, as text.
    pub source: String,
    /// The invitation, by id.
    pub handshake: String,
    /// What became of it.
    pub status: TransferStatus,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends, if that is settled.
    #[serde(default)]
    pub end: Option<Timestamp>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl Entity for ResponsibilityTransfer {
    const KIND: &'static str = "responsibility-transfer";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fn account(&self) -> AccountId {
        self.account
    }

    /// Its id: what it is called says little of it.
    fn name(&self) -> &str {
        self.id.as_str()
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn links(&self) -> Vec<(Link, &str)> {
        vec![(Link::Recipient, &self.source)]
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/responsibility-transfer/rt-abcdefghij",
        r#"{"account":"111122223333","id":"rt-abcdefghij","name":"bills","source":"444455556666",
            "handshake":"h-abcdefghij","status":"ACCEPTED","start":"2026-12-01T00:00:00Z","end":"2026-12-31T23:59:59Z",
            "tags":[{"key":"team","value":"core"}]}"#,
    );
}
