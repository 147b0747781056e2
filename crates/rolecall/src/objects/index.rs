//! The index of objects: one SQLite file. A row is written only after the bytes it names are durable, and one
//! transaction is the whole difference between the old object and the new.
//!
//! Keys are blobs: SQLite compares them byte by byte, which is S3's listing order (UTF-8 binary).
//!
//! An object, like an upload under way, has a `content` number; the data files of a content are its segments, in
//! order. Completing a multipart upload hands its content over to the object, so no byte is copied.

use super::StorageError;
use super::files::FileId;
use crate::environment::data_dir::private_file;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Connections kept for reading; more readers at once open their own and close it again.
const IDLE_READERS: usize = 8;

/// How long one process waits for another that has the index open (a second server on the same data is an error).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS object (
        bucket TEXT NOT NULL, key BLOB NOT NULL, content INTEGER NOT NULL, size INTEGER NOT NULL,
        etag TEXT NOT NULL, modified INTEGER NOT NULL, kept TEXT NOT NULL,
        PRIMARY KEY (bucket, key)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS upload (
        bucket TEXT NOT NULL, key BLOB NOT NULL, id TEXT NOT NULL UNIQUE, content INTEGER NOT NULL,
        initiated INTEGER NOT NULL, kept TEXT NOT NULL,
        PRIMARY KEY (bucket, key, id)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS segment (
        content INTEGER NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
        etag TEXT NOT NULL, modified INTEGER NOT NULL, checksum TEXT,
        PRIMARY KEY (content, number)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS garbage (file TEXT PRIMARY KEY) WITHOUT ROWID;
    PRAGMA user_version = 1;
";

/// The index.
#[derive(Debug)]
pub(super) struct Index {
    path: PathBuf,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
}

/// What is used by one writer at a time, and the buckets that take no more objects because they are being deleted.
#[derive(Debug)]
pub(super) struct Writer {
    connection: Connection,
    /// For what may be lost in a crash: its commits are not synced before the next one of `connection`.
    relaxed: Connection,
    pub(super) closed: HashSet<String>,
}

/// One data file of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) number: u32,
    pub(super) file: FileId,
    pub(super) size: u64,
    /// The MD5 of its bytes in hexadecimal digits, whatever checksums the writer chose.
    pub(super) etag: String,
}

impl Index {
    /// Opens the index, making it if there is none.
    pub(super) fn open(path: &Path) -> Result<Self, StorageError> {
        // Made here so that it never has another mode; SQLite gives its side files the mode of the database.
        private_file().truncate(false).open(path)?;
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(SCHEMA)?;
        let relaxed = Connection::open(path)?;
        relaxed.busy_timeout(BUSY_TIMEOUT)?;
        relaxed.pragma_update(None, "synchronous", "NORMAL")?;
        let writer = Mutex::new(Writer { connection, relaxed, closed: HashSet::new() });
        Ok(Self { path: path.to_owned(), writer, readers: Mutex::new(Vec::new()) })
    }

    /// Runs `work` in a transaction; it is durable when this returns `Ok`, and never was when it returns an error
    /// other than [`StorageError::Commit`].
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &mut HashSet<String>) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut writer = lock(&self.writer);
        let Writer { connection, closed, .. } = &mut *writer;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction, closed)?;
        transaction.commit().map_err(StorageError::Commit)?;
        Ok(result)
    }

    /// Moves the log into the database, so that it does not grow with each deletion on a full disk.
    pub(super) fn checkpoint(&self) {
        let writer = lock(&self.writer);
        if let Err(error) = writer.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(%error, "cannot checkpoint the object index on a full disk");
        }
    }

    /// Forgets garbage whose files are removed. A crash may bring it back, and then it is removed again.
    pub(super) fn forget_garbage(&self, files: &[FileId]) -> Result<(), StorageError> {
        let mut writer = lock(&self.writer);
        let transaction = writer.relaxed.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut statement = transaction.prepare_cached("DELETE FROM garbage WHERE file = ?1")?;
            for file in files {
                statement.execute(params![file.as_str()])?;
            }
        }
        transaction.commit().map_err(StorageError::Commit)
    }

    /// Lets a bucket take objects again.
    pub(super) fn reopen(&self, bucket: &str) {
        lock(&self.writer).closed.remove(bucket);
    }

    /// Runs `work` on a consistent view of the index.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StorageError>) -> Result<T, StorageError> {
        let idle = lock(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open_to_read(&self.path)?,
        };
        // A read transaction, so that several statements see the same state; dropped, it rolls back.
        let transaction = connection.unchecked_transaction()?;
        let result = work(&transaction);
        drop(transaction);
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        result
    }
}

/// A connection that cannot write.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StorageError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// A poisoned lock means that a thread panicked while holding it; SQLite has rolled its transaction back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SQLite's integers are signed; sizes beyond 2^63 do not occur.
pub(super) fn to_db(number: u64) -> Result<i64, StorageError> {
    i64::try_from(number).map_err(|_| StorageError::Damaged("a number is out of range"))
}

/// A size or number back from the index.
pub(super) fn from_db<N: TryFrom<i64>>(number: i64) -> Result<N, StorageError> {
    N::try_from(number).map_err(|_| StorageError::Damaged("a number in the object index is out of range"))
}

/// The segments of a content, in order.
pub(super) fn segments(connection: &Connection, content: i64) -> Result<Vec<Segment>, StorageError> {
    let sql = "SELECT number, file, size, etag FROM segment WHERE content = ?1 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![content])?;
    let mut segments = Vec::new();
    while let Some(row) = rows.next()? {
        let file = row.get_ref(1)?.as_str().ok().and_then(FileId::parse);
        segments.push(Segment {
            number: from_db(row.get(0)?)?,
            file: file.ok_or(StorageError::Damaged("the object index names no data file"))?,
            size: from_db(row.get(2)?)?,
            etag: row.get(3)?,
        });
    }
    Ok(segments)
}

/// Gives up all segments of a content: their files become garbage when the transaction commits.
pub(super) fn discard_content(transaction: &Transaction<'_>, content: i64) -> Result<(), StorageError> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO garbage SELECT file FROM segment WHERE content = ?1")?
        .execute(params![content])?;
    transaction.prepare_cached("DELETE FROM segment WHERE content = ?1")?.execute(params![content])?;
    Ok(())
}

/// Gives up one segment of a content, if it exists.
pub(super) fn discard_segment(transaction: &Transaction<'_>, content: i64, number: u32) -> Result<(), StorageError> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO garbage SELECT file FROM segment WHERE content = ?1 AND number = ?2")?
        .execute(params![content, number])?;
    transaction
        .prepare_cached("DELETE FROM segment WHERE content = ?1 AND number = ?2")?
        .execute(params![content, number])?;
    Ok(())
}

/// Whether some content uses the file.
pub(super) fn is_used(connection: &Connection, file: &FileId) -> Result<bool, StorageError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM segment WHERE file = ?1")?;
    Ok(statement.query_row(params![file.as_str()], |_| Ok(())).optional()?.is_some())
}

/// The files that nothing uses any more and that are not removed yet.
pub(super) fn garbage(connection: &Connection) -> Result<Vec<FileId>, StorageError> {
    let mut statement = connection.prepare_cached("SELECT file FROM garbage")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.iter().filter_map(|name| FileId::parse(name)).collect())
}
