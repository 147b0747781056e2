//! What a client claims of the bytes it uploads, compared before anything is committed (R5.24, R6.22). The hash of a
//! signed payload and the signatures of chunks are the gateway's to compare.

use super::error;
use super::wire::text;
use crate::api::error::ApiError;
use crate::objects::checksums::{ChecksumAlgorithm, DigestValues, Digests};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

/// What the client says of an upload's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims {
    md5: Option<[u8; 16]>,
    checksum: Option<(ChecksumAlgorithm, ClaimedValue)>,
}

/// Where the claimed value of the checksum is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ClaimedValue {
    /// In a header.
    Header(String),
    /// In a trailer that comes after the body.
    Trailer,
    /// Nowhere: the client only chose the algorithm.
    None,
}

impl Claims {
    /// Reads `Content-MD5`, `x-amz-checksum-*`, `x-amz-trailer`, `x-amz-sdk-checksum-algorithm` and
    /// `x-amz-checksum-algorithm`.
    ///
    /// # Errors
    /// `InvalidDigest` 400 for a `Content-MD5` that is no MD5; `InvalidRequest` 400 for a checksum that is malformed,
    /// unknown, or given twice.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, ApiError> {
        let mut claims = Self::default();
        if let Some(value) = headers.get("content-md5") {
            let md5 = STANDARD.decode(value.as_bytes()).ok().and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
            let value = String::from_utf8_lossy(value.as_bytes());
            claims.md5 = Some(md5.ok_or_else(|| error::invalid_digest(&value))?);
        }
        let mut found = Vec::new();
        for algorithm in ChecksumAlgorithm::ALL {
            if headers.contains_key(algorithm.header()) {
                let value = text(headers, algorithm.header()).unwrap_or_default();
                check_value(algorithm, value)?;
                found.push((algorithm, ClaimedValue::Header(value.to_owned())));
            }
        }
        for name in
            headers.get_all("x-amz-trailer").iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
        {
            for name in name.split(',').map(str::trim).filter(|name| name.starts_with("x-amz-checksum-")) {
                let algorithm = ChecksumAlgorithm::ALL.into_iter().find(|a| a.header().eq_ignore_ascii_case(name));
                let algorithm = algorithm.ok_or_else(|| {
                    error::invalid_request("The value specified in the x-amz-trailer header is not supported")
                })?;
                found.push((algorithm, ClaimedValue::Trailer));
            }
        }
        let mut found = found.into_iter();
        claims.checksum = found.next();
        if found.next().is_some() {
            return Err(error::invalid_request(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
            ));
        }
        if let Some(name) =
            text(headers, "x-amz-sdk-checksum-algorithm").or_else(|| text(headers, "x-amz-checksum-algorithm"))
        {
            let message = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: \
                           [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
            let named = ChecksumAlgorithm::from_name(name).ok_or_else(|| error::invalid_request(message))?;
            match &claims.checksum {
                Some((algorithm, _)) if *algorithm != named => {
                    let message = "Value for x-amz-sdk-checksum-algorithm header is invalid.";
                    return Err(error::invalid_request(message));
                }
                Some(_) => {}
                None => claims.checksum = Some((named, ClaimedValue::None)),
            }
        }
        Ok(claims)
    }

    /// The algorithm the client chose.
    #[must_use]
    pub fn algorithm(&self) -> Option<ChecksumAlgorithm> {
        self.checksum.as_ref().map(|(algorithm, _)| *algorithm)
    }

    /// The client sends something that proves the body whole (`Content-MD5` or a checksum).
    #[must_use]
    pub fn covers_body(&self) -> bool {
        self.md5.is_some() || self.checksum.as_ref().is_some_and(|(_, value)| !matches!(value, ClaimedValue::None))
    }

    /// What must be computed to check them; `otherwise` if the client chose no algorithm.
    #[must_use]
    pub fn digests(&self, otherwise: ChecksumAlgorithm) -> Digests {
        Digests::new(self.algorithm().unwrap_or(otherwise))
    }

