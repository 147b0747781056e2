//! Signature Version 4a: the same canonical request, signed with a key pair that both sides derive from the secret, for
//! a set of Regions instead of one (R6.24–R6.26).

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

/// The name of the algorithm.
pub const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// The order of the curve, minus two.
const ORDER_MINUS_2: [u8; 32] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA,
    0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
];

/// The private key of an access key: a scalar of P-256, big-endian (R6.25). `None` if none of the 254 candidates is in
/// range, which no key will ever meet.
#[must_use]
pub fn private_key(access_key_id: &str, secret: &str) -> Option<Zeroizing<[u8; 32]>> {
    let key = Zeroizing::new([b"AWS4A", secret.as_bytes()].concat());
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    (1..=254u8).find_map(|counter| {
        let mut input = vec![0, 0, 0, 1];
        input.extend_from_slice(ALGORITHM.as_bytes());
        input.push(0);
        input.extend_from_slice(access_key_id.as_bytes());
        input.push(counter);
        input.extend_from_slice(&[0, 0, 1, 0]);
        let mut scalar: Zeroizing<[u8; 32]> = Zeroizing::new(hmac::sign(&key, &input).as_ref().try_into().ok()?);
        // A candidate is out of range once in 2^32; that this takes less time tells nothing of the others.
        if *scalar > ORDER_MINUS_2 {
            return None;
        }
        for byte in scalar.iter_mut().rev() {
            let carried;
            (*byte, carried) = byte.overflowing_add(1);
            if !carried {
                break;
            }
        }
        Some(scalar)
    })
}

/// The public key that belongs to [`private_key`], as an uncompressed point.
#[must_use]
pub fn public_key(access_key_id: &str, secret: &str) -> Option<Vec<u8>> {
    let scalar = private_key(access_key_id, secret)?;
    let key = PrivateKey::from_private_key(&ECDH_P256, &*scalar).ok()?;
    Some(key.compute_public_key().ok()?.as_ref().to_vec())
}

/// Whether `signature`, DER in lower-case hex, is one of `string_to_sign` with the key pair of an access key (R6.26).
pub(super) fn verify_hex(access_key_id: &str, secret: &str, string_to_sign: &[u8], signature: &str) -> bool {
    let (Some(public), Ok(signature)) = (public_key(access_key_id, secret), HEXLOWER.decode(signature.as_bytes()))
    else {
        return false;
    };
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public).verify(string_to_sign, &signature).is_ok()
}
