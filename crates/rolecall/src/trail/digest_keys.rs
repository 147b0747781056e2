//! The keys that sign digests of log files (R8.23, R8.24).
//!
//! Each Region has pairs of its own. The first is made when the first digest of the Region is signed, and the next one after
//! [`VALIDITY`]. All public halves are kept: old digests are verified with them. The private halves are in the store, sealed
//! by the master key.

use crate::environment::clock::Clock;
use crate::secrets::{MasterKey, SealError};
use crate::store::{Expectation, Store, StoreError, Transaction};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::encoding::Pkcs8V1Der;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// What stands before the Region in the store key; the keys belong to no account.
const STORE_KEY: &str = "rolecall/digest-keys/";
/// How long a pair signs [choice].
pub const VALIDITY: SignedDuration = SignedDuration::from_hours(365 * 24);
/// Tries against other nodes that make a pair at the same moment.
const ATTEMPTS: usize = 8;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum DigestKeyError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the store has was sealed by another master key, or is not in form.
    #[error("the keys that sign digests cannot be read")]
    Unreadable,
    /// A key cannot be made, or does not sign.
    #[error("a key that signs digests cannot be made or used")]
    Refused,
    /// Sealing.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// A pair as the store has it, before it is sealed.
#[derive(Serialize, Deserialize, ZeroizeOnDrop)]
struct Stored {
    #[zeroize(skip)]
    created: Timestamp,
    /// PKCS #8, in base64.
    rsa: String,
}

/// A pair of a Region.
pub struct DigestKey {
    created: Timestamp,
    pair: RsaKeyPair,
    fingerprint: String,
}

impl std::fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DigestKey").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl DigestKey {
    fn read(stored: &Stored) -> Result<Self, DigestKeyError> {
        let der = STANDARD.decode(&stored.rsa).map(Zeroizing::new).map_err(|_| DigestKeyError::Unreadable)?;
        let pair = RsaKeyPair::from_pkcs8(&der).map_err(|_| DigestKeyError::Unreadable)?;
        let fingerprint = HEXLOWER.encode(&Md5::digest(pair.public_key().as_ref()));
        Ok(Self { created: stored.created, pair, fingerprint })
    }

    /// The public half: DER of PKCS #1.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// MD5 of the public half, in hexadecimal digits: how digests name it.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The first moment at which it signs.
    #[must_use]
    pub fn from(&self) -> Timestamp {
        self.created
    }

    /// The moment after the last at which it signs.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.created.checked_add(VALIDITY).unwrap_or(Timestamp::MAX)
    }

    /// Signs a text: RSA PKCS #1 v1.5 with SHA-256, in hexadecimal digits.
    ///
    /// # Errors
    /// [`DigestKeyError::Refused`].
    pub fn sign(&self, text: &str) -> Result<String, DigestKeyError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
        signed.map_err(|_| DigestKeyError::Refused)?;
        Ok(HEXLOWER.encode(&signature))
    }
}

/// The pairs of a Region, oldest first.
type Keys = Vec<Arc<DigestKey>>;

/// Signs digests, and says with which public keys they are verified.
pub struct DigestKeys {
    known: tokio::sync::Mutex<HashMap<String, Keys>>,
    store: Arc<dyn Store>,
    master: Arc<MasterKey>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for DigestKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DigestKeys")
    }
}

