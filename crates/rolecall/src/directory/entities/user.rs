//! IAM users.

use super::{Entity, Link, Tag};
use crate::directory::compiled::{PrincipalPolicies, inline};
use crate::directory::entity::{fields, with_arn};
use crate::directory::inline::InlinePolicies;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `AIDA…`.
    pub id: String,
    /// As given; unique ignoring case (R4.7).
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Tags.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub tags: Vec<Tag>,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
    /// Inline policies: name to text as sent.
    #[serde(default)]
    pub inline: InlinePolicies,
    /// ARNs of attached managed policies, in the order of attachment.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub attached: Vec<String>,
    /// Unique ids of the groups the user is in, each once.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub groups: Vec<String>,
}

with_arn!(User, "user");

impl Entity for User {
    const KIND: &'static str = "user";
    const QUOTA: Quota = Quota { name: "UsersPerAccount", limit: 5_000 };
    type Scope = AccountId;
    type Compiled = PrincipalPolicies;

    fields!(account, name, id);

    fn links(&self) -> Vec<(Link, &str)> {
        let attached = self.attached.iter().map(|arn| (Link::Policy, &**arn));
        let boundary = self.boundary.iter().map(|arn| (Link::Boundary, &**arn));
        let groups = self.groups.iter().map(|id| (Link::Group, &**id));
        attached.chain(boundary).chain(groups).collect()
    }

    fn compile(&self) -> PrincipalPolicies {
        PrincipalPolicies::new(inline(self.inline.iter(), &format!("user {}", self.name)))
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/user/ana",
        r#"{"account":"111122223333","id":"AIDA1","name":"Ana","path":"/dev/","created":"2026-11-22T10:15:30Z",
            "tags":[{"key":"Team","value":"a"}],"boundary":"arn:aws:iam::111122223333:policy/p","inline":{"p":"{}"},
            "attached":["arn:aws:iam::111122223333:policy/p"],"groups":["AGPA1"],"access_keys":["AKIA1"],
            "mfa_devices":["arn:aws:iam::111122223333:mfa/ana"]}"#,
    );
}
