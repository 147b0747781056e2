//! What operations answer. Operations missing here answer nothing.
//!
//! Generated from botocore 1.44.5 (service model S3 2006-03-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::types::*;
use crate::member::TimeFormat;
use crate::structure::{output, readable, writable};
use crate::validation::{Blob, Boolean, Instant, Structure};

output! {
    /// The output of `DeleteObjects`.
    DeleteObjectsOutput {
        deleted: Option<Vec<DeletedObject>> = "Deleted" [flattened],
        request_charged: Option<String> = "RequestCharged" [header("x-amz-request-charged")],
        errors: Option<Vec<Error>> = "Errors" [wire("Error"), flattened],
    }
}

output! {
    /// The output of `GetBucketTagging`.
    GetBucketTaggingOutput {
        tag_set: Vec<Tag> = "TagSet" [items("Tag")],
    }
}

output! {
    /// The output of `GetObject`.
    GetObjectOutput {
        body: Option<Vec<u8>> = "Body" [raw],
        delete_marker: Option<bool> = "DeleteMarker" [header("x-amz-delete-marker")],
        accept_ranges: Option<String> = "AcceptRanges" [header("accept-ranges")],
        expiration: Option<String> = "Expiration" [header("x-amz-expiration")],
        restore: Option<String> = "Restore" [header("x-amz-restore")],
        last_modified: Option<Timestamp> = "LastModified" [header("Last-Modified")],
        content_length: Option<i64> = "ContentLength" [header("Content-Length")],
        e_tag: Option<String> = "ETag" [header("ETag")],
        checksum_crc32: Option<String> = "ChecksumCRC32" [header("x-amz-checksum-crc32")],
        checksum_crc32_c: Option<String> = "ChecksumCRC32C" [header("x-amz-checksum-crc32c")],
        checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME" [header("x-amz-checksum-crc64nvme")],
        checksum_sha1: Option<String> = "ChecksumSHA1" [header("x-amz-checksum-sha1")],
        checksum_sha256: Option<String> = "ChecksumSHA256" [header("x-amz-checksum-sha256")],
        checksum_sha512: Option<String> = "ChecksumSHA512" [header("x-amz-checksum-sha512")],
        checksum_md5: Option<String> = "ChecksumMD5" [header("x-amz-checksum-md5")],
        checksum_xxhash64: Option<String> = "ChecksumXXHASH64" [header("x-amz-checksum-xxhash64")],
        checksum_xxhash3: Option<String> = "ChecksumXXHASH3" [header("x-amz-checksum-xxhash3")],
        checksum_xxhash128: Option<String> = "ChecksumXXHASH128" [header("x-amz-checksum-xxhash128")],
        checksum_type: Option<String> = "ChecksumType" [header("x-amz-checksum-type")],
        missing_meta: Option<i32> = "MissingMeta" [header("x-amz-missing-meta")],
        version_id: Option<String> = "VersionId" [header("x-amz-version-id")],
        cache_control: Option<String> = "CacheControl" [header("Cache-Control")],
        content_disposition: Option<String> = "ContentDisposition" [header("Content-Disposition")],
        content_encoding: Option<String> = "ContentEncoding" [header("Content-Encoding")],
        content_language: Option<String> = "ContentLanguage" [header("Content-Language")],
        content_range: Option<String> = "ContentRange" [header("Content-Range")],
        content_type: Option<String> = "ContentType" [header("Content-Type")],
        expires: Option<String> = "Expires" [header("Expires")],
        website_redirect_location: Option<String> = "WebsiteRedirectLocation" [header("x-amz-website-redirect-location")],
        server_side_encryption: Option<String> = "ServerSideEncryption" [header("x-amz-server-side-encryption")],
        metadata: Option<BTreeMap<String, String>> = "Metadata" [headers("x-amz-meta-")],
        sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm" [header("x-amz-server-side-encryption-customer-algorithm")],
        sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5" [header("x-amz-server-side-encryption-customer-key-MD5")],
        ssekms_key_id: Option<String> = "SSEKMSKeyId" [header("x-amz-server-side-encryption-aws-kms-key-id"), sensitive],
        bucket_key_enabled: Option<bool> = "BucketKeyEnabled" [header("x-amz-server-side-encryption-bucket-key-enabled")],
        storage_class: Option<String> = "StorageClass" [header("x-amz-storage-class")],
        request_charged: Option<String> = "RequestCharged" [header("x-amz-request-charged")],
        replication_status: Option<String> = "ReplicationStatus" [header("x-amz-replication-status")],
        parts_count: Option<i32> = "PartsCount" [header("x-amz-mp-parts-count")],
        tag_count: Option<i32> = "TagCount" [header("x-amz-tagging-count")],
        object_lock_mode: Option<String> = "ObjectLockMode" [header("x-amz-object-lock-mode")],
        object_lock_retain_until_date: Option<Timestamp> = "ObjectLockRetainUntilDate" [header("x-amz-object-lock-retain-until-date"), time(TimeFormat::Iso)],
        object_lock_legal_hold_status: Option<String> = "ObjectLockLegalHoldStatus" [header("x-amz-object-lock-legal-hold")],
        object_lock_event_hold: Option<String> = "ObjectLockEventHold" [header("x-amz-object-lock-event-hold")],
        object_lock_event_hold_duration_days: Option<i32> = "ObjectLockEventHoldDurationDays" [header("x-amz-object-lock-event-hold-duration-days")],
        object_lock_event_hold_duration_years: Option<i32> = "ObjectLockEventHoldDurationYears" [header("x-amz-object-lock-event-hold-duration-years")],
    }
}

