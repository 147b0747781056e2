//! SAML 2.0, as far as `AssumeRoleWithSAML` needs it (decision 0037).
//!
//! Olga signs in at her company's identity provider, which gives her a document: a response with one assertion, signed. IAM
//! has the provider's [`Metadata`]: who it is, and the keys that it signs with. [`Response::parse`] reads the document,
//! [`Response::verified`] gives the assertion, if a signature by one of these keys covers it, and [`Assertion`] says who
//! Olga is and until when. Nothing in a document is believed before that; a certificate that it brings along is not even
//! looked at.

mod assertion;
mod canonical;
mod certificate;
mod encryption;
mod metadata;
mod private_key;
mod signature;
mod xml;

pub use assertion::{Assertion, Here, NameId, Refused, Response};
pub use certificate::PublicKey;
pub use encryption::Decryption;
pub use metadata::{IdentityProvider, MAX_ENTITIES, MAX_KEYS, Metadata, MetadataError};
pub use private_key::{BadPrivateKey, check_private_key};

/// The name space of assertions.
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// The name space of responses, and the protocol that a provider must speak.
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// The name space of metadata.
const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The name space of signatures.
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Base64 as XML has it: with white space anywhere.
fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let mut packed = text.to_owned();
    packed.retain(|it| !matches!(it, ' ' | '\t' | '\n' | '\r'));
    base64::engine::general_purpose::STANDARD.decode(packed).ok()
}

/// A time of XML Schema. SAML's are in UTC; one without an offset is not read.
fn time(text: &str) -> Option<jiff::Timestamp> {
    text.trim().parse().ok()
}
