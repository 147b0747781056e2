//! Groups (R4.19). They have no tags and no boundary.

use super::{Entity, Link};
use crate::directory::compiled::inline;
use crate::directory::entity::{fields, with_arn};
use crate::directory::inline::InlinePolicies;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use rolecall_policy::document::kind::Identity;
use rolecall_policy::evaluate::Attached;
use serde::{Deserialize, Serialize};

/// An IAM group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `AGPA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Inline policies: name to text as sent.
    #[serde(default)]
    pub inline: InlinePolicies,
    /// ARNs of attached managed policies.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub attached: Vec<String>,
}

with_arn!(Group, "group");

impl Entity for Group {
    const KIND: &'static str = "group";
    const QUOTA: Quota = Quota { name: "GroupsPerAccount", limit: 300 };
    type Scope = AccountId;
    type Compiled = Vec<Attached<Identity>>;

    fields!(account, name, id);

    fn links(&self) -> Vec<(Link, &str)> {
        self.attached.iter().map(|arn| (Link::Policy, &**arn)).collect()
    }

    fn compile(&self) -> Vec<Attached<Identity>> {
        inline(self.inline.iter(), &format!("group {}", self.name))
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/group/devs",
        r#"{"account":"111122223333","id":"AGPA1","name":"Devs","path":"/dev/","created":"2026-11-22T10:15:30Z",
            "inline":{"p":"{}"},"attached":["arn:aws:iam::111122223333:policy/p"],"members":["AIDA1"]}"#,
    );
}
