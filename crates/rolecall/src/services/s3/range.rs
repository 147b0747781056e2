//! `Range` requests (RFC 9110 section 14, as S3 reads it: one range of bytes).

use super::error;
use crate::api::error::ApiError;
use std::ops::Range;

/// The part of an object that a `Range` header names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ranged {
    /// The whole object, 200: there is no header, or none that S3 reads.
    Whole,
    /// These bytes, 206.
    Part(Range<u64>),
}

/// Reads a `Range` header against an object of `size` bytes.
///
/// A header of another unit, with several ranges or with broken syntax is ignored.
///
/// # Errors
/// `InvalidRange` 416 if the range starts after the end of the object.
pub fn read(header: Option<&str>, size: u64) -> Result<Ranged, ApiError> {
    let Some(header) = header else { return Ok(Ranged::Whole) };
    let Some((first, last)) = header.trim().strip_prefix("bytes=").and_then(|spec| spec.split_once('-')) else {
        return Ok(Ranged::Whole);
    };
    let unsatisfiable = || error::invalid_range(header, size);
    let (first, last) = (first.trim(), last.trim());
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.is_empty() => first..size,
        (None, Some(length)) if first.is_empty() => {
            if length == 0 {
                return Err(unsatisfiable());
            }
            size.saturating_sub(length)..size
        }
        _ => return Ok(Ranged::Whole),
    };
    if range.start < range.end { Ok(Ranged::Part(range)) } else { Err(unsatisfiable()) }
}

/// Digits only; a number beyond 64 bits is as good as the greatest one.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// `Content-Range` of a 206.
#[must_use]
pub fn content_range(range: &Range<u64>, size: u64) -> String {
    format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (header, size, expected) in [
            ("bytes=0-0", 10, "bytes 0-0/10"),
            ("bytes=0-", 10, "bytes 0-9/10"),
            ("bytes=2-5", 10, "bytes 2-5/10"),
            ("bytes=2-99", 10, "bytes 2-9/10"),
            ("bytes=9-9", 10, "bytes 9-9/10"),
            ("bytes=-3", 10, "bytes 7-9/10"),
            ("bytes=-30", 10, "bytes 0-9/10"),
            ("bytes=0-99999999999999999999999", 10, "bytes 0-9/10"),
            ("bytes=10-", 10, "416"),
            ("bytes=10-12", 10, "416"),
            ("bytes=99999999999999999999999-", 10, "416"),
            ("bytes=-0", 10, "416"),
            ("bytes=0-", 0, "416"),
            ("bytes=-1", 0, "416"),
            ("bytes=5-2", 10, "whole"),
            ("bytes=", 10, "whole"),
            ("bytes=-", 10, "whole"),
            ("bytes=a-b", 10, "whole"),
            ("bytes=0-1,3-4", 10, "whole"),
            ("bytes=+1-2", 10, "whole"),
            ("lines=0-1", 10, "whole"),
            ("", 10, "whole"),
        ] {
            let found = match read(Some(header), size) {
                Ok(Ranged::Whole) => "whole".to_owned(),
                Ok(Ranged::Part(range)) => content_range(&range, size),
                Err(error) => error.status.to_string(),
            };
            assert_eq!(found, expected, "{header} of {size}");
        }
        assert_eq!(read(None, 10), Ok(Ranged::Whole));
    }
}
