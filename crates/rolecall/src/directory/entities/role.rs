//! Roles.

use super::{Entity, Link, Tag};
use crate::directory::compiled::{PrincipalPolicies, RolePolicies, inline, trust_policy};
use crate::directory::entity::{fields, with_arn};
use crate::directory::inline::InlinePolicies;
use crate::directory::quota::Quota;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `AROA…`.
    pub id: String,
    /// As given; unique ignoring case.
    pub name: String,
    /// `/` or `/…/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// Up to 1,000 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// Seconds, 3,600–43,200 (R4.20).
    pub max_session_duration: i32,
    /// The trust policy in stored form: principal ARNs replaced by unique ids (R1.18).
    pub trust_policy: String,
    /// Tags.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub tags: Vec<Tag>,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
    /// Inline policies: name to text as sent.
    #[serde(default)]
    pub inline: InlinePolicies,
    /// ARNs of attached managed policies.
    #[serde(default, deserialize_with = "super::exact_list")]
    pub attached: Vec<String>,
}

with_arn!(Role, "role");

/// Roles of an account in which service-linked roles are made, which may be more than others (R4.36). AWS tells no figure:
/// so many that every service finds room, and not without end.
const WITH_SERVICE_LINKED: usize = 2 * Role::QUOTA.limit;

impl Role {
    /// Whether the role is service-linked (R2.37).
    #[must_use]
    pub fn is_service_linked(&self) -> bool {
        self.path.starts_with("/aws-service-role/")
    }
}

impl Entity for Role {
    const KIND: &'static str = "role";
    const QUOTA: Quota = Quota { name: "RolesPerAccount", limit: 1_000 };
    const USE_IS_NOTED: bool = true;
    type Scope = AccountId;
    type Compiled = RolePolicies;

    fields!(account, name, id);

    fn links(&self) -> Vec<(Link, &str)> {
        let attached = self.attached.iter().map(|arn| (Link::Policy, &**arn));
        attached.chain(self.boundary.iter().map(|arn| (Link::Boundary, &**arn))).collect()
    }

    fn quota(&self) -> Quota {
        let limit = if self.is_service_linked() { WITH_SERVICE_LINKED } else { Self::QUOTA.limit };
        Quota { limit, ..Self::QUOTA }
    }

    fn compile(&self) -> RolePolicies {
        let owner = format!("role {}", self.name);
        RolePolicies {
            own: PrincipalPolicies::new(inline(self.inline.iter(), &owner)),
            trust: trust_policy(&self.trust_policy, &owner),
        }
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/role/admin",
        r#"{"account":"111122223333","id":"AROA1","name":"Admin","path":"/ops/","created":"2026-11-22T10:15:30Z",
            "description":"of all","max_session_duration":7200,"trust_policy":"{}","tags":[{"key":"Team","value":"a"}],
            "boundary":"arn:aws:iam::111122223333:policy/p","inline":{"p":"{}"},"attached":["arn:aws:iam::111122223333:policy/p"],
            "instance_profiles":["web"]}"#,
    );
}
