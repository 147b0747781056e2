//! The names that S3 gives to new general purpose buckets (*Amazon S3 User Guide*, bucket naming rules).

use super::error;
use crate::api::error::ApiError;
use crate::services;

/// Prefixes and suffixes that AWS keeps for itself.
const RESERVED_PREFIXES: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// The label of a host name that says S3: `photos.s3.localhost`.
const S3_LABEL: &str = "s3";

/// Checks the name of a new bucket.
///
/// AWS gives out names such as `iam` and `photos.s3`; here they are refused. `iam.localhost` is the service and
/// `photos.s3.localhost` the bucket `photos`, so a bucket of such a name would be another one by its host.
///
/// # Errors
/// `InvalidBucketName` 400.
pub(crate) fn check(name: &str) -> Result<(), ApiError> {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    let good = (3..=63).contains(&name.len())
        && name.bytes().all(inner)
        && edge(name.bytes().next())
        && edge(name.bytes().last())
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        && !RESERVED_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
        && !name.split('.').any(|label| label == S3_LABEL)
        && !is_service(name);
    if good { Ok(()) } else { Err(error::invalid_bucket_name(name)) }
}

/// Whether a host name that begins so is a service's endpoint: `iam`, `sts.eu-west-1`.
fn is_service(name: &str) -> bool {
    let service = match name.rsplit_once('.') {
        Some((before, region)) if looks_like_region(region) => before,
        _ => name,
    };
    services::ALL.named(service).is_some()
}

/// `eu-west-1`, `us-gov-east-1`: lower-case words and a number.
fn looks_like_region(text: &str) -> bool {
    let mut parts = text.split('-').rev();
    let number = parts.next().is_some_and(|n| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    let words: Vec<&str> = parts.collect();
    let word = |word: &&str| (2..=9).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
    number && (2..=3).contains(&words.len()) && words.iter().all(word)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names() {
        let longest = "a".repeat(63);
        for good in ["abc", "a.b-c", "1st", "my.bucket.2026", &longest, "a-.b", "s3-photos", "my.iam", "iam-x"] {
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
            "iam",
            "sts",
            "sts.eu-west-1",
            "iam.us-gov-east-1",
            "photos.s3",
            "s3.eu-west-1",
            "s3.photos",
            "photos.s3.eu-west-1",
            "my.s3.photos",
            "日本語",
        ] {
            assert_eq!(super::check(bad).unwrap_err().code, "InvalidBucketName", "{bad}");
        }
    }
}
