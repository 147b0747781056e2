//! Constraints of the members that are read from requests.
//!
//! Generated from botocore 1.44.5 (service model S3 2006-03-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::types::*;
use crate::validation::{Blob, Boolean, Instant, Integer, List, Long, Map, Pattern, Structure, Text};

/// Every pattern, for tests.
pub static PATTERNS: &[&Pattern] = &[];

/// `AccountId`
pub static ACCOUNT_ID: Text = Text::ANY;

/// `BucketName`
pub static BUCKET_NAME: Text = Text::ANY;

/// `CacheControl`
pub static CACHE_CONTROL: Text = Text::ANY;

/// `ChecksumAlgorithm`
pub static CHECKSUM_ALGORITHM: Text = Text::ANY.one_of(&[
    "CRC32",
    "CRC32C",
    "SHA1",
    "SHA256",
    "CRC64NVME",
    "SHA512",
    "MD5",
    "XXHASH64",
    "XXHASH3",
    "XXHASH128",
]);

/// `ChecksumCRC32`
pub static CHECKSUM_CRC32: Text = Text::ANY;

/// `ChecksumCRC32C`
pub static CHECKSUM_CRC32_C: Text = Text::ANY;

/// `ChecksumCRC64NVME`
pub static CHECKSUM_CRC64_NVME: Text = Text::ANY;

/// `ChecksumMD5`
pub static CHECKSUM_MD5: Text = Text::ANY;

/// `ChecksumMode`
pub static CHECKSUM_MODE: Text = Text::ANY.one_of(&["ENABLED"]);

/// `ChecksumSHA1`
pub static CHECKSUM_SHA1: Text = Text::ANY;

/// `ChecksumSHA256`
pub static CHECKSUM_SHA256: Text = Text::ANY;

/// `ChecksumSHA512`
pub static CHECKSUM_SHA512: Text = Text::ANY;

/// `ChecksumXXHASH128`
pub static CHECKSUM_XXHASH128: Text = Text::ANY;

/// `ChecksumXXHASH3`
pub static CHECKSUM_XXHASH3: Text = Text::ANY;

/// `ChecksumXXHASH64`
pub static CHECKSUM_XXHASH64: Text = Text::ANY;

/// `ContentDisposition`
pub static CONTENT_DISPOSITION: Text = Text::ANY;

/// `ContentEncoding`
pub static CONTENT_ENCODING: Text = Text::ANY;

/// `ContentLanguage`
pub static CONTENT_LANGUAGE: Text = Text::ANY;

/// `ContentLength`
pub static CONTENT_LENGTH: Long = Long { min: i64::MIN, max: i64::MAX };

/// `ContentMD5`
pub static CONTENT_MD5: Text = Text::ANY;

/// `ContentType`
pub static CONTENT_TYPE: Text = Text::ANY;

/// `ETag`
pub static E_TAG: Text = Text::ANY;

/// `Expires`
pub static EXPIRES: Text = Text::ANY;

/// `GrantFullControl`
pub static GRANT_FULL_CONTROL: Text = Text::ANY;

/// `GrantRead`
pub static GRANT_READ: Text = Text::ANY;

/// `GrantReadACP`
pub static GRANT_READ_ACP: Text = Text::ANY;

/// `GrantWriteACP`
pub static GRANT_WRITE_ACP: Text = Text::ANY;

/// `IfMatch`
pub static IF_MATCH: Text = Text::ANY;

/// `IfNoneMatch`
pub static IF_NONE_MATCH: Text = Text::ANY;

/// `MFA`
pub static MFA: Text = Text::ANY;

/// `Metadata`
pub static METADATA: Map<Text> = Map { key: &METADATA_KEY, value: &METADATA_VALUE, min: 0, max: usize::MAX };

/// `MetadataKey`
pub static METADATA_KEY: Text = Text::ANY;

/// `MetadataValue`
pub static METADATA_VALUE: Text = Text::ANY;

/// `ObjectCannedACL`
pub static OBJECT_CANNED_ACL: Text = Text::ANY.one_of(&[
    "private",
    "public-read",
    "public-read-write",
    "authenticated-read",
    "aws-exec-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
]);

