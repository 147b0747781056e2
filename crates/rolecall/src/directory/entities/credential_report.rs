//! Credential reports (R4.45–R4.48).

use super::Entity;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// The last credential report of an account. An account has at most one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialReport {
    /// The account.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// When it was made.
    pub generated: Timestamp,
    /// The report, as comma-separated values: some 250 bytes for each user.
    pub content: String,
}

impl Entity for CredentialReport {
    const KIND: &'static str = "credential-report";
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
    const STORED: (&'static str, &'static str) = (
        "111122223333/credential-report",
        r#"{"account":"111122223333","generated":"2026-11-22T10:15:30Z","content":"user,arn\n"}"#,
    );
}
