//! The store of one machine: a SQLite database in write-ahead mode, synced at every commit.
//!
//! One thread owns the writing connection. It takes all transactions that have gathered, runs them in one SQL
//! transaction, and answers when that is on disk: group commit. A transaction whose expectations fail is answered with
//! its conflict and left out; the others go on. If the SQL transaction itself fails (disk full, I/O error), it is
//! rolled back and each of its transactions is tried alone, so that a large one that does not fit fails alone. One that
//! frees room has the reserve of the disk ([`Reserve`]).
//!
//! Reads open their own connection and see a consistent snapshot; a full disk does not stop them.

use super::feed::Feed;
use super::{BoxFuture, Change, Entry, EntryRef, Revision, Store, StoreError, StoreMeasures, Transaction, Watch};
use crate::environment::data_dir::{DataDirError, DirLock, STORE_FILE, private_file, sync_dir};
use crate::environment::reserve::Reserve;
use crate::environment::vital::Vital;
use crate::store::inbox::Inbox;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Transactions that may wait for the writer; further callers wait for a place.
const QUEUE_LENGTH: usize = 4096;
/// Most transactions of one group commit: bounds how long the first of them waits.
const MAX_BATCH: usize = 512;
/// Marks the database file as ours: "rlcl".
const APPLICATION_ID: i32 = 0x726c_636c;
/// Version of the tables below.
const SCHEMA_VERSION: i32 = 1;
const SCHEMA: &str = "
    CREATE TABLE entry (key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE standing (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL);
    INSERT INTO standing VALUES (1, 0);
";

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory.
    #[error(transparent)]
    Directory(#[from] DataDirError),
    /// A file that another program wrote.
    #[error("`{}` is not a rolecall store", .0.display())]
    Foreign(PathBuf),
    /// A file of a newer or older rolecall.
    #[error(
        "`{}` has schema version {found}, but this rolecall reads version {SCHEMA_VERSION}; use the release that \
         wrote it",
        .path.display()
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// The version it has.
        found: i32,
    },
    /// SQLite or the file system.
    #[error("cannot open the store `{}`: {reason}", .path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What it said.
        reason: String,
    },
}

/// The store in SQLite.
pub struct SqliteStore {
    path: PathBuf,
    inbox: Arc<Inbox<Job>>,
    feed: Arc<Feed>,
    writer: Option<JoinHandle<()>>,
    vital: Vital,
    measures: Arc<StoreMeasures>,
}

struct Job {
    transaction: Transaction,
    answer: oneshot::Sender<Result<Revision, StoreError>>,
}

impl SqliteStore {
    /// Opens the store in `dir`, making both if they are not there, and holds the directory until it is dropped.
    ///
    /// # Errors
    /// Another server uses the directory, the file is not ours or of another version, or the disk refused.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Self::open_limited(dir, None)
    }

    /// Opens the store in `dir`, of which the caller hands over the lock; `reserve` is that of `dir`.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_locked(dir: &Path, lock: DirLock, reserve: Arc<Reserve>) -> Result<Self, OpenError> {
        Self::open_with(dir, lock, reserve, None)
    }

    /// Like [`Self::open`], with the database limited to `max_pages` pages of 4 KiB: a write that would make it
    /// larger fails as if the disk were full.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_limited(dir: &Path, max_pages: Option<u32>) -> Result<Self, OpenError> {
        Self::open_with(dir, DirLock::acquire(dir)?, Arc::new(Reserve::none()), max_pages)
    }

    fn open_with(dir: &Path, lock: DirLock, reserve: Arc<Reserve>, max_pages: Option<u32>) -> Result<Self, OpenError> {
        let path = dir.join(STORE_FILE);
        let failed = |reason: String| OpenError::Failed { path: path.clone(), reason };
        // Made here so that it never has another mode; SQLite gives its side files the mode of the database.
        private_file().truncate(false).open(&path).map_err(|e| failed(e.to_string()))?;
        let mut connection = Connection::open(&path).map_err(|e| failed(e.to_string()))?;
        prepare(&mut connection, &path)?;
        if let Some(pages) = max_pages {
            connection.pragma_update(None, "max_page_count", pages).map_err(|e| failed(e.to_string()))?;
        }
        sync_dir(dir).map_err(|e| failed(e.to_string()))?;
        let revision = standing(&connection).map_err(|e| failed(e.to_string()))?;
        let feed = Arc::new(Feed::new(revision));
        let measures = Arc::<StoreMeasures>::default();
        let counted = Arc::clone(&measures);
        let writer = Writer { connection, feed: Arc::clone(&feed), reserve, measures: counted, _lock: lock };
        let store = Self::start(path.clone(), feed, move |jobs| writer.run(jobs));
        let mut store = store.map_err(|e| failed(e.to_string()))?;
        store.measures = measures;
        Ok(store)
    }

    /// Starts the writing thread. If it dies, what is queued is answered and nothing more is taken.
    fn start(
        path: PathBuf,
        feed: Arc<Feed>,
        write: impl FnOnce(&Inbox<Job>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (inbox, vital) = (Inbox::new(QUEUE_LENGTH), Vital::default());
        let (jobs, left, changes) = (Arc::clone(&inbox), Arc::clone(&inbox), Arc::clone(&feed));
        let bury = move || {
            left.close();
            // Dropped, each job is answered.
            while left.receive(&mut Vec::new(), MAX_BATCH) {}
            changes.close();
        };
        let thread = vital.spawn("store", move || write(&jobs), bury)?;
        Ok(Self { path, inbox, feed, writer: Some(thread), vital, measures: Arc::default() })
    }

    /// Visits every entry of the store in `dir` in key order, whether a server uses it or not, and changes none.
    ///
    /// # Errors
    /// There is no store in `dir`, or it cannot be read.
    pub fn visit(dir: &Path, visit: &mut dyn FnMut(EntryRef<'_>)) -> Result<Revision, StoreError> {
        visit_all(&dir.join(STORE_FILE), visit).map_err(unavailable)
    }

    fn get_one(&self, key: &str) -> rusqlite::Result<Option<Entry>> {
        let connection = reader(&self.path)?;
        let mut query = connection.prepare("SELECT value, modified FROM entry WHERE key = ?1")?;
        let entry = |row: &rusqlite::Row<'_>| {
            Ok(Entry { key: key.to_owned(), value: row.get(0)?, modified: to_revision(row.get(1)?) })
        };
        query.query_row([key], entry).optional()
    }
}

