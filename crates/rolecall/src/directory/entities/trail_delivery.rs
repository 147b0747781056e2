//! How far the delivery of a trail is. It changes with each delivery, and the trail does not.

use super::Entity;
use crate::directory::entity::fields;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The delivery of one trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailDelivery {
    /// The account of the trail.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// As the trail has it.
    pub place: String,
    /// When the trail was made whose delivery it is.
    pub trail_created: Timestamp,
    /// The position in the events behind what was delivered, as [`crate::trail::events`] writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Of log files.
    #[serde(default)]
    pub logs: Attempts,
    /// Of digests.
    #[serde(default)]
    pub digests: Attempts,
    /// The chains of digests, by the account and Region of their log files, `111122223333/us-east-1`.
    #[serde(default)]
    pub chains: BTreeMap<String, DigestChain>,
}

/// What came of deliveries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// The last delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Timestamp>,
    /// The last attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempted: Option<Timestamp>,
    /// S3's error code, if the last attempt failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A chain of digests (R8.25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestChain {
    /// When the next digest starts.
    pub next: Timestamp,
    /// The last one; `None` before the first (R8.21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousDigest>,
}

/// What the next digest says of the one before it (R8.19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousDigest {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub object: String,
    /// SHA-256 of its content, in hexadecimal digits.
    pub hash: String,
    /// Its signature, in hexadecimal digits.
    pub signature: String,
}

impl Entity for TrailDelivery {
    const KIND: &'static str = "trail-delivery";
    const IGNORES_CASE: bool = false;
    type Scope = AccountId;
    type Compiled = ();

    fields!(account, place);

    fn compile(&self) {}

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "111122223333/trail-delivery/us-east-1/audit",
        r#"{"account":"111122223333","place":"us-east-1/audit","trail_created":"2026-11-22T10:15:00Z","position":"7",
            "logs":{"delivered":"2026-11-22T10:15:30Z","attempted":"2026-11-22T10:16:30Z","error":"AccessDenied"},
            "digests":{"delivered":"2026-11-22T10:15:30Z","attempted":"2026-11-22T10:16:30Z","error":"NoSuchBucket"},
            "chains":{"111122223333/us-east-1":{"next":"2026-11-22T11:00:00Z","previous":{"bucket":"logs",
            "object":"AWSLogs/1.json.gz","hash":"00","signature":"11"}}}}"#,
    );
}
