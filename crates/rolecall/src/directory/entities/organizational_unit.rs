//! Organizational units (R7.2).

use super::{Entity, Global, Link, Tag};
use crate::api::error::ApiError;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// An organizational unit. It never moves: its depth is that of its creation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationalUnit {
    /// The management account of the organization.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `ou-…`.
    pub id: String,
    /// As given; unique in its parent.
    pub name: String,
    /// The root or unit that it is in, by id. Whoever makes or renames a unit touches its parent, so that no two have one name.
    pub parent: String,
    /// When it was made.
    pub created: Timestamp,
    /// The ids of the policies that are attached to it, in the order in which they were. Whoever makes a unit gives it those
    /// that `domain::guardrails::first_policies` names.
    #[serde(default)]
    pub policies: Vec<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl Entity for OrganizationalUnit {
    const KIND: &'static str = "organizational-unit";
    const IGNORES_CASE: bool = false;
    /// AWS's quota of units in an organization (R7.9).
    const QUOTA: Quota = Quota { name: "OrganizationalUnits", limit: 2_000 };
    type Scope = Global;
    type Compiled = ();

    fn account(&self) -> AccountId {
        self.account
    }

    /// Its id: what it is called says little of it.
    fn name(&self) -> &str {
        self.id.as_str()
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn links(&self) -> Vec<(Link, &str)> {
        let policies = self.policies.iter().map(|id| (Link::AttachedPolicy, &**id));
        [(Link::Parent, &*self.parent)].into_iter().chain(policies).collect()
    }

    fn beyond_quota(_: Quota) -> ApiError {
        ApiError::new("ConstraintViolationException", 400, "You have exceeded the allowed number of OUs.")
            .with("Reason", "OU_NUMBER_LIMIT_EXCEEDED")
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "-/organizational-unit/ou-ab12-cdefghij",
        r#"{"account":"111122223333","id":"ou-ab12-cdefghij","name":"Prod","parent":"r-ab12",
            "created":"2026-11-22T10:15:30Z","policies":["p-FullAWSAccess"],"tags":[{"key":"team","value":"core"}]}"#,
    );
}
