//! Customer managed policies.

use super::{Entity, Tag};
use crate::directory::compiled::{DENY_EVERYTHING, ManagedDocument};
use crate::directory::entity::{fields, with_arn};
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// One version of a customer managed policy (R4.29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// The number after `v`; never used again.
    pub number: u32,
    /// Text as sent.
    pub document: String,
    /// When it was made.
    pub created: Timestamp,
}

/// A customer managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `ANPA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When a version last changed (R4.28).
    pub updated: Timestamp,
    /// Up to five, in order of number.
    #[serde(deserialize_with = "super::exact_list")]
    pub versions: Vec<PolicyVersion>,
    /// Number of the default version.
    pub default_version: u32,
    /// Number the next version gets.
    pub next_version: u32,
    /// Tags.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub tags: Vec<Tag>,
}

with_arn!(ManagedPolicy, "policy");

impl ManagedPolicy {
    /// The version in effect (R4.30).
    #[must_use]
    pub fn default_document(&self) -> Option<&PolicyVersion> {
        self.versions.iter().find(|v| v.number == self.default_version)
    }
}

impl Entity for ManagedPolicy {
    const KIND: &'static str = "policy";
    const QUOTA: Quota = Quota { name: "PoliciesPerAccount", limit: 1_500 };
    type Scope = AccountId;
    type Compiled = ManagedDocument;

    fields!(account, name, id);

    fn compile(&self) -> ManagedDocument {
        let text = self.default_document().map_or(DENY_EVERYTHING, |version| &version.document);
        ManagedDocument::new(text, &self.arn(), &self.name)
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/policy/p",
        r#"{"account":"111122223333","id":"ANPA1","name":"P","path":"/ops/","description":"of all",
            "created":"2026-11-22T10:15:30Z","updated":"2026-11-23T10:15:30Z",
            "versions":[{"number":2,"document":"{}","created":"2026-11-22T10:15:30Z"}],"default_version":2,
            "next_version":3,"tags":[{"key":"Team","value":"a"}],"attachment_count":1,"boundary_count":1}"#,
    );
}
