//! The keys that seal tokens, and their rotation.
//!
//! A new key is made each day. It begins to seal an hour after it was put into the store, when every node has it, and
//! it is kept at least until every token that it can have sealed has expired. One key seals for about a day, so that it
//! stays below the 2^32 seals that random nonces allow up to 49,000 sessions a second.
//!
//! The clock may be wrong for a while. Each wrong time makes one key, which must neither push out the keys of before nor
//! stop their rotation: the [`MIN_KEPT`] newest keys are kept however old they look, and a key from the future counts as
//! none until its time has come, although what it sealed opens.

use super::MAX_SESSION;
use super::codec::{Decoder, Encoder};
use super::token::{MAX_TOKEN_CHARS, Session, TokenError};
use crate::environment::clock::Clock;
use crate::environment::entropy::Entropy;
use crate::secrets::{MasterKey, SealError, SealingKey};
use crate::store::{Expectation, Store, StoreError, Transaction};
use arc_swap::ArcSwap;
use aws_lc_rs::aead::NONCE_LEN;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// Where the ring is in the store; it belongs to no account.
pub const RING_KEY: &str = "rolecall/session-ring";
/// How often [`KeyRing::refresh`] should be called; well below [`ACTIVATION`].
pub const REFRESH_INTERVAL: SignedDuration = SignedDuration::from_mins(15);
/// Age of the newest key at which the next one is made.
const ROTATION: SignedDuration = SignedDuration::from_hours(24);
/// Age at which a key begins to seal.
const ACTIVATION: SignedDuration = SignedDuration::from_hours(1);
/// For nodes that were late to notice their successor key, and clocks that differ.
pub(super) const SLACK: SignedDuration = SignedDuration::from_hours(1);
/// How many keys are kept although the clock says that their tokens have expired: as many as live at once (3, and one that
/// is about to take over) and one for each of two glitches of the clock within two days.
const MIN_KEPT: usize = 6;
/// How many keys from the future are kept, the nearest first. A clock that went back makes every key one; more than
/// [`MIN_KEPT`] only come of a clock that was wrong many times.
const MAX_FUTURE: usize = MIN_KEPT;
/// First byte of a token: this layout, and the order of fields in `token`.
const TOKEN_VERSION: u8 = 1;
/// First byte of the ring in the store.
const RING_VERSION: u8 = 1;
/// Version and key id, in the clear before the sealed bytes.
const HEADER: usize = 5;
/// Tries against other nodes that change the ring at the same moment.
const ATTEMPTS: usize = 8;

/// Why the ring cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// It was sealed by another master key.
    #[error("the data was encrypted with another master key; use the key that belongs to it")]
    WrongMasterKey,
    /// It opened, but it is not a ring of this version.
    #[error("the session keys in the store have another version")]
    Version,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No new key.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What a sealed text is; a text of one kind does not open as the other.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Session,
    Message,
    TradeIn,
}

struct RingKey {
    id: u32,
    created: Timestamp,
    bytes: Zeroizing<[u8; 32]>,
    cipher: SealingKey,
}

/// The keys as one revision of the store has them, oldest first by the time they were made at.
#[derive(Default)]
struct Keys(Vec<Arc<RingKey>>);

