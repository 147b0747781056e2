//! Delegated administrators (R7.22).

use super::Entity;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A member account that administers one service for its organization. Whoever makes one touches the membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegatedAdministrator {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// [`DelegatedAdministrator::name_of`] the two.
    pub name: String,
    /// The account's id, as text.
    pub member: String,
    /// The service principal.
    pub service: String,
    /// Since when.
    pub enabled: Timestamp,
}

impl DelegatedAdministrator {
    /// What the entity of an account and a service is called.
    #[must_use]
    pub fn name_of(member: AccountId, service: &str) -> String {
        format!("{member}/{service}")
    }
}

impl Entity for DelegatedAdministrator {
    const KIND: &'static str = "delegated-administrator";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, name);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/delegated-administrator/444455556666/config.amazonaws.com",
        r#"{"account":"111122223333","name":"444455556666/config.amazonaws.com","member":"444455556666",
            "service":"config.amazonaws.com","enabled":"2026-11-22T10:15:30Z"}"#,
    );
}
