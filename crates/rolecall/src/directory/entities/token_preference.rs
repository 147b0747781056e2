//! Which session tokens the global endpoint of STS gives (R4.67).

use super::Entity;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// What an account has chosen. Without one, its tokens are of version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPreference {
    /// The account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// 1 or 2.
    pub version: u8,
}

impl Entity for TokenPreference {
    const KIND: &'static str = "token-preference";
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
        ("111122223333/token-preference", r#"{"account":"111122223333","version":2}"#);
}
