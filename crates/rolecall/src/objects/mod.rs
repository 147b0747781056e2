//! Where the bytes of objects live: data files on the file system and an index that says which object they are.
//!
//! The life of a put: the bytes stream into a new file under `incoming/` while their digests are computed; the file
//! and its name are synced; the operation compares the digests with what the client claimed; one index transaction
//! makes the object appear, or replaces the old one whole; only then is the client answered. Whatever moment the
//! process dies at, the next start finds either the old object or the new one and sweeps the rest away.
//!
//! A bucket is named here by its *scope*, which the caller makes of the bucket's name and its incarnation, so that a
//! bucket that is deleted and created again, perhaps by another account, never shows an object of the first one.
//!
//! Everything that touches the disk runs on the blocking pool with bounded buffers.

pub mod checksums;
mod files;
mod incoming;
mod index;
mod listing;
mod metadata;
mod multipart;
mod reader;
mod scrub;

pub use incoming::{Incoming, Received};
pub use listing::{ListPage, ListQuery};
pub use metadata::{Checksum, ChecksumType, Metadata, ObjectInfo};
pub use multipart::{CompletedPart, NewUpload, PartInfo, PartsPage, UploadInfo, UploadsPage, UploadsQuery};
pub use reader::ObjectReader;
pub use scrub::{Finding, Problem, Scrubbed, scrub};

use crate::environment::clock::Clock;
use crate::environment::entropy::{Entropy, NoEntropy};
use crate::environment::reserve::{DiskFull, Reserve};
use checksums::Digests;
use files::Files;
use index::{Index, discard_content, segments, to_db};
use jiff::Timestamp;
use listing::{key_of, list, object_info, to_json};
use metadata::Kept;
use reader::{Pin, Pins};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The smallest part of a multipart upload, the last one aside: 5 MiB.
pub const MIN_PART_BYTES: u64 = 5 * 1024 * 1024;

/// Why the byte store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The disk is full, or failed.
    #[error("object data: {0}")]
    Io(#[from] std::io::Error),
    /// SQLite could not read or commit.
    #[error("object index: {0}")]
    Index(#[from] rusqlite::Error),
    /// SQLite could not say that a change is durable; after a crash it may be there or not.
    #[error("object index: the commit failed: {0}")]
    Commit(rusqlite::Error),
    /// No random bytes.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// What is on disk contradicts itself.
    #[error("{0}")]
    Damaged(&'static str),
    /// A data file that the index names is not there.
    #[error("a data file is missing")]
    Missing,
    /// The server is shutting down, or a task of the byte store panicked.
    #[error("the work was interrupted")]
    Interrupted,
    /// The bucket is being deleted.
    #[error("the bucket is being deleted")]
    BucketClosed,
    /// The condition of the write does not hold (412).
    #[error("the condition of the write does not hold")]
    ConditionFailed,
    /// `If-Match` on a key that does not exist (404).
    #[error("there is no such key")]
    NoSuchKey,
    /// There is no such upload.
    #[error("there is no such upload")]
    NoSuchUpload,
    /// A part that is not there, or has another entity tag or checksum: its number.
    #[error("part {0} is not there as described")]
    InvalidPart(u32),
    /// A part before the last is below 5 MiB: number, entity tag, bytes.
    #[error("part {0} is too small")]
    PartTooSmall(u32, String, u64),
    /// The checksum of the whole upload is not the claimed one.
    #[error("the checksum of the upload does not match")]
    ChecksumMismatch,
}

impl DiskFull for StorageError {
    fn is_disk_full(&self) -> bool {
        match self {
            Self::Io(error) => error.is_disk_full(),
            Self::Index(error) | Self::Commit(error) => error.is_disk_full(),
            _ => false,
        }
    }
}

/// The index, beside the folders of data files.
const INDEX_FILE: &str = "objects.sqlite";

/// What must hold of the object that a write replaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum WriteCondition {
    /// Nothing.
    #[default]
    Always,
    /// `If-None-Match: *`: there is none.
    IfAbsent,
    /// `If-Match`: its entity tag is this one (without quotes).
    IfMatch(String),
}

/// A new object's description; its bytes are a [`Received`].
#[derive(Debug, Clone, Default)]
pub struct NewObject {
    /// The key, 1 to 1024 bytes; the caller has checked that.
    pub key: String,
    /// What the writer says of it.
    pub metadata: Metadata,
    /// When to replace an object that exists.
    pub condition: WriteCondition,
}

/// The byte store. Cloning it clones a handle.
#[derive(Debug, Clone)]
pub struct ObjectFiles(Arc<Inner>);

struct Inner {
    files: Files,
    index: Index,
    pins: Pins,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    reserve: Arc<Reserve>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ObjectFiles").field("files", &self.files).finish_non_exhaustive()
    }
}

