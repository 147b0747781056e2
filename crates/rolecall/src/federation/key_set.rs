//! JSON Web Key Sets (RFC 7517), and whether one of their keys signed a token.

use super::json;
use super::token::{Algorithm, Token};
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, EcdsaVerificationAlgorithm,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Keys of a set: 100 of RSA and 100 of elliptic curves (*IAM User Guide*, "Create an OpenID Connect (OIDC) identity provider
/// in IAM", prerequisites).
pub const MAX_KEYS: usize = 200;
/// Bytes of a modulus of 8,192 bits, the largest that is verified.
const MAX_MODULUS: usize = 1024;
/// Bytes of a public exponent.
const MAX_EXPONENT: usize = 8;

/// Why a text is no set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotKeys {
    /// It is not in form.
    #[error("it is not a JSON Web Key Set: an object with a list `keys`, in which names stand once")]
    Form,
    /// It has too many keys.
    #[error("it has more than {MAX_KEYS} keys")]
    TooMany,
    /// None of its keys can verify a token.
    #[error("it has no public key of RSA, P-256, P-384 or P-521 with a `kid` that is for signatures")]
    NoneUsable,
}

/// Public keys of an issuer that may verify signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet(Vec<Key>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    id: String,
    /// If the key says for which.
    algorithm: Option<Algorithm>,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
    P521(Vec<u8>),
}

/// What a set says of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// One of its keys signed it.
    Yes,
    /// It has the key, and the key did not sign it.
    No,
    /// It has no key of this id for this algorithm.
    NoSuchKey,
}

impl KeySet {
    /// Reads a set. Keys that cannot verify a token are left out: symmetric ones, those for encryption, those without id.
    ///
    /// # Errors
    /// See [`NotKeys`].
    pub fn read(text: &[u8]) -> Result<Self, NotKeys> {
        let set = json::object(text).ok_or(NotKeys::Form)?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(NotKeys::Form)?;
        if keys.len() > MAX_KEYS {
            return Err(NotKeys::TooMany);
        }
        let usable: Vec<Key> = keys.iter().filter_map(Value::as_object).filter_map(Key::read).collect();
        if usable.is_empty() { Err(NotKeys::NoneUsable) } else { Ok(Self(usable)) }
    }

    /// Whether it has a key of this id.
    #[must_use]
    pub fn has(&self, key_id: &str) -> bool {
        self.0.iter().any(|key| key.id == key_id)
    }

    /// Whether one of the keys signed the token. The kind of key must be the algorithm's: what a token says of itself chooses
    /// among the issuer's keys, and not how one of them is used.
    #[must_use]
    pub fn verify(&self, token: &Token<'_>) -> Verified {
        let mut found = Verified::NoSuchKey;
        for key in self.0.iter().filter(|key| key.id == token.key_id) {
            match key.verify(token) {
                Some(true) => return Verified::Yes,
                Some(false) => found = Verified::No,
                None => {}
            }
        }
        found
    }
}

impl Key {
    fn read(key: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        let for_signatures = key.get("use").is_none_or(|it| it == "sig")
            && key.get("key_ops").is_none_or(|it| it.as_array().is_some_and(|it| it.iter().any(|it| it == "verify")));
        if !for_signatures {
            return None;
        }
        // A key for an algorithm that is not taken is for none of those that are.
        let algorithm = match key.get("alg") {
            Some(name) => Some(Algorithm::named(name.as_str()?)?),
            None => None,
        };
        let material = match text("kty")? {
            "RSA" => {
                let (modulus, exponent) = (unpadded(bytes("n")?), unpadded(bytes("e")?));
                if modulus.len() > MAX_MODULUS || exponent.len() > MAX_EXPONENT {
                    return None;
                }
                Material::Rsa { modulus, exponent }
            }
            "EC" => {
                let (make, size): (fn(Vec<u8>) -> Material, usize) = match text("crv")? {
                    "P-256" => (Material::P256, 32),
                    "P-384" => (Material::P384, 48),
                    "P-521" => (Material::P521, 66),
                    _ => return None,
                };
                let (x, y) = (bytes("x")?, bytes("y")?);
                if x.len() != size || y.len() != size {
                    return None;
                }
                // An uncompressed point (SEC 1, section 2.3.3).
                make([&[4][..], &x, &y].concat())
            }
            _ => return None,
        };
        let id = text("kid").filter(|id| !id.is_empty())?.to_owned();
        Some(Self { id, algorithm, material })
    }

    /// `None` if the key is not for the token's algorithm.
    fn verify(&self, token: &Token<'_>) -> Option<bool> {
        if self.algorithm.is_some_and(|own| own != token.algorithm) {
            return None;
        }
        let on_curve = |algorithm: &'static EcdsaVerificationAlgorithm, point: &[u8]| {
            UnparsedPublicKey::new(algorithm, point).verify(token.signed.as_bytes(), &token.signature).is_ok()
        };
        let rsa = match token.algorithm {
            Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
            Algorithm::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
            Algorithm::Es256 => match &self.material {
                Material::P256(point) => return Some(on_curve(&ECDSA_P256_SHA256_FIXED, point)),
                _ => return None,
            },
            Algorithm::Es384 => match &self.material {
                Material::P384(point) => return Some(on_curve(&ECDSA_P384_SHA384_FIXED, point)),
                _ => return None,
            },
            Algorithm::Es512 => match &self.material {
                Material::P521(point) => return Some(on_curve(&ECDSA_P521_SHA512_FIXED, point)),
                _ => return None,
            },
        };
        let Material::Rsa { modulus, exponent } = &self.material else { return None };
        let key = PublicKeyComponents { n: &**modulus, e: &**exponent };
        Some(key.verify(rsa, token.signed.as_bytes(), &token.signature).is_ok())
    }
}

/// Without leading zeros, which some providers write.
fn unpadded(bytes: Vec<u8>) -> Vec<u8> {
    bytes.into_iter().skip_while(|byte| *byte == 0).collect()
}

#[cfg(test)]
mod tests;
