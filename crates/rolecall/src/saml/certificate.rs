//! The public key in an X.509 certificate. A certificate of metadata only carries its key: who issued it, to whom and until
//! when does not matter (R4.61), so that nothing else of it is read.

use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use zeroize::Zeroizing;

/// The shortest RSA key that is taken, in bits (R4.61).
const MIN_RSA_BITS: usize = 1024;
/// The longest, which is the longest that the verifier takes.
const MAX_RSA_BITS: usize = 8192;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
/// The version of a certificate, which those of version 1 lack.
const VERSION: u8 = 0xA0;

const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
const ELLIPTIC: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x22];
const P521: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x23];

/// A public key that signatures are verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    kind: Kind,
    /// `SubjectPublicKeyInfo`.
    der: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rsa { bits: usize },
    P256,
    P384,
    P521,
}

/// What an XML signature is made with. SHA-1 is not among them: documents with the same SHA-1 can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    RsaSha256,
    RsaSha384,
    RsaSha512,
    EcdsaSha256,
    EcdsaSha384,
    EcdsaSha512,
}

impl PublicKey {
    /// The key of a certificate; `None` if it is no certificate, or its key is of no kind or length that is taken.
    #[must_use]
    pub fn of_certificate(der: &[u8]) -> Option<Self> {
        let (certificate, rest) = take(der, SEQUENCE)?;
        let (body, _) = take(certificate.content, SEQUENCE)?;
        let mut fields = body.content;
        if let Some((_, after)) = take(fields, VERSION) {
            fields = after;
        }
        let (_, fields) = take(fields, INTEGER)?;
        // Algorithm, issuer, validity, subject.
        let (_, fields) = take(fields, SEQUENCE)?;
        let (_, fields) = take(fields, SEQUENCE)?;
        let (_, fields) = take(fields, SEQUENCE)?;
        let (_, fields) = take(fields, SEQUENCE)?;
        let (key, _) = take(fields, SEQUENCE)?;
        let kind = kind(key.content)?;
        rest.is_empty().then(|| Self { kind, der: key.whole.to_vec() })
    }

    /// Whether this key made the signature. A key of another kind than the algorithm's made none.
    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &'static dyn VerificationAlgorithm = match (algorithm, self.kind) {
            (Algorithm::RsaSha256, Kind::Rsa { .. }) => &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            (Algorithm::RsaSha512, Kind::Rsa { .. }) => &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
            // There is none for shorter keys.
            (Algorithm::RsaSha384, Kind::Rsa { bits: 2048.. }) => &signature::RSA_PKCS1_2048_8192_SHA384,
            // Two numbers of equal length, one after the other, as XML has them (RFC 6931).
            (Algorithm::EcdsaSha256, Kind::P256) => &signature::ECDSA_P256_SHA256_FIXED,
            (Algorithm::EcdsaSha384, Kind::P384) => &signature::ECDSA_P384_SHA384_FIXED,
            (Algorithm::EcdsaSha512, Kind::P521) => &signature::ECDSA_P521_SHA512_FIXED,
            _ => return false,
        };
        UnparsedPublicKey::new(algorithm, &self.der).verify(message, signature).is_ok()
    }
}

/// A value of DER.
struct Value<'a> {
    content: &'a [u8],
    /// With tag and length.
    whole: &'a [u8],
}

/// The value at the beginning, if it has this tag, and what comes after it.
fn take(der: &[u8], tag: u8) -> Option<(Value<'_>, &[u8])> {
    let (&[found, length], rest) = der.split_first_chunk::<2>()?;
    let (length, content) = match length {
        0..=0x7F => (usize::from(length), rest),
        // A certificate has less than 2^32 bytes.
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7F))?;
            (digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, after) = content.split_at_checked(length)?;
    let whole = der.get(..der.len() - after.len())?;
    (found == tag).then_some((Value { content, whole }, after))
}

/// The kind of a `SubjectPublicKeyInfo`.
fn kind(key: &[u8]) -> Option<Kind> {
    let (algorithm, rest) = take(key, SEQUENCE)?;
    let (bits, _) = take(rest, BIT_STRING)?;
    let (name, parameters) = take(algorithm.content, OBJECT_IDENTIFIER)?;
    if name.content == RSA {
        // The first byte tells how many bits are unused.
        let (key, _) = take(bits.content.strip_prefix(&[0])?, SEQUENCE)?;
        let (modulus, _) = take(key.content, INTEGER)?;
        let leading = modulus.content.iter().position(|byte| *byte != 0)?;
        let number = modulus.content.get(leading..)?;
        let unused = number.first()?.leading_zeros() as usize;
        let bits = number.len() * 8 - unused;
        return (MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits).then_some(Kind::Rsa { bits });
    }
    let (curve, _) = take(parameters, OBJECT_IDENTIFIER).filter(|_| name.content == ELLIPTIC)?;
    Some(match curve.content {
        P256 => Kind::P256,
        P384 => Kind::P384,
        P521 => Kind::P521,
        _ => return None,
    })
}

/// `PrivateKeyInfo` around an RSA key in the older form, which tools still write.
pub(super) fn wrapped_pkcs1(key: &[u8]) -> Zeroizing<Vec<u8>> {
    /// Version 0, and the algorithm with its empty parameters.
    const HEAD: &[u8] = &[
        INTEGER,
        1,
        0,
        SEQUENCE,
        13,
        OBJECT_IDENTIFIER,
        9,
        0x2A,
        0x86,
        0x48,
        0x86,
        0xF7,
        0x0D,
        0x01,
        0x01,
        0x01,
        5,
        0,
    ];
    let key = tagged(0x04, key);
    let mut info = Zeroizing::new(Vec::with_capacity(HEAD.len() + key.len()));
    info.extend_from_slice(HEAD);
    info.extend_from_slice(&key);
    tagged(SEQUENCE, &info)
}

fn tagged(tag: u8, content: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(content.len() + 5));
    // Lengths may take more bytes than they need here: keys are longer than 127 bytes, and shorter than 65,536.
    let [.., high, low] = content.len().to_be_bytes();
    out.extend_from_slice(&[tag, 0x82, high, low]);
    out.extend_from_slice(content);
    out
}
