//! The keys of providers, fetched when a token needs them and kept for a while.
//!
//! Whoever may bring a token, which is everybody, may make the server fetch. So one request at a time asks a provider, what it
//! learned holds for all others, a failure too, and no provider is asked more often than every [`MIN_INTERVAL`], whatever key
//! ids tokens name.

use super::discovery::{self, Place};
use super::fetch::{FetchError, Fetcher};
use super::key_set::KeySet;
use crate::environment::clock::Clock;
use jiff::SignedDuration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long keys hold: one that a provider withdrew is taken for this long at most.
pub const MAX_AGE: SignedDuration = SignedDuration::from_hours(1);
/// How long a provider is not asked again after it was, be it that it failed or that it did not have the key.
pub const MIN_INTERVAL: SignedDuration = SignedDuration::from_secs(30);
/// How many providers are remembered, the last that were asked. Each is below a megabyte, and most below 10,000 bytes.
pub const MAX_ISSUERS: usize = 1_000;

/// The keys of providers by issuer.
pub struct ProviderKeys {
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
    issuers: Mutex<HashMap<String, Known>>,
}

struct Known {
    last_use: SignedDuration,
    state: Arc<tokio::sync::Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The keys, and when they were fetched.
    keys: Option<(Arc<KeySet>, SignedDuration)>,
    /// When it was asked last, and what went wrong if something did.
    asked: Option<(SignedDuration, Option<FetchError>)>,
}

impl std::fmt::Debug for ProviderKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProviderKeys").field("fetcher", &self.fetcher).finish_non_exhaustive()
    }
}

impl ProviderKeys {
    /// Knows no keys yet.
    #[must_use]
    pub fn new(fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        Self { fetcher, clock, issuers: Mutex::default() }
    }

    /// The keys of an issuer, without `https://`, that is to have the key `key_id`; if it does not have it, the keys that it
    /// has.
    ///
    /// # Errors
    /// They cannot be fetched, or could not a moment ago.
    pub async fn of(&self, issuer: &str, key_id: &str) -> Result<Arc<KeySet>, FetchError> {
        let state = self.state(issuer);
        let mut state = state.lock().await;
        // Nobody sets this clock back, so that nothing is held for longer than it may be.
        let now = self.clock.uptime();
        let fresh = state.keys.as_ref().filter(|(_, at)| now - *at < MAX_AGE).map(|(keys, _)| Arc::clone(keys));
        if let Some(keys) = fresh.as_ref().filter(|keys| keys.has(key_id)) {
            return Ok(Arc::clone(keys));
        }
        if let Some((at, failure)) = &state.asked
            && now - *at < MIN_INTERVAL
        {
            return match (fresh, failure) {
                (Some(keys), _) => Ok(keys),
                (None, Some(failure)) => Err(failure.clone()),
                (None, None) => Err(FetchError::Time(issuer.to_owned())),
            };
        }
        // Before it is asked: a request that is given up must not let the next one ask at once.
        state.asked = Some((now, fresh.is_none().then(|| FetchError::Time(issuer.to_owned()))));
        match self.fetch(issuer).await {
            Ok(keys) => {
                let keys = Arc::new(keys);
                *state = State { keys: Some((Arc::clone(&keys), now)), asked: Some((now, None)) };
                Ok(keys)
            }
            Err(failure) => {
                tracing::warn!(issuer, %failure, "the keys of an identity provider cannot be fetched");
                state.asked = Some((now, Some(failure.clone())));
                // Those that still hold are as good as they were.
                fresh.ok_or(failure)
            }
        }
    }

    async fn fetch(&self, issuer: &str) -> Result<KeySet, FetchError> {
        let unusable =
            |place: &Place, why: &dyn std::fmt::Display| FetchError::Document(place.host.clone(), why.to_string());
        let document = discovery::document(issuer);
        let text = self.fetcher.get(&document).await?;
        let place = discovery::keys(issuer, &text).map_err(|why| unusable(&document, &why))?;
        let text = self.fetcher.get(&place).await?;
        KeySet::read(&text).map_err(|why| unusable(&place, &why))
    }

    fn state(&self, issuer: &str) -> Arc<tokio::sync::Mutex<State>> {
        let now = self.clock.uptime();
        let mut issuers = self.issuers.lock().unwrap_or_else(PoisonError::into_inner);
        if !issuers.contains_key(issuer) && issuers.len() >= MAX_ISSUERS {
            let oldest = issuers.iter().min_by_key(|(_, known)| known.last_use).map(|(issuer, _)| issuer.clone());
            oldest.and_then(|oldest| issuers.remove(&oldest));
        }
        let known = issuers.entry(issuer.to_owned()).or_insert_with(|| Known { last_use: now, state: Arc::default() });
        known.last_use = now;
        Arc::clone(&known.state)
    }
}
