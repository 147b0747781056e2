//! TLS from a certificate chain and a key in PEM, with one crypto provider (aws-lc-rs).

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;

/// Why the certificate or the key cannot be used. Names no byte of the key.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate file has no readable certificate.
    #[error("the certificate file contains no valid PEM certificate")]
    Certificate,
    /// The key file has no readable private key.
    #[error("the key file contains no valid PEM private key")]
    Key,
    /// Certificate and key do not go together, or their kind is not supported.
    #[error("cannot use the certificate and the key together: {0}")]
    Pair(rustls::Error),
}

/// A server configuration from the text of two PEM files: the certificate chain, leaf first, and its private key.
/// Offers HTTP/2 and HTTP/1.1, TLS 1.2 and 1.3.
///
/// # Errors
/// The text is not PEM, or the key is not the certificate's.
pub fn server_config(certificate_pem: &[u8], key_pem: &[u8]) -> Result<Arc<ServerConfig>, TlsError> {
    let chain = CertificateDer::pem_slice_iter(certificate_pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| TlsError::Certificate)?;
    if chain.is_empty() {
        return Err(TlsError::Certificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key_pem).map_err(|_| TlsError::Key)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(TlsError::Pair)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
