//! A store that forgets everything when it is dropped; for tests.

use super::feed::Feed;
use super::{BoxFuture, Change, Entry, EntryRef, Revision, Store, StoreError, Transaction, Watch};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The store in memory.
pub struct MemoryStore {
    state: Mutex<State>,
    feed: Feed,
}

#[derive(Default)]
struct State {
    entries: BTreeMap<String, (Revision, Vec<u8>)>,
    revision: Revision,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Mutex::default(), feed: Feed::new(0) }
    }

    fn commit_now(&self, transaction: Transaction) -> Result<Revision, StoreError> {
        transaction.check_size()?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for expectation in &transaction.expect {
            let modified = state.entries.get(&expectation.key).map(|(modified, _)| *modified);
            if modified != expectation.modified {
                return Err(StoreError::Conflict { key: expectation.key.clone() });
            }
        }
        if transaction.is_empty() {
            return Ok(state.revision);
        }
        state.revision += 1;
        let revision = state.revision;
        for key in &transaction.delete {
            state.entries.remove(key);
        }
        for (key, value) in &transaction.put {
            state.entries.insert(key.clone(), (revision, value.clone()));
        }
        // Published under the lock: revisions reach the watchers in order.
        self.feed.publish([Change { revision, put: transaction.put, delete: transaction.delete }]);
        Ok(revision)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for MemoryStore {
    fn drop(&mut self) {
        self.feed.close();
    }
}

impl Store for MemoryStore {
    fn load(&self, visit: &mut dyn FnMut(EntryRef<'_>)) -> Result<Revision, StoreError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, (modified, value)) in &state.entries {
            visit(EntryRef { key, value, modified: *modified });
        }
        Ok(state.revision)
    }

    fn get(&self, key: &str) -> Result<Option<Entry>, StoreError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = state.entries.get(key);
        Ok(entry.map(|(modified, value)| Entry { key: key.to_owned(), value: value.clone(), modified: *modified }))
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'static, Result<Revision, StoreError>> {
        Box::pin(std::future::ready(self.commit_now(transaction)))
    }

    fn watch(&self, from: Revision) -> Watch {
        self.feed.watch(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::store::conformance::conformance!(|| (MemoryStore::new(), ()));
}
