//! The keys that sign tokens of this server (R3.50), and their rotation.
//!
//! A pair of keys, one of RSA and one of P-384, is made when the first token or the set of public keys is asked for. After
//! [`ROTATION`] the next pair is made. It is published at once and signs a day later, when every verifier that keeps sets for
//! a while has it. A pair is published for as long as a token of it can live, and a day.
//!
//! The private halves are in the store, sealed by the master key.

use super::Algorithm;
use crate::environment::clock::Clock;
use crate::secrets::{MasterKey, SealError};
use crate::store::{Expectation, Store, StoreError, Transaction};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::encoding::Pkcs8V1Der;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Where the keys are in the store; they belong to no account.
pub const SIGNING_KEYS: &str = "rolecall/token-signing-keys";
/// Age of the newest pair at which the next one is made.
pub const ROTATION: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Age at which a pair begins to sign, unless it is the first.
pub const ACTIVATION: SignedDuration = SignedDuration::from_hours(24);
/// How long a pair is published after the next one signs: an hour for its last token (R3, section 3.1), and a day for
/// clocks that differ and verifiers that are late.
const RETENTION: SignedDuration = SignedDuration::from_hours(25);
/// How often the store is looked at for what other nodes made.
const LOOK_INTERVAL: SignedDuration = SignedDuration::from_mins(15);
/// Bytes of the coordinates of a point on P-384.
const P384_BYTES: usize = 48;
/// Tries against other nodes that make a pair at the same moment.
const ATTEMPTS: usize = 8;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the store has was sealed by another master key, or is not in form.
    #[error("the keys that sign tokens cannot be read")]
    Unreadable,
    /// A key cannot be made, or does not sign.
    #[error("a key that signs tokens cannot be made or used")]
    Refused,
    /// Sealing.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// A pair as the store has it, before it is sealed.
#[derive(Serialize, Deserialize, ZeroizeOnDrop)]
struct Stored {
    #[zeroize(skip)]
    id: String,
    #[zeroize(skip)]
    created: Timestamp,
    /// PKCS #8, in base64.
    rsa: String,
    ec: String,
}

struct Pair {
    id: String,
    created: Timestamp,
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
}

/// The pairs as the store had them, oldest first.
struct Known {
    pairs: Vec<Arc<Pair>>,
    looked: SignedDuration,
}

/// Signs tokens, and says with which public keys they are verified.
pub struct SigningKeys {
    known: tokio::sync::Mutex<Option<Known>>,
    store: Arc<dyn Store>,
    master: Arc<MasterKey>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKeys")
    }
}

