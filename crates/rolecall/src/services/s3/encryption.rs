//! Server-side encryption as clients ask for it.
//!
//! S3 encrypts every object with keys of its own, `AES256`, and says so in each answer (*Amazon S3 User Guide*, default
//! encryption). Objects here have no other setting. What the disk holds is told in the guide (`docs/guide/operations.md`).

use super::error;
use super::wire::{Answer, Head};
use crate::api::error::ApiError;

const HEADER: &str = "x-amz-server-side-encryption";

/// The only method that is there.
const METHOD: &str = "AES256";

/// Methods of S3 that are not implemented: they need keys of KMS or another file system.
const NOT_IMPLEMENTED: &[&str] = &["aws:kms", "aws:kms:dsse", "aws:fsx"];

/// Headers of keys: of KMS, and of customers for the object and for the source of a copy.
const KEYS: &[&str] = &["x-amz-server-side-encryption-", "x-amz-copy-source-server-side-encryption-"];

/// Customers' keys, the only ones that a read may send.
const CUSTOMER: &str = "x-amz-server-side-encryption-customer-";

/// Refuses a write that asks for another encryption than there is.
///
/// # Errors
/// `NotImplemented` 501; `InvalidArgument` 400 for what is no method of S3.
pub(super) fn check_write(head: &Head) -> Result<(), ApiError> {
    let of_keys = |name: &&http::HeaderName| KEYS.iter().any(|prefix| name.as_str().starts_with(prefix));
    if let Some(name) = head.headers.keys().find(of_keys) {
        return Err(error::not_implemented(name.as_str()));
    }
    match head.header(HEADER) {
        None | Some(METHOD) => Ok(()),
        Some(method) if NOT_IMPLEMENTED.contains(&method) => Err(error::not_implemented(HEADER)),
        Some(other) => Err(error::invalid_argument("The encryption method specified is not supported", HEADER, other)),
    }
}

/// Refuses a read that says how the object is encrypted: no object here has a customer's key, and the others need none
/// (*Amazon S3 API Reference*, GetObject).
///
/// # Errors
/// `InvalidArgument` 400, `InvalidRequest` 400.
pub(super) fn check_read(head: &Head) -> Result<(), ApiError> {
    if let Some(sent) = head.header(HEADER) {
        let message = "x-amz-server-side-encryption header is not supported for this operation.";
        return Err(error::invalid_argument(message, HEADER, sent));
    }
    if head.headers.keys().any(|name| name.as_str().starts_with(CUSTOMER)) {
        return Err(error::invalid_request("The encryption parameters are not applicable to this object."));
    }
    Ok(())
}

/// Says in an answer how the object is encrypted.
pub(super) fn tell(answer: Answer) -> Answer {
    answer.with(HEADER, METHOD)
}
