//! Guesses at the secrets of a user: how many were wrong, so that the next ones wait (R3.74).

use super::Entity;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// Wrong guesses at the secrets of one user. There is none for a user at whose secrets nobody guessed wrong lately.
///
/// It belongs to the user, not to the device or the password: another device or password starts no new count. It does
/// not keep the user from being deleted, so it has no link; `DeleteUser` deletes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guesses {
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// Unique id of the user whose secrets they are; [`Guesses::ROOT`] for the root user.
    pub user: String,
    /// At single codes of MFA devices.
    #[serde(default)]
    pub codes: Tally,
    /// At pairs of consecutive codes, which enable or synchronise a device.
    #[serde(default)]
    pub pairs: Tally,
    /// At the password.
    #[serde(default)]
    pub passwords: Tally,
}

/// Wrong guesses at secrets of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What the guesses of everybody together have used of the daily allowance, in seconds in which it comes back.
    #[serde(default)]
    pub used_seconds: i64,
    /// When `used_seconds` was right.
    #[serde(default)]
    pub at: Timestamp,
    /// Guesses in a row by each who guesses.
    #[serde(default)]
    pub guessers: Vec<Guesser>,
}

/// Wrong guesses in a row by the same credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guesser {
    /// The long-term access key, or the unique id of the role.
    pub id: String,
    /// How many.
    pub wrong: u32,
    /// When the last one came.
    pub last: Timestamp,
}

impl Guesses {
    /// The name of the root user's. Unique ids of users begin with `AIDA`.
    pub const ROOT: &'static str = "root";

    /// Of a user, by unique id, or of the root user, with no wrong guess.
    #[must_use]
    pub fn none(account: AccountId, user: &str) -> Self {
        Self {
            account,
            user: user.to_owned(),
            codes: Tally::default(),
            pairs: Tally::default(),
            passwords: Tally::default(),
        }
    }
}

impl Entity for Guesses {
    const KIND: &'static str = "guesses";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, user);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/guesses/AIDA1",
        r#"{"account":"111122223333","user":"AIDA1",
            "codes":{"used_seconds":1728,"at":"2026-11-22T10:15:30Z",
                "guessers":[{"id":"AKIA1","wrong":1,"last":"2026-11-22T10:15:30Z"}]},
            "pairs":{"used_seconds":0,"at":"1970-01-01T00:00:00Z","guessers":[]},
            "passwords":{"used_seconds":0,"at":"1970-01-01T00:00:00Z","guessers":[]}}"#,
    );
}
