//! Claims on account aliases.

use super::{Entity, Global};
use crate::directory::entity::fields;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The claim on an account alias, which is unique over all accounts (R4.68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasClaim {
    /// The alias.
    pub alias: String,
    /// Who has it.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
}

impl Entity for AliasClaim {
    const KIND: &'static str = "alias";
    const IGNORES_CASE: bool = false;
    type Scope = Global;
    type Compiled = ();

    fields!(account, alias);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) =
        ("-/alias/dev-alias", r#"{"alias":"dev-alias","account":"111122223333"}"#);
}
