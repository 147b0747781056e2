//! Appends records to the newest segment.
//!
//! The caller writes its own record, one at a time: a write goes to the system's page cache and takes microseconds, less
//! than handing it to another thread would. A record that may be synced later is done then. Those that must be on the
//! disk wait for the syncing thread, which syncs once for all that have gathered, and besides that whenever something
//! written has waited for [`SYNC_WITHIN`].

use super::index::Index;
use super::record::{MAX_RECORD_BYTES, Record};
use super::segment::{self, HEADER};
use super::{RETENTION_BYTES, SEGMENT_BYTES, TrailError, index};
use crate::environment::data_dir::DirLock;
use futures_util::future::BoxFuture;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long something written may be unsynced; half of the second that is promised, for slow disks.
const SYNC_WITHIN: Duration = Duration::from_millis(500);

/// What must have happened to a record before [`TrailLog::append`] resolves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It is on the disk. For records of changes.
    Synced,
    /// It is with the operating system: it survives the process, and is on the disk within a second. For records of
    /// reads and denials.
    Soon,
}

/// How large the trail may become.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Size at which a segment is finished.
    pub segment_bytes: u64,
    /// Size of all segments above which the oldest ones are removed when a new one is begun.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { segment_bytes: SEGMENT_BYTES, total_bytes: RETENTION_BYTES }
    }
}

/// What was found at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The segment that is written on.
    pub segment: PathBuf,
    /// Bytes of a torn record that were cut off its end; 0 after a clean stop.
    pub cut: u64,
}

/// The writing side of the trail.
pub struct TrailLog {
    writer: Mutex<Writer>,
    syncer: Arc<Syncer>,
    syncing: Option<JoinHandle<()>>,
}

type Reply = oneshot::Sender<Result<(), TrailError>>;

impl TrailLog {
    /// Opens the trail in `dir`, making it if it is not there, cuts a torn record off its end, and holds the directory
    /// until it is dropped.
    ///
    /// # Errors
    /// The directory is in use, its newest segment is not ours, or the disk refused.
    pub fn open(dir: &Path, limits: Limits) -> Result<(Self, Recovery), TrailError> {
        let lock = DirLock::acquire(dir)?;
        let numbers = segment::list(dir).map_err(TrailError::at(dir))?;
        let (number, file, offset, cut) = match numbers.last() {
            Some(&number) => {
                let (file, recovered) = segment::recover(&segment::path(dir, number))?;
                if recovered.present {
                    (number, file, recovered.offset, recovered.cut)
                } else {
                    let file = segment::create(dir, number + 1).map_err(TrailError::at(dir))?;
                    (number + 1, file, HEADER.len() as u64, recovered.cut)
                }
            }
            None => (1, segment::create(dir, 1).map_err(TrailError::at(dir))?, HEADER.len() as u64, 0),
        };
        let recovery = Recovery { segment: segment::path(dir, number), cut };
        if cut > 0 {
            tracing::warn!(segment = %recovery.segment.display(), bytes = cut, "cut a torn record off the trail");
        }
        let unindexed = numbers.into_iter().filter(|n| *n != number && !index::path(dir, *n).exists());
        let indexer = index_in_background(dir, unindexed.collect());
        let syncer = Arc::new(Syncer::default());
        let writer = Writer {
            dir: dir.to_owned(),
            limits,
            number,
            file: Arc::new(file),
            offset,
            syncer: Arc::clone(&syncer),
            indexer,
            _lock: lock,
        };
        let syncing = std::thread::Builder::new().name("trail-sync".into()).spawn({
            let syncer = Arc::clone(&syncer);
            move || syncer.run()
        });
        let syncing = syncing.map_err(|e| TrailError::Unavailable(e.to_string()))?;
        let log = Self { writer: Mutex::new(writer), syncer, syncing: Some(syncing) };
        Ok((log, recovery))
    }

    /// Appends a record. It is written when this returns; the future resolves when it is as durable as `durability` says.
    ///
    /// # Errors
    /// It was not written, or not synced: disk full, I/O error, closed.
    pub fn append(&self, record: Record, durability: Durability) -> BoxFuture<'static, Result<(), TrailError>> {
        let written = record.encode(MAX_RECORD_BYTES).and_then(|json| {
            let frames = segment::frames(&json);
            self.writer.lock().unwrap_or_else(PoisonError::into_inner).append(&frames, durability)
        });
        Box::pin(async move {
            let Some(synced) = written? else { return Ok(()) };
            synced.await.map_err(|_| TrailError::Unavailable("the trail is closed".into()))?
        })
    }
}

impl Drop for TrailLog {
    /// Syncs what is written, then lets go of the directory.
    fn drop(&mut self) {
        self.syncer.close();
        if self.syncing.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that syncs the trail had died");
        }
        self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).await_indexer();
    }
}

struct Writer {
    dir: PathBuf,
    limits: Limits,
    /// The segment that is written on.
    number: u64,
    file: Arc<File>,
    /// Where its next frame goes.
    offset: u64,
    syncer: Arc<Syncer>,
    /// Makes the index files of segments that are finished.
    indexer: Option<JoinHandle<()>>,
    /// Held as long as something writes.
    _lock: DirLock,
}

