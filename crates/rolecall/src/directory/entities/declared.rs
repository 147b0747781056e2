//! What the world file gave an account.

use super::Entity;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The names of what the world file gave an account when it was applied last (`world::thing`). What is in here and no longer
/// in the file goes at the next start; what was made through the operations is not in here, and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Such as `user/ana` and `user/ana/inline/own`.
    pub things: BTreeSet<String>,
}

impl Entity for Declared {
    const KIND: &'static str = "declared";
    type Scope = AccountId;
    type Compiled = ();

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        ""
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) =
        ("111122223333/declared", r#"{"account":"111122223333","things":["user/ana"]}"#);
}