/// `ObjectIdentifierList`
pub static OBJECT_IDENTIFIER_LIST: List<Structure<ObjectIdentifier>> =
    List { member: &Structure::<ObjectIdentifier>::new(), min: 0, max: usize::MAX };

/// `ObjectKey`
pub static OBJECT_KEY: Text = Text::ANY.min(1);

/// `ObjectLockEventHold`
pub static OBJECT_LOCK_EVENT_HOLD: Text = Text::ANY.one_of(&["ON", "OFF"]);

/// `ObjectLockEventHoldDurationDays`
pub static OBJECT_LOCK_EVENT_HOLD_DURATION_DAYS: Integer = Integer { min: i32::MIN, max: i32::MAX };

/// `ObjectLockEventHoldDurationYears`
pub static OBJECT_LOCK_EVENT_HOLD_DURATION_YEARS: Integer = Integer { min: i32::MIN, max: i32::MAX };

/// `ObjectLockLegalHoldStatus`
pub static OBJECT_LOCK_LEGAL_HOLD_STATUS: Text = Text::ANY.one_of(&["ON", "OFF"]);

/// `ObjectLockMode`
pub static OBJECT_LOCK_MODE: Text = Text::ANY.one_of(&["GOVERNANCE", "COMPLIANCE"]);

/// `ObjectVersionId`
pub static OBJECT_VERSION_ID: Text = Text::ANY;

/// `PartNumber`
pub static PART_NUMBER: Integer = Integer { min: i32::MIN, max: i32::MAX };

/// `Range`
pub static RANGE: Text = Text::ANY;

/// `RequestPayer`
pub static REQUEST_PAYER: Text = Text::ANY.one_of(&["requester"]);

/// `ResponseCacheControl`
pub static RESPONSE_CACHE_CONTROL: Text = Text::ANY;

/// `ResponseContentDisposition`
pub static RESPONSE_CONTENT_DISPOSITION: Text = Text::ANY;

/// `ResponseContentEncoding`
pub static RESPONSE_CONTENT_ENCODING: Text = Text::ANY;

/// `ResponseContentLanguage`
pub static RESPONSE_CONTENT_LANGUAGE: Text = Text::ANY;

/// `ResponseContentType`
pub static RESPONSE_CONTENT_TYPE: Text = Text::ANY;

/// `SSECustomerAlgorithm`
pub static SSE_CUSTOMER_ALGORITHM: Text = Text::ANY;

/// `SSECustomerKey`
pub static SSE_CUSTOMER_KEY: Text = Text::ANY.sensitive();

/// `SSECustomerKeyMD5`
pub static SSE_CUSTOMER_KEY_MD5: Text = Text::ANY;

/// `SSEKMSEncryptionContext`
pub static SSEKMS_ENCRYPTION_CONTEXT: Text = Text::ANY.sensitive();

/// `SSEKMSKeyId`
pub static SSEKMS_KEY_ID: Text = Text::ANY.sensitive();

/// `ServerSideEncryption`
pub static SERVER_SIDE_ENCRYPTION: Text =
    Text::ANY.one_of(&["AES256", "aws:fsx", "aws:backup", "aws:kms", "aws:kms:dsse"]);

/// `Size`
pub static SIZE: Long = Long { min: i64::MIN, max: i64::MAX };

/// `StorageClass`
pub static STORAGE_CLASS: Text = Text::ANY.one_of(&[
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "DEEP_ARCHIVE",
    "OUTPOSTS",
    "GLACIER_IR",
    "SNOW",
    "EXPRESS_ONEZONE",
    "FSX_OPENZFS",
    "FSX_ONTAP",
    "AWS_BACKUP_WARM",
    "AWS_BACKUP_LOW_COST_WARM",
]);

/// `TagSet`
pub static TAG_SET: List<Structure<Tag>> = List { member: &Structure::<Tag>::new(), min: 0, max: usize::MAX };

/// `TaggingHeader`
pub static TAGGING_HEADER: Text = Text::ANY;

/// `Value`
pub static VALUE: Text = Text::ANY;

/// `WebsiteRedirectLocation`
pub static WEBSITE_REDIRECT_LOCATION: Text = Text::ANY;

/// `WriteOffsetBytes`
pub static WRITE_OFFSET_BYTES: Long = Long { min: i64::MIN, max: i64::MAX };