impl ObjectFiles {
    /// Opens the store in this folder, making it if there is none, and sweeps away what a killed process left.
    /// Blocks; called once at start.
    ///
    /// # Errors
    /// The folder or the index cannot be made or read.
    pub fn open(root: &Path, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Self, StorageError> {
        Self::open_with_reserve(root, clock, entropy, Arc::new(Reserve::none()))
    }

    /// The same with the reserve of the disk, for deletions when it is full.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with_reserve(
        root: &Path,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        reserve: Arc<Reserve>,
    ) -> Result<Self, StorageError> {
        std::fs::create_dir_all(root)?;
        let files = Files::open(root)?;
        let index = Index::open(&root.join(INDEX_FILE))?;
        let inner = Inner { files, index, pins: Pins::default(), clock, entropy, reserve };
        for id in inner.files.incoming()? {
            if inner.index.read(|connection| index::is_used(connection, &id))? {
                inner.files.settle(&id)?;
            } else {
                inner.files.remove(&id)?;
            }
        }
        inner.collect_garbage()?;
        Ok(Self(Arc::new(inner)))
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<Inner>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let inner = Arc::clone(&self.0);
        // A task that runs is not stopped when the client goes away: a commit either happens whole or not at all.
        spawn_blocking(move || work(&inner)).await.map_err(|_| StorageError::Interrupted)?
    }

    /// Begins an upload's bytes.
    pub fn receive(&self, digests: Digests) -> Incoming {
        Incoming::begin(Arc::clone(&self.0), digests)
    }

    /// Makes received bytes the object of this key, replacing an existing one. Durable when this returns.
    ///
    /// # Errors
    /// [`StorageError::ConditionFailed`], [`StorageError::NoSuchKey`], [`StorageError::BucketClosed`]; or the disk
    /// failed. The old object is untouched then.
    pub async fn put(&self, scope: &str, object: NewObject, bytes: Received) -> Result<ObjectInfo, StorageError> {
        let scope = scope.to_owned();
        self.run(move |inner| {
            let info = ObjectInfo {
                key: object.key,
                size: bytes.size,
                etag: bytes.digests.etag(),
                modified: inner.now()?,
                checksum: Some(bytes.digests.checksum()),
                metadata: object.metadata,
            };
            let file = bytes.temporary.id()?.clone();
            let content = inner.new_content()?;
            let committed = inner.index.write(|transaction, closed| {
                check_open(closed, &scope)?;
                transaction.prepare_cached("INSERT INTO segment VALUES (?1, 1, ?2, ?3, ?4, ?5, NULL)")?.execute(
                    params![content, file.as_str(), to_db(info.size)?, info.etag, info.modified.as_millisecond()],
                )?;
                replace_object(transaction, &scope, &info, content, &object.condition)
            });
            bytes.temporary.keep_unless_refused(committed)?;
            inner.tidy(Some(&file));
            Ok(info)
        })
        .await
    }