impl DigestKeys {
    /// The keys of this store. Nothing is read or made before it is needed.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, master: Arc<MasterKey>, clock: Arc<dyn Clock>) -> Self {
        Self { known: tokio::sync::Mutex::default(), store, master, clock }
    }

    /// The pair that signs in this Region now. Makes one if it is time.
    ///
    /// # Errors
    /// See [`DigestKeyError`].
    pub async fn signing(&self, region: &str) -> Result<Arc<DigestKey>, DigestKeyError> {
        let mut known = self.known.lock().await;
        let now = self.clock.now();
        if let Some(key) = known.get(region).and_then(|keys| current(keys, now)) {
            return Ok(key);
        }
        let keys = self.turn(region).await?;
        let key = current(&keys, now).ok_or(DigestKeyError::Refused)?;
        known.insert(region.to_owned(), keys);
        Ok(key)
    }

    /// Every pair of this Region, oldest first; none if no digest of it was ever signed.
    ///
    /// # Errors
    /// See [`DigestKeyError`].
    pub async fn all(&self, region: &str) -> Result<Keys, DigestKeyError> {
        // Another node may have made the next one. What a Region without keys asks for is not remembered: anybody may ask.
        let (_, stored) = self.load(region).await?;
        stored.iter().map(|stored| DigestKey::read(stored).map(Arc::new)).collect()
    }

    async fn load(&self, region: &str) -> Result<(Expectation, Vec<Stored>), DigestKeyError> {
        let key = format!("{STORE_KEY}{region}");
        let (store, wanted) = (Arc::clone(&self.store), key.clone());
        let entry = tokio::task::spawn_blocking(move || store.get(&wanted)).await;
        let entry = entry.map_err(|error| StoreError::Unavailable(error.to_string()))??;
        let stored = match &entry {
            Some(entry) => {
                let plain = self.master.open(&key, &entry.value).map_err(|_| DigestKeyError::Unreadable)?;
                serde_json::from_slice(&plain).map_err(|_| DigestKeyError::Unreadable)?
            }
            None => Vec::new(),
        };
        Ok((Expectation { key, modified: entry.map(|entry| entry.modified) }, stored))
    }

    async fn turn(&self, region: &str) -> Result<Keys, DigestKeyError> {
        let mut last = StoreError::Conflict { key: format!("{STORE_KEY}{region}") };
        for _ in 0..ATTEMPTS {
            let (expectation, mut stored) = self.load(region).await?;
            let now = self.clock.now();
            let mut keys: Keys =
                stored.iter().map(|stored| DigestKey::read(stored).map(Arc::new)).collect::<Result<_, _>>()?;
            if current(&keys, now).is_some() {
                return Ok(keys);
            }
            let new = tokio::task::spawn_blocking(move || generate(now)).await;
            let new = new.map_err(|_| DigestKeyError::Refused)??;
            keys.push(Arc::new(DigestKey::read(&new)?));
            stored.push(new);
            keys.sort_by_key(|key| key.created);
            stored.sort_by_key(|stored| stored.created);
            let plain = Zeroizing::new(serde_json::to_vec(&stored).map_err(|_| DigestKeyError::Refused)?);
            let put = vec![(expectation.key.clone(), self.master.seal(&expectation.key, &plain)?)];
            match self.store.commit(Transaction { expect: vec![expectation], put, ..Transaction::default() }).await {
                Ok(_) => return Ok(keys),
                Err(conflict @ StoreError::Conflict { .. }) => last = conflict,
                Err(error) => return Err(error.into()),
            }
        }
        Err(last.into())
    }
}

/// The pair that signs at this moment.
fn current(keys: &Keys, now: Timestamp) -> Option<Arc<DigestKey>> {
    keys.iter().rev().find(|key| key.from() <= now && now < key.until()).map(Arc::clone)
}

fn generate(now: Timestamp) -> Result<Stored, DigestKeyError> {
    let refused = |_| DigestKeyError::Refused;
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).map_err(refused)?;
    let rsa: Pkcs8V1Der<'_> = rsa.as_der().map_err(refused)?;
    Ok(Stored { created: now, rsa: STANDARD.encode(rsa.as_ref()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::clock::ManualClock;
    use crate::environment::entropy::SeededEntropy;
    use crate::store::MemoryStore;
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    fn keys(store: &Arc<MemoryStore>, clock: &Arc<ManualClock>, master: u8) -> DigestKeys {
        let master = MasterKey::from_bytes(&[master; 32], Arc::new(SeededEntropy::new(1))).unwrap();
        DigestKeys::new(store.clone(), Arc::new(master), clock.clone())
    }

    /// R8.24: each Region has pairs of its own, a year each, and no public half is ever forgotten; another node and another
    /// start sign with the same.
    #[tokio::test]
    async fn pairs_of_a_region() {
        let clock = Arc::new(ManualClock::new("2026-11-22T10:00:00Z".parse().unwrap()));
        let store = Arc::new(MemoryStore::new());
        let one = keys(&store, &clock, 1);
        assert!(one.all("us-east-1").await.unwrap().is_empty());
        let first = one.signing("us-east-1").await.unwrap();
        let elsewhere = one.signing("eu-west-1").await.unwrap();
        assert_ne!(first.fingerprint(), elsewhere.fingerprint());
        let other = keys(&store, &clock, 1);
        assert_eq!(other.signing("us-east-1").await.unwrap().fingerprint(), first.fingerprint());
        let signature = HEXLOWER.decode(first.sign("text").unwrap().as_bytes()).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, first.public()).verify(b"text", &signature).unwrap();

        clock.pass(VALIDITY - SignedDuration::from_secs(1));
        assert_eq!(one.signing("us-east-1").await.unwrap().fingerprint(), first.fingerprint());
        clock.pass(SignedDuration::from_secs(1));
        let second = one.signing("us-east-1").await.unwrap();
        assert_eq!(second.from(), first.until());
        let all: Vec<String> =
            other.all("us-east-1").await.unwrap().iter().map(|key| key.fingerprint().to_owned()).collect();
        assert_eq!(all, [first.fingerprint(), second.fingerprint()]);
        let stranger = keys(&store, &clock, 2).all("us-east-1").await;
        assert!(matches!(stranger, Err(DigestKeyError::Unreadable)), "another master key");
        let sealed = store.get("rolecall/digest-keys/us-east-1").unwrap().unwrap().value;
        assert!(!String::from_utf8_lossy(&sealed).contains("rsa"), "at rest they are encrypted");
    }
}
