//! S3's errors of forms (*Amazon S3 API Reference*, error responses; R6.23).

use crate::api::error::ApiError;

pub(super) fn malformed() -> ApiError {
    ApiError::new("MalformedPOSTRequest", 400, "The body of your POST request is not well-formed multipart/form-data.")
}

pub(super) fn fields_too_large() -> ApiError {
    let message = "Your POST request fields preceding the upload file were too large.";
    ApiError::new("MaxPostPreDataLengthExceededError", 400, message)
}

pub(super) fn no_file() -> ApiError {
    argument("POST requires exactly one file upload per request.", "file", "0")
}

pub(super) fn repeated(name: &str) -> ApiError {
    argument("A field of the form must not be repeated.", name, "")
}

/// A field that the form must have before its file.
pub(super) fn missing(name: &str) -> ApiError {
    let message = format!(
        "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
    );
    argument(message, name, "")
}

pub(super) fn argument(message: impl Into<String>, name: &str, value: &str) -> ApiError {
    ApiError::new("InvalidArgument", 400, message).with("ArgumentName", name).with("ArgumentValue", value)
}

pub(super) fn too_large(size: u64, most: u64) -> ApiError {
    ApiError::new("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
        .with("ProposedSize", size.to_string())
        .with("MaxSizeAllowed", most.to_string())
}

pub(super) fn too_small(size: u64, least: u64) -> ApiError {
    ApiError::new("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size")
        .with("ProposedSize", size.to_string())
        .with("MinSizeAllowed", least.to_string())
}

pub(super) fn invalid_policy(what: &str) -> ApiError {
    ApiError::new("InvalidPolicyDocument", 400, format!("Invalid Policy: {what}"))
}

pub(super) fn against_policy(what: &str) -> ApiError {
    ApiError::access_denied(format!("Invalid according to Policy: {what}"))
}
