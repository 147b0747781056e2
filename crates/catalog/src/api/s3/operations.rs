//! The operations.
//!
//! Generated from botocore 1.44.5 (service model S3 2006-03-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use super::errors::*;
use super::inputs::*;
use super::outputs::*;
use crate::operation::{NoOutput, Paginator};
use crate::rest::Http;
use crate::structure::operations;

operations! {
    RestXml;
    DeleteObjects(DeleteObjectsInput) -> DeleteObjectsOutput {
        signed: true, read_only: false, errors: [],
        http: Http { method: "POST", uri: "/{Bucket}?delete", status: 200, root: ("DeleteResult", "http://s3.amazonaws.com/doc/2006-03-01/") }
    }
    GetBucketTagging(GetBucketTaggingInput) -> GetBucketTaggingOutput {
        signed: true, read_only: true, errors: [],
        http: Http { method: "GET", uri: "/{Bucket}?tagging", status: 200, root: ("Tagging", "http://s3.amazonaws.com/doc/2006-03-01/") }
    }
    GetObject(GetObjectInput) -> GetObjectOutput {
        signed: true, read_only: true, errors: [NO_SUCH_KEY, INVALID_OBJECT_STATE],
        http: Http { method: "GET", uri: "/{Bucket}/{Key+}", status: 200, root: ("", "") }
    }
    PutBucketTagging(PutBucketTaggingInput) -> NoOutput {
        signed: true, read_only: false, errors: [],
        http: Http { method: "PUT", uri: "/{Bucket}?tagging", status: 200, root: ("", "") }
    }
    PutObject(PutObjectInput) -> PutObjectOutput {
        signed: true, read_only: false, errors: [INVALID_REQUEST, INVALID_WRITE_OFFSET, TOO_MANY_PARTS, ENCRYPTION_TYPE_MISMATCH],
        http: Http { method: "PUT", uri: "/{Bucket}/{Key+}", status: 200, root: ("", "") }
    }
}
