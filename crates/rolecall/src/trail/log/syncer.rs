//! The thread that syncs what was written.

use super::{Reply, SYNC_WITHIN, TrailError};
use crate::environment::short_lock;
use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A segment that is written.
#[derive(Debug)]
pub(super) struct SegmentFile {
    pub(super) file: File,
    /// It may not hold what was written to it: the next record goes to another one.
    pub(super) damaged: AtomicBool,
}

impl SegmentFile {
    pub(super) fn new(file: File) -> Arc<Self> {
        Arc::new(Self { file, damaged: AtomicBool::new(false) })
    }
}

/// What is written and not yet synced, and who waits for it.
#[derive(Default)]
pub(super) struct Syncer {
    unsynced: Mutex<Unsynced>,
    changed: Condvar,
}

#[derive(Default)]
pub(super) struct Unsynced {
    pub(super) files: Vec<Arc<SegmentFile>>,
    /// Each with the file that it waits for.
    pub(super) waiting: Vec<(Arc<SegmentFile>, Reply)>,
    since: Option<Instant>,
    pub(super) closed: bool,
}

impl Syncer {
    fn lock(&self) -> MutexGuard<'_, Unsynced> {
        short_lock::lock(&self.unsynced)
    }

    /// Something was written to `file`; `waiting` is to be answered once it is synced.
    pub(super) fn hand_over(&self, file: &Arc<SegmentFile>, waiting: Option<Reply>) {
        let mut unsynced = self.lock();
        if unsynced.closed {
            // Dropped, `waiting` is answered that the trail is closed.
            return;
        }
        if !unsynced.files.iter().any(|known| Arc::ptr_eq(known, file)) {
            unsynced.files.push(Arc::clone(file));
        }
        // The thread sleeps until the first unsynced write is due, or somebody waits.
        let wake = unsynced.since.is_none() || waiting.is_some();
        unsynced.since.get_or_insert_with(Instant::now);
        unsynced.waiting.extend(waiting.map(|reply| (Arc::clone(file), reply)));
        drop(unsynced);
        if wake {
            self.changed.notify_one();
        }
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    /// The thread has died: whoever waits is answered that the trail is closed.
    pub(super) fn bury(&self) {
        *self.lock() = Unsynced { closed: true, ..Unsynced::default() };
    }

    pub(super) fn run(&self) {
        loop {
            let Unsynced { files, waiting, closed, .. } = self.next();
            let mut failed = Vec::new();
            for file in files {
                if let Err(error) = file.file.sync_data() {
                    tracing::error!(%error, "cannot sync the trail");
                    file.damaged.store(true, Ordering::Release);
                    failed.push((file, error.to_string()));
                }
            }
            for (file, answer) in waiting {
                let failure = failed.iter().find(|(failed, _)| Arc::ptr_eq(failed, &file));
                let result = failure.map_or(Ok(()), |(_, error)| Err(TrailError::Unavailable(error.clone())));
                drop(answer.send(result));
            }
            if closed {
                return;
            }
        }
    }

    /// Waits until a sync is due and takes what it is for.
    pub(super) fn next(&self) -> Unsynced {
        let mut unsynced = self.lock();
        loop {
            let due = unsynced.since.map(|since| SYNC_WITHIN.saturating_sub(since.elapsed()));
            if unsynced.closed || !unsynced.waiting.is_empty() || due == Some(Duration::ZERO) {
                let closed = unsynced.closed;
                return std::mem::replace(&mut *unsynced, Unsynced { closed, ..Unsynced::default() });
            }
            unsynced = match due {
                Some(due) => self.changed.wait_timeout(unsynced, due).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(unsynced).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}