    /// The object of this key, without its bytes.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn head(&self, scope: &str, key: &str) -> Result<Option<ObjectInfo>, StorageError> {
        let (scope, key) = (scope.to_owned(), key.to_owned());
        self.run(move |inner| inner.index.read(|c| Ok(find(c, &scope, &key)?.map(|(info, _)| info)))).await
    }

    /// The object of this key and its bytes as they are now.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn open_object(
        &self,
        scope: &str,
        key: &str,
    ) -> Result<Option<(ObjectInfo, ObjectReader)>, StorageError> {
        let (scope, key) = (scope.to_owned(), key.to_owned());
        self.run(move |inner| {
            // Under the lock of the pins nothing is removed, so what the index names now can still be opened.
            let mut pins = inner.pins.lock();
            let found = inner.index.read(|connection| match find(connection, &scope, &key)? {
                Some((info, content)) => Ok(Some((info, segments(connection, content)?))),
                None => Ok(None),
            })?;
            Ok(found
                .map(|(info, segments)| (info, ObjectReader::new(Pin::new(Arc::clone(inner), &mut pins, segments)))))
        })
        .await
    }

    /// Removes the object of this key; whether there was one. Durable when this returns.
    ///
    /// # Errors
    /// [`StorageError::ConditionFailed`] or [`StorageError::NoSuchKey`] by the condition; or the index cannot be
    /// written.
    pub async fn delete(&self, scope: &str, key: &str, condition: WriteCondition) -> Result<bool, StorageError> {
        let outcomes = self.delete_many(scope, vec![(key.to_owned(), condition)]).await?;
        outcomes.into_iter().next().unwrap_or(Err(StorageError::Interrupted))
    }

    /// Removes the objects of these keys, each by its own condition, in one commit; for each whether there was one, or
    /// that its condition does not hold. Durable when this returns.
    ///
    /// # Errors
    /// The index cannot be written; nothing is removed then.
    pub async fn delete_many(
        &self,
        scope: &str,
        keys: Vec<(String, WriteCondition)>,
    ) -> Result<Vec<Result<bool, StorageError>>, StorageError> {
        let scope = scope.to_owned();
        self.run(move |inner| {
            let outcomes = inner.free_room(|transaction| {
                keys.iter().map(|(key, condition)| delete_object(transaction, &scope, key, condition)).collect()
            })?;
            inner.tidy_freed();
            Ok(outcomes)
        })
        .await
    }

    /// A page of a bucket's objects.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn list(&self, scope: &str, query: ListQuery) -> Result<ListPage, StorageError> {
        let scope = scope.to_owned();
        self.run(move |inner| inner.index.read(|connection| list(connection, &scope, &query))).await
    }

    /// Closes an empty bucket to new objects, before it is deleted; `false` if it is not empty, and then it stays
    /// open. Uploads under way do not count. Call [`Self::reopen_bucket`] if the deletion fails.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn close_bucket(&self, scope: &str) -> Result<bool, StorageError> {
        let scope = scope.to_owned();
        self.run(move |inner| {
            inner.index.write(|transaction, closed| {
                let sql = "SELECT 1 FROM object WHERE bucket = ?1 LIMIT 1";
                let any = transaction.prepare_cached(sql)?.query_row(params![scope], |_| Ok(())).optional()?;
                if any.is_some() {
                    return Ok(false);
                }
                closed.insert(scope);
                Ok(true)
            })
        })
        .await
    }

    /// Opens a closed bucket again: its deletion failed.
    pub fn reopen_bucket(&self, scope: &str) {
        self.0.index.reopen(scope);
    }

    /// Gives up the uploads under way of a bucket that is deleted.
    ///
    /// # Errors
    /// The index cannot be written.
    pub async fn forget_bucket(&self, scope: &str) -> Result<(), StorageError> {
        let scope = scope.to_owned();
        self.run(move |inner| {
            inner.free_room(|transaction| multipart::discard_uploads(transaction, &scope))?;
            inner.tidy_freed();
            Ok(())
        })
        .await
    }

    /// Files on disk, for tests that prove that nothing is left behind.
    #[cfg(test)]
    fn file_count(&self) -> usize {
        self.0.files.count()
    }
}

impl Inner {
    /// Now, to the millisecond that the index keeps.
    fn now(&self) -> Result<Timestamp, StorageError> {
        listing::time(self.clock.now().as_millisecond())
    }

    /// A number for a new content: random, so that no counter has to be kept.
    fn new_content(&self) -> Result<i64, StorageError> {
        let mut bytes = [0u8; 8];
        self.entropy.fill(&mut bytes)?;
        Ok(i64::from_le_bytes(bytes))
    }

    /// After a commit: settles the new file and removes files that nothing uses. The change itself is durable
    /// already, so a failure here costs disk space until the next start and no more.
    fn tidy(&self, new: Option<&files::FileId>) {
        let settled = new.map_or(Ok(()), |id| self.files.settle(id).map_err(StorageError::from));
        if let Err(error) = settled.and_then(|()| self.collect_garbage()) {
            tracing::warn!(%error, "data files could not be tidied");
        }
    }