impl SigningKeys {
    /// The keys of this store. Nothing is read or made before it is needed.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, master: Arc<MasterKey>, clock: Arc<dyn Clock>) -> Self {
        Self { known: tokio::sync::Mutex::default(), store, master, clock }
    }

    /// A token with these claims: `RS256` or `ES384`.
    ///
    /// # Errors
    /// See [`SigningError`]; another algorithm is refused.
    pub async fn sign(&self, algorithm: Algorithm, claims: &Value) -> Result<String, SigningError> {
        let pairs = self.pairs().await?;
        let now = self.clock.now();
        let active = pairs.iter().rev().find(|pair| now.duration_since(pair.created) >= ACTIVATION);
        let pair = active.or(pairs.first()).ok_or(SigningError::Refused)?;
        let (name, kind) = match algorithm {
            Algorithm::Rs256 => ("RS256", "rsa"),
            Algorithm::Es384 => ("ES384", "ec"),
            _ => return Err(SigningError::Refused),
        };
        let header = json!({"alg": name, "kid": format!("{kind}-{}", pair.id), "typ": "JWT"});
        let encoded = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
        let signed = format!("{}.{}", encoded(&header), encoded(claims));
        let random = SystemRandom::new();
        let signature = if algorithm == Algorithm::Rs256 {
            let mut signature = vec![0; pair.rsa.public_modulus_len()];
            let made = pair.rsa.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature);
            made.map_err(|_| SigningError::Refused)?;
            signature
        } else {
            let made = pair.ec.sign(&random, signed.as_bytes()).map_err(|_| SigningError::Refused)?;
            made.as_ref().to_vec()
        };
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The public keys, as a JSON Web Key Set.
    ///
    /// # Errors
    /// See [`SigningError`].
    pub async fn published(&self) -> Result<String, SigningError> {
        let pairs = self.pairs().await?;
        let keys: Vec<Value> = pairs.iter().rev().flat_map(|pair| pair.public()).collect();
        Ok(json!({ "keys": keys }).to_string())
    }

    /// The pairs that are published, one of which signs. Makes the next pair if it is time.
    async fn pairs(&self) -> Result<Vec<Arc<Pair>>, SigningError> {
        let mut known = self.known.lock().await;
        let uptime = self.clock.uptime();
        if let Some(known) = &*known
            && uptime - known.looked < LOOK_INTERVAL
            && !is_time(&known.pairs, self.clock.now())
        {
            return Ok(known.pairs.clone());
        }
        let pairs = self.turn().await?;
        *known = Some(Known { pairs: pairs.clone(), looked: uptime });
        Ok(pairs)
    }

    async fn turn(&self) -> Result<Vec<Arc<Pair>>, SigningError> {
        let mut last = StoreError::Conflict { key: SIGNING_KEYS.to_owned() };
        for _ in 0..ATTEMPTS {
            let store = Arc::clone(&self.store);
            let entry = tokio::task::spawn_blocking(move || store.get(SIGNING_KEYS)).await;
            let entry = entry.map_err(|error| StoreError::Unavailable(error.to_string()))??;
            let stored = match &entry {
                Some(entry) => self.open(&entry.value)?,
                None => Vec::new(),
            };
            let now = self.clock.now();
            let mut pairs: Vec<_> = stored.iter().map(|it| Pair::read(it).map(Arc::new)).collect::<Result<_, _>>()?;
            if !is_time(&pairs, now) {
                return Ok(pairs);
            }
            let mut kept = stored;
            // A pair goes once the next one has signed for long enough. What is from the future stays.
            let gone = pairs.windows(2).take_while(|two| match two {
                [_, next] => now.duration_since(next.created) >= ACTIVATION + RETENTION,
                _ => false,
            });
            let gone = gone.count();
            kept.drain(..gone);
            pairs.drain(..gone);
            let new = tokio::task::spawn_blocking(move || Stored::generate(now)).await;
            let new = new.map_err(|_| SigningError::Refused)??;
            pairs.push(Arc::new(Pair::read(&new)?));
            kept.push(new);
            pairs.sort_by_key(|pair| pair.created);
            kept.sort_by_key(|pair| pair.created);
            let expectation = Expectation { key: SIGNING_KEYS.to_owned(), modified: entry.map(|entry| entry.modified) };
            let put = vec![(SIGNING_KEYS.to_owned(), self.seal(&kept)?)];
            match self.store.commit(Transaction { expect: vec![expectation], put, ..Transaction::default() }).await {
                Ok(_) => return Ok(pairs),
                Err(conflict @ StoreError::Conflict { .. }) => last = conflict,
                Err(error) => return Err(error.into()),
            }
        }
        Err(last.into())
    }

    fn seal(&self, pairs: &[Stored]) -> Result<Vec<u8>, SigningError> {
        let plain = Zeroizing::new(serde_json::to_vec(pairs).map_err(|_| SigningError::Refused)?);
        Ok(self.master.seal(SIGNING_KEYS, &plain)?)
    }

    fn open(&self, sealed: &[u8]) -> Result<Vec<Stored>, SigningError> {
        let plain = self.master.open(SIGNING_KEYS, sealed).map_err(|_| SigningError::Unreadable)?;
        serde_json::from_slice(&plain).map_err(|_| SigningError::Unreadable)
    }
}

/// Whether the next pair is to be made: the newest is old. One from the future, which a clock made that was ahead, is none.
fn is_time(pairs: &[Arc<Pair>], now: Timestamp) -> bool {
    let newest = pairs.iter().rev().find(|pair| pair.created <= now);
    newest.is_none_or(|newest| now.duration_since(newest.created) >= ROTATION)
}

impl Stored {
    fn generate(now: Timestamp) -> Result<Self, SigningError> {
        let refused = |_| SigningError::Refused;
        let rsa = RsaKeyPair::generate(KeySize::Rsa2048).map_err(refused)?;
        let rsa: Pkcs8V1Der<'_> = rsa.as_der().map_err(refused)?;
        let ec =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &SystemRandom::new()).map_err(refused)?;
        let mut id = [0; 8];
        aws_lc_rs::rand::fill(&mut id).map_err(refused)?;
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(id),
            created: now,
            rsa: STANDARD.encode(rsa.as_ref()),
            ec: STANDARD.encode(ec.as_ref()),
        })
    }
}

