//! When access keys and roles were last used (R4.16, R4.24): noted in memory on each request, saved now and then.
//!
//! AWS records use at a granularity of minutes; so a use is written to the store at most once in
//! [`GRANULARITY_SECONDS`] for each key or role, and by `flush` at shutdown.
//!
//! A note goes with its key or role: the change that deletes these deletes the note's row
//! ([`Edit::delete`](super::edit::Edit::delete)). What is left in memory, and rows of requests that were under way, are swept
//! out at the start, at the end, and whenever the notes have doubled.

use super::Snapshot;
use super::entities::{AccessKey, Role, User, kind};
use crate::environment::short_lock;
use crate::store::{Entry, Store, StoreError, Transaction};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Seconds between two saves of one key's last use.
pub const GRANULARITY_SECONDS: i64 = 60;

/// Notes above which those of deleted keys and roles are swept out; one is some 200 bytes.
const SWEEP_ABOVE: usize = 256;

/// The part of the store key that names the kind, as in the keys of entities.
const KIND: &str = "last-used";

/// The store key of the note of an access key or role.
pub(super) fn store_key(account: AccountId, id: &str) -> String {
    format!("{account}/{KIND}/{id}")
}

/// Whether this is the store key of a note.
pub(super) fn is_note(key: &str) -> bool {
    kind(key) == Some(KIND)
}

/// One use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use<Text = String> {
    /// When.
    pub time: Timestamp,
    /// In which region.
    pub region: Text,
    /// Of which service, `s3`.
    pub service: Text,
}

#[derive(Debug)]
struct Noted {
    account: AccountId,
    last: Use,
    saved: Option<Timestamp>,
}

impl Noted {
    /// A later use. Each request notes one, mostly like the one before, so that nothing is allocated for those.
    fn again(&mut self, now: &Use<&str>) {
        self.last.time = now.time;
        for (last, now) in [(&mut self.last.region, now.region), (&mut self.last.service, now.service)] {
            if last != now {
                now.clone_into(last);
            }
        }
    }
}

/// The notes.
pub struct LastUsed {
    store: Arc<dyn Store>,
    notes: Mutex<Notes>,
}

struct Notes {
    by_id: HashMap<String, Noted>,
    /// The number at which the next sweep is due.
    sweep_at: usize,
}

impl Notes {
    /// Drops the notes of keys, roles and users that are not there, and returns their store keys.
    fn sweep(&mut self, snapshot: &Snapshot) -> Vec<String> {
        let is_there = |id: &str| {
            snapshot.find_by_id::<AccessKey>(id).is_some()
                || snapshot.find_by_id::<Role>(id).is_some()
                || snapshot.find_by_id::<User>(id).is_some()
        };
        let gone = self.by_id.extract_if(|id, _| !is_there(id));
        let gone = gone.map(|(id, noted)| store_key(noted.account, &id)).collect();
        self.sweep_at = self.by_id.len().saturating_mul(2).max(SWEEP_ABOVE);
        gone
    }
}

impl std::fmt::Debug for LastUsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastUsed").field("notes", &self.notes().by_id.len()).finish_non_exhaustive()
    }
}

impl LastUsed {
    /// Takes what was saved, as [`Directory::open_with`](super::Directory::open_with) found it, and drops what is of no key and
    /// no role any more.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn open(store: Arc<dyn Store>, saved: Vec<Entry>, snapshot: &Snapshot) -> Result<Self, StoreError> {
        let noted = |entry: Entry| {
            let last: Use = serde_json::from_slice(&entry.value).ok()?;
            let (account, id) = entry.key.split_once('/')?;
            let id = id.strip_prefix(KIND)?.strip_prefix('/')?;
            Some((id.to_owned(), Noted { account: account.parse().ok()?, saved: Some(last.time), last }))
        };
        let by_id = saved.into_iter().filter_map(noted).collect();
        let mut notes = Notes { by_id, sweep_at: SWEEP_ABOVE };
        let delete = notes.sweep(snapshot);
        if !delete.is_empty() {
            store.commit(Transaction { delete, ..Transaction::default() }).await?;
        }
        Ok(Self { store, notes: Mutex::new(notes) })
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        short_lock::lock(&self.notes)
    }

    /// Notes a use of the access key or role with this id, or of the password of the user, which `snapshot` has. Saving happens behind the caller's back: a
    /// use that is lost with a crash is at most [`GRANULARITY_SECONDS`] old.
    pub fn note(&self, snapshot: &Snapshot, account: AccountId, id: &str, now: &Use<&str>) {
        let mut transaction = Transaction::default();
        {
            let mut notes = self.notes();
            if notes.by_id.len() >= notes.sweep_at {
                transaction.delete = notes.sweep(snapshot);
            }
            if !notes.by_id.contains_key(id) {
                let last = Use { time: now.time, region: now.region.to_owned(), service: now.service.to_owned() };
                notes.by_id.insert(id.to_owned(), Noted { account, last, saved: None });
            }
            if let Some(noted) = notes.by_id.get_mut(id) {
                noted.again(now);
                // Also if the clock was ahead when it was saved.
                let is_old = |saved: Timestamp| now.time.duration_since(saved).as_secs().abs() >= GRANULARITY_SECONDS;
                if noted.saved.is_none_or(is_old)
                    && let Ok(value) = serde_json::to_vec(now)
                {
                    noted.saved = Some(now.time);
                    transaction.put.push((store_key(account, id), value));
                }
            }
        }
        if !transaction.put.is_empty() || !transaction.delete.is_empty() {
            let commit = self.store.commit(transaction);
            tokio::spawn(async move {
                if let Err(error) = commit.await {
                    tracing::warn!(%error, "cannot save a last use");
                }
            });
        }
    }

    /// The last use of an access key or role, or of a user's password.
    #[must_use]
    pub fn get(&self, account: AccountId, id: &str) -> Option<Use> {
        let notes = self.notes();
        notes.by_id.get(id).filter(|noted| noted.account == account).map(|noted| noted.last.clone())
    }

    /// Saves every use that is not saved yet, of the keys and roles that are there.
    pub async fn flush(&self, snapshot: &Snapshot) {
        let transaction = {
            let mut notes = self.notes();
            let delete = notes.sweep(snapshot);
            let unsaved = notes.by_id.iter().filter(|(_, noted)| noted.saved != Some(noted.last.time));
            let put = unsaved
                .filter_map(|(id, noted)| Some((store_key(noted.account, id), serde_json::to_vec(&noted.last).ok()?)));
            Transaction { put: put.collect(), delete, ..Transaction::default() }
        };
        if (!transaction.put.is_empty() || !transaction.delete.is_empty())
            && let Err(error) = self.store.commit(transaction).await
        {
            tracing::warn!(%error, "cannot save last uses");
        }
    }
}
