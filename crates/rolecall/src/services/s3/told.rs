//! What the events of S3's requests tell: S3 has no event form of its model's inputs, but tells bucket, key, parameters and
//! headers as they were sent.

use super::wire::{Head, text};
use crate::services::signed_urls;
use http::HeaderMap;
use serde_json::{Map, Value};

/// Headers, and parameters of the query in whatever case, that are not told: credentials, codes and keys, what belongs to
/// the signature, and what the user stores.
const UNTOLD: [&str; 12] = [
    "signature",
    "awsaccesskeyid",
    "x-amz-signature",
    "x-amz-credential",
    "x-amz-security-token",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-trailer",
    "x-amz-mfa",
    "x-amz-user-agent",
    "x-amz-request-id",
];

/// `requestParameters`.
pub(super) fn parameters(head: &Head, host: Option<&str>) -> String {
    let mut told = Map::new();
    let mut tell = |name: &str, value: &str| {
        told.insert(name.to_owned(), value.into());
    };
    for (name, value) in head.query.iter() {
        // Presigned URLs have headers among the parameters.
        if is_told(&name.to_ascii_lowercase()) {
            tell(name, value);
        }
    }
    headers(&head.headers, &mut tell);
    // Last, so that no parameter takes their place.
    for (name, value) in [("bucketName", &*head.bucket), ("key", &*head.key), ("Host", host.unwrap_or_default())] {
        if !value.is_empty() {
            tell(name, value);
        }
    }
    // The source of a copy may be a presigned URL.
    let mut told = Value::from(told);
    signed_urls::hide(&mut told);
    told.to_string()
}

/// `responseElements`.
pub(super) fn response(answer: &HeaderMap) -> String {
    let mut told = Map::new();
    headers(answer, &mut |name, value| {
        told.insert(name.to_owned(), value.into());
    });
    Value::from(told).to_string()
}

fn headers(headers: &HeaderMap, tell: &mut impl FnMut(&str, &str)) {
    for name in headers.keys().map(http::HeaderName::as_str).filter(|name| name.starts_with("x-amz-") && is_told(name))
    {
        tell(name, text(headers, name).unwrap_or_default());
    }
}

fn is_told(name: &str) -> bool {
    !UNTOLD.contains(&name)
        && !name.starts_with("x-amz-meta-")
        && !name.contains("customer-key")
        && !name.contains("checksum")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::s3::identify::Query;
    use http::HeaderValue;
    use serde_json::json;

    fn told(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    /// What was asked for is told, and nothing that gives access.
    #[test]
    fn no_credentials_are_told() {
        let query = Query::parse(
            "acl&versionId=7&X-Amz-Signature=s3cret&X-Amz-Security-Token=s3cret&X-Amz-Credential=AKIA&X-Amz-Expires=60\
             &Signature=s3cret&AWSAccessKeyId=AKIA&X-Amz-Server-Side-Encryption-Customer-Key=s3cret&bucketName=other",
        );
        let lines = [
            ("x-amz-acl", "private"),
            ("x-amz-security-token", "s3cret"),
            ("x-amz-server-side-encryption-customer-key", "s3cret"),
            ("x-amz-copy-source-server-side-encryption-customer-key-md5", "s3cret"),
            ("x-amz-meta-note", "s3cret"),
            ("authorization", "s3cret"),
            ("cookie", "s3cret"),
        ];
        let headers = lines.into_iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        let head = Head { bucket: "b".into(), key: "k".into(), query: query.unwrap(), headers: headers.collect() };
        let expected = json!({
            "acl": "", "versionId": "7", "X-Amz-Expires": "60", "x-amz-acl": "private",
            "bucketName": "b", "key": "k", "Host": "b.s3.amazonaws.com",
        });
        assert_eq!(told(&parameters(&head, Some("b.s3.amazonaws.com"))), expected);
        assert_eq!(told(&response(&head.headers)), json!({"x-amz-acl": "private"}));
    }
}
