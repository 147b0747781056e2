//! Makes the index files of finished segments, in the background and one after another.
//!
//! Nobody waits for it: the next record is written while a segment is still to be indexed, however many there are, and a
//! reader that finds no index scans. It makes way for requests: its thread has the lowest priority, so that on a busy
//! machine the indexes come later. When there is nothing to do it has no thread.

use crate::environment::processors;
use crate::trail::TrailError;
use crate::trail::events::index_file;
use crate::trail::index::Index;
use crate::trail::record::Record;
use crate::trail::segment::{self, Records};
use crate::trail::{events, index};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Segments that are still indexed when the writing ends. The next start goes on with the others.
const LEFT_AT_END: usize = 4;
/// Records after which the thread lets others go first. A low priority alone lets it run for as long as the system gives
/// to any thread, some milliseconds, once its turn comes.
const RECORDS_AT_ONCE: usize = 8;
/// The lowest priority of a thread (*nice(2)*).
#[cfg(target_os = "linux")]
const NICE: i32 = 19;

/// The indexer of one class of records.
#[derive(Debug)]
pub(super) struct Indexer {
    work: Arc<Mutex<Work>>,
    thread: Option<JoinHandle<()>>,
    dir: PathBuf,
}

#[derive(Debug, Default)]
struct Work {
    /// Numbers of finished segments.
    segments: VecDeque<u64>,
    /// There is a thread, and it will look here again.
    is_running: bool,
}

impl Indexer {
    /// For the segments in `dir`.
    pub(super) fn new(dir: PathBuf) -> Self {
        Self { work: Arc::default(), thread: None, dir }
    }

    /// Takes finished segments. Does not wait for anything.
    pub(super) fn take(&mut self, segments: impl IntoIterator<Item = u64>) {
        let mut work = lock(&self.work);
        work.segments.extend(segments);
        if work.is_running || work.segments.is_empty() {
            return;
        }
        let (dir, to_do) = (self.dir.clone(), Arc::clone(&self.work));
        let run = move || {
            make_way();
            while let Some(number) = next(&to_do) {
                if let Err(error) = index(&dir, number) {
                    tracing::warn!(%error, "cannot index a segment of the trail");
                }
            }
        };
        match std::thread::Builder::new().name("trail-index".into()).spawn(run) {
            Ok(thread) => {
                work.is_running = true;
                // The one before has ended or is about to.
                self.thread = Some(thread);
            }
            // With the next segment there may be a thread again.
            Err(error) => tracing::warn!(%error, "cannot index a segment of the trail"),
        }
    }

    /// Waits for the end of the work, of which only a little is still done.
    pub(super) fn end(&mut self) {
        lock(&self.work).segments.truncate(LEFT_AT_END);
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that indexes the trail died");
        }
    }
}

fn lock(work: &Mutex<Work>) -> MutexGuard<'_, Work> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next segment; `None`: the thread must end.
fn next(work: &Mutex<Work>) -> Option<u64> {
    let mut work = lock(work);
    let next = work.segments.pop_front();
    work.is_running = next.is_some();
    next
}

/// Gives the thread that calls it the lowest priority, on every processor.
fn make_way() {
    processors::use_all();
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "cannot lower the priority of a thread");
    }
}

/// Makes the index files of a segment that it does not have, reading it once.
fn index(dir: &Path, number: u64) -> Result<(), TrailError> {
    // A file that is there is left alone: whoever looks something up checks it.
    let is_missing = |path: PathBuf| !path.exists();
    let mut ids = is_missing(index::path(dir, number)).then(Index::default);
    let mut found = is_missing(index_file::path(dir, number)).then(events::Finished::default);
    if ids.is_none() && found.is_none() {
        return Ok(());
    }
    let path = segment::path(dir, number);
    let Some(mut records) = Records::open(&path)? else { return Ok(()) };
    let mut read = 0_usize;
    while let Some(stored) = records.next().map_err(TrailError::at(&path))? {
        read += 1;
        if read.is_multiple_of(RECORDS_AT_ONCE) {
            std::thread::yield_now();
        }
        let record = found.as_ref().and_then(|_| serde_json::from_slice::<Record>(&stored.json).ok());
        if let (Some(found), Some(record)) = (&mut found, &record) {
            found.take_in(record, stored.offset);
        }
        if let Some(ids) = &mut ids {
            match record {
                Some(record) => ids.add(record.request_id, stored.offset),
                None => ids.add_json(&stored.json, stored.offset),
            }
        }
    }
    if let Some(ids) = ids {
        ids.sorted().write(dir, number)?;
    }
    if let Some(found) = found {
        index_file::write(found, dir, number, "events.new")?;
    }
    remove_orphans(dir, number)
}

/// The segment may have been removed meanwhile, and its indexes with it, before these were there.
fn remove_orphans(dir: &Path, number: u64) -> Result<(), TrailError> {
    if segment::path(dir, number).exists() {
        return Ok(());
    }
    for path in [index::path(dir, number), index_file::path(dir, number)] {
        std::fs::remove_file(&path).or_else(unless_gone).map_err(TrailError::at(&path))?;
    }
    Ok(())
}

/// What is gone need not be removed.
fn unless_gone(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::record::MAX_RECORD_BYTES;
    use crate::trail::testing::record;
    use std::io::Write;

    fn segments(count: u64) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for number in 1..=count {
            let frames = segment::framed(record(&format!("id{number}")), MAX_RECORD_BYTES).unwrap();
            segment::create(dir.path(), number).unwrap().write_all(&frames).unwrap();
        }
        dir
    }

    fn is_indexed(dir: &Path, number: u64) -> bool {
        index::path(dir, number).exists() && index_file::path(dir, number).exists()
    }

    /// All that was taken is indexed, by one thread after another, and at the end a few are still.
    #[test]
    fn segments_are_indexed_in_order() {
        let dir = segments(20);
        let mut indexer = Indexer::new(dir.path().to_owned());
        indexer.take([1, 2]);
        indexer.end();
        assert!(is_indexed(dir.path(), 1) && is_indexed(dir.path(), 2));
        indexer.take([3]);
        indexer.take(4..=20);
        indexer.end();
        let last = (1..=20).take_while(|number| is_indexed(dir.path(), *number)).count();
        assert!(last >= 6, "{last}");
        assert!((1..=20).skip(last).all(|number| !is_indexed(dir.path(), number)));
    }

    /// The index of a segment that was removed meanwhile does not stay.
    #[test]
    fn what_was_removed_has_no_index() {
        let dir = segments(1);
        index(dir.path(), 1).unwrap();
        remove_orphans(dir.path(), 1).unwrap();
        assert!(is_indexed(dir.path(), 1));
        std::fs::remove_file(segment::path(dir.path(), 1)).unwrap();
        for _ in 0..2 {
            remove_orphans(dir.path(), 1).unwrap();
            assert!(!index::path(dir.path(), 1).exists() && !index_file::path(dir.path(), 1).exists());
        }
    }
}
