//! Handshakes: what one account asks another, and the answer (R7.6).

use super::{Entity, Link, Tag};
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandshakeAction {
    /// That an account comes into the organization.
    Invite,
    /// That the organization gets all features, once the accounts that were invited have approved.
    EnableAllFeatures,
    /// That an account approves of it.
    ApproveAllFeatures,
    /// That another organization's management account hands a responsibility over.
    TransferResponsibility,
}

impl HandshakeAction {
    /// As requests and answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Invite => "INVITE",
            Self::EnableAllFeatures => "ENABLE_ALL_FEATURES",
            Self::ApproveAllFeatures => "APPROVE_ALL_FEATURES",
            Self::TransferResponsibility => "TRANSFER_RESPONSIBILITY",
        }
    }
}

/// The states that are stored. Whether it has expired is a question of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HandshakeState {
    /// It waits for an answer.
    Requested,
    /// Everybody who was asked has answered; whoever asked may finish it.
    Open,
    /// Whoever asked took it back.
    Canceled,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
}

impl HandshakeState {
    /// As answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Open => "OPEN",
            Self::Canceled => "CANCELED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
        }
    }
}

/// A handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handshake {
    /// The account that asks: the management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `h-…`.
    pub id: String,
    /// The organization that asks, by id.
    pub organization: String,
    /// What it asks.
    pub action: HandshakeAction,
    /// The account that is asked, as text. It is the asking account where that only waits for others.
    pub recipient: String,
    /// The address by which the recipient was named, if it was.
    #[serde(default)]
    pub email: Option<String>,
    /// What became of it.
    pub state: HandshakeState,
    /// When it was made.
    pub requested: Timestamp,
    /// When it expires.
    pub expires: Timestamp,
    /// When it came to an end, if it did.
    #[serde(default)]
    pub ended: Option<Timestamp>,
    /// The handshake that it is a part of, by id.
    #[serde(default)]
    pub parent: Option<String>,
    /// The responsibility transfer that it is about, by id.
    #[serde(default)]
    pub transfer: Option<String>,
    /// What the sender wrote.
    #[serde(default)]
    pub notes: Option<String>,
    /// The tags of the account once it has come in.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl Entity for Handshake {
    const KIND: &'static str = "handshake";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, id, id);

    fn links(&self) -> Vec<(Link, &str)> {
        let parent = self.parent.as_deref().map(|parent| (Link::Parent, parent));
        [(Link::Recipient, &*self.recipient)].into_iter().chain(parent).collect()
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/handshake/h-abcdefghij",
        r#"{"account":"111122223333","id":"h-abcdefghij","organization":"o-abcdefghij","action":"INVITE",
            "recipient":"444455556666","email":"prod@example.com","state":"ACCEPTED","requested":"2026-11-22T10:15:30Z",
            "expires":"2026-12-07T10:15:30Z","ended":"2026-11-23T10:15:30Z","parent":"h-bcdefghijk","transfer":"rt-abcdefghij",
            "notes":"Join us","tags":[{"key":"team","value":"core"}]}"#,
    );
}
