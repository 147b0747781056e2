//! Signing keys, derived once a day for each access key, Region and service (R6.16).

use aws_lc_rs::{digest, hmac};
use data_encoding::HEXLOWER;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, PoisonError, RwLock};
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

/// What a cached key was derived from. The secret only as its hash.
struct Origin {
    access_key_id: Box<str>,
    date: Box<str>,
    region: Box<str>,
    service: Box<str>,
    secret: [u8; 32],
}

struct Entry {
    origin: Origin,
    key: SigningKey,
}

/// Entries by a hash of their origin. Of two origins with the same hash the later one stays.
type Generation = HashMap<u64, Entry>;

/// A bounded cache of signing keys, shared by all connections. When it is full, what was not used lately goes first:
/// entries live in a young and an old generation, and a full young generation replaces the old one.
pub struct KeyCache {
    hasher: RandomState,
    capacity: usize,
    generations: RwLock<[Generation; 2]>,
}

impl std::fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyCache(of {})", self.capacity)
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
        Self { hasher: RandomState::new(), capacity, generations: RwLock::default() }
    }

    /// The signing key of these, from the cache or derived. A key whose secret has changed is another key.
    #[must_use]
    pub fn get(&self, access_key_id: &str, secret: &str, date: &str, region: &str, service: &str) -> SigningKey {
        let hash = self.hasher.hash_one((access_key_id, date, region, service));
        let secret_hash = fingerprint(secret);
        let is_it = |entry: &&Entry| {
            let origin = &entry.origin;
            *origin.access_key_id == *access_key_id
                && *origin.date == *date
                && *origin.region == *region
                && *origin.service == *service
                && bool::from(origin.secret.ct_eq(&secret_hash))
        };
        let found = {
            let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
            let [young, old] = &*generations;
            if let Some(entry) = young.get(&hash).filter(is_it) {
                return entry.key.clone();
            }
            old.get(&hash).filter(is_it).map(|entry| entry.key.clone())
        };
        let key = found.unwrap_or_else(|| SigningKey::derive(secret, date, region, service));
        let origin = Origin {
            access_key_id: access_key_id.into(),
            date: date.into(),
            region: region.into(),
            service: service.into(),
            secret: secret_hash,
        };
        self.insert(hash, Entry { origin, key: key.clone() });
        key
    }

    /// How many keys are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.generations.read().unwrap_or_else(PoisonError::into_inner).iter().map(HashMap::len).sum()
    }

    /// Whether none is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn insert(&self, hash: u64, entry: Entry) {
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        let [young, old] = &mut *generations;
        if young.len() >= (self.capacity / 2).max(1) {
            *old = std::mem::take(young);
        }
        young.insert(hash, entry);
    }
}

fn fingerprint(secret: &str) -> [u8; 32] {
    let digest = digest::digest(&digest::SHA256, secret.as_bytes());
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    bytes
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

    /// A cache holds no more than it may, and keeps what is used.
    #[test]
    fn the_cache_is_bounded() {
        let cache = KeyCache::with_capacity(10);
        for number in 0..100 {
            let _ = cache.get("kept", "secret", "20130524", "us-east-1", "s3");
            let _ = cache.get(&number.to_string(), "secret", "20130524", "us-east-1", "s3");
            assert!(cache.len() <= 11, "{}", cache.len());
        }
        let generations = cache.generations.read().unwrap();
        assert!(generations.iter().flat_map(HashMap::values).any(|entry| &*entry.origin.access_key_id == "kept"));
    }
}
