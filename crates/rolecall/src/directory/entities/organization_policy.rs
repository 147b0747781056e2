//! Policies of organizations (R7.2).

use super::{Entity, Tag};
use crate::directory::compiled::ControlDocument;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_analysis::organization_policies::PolicyType;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A policy that an organization made. Where it is attached stands with the root, unit or membership.
///
/// Its name is unique in the organization and thus its store key, so that two of one name conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationPolicy {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `p-…`.
    pub id: String,
    /// As given.
    pub name: String,
    /// The id of the organization.
    pub organization: String,
    /// As given.
    #[serde(default)]
    pub description: String,
    /// The name of its type.
    pub policy_type: String,
    /// Text as sent.
    pub content: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl OrganizationPolicy {
    /// `arn:aws:organizations::<management account>:policy/o-…/<type>/p-…` (R7.3, table).
    #[must_use]
    pub fn arn(&self) -> String {
        let Self { account, organization, id, .. } = self;
        let policy_type = self.policy_type.to_ascii_lowercase();
        format!("arn:aws:organizations::{account}:policy/{organization}/{policy_type}/{id}")
    }

    /// Its type; `None` for a name that is none, which would be damage.
    #[must_use]
    pub fn kind(&self) -> Option<PolicyType> {
        PolicyType::named(&self.policy_type)
    }
}

impl Entity for OrganizationPolicy {
    const KIND: &'static str = "organization-policy";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ControlDocument;

    fields!(account, name, id);

    fn compile(&self) -> ControlDocument {
        ControlDocument::new(self.kind(), &self.content)
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/organization-policy/Keep out",
        r#"{"account":"111122223333","id":"p-abcdefgh","name":"Keep out","organization":"o-abcdefghij",
            "description":"of strangers","policy_type":"SERVICE_CONTROL_POLICY","content":"{}",
            "created":"2026-11-22T10:15:30Z","updated":"2026-11-23T10:15:30Z",
            "tags":[{"key":"team","value":"core"}]}"#,
    );
}
