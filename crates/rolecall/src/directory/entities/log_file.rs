//! Log files that were delivered and that no digest names yet.

use super::Entity;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};

/// A log file of a trail that delivers digests. The next digest takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogFile {
    /// The account of the trail.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// [`LogFile::name_of`] the trail's place, the chain and the key.
    pub name: String,
    /// As the trail has it.
    pub place: String,
    /// The chain of digests that names it.
    pub chain: String,
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub object: String,
    /// SHA-256 of its uncompressed content, in hexadecimal digits (R8.20).
    pub hash: String,
    /// Time of its newest event.
    pub newest: Timestamp,
    /// Time of its oldest event.
    pub oldest: Timestamp,
    /// When it was delivered.
    pub delivered: Timestamp,
}

impl LogFile {
    /// What the entity of a log file is called.
    #[must_use]
    pub fn name_of(place: &str, chain: &str, object: &str) -> String {
        format!("{place}/{chain}/{object}")
    }
}

impl Entity for LogFile {
    const KIND: &'static str = "log-file";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, name);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/log-file/us-east-1/audit/111122223333/us-east-1/AWSLogs/1.json.gz",
        r#"{"account":"111122223333","name":"us-east-1/audit/111122223333/us-east-1/AWSLogs/1.json.gz",
            "place":"us-east-1/audit","chain":"111122223333/us-east-1","bucket":"logs","object":"AWSLogs/1.json.gz",
            "hash":"00","newest":"2026-11-22T10:16:30Z","oldest":"2026-11-22T10:15:30Z",
            "delivered":"2026-11-22T10:17:30Z"}"#,
    );
}
