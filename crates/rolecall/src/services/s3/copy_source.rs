//! `x-amz-copy-source`: where a copy takes its bytes from.

use super::error;
use crate::api::error::ApiError;
use percent_encoding::percent_decode_str;

/// An object that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopySource {
    /// The bucket's name, as sent; never empty.
    pub bucket: String,
    /// The key, decoded; never empty.
    pub key: String,
    /// The version, if one is named.
    pub version_id: Option<String>,
}

impl CopySource {
    /// Reads `bucket/key?versionId=…`, percent-encoded, with or without a slash in front.
    ///
    /// # Errors
    /// `InvalidArgument` 400, `NotImplemented` 501 for an access point's ARN.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
        let invalid = || error::invalid_argument(message, "x-amz-copy-source", text);
        if text.starts_with("arn:") {
            return Err(error::not_implemented("x-amz-copy-source"));
        }
        let path = text.strip_prefix('/').unwrap_or(text);
        let (path, query) = path.split_once("?versionId=").map_or((path, None), |(path, id)| (path, Some(id)));
        let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned);
        let path = decode(path).ok_or_else(invalid)?;
        let (bucket, key) = path.split_once('/').ok_or_else(invalid)?;
        if bucket.is_empty() || key.is_empty() {
            return Err(invalid());
        }
        let version_id = query.map(|id| decode(id).ok_or_else(invalid)).transpose()?;
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned(), version_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources() {
        for (text, expected) in [
            ("b/k", Some(("b", "k", None))),
            ("/b/k/x", Some(("b", "k/x", None))),
            ("b/a%20%2Bb", Some(("b", "a +b", None))),
            ("b%2Fk", Some(("b", "k", None))),
            ("b/a+b", Some(("b", "a+b", None))),
            ("b/k?versionId=null", Some(("b", "k", Some("null")))),
            ("b/k%3FversionId=x", Some(("b", "k?versionId=x", None))),
            ("b/%E6%97%A5", Some(("b", "日", None))),
            ("", None),
            ("b", None),
            ("b/", None),
            ("//k", None),
            ("b/%FF", None),
            ("arn:aws:s3:us-east-1:111111111111:accesspoint/a/object/k", None),
        ] {
            let source = CopySource::parse(text).ok();
            let found = source.as_ref().map(|s| (s.bucket.as_str(), s.key.as_str(), s.version_id.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
