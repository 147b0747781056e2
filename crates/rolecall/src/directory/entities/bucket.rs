//! S3 buckets.

use super::{Entity, Global};
use crate::api::error::ApiError;
use crate::directory::Snapshot;
use crate::directory::compiled::bucket_policy;
use crate::directory::entity::fields;
use crate::directory::quota::Quota;
use crate::directory::table::Stored;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use rolecall_policy::document::kind::Resource;
use rolecall_policy::evaluate::Attached;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Block Public Access settings of a bucket (R2.31); all on by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAccessBlock {
    /// `BlockPublicAcls`.
    pub block_public_acls: bool,
    /// `IgnorePublicAcls`.
    pub ignore_public_acls: bool,
    /// `BlockPublicPolicy`.
    pub block_public_policy: bool,
    /// `RestrictPublicBuckets`.
    pub restrict_public_buckets: bool,
}

impl Default for PublicAccessBlock {
    fn default() -> Self {
        Self {
            block_public_acls: true,
            ignore_public_acls: true,
            block_public_policy: true,
            restrict_public_buckets: true,
        }
    }
}

/// An S3 bucket's settings. Its objects live on the file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Unique over all accounts.
    pub name: String,
    /// Owner.
    #[serde(with = "super::account_id")]
    pub account: AccountId,
    /// `us-east-1`, …
    pub region: String,
    /// When it was made.
    pub created: Timestamp,
    /// The bucket policy in stored form (R1.18).
    #[serde(default)]
    pub policy: Option<String>,
    /// Block Public Access.
    #[serde(default)]
    pub public_access_block: PublicAccessBlock,
}

impl Entity for Bucket {
    const KIND: &'static str = "bucket";
    /// AWS's quota of general purpose buckets, November 2024.
    const QUOTA: Quota = Quota { name: "Buckets", limit: 10_000 };
    const IGNORES_CASE: bool = false;
    type Scope = Global;
    type Compiled = Option<Attached<Resource>>;

    fields!(account, name);

    fn beyond_quota(_: Quota) -> ApiError {
        ApiError::new("TooManyBuckets", 400, "You have attempted to create more buckets than allowed")
    }

    fn compile(&self) -> Option<Attached<Resource>> {
        self.policy.as_ref().map(|text| bucket_policy(text, &format!("bucket {}", self.name)))
    }

    #[cfg(test)]
    const STORED: (&'static str, &'static str) = (
        "-/bucket/photos",
        r#"{"name":"photos","account":"111122223333","region":"us-east-1","created":"2026-11-22T10:15:30Z","policy":"{}",
            "public_access_block":{"block_public_acls":true,"ignore_public_acls":false,
            "block_public_policy":true,"restrict_public_buckets":false}}"#,
    );
}

impl Snapshot {
    /// A bucket.
    #[must_use]
    pub fn bucket(&self, name: &str) -> Option<&Arc<Stored<Bucket>>> {
        self.find::<Bucket>(Global, name)
    }
}