impl Pair {
    fn read(stored: &Stored) -> Result<Self, SigningError> {
        let der = |text: &str| STANDARD.decode(text).map(Zeroizing::new).map_err(|_| SigningError::Unreadable);
        let (rsa, ec) = (der(&stored.rsa)?, der(&stored.ec)?);
        Ok(Self {
            id: stored.id.clone(),
            created: stored.created,
            rsa: RsaKeyPair::from_pkcs8(&rsa).map_err(|_| SigningError::Unreadable)?,
            ec: EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &ec)
                .map_err(|_| SigningError::Unreadable)?,
        })
    }

    fn public(&self) -> Vec<Value> {
        let rsa = self.rsa.public_key();
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut keys = vec![json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": format!("rsa-{}", self.id),
            "n": text(rsa.modulus().big_endian_without_leading_zero()),
            "e": text(rsa.exponent().big_endian_without_leading_zero()),
        })];
        // An uncompressed point: 4, x, y.
        if let Some((x, y)) =
            self.ec.public_key().as_ref().get(1..).and_then(|point| point.split_at_checked(P384_BYTES))
        {
            keys.push(json!({
                "kty": "EC", "use": "sig", "alg": "ES384", "kid": format!("ec-{}", self.id), "crv": "P-384",
                "x": text(x), "y": text(y),
            }));
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::clock::ManualClock;
    use crate::environment::entropy::SeededEntropy;
    use crate::federation::{KeySet, Token, Verified};
    use crate::store::MemoryStore;

    struct Bench {
        store: Arc<MemoryStore>,
        clock: Arc<ManualClock>,
    }

    impl Bench {
        fn new() -> Self {
            let clock = Arc::new(ManualClock::new("2026-11-22T10:00:00Z".parse().unwrap()));
            Self { store: Arc::new(MemoryStore::new()), clock }
        }

        fn keys(&self, master: u8) -> SigningKeys {
            let master = MasterKey::from_bytes(&[master; 32], Arc::new(SeededEntropy::new(1))).unwrap();
            SigningKeys::new(self.store.clone(), Arc::new(master), self.clock.clone())
        }
    }

    async fn verified(set: &str, token: &str) -> Verified {
        KeySet::read(set.as_bytes()).unwrap().verify(&Token::read(token).unwrap())
    }

    /// R3.50: what is published verifies what is signed, on another node and after a restart too; nothing else is signed.
    #[tokio::test]
    async fn others_can_verify() {
        let bench = Bench::new();
        let keys = bench.keys(1);
        let other = bench.keys(1);
        for algorithm in [Algorithm::Rs256, Algorithm::Es384] {
            let token = keys.sign(algorithm, &json!({"sub": "x"})).await.unwrap();
            assert_eq!(verified(&other.published().await.unwrap(), &token).await, Verified::Yes, "{algorithm:?}");
        }
        assert_eq!(keys.published().await.unwrap(), other.published().await.unwrap());
        for algorithm in [Algorithm::Rs512, Algorithm::Es256] {
            assert!(keys.sign(algorithm, &json!({})).await.is_err());
        }
        assert!(matches!(bench.keys(2).published().await, Err(SigningError::Unreadable)), "another master key");
        let sealed = bench.store.get(SIGNING_KEYS).unwrap().unwrap().value;
        assert!(!String::from_utf8_lossy(&sealed).contains("rsa"), "at rest they are encrypted");
        assert!(!keys.published().await.unwrap().contains("\"d\""), "the public halves alone");
    }

    /// The next pair is published a day before it signs, and the last one for as long as its tokens live.
    #[tokio::test]
    async fn rotation() {
        let bench = Bench::new();
        let keys = bench.keys(1);
        let token = async || keys.sign(Algorithm::Es384, &json!({})).await.unwrap();
        let count = async || KeySet::read(keys.published().await.unwrap().as_bytes()).unwrap();
        let first = token().await;
        bench.clock.pass(ROTATION - SignedDuration::from_secs(1));
        assert_eq!(Token::read(&token().await).unwrap().key_id, Token::read(&first).unwrap().key_id);
        bench.clock.pass(SignedDuration::from_secs(1));
        let old = Token::read(&first).unwrap().key_id;
        assert_eq!(Token::read(&token().await).unwrap().key_id, old, "the next one does not sign yet");
        assert_eq!(keys.published().await.unwrap().matches("\"kid\"").count(), 4);
        bench.clock.pass(ACTIVATION);
        let second = token().await;
        let new = Token::read(&second).unwrap().key_id;
        assert_ne!(new, old);
        assert!(count().await.has(&old), "a token of it may live");
        bench.clock.pass(ROTATION);
        let third = token().await;
        assert_eq!(Token::read(&third).unwrap().key_id, new);
        assert!(!count().await.has(&old));
        assert_eq!(verified(&keys.published().await.unwrap(), &second).await, Verified::Yes);
        // A clock that goes back goes on with what there is.
        bench.clock.set("2020-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(verified(&keys.published().await.unwrap(), &token().await).await, Verified::Yes);
    }
}
