//! Which operation of S3 a request is: read once, from the method, path, query and headers, for the whole
//! pipeline. What is authorised is therefore what is executed.
//!
//! A sub-resource that the method or the level does not have is refused, never ignored: `GET /bucket?acl` must not
//! become a listing, nor `DELETE /bucket?versioning` a deletion of the bucket.
//! Names that are no sub-resource of S3 are ignored, as S3 ignores them; they are signed all the same.

mod routes;

pub use routes::S3Operation;

use super::{MAX_KEY_BYTES, error};
use crate::api::error::ApiError;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use routes::ROUTES;
use std::collections::HashSet;

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// `/`.
    Service,
    /// `/bucket`.
    Bucket,
    /// `/bucket/key`.
    Object,
}

impl Level {
    /// S3's word for it in errors.
    fn resource_type(self) -> &'static str {
        match self {
            Self::Service => "SERVICE",
            Self::Bucket => "BUCKET",
            Self::Object => "OBJECT",
        }
    }
}

/// The most parameters of a query. No request of S3 comes near: some twenty are of the signature and of the operation.
pub const MAX_PARAMETERS: usize = 256;

/// The parameters of the query, decoded, in the order sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes a query string. A name without `=` has an empty value.
    ///
    /// # Errors
    /// `InvalidURI` 400 for text that is not UTF-8 after decoding and for more than [`MAX_PARAMETERS`]; `InvalidArgument` 400 for a name that is sent twice: a
    /// signature covers the parameters sorted (R6.10), so their order must mean nothing.
    pub fn parse(raw: &str) -> Result<Self, ApiError> {
        let mut parameters: Vec<(String, String)> = Vec::new();
        let mut names = HashSet::new();
        for part in raw.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let decode = |text: &str| decode(&text.replace('+', " ")).ok_or_else(|| error::invalid_uri(raw));
            let (name, value) = (decode(name)?, decode(value)?);
            if !names.insert(name.clone()) {
                return Err(error::invalid_argument("Query parameter must not be repeated.", &name, &value));
            }
            if names.len() > MAX_PARAMETERS {
                return Err(error::invalid_uri(raw));
            }
            parameters.push((name, value));
        }
        Ok(Self(parameters))
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter is present, with or without a value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All parameters.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A request, identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// The operation.
    pub operation: S3Operation,
    /// The bucket's name, as sent; empty if the operation has none.
    pub bucket: String,
    /// The key, decoded; empty if the operation has none.
    pub key: String,
    /// The parameters.
    pub query: Query,
}

/// Percent-decodes; `None` if the result is not UTF-8.
fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Identifies a request.
///
/// `path` is as sent, still encoded; `virtual_bucket` is the bucket that the host
/// names, if it names one.
///
/// # Errors
/// `InvalidURI`, `KeyTooLongError`, `InvalidBucketName`, `InvalidArgument` 400; `MethodNotAllowed` 405.
pub fn identify(
    method: &Method,
    path: &str,
    query: Query,
    headers: &HeaderMap,
    virtual_bucket: Option<&str>,
) -> Result<Identified, ApiError> {
    if method == Method::POST && path == "/WriteGetObjectResponse" && headers.contains_key("x-amz-request-route") {
        let operation = S3Operation::WriteGetObjectResponse;
        return Ok(Identified { operation, bucket: String::new(), key: String::new(), query });
    }
    let (level, bucket, key) = addressed(path, virtual_bucket)?;
    let operation = operation(method, level, &query, headers)?;
    Ok(Identified { operation, bucket, key, query })
}

/// Splits the path before decoding it, so that an encoded slash cannot move the border between bucket and key.
fn addressed(path: &str, virtual_bucket: Option<&str>) -> Result<(Level, String, String), ApiError> {
    let invalid = || error::invalid_uri(path);
    let rest = path.strip_prefix('/').ok_or_else(invalid)?;
    let (bucket, key) = match virtual_bucket {
        Some(bucket) => (bucket.to_owned(), rest),
        None => {
            let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
            (decode(bucket).ok_or_else(invalid)?, key)
        }
    };
    let key = decode(key).ok_or_else(invalid)?;
    if key.len() > MAX_KEY_BYTES {
        return Err(error::key_too_long(key.len()));
    }
    let level = match (bucket.is_empty(), key.is_empty()) {
        (true, true) => Level::Service,
        (true, false) => return Err(error::invalid_bucket_name("")),
        (false, true) => Level::Bucket,
        (false, false) => Level::Object,
    };
    Ok((level, bucket, key))
}