output! {
    /// The output of `PutObject`.
    PutObjectOutput {
        expiration: Option<String> = "Expiration" [header("x-amz-expiration")],
        e_tag: Option<String> = "ETag" [header("ETag")],
        checksum_crc32: Option<String> = "ChecksumCRC32" [header("x-amz-checksum-crc32")],
        checksum_crc32_c: Option<String> = "ChecksumCRC32C" [header("x-amz-checksum-crc32c")],
        checksum_crc64_nvme: Option<String> = "ChecksumCRC64NVME" [header("x-amz-checksum-crc64nvme")],
        checksum_sha1: Option<String> = "ChecksumSHA1" [header("x-amz-checksum-sha1")],
        checksum_sha256: Option<String> = "ChecksumSHA256" [header("x-amz-checksum-sha256")],
        checksum_sha512: Option<String> = "ChecksumSHA512" [header("x-amz-checksum-sha512")],
        checksum_md5: Option<String> = "ChecksumMD5" [header("x-amz-checksum-md5")],
        checksum_xxhash64: Option<String> = "ChecksumXXHASH64" [header("x-amz-checksum-xxhash64")],
        checksum_xxhash3: Option<String> = "ChecksumXXHASH3" [header("x-amz-checksum-xxhash3")],
        checksum_xxhash128: Option<String> = "ChecksumXXHASH128" [header("x-amz-checksum-xxhash128")],
        checksum_type: Option<String> = "ChecksumType" [header("x-amz-checksum-type")],
        server_side_encryption: Option<String> = "ServerSideEncryption" [header("x-amz-server-side-encryption")],
        version_id: Option<String> = "VersionId" [header("x-amz-version-id")],
        sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm" [header("x-amz-server-side-encryption-customer-algorithm")],
        sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5" [header("x-amz-server-side-encryption-customer-key-MD5")],
        ssekms_key_id: Option<String> = "SSEKMSKeyId" [header("x-amz-server-side-encryption-aws-kms-key-id"), sensitive],
        ssekms_encryption_context: Option<String> = "SSEKMSEncryptionContext" [header("x-amz-server-side-encryption-context"), sensitive],
        bucket_key_enabled: Option<bool> = "BucketKeyEnabled" [header("x-amz-server-side-encryption-bucket-key-enabled")],
        size: Option<i64> = "Size" [header("x-amz-object-size")],
        request_charged: Option<String> = "RequestCharged" [header("x-amz-request-charged")],
    }
}
