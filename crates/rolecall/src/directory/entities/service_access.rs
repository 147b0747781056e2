//! Services that an organization trusts.

use super::Entity;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A service that may work in all accounts of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAccess {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// The service principal.
    pub service: String,
    /// Since when.
    pub enabled: Timestamp,
}

impl Entity for ServiceAccess {
    const KIND: &'static str = "service-access";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, service);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/service-access/config.amazonaws.com",
        r#"{"account":"111122223333","service":"config.amazonaws.com","enabled":"2026-11-22T10:15:30Z"}"#,
    );
}
