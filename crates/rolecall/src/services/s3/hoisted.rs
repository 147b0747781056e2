//! Headers that a presigned URL carries as parameters.
//!
//! Presigners move `x-amz-…` headers into the query, where they are signed with the URL: whoever uses it needs to send no
//! headers. S3 lets them act: metadata, access control list and encryption (*AWS SDK for Java 2.x Developer Guide*,
//! presigned PUT with query parameters). Here a parameter that takes effect is a header of the operation in every respect.
//! It is a condition key like the header, and a header of the same name beside it does not change what was signed. So a
//! policy sees whatever the request does.
//!
//! Claims of the body's bytes are the exception. Whoever signs a URL does not have the body yet: the JavaScript SDK signs
//! the checksum of an empty one. S3 ignores such parameters [seen]; a header that claims the same is verified.

use super::identify::Query;
use http::{HeaderMap, HeaderName, HeaderValue};

/// Parameters that are of the signature and never headers of the operation (R6.2).
const OF_SIGNATURE: &[&str] = &[
    "x-amz-algorithm",
    "x-amz-content-sha256",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-region-set",
    "x-amz-signature",
    "x-amz-signedheaders",
    "x-amz-security-token",
];

/// Headers without `x-amz-` that a URL may carry too: the conditions under which an object may be replaced or deleted. A
/// write that ignored them would destroy what its signer meant to keep.
const CONDITIONS: &[&str] = &["if-match", "if-none-match"];

/// Parameters with the prefix of checksums that claim nothing of the bytes: they choose an algorithm or ask for an answer.
const CHECKSUM_SETTINGS: &[&str] = &["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"];

/// Whether the parameter says what the body will be.
fn claims_body(name: &str) -> bool {
    let checksum = name.starts_with("x-amz-checksum-") && !CHECKSUM_SETTINGS.contains(&name);
    checksum || matches!(name, "x-amz-decoded-content-length" | "x-amz-sdk-checksum-algorithm" | "x-amz-trailer")
}

/// Whether the parameter of a presigned URL acts as the header of its name.
fn acts(name: &str) -> bool {
    let amz = name.starts_with("x-amz-") && !OF_SIGNATURE.contains(&name) && !claims_body(name);
    amz || CONDITIONS.contains(&name)
}

/// Parameters that stand for a header which does not come, where the signature is of version 2 (R6.29).
const OF_VERSION_2: &[&str] = &["content-md5", "content-type"];

/// Makes headers of the parameters of a presigned URL that act as such.
pub(super) fn take(query: &Query, headers: &mut HeaderMap, version_2: bool) {
    for (name, value) in query.iter() {
        let name = name.to_ascii_lowercase();
        let stands_in = version_2 && OF_VERSION_2.contains(&&*name) && !headers.contains_key(&name);
        if !acts(&name) && !stands_in {
            continue;
        }
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_bytes())) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::checksums::ChecksumAlgorithm;

    /// R6.27: claims of the bytes are no headers, whatever their algorithm; what takes effect is one.
    #[test]
    fn claims_of_the_body_are_ignored() {
        for algorithm in ChecksumAlgorithm::ALL {
            assert!(!acts(algorithm.header()), "{}", algorithm.header());
        }
        for (name, expected) in [
            ("x-amz-checksum-md5", false),
            ("x-amz-sdk-checksum-algorithm", false),
            ("x-amz-trailer", false),
            ("x-amz-decoded-content-length", false),
            ("x-amz-content-sha256", false),
            ("x-amz-security-token", false),
            ("content-md5", false),
            ("content-length", false),
            ("x-id", false),
            ("x-amz-acl", true),
            ("x-amz-checksum-algorithm", true),
            ("x-amz-checksum-mode", true),
            ("x-amz-copy-source", true),
            ("x-amz-expected-bucket-owner", true),
            ("x-amz-meta-a", true),
            ("x-amz-server-side-encryption", true),
            ("x-amz-storage-class", true),
            ("if-match", true),
            ("if-none-match", true),
            ("if-modified-since", false),
        ] {
            assert_eq!(acts(name), expected, "{name}");
        }
    }

    /// A parameter replaces the header beside it.
    #[test]
    fn parameters_come_before_headers() {
        let line = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
        for version_2 in [false, true] {
            let mut headers = HeaderMap::from_iter([line("x-amz-acl", "beside"), line("content-md5", "sent")]);
            let query = Query::parse("X-Amz-Acl=signed&Content-Type=a&content-md5=b").unwrap();
            take(&query, &mut headers, version_2);
            assert_eq!(headers.get("x-amz-acl").unwrap(), "signed");
            assert_eq!(headers.get("content-md5").unwrap(), "sent");
            assert_eq!(headers.contains_key("content-type"), version_2);
        }
    }
}
