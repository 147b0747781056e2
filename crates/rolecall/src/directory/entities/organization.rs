//! Organizations (R7.2, R7.3).

use super::Entity;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// What an organization can do (R7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FeatureSet {
    /// Everything, policies included.
    All,
    /// No policies.
    ConsolidatedBilling,
}

impl FeatureSet {
    /// As requests and answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::ConsolidatedBilling => "CONSOLIDATED_BILLING",
        }
    }
}

/// A feature of the central management of root users (R4.63).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RootFeature {
    /// Root credentials of member accounts are managed centrally: new ones have none (R4.64).
    #[serde(rename = "RootCredentialsManagement")]
    CredentialsManagement,
    /// `AssumeRoot` (R3.35).
    #[serde(rename = "RootSessions")]
    Sessions,
}

impl RootFeature {
    /// As answers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CredentialsManagement => "RootCredentialsManagement",
            Self::Sessions => "RootSessions",
        }
    }
}

/// An organization. Its management account has one at most (R7.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `o-…`.
    pub id: String,
    /// The id of its root.
    pub root: String,
    /// What it can do.
    pub feature_set: FeatureSet,
    /// When it was made.
    pub created: Timestamp,
    /// How many accounts it may have, where it is not AWS's default (R7.9).
    #[serde(default)]
    pub max_accounts: Option<usize>,
    /// What is enabled of the central management of root users, in order.
    #[serde(default)]
    pub root_features: Vec<RootFeature>,
}

impl Organization {
    /// `arn:aws:organizations::<management account>:organization/o-…`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.arn_of("organization", "")
    }

    /// The ARN of something that belongs to it (R7.3, table): `…:<kind>/o-…/<id>`.
    #[must_use]
    pub fn arn_of(&self, kind: &str, id: &str) -> String {
        let separator = if id.is_empty() { "" } else { "/" };
        format!("arn:aws:organizations::{}:{kind}/{}{separator}{id}", self.account, self.id)
    }
}

impl Entity for Organization {
    const KIND: &'static str = "organization";
    type Scope = AccountId;
    type Compiled = ();

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        ""
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/organization",
        r#"{"account":"111122223333","id":"o-abcdefghij","root":"r-ab12","feature_set":"ALL",
            "created":"2026-11-22T10:15:30Z","max_accounts":50,"root_features":["RootSessions"]}"#,
    );
}