    /// A change of the index that frees room: a full disk does not stop it.
    fn free_room<T>(&self, work: impl Fn(&Transaction<'_>) -> Result<T, StorageError>) -> Result<T, StorageError> {
        self.reserve.spend(|| self.index.write(|transaction, _| work(transaction)))
    }

    /// After a deletion: [`Self::tidy`], and there may be room for the reserve again.
    fn tidy_freed(&self) {
        self.tidy(None);
        if self.reserve.is_given_up() {
            self.index.checkpoint();
            self.reserve.refill();
        }
    }

    /// Refuses bytes while what is free on the disk is for deletions.
    fn check_room(&self) -> Result<(), StorageError> {
        if self.reserve.is_given_up() { Err(std::io::Error::from(ErrorKind::StorageFull).into()) } else { Ok(()) }
    }

    /// Removes the files that no content uses and nobody reads.
    fn collect_garbage(&self) -> Result<(), StorageError> {
        let garbage = self.index.read(index::garbage)?;
        // The index names none of them any more, so what is not pinned now never will be.
        let free: Vec<_> = {
            let pins = self.pins.lock();
            garbage.into_iter().filter(|id| !pins.contains_key(id)).collect()
        };
        for id in &free {
            self.files.remove(id)?;
        }
        if free.is_empty() { Ok(()) } else { self.index.forget_garbage(&free) }
    }
}

/// Refuses a bucket that is being deleted.
fn check_open(closed: &HashSet<String>, scope: &str) -> Result<(), StorageError> {
    if closed.contains(scope) { Err(StorageError::BucketClosed) } else { Ok(()) }
}

/// The object of a key and its content.
fn find(connection: &Connection, scope: &str, key: &str) -> Result<Option<(ObjectInfo, i64)>, StorageError> {
    let sql = "SELECT key, size, etag, modified, kept, content FROM object WHERE bucket = ?1 AND key = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![scope, key.as_bytes()])?;
    match rows.next()? {
        Some(row) => Ok(Some((object_info(row, key_of(row, 0)?)?, row.get(5)?))),
        None => Ok(None),
    }
}

/// Compares the condition of a write with the existing object.
fn check_condition(existing: Option<&ObjectInfo>, condition: &WriteCondition) -> Result<(), StorageError> {
    match (condition, existing) {
        (WriteCondition::Always, _) | (WriteCondition::IfAbsent, None) => Ok(()),
        (WriteCondition::IfAbsent, Some(_)) => Err(StorageError::ConditionFailed),
        (WriteCondition::IfMatch(_), None) => Err(StorageError::NoSuchKey),
        (WriteCondition::IfMatch(etag), Some(info)) if *etag == info.etag => Ok(()),
        (WriteCondition::IfMatch(_), Some(_)) => Err(StorageError::ConditionFailed),
    }
}

/// Removes one object if its condition holds. The outer error gives the whole transaction up.
fn delete_object(
    transaction: &Transaction<'_>,
    scope: &str,
    key: &str,
    condition: &WriteCondition,
) -> Result<Result<bool, StorageError>, StorageError> {
    let found = find(transaction, scope, key)?;
    if let Err(refused) = check_condition(found.as_ref().map(|(info, _)| info), condition) {
        return Ok(Err(refused));
    }
    let Some((_, content)) = found else { return Ok(Ok(false)) };
    discard_content(transaction, content)?;
    transaction
        .prepare_cached("DELETE FROM object WHERE bucket = ?1 AND key = ?2")?
        .execute(params![scope, key.as_bytes()])?;
    Ok(Ok(true))
}

/// Makes `content` the object, and gives up the content it had before.
fn replace_object(
    transaction: &Transaction<'_>,
    scope: &str,
    info: &ObjectInfo,
    content: i64,
    condition: &WriteCondition,
) -> Result<(), StorageError> {
    let existing = find(transaction, scope, &info.key)?;
    check_condition(existing.as_ref().map(|(info, _)| info), condition)?;
    if let Some((_, old)) = existing {
        discard_content(transaction, old)?;
    }
    let kept = Kept { checksum: info.checksum.clone(), metadata: info.metadata.clone() };
    transaction.prepare_cached("INSERT OR REPLACE INTO object VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            scope,
            info.key.as_bytes(),
            content,
            to_db(info.size)?,
            info.etag,
            info.modified.as_millisecond(),
            to_json(&kept)?
        ],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
