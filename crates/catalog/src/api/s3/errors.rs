//! Error shapes of the model: code and HTTP status of each.
//!
//! Generated from botocore 1.44.5 (service model S3 2006-03-01) by `cargo xtask generate`; do not edit.

#![allow(unused_imports, reason = "every generated file of a kind has the same imports")]

use crate::structure::errors;

errors! {
    ACCESS_DENIED = "AccessDenied", "AccessDenied", 403;
    ANNOTATION_LIMIT_EXCEEDED = "AnnotationLimitExceeded", "AnnotationLimitExceeded", 400;
    ANNOTATION_NAME_TOO_LONG = "AnnotationNameTooLong", "AnnotationNameTooLong", 400;
    BUCKET_ALREADY_EXISTS = "BucketAlreadyExists", "BucketAlreadyExists", 409;
    BUCKET_ALREADY_OWNED_BY_YOU = "BucketAlreadyOwnedByYou", "BucketAlreadyOwnedByYou", 409;
    ENCRYPTION_TYPE_MISMATCH = "EncryptionTypeMismatch", "EncryptionTypeMismatch", 400;
    IDEMPOTENCY_PARAMETER_MISMATCH = "IdempotencyParameterMismatch", "IdempotencyParameterMismatch", 400;
    INVALID_ANNOTATION_NAME = "InvalidAnnotationName", "InvalidAnnotationName", 400;
    INVALID_OBJECT_STATE = "InvalidObjectState", "InvalidObjectState", 403;
    INVALID_PREFIX = "InvalidPrefix", "InvalidPrefix", 400;
    INVALID_REQUEST = "InvalidRequest", "InvalidRequest", 400;
    INVALID_WRITE_OFFSET = "InvalidWriteOffset", "InvalidWriteOffset", 400;
    NO_SUCH_ANNOTATION = "NoSuchAnnotation", "NoSuchAnnotation", 404;
    NO_SUCH_BUCKET = "NoSuchBucket", "NoSuchBucket", 404;
    NO_SUCH_KEY = "NoSuchKey", "NoSuchKey", 404;
    NO_SUCH_UPLOAD = "NoSuchUpload", "NoSuchUpload", 404;
    OBJECT_ALREADY_IN_ACTIVE_TIER_ERROR = "ObjectAlreadyInActiveTierError", "ObjectAlreadyInActiveTierError", 403;
    OBJECT_NOT_IN_ACTIVE_TIER_ERROR = "ObjectNotInActiveTierError", "ObjectNotInActiveTierError", 403;
    TOO_MANY_PARTS = "TooManyParts", "TooManyParts", 400;
    UNSUPPORTED_MEDIA_TYPE = "UnsupportedMediaType", "UnsupportedMediaType", 415;
}
