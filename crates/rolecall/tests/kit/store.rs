//! A store in memory that can run out of room.

use futures_util::future::BoxFuture;
use rolecall::store::{Entry, EntryRef, MemoryStore, Revision, Store, StoreError, Transaction, Watch};
use std::sync::atomic::{AtomicBool, Ordering};

/// The store of a test's server.
#[derive(Default)]
pub(crate) struct TestStore {
    memory: MemoryStore,
    is_full: AtomicBool,
}

impl TestStore {
    /// Refuses all changes from now on, or takes them again.
    pub(crate) fn set_full(&self, is_full: bool) {
        self.is_full.store(is_full, Ordering::SeqCst);
    }
}

impl Store for TestStore {
    fn load(&self, visit: &mut dyn FnMut(EntryRef<'_>)) -> Result<Revision, StoreError> {
        self.memory.load(visit)
    }

    fn get(&self, key: &str) -> Result<Option<Entry>, StoreError> {
        self.memory.get(key)
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'static, Result<Revision, StoreError>> {
        if self.is_full.load(Ordering::SeqCst) {
            return Box::pin(std::future::ready(Err(StoreError::Unavailable("database or disk is full".to_owned()))));
        }
        self.memory.commit(transaction)
    }

    fn watch(&self, from: Revision) -> Watch {
        self.memory.watch(from)
    }
}
