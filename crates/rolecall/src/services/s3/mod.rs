//! Amazon S3: buckets in the directory, object bytes on the file system.
//!
//! The life of a request here: [`identify`] says which one of S3's operations the method, path, query and headers ask
//! for, once and for the whole pipeline, so what is authorised is what is executed. The operation declares its
//! actions, resources and condition keys; allowed, it streams bytes to or from [`objects`], checking what the client
//! claims of them with [`checksums`].

pub mod checksums;
pub mod conditional;
pub(crate) mod error;
pub mod identify;
pub mod objects;
pub mod range;
pub mod xml;

use crate::error::ApiError;
use crate::services::{Call, IncomingBody, ResponseBody};

/// A key's length in UTF-8 bytes.
pub const MAX_KEY_BYTES: usize = 1024;

/// All of an object's user metadata, names and values together.
pub const MAX_USER_METADATA_BYTES: usize = 2048;

/// The largest object or part that one request can put: 5 GiB.
pub const MAX_PUT_BYTES: u64 = 5 * 1024 * 1024 * 1024;

/// The smallest part of a multipart upload, the last one aside: 5 MiB.
pub const MIN_PART_BYTES: u64 = 5 * 1024 * 1024;

/// The largest part number.
pub const MAX_PART_NUMBER: u32 = 10_000;

/// The most items in one page of a listing.
pub const MAX_PAGE: usize = 1000;

/// Answers an S3 request: `virtual_bucket` is the bucket in its host name, if there is one.
///
/// # Errors
/// AWS's error.
pub async fn serve(
    call: Call<'_>,
    parts: &http::request::Parts,
    virtual_bucket: Option<&str>,
    _body: IncomingBody,
) -> Result<http::Response<ResponseBody>, ApiError> {
    let query = parts.uri.query().unwrap_or_default();
    let identified = identify::identify(&parts.method, parts.uri.path(), query, &parts.headers, virtual_bucket)?;
    call.log.operation("s3", &format!("{:?}", identified.operation));
    Err(error::not_implemented("operation"))
}
