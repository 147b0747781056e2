//! The private keys that an identity provider's assertions are decrypted with.

use super::certificate::wrapped_pkcs1;
use aws_lc_rs::rsa::PrivateDecryptingKey;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

/// Not the PEM of an RSA key of 2,048 bits or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the PEM of an RSA key of 2,048 bits or more")]
pub struct BadPrivateKey;

/// Checks that a PEM holds a private key that assertions can be decrypted with.
///
/// # Errors
/// [`BadPrivateKey`].
pub fn check_private_key(pem: &str) -> Result<(), BadPrivateKey> {
    read(pem).map(|_| ())
}

pub(super) fn read(pem: &str) -> Result<PrivateDecryptingKey, BadPrivateKey> {
    let der = match PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| BadPrivateKey)? {
        PrivateKeyDer::Pkcs8(key) => zeroize::Zeroizing::new(key.secret_pkcs8_der().to_vec()),
        PrivateKeyDer::Pkcs1(key) => wrapped_pkcs1(key.secret_pkcs1_der()),
        _ => return Err(BadPrivateKey),
    };
    PrivateDecryptingKey::from_pkcs8(&der).map_err(|_| BadPrivateKey)
}
