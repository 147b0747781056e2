//! Accounts in organizations (R7.2).

use super::{Entity, Global, Link, Tag};
use crate::directory::Snapshot;
use crate::directory::standing::KeptStanding;
use crate::directory::table::Stored;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How an account came into its organization (R7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JoinedMethod {
    /// It accepted an invitation, or made the organization.
    Invited,
    /// The organization made it.
    Created,
}

impl JoinedMethod {
    /// As answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Invited => "INVITED",
            Self::Created => "CREATED",
        }
    }
}

/// The place of an account in an organization; the management account has one, too. An account has one at most, which is
/// its store key. Whether the account is closed stands with the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The account's id, as text.
    pub member: String,
    /// The management account, for which it counts.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// The organization, by id.
    pub organization: String,
    /// The root or unit that it is in, by id. Whoever moves an account touches the new parent.
    pub parent: String,
    /// When it came in.
    pub joined: Timestamp,
    /// How.
    pub joined_method: JoinedMethod,
    /// The ids of the policies that are attached to it, in the order in which they were. Whoever makes a membership gives it
    /// those that `domain::guardrails::first_policies` names.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub policies: Vec<String>,
    /// Tags of the account, which it has in the organization alone.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub tags: Vec<Tag>,
}

impl Entity for Membership {
    const KIND: &'static str = "membership";
    const IGNORES_CASE: bool = false;
    type Scope = Global;
    type Compiled = KeptStanding;

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        &self.member
    }

    fn links(&self) -> Vec<(Link, &str)> {
        let policies = self.policies.iter().map(|id| (Link::AttachedPolicy, &**id));
        [(Link::Parent, &*self.parent)].into_iter().chain(policies).collect()
    }

    fn compile(&self) -> KeptStanding {
        KeptStanding::default()
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "-/membership/444455556666",
        r#"{"member":"444455556666","account":"111122223333","organization":"o-abcdefghij","parent":"r-ab12",
            "joined":"2026-11-22T10:15:30Z","joined_method":"CREATED",
            "policies":["p-FullAWSAccess"],"tags":[{"key":"team","value":"core"}]}"#,
    );
}

impl Snapshot {
    /// The place of an account in its organization; `None` if it is in none.
    #[must_use]
    pub fn membership(&self, account: AccountId) -> Option<&Arc<Stored<Membership>>> {
        self.find::<Membership>(Global, &account.digits())
    }
}
