//! Roots of organizations (R7.2).

use super::{Entity, Global, Link, Tag};
use crate::directory::entity::fields;
use rolecall_analysis::organization_policies::PolicyType;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The root of an organization, above its organizational units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRoot {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `r-…`.
    pub id: String,
    /// The id of the organization.
    pub organization: String,
    /// The names of the types of policies that are enabled (R7.3).
    #[serde(default)]
    pub policy_types: Vec<String>,
    /// The ids of the policies that are attached to it, in the order in which they were.
    #[serde(default)]
    pub policies: Vec<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl OrganizationRoot {
    /// Whether policies of this type are enabled.
    #[must_use]
    pub fn has_enabled(&self, policy_type: PolicyType) -> bool {
        self.policy_types.iter().any(|name| name == policy_type.name())
    }
}

impl Entity for OrganizationRoot {
    const KIND: &'static str = "organization-root";
    const IGNORES_CASE: bool = false;
    type Scope = Global;
    type Compiled = ();

    fields!(account, id, id);

    fn links(&self) -> Vec<(Link, &str)> {
        self.policies.iter().map(|id| (Link::AttachedPolicy, &**id)).collect()
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "-/organization-root/r-ab12",
        r#"{"account":"111122223333","id":"r-ab12","organization":"o-abcdefghij",
            "policy_types":["SERVICE_CONTROL_POLICY"],"policies":["p-FullAWSAccess"],"tags":[{"key":"team","value":"core"}]}"#,
    );
}
