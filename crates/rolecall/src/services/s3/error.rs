//! S3's errors, each with its code, status, message and detail elements, so that the texts stand in one place.

use super::wire::Head;
use crate::api::error::ApiError;
use crate::objects::StorageError;

pub(crate) fn no_such_bucket(bucket: &str) -> ApiError {
    ApiError::new("NoSuchBucket", 404, "The specified bucket does not exist").with("BucketName", bucket)
}

pub(crate) fn no_such_key(key: &str) -> ApiError {
    ApiError::new("NoSuchKey", 404, "The specified key does not exist.").with("Key", key)
}

pub(crate) fn no_such_upload(upload: &str) -> ApiError {
    let message = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
                   aborted or completed.";
    ApiError::new("NoSuchUpload", 404, message).with("UploadId", upload)
}

pub(crate) fn no_such_version(key: &str, version: &str) -> ApiError {
    ApiError::new("NoSuchVersion", 404, "The specified version does not exist.")
        .with("Key", key)
        .with("VersionId", version)
}

pub(crate) fn no_such_bucket_policy(bucket: &str) -> ApiError {
    ApiError::new("NoSuchBucketPolicy", 404, "The bucket policy does not exist").with("BucketName", bucket)
}

pub(crate) fn bucket_already_exists(bucket: &str) -> ApiError {
    let message = "The requested bucket name is not available. The bucket namespace is shared by all users of the \
                   system. Please select a different name and try again.";
    ApiError::new("BucketAlreadyExists", 409, message).with("BucketName", bucket)
}

pub(crate) fn bucket_already_owned_by_you(bucket: &str) -> ApiError {
    let message = "Your previous request to create the named bucket succeeded and you already own it.";
    ApiError::new("BucketAlreadyOwnedByYou", 409, message).with("BucketName", bucket)
}

pub(crate) fn bucket_not_empty(bucket: &str) -> ApiError {
    ApiError::new("BucketNotEmpty", 409, "The bucket you tried to delete is not empty").with("BucketName", bucket)
}

pub(crate) fn invalid_bucket_name(bucket: &str) -> ApiError {
    ApiError::new("InvalidBucketName", 400, "The specified bucket is not valid.").with("BucketName", bucket)
}

pub(crate) fn illegal_location_constraint(location: Option<&str>) -> ApiError {
    let location = location.unwrap_or("unspecified");
    let message = format!(
        "The {location} location constraint is incompatible for the region specific endpoint this request was sent to."
    );
    ApiError::new("IllegalLocationConstraintException", 400, message)
}

/// R5.22, R5.23: the signature is for another Region than the bucket's. `presigned` signatures stand in the query.
/// Clients sign again for the Region in `Region`, which also goes into the header `x-amz-bucket-region`.
pub(crate) fn wrong_region(presigned: bool, signed: &str, bucket: &str) -> ApiError {
    let (code, subject) = if presigned {
        ("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter")
    } else {
        ("AuthorizationHeaderMalformed", "The authorization header is malformed")
    };
    ApiError::new(code, 400, format!("{subject}; the region '{signed}' is wrong; expecting '{bucket}'"))
        .with("Region", bucket)
}

pub(crate) fn key_too_long(size: usize) -> ApiError {
    ApiError::new("KeyTooLongError", 400, "Your key is too long")
        .with("Size", size.to_string())
        .with("MaxSizeAllowed", super::MAX_KEY_BYTES.to_string())
}

pub(crate) fn invalid_uri(uri: &str) -> ApiError {
    ApiError::new("InvalidURI", 400, "Couldn't parse the specified URI.").with("URI", uri)
}

pub(crate) fn invalid_argument(message: impl Into<String>, name: &str, value: &str) -> ApiError {
    ApiError::new("InvalidArgument", 400, message).with("ArgumentName", name).with("ArgumentValue", value)
}

pub(crate) fn invalid_request(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidRequest", 400, message)
}

pub(crate) fn method_not_allowed(method: &str, resource_type: &str) -> ApiError {
    ApiError::new("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
        .with("Method", method)
        .with("ResourceType", resource_type)
}

pub(crate) fn not_implemented(header: &str) -> ApiError {
    ApiError::new("NotImplemented", 501, "A header you provided implies functionality that is not implemented.")
        .with("Header", header)
        .because(format!("rolecall does not have the {} {header} of S3 yet", kind_of(header)))
}

/// Operations are named in capitals, headers that are not of S3 alone as HTTP writes them.
fn kind_of(name: &str) -> &'static str {
    if name.contains('-') { "header" } else { "operation" }
}

