//! The headers that describe an object: read from a write, answered by a read.

use super::wire::{Answer, Head, http_date, quoted};
use super::{MAX_USER_METADATA_BYTES, error};
use crate::api::error::ApiError;
use crate::objects::{Checksum, Metadata, ObjectInfo};
use http::header::HeaderName;
use std::collections::BTreeMap;

const USER_PREFIX: &str = "x-amz-meta-";

/// S3's type for an object whose writer named none.
const DEFAULT_TYPE: &str = "binary/octet-stream";

/// Reads what a write says of its object.
///
/// # Errors
/// `MetadataTooLarge` 400.
pub fn read(head: &Head) -> Result<Metadata, ApiError> {
    let mut user = BTreeMap::new();
    for name in head.headers.keys() {
        if let Some(own) = name.as_str().strip_prefix(USER_PREFIX) {
            let mut values = Vec::new();
            for value in head.headers.get_all(name) {
                values.push(String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
            }
            user.insert(own.to_owned(), values.join(","));
        }
    }
    let size = user.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > MAX_USER_METADATA_BYTES {
        return Err(error::metadata_too_large(size));
    }
    let text = |name: &str| head.header(name).map(str::to_owned);
    Ok(Metadata {
        content_type: text("content-type"),
        content_encoding: content_encoding(head),
        content_disposition: text("content-disposition"),
        content_language: text("content-language"),
        cache_control: text("cache-control"),
        expires: text("expires"),
        website_redirect_location: text("x-amz-website-redirect-location"),
        user,
    })
}

/// `Content-Encoding` without `aws-chunked`, which is of the upload and not of the object (R6.17).
fn content_encoding(head: &Head) -> Option<String> {
    let codings = head.header("content-encoding")?.split(',').map(str::trim);
    let kept: Vec<&str> = codings.filter(|coding| !coding.eq_ignore_ascii_case("aws-chunked")).collect();
    Some(kept.join(",")).filter(|kept| !kept.is_empty())
}

/// The parameters of a signed read that replace headers of the answer, and those headers.
const OVERRIDES: &[(&str, &str)] = &[
    ("response-cache-control", "cache-control"),
    ("response-content-disposition", "content-disposition"),
    ("response-content-encoding", "content-encoding"),
    ("response-content-language", "content-language"),
    ("response-content-type", "content-type"),
    ("response-expires", "expires"),
];

/// Refuses overrides in a request that nobody signed.
///
/// # Errors
/// `InvalidRequest` 400.
pub fn check_overrides(head: &Head, signed: bool) -> Result<(), ApiError> {
    if !signed && OVERRIDES.iter().any(|(parameter, _)| head.query.has(parameter)) {
        let message = "Request specific response headers cannot be used for anonymous GET requests.";
        return Err(error::invalid_request(message));
    }
    Ok(())
}

/// Answers what is known of an object, and what the query overrides.
pub fn write(answer: &mut Answer, object: &ObjectInfo, head: &Head) {
    let metadata = &object.metadata;
    answer.set(HeaderName::from_static("etag"), &quoted(&object.etag));
    answer.set(HeaderName::from_static("last-modified"), &http_date(object.modified));
    answer.set(HeaderName::from_static("accept-ranges"), "bytes");
    let content_type = metadata.content_type.as_deref().unwrap_or(DEFAULT_TYPE);
    for (name, value) in [
        ("content-type", Some(content_type)),
        ("content-encoding", metadata.content_encoding.as_deref()),
        ("content-disposition", metadata.content_disposition.as_deref()),
        ("content-language", metadata.content_language.as_deref()),
        ("cache-control", metadata.cache_control.as_deref()),
        ("expires", metadata.expires.as_deref()),
        ("x-amz-website-redirect-location", metadata.website_redirect_location.as_deref()),
    ] {
        if let Some(value) = value {
            answer.set(HeaderName::from_static(name), value);
        }
    }
    for (name, value) in &metadata.user {
        if let Ok(name) = HeaderName::try_from(format!("{USER_PREFIX}{name}")) {
            answer.set(name, value);
        }
    }
    for (parameter, name) in OVERRIDES {
        if let Some(value) = head.query.get(parameter) {
            answer.set(HeaderName::from_static(name), value);
        }
    }
}

/// Answers a checksum.
pub fn write_checksum(answer: &mut Answer, checksum: Option<&Checksum>) {
    if let Some(checksum) = checksum {
        answer.set(HeaderName::from_static(checksum.algorithm.header()), &checksum.value);
        answer.set(HeaderName::from_static("x-amz-checksum-type"), checksum.kind.name());
    }
}

#[cfg(test)]
mod tests {
    use super::super::identify::Query;
    use super::*;

    fn head(lines: &[(&'static str, &str)]) -> Head {
        let headers = lines.iter().map(|(n, v)| (HeaderName::from_static(n), v.parse().unwrap())).collect();
        Head { headers, ..Head::default() }
    }

    /// R6.17: `aws-chunked` is not the object's encoding. Names of user metadata lose their prefix.
    #[test]
    fn what_a_write_says() {
        for (sent, kept) in [
            ("aws-chunked", None),
            ("aws-chunked,gzip", Some("gzip")),
            ("gzip, aws-chunked", Some("gzip")),
            ("gzip", Some("gzip")),
        ] {
            let metadata = read(&head(&[("content-encoding", sent)])).unwrap();
            assert_eq!(metadata.content_encoding.as_deref(), kept, "{sent}");
        }
        let metadata = read(&head(&[("x-amz-meta-a", " x "), ("content-type", "text/plain")])).unwrap();
        assert_eq!(metadata.user, BTreeMap::from([("a".to_owned(), "x".to_owned())]));
        assert_eq!(metadata.content_type.as_deref(), Some("text/plain"));
        let most = "v".repeat(MAX_USER_METADATA_BYTES - 1);
        assert!(read(&head(&[("x-amz-meta-a", &most)])).is_ok());
        let error = read(&head(&[("x-amz-meta-ab", &most)])).unwrap_err();
        assert_eq!(error.code, "MetadataTooLarge");
    }

    /// What was written is answered; only a signed request may override it.
    #[test]
    fn what_a_read_answers() {
        let object = ObjectInfo {
            key: "k".into(),
            size: 1,
            etag: "e".into(),
            modified: "2026-11-22T10:15:30.250Z".parse().unwrap(),
            checksum: None,
            metadata: read(&head(&[("x-amz-meta-a", "x"), ("cache-control", "no-cache")])).unwrap(),
        };
        let query = Query::parse("response-content-type=text%2Fx&versionId=1").unwrap();
        let asking = Head { query, ..Head::default() };
        let mut answer = Answer::empty(http::StatusCode::OK);
        write(&mut answer, &object, &asking);
        for (name, value) in [
            ("etag", "\"e\""),
            ("last-modified", "Sun, 22 Nov 2026 10:15:30 GMT"),
            ("content-type", "text/x"),
            ("cache-control", "no-cache"),
            ("x-amz-meta-a", "x"),
        ] {
            assert_eq!(answer.headers.get(name).unwrap(), value);
        }
        assert!(check_overrides(&asking, true).is_ok());
        assert_eq!(check_overrides(&asking, false).unwrap_err().code, "InvalidRequest");
        assert!(check_overrides(&Head::default(), false).is_ok());
    }
}