    /// Compares claims with what was computed. `trailers` are those that came after the body, by lower-case name.
    ///
    /// # Errors
    /// `BadDigest`, or `InvalidRequest` for a trailer that was announced and is missing or malformed; all 400 (R5.24,
    /// R6.22).
    pub fn verify(&self, values: &DigestValues, trailers: &[(String, String)]) -> Result<(), ApiError> {
        if self.md5.is_some_and(|md5| md5 != values.md5) {
            return Err(error::bad_digest("Content-MD5"));
        }
        let Some((algorithm, claimed)) = &self.checksum else { return Ok(()) };
        let claimed = match claimed {
            ClaimedValue::None => return Ok(()),
            ClaimedValue::Header(value) => value.as_str(),
            ClaimedValue::Trailer => {
                let value = trailers.iter().find(|(name, _)| name == algorithm.header());
                let value = value.map_or("", |(_, value)| value.trim());
                check_value(*algorithm, value)?;
                value
            }
        };
        if values.algorithm != *algorithm || values.checksum != claimed {
            return Err(error::bad_digest(algorithm.name()));
        }
        Ok(())
    }
}

/// Refuses what cannot be a value of this algorithm.
fn check_value(algorithm: ChecksumAlgorithm, value: &str) -> Result<(), ApiError> {
    let fits = STANDARD.decode(value).is_ok_and(|bytes| bytes.len() == algorithm.length());
    if fits {
        Ok(())
    } else {
        Err(error::invalid_request(format!("Value for {} header is invalid.", algorithm.header())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    fn digest(claims: &Claims, bytes: &[u8]) -> DigestValues {
        let mut digests = claims.digests(ChecksumAlgorithm::Crc64Nvme);
        for chunk in bytes.chunks(3) {
            digests.update(chunk);
        }
        digests.finish()
    }

    /// R5.24: each claim is compared; the right one passes, a wrong one does not.
    #[test]
    fn claims_are_compared() {
        let md5 = STANDARD.encode(HEXLOWER.decode(b"25f9e794323b453885f5181f1b624d0b").unwrap());
        let mut rows = vec![("content-md5", md5)];
        for algorithm in ChecksumAlgorithm::ALL {
            rows.push((algorithm.header(), STANDARD.encode(algorithm.of(b"123456789"))));
        }
        for (name, value) in rows {
            let claims = Claims::from_headers(&headers(&[(name, &value)])).unwrap();
            assert_eq!(claims.verify(&digest(&claims, b"123456789"), &[]), Ok(()), "{name}");
            let wrong = claims.verify(&digest(&claims, b"123456780"), &[]).unwrap_err();
            assert_eq!((wrong.code.as_ref(), wrong.status), ("BadDigest", 400), "{name}");
        }
    }

    /// R6.22: a checksum announced as a trailer is demanded and compared.
    #[test]
    fn trailers_are_compared() {
        let claims = Claims::from_headers(&headers(&[
            ("x-amz-trailer", "x-amz-checksum-crc32"),
            ("x-amz-sdk-checksum-algorithm", "CRC32"),
        ]))
        .unwrap();
        let values = digest(&claims, b"123456789");
        let verify = |value: &str| claims.verify(&values, &[("x-amz-checksum-crc32".to_owned(), value.to_owned())]);
        assert_eq!(verify(" y/Q5Jg== "), Ok(()));
        assert_eq!(verify("y/Q5Jw==").unwrap_err().code, "BadDigest");
        assert_eq!(verify("short").unwrap_err().code, "InvalidRequest");
        assert_eq!(claims.verify(&values, &[]).unwrap_err().code, "InvalidRequest");
    }

    /// What cannot be checked is refused before the body is read.
    #[test]
    fn malformed_claims_are_refused() {
        for (lines, code) in [
            (&[("content-md5", "not base64!")][..], "InvalidDigest"),
            (&[("content-md5", "AAAA")], "InvalidDigest"),
            (&[("x-amz-checksum-crc32", "AAAA")], "InvalidRequest"),
            (&[("x-amz-checksum-crc32", "y/Q5Jg=="), ("x-amz-checksum-crc32c", "4waSgw==")], "InvalidRequest"),
            (&[("x-amz-checksum-crc32", "y/Q5Jg=="), ("x-amz-trailer", "x-amz-checksum-crc32")], "InvalidRequest"),
            (&[("x-amz-trailer", "x-amz-checksum-md6")], "InvalidRequest"),
            (&[("x-amz-sdk-checksum-algorithm", "MD6")], "InvalidRequest"),
            (&[("x-amz-checksum-crc32", "y/Q5Jg=="), ("x-amz-sdk-checksum-algorithm", "SHA1")], "InvalidRequest"),
        ] {
            assert_eq!(Claims::from_headers(&headers(lines)).unwrap_err().code, code, "{lines:?}");
        }
    }
}