/// The query parameters that name a sub-resource somewhere in S3.
#[must_use]
pub fn is_subresource(name: &str) -> bool {
    !name.is_empty() && ROUTES.iter().any(|(_, subresource, ..)| *subresource == name)
}

fn operation(method: &Method, level: Level, query: &Query, headers: &HeaderMap) -> Result<S3Operation, ApiError> {
    let mut named: Vec<&str> = query.iter().map(|(name, _)| name).filter(|name| is_subresource(name)).collect();
    named.dedup();
    if level == Level::Object && query.has("uploadId") {
        named.push("uploadId");
    }
    let subresource = match named.as_slice() {
        [] => "",
        [one] => one,
        several => {
            let names = several.join(", ");
            let message = format!("Conflicting query string parameters: {names}");
            return Err(error::invalid_argument(message, "ResourceType", several.first().copied().unwrap_or_default()));
        }
    };
    let refused = || error::method_not_allowed(method.as_str(), level.resource_type());
    if subresource == "uploadId" {
        return upload_operation(method, query, headers).ok_or_else(refused);
    }
    if level == Level::Object && *method == Method::PUT && query.has("partNumber") {
        let message = "This operation does not accept a part number without an upload id";
        return Err(error::invalid_argument(message, "partNumber", query.get("partNumber").unwrap_or_default()));
    }
    let route = |(l, s, m, _): &&routes::Route| *l == level && *s == subresource && *m == method.as_str();
    let (.., operation) = ROUTES.iter().find(route).ok_or_else(refused)?;
    refine(*operation, query, headers)
}

/// The operations of an object that `uploadId` names.
fn upload_operation(method: &Method, query: &Query, headers: &HeaderMap) -> Option<S3Operation> {
    let part = query.has("partNumber");
    match (method.as_str(), part) {
        ("PUT", true) if headers.contains_key("x-amz-copy-source") => Some(S3Operation::UploadPartCopy),
        ("PUT", true) => Some(S3Operation::UploadPart),
        ("POST", false) => Some(S3Operation::CompleteMultipartUpload),
        ("DELETE", false) => Some(S3Operation::AbortMultipartUpload),
        ("GET", false) => Some(S3Operation::ListParts),
        _ => None,
    }
}

/// The operations that share a route and differ in another parameter or header.
fn refine(operation: S3Operation, query: &Query, headers: &HeaderMap) -> Result<S3Operation, ApiError> {
    let without_id = |list| if query.has("id") { operation } else { list };
    Ok(match operation {
        S3Operation::PutObject if headers.contains_key("x-amz-copy-source") => S3Operation::CopyObject,
        S3Operation::ListObjects => match query.get("list-type") {
            None => S3Operation::ListObjects,
            Some("2") => S3Operation::ListObjectsV2,
            Some(other) => {
                let message = "Invalid List Type specified in Request";
                return Err(error::invalid_argument(message, "list-type", other));
            }
        },
        S3Operation::GetBucketAnalyticsConfiguration => without_id(S3Operation::ListBucketAnalyticsConfigurations),
        S3Operation::GetBucketIntelligentTieringConfiguration => {
            without_id(S3Operation::ListBucketIntelligentTieringConfigurations)
        }
        S3Operation::GetBucketInventoryConfiguration => without_id(S3Operation::ListBucketInventoryConfigurations),
        S3Operation::GetBucketMetricsConfiguration => without_id(S3Operation::ListBucketMetricsConfigurations),
        S3Operation::GetObjectAnnotation if !query.has("annotationName") => S3Operation::ListObjectAnnotations,
        other => other,
    })
}

#[cfg(test)]
mod tests;
