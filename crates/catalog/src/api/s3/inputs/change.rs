//! Inputs of operations that change.
//!
//! Generated from botocore 1.44.5 (service model S3 2006-03-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::api::s3::shapes::*;
use crate::api::s3::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

readable! {
    /// The input of `PutBucketTagging`.
    PutBucketTaggingInput {
        bucket: String = "Bucket" required(BUCKET_NAME) [label("Bucket")],
        content_md5: Option<String> = "ContentMD5" optional(CONTENT_MD5) [header("Content-MD5")],
        checksum_algorithm: Option<String> = "ChecksumAlgorithm" optional(CHECKSUM_ALGORITHM) [header("x-amz-sdk-checksum-algorithm")],
        tagging: Tagging = "Tagging" required(Structure::<Tagging>::new()) [payload("Tagging")],
        expected_bucket_owner: Option<String> = "ExpectedBucketOwner" optional(ACCOUNT_ID) [header("x-amz-expected-bucket-owner")],
    }
}

readable! {
    /// The input of `PutObject`.
    PutObjectInput {
        acl: Option<String> = "ACL" optional(OBJECT_CANNED_ACL) [header("x-amz-acl")],
        body: Option<Vec<u8>> = "Body" optional(Blob) [raw],
        bucket: String = "Bucket" required(BUCKET_NAME) [label("Bucket")],
        cache_control: Option<String> = "CacheControl" optional(CACHE_CONTROL) [header("Cache-Control")],
        content_disposition: Option<String> = "ContentDisposition" optional(CONTENT_DISPOSITION) [header("Content-Disposition")],
        content_encoding: Option<String> = "ContentEncoding" optional(CONTENT_ENCODING) [header("Content-Encoding")],
        content_language: Option<String> = "ContentLanguage" optional(CONTENT_LANGUAGE) [header("Content-Language")],
        content_length: Option<i64> = "ContentLength" optional(CONTENT_LENGTH) [header("Content-Length")],
        content_md5: Option<String> = "ContentMD5" optional(CONTENT_MD5) [header("Content-MD5")],
        content_type: Option<String> = "ContentType" optional(CONTENT_TYPE) [header("Content-Type")],
        checksum_algorithm: Option<String> = "ChecksumAlgorithm" optional(CHECKSUM_ALGORITHM) [header("x-amz-sdk-checksum-algorithm")],
        checksum_crc32: Option<String> = "ChecksumCRC32" optional(CHECKSUM_CRC32) [header("x-amz-checksum-crc32")],
        checksum_crc32_c: Option<String> = "ChecksumCRC32C" optional(CHECKSUM_CRC32_C) [header("x-amz-checksum-crc32c")],
        checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME" optional(CHECKSUM_CRC64_NVME) [header("x-amz-checksum-crc64nvme")],
        checksum_sha1: Option<String> = "ChecksumSHA1" optional(CHECKSUM_SHA1) [header("x-amz-checksum-sha1")],
        checksum_sha256: Option<String> = "ChecksumSHA256" optional(CHECKSUM_SHA256) [header("x-amz-checksum-sha256")],
        checksum_sha512: Option<String> = "ChecksumSHA512" optional(CHECKSUM_SHA512) [header("x-amz-checksum-sha512")],
        checksum_md5: Option<String> = "ChecksumMD5" optional(CHECKSUM_MD5) [header("x-amz-checksum-md5")],
        checksum_xxhash64: Option<String> = "ChecksumXXHASH64" optional(CHECKSUM_XXHASH64) [header("x-amz-checksum-xxhash64")],
        checksum_xxhash3: Option<String> = "ChecksumXXHASH3" optional(CHECKSUM_XXHASH3) [header("x-amz-checksum-xxhash3")],
        checksum_xxhash128: Option<String> = "ChecksumXXHASH128" optional(CHECKSUM_XXHASH128) [header("x-amz-checksum-xxhash128")],
        expires: Option<String> = "Expires" optional(EXPIRES) [header("Expires")],
        if_match: Option<String> = "IfMatch" optional(IF_MATCH) [header("If-Match")],
        if_none_match: Option<String> = "IfNoneMatch" optional(IF_NONE_MATCH) [header("If-None-Match")],
        grant_full_control: Option<String> = "GrantFullControl" optional(GRANT_FULL_CONTROL) [header("x-amz-grant-full-control")],
        grant_read: Option<String> = "GrantRead" optional(GRANT_READ) [header("x-amz-grant-read")],
        grant_read_acp: Option<String> = "GrantReadACP" optional(GRANT_READ_ACP) [header("x-amz-grant-read-acp")],
        grant_write_acp: Option<String> = "GrantWriteACP" optional(GRANT_WRITE_ACP) [header("x-amz-grant-write-acp")],
        key: String = "Key" required(OBJECT_KEY) [label("Key")],
        write_offset_bytes: Option<i64> = "WriteOffsetBytes" optional(WRITE_OFFSET_BYTES) [header("x-amz-write-offset-bytes")],
        metadata: Option<BTreeMap<String, String>> = "Metadata" optional(METADATA) [headers("x-amz-meta-")],
        server_side_encryption: Option<String> = "ServerSideEncryption" optional(SERVER_SIDE_ENCRYPTION) [header("x-amz-server-side-encryption")],
        storage_class: Option<String> = "StorageClass" optional(STORAGE_CLASS) [header("x-amz-storage-class")],
        website_redirect_location: Option<String> = "WebsiteRedirectLocation" optional(WEBSITE_REDIRECT_LOCATION) [header("x-amz-website-redirect-location")],
        sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm" optional(SSE_CUSTOMER_ALGORITHM) [header("x-amz-server-side-encryption-customer-algorithm")],
        sse_customer_key: Option<String> = "SSECustomerKey" optional(SSE_CUSTOMER_KEY) [header("x-amz-server-side-encryption-customer-key"), sensitive],
        sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5" optional(SSE_CUSTOMER_KEY_MD5) [header("x-amz-server-side-encryption-customer-key-MD5")],
        ssekms_key_id: Option<String> = "SSEKMSKeyId" optional(SSEKMS_KEY_ID) [header("x-amz-server-side-encryption-aws-kms-key-id"), sensitive],
        ssekms_encryption_context: Option<String> = "SSEKMSEncryptionContext" optional(SSEKMS_ENCRYPTION_CONTEXT) [header("x-amz-server-side-encryption-context"), sensitive],
        bucket_key_enabled: Option<bool> = "BucketKeyEnabled" optional(Boolean) [header("x-amz-server-side-encryption-bucket-key-enabled")],
        request_payer: Option<String> = "RequestPayer" optional(REQUEST_PAYER) [header("x-amz-request-payer")],
        tagging: Option<String> = "Tagging" optional(TAGGING_HEADER) [header("x-amz-tagging")],
        object_lock_mode: Option<String> = "ObjectLockMode" optional(OBJECT_LOCK_MODE) [header("x-amz-object-lock-mode")],
        object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate" optional(Instant) [header("x-amz-object-lock-retain-until-date"), time(TimeFormat::Iso)],
        object_lock_legal_hold_status: Option<String> = "ObjectLockLegalHoldStatus" optional(OBJECT_LOCK_LEGAL_HOLD_STATUS) [header("x-amz-object-lock-legal-hold")],
        object_lock_event_hold: Option<String> = "ObjectLockEventHold" optional(OBJECT_LOCK_EVENT_HOLD) [header("x-amz-object-lock-event-hold")],
        object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays" optional(OBJECT_LOCK_EVENT_HOLD_DURATION_DAYS) [header("x-amz-object-lock-event-hold-duration-days")],
        object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears" optional(OBJECT_LOCK_EVENT_HOLD_DURATION_YEARS) [header("x-amz-object-lock-event-hold-duration-years")],
        expected_bucket_owner: Option<String> = "ExpectedBucketOwner" optional(ACCOUNT_ID) [header("x-amz-expected-bucket-owner")],
    }
}
