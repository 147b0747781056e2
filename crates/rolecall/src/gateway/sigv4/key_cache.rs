//! Signing keys, derived once a day for each access key, Region and service (R6.16).

use crate::gateway::recent::Recent;
use crate::secrets::Secret;
use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;
use std::convert::Infallible;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// `kSigning` of R6.3: signs strings for one day, Region and service.
#[derive(Clone)]
pub struct SigningKey(Arc<hmac::Key>);

impl SigningKey {
    /// Derives the key from a secret access key.
    #[must_use]
    pub fn derive(secret: &str, date: &str, region: &str, service: &str) -> Self {
        let first = Zeroizing::new([b"AWS4", secret.as_bytes()].concat());
        let mut key = hmac::Key::new(hmac::HMAC_SHA256, &first);
        for part in [date, region, service, super::TERMINATOR] {
            let tag = hmac::sign(&key, part.as_bytes());
            key = hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref());
        }
        Self(Arc::new(key))
    }

    /// The signature of `string_to_sign`.
    #[must_use]
    pub fn sign(&self, string_to_sign: &[u8]) -> hmac::Tag {
        hmac::sign(&self.0, string_to_sign)
    }

    /// Whether `signature`, in lower-case hex, is that of `string_to_sign`; takes the same time whatever byte differs.
    #[must_use]
    pub fn verify_hex(&self, string_to_sign: &[u8], signature: &str) -> bool {
        let mut bytes = [0; 32];
        signature.len() == 64
            && HEXLOWER.decode_mut(signature.as_bytes(), &mut bytes).is_ok()
            && hmac::verify(&self.0, string_to_sign, &bytes).is_ok()
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

/// A key, and what it was derived from.
struct Entry {
    access_key_id: Box<str>,
    secret: Secret,
    date: Box<str>,
    region: Box<str>,
    service: Box<str>,
    key: SigningKey,
}

/// A bounded cache of signing keys, shared by all connections.
pub struct KeyCache {
    hasher: RandomState,
    /// By a hash of what they were derived from, without the secret. Of two with the same hash the later one stays.
    keys: Recent<u64, Arc<Entry>>,
}

impl std::fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyCache")
    }
}

impl Default for KeyCache {
    /// Room for the keys of 8,192 callers a day; about 4 MB when full.
    fn default() -> Self {
        Self::with_capacity(8192)
    }
}

impl KeyCache {
    /// A cache of at most `capacity` keys.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { hasher: RandomState::new(), keys: Recent::with_capacity(capacity) }
    }

    /// The signing key of these, from the cache or derived. A key whose secret has changed is another key.
    #[must_use]
    pub fn get(&self, access_key_id: &str, secret: &str, date: &str, region: &str, service: &str) -> SigningKey {
        let hash = self.hasher.hash_one((access_key_id, date, region, service));
        let is_it = |entry: &Arc<Entry>| {
            *entry.access_key_id == *access_key_id
                && *entry.date == *date
                && *entry.region == *region
                && *entry.service == *service
                && bool::from(entry.secret.expose().as_bytes().ct_eq(secret.as_bytes()))
        };
        let derive = || {
            Ok::<_, Infallible>(Arc::new(Entry {
                access_key_id: access_key_id.into(),
                secret: Secret::new(secret.to_owned()),
                date: date.into(),
                region: region.into(),
                service: service.into(),
                key: SigningKey::derive(secret, date, region, service),
            }))
        };
        let Ok(entry) = self.keys.get_or_make(&hash, is_it, derive);
        entry.key.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(key: &SigningKey) -> String {
        HEXLOWER.encode(key.sign(b"text").as_ref())
    }

    /// R6.16: whatever is in the cache, the key is the one that would be derived.
    #[test]
    fn cached_keys_are_those_derived() {
        let cache = KeyCache::with_capacity(4);
        for round in 0..3 {
            for (id, secret) in [("A", "one"), ("B", "one"), ("A", "two"), ("C", "three")] {
                for (date, region, service) in [("20130524", "us-east-1", "s3"), ("20130525", "eu-west-1", "sts")] {
                    let derived = SigningKey::derive(secret, date, region, service);
                    let cached = cache.get(id, secret, date, region, service);
                    assert_eq!(signature(&cached), signature(&derived), "round {round}");
                }
            }
        }
    }
}
