//! The resource policy of an organization (R7.24).

use super::{Entity, Tag};
use crate::directory::compiled::DelegationPolicy;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The policy by which an organization lets member accounts manage its policies. It has one at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationResourcePolicy {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `rp-…`.
    pub id: String,
    /// The id of the organization.
    pub organization: String,
    /// The text, with the unique ids of users and roles in place of their ARNs (R1.18).
    pub content: String,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl OrganizationResourcePolicy {
    /// `arn:aws:organizations::<management account>:resourcepolicy/o-…/rp-…`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:organizations::{}:resourcepolicy/{}/{}", self.account, self.organization, self.id)
    }
}

impl Entity for OrganizationResourcePolicy {
    const KIND: &'static str = "organization-resource-policy";
    type Scope = AccountId;
    type Compiled = DelegationPolicy;

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        ""
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn compile(&self) -> DelegationPolicy {
        DelegationPolicy::new(&self.content, &format!("organization {}", self.organization))
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/organization-resource-policy",
        r#"{"account":"111122223333","id":"rp-abcdefgh","organization":"o-abcdefghij","content":"{}",
            "tags":[{"key":"team","value":"core"}]}"#,
    );
}
