//! Claims on the addresses of root users.

use super::{Entity, Global};
use crate::directory::entity::fields;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The claim on the address of an account's root user, which is unique over all accounts, whatever its case (R7.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailClaim {
    /// The address.
    pub email: String,
    /// Whose it is.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
}

impl Entity for EmailClaim {
    const KIND: &'static str = "email";
    type Scope = Global;
    type Compiled = ();

    fields!(account, email);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) =
        ("-/email/prod@example.com", r#"{"email":"Prod@example.com","account":"111122223333"}"#);
}
