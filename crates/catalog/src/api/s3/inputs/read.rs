//! Inputs of operations that read.
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
    /// The input of `GetBucketTagging`.
    GetBucketTaggingInput {
        bucket: String = "Bucket" required(BUCKET_NAME) [label("Bucket")],
        expected_bucket_owner: Option<String> = "ExpectedBucketOwner" optional(ACCOUNT_ID) [header("x-amz-expected-bucket-owner")],
    }
}

readable! {
    /// The input of `GetObject`.
    GetObjectInput {
        bucket: String = "Bucket" required(BUCKET_NAME) [label("Bucket")],
        if_match: Option<String> = "IfMatch" optional(IF_MATCH) [header("If-Match")],
        if_modified_since: Option<Timestamp> = "IfModifiedSince" optional(Instant) [header("If-Modified-Since")],
        if_none_match: Option<String> = "IfNoneMatch" optional(IF_NONE_MATCH) [header("If-None-Match")],
        if_unmodified_since: Option<Timestamp> = "IfUnmodifiedSince" optional(Instant) [header("If-Unmodified-Since")],
        key: String = "Key" required(OBJECT_KEY) [label("Key")],
        range: Option<String> = "Range" optional(RANGE) [header("Range")],
        response_cache_control: Option<String> = "ResponseCacheControl" optional(RESPONSE_CACHE_CONTROL) [query("response-cache-control")],
        response_content_disposition: Option<String> = "ResponseContentDisposition" optional(RESPONSE_CONTENT_DISPOSITION) [query("response-content-disposition")],
        response_content_encoding: Option<String> = "ResponseContentEncoding" optional(RESPONSE_CONTENT_ENCODING) [query("response-content-encoding")],
        response_content_language: Option<String> = "ResponseContentLanguage" optional(RESPONSE_CONTENT_LANGUAGE) [query("response-content-language")],
        response_content_type: Option<String> = "ResponseContentType" optional(RESPONSE_CONTENT_TYPE) [query("response-content-type")],
        response_expires: Option<Timestamp> = "ResponseExpires" optional(Instant) [query("response-expires"), time(TimeFormat::HttpDate)],
        version_id: Option<String> = "VersionId" optional(OBJECT_VERSION_ID) [query("versionId")],
        sse_customer_algorithm: Option<String> = "SSECustomerAlgorithm" optional(SSE_CUSTOMER_ALGORITHM) [header("x-amz-server-side-encryption-customer-algorithm")],
        sse_customer_key: Option<String> = "SSECustomerKey" optional(SSE_CUSTOMER_KEY) [header("x-amz-server-side-encryption-customer-key"), sensitive],
        sse_customer_key_md5: Option<String> = "SSECustomerKeyMD5" optional(SSE_CUSTOMER_KEY_MD5) [header("x-amz-server-side-encryption-customer-key-MD5")],
        request_payer: Option<String> = "RequestPayer" optional(REQUEST_PAYER) [header("x-amz-request-payer")],
        part_number: Option<i32> = "PartNumber" optional(PART_NUMBER) [query("partNumber")],
        expected_bucket_owner: Option<String> = "ExpectedBucketOwner" optional(ACCOUNT_ID) [header("x-amz-expected-bucket-owner")],
        checksum_mode: Option<String> = "ChecksumMode" optional(CHECKSUM_MODE) [header("x-amz-checksum-mode")],
    }
}
