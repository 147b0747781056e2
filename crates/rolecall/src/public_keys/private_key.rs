//! Whether a private key is that of a certificate.

use super::certificate::Certificate;
use super::der;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;

/// Whether the private key in this text, in PEM and not encrypted, is the certificate's; `None` if the text holds no key
/// that is understood: RSA of 2,048 bits or more, or a key on the curve P-256 or P-384.
#[must_use]
pub fn is_of(text: &str, certificate: &Certificate) -> Option<bool> {
    let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).ok()?;
    let (algorithm, public) = public_key(&key)?;
    let same_kind = (algorithm == der::RSA_ENCRYPTION) == (certificate.key_algorithm == der::RSA_ENCRYPTION);
    Some(same_kind && public == certificate.key)
}

/// The algorithm of the key (`rsaEncryption`, or empty for curves), and the public key as certificates have it.
fn public_key(key: &PrivateKeyDer<'_>) -> Option<(&'static [u8], Vec<u8>)> {
    let rsa = match key {
        PrivateKeyDer::Pkcs1(key) => rsa::KeyPair::from_der(key.secret_pkcs1_der()).ok(),
        PrivateKeyDer::Pkcs8(key) => rsa::KeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
        _ => None,
    };
    if let Some(rsa) = rsa {
        return Some((der::RSA_ENCRYPTION, rsa.public_key().as_ref().to_vec()));
    }
    let der = match key {
        PrivateKeyDer::Sec1(key) => key.secret_sec1_der(),
        PrivateKeyDer::Pkcs8(key) => key.secret_pkcs8_der(),
        _ => return None,
    };
    let curves = [&ECDSA_P256_SHA256_ASN1_SIGNING, &ECDSA_P384_SHA384_ASN1_SIGNING];
    let pair = curves.into_iter().find_map(|curve| EcdsaKeyPair::from_private_key_der(curve, der).ok())?;
    Some((&[], pair.public_key().as_ref().to_vec()))
}
