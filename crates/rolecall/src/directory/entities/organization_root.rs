//! Roots of organizations (R7.2).

use super::{Entity, Global, Tag};
use crate::directory::entity::fields;
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
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

impl Entity for OrganizationRoot {
    const KIND: &'static str = "organization-root";
    const IGNORES_CASE: bool = false;
    type Scope = Global;
    type Compiled = ();

    fields!(account, id, id);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "-/organization-root/r-ab12",
        r#"{"account":"111122223333","id":"r-ab12","organization":"o-abcdefghij",
            "tags":[{"key":"team","value":"core"}]}"#,
    );
}
