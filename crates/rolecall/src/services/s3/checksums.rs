//! Checksums of uploads: computed while the bytes stream by, compared with what the client claims before anything is
//! committed (R5.24, R6.22).
//!
//! Every upload gets an MD5, which is its entity tag, and one more checksum: the one the client names, else
//! CRC-64/NVME as S3 has done since December 2024. The hash of a signed payload and the signatures of chunks are the
//! gateway's to compare.

use super::error;
use super::objects::{Checksum, ChecksumType};
use crate::error::ApiError;
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crc_fast::{CrcAlgorithm, Digest as Crc};
use data_encoding::HEXLOWER;
use http::HeaderMap;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use sha1::Sha1;

/// An additional checksum algorithm of S3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChecksumAlgorithm {
    /// CRC-32 as in zip.
    #[serde(rename = "CRC32")]
    Crc32,
    /// CRC-32C (Castagnoli).
    #[serde(rename = "CRC32C")]
    Crc32c,
    /// CRC-64/NVME.
    #[serde(rename = "CRC64NVME")]
    Crc64Nvme,
    /// SHA-1.
    #[serde(rename = "SHA1")]
    Sha1,
    /// SHA-256.
    #[serde(rename = "SHA256")]
    Sha256,
}

impl ChecksumAlgorithm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Crc32, Self::Crc32c, Self::Crc64Nvme, Self::Sha1, Self::Sha256];

    /// The name in `x-amz-checksum-algorithm` and in XML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// The header or trailer that carries a value.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    /// The XML element that carries a value.
    #[must_use]
    pub fn element(self) -> &'static str {
        match self {
            Self::Crc32 => "ChecksumCRC32",
            Self::Crc32c => "ChecksumCRC32C",
            Self::Crc64Nvme => "ChecksumCRC64NVME",
            Self::Sha1 => "ChecksumSHA1",
            Self::Sha256 => "ChecksumSHA256",
        }
    }

    /// The algorithm of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// Bytes of a value.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme => 8,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The CRC behind it, if it is one: those can be joined without the bytes.
    fn crc(self) -> Option<CrcAlgorithm> {
        match self {
            Self::Crc32 => Some(CrcAlgorithm::Crc32IsoHdlc),
            Self::Crc32c => Some(CrcAlgorithm::Crc32Iscsi),
            Self::Crc64Nvme => Some(CrcAlgorithm::Crc64Nvme),
            Self::Sha1 | Self::Sha256 => None,
        }
    }

    /// The type of checksum a multipart upload gets if the client names none.
    #[must_use]
    pub fn default_type(self) -> ChecksumType {
        if self == Self::Crc64Nvme { ChecksumType::FullObject } else { ChecksumType::Composite }
    }

    /// S3 computes composite checksums with all but CRC-64/NVME, and whole-object ones of parts with CRCs only.
    #[must_use]
    pub fn supports(self, kind: ChecksumType) -> bool {
        match kind {
            ChecksumType::FullObject => self.crc().is_some(),
            ChecksumType::Composite => self != Self::Crc64Nvme,
        }
    }

    /// The value of bytes that are at hand.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        let mut running = Running::new(self);
        running.update(bytes);
        running.finish()
    }
}

/// A checksum under way.
enum Running {
    Crc(Crc, usize),
    Sha1(Sha1),
    Sha256(Context),
}

impl Running {
    fn new(algorithm: ChecksumAlgorithm) -> Self {
        match (algorithm.crc(), algorithm) {
            (Some(crc), _) => Self::Crc(Crc::new(crc), algorithm.length()),
            (None, ChecksumAlgorithm::Sha1) => Self::Sha1(Sha1::new()),
            (None, _) => Self::Sha256(Context::new(&SHA256)),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc(crc, _) => crc.update(bytes),
            Self::Sha1(sha1) => sha1.update(bytes),
            Self::Sha256(sha256) => sha256.update(bytes),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Crc(crc, length) => big_endian(crc.finalize(), length),
            Self::Sha1(sha1) => sha1.finalize().to_vec(),
            Self::Sha256(sha256) => sha256.finish().as_ref().to_vec(),
        }
    }
}

/// The last `length` bytes of a number, as S3 writes CRCs.
fn big_endian(number: u64, length: usize) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    bytes.get(bytes.len().saturating_sub(length)..).unwrap_or(&bytes).to_vec()
}

/// The checksum of the whole object from those of its parts: (value in base64, bytes of the part) in order.
///
/// `None` if a value is not one of this algorithm, or the algorithm cannot be joined.
#[must_use]
pub fn join_full_object<'a>(
    algorithm: ChecksumAlgorithm,
    parts: impl IntoIterator<Item = (&'a str, u64)>,
) -> Option<String> {
    let crc = algorithm.crc()?;
    let mut joined = None;
    for (value, size) in parts {
        let bytes = STANDARD.decode(value).ok().filter(|bytes| bytes.len() == algorithm.length())?;
        let number = bytes.iter().fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
        joined = Some(match joined {
            None => number,
            Some(before) => crc_fast::checksum_combine(crc, before, number, size),
        });
    }
    Some(STANDARD.encode(big_endian(joined?, algorithm.length())))
}

/// The checksum over the checksums of the parts, with their number.
///
/// `None` if a value is not base64.
#[must_use]
pub fn join_composite<'a>(algorithm: ChecksumAlgorithm, parts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut bytes = Vec::new();
    let mut count = 0;
    for value in parts {
        bytes.extend(STANDARD.decode(value).ok()?);
        count += 1;
    }
    Some(format!("{}-{count}", STANDARD.encode(algorithm.of(&bytes))))
}