pub(crate) fn malformed_xml() -> ApiError {
    let message = "The XML you provided was not well-formed or did not validate against our published schema";
    ApiError::new("MalformedXML", 400, message)
}

pub(crate) fn malformed_policy(message: impl Into<String>) -> ApiError {
    ApiError::new("MalformedPolicy", 400, message)
}

pub(crate) fn acls_not_supported() -> ApiError {
    ApiError::new("AccessControlListNotSupported", 400, "The bucket does not allow ACLs")
}

pub(crate) fn precondition_failed(condition: &'static str) -> ApiError {
    ApiError::new("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")
        .with("Condition", condition)
}

pub(crate) fn invalid_range(range: &str, size: u64) -> ApiError {
    ApiError::new("InvalidRange", 416, "The requested range is not satisfiable")
        .with("RangeRequested", range)
        .with("ActualObjectSize", size.to_string())
}

pub(crate) fn bad_digest(name: &str) -> ApiError {
    let message = match name {
        "Content-MD5" => "The Content-MD5 you specified did not match what we received.".to_owned(),
        other => format!("The {other} you specified did not match the calculated checksum."),
    };
    ApiError::new("BadDigest", 400, message)
}

pub(crate) fn invalid_digest(value: &str) -> ApiError {
    ApiError::new("InvalidDigest", 400, "The Content-MD5 you specified was invalid.").with("Content-MD5", value)
}

pub(crate) fn entity_too_large(size: u64, max: u64) -> ApiError {
    ApiError::new("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
        .with("ProposedSize", size.to_string())
        .with("MaxSizeAllowed", max.to_string())
}

pub(crate) fn entity_too_small(part: u32, etag: &str, size: u64) -> ApiError {
    ApiError::new("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size")
        .with("ProposedSize", size.to_string())
        .with("MinSizeAllowed", crate::objects::MIN_PART_BYTES.to_string())
        .with("PartNumber", part.to_string())
        .with("ETag", etag)
}

pub(crate) fn invalid_part(upload: &str, part: u32) -> ApiError {
    let message = "One or more of the specified parts could not be found.  The part may not have been uploaded, or \
                   the specified entity tag may not match the part's entity tag.";
    ApiError::new("InvalidPart", 400, message).with("UploadId", upload).with("PartNumber", part.to_string())
}

pub(crate) fn invalid_part_order(upload: &str) -> ApiError {
    let message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
    ApiError::new("InvalidPartOrder", 400, message).with("UploadId", upload)
}

pub(crate) fn metadata_too_large(size: usize) -> ApiError {
    ApiError::new("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size")
        .with("Size", size.to_string())
        .with("MaxSizeAllowed", super::MAX_USER_METADATA_BYTES.to_string())
}

/// S3's own spelling of an internal failure.
pub(crate) fn internal(cause: impl std::fmt::Display) -> ApiError {
    let mut error = ApiError::internal(cause);
    error.code = "InternalError".into();
    "We encountered an internal error. Please try again.".clone_into(&mut error.message);
    error
}

/// What a failure of the byte store is to the client. The client hears no detail of failures of ours.
pub(crate) fn storage(head: &Head) -> impl Fn(StorageError) -> ApiError {
    move |failure| match failure {
        StorageError::BucketClosed => no_such_bucket(&head.bucket),
        StorageError::ConditionFailed if head.headers.contains_key("if-none-match") => {
            precondition_failed("If-None-Match")
        }
        StorageError::ConditionFailed => precondition_failed("If-Match"),
        StorageError::NoSuchKey => no_such_key(&head.key),
        StorageError::NoSuchUpload => no_such_upload(head.query.get("uploadId").unwrap_or_default()),
        StorageError::InvalidPart(part) => invalid_part(head.query.get("uploadId").unwrap_or_default(), part),
        StorageError::PartTooSmall(part, etag, size) => entity_too_small(part, &etag, size),
        StorageError::ChecksumMismatch => bad_digest("checksum"),
        StorageError::Io(_)
        | StorageError::Index(_)
        | StorageError::Commit(_)
        | StorageError::NoEntropy(_)
        | StorageError::Damaged(_)
        | StorageError::Missing
        | StorageError::Interrupted => internal(failure),
    }
}
