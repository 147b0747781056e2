//! Accounts.

use super::{EmailClaim, Entity, Global};
use crate::directory::Snapshot;
use crate::directory::table::Stored;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Twelve digits.
    #[serde(with = "super::account_id")]
    pub id: AccountId,
    /// Name given in the world file.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// 64 hex digits: the account's name in S3 (R1.74).
    pub canonical_id: String,
    /// The account alias, if it has one (R4.68).
    #[serde(default)]
    pub alias: Option<String>,
    /// The id of the root user's access key that the world file gave last. The key itself may be gone: whoever deletes it
    /// does not find it again after the next start.
    #[serde(default)]
    pub declared_root_key: Option<String>,
    /// The address of the root user, if it was given; [`Account::email`] is never absent.
    #[serde(default)]
    pub email: Option<String>,
    /// When it was closed (R7.4).
    #[serde(default)]
    pub closed: Option<Timestamp>,
    /// Outbound federation, once it was enabled (R4.65).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbound: Option<OutboundFederation>,
    /// What its console looks like.
    #[serde(default, skip_serializing_if = "Customizations::is_default")]
    pub customizations: Customizations,
    /// Whether the console asks before it does something destructive in the account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protected: bool,
}

/// What an account's console looks like, for everybody who signs in. It permits and forbids nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customizations {
    /// The account's color, such as `red`, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The services that are shown; all if there is no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_services: Option<Vec<String>>,
    /// The Regions that are shown; all if there is no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_regions: Option<Vec<String>>,
}

impl Customizations {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether tokens are issued that say who a principal of the account is (R3.48).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundFederation {
    /// The account in the name of their issuer: a UUID, the same each time that it is enabled.
    pub issuer_id: String,
    /// Whether it is enabled now.
    pub enabled: bool,
}

/// Where the addresses of accounts are that were given none. Nobody has an address there (RFC 2606).
const NO_ADDRESS: &str = "@account.invalid";

impl Account {
    /// The address of the root user, as Organizations shows it. An account that was given none has one made of its id, which
    /// no other account can be given.
    #[must_use]
    pub fn email(&self) -> String {
        self.email.clone().unwrap_or_else(|| format!("{}{NO_ADDRESS}", self.id))
    }

    /// Whether an address is of the form that accounts without one have.
    #[must_use]
    pub fn is_made_up(email: &str) -> bool {
        email.to_ascii_lowercase().ends_with(NO_ADDRESS)
    }
}

impl Entity for Account {
    const KIND: &'static str = "account";
    type Scope = AccountId;
    type Compiled = ();

    fn account(&self) -> AccountId {
        self.id
    }

    fn name(&self) -> &str {
        ""
    }

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/account",
        r#"{"id":"111122223333","name":"dev","created":"2026-11-22T10:15:30Z",
            "canonical_id":"79a59df900b949e5","alias":"dev-alias","declared_root_key":"AKIA1",
            "email":"dev@example.com","closed":"2026-11-23T10:15:30Z",
            "outbound":{"issuer_id":"4e1c5a2e-0000-4000-8000-000000000000","enabled":true},
            "customizations":{"color":"red","visible_services":["s3"],"visible_regions":["eu-west-1"]},
            "protected":true,
            "root_access_keys":["AKIA1"],
            "root_mfa_devices":["arn:aws:iam::111122223333:mfa/root"]}"#,
    );
}

impl Snapshot {
    /// An account.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<&Arc<Stored<Account>>> {
        self.find::<Account>(id, "")
    }

    /// The account whose root user has this address, whatever its case.
    #[must_use]
    pub fn account_of_email(&self, email: &str) -> Option<&Arc<Stored<Account>>> {
        if let Some(claim) = self.find::<EmailClaim>(Global, email) {
            return self.account(claim.account);
        }
        let (id, _) = email.split_once('@').filter(|_| Account::is_made_up(email))?;
        self.account(id.parse().ok()?).filter(|account| account.email.is_none())
    }
}
