//! Everything that must outlive the process: an ordered key–value map with revisions, which is etcd's shape.
//!
//! A handler that creates a role reads a snapshot of the directory, builds a [`Transaction`] that puts two keys and
//! expects a third to be unchanged since revision 41, and commits it. If something else changed that key first, it gets
//! [`StoreError::Conflict`], reads again and tries again. Otherwise the transaction becomes revision 42: it is durable,
//! then every [`Watch`] is given the [`Change`], then the handler hears of it. The directory is fed by such a watch and
//! by nothing else, so it is the same on every node.
//!
//! The store knows no service logic: keys are text that sorts by its bytes, values are bytes.
//!
//! - [`memory`]: for tests.
//! - [`sqlite`]: the default, one file on one machine.
//! - [`conformance`]: what each of them must do, as code.

#[cfg(test)]
mod conformance;
mod feed;
mod inbox;
mod measures;
pub mod memory;
pub mod sqlite;

pub use feed::{Watch, WatchEnd};
pub use futures_util::future::BoxFuture;
pub use measures::StoreMeasures;
pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

/// Counts committed changes; every commit that changes something has a larger one than all before it. An empty store
/// stands at 0.
pub type Revision = u64;

/// Largest transaction: sum of its keys and values, in bytes. etcd's default request limit is of the same order.
pub const MAX_TRANSACTION_BYTES: usize = 4 << 20;

/// One key as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key; keys are ordered by their bytes.
    pub key: String,
    /// The value.
    pub value: Vec<u8>,
    /// The revision that last put it.
    pub modified: Revision,
}

/// The same while the whole store is read: what the store holds is not copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryRef<'s> {
    /// As [`Entry::key`].
    pub key: &'s str,
    /// As [`Entry::value`].
    pub value: &'s [u8],
    /// As [`Entry::modified`].
    pub modified: Revision,
}

impl From<EntryRef<'_>> for Entry {
    fn from(EntryRef { key, value, modified }: EntryRef<'_>) -> Self {
        Self { key: key.to_owned(), value: value.to_owned(), modified }
    }
}

/// What a transaction relies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The key.
    pub key: String,
    /// The revision that must have put it last; `None`: the key must be absent.
    pub modified: Option<Revision>,
}

impl Expectation {
    /// `key` must still be as revision `modified` put it.
    pub fn unchanged(key: impl Into<String>, modified: Revision) -> Self {
        Self { key: key.into(), modified: Some(modified) }
    }

    /// There must be no such key.
    pub fn absent(key: impl Into<String>) -> Self {
        Self { key: key.into(), modified: None }
    }
}

/// All of it happens, or nothing.
///
/// Deletes come before puts, and of several puts of one key the last one stays. Deleting what is not there is no error.
/// With nothing to put or delete it only checks its expectations: no revision is used and no change is seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transaction {
    /// Checked first; the first one that does not hold is the conflict.
    pub expect: Vec<Expectation>,
    /// Keys and their new values.
    pub put: Vec<(String, Vec<u8>)>,
    /// Keys to remove.
    pub delete: Vec<String>,
    /// It frees room in the end, so it may use the reserve of a full disk
    /// ([`Reserve`](crate::environment::reserve::Reserve)).
    pub frees_room: bool,
}

impl Transaction {
    fn is_empty(&self) -> bool {
        self.put.is_empty() && self.delete.is_empty()
    }

    /// Size as [`MAX_TRANSACTION_BYTES`] counts it.
    fn bytes(&self) -> usize {
        let put: usize = self.put.iter().map(|(key, value)| key.len() + value.len()).sum();
        put + self.delete.iter().map(String::len).sum::<usize>()
    }

    fn check_size(&self) -> Result<(), StoreError> {
        let bytes = self.bytes();
        if bytes > MAX_TRANSACTION_BYTES {
            return Err(StoreError::Unavailable(format!(
                "a transaction of {bytes} bytes is larger than the limit of {MAX_TRANSACTION_BYTES}"
            )));
        }
        Ok(())
    }
}

/// A committed transaction, as watchers see it. Apply deletes first, then puts in order; a put's `modified` is
/// `revision`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The revision it made.
    pub revision: Revision,
    /// As in [`Transaction::put`].
    pub put: Vec<(String, Vec<u8>)>,
    /// As in [`Transaction::delete`].
    pub delete: Vec<String>,
}

/// Why a transaction or a read did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// An expectation did not hold; nothing was changed.
    #[error("`{key}` was changed by someone else")]
    Conflict {
        /// The key that was not as expected.
        key: String,
    },
    /// The store cannot do it now: disk full, I/O error, closed. The text is for the log. If the disk failed while
    /// it was syncing, the transaction may yet turn out to have happened after a restart.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
}

/// The store. Dyn-compatible: the server holds an `Arc<dyn Store>`.
pub trait Store: Send + Sync + 'static {
    /// Visits every entry in key order, all as of one revision, which it returns: `watch` from there misses nothing.
    /// Blocks on the disk; meant for start.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn load(&self, visit: &mut dyn FnMut(EntryRef<'_>)) -> Result<Revision, StoreError>;

    /// One key as it stands. Blocks on the disk; requests read the directory instead.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn get(&self, key: &str) -> Result<Option<Entry>, StoreError>;

    /// Commits; durable, and given to the watchers, when it resolves. Returns the new revision, or the present one
    /// for a transaction that changes nothing. Once polled, the transaction may happen even if the future is dropped.
    fn commit(&self, transaction: Transaction) -> BoxFuture<'static, Result<Revision, StoreError>>;

    /// The changes after revision `from`, in order, none left out; see [`Watch`].
    fn watch(&self, from: Revision) -> Watch;

    /// What it counts of its work, if it does.
    fn measures(&self) -> Option<&StoreMeasures> {
        None
    }

    /// Waits until the store has failed for good, so that the process must end; the reason. A store that cannot fail so
    /// waits for ever.
    fn failed(&self) -> BoxFuture<'static, String> {
        Box::pin(std::future::pending())
    }
}
