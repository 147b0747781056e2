//! Checksums of objects: computed while the bytes stream by, and joined from those of the parts (R5.24, R6.22).
//!
//! Every object gets an MD5, which is its entity tag, and one more checksum: the one the client names, else
//! CRC-64/NVME as S3 has done since December 2024.

use super::{Checksum, ChecksumType};
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crc_fast::{CrcAlgorithm, Digest as Crc};
use data_encoding::HEXLOWER;
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

    /// Its CRC, if it is one: those can be joined without the bytes.
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
    pub(crate) md5: [u8; 16],
    pub(crate) algorithm: ChecksumAlgorithm,
    pub(crate) checksum: String,
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

#[cfg(test)]
mod tests {
    use super::*;

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
        let values = {
            let mut digests = Digests::new(ChecksumAlgorithm::Crc64Nvme);
            b"123456789".chunks(3).for_each(|chunk| digests.update(chunk));
            digests.finish()
        };
        assert_eq!(values.etag(), "25f9e794323b453885f5181f1b624d0b");
        assert_eq!(values.checksum().value, STANDARD.encode(HEXLOWER.decode(b"ae8b14860a799888").unwrap()));
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
