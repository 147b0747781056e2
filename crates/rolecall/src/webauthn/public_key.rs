//! Public keys of security keys (COSE, RFC 9053), and whether one of them made a signature.

use super::cbor::Reader;
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

/// ECDSA with P-256 and SHA-256, EdDSA with Ed25519, RSA of PKCS #1 v1.5 with SHA-256: COSE's numbers, the one that is liked
/// best first.
pub const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];
const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// COSE's numbers of kinds of keys, and of curves.
const OKP: i64 = 1;
const EC2: i64 = 2;
const RSA: i64 = 3;
const P_256: i64 = 1;
const ED_25519: i64 = 6;

/// Bytes of a coordinate of P-256 and of a key of Ed25519.
const COORDINATE: usize = 32;
/// Bytes of a modulus of 8,192 bits, the largest that is verified.
const MAX_MODULUS: usize = 1024;
/// Bytes of a public exponent.
const MAX_EXPONENT: usize = 8;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// A point of P-256, not compressed.
    P256(Vec<u8>),
    /// A key of Ed25519.
    Ed25519(Vec<u8>),
    /// A key of RSA.
    Rsa {
        /// The modulus.
        modulus: Vec<u8>,
        /// The public exponent.
        exponent: Vec<u8>,
    },
}

/// The members of a COSE key. What a number means depends on the kind of key.
#[derive(Debug, Default)]
struct Members<'a> {
    kind: Option<i64>,
    algorithm: Option<i64>,
    curve: Option<i64>,
    /// The modulus of an RSA key.
    first: Option<&'a [u8]>,
    /// A coordinate, or the exponent of an RSA key.
    second: Option<&'a [u8]>,
    third: Option<&'a [u8]>,
}

impl PublicKey {
    /// Reads a COSE key; `None` if it is none of [`ALGORITHMS`].
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let members = Members::read(bytes)?;
        let coordinate = |bytes: Option<&[u8]>| bytes.filter(|bytes| bytes.len() == COORDINATE).map(<[u8]>::to_vec);
        match (members.kind?, members.algorithm?, members.curve) {
            (EC2, ES256, Some(P_256)) => {
                let (x, y) = (coordinate(members.second)?, coordinate(members.third)?);
                Some(Self::P256([vec![4], x, y].concat()))
            }
            (OKP, EDDSA, Some(ED_25519)) => Some(Self::Ed25519(coordinate(members.second)?)),
            (RSA, RS256, None) => {
                let modulus = members.first.filter(|bytes| bytes.len() <= MAX_MODULUS)?.to_vec();
                let exponent = members.second.filter(|bytes| bytes.len() <= MAX_EXPONENT)?.to_vec();
                Some(Self::Rsa { modulus, exponent })
            }
            _ => None,
        }
    }

    /// COSE's number of its algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> i64 {
        match self {
            Self::P256(_) => ES256,
            Self::Ed25519(_) => EDDSA,
            Self::Rsa { .. } => RS256,
        }
    }

    /// Whether its private half signed the message.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok(),
            Self::Rsa { modulus, exponent } => PublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

impl<'a> Members<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (mut reader, mut members) = (Reader::new(bytes), Self::default());
        for _ in 0..reader.map()? {
            match reader.number()? {
                1 if members.kind.is_none() => members.kind = Some(reader.number()?),
                3 if members.algorithm.is_none() => members.algorithm = Some(reader.number()?),
                // A curve, or the modulus.
                -1 if members.curve.is_none() && members.first.is_none() => {
                    let mut number = reader.clone();
                    match number.number() {
                        Some(curve) => {
                            members.curve = Some(curve);
                            reader = number;
                        }
                        None => members.first = Some(reader.bytes()?),
                    }
                }
                -2 if members.second.is_none() => members.second = Some(reader.bytes()?),
                -3 if members.third.is_none() => members.third = Some(reader.bytes()?),
                _ => return None,
            }
        }
        reader.is_empty().then_some(members)
    }
}