/// Seals and opens tokens. Reads are lock-free.
pub struct KeyRing {
    keys: ArcSwap<Keys>,
    store: Arc<dyn Store>,
    master: Arc<MasterKey>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl KeyRing {
    /// The ring of the store, made if there is none.
    ///
    /// # Errors
    /// The store is not available, or the ring was sealed by another master key.
    pub async fn load(
        store: Arc<dyn Store>,
        master: Arc<MasterKey>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, RingError> {
        let ring = Self { keys: ArcSwap::default(), store, master, clock, entropy };
        ring.refresh().await?;
        Ok(ring)
    }

    /// Takes the keys that the store has now, makes a new one if it is time, and drops those that are no longer
    /// needed. To be called every [`REFRESH_INTERVAL`]; if it fails, the keys of before go on.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub async fn refresh(&self) -> Result<(), RingError> {
        let mut last = StoreError::Conflict { key: RING_KEY.to_owned() };
        for _ in 0..ATTEMPTS {
            let store = Arc::clone(&self.store);
            let entry = tokio::task::spawn_blocking(move || store.get(RING_KEY)).await;
            let entry = entry.map_err(|e| StoreError::Unavailable(e.to_string()))??;
            let keys = match &entry {
                Some(entry) => self.decode(&entry.value)?,
                None => Keys::default(),
            };
            let Some(turned) = self.turn(&keys)? else {
                self.keys.store(Arc::new(keys));
                return Ok(());
            };
            let expectation = Expectation { key: RING_KEY.to_owned(), modified: entry.map(|entry| entry.modified) };
            let put = vec![(RING_KEY.to_owned(), self.encode(&turned)?)];
            match self.store.commit(Transaction { expect: vec![expectation], put, ..Transaction::default() }).await {
                Ok(_) => {
                    self.keys.store(Arc::new(turned));
                    return Ok(());
                }
                Err(conflict @ StoreError::Conflict { .. }) => last = conflict,
                Err(error) => return Err(error.into()),
            }
        }
        Err(last.into())
    }

    /// A session as its token (R3.5).
    ///
    /// # Errors
    /// No random bytes.
    pub fn seal(&self, session: &Session) -> Result<String, SealError> {
        self.seal_bytes(Kind::Session, session.encode()).map(|bytes| STANDARD.encode(bytes))
    }

    /// The session of a token that came with `access_key_id`. Whether it has expired is for the caller to see.
    ///
    /// # Errors
    /// The token is not one of ours, or belongs to another access key.
    pub fn open(&self, token: &str, access_key_id: &str) -> Result<Session, TokenError> {
        if token.len() > MAX_TOKEN_CHARS {
            return Err(TokenError::Malformed);
        }
        let mut bytes = STANDARD.decode(token).map_err(|_| TokenError::Malformed)?;
        let session = Session::decode(self.open_bytes(Kind::Session, &mut bytes)?);
        // The secret stands first: wiping all of a long token would take as long as reading it.
        let opened = bytes.get_mut(HEADER + NONCE_LEN..).unwrap_or_default();
        let secret = session.as_ref().map_or(opened.len(), Session::secret_end);
        let secret = secret.min(opened.len());
        opened.get_mut(..secret).unwrap_or_default().zeroize();
        let session = session.ok_or(TokenError::Malformed)?;
        if session.access_key_id != access_key_id {
            return Err(TokenError::Mismatch);
        }
        Ok(session)
    }

    pub(super) fn seal_bytes(&self, kind: Kind, plain: Zeroizing<Vec<u8>>) -> Result<Vec<u8>, SealError> {
        let keys = self.keys.load();
        let key = keys.sealing(self.clock.now()).ok_or(SealError::Refused)?;
        let mut out = Vec::with_capacity(HEADER + plain.len() + 28);
        out.push(TOKEN_VERSION);
        out.extend_from_slice(&key.id.to_be_bytes());
        key.cipher.seal_into(&*self.entropy, &associated(kind, key.id), plain, &mut out)?;
        Ok(out)
    }

    pub(super) fn open_bytes<'a>(&self, kind: Kind, sealed: &'a mut [u8]) -> Result<&'a [u8], TokenError> {
        let (&mut [TOKEN_VERSION, a, b, c, d], sealed) =
            sealed.split_first_chunk_mut::<HEADER>().ok_or(TokenError::Malformed)?
        else {
            return Err(TokenError::Malformed);
        };
        let id = u32::from_be_bytes([a, b, c, d]);
        let keys = self.keys.load();
        let key = keys.0.iter().rev().find(|key| key.id == id).ok_or(TokenError::UnknownKey)?;
        key.cipher.open_in_place(&associated(kind, id), sealed).map_err(|_| TokenError::Malformed)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The ring as it should be now; `None` if it is so already.
    fn turn(&self, keys: &Keys) -> Result<Option<Keys>, SealError> {
        let now = self.clock.now();
        let (present, future) = keys.split(now);
        let mut present = present.to_vec();
        if present.last().is_none_or(|newest| now.duration_since(newest.created) >= ROTATION) {
            let mut bytes = Zeroizing::new([0; 32]);
            self.entropy.fill(&mut *bytes)?;
            let mut id = [0; 4];
            self.entropy.fill(&mut id)?;
            present.push(Arc::new(RingKey::new(u32::from_be_bytes(id), now, bytes)?));
        }
        let expired = present.windows(2).take_while(|pair| match pair {
            // The older seals until the newer is active; its last token lives `MAX_SESSION` from then.
            [_, newer] => now.duration_since(newer.created) >= ACTIVATION + MAX_SESSION + SLACK,
            _ => false,
        });
        let retired = expired.count().min(present.len().saturating_sub(MIN_KEPT));
        let mut turned: Vec<_> = present.into_iter().skip(retired).collect();
        turned.extend(future.iter().take(MAX_FUTURE).map(Arc::clone));
        if turned.iter().map(|key| key.id).eq(keys.0.iter().map(|key| key.id)) {
            return Ok(None);
        }
        Ok(Some(Keys::new(turned)))
    }