/// The entity tag of a multipart object: the MD5 of its parts' MD5s, and their number.
///
/// `None` if a part's entity tag is not an MD5 in hex.
#[must_use]
pub fn join_etags<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut md5 = Md5::new();
    let mut count = 0;
    for etag in parts {
        md5.update(HEXLOWER.decode(etag.as_bytes()).ok()?);
        count += 1;
    }
    Some(format!("{}-{count}", HEXLOWER.encode(&md5.finalize())))
}

/// What is computed of one upload.
pub struct Digests {
    md5: Md5,
    checksum: (ChecksumAlgorithm, Running),
}

impl std::fmt::Debug for Digests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Digests").field("checksum", &self.checksum.0).finish_non_exhaustive()
    }
}

impl Digests {
    /// MD5 and `algorithm`.
    #[must_use]
    pub fn new(algorithm: ChecksumAlgorithm) -> Self {
        Self { md5: Md5::new(), checksum: (algorithm, Running::new(algorithm)) }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.checksum.1.update(bytes);
    }

    /// The values.
    #[must_use]
    pub fn finish(self) -> DigestValues {
        DigestValues {
            md5: self.md5.finalize().into(),
            algorithm: self.checksum.0,
            checksum: STANDARD.encode(self.checksum.1.finish()),
        }
    }
}

/// What was computed of one upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestValues {
    md5: [u8; 16],
    algorithm: ChecksumAlgorithm,
    checksum: String,
}

impl DigestValues {
    /// The entity tag, without quotes.
    #[must_use]
    pub fn etag(&self) -> String {
        HEXLOWER.encode(&self.md5)
    }

    /// The checksum to keep.
    #[must_use]
    pub fn checksum(&self) -> Checksum {
        Checksum { algorithm: self.algorithm, value: self.checksum.clone(), kind: ChecksumType::FullObject }
    }
}

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
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let mut claims = Self::default();
        if let Some(value) = headers.get("content-md5") {
            let md5 = STANDARD.decode(value.as_bytes()).ok().and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
            let value = String::from_utf8_lossy(value.as_bytes());
            claims.md5 = Some(md5.ok_or_else(|| error::invalid_digest(&value))?);
        }
        let mut found = Vec::new();
        for algorithm in ChecksumAlgorithm::ALL {
            if headers.contains_key(algorithm.header()) {
                let value = text(algorithm.header()).unwrap_or_default();
                check_value(algorithm, value)?;
                found.push((algorithm, ClaimedValue::Header(value.to_owned())));
            }
        }
        for name in headers.get_all("x-amz-trailer").iter().filter_map(|value| value.to_str().ok()) {
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
        if let Some(name) = text("x-amz-sdk-checksum-algorithm").or_else(|| text("x-amz-checksum-algorithm")) {
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

    /// The published check values of each algorithm over `123456789` (CRC catalogue; FIPS 180-4 by `sha*sum`).
    #[test]
    fn known_vectors() {
        let hex = |algorithm: ChecksumAlgorithm| HEXLOWER.encode(&algorithm.of(b"123456789"));
        assert_eq!(hex(ChecksumAlgorithm::Crc32), "cbf43926");
        assert_eq!(hex(ChecksumAlgorithm::Crc32c), "e3069283");
        assert_eq!(hex(ChecksumAlgorithm::Crc64Nvme), "ae8b14860a799888");
        assert_eq!(hex(ChecksumAlgorithm::Sha1), "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
        let sha256 = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";
        assert_eq!(hex(ChecksumAlgorithm::Sha256), sha256);
        let values = digest(&Claims::default(), b"123456789");
        assert_eq!(values.etag(), "25f9e794323b453885f5181f1b624d0b");
        assert_eq!(values.checksum().value, STANDARD.encode(HEXLOWER.decode(b"ae8b14860a799888").unwrap()));
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

    /// Joined CRCs equal the CRC of the whole; composite values and entity tags are over the parts' values.
    #[test]
    fn parts_are_joined() {
        let (a, b) = (b"12345".as_slice(), b"6789".as_slice());
        for algorithm in [ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Crc32c, ChecksumAlgorithm::Crc64Nvme] {
            let (first, second) = (STANDARD.encode(algorithm.of(a)), STANDARD.encode(algorithm.of(b)));
            let joined = join_full_object(algorithm, [(first.as_str(), 5), (second.as_str(), 4)]);
            assert_eq!(joined, Some(STANDARD.encode(algorithm.of(b"123456789"))), "{algorithm:?}");
        }
        assert_eq!(join_full_object(ChecksumAlgorithm::Sha256, [("", 0)]), None);
        let sha256 = ChecksumAlgorithm::Sha256;
        let both = [sha256.of(a), sha256.of(b)];
        let texts = both.each_ref().map(|value| STANDARD.encode(value));
        let expected = format!("{}-2", STANDARD.encode(sha256.of(&both.concat())));
        assert_eq!(join_composite(sha256, texts.iter().map(String::as_str)), Some(expected));
        // printf 12345 | md5sum, printf 6789 | md5sum, and the md5sum of both sums as bytes.
        let etags = ["827ccb0eea8a706c4c34a16891f84e7b", "46d045ff5190f6ea93739da6c0aa19bc"];
        assert_eq!(join_etags(etags).as_deref(), Some("324730582f20c3f18cbb66d63a6137d2-2"));
    }
}
