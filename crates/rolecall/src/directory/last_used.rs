//! When access keys and roles were last used (R4.16, R4.24): noted in memory on each request, saved now and then.
//!
//! AWS records use at a granularity of minutes; so a use is written to the store at most once in
//! [`GRANULARITY_SECONDS`] for each key or role, and by `flush` at shutdown.

use super::entities::kind;
use crate::store::{Store, Transaction};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Seconds between two saves of one key's last use.
pub const GRANULARITY_SECONDS: i64 = 60;

/// The part of the store key that names the kind, as in the keys of entities.
const KIND: &str = "last-used";

fn store_key(account: AccountId, id: &str) -> String {
    format!("{account}/{KIND}/{id}")
}

/// One use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// When.
    pub time: Timestamp,
    /// In which region.
    pub region: String,
    /// Of which service, `s3`.
    pub service: String,
}

#[derive(Debug)]
struct Noted {
    last: Use,
    saved: Option<Timestamp>,
}

/// The notes.
pub struct LastUsed {
    store: Arc<dyn Store>,
    notes: Mutex<HashMap<String, Noted>>,
}

impl std::fmt::Debug for LastUsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastUsed").field("notes", &self.notes().len()).finish_non_exhaustive()
    }
}

impl LastUsed {
    /// Reads what was saved.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn open(store: Arc<dyn Store>) -> Result<Self, crate::store::StoreError> {
        let mut notes = HashMap::new();
        store.load(&mut |entry| {
            if kind(&entry.key) == Some(KIND)
                && let Ok(last) = serde_json::from_slice::<Use>(&entry.value)
            {
                let saved = Some(last.time);
                notes.insert(entry.key, Noted { last, saved });
            }
        })?;
        Ok(Self { store, notes: Mutex::new(notes) })
    }

    fn notes(&self) -> MutexGuard<'_, HashMap<String, Noted>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a use of the access key or role with this id. Saving happens behind the caller's back: a use that is lost
    /// with a crash is at most [`GRANULARITY_SECONDS`] old.
    pub fn note(&self, account: AccountId, id: &str, now: &Use) {
        let key = store_key(account, id);
        let due = {
            let mut notes = self.notes();
            let noted = notes.entry(key.clone()).or_insert_with(|| Noted { last: now.clone(), saved: None });
            noted.last = now.clone();
            // Also if the clock was ahead when it was saved.
            let due =
                noted.saved.is_none_or(|saved| now.time.duration_since(saved).as_secs().abs() >= GRANULARITY_SECONDS);
            if due {
                noted.saved = Some(now.time);
            }
            due
        };
        if due && let Ok(value) = serde_json::to_vec(now) {
            let transaction = Transaction { put: vec![(key, value)], ..Transaction::default() };
            let commit = self.store.commit(transaction);
            tokio::spawn(async move {
                if let Err(error) = commit.await {
                    tracing::warn!(%error, "a last use is not saved");
                }
            });
        }
    }

    /// The last use of an access key or role.
    #[must_use]
    pub fn get(&self, account: AccountId, id: &str) -> Option<Use> {
        self.notes().get(&store_key(account, id)).map(|noted| noted.last.clone())
    }

    /// Saves every use that is not saved yet.
    pub async fn flush(&self) {
        let transaction = Transaction {
            put: self
                .notes()
                .iter()
                .filter(|(_, noted)| noted.saved != Some(noted.last.time))
                .filter_map(|(key, noted)| Some((key.clone(), serde_json::to_vec(&noted.last).ok()?)))
                .collect(),
            ..Transaction::default()
        };
        if !transaction.put.is_empty()
            && let Err(error) = self.store.commit(transaction).await
        {
            tracing::warn!(%error, "last uses are not saved");
        }
    }
}
