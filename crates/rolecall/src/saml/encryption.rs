//! Encrypted assertions: a key of AES that is encrypted for one of the provider's private keys, and the assertion under that
//! key.
//!
//! What is decrypted is not believed, since anyone can encrypt: it needs a signature as any assertion does. And whoever sends
//! it learns nothing of how far it came: CBC tells its plain text to whoever can ask often enough whether it was well formed.

use super::xml::Node;
use super::{SIGNATURE, private_key};
use crate::secrets::Secret;
use aws_lc_rs::aead::{self, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::cipher::{self, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512, OaepAlgorithm,
    OaepPrivateDecryptingKey,
};
use zeroize::Zeroizing;

const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
const ENCRYPTION_1_1: &str = "http://www.w3.org/2009/xmlenc11#";
/// Bytes before the cipher text of CBC.
const IV_BYTES: usize = 16;

/// What a provider's assertions are decrypted with.
#[derive(Debug, Clone, Default)]
pub struct Decryption {
    /// Assertions that are not encrypted are refused.
    pub required: bool,
    /// Private keys, as PEM.
    pub keys: Vec<Secret>,
}

/// The text in an `EncryptedAssertion`; `None` if no key opens it, for whatever reason.
pub(super) fn decrypt(encrypted: Node<'_>, keys: &[Secret]) -> Option<Zeroizing<Vec<u8>>> {
    let data = encrypted.only_child(ENCRYPTION, "EncryptedData")?;
    let algorithm = method(data)?.attribute("Algorithm")?;
    // In the data, or beside it.
    let inside = data.only_child(SIGNATURE, "KeyInfo").and_then(|info| info.only_child(ENCRYPTION, "EncryptedKey"));
    let key = inside.or_else(|| encrypted.only_child(ENCRYPTION, "EncryptedKey"))?;
    let (transport, wrapped) = (transport(method(key)?)?, cipher_value(key)?);
    let sealed = cipher_value(data)?;
    keys.iter().find_map(|pem| {
        let private = OaepPrivateDecryptingKey::new(private_key::read(pem.expose()).ok()?).ok()?;
        let mut room = Zeroizing::new(vec![0; private.min_output_size()]);
        let key = private.decrypt(transport, &wrapped, &mut room, None).ok()?;
        open(algorithm, key, &sealed)
    })
}

fn method(of: Node<'_>) -> Option<Node<'_>> {
    of.only_child(ENCRYPTION, "EncryptionMethod")
}

fn cipher_value(of: Node<'_>) -> Option<Vec<u8>> {
    let value = of.only_child(ENCRYPTION, "CipherData")?.only_child(ENCRYPTION, "CipherValue")?;
    super::base64(value.text()?)
}

/// How the key of AES is encrypted: RSA-OAEP, with the same hash for both of its parts. PKCS #1 v1.5 is not taken.
fn transport(method: Node<'_>) -> Option<&'static OaepAlgorithm> {
    const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
    let hash = |name, namespace| match method.only_child(namespace, name) {
        Some(hash) => hash.attribute("Algorithm"),
        None => Some(SHA1),
    };
    let digest = hash("DigestMethod", SIGNATURE)?;
    let mask = match method.attribute("Algorithm")? {
        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p" => "http://www.w3.org/2009/xmlenc11#mgf1sha1",
        "http://www.w3.org/2009/xmlenc11#rsa-oaep" => match hash("MGF", ENCRYPTION_1_1)? {
            SHA1 => "http://www.w3.org/2009/xmlenc11#mgf1sha1",
            mask => mask,
        },
        _ => return None,
    };
    Some(match (digest, mask) {
        (SHA1, "http://www.w3.org/2009/xmlenc11#mgf1sha1") => &OAEP_SHA1_MGF1SHA1,
        ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2009/xmlenc11#mgf1sha256") => {
            &OAEP_SHA256_MGF1SHA256
        }
        ("http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2009/xmlenc11#mgf1sha384") => {
            &OAEP_SHA384_MGF1SHA384
        }
        ("http://www.w3.org/2001/04/xmlenc#sha512", "http://www.w3.org/2009/xmlenc11#mgf1sha512") => {
            &OAEP_SHA512_MGF1SHA512
        }
        _ => return None,
    })
}

fn open(algorithm: &str, key: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cbc = |algorithm| {
        let key = UnboundCipherKey::new(algorithm, key).ok()?;
        let (iv, sealed) = sealed.split_first_chunk::<IV_BYTES>()?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let context = DecryptionContext::Iv128(FixedLength::from(iv));
        let length = PaddedBlockDecryptingKey::cbc_iso10126(key).ok()?.decrypt(&mut plain, context).ok()?.len();
        plain.truncate(length);
        Some(plain)
    };
    let gcm = |algorithm| {
        let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = key.open_in_place(nonce, Aad::empty(), &mut plain).ok()?.len();
        plain.truncate(length);
        Some(plain)
    };
    match algorithm {
        "http://www.w3.org/2009/xmlenc11#aes128-gcm" => gcm(&aead::AES_128_GCM),
        "http://www.w3.org/2009/xmlenc11#aes192-gcm" => gcm(&aead::AES_192_GCM),
        "http://www.w3.org/2009/xmlenc11#aes256-gcm" => gcm(&aead::AES_256_GCM),
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => cbc(&cipher::AES_128),
        "http://www.w3.org/2001/04/xmlenc#aes192-cbc" => cbc(&cipher::AES_192),
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => cbc(&cipher::AES_256),
        _ => None,
    }
}
