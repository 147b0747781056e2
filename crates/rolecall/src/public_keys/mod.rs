//! Public keys that users upload: X.509 certificates and SSH keys, read from their texts.
//!
//! Ana uploads `server.pem` with its private key. [`Certificate::from_pem`] reads the certificate,
//! [`private_key::is_of`] says that the key is the certificate's, and [`chain::first_invalid`] that the others vouch for it.
//! What is not understood is refused; nothing here trusts a certificate because it was read.

pub mod certificate;
pub mod chain;
mod der;
pub mod private_key;
pub mod rsa;

pub use certificate::Certificate;
pub use rsa::{NotRsa, RsaPublicKey};
