//! Instance profiles (R4.25).

use super::{Entity, Link, Tag};
use crate::directory::entity::{fields, with_arn};
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// An instance profile (R4.25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceProfile {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `AIPA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Unique id of the role in it.
    #[serde(default)]
    pub role: Option<String>,
    /// Tags.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub tags: Vec<Tag>,
}

with_arn!(InstanceProfile, "instance-profile");

impl Entity for InstanceProfile {
    const KIND: &'static str = "instance-profile";
    const QUOTA: Quota = Quota { name: "InstanceProfilesPerAccount", limit: 1_000 };
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, name, id);

    fn links(&self) -> Vec<(Link, &str)> {
        self.role.iter().map(|id| (Link::Role, &**id)).collect()
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/instance-profile/web",
        r#"{"account":"111122223333","id":"AIPA1","name":"Web","path":"/ops/","created":"2026-11-22T10:15:30Z",
            "role":"AROA1","tags":[{"key":"Team","value":"a"}]}"#,
    );
}