impl Writer {
    /// Writes a frame, whole or not at all. For one that must be synced, answers what tells when it is.
    fn append(
        &mut self,
        frame: &[u8],
        durability: Durability,
    ) -> Result<Option<oneshot::Receiver<Result<(), TrailError>>>, TrailError> {
        let full = self.offset + frame.len() as u64 > self.limits.segment_bytes && self.offset > HEADER.len() as u64;
        let written = if full || self.syncer.damaged.load(Ordering::Acquire) { self.turn() } else { Ok(()) };
        let written = written.and_then(|()| self.file.write_all_at(frame, self.offset));
        if let Err(error) = written {
            tracing::error!(%error, "a record could not be written to the trail");
            // What was half written must not stand before what is written later.
            if self.file.set_len(self.offset).is_err() {
                self.syncer.damaged.store(true, Ordering::Release);
            }
            return Err(TrailError::Unavailable(error.to_string()));
        }
        self.offset += frame.len() as u64;
        let (answer, synced) = match durability {
            Durability::Synced => {
                let (answer, synced) = oneshot::channel();
                (Some(answer), Some(synced))
            }
            Durability::Soon => (None, None),
        };
        self.syncer.hand_over(&self.file, answer);
        Ok(synced)
    }

    /// Finishes this segment and begins the next one.
    fn turn(&mut self) -> io::Result<()> {
        let file = segment::create(&self.dir, self.number + 1)?;
        // Its last frames stay with the syncing thread.
        let finished = self.number;
        self.number += 1;
        self.file = Arc::new(file);
        self.offset = HEADER.len() as u64;
        self.syncer.damaged.store(false, Ordering::Release);
        // Waited for, so that it does not write beside a segment that is being removed. It had a whole segment's time.
        self.await_indexer();
        if let Err(error) = self.retain() {
            tracing::warn!(%error, "could not remove old segments of the trail");
        }
        self.indexer = index_in_background(&self.dir, vec![finished]);
        Ok(())
    }

    fn await_indexer(&mut self) {
        if let Some(indexer) = self.indexer.take()
            && indexer.join().is_err()
        {
            tracing::error!("the thread that indexes the trail had died");
        }
    }

    /// Removes the oldest finished segments while all together are too large.
    fn retain(&self) -> io::Result<()> {
        let mut segments = Vec::new();
        for number in segment::list(&self.dir)? {
            segments.push((number, std::fs::metadata(segment::path(&self.dir, number))?.len()));
        }
        let mut total: u64 = segments.iter().map(|(_, bytes)| bytes).sum();
        for (number, bytes) in segments {
            if total <= self.limits.total_bytes || number == self.number {
                break;
            }
            std::fs::remove_file(segment::path(&self.dir, number))?;
            match std::fs::remove_file(index::path(&self.dir, number)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            total -= bytes;
        }
        Ok(())
    }
}

/// Makes index files. If it fails, a reader scans instead.
fn index_in_background(dir: &Path, numbers: Vec<u64>) -> Option<JoinHandle<()>> {
    if numbers.is_empty() {
        return None;
    }
    let dir = dir.to_owned();
    let build = move || {
        for number in numbers {
            if let Err(error) = Index::build(&dir, number) {
                tracing::warn!(%error, "no index of a segment of the trail");
            }
        }
    };
    let spawned = std::thread::Builder::new().name("trail-index".into()).spawn(build);
    spawned.inspect_err(|error| tracing::warn!(%error, "no index of a segment of the trail")).ok()
}

/// What is written and not yet synced, and who waits for it.
#[derive(Default)]
struct Syncer {
    unsynced: Mutex<Unsynced>,
    changed: Condvar,
    /// The segment may not hold what was written to it: the next record goes to another one.
    damaged: AtomicBool,
}

#[derive(Default)]
struct Unsynced {
    files: Vec<Arc<File>>,
    waiting: Vec<Reply>,
    since: Option<Instant>,
    closed: bool,
}

impl Syncer {
    fn lock(&self) -> MutexGuard<'_, Unsynced> {
        self.unsynced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something was written to `file`; `waiting` is to be answered once it is synced.
    fn hand_over(&self, file: &Arc<File>, waiting: Option<Reply>) {
        let mut unsynced = self.lock();
        if !unsynced.files.iter().any(|known| Arc::ptr_eq(known, file)) {
            unsynced.files.push(Arc::clone(file));
        }
        // The thread sleeps until the first unsynced write is due, or somebody waits.
        let wake = unsynced.since.is_none() || waiting.is_some();
        unsynced.since.get_or_insert_with(Instant::now);
        unsynced.waiting.extend(waiting);
        drop(unsynced);
        if wake {
            self.changed.notify_one();
        }
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    fn run(&self) {
        loop {
            let (files, waiting, closed) = self.next();
            let mut synced = Ok(());
            for file in files {
                synced = synced.and(file.sync_data());
            }
            if let Err(error) = &synced {
                tracing::error!(%error, "the trail could not be synced");
                self.damaged.store(true, Ordering::Release);
            }
            for answer in waiting {
                let result = synced.as_ref().map_err(|error| TrailError::Unavailable(error.to_string()));
                drop(answer.send(result.copied()));
            }
            if closed {
                return;
            }
        }
    }

    /// Waits until a sync is due and takes what it is for.
    fn next(&self) -> (Vec<Arc<File>>, Vec<Reply>, bool) {
        let mut unsynced = self.lock();
        loop {
            let due = unsynced.since.map(|since| SYNC_WITHIN.saturating_sub(since.elapsed()));
            if unsynced.closed || !unsynced.waiting.is_empty() || due == Some(Duration::ZERO) {
                unsynced.since = None;
                let files = std::mem::take(&mut unsynced.files);
                return (files, std::mem::take(&mut unsynced.waiting), unsynced.closed);
            }
            unsynced = match due {
                Some(due) => self.changed.wait_timeout(unsynced, due).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(unsynced).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

#[cfg(test)]
mod tests;
