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

/// Makes headers of the parameters of a presigned URL that act as such.
pub(super) fn take(query: &Query, headers: &mut HeaderMap) {
    if !query.has("X-Amz-Signature") {
        return;
    }
    for (name, value) in query.iter() {
        let name = name.to_ascii_lowercase();
        if !acts(&name) {
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

    /// A parameter replaces the header beside it, and a request that is not presigned has none.
    #[test]
    fn only_presigned_urls_carry_headers() {
        let beside =
            || HeaderMap::from_iter([(HeaderName::from_static("x-amz-acl"), HeaderValue::from_static("beside"))]);
        for (query, expected) in [
            ("x-amz-acl=signed&X-Amz-Signature=0", "signed"),
            ("X-Amz-Acl=signed&X-Amz-Signature=0", "signed"),
            ("x-amz-acl=signed", "beside"),
        ] {
            let mut headers = beside();
            take(&Query::parse(query).unwrap(), &mut headers);
            assert_eq!(headers.get("x-amz-acl").unwrap(), expected, "{query}");
        }
    }
}
