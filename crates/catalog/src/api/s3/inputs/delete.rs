//! Inputs of operations that delete.
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
    /// The input of `DeleteObjects`.
    DeleteObjectsInput {
        bucket: String = "Bucket" required(BUCKET_NAME) [label("Bucket")],
        delete: Delete = "Delete" required(Structure::<Delete>::new()) [payload("Delete")],
        mfa: Option<String> = "MFA" optional(MFA) [header("x-amz-mfa")],
        request_payer: Option<String> = "RequestPayer" optional(REQUEST_PAYER) [header("x-amz-request-payer")],
        bypass_governance_retention: Option<bool> = "BypassGovernanceRetention" optional(Boolean) [header("x-amz-bypass-governance-retention")],
        expected_bucket_owner: Option<String> = "ExpectedBucketOwner" optional(ACCOUNT_ID) [header("x-amz-expected-bucket-owner")],
        checksum_algorithm: Option<String> = "ChecksumAlgorithm" optional(CHECKSUM_ALGORITHM) [header("x-amz-sdk-checksum-algorithm")],
    }
}
