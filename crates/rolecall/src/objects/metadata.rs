//! What is kept beside an object's bytes, and what its readers are told.

use super::checksums::ChecksumAlgorithm;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the writer of an object said about it; answered by `GetObject` and `HeadObject` as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metadata {
    /// `Content-Type`; S3 answers `binary/octet-stream` for an object without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// `Content-Encoding`, without `aws-chunked`, which belongs to the upload alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    /// `Content-Disposition`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_disposition: Option<String>,
    /// `Content-Language`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_language: Option<String>,
    /// `Cache-Control`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// `Expires`, kept as text: S3 does not interpret it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// `x-amz-website-redirect-location`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website_redirect_location: Option<String>,
    /// `x-amz-meta-*`: lower-case names without the prefix.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub user: BTreeMap<String, String>,
}

/// Whether a checksum covers the bytes of the whole object or the checksums of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChecksumType {
    /// Over all bytes.
    #[serde(rename = "FULL_OBJECT")]
    FullObject,
    /// Over the concatenated checksums of the parts.
    #[serde(rename = "COMPOSITE")]
    Composite,
}

impl ChecksumType {
    /// The name in `x-amz-checksum-type`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FullObject => "FULL_OBJECT",
            Self::Composite => "COMPOSITE",
        }
    }

    /// The type of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::FullObject, Self::Composite].into_iter().find(|kind| kind.name() == name)
    }
}

/// A checksum kept with an object or a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    /// How it was computed.
    pub algorithm: ChecksumAlgorithm,
    /// Base64, for a composite checksum with `-` and the number of parts.
    pub value: String,
    /// What it covers.
    pub kind: ChecksumType,
}

/// An object as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectInfo {
    /// The key, not encoded.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// Entity tag without quotes: the MD5 of the bytes in hex, or `<md5 of the parts' md5s>-<parts>`.
    pub etag: String,
    /// When it was written, to the millisecond.
    pub modified: Timestamp,
    /// Its checksum, if one is kept.
    pub checksum: Option<Checksum>,
    /// What its writer said about it.
    pub metadata: Metadata,
}

/// What is kept as JSON in the index: everything a listing does not sort or filter by.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) checksum: Option<Checksum>,
    #[serde(default)]
    pub(super) metadata: Metadata,
}