impl Store for SqliteStore {
    fn load(&self, visit: &mut dyn FnMut(EntryRef<'_>)) -> Result<Revision, StoreError> {
        visit_all(&self.path, visit).map_err(unavailable)
    }

    fn get(&self, key: &str) -> Result<Option<Entry>, StoreError> {
        self.get_one(key).map_err(unavailable)
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'static, Result<Revision, StoreError>> {
        let inbox = Arc::clone(&self.inbox);
        Box::pin(async move {
            transaction.check_size()?;
            let closed = || StoreError::Unavailable("the store is closed".into());
            let (answer, answered) = oneshot::channel();
            inbox.send(Job { transaction, answer }).await.map_err(|_| closed())?;
            answered.await.map_err(|_| closed())?
        })
    }

    fn watch(&self, from: Revision) -> Watch {
        self.feed.watch(from)
    }

    fn measures(&self) -> Option<&StoreMeasures> {
        Some(&self.measures)
    }

    fn failed(&self) -> BoxFuture<'static, String> {
        let vital = self.vital.clone();
        Box::pin(async move { vital.failed().await })
    }
}

impl Drop for SqliteStore {
    /// Commits what is queued, then lets go of the directory.
    fn drop(&mut self) {
        self.inbox.close();
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the writer thread of the store died");
        }
        self.feed.close();
    }
}

/// Makes the tables, or checks that they are ours.
fn prepare(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let failed = |e: rusqlite::Error| OpenError::Failed { path: path.to_owned(), reason: e.to_string() };
    let pragma = |connection: &Connection, name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let foreign = |e: rusqlite::Error| match e.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => OpenError::Foreign(path.to_owned()),
        _ => failed(e),
    };
    let tables: i32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(foreign)?;
    if tables == 0 {
        // The marks are part of the transaction, so a kill leaves either an empty file or a whole schema.
        let transaction = connection.transaction().map_err(failed)?;
        transaction.execute_batch(SCHEMA).map_err(failed)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION).map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    if pragma(connection, "application_id").map_err(failed)? != APPLICATION_ID {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    let found = pragma(connection, "user_version").map_err(failed)?;
    if found != SCHEMA_VERSION {
        return Err(OpenError::Version { path: path.to_owned(), found });
    }
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).map_err(failed)?;
    if mode != "wal" {
        let reason = format!("the file system does not support a write-ahead log (journal mode `{mode}`)");
        return Err(OpenError::Failed { path: path.to_owned(), reason });
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)
}

fn reader(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

fn visit_all(path: &Path, visit: &mut dyn FnMut(EntryRef<'_>)) -> rusqlite::Result<Revision> {
    let mut connection = reader(path)?;
    let snapshot = connection.transaction()?;
    let revision = standing(&snapshot)?;
    let mut query = snapshot.prepare("SELECT key, value, modified FROM entry ORDER BY key")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (key, value) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_blob()?);
        visit(EntryRef { key, value, modified: to_revision(row.get(2)?) });
    }
    Ok(revision)
}

fn standing(connection: &Connection) -> rusqlite::Result<Revision> {
    connection.query_row("SELECT revision FROM standing", [], |row| row.get(0)).map(to_revision)
}

/// SQLite's integers are signed. Revisions count up from 0 by one, so neither bound is ever met.
fn to_revision(stored: i64) -> Revision {
    u64::try_from(stored).unwrap_or(0)
}