    fn encode(&self, keys: &Keys) -> Result<Vec<u8>, SealError> {
        let mut out = Encoder::with_capacity(2 + keys.0.len() * 64 + 10);
        out.byte(RING_VERSION);
        out.number(keys.0.len() as u64);
        for key in &keys.0 {
            out.number(key.id.into());
            out.time(key.created);
            out.raw(&*key.bytes);
        }
        self.master.seal(RING_KEY, &out.finish())
    }

    fn decode(&self, sealed: &[u8]) -> Result<Keys, RingError> {
        let plain = self.master.open(RING_KEY, sealed).map_err(|_| RingError::WrongMasterKey)?;
        let mut from = Decoder::new(&plain);
        if from.byte() != Some(RING_VERSION) {
            return Err(RingError::Version);
        }
        let fields = from.list(|from| {
            let id = u32::try_from(from.number()?).ok()?;
            let created = from.time()?;
            let bytes = Zeroizing::new(<[u8; 32]>::try_from(from.raw(32)?).ok()?);
            Some((id, created, bytes))
        });
        let fields = fields.ok_or(RingError::Version)?;
        let keys = fields.into_iter().map(|(id, created, bytes)| RingKey::new(id, created, bytes).map(Arc::new));
        Ok(Keys::new(keys.collect::<Result<_, _>>()?))
    }
}

impl Keys {
    fn new(mut keys: Vec<Arc<RingKey>>) -> Self {
        keys.sort_by_key(|key| key.created);
        Self(keys)
    }

    /// The keys up to now, and those that were made later than any right clock can say.
    fn split(&self, now: Timestamp) -> (&[Arc<RingKey>], &[Arc<RingKey>]) {
        let present = self.0.partition_point(|key| key.created.duration_since(now) <= SLACK);
        self.0.split_at_checked(present).unwrap_or_default()
    }

    /// The newest key that every node has; the first ever seals at once.
    fn sealing(&self, now: Timestamp) -> Option<&RingKey> {
        let active = self.0.iter().rev().find(|key| now.duration_since(key.created) >= ACTIVATION);
        active.or(self.0.first()).map(|key| &**key)
    }
}

impl RingKey {
    fn new(id: u32, created: Timestamp, bytes: Zeroizing<[u8; 32]>) -> Result<Self, SealError> {
        Ok(Self { id, created, cipher: SealingKey::new(&bytes)?, bytes })
    }
}

/// Binds the sealed bytes to their kind and to the header before them.
fn associated(kind: Kind, id: u32) -> [u8; 6] {
    let [a, b, c, d] = id.to_be_bytes();
    let kind = match kind {
        Kind::Session => b'S',
        Kind::Message => b'M',
        Kind::TradeIn => b'T',
    };
    [kind, TOKEN_VERSION, a, b, c, d]
}

#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
