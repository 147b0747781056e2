//! Password policies of accounts (R4.18).

use super::Entity;
use crate::directory::Snapshot;
use crate::directory::compiled::inline;
use crate::directory::table::Stored;
use rolecall_policy::AccountId;
use rolecall_policy::document::kind::Identity;
use rolecall_policy::evaluate::Attached;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the passwords of an account's users must be like. An account has at most one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "AWS's settings")]
pub struct PasswordPolicy {
    /// The account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Characters that a password has at least.
    pub minimum_length: u8,
    /// A symbol is needed.
    pub require_symbols: bool,
    /// A number is needed.
    pub require_numbers: bool,
    /// An uppercase letter is needed.
    pub require_uppercase: bool,
    /// A lowercase letter is needed.
    pub require_lowercase: bool,
    /// Every user may change its own password and read this policy.
    pub allow_users_to_change: bool,
    /// Days after which a password expires.
    #[serde(default)]
    pub max_age: Option<u16>,
    /// How many of the last passwords of a user cannot be used again.
    #[serde(default)]
    pub reuse_prevention: Option<u8>,
    /// Whether a user whose password has expired cannot choose another one.
    #[serde(default)]
    pub hard_expiry: Option<bool>,
}

impl Entity for PasswordPolicy {
    const KIND: &'static str = "password-policy";
    type Scope = AccountId;
    /// What it allows each user of the account, as an identity policy.
    type Compiled = Vec<Attached<Identity>>;

    fn account(&self) -> AccountId {
        self.account
    }

    fn name(&self) -> &str {
        ""
    }

    fn compile(&self) -> Vec<Attached<Identity>> {
        if !self.allow_users_to_change {
            return Vec::new();
        }
        let account = self.account;
        // The user itself, whatever its path.
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[
                {{"Effect":"Allow","Action":"iam:ChangePassword","Resource":[
                    "arn:aws:iam::{account}:user/${{aws:username}}","arn:aws:iam::{account}:user/*/${{aws:username}}"]}},
                {{"Effect":"Allow","Action":"iam:GetAccountPasswordPolicy","Resource":"*"}}]}}"#
        );
        inline([(&"password policy".to_owned(), &text)], &format!("account {account}"))
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/password-policy",
        r#"{"account":"111122223333","minimum_length":12,"require_symbols":true,"require_numbers":true,
            "require_uppercase":true,"require_lowercase":false,"allow_users_to_change":true,"max_age":90,
            "reuse_prevention":5,"hard_expiry":false}"#,
    );
}

impl Snapshot {
    /// The password policy of an account that has its own.
    #[must_use]
    pub fn password_policy(&self, account: AccountId) -> Option<&Arc<Stored<PasswordPolicy>>> {
        self.find::<PasswordPolicy>(account, "")
    }
}