fn from_revision(revision: Revision) -> i64 {
    i64::try_from(revision).unwrap_or(i64::MAX)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn unavailable(error: rusqlite::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// What came of one transaction of a batch, before it is durable.
enum Outcome {
    Conflict {
        key: String,
    },
    /// Nothing to change; the revision it was checked at.
    Checked(Revision),
    Changed(Change),
}

struct Writer {
    connection: Connection,
    feed: Arc<Feed>,
    reserve: Arc<Reserve>,
    measures: Arc<StoreMeasures>,
    /// Held as long as something writes.
    _lock: DirLock,
}

impl Writer {
    fn run(mut self, inbox: &Inbox<Job>) {
        let mut batch = Vec::new();
        while inbox.receive(&mut batch, MAX_BATCH) {
            let (transactions, answers): (Vec<_>, Vec<_>) =
                batch.drain(..).map(|job| (job.transaction, job.answer)).unzip();
            let measures = Arc::clone(&self.measures);
            measures.batch.note(transactions.len() as u64);
            let results = measures.time.time(|| self.commit_all(transactions));
            for (result, answer) in results.into_iter().zip(answers) {
                let is_unavailable = matches!(result, Err(StoreError::Unavailable(_)));
                (if is_unavailable { &measures.failures } else { &measures.commits }).add(1);
                // A caller that has gone away needs no answer.
                drop(answer.send(result));
            }
        }
    }

    /// One result for each transaction, in order.
    fn commit_all(&mut self, transactions: Vec<Transaction>) -> Vec<Result<Revision, StoreError>> {
        match self.commit_together(&transactions) {
            Ok(outcomes) => self.publish(outcomes),
            Err(error) if transactions.len() == 1 && !transactions.iter().any(|one| one.frees_room) => {
                vec![Err(self.failed(error))]
            }
            Err(_) => transactions
                .into_iter()
                .flat_map(|transaction| match self.commit_alone(&transaction) {
                    Ok(outcomes) => self.publish(outcomes),
                    Err(error) => vec![Err(self.failed(error))],
                })
                .collect(),
        }
    }

    /// One transaction, with the reserve if it frees room.
    fn commit_alone(&mut self, transaction: &Transaction) -> rusqlite::Result<Vec<Outcome>> {
        let alone = std::slice::from_ref(transaction);
        if !transaction.frees_room {
            return self.commit_together(alone);
        }
        let reserve = Arc::clone(&self.reserve);
        let done = reserve.spend(|| self.commit_together(alone));
        if reserve.is_given_up() {
            // So that the log does not grow with each deletion: the next one begins it anew.
            self.checkpoint();
        }
        done
    }

    /// All in one SQL transaction; on an error none of them has happened.
    fn commit_together(&mut self, transactions: &[Transaction]) -> rusqlite::Result<Vec<Outcome>> {
        let sql = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = standing(&sql)?;
        let mut revision = before;
        let mut outcomes = Vec::with_capacity(transactions.len());
        for transaction in transactions {
            outcomes.push(apply(&sql, transaction, &mut revision)?);
        }
        if revision != before {
            sql.prepare_cached("UPDATE standing SET revision = ?1")?.execute([from_revision(revision)])?;
        }
        sql.commit()?;
        Ok(outcomes)
    }

    /// They are durable: watchers first, then the callers.
    fn publish(&self, outcomes: Vec<Outcome>) -> Vec<Result<Revision, StoreError>> {
        let mut results = Vec::with_capacity(outcomes.len());
        let mut changes = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            results.push(match outcome {
                Outcome::Conflict { key } => Err(StoreError::Conflict { key }),
                Outcome::Checked(revision) => Ok(revision),
                Outcome::Changed(change) => {
                    let revision = change.revision;
                    changes.push(change);
                    Ok(revision)
                }
            });
        }
        self.feed.publish(changes);
        results
    }

    fn failed(&self, error: rusqlite::Error) -> StoreError {
        tracing::error!(%error, "cannot store a transaction");
        self.checkpoint();
        unavailable(error)
    }

    /// Moves the log into the database, which lets the next commit reuse the log's space, as a full disk needs.
    fn checkpoint(&self) {
        if let Err(error) = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(%error, "cannot checkpoint the store on a full disk");
        }
    }
}

/// Runs one transaction inside the SQL transaction.
fn apply(sql: &Connection, transaction: &Transaction, revision: &mut Revision) -> rusqlite::Result<Outcome> {
    for expectation in &transaction.expect {
        let found: Option<i64> = sql
            .prepare_cached("SELECT modified FROM entry WHERE key = ?1")?
            .query_row([&expectation.key], |row| row.get(0))
            .optional()?;
        if found.map(to_revision) != expectation.modified {
            return Ok(Outcome::Conflict { key: expectation.key.clone() });
        }
    }
    if transaction.is_empty() {
        return Ok(Outcome::Checked(*revision));
    }
    *revision += 1;
    for key in &transaction.delete {
        sql.prepare_cached("DELETE FROM entry WHERE key = ?1")?.execute([key])?;
    }
    for (key, value) in &transaction.put {
        sql.prepare_cached("INSERT OR REPLACE INTO entry (key, value, modified) VALUES (?1, ?2, ?3)")?
            .execute(params![key, value, from_revision(*revision)])?;
    }
    Ok(Outcome::Changed(Change {
        revision: *revision,
        put: transaction.put.clone(),
        delete: transaction.delete.clone(),
    }))
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
