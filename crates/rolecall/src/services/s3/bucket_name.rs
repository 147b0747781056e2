//! The names that S3 gives to new general purpose buckets (*Amazon S3 User Guide*, bucket naming rules).

use super::error;
use crate::api::error::ApiError;

/// Prefixes and suffixes that AWS keeps for itself.
const RESERVED_PREFIXES: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Checks the name of a new bucket.
///
/// # Errors
/// `InvalidBucketName` 400.
pub(super) fn check(name: &str) -> Result<(), ApiError> {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    let good = (3..=63).contains(&name.len())
        && name.bytes().all(inner)
        && edge(name.bytes().next())
        && edge(name.bytes().last())
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        && !RESERVED_SUFFIXES.iter().any(|suffix| name.ends_with(suffix));
    if good { Ok(()) } else { Err(error::invalid_bucket_name(name)) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names() {
        let longest = "a".repeat(63);
        for good in ["abc", "a.b-c", "1st", "my.bucket.2026", &longest, "a-.b"] {
            assert!(super::check(good).is_ok(), "{good}");
        }
        let too_long = "a".repeat(64);
        for bad in [
            "",
            "ab",
            &too_long,
            "Abc",
            "a_b",
            "a b",
            "-ab",
            "ab-",
            ".ab",
            "ab.",
            "a..b",
            "192.168.5.4",
            "xn--abc",
            "sthree-abc",
            "amzn-s3-demo-x",
            "abc-s3alias",
            "abc--ol-s3",
            "abc.mrap",
            "abc--x-s3",
            "a/b",
            "日本語",
        ] {
            assert_eq!(super::check(bad).unwrap_err().code, "InvalidBucketName", "{bad}");
        }
    }
}
