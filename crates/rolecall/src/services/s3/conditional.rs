//! Conditional requests: `If-Match` and its kin on reads, on the source of a copy, and on writes
//! (RFC 9110 section 13; *Amazon S3 User Guide*, conditional requests).

use super::error;
use super::wire::text;
use crate::api::error::ApiError;
use crate::objects::{ObjectInfo, WriteCondition};
use http::HeaderMap;
use jiff::Timestamp;

/// The names of the four headers: those of a read, or those of a copy's source.
#[derive(Debug, Clone, Copy)]
struct Names {
    matches: &'static str,
    none_match: &'static str,
    modified: &'static str,
    unmodified: &'static str,
}

const READ: Names = Names {
    matches: "If-Match",
    none_match: "If-None-Match",
    modified: "If-Modified-Since",
    unmodified: "If-Unmodified-Since",
};

const COPY_SOURCE: Names = Names {
    matches: "x-amz-copy-source-if-match",
    none_match: "x-amz-copy-source-if-none-match",
    modified: "x-amz-copy-source-if-modified-since",
    unmodified: "x-amz-copy-source-if-unmodified-since",
};

/// What a conditional read comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// The object is wanted.
    Wanted,
    /// The reader has it already: 304.
    NotModified,
}

/// Checks the conditions of `GetObject` and `HeadObject`.
///
/// # Errors
/// `PreconditionFailed` 412.
pub fn check_read(headers: &HeaderMap, object: &ObjectInfo) -> Result<Read, ApiError> {
    match check(headers, object, READ) {
        Ok(()) => Ok(Read::Wanted),
        Err((_, true)) => Ok(Read::NotModified),
        Err((name, false)) => Err(error::precondition_failed(name)),
    }
}

/// Checks the conditions on a copy's source.
///
/// # Errors
/// `PreconditionFailed` 412.
pub fn check_copy_source(headers: &HeaderMap, object: &ObjectInfo) -> Result<(), ApiError> {
    check(headers, object, COPY_SOURCE).map_err(|(name, _)| error::precondition_failed(name))
}

/// The failed header, and whether it says that the reader already has the object.
fn check(headers: &HeaderMap, object: &ObjectInfo, names: Names) -> Result<(), (&'static str, bool)> {
    // A date that cannot be read is as if it were not there; HTTP dates have whole seconds.
    let date = |name: &str| text(headers, name).and_then(|value| httpdate::parse_http_date(value).ok());
    let modified = whole_seconds(object.modified);
    // `If-Match` that holds makes the date not matter, and so does `If-None-Match`.
    if let Some(tags) = text(headers, names.matches) {
        if !names_etag(tags, &object.etag) {
            return Err((names.matches, false));
        }
    } else if date(names.unmodified).is_some_and(|date| modified > whole_seconds_of(date)) {
        return Err((names.unmodified, false));
    }
    if let Some(tags) = text(headers, names.none_match) {
        if names_etag(tags, &object.etag) {
            return Err((names.none_match, true));
        }
    } else if date(names.modified).is_some_and(|date| modified <= whole_seconds_of(date)) {
        return Err((names.modified, true));
    }
    Ok(())
}

fn whole_seconds(time: Timestamp) -> i64 {
    time.as_second()
}

fn whole_seconds_of(date: std::time::SystemTime) -> i64 {
    Timestamp::try_from(date).map_or(i64::MAX, Timestamp::as_second)
}

/// Whether a list of entity tags (or `*`) names this one. Tags without quotes are taken too, as S3 does.
fn names_etag(list: &str, etag: &str) -> bool {
    list.split(',').map(str::trim).any(|tag| {
        let tag = tag.strip_prefix("W/").unwrap_or(tag);
        tag == "*" || unquoted(tag) == etag
    })
}

/// The text of an entity tag without its quotes.
#[must_use]
pub fn unquoted(tag: &str) -> &str {
    tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or(tag)
}

