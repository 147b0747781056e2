//! Requests to make an account in an organization (R7.5).

use super::{Entity, Tag};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The account with this id.
    Account(#[serde(with = "super::account_id")] AccountId),
    /// Nothing, for this reason, as answers spell it.
    Failure(String),
}

/// A request of `CreateAccount`, which is carried out after it is answered. It is kept when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCreation {
    /// The management account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// The organization that asks, by id. Should it be gone, the next one of the account has not asked.
    pub organization: String,
    /// `car-…`.
    pub id: String,
    /// The name of the account to be.
    pub name: String,
    /// The address of its root user.
    pub email: String,
    /// The role that trusts the management account.
    pub role_name: String,
    /// The tags of the account.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was asked for.
    pub requested: Timestamp,
    /// When it was done, and what came of it; `None` while it is in progress.
    #[serde(default)]
    pub completed: Option<(Timestamp, Outcome)>,
}

impl Entity for AccountCreation {
    const KIND: &'static str = "account-creation";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
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

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/account-creation/car-abcdefghij",
        r#"{"account":"111122223333","organization":"o-abcdefghij","id":"car-abcdefghij","name":"prod","email":"prod@example.com",
            "role_name":"OrganizationAccountAccessRole","tags":[{"key":"team","value":"core"}],
            "requested":"2026-11-22T10:15:30Z","completed":["2026-11-22T10:15:31Z",{"account":"444455556666"}]}"#,
    );
}
