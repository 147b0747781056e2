//! Chains of certificates: each is signed by the next.

use super::certificate::Certificate;
use super::der;
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

/// `id-ecPublicKey`, 1.2.840.10045.2.1.
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

/// How signatures are made: the algorithm of the signature, that of the key, the bytes of an EC key, and what verifies.
type Algorithm = (&'static [u8], &'static [u8], Option<usize>, &'static dyn VerificationAlgorithm);

/// Algorithms of signatures, 1.2.840.113549.1.1.11–13 and 1.2.840.10045.4.3.2–3. Older ones are no longer issued.
const ALGORITHMS: &[Algorithm] = &[
    (RSA_SHA256, der::RSA_ENCRYPTION, None, &signature::RSA_PKCS1_2048_8192_SHA256),
    (RSA_SHA384, der::RSA_ENCRYPTION, None, &signature::RSA_PKCS1_2048_8192_SHA384),
    (RSA_SHA512, der::RSA_ENCRYPTION, None, &signature::RSA_PKCS1_2048_8192_SHA512),
    (EC_SHA256, EC_PUBLIC_KEY, Some(P256), &signature::ECDSA_P256_SHA256_ASN1),
    (EC_SHA256, EC_PUBLIC_KEY, Some(P384), &signature::ECDSA_P384_SHA256_ASN1),
    (EC_SHA384, EC_PUBLIC_KEY, Some(P256), &signature::ECDSA_P256_SHA384_ASN1),
    (EC_SHA384, EC_PUBLIC_KEY, Some(P384), &signature::ECDSA_P384_SHA384_ASN1),
];

const RSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const RSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c];
const RSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d];
const EC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const EC_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];

/// Bytes of an uncompressed point of the curve P-256, and of P-384.
const P256: usize = 65;
const P384: usize = 97;

/// Whether `issuer` has signed `certificate`, and is whom it names as its issuer.
fn has_signed(issuer: &Certificate, certificate: &Certificate) -> bool {
    issuer.subject == certificate.issuer
        && ALGORITHMS
            .iter()
            .filter(|(signature, key, point, _)| {
                *signature == certificate.signature_algorithm
                    && *key == issuer.key_algorithm
                    && point.is_none_or(|length| length == issuer.key.len())
            })
            .any(|(.., algorithm)| {
                let key = UnparsedPublicKey::new(*algorithm, &issuer.key);
                key.verify(&certificate.signed, &certificate.signature).is_ok()
            })
}

/// The place in `chain` of the first certificate that has not signed the one before it, the leaf at first; `None` if all
/// have.
#[must_use]
pub fn first_invalid(leaf: &Certificate, chain: &[Certificate]) -> Option<usize> {
    let below = std::iter::once(leaf).chain(chain);
    below.zip(chain).position(|(certificate, issuer)| !has_signed(issuer, certificate))
}