/// The condition of a write: `If-None-Match: *` or `If-Match: <tag>`.
///
/// # Errors
/// `NotImplemented` 501 for anything else that these two headers can say.
pub fn write_condition(headers: &HeaderMap) -> Result<WriteCondition, ApiError> {
    match (text(headers, "if-match"), text(headers, "if-none-match")) {
        (None, None) => Ok(WriteCondition::Always),
        (None, Some("*")) => Ok(WriteCondition::IfAbsent),
        (Some(tag), None) if tag != "*" && !tag.contains(',') => Ok(WriteCondition::IfMatch(unquoted(tag).to_owned())),
        (Some(_), _) => Err(error::not_implemented("If-Match")),
        (None, Some(_)) => Err(error::not_implemented("If-None-Match")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::Metadata;

    fn headers(lines: &str) -> HeaderMap {
        let line = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap())
        };
        lines.split("; ").filter(|line| !line.is_empty()).map(line).collect()
    }

    fn object() -> ObjectInfo {
        ObjectInfo {
            key: "k".into(),
            size: 1,
            etag: "abc".into(),
            modified: "2026-11-22T10:15:30.250Z".parse().unwrap(),
            checksum: None,
            metadata: Metadata::default(),
        }
    }

    /// The combinations of the S3 documents of `GetObject`: a matching tag outweighs the date beside it.
    #[test]
    fn reads() {
        let same = "Sun, 22 Nov 2026 10:15:30 GMT";
        let before = "Sun, 22 Nov 2026 10:15:29 GMT";
        for (lines, status) in [
            (String::new(), 200),
            ("if-match: \"abc\"".into(), 200),
            ("if-match: abc".into(), 200),
            ("if-match: \"x\", \"abc\"".into(), 200),
            ("if-match: *".into(), 200),
            ("if-match: \"x\"".into(), 412),
            ("if-none-match: \"x\"".into(), 200),
            ("if-none-match: \"abc\"".into(), 304),
            ("if-none-match: *".into(), 304),
            (format!("if-modified-since: {before}"), 200),
            (format!("if-modified-since: {same}"), 304),
            (format!("if-unmodified-since: {same}"), 200),
            (format!("if-unmodified-since: {before}"), 412),
            (format!("if-match: \"abc\"; if-unmodified-since: {before}"), 200),
            (format!("if-none-match: \"abc\"; if-modified-since: {before}"), 304),
            (format!("if-none-match: \"x\"; if-modified-since: {same}"), 200),
            ("if-unmodified-since: never".into(), 200),
            ("if-match: \"abc\"; if-none-match: \"abc\"".into(), 304),
        ] {
            let found = match check_read(&headers(&lines), &object()) {
                Ok(Read::Wanted) => 200,
                Ok(Read::NotModified) => 304,
                Err(error) => error.status,
            };
            assert_eq!(found, status, "{lines}");
        }
    }

    /// A copy's source answers 412 where a read answers 304, and listens to its own headers only.
    #[test]
    fn copy_sources() {
        for (lines, failed) in [
            ("if-match: \"x\"", None),
            ("x-amz-copy-source-if-match: \"x\"", Some("x-amz-copy-source-if-match")),
            ("x-amz-copy-source-if-none-match: \"abc\"", Some("x-amz-copy-source-if-none-match")),
            ("x-amz-copy-source-if-match: \"abc\"", None),
        ] {
            let found = check_copy_source(&headers(lines), &object()).err();
            assert_eq!(found.as_ref().map(|error| error.status), failed.map(|_| 412), "{lines}");
            let names = found.map(|error| error.details).unwrap_or_default();
            assert_eq!(names.first().map(|(_, name)| name.as_str()), failed, "{lines}");
        }
    }

    #[test]
    fn writes() {
        for (lines, expected) in [
            ("", Ok(WriteCondition::Always)),
            ("if-none-match: *", Ok(WriteCondition::IfAbsent)),
            ("if-match: \"abc\"", Ok(WriteCondition::IfMatch("abc".into()))),
            ("if-none-match: \"abc\"", Err(501)),
            ("if-match: *", Err(501)),
            ("if-match: \"a\"; if-none-match: *", Err(501)),
        ] {
            assert_eq!(write_condition(&headers(lines)).map_err(|error| error.status), expected, "{lines}");
        }
    }
}
