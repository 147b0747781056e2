//! What is under way: each change, from before it is made until its record is written.
//!
//! A process that is killed between the two would leave a change without a record. So what is known of a change is
//! written to a slot of this file first, and wiped out when the record stands. What a start finds here was under way when
//! the process ended: it gets a record that says so. The file is not synced: it outlives the process, not the machine.

use crate::environment::data_dir::PRIVATE_FILE;
use crate::environment::reserve::Reserve;
use crate::trail::record::{HEAD_BYTES, Record};
use crate::trail::{TrailError, segment};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const FILE: &str = "under-way";
/// Bytes from one slot to the next. Few are written, and the rest is a hole in the file.
const SLOT_BYTES: u64 = 128 << 10;
const _: () = assert!(segment::framed_bytes(HEAD_BYTES) as u64 <= SLOT_BYTES);

/// The file and its slots.
pub(super) struct UnderWay {
    file: File,
    slots: Mutex<Slots>,
}

#[derive(Default)]
struct Slots {
    free: Vec<u64>,
    /// How many there are, free or not.
    count: u64,
}

impl UnderWay {
    /// Opens the file in `dir`, and reads what was under way when the last process ended.
    pub(super) fn open(dir: &Path) -> Result<(Arc<Self>, Vec<Record>), TrailError> {
        let path = dir.join(FILE);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(PRIVATE_FILE);
        let file = options.open(&path).map_err(TrailError::at(&path))?;
        let length = file.metadata().map_err(TrailError::at(&path))?.len();
        let mut left = Vec::new();
        for number in 0..length.div_ceil(SLOT_BYTES) {
            // A slot that is torn or wiped out: its change had not begun, or has its record.
            let json = segment::single(&file, number * SLOT_BYTES).map_err(TrailError::at(&path))?;
            left.extend(json.and_then(|json| serde_json::from_slice::<Record>(&json).ok()));
        }
        Ok((Arc::new(Self { file, slots: Mutex::default() }), left))
    }

    /// Forgets what was found at the start, once it has its records.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.file.set_len(0)
    }

    /// Writes down what is about to be done. On a full disk it takes `reserve`, if it is given.
    pub(super) fn begin(self: &Arc<Self>, record: Record, reserve: Option<&Reserve>) -> Result<Slot, TrailError> {
        let frame = segment::framed(record, HEAD_BYTES)?;
        let number = {
            let mut slots = self.slots();
            let number = slots.free.pop().unwrap_or(slots.count);
            slots.count = slots.count.max(number + 1);
            number
        };
        let slot = Slot { of: Arc::clone(self), number, is_kept: false };
        let write = || self.file.write_all_at(&frame, number * SLOT_BYTES);
        let written = reserve.map_or_else(write, |reserve| reserve.spend(write));
        written.map_err(|e| TrailError::Unavailable(e.to_string()))?;
        Ok(slot)
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one change. Dropped, it is free for another; but not in a panic, after which there may be a change without a
/// record.
pub(super) struct Slot {
    of: Arc<UnderWay>,
    number: u64,
    is_kept: bool,
}

impl Slot {
    /// Leaves what is written for the next start.
    pub(super) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if self.is_kept || std::thread::panicking() {
            return;
        }
        // The length and the checksum of the frame: without them it is none.
        if let Err(error) = self.of.file.write_all_at(&[0; 8], self.number * SLOT_BYTES) {
            tracing::error!(%error, "cannot remove the requests in progress from the trail");
            return;
        }
        self.of.slots().free.push(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;

    fn ids(dir: &Path) -> Vec<String> {
        UnderWay::open(dir).unwrap().1.into_iter().map(|record| record.request_id).collect()
    }

    /// What began and did not end is found, and nothing else; slots are used again.
    #[test]
    fn what_did_not_end_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let (under_way, left) = UnderWay::open(dir.path()).unwrap();
        assert!(left.is_empty());
        let slots: Vec<Slot> =
            ["a", "b", "c"].into_iter().map(|id| under_way.begin(record(id), None).unwrap()).collect();
        let mut slots = slots.into_iter();
        drop(slots.next());
        assert_eq!(ids(dir.path()), ["b", "c"]);
        let again = under_way.begin(record("d"), None).unwrap();
        assert_eq!((again.number, ids(dir.path())), (0, vec!["d".to_owned(), "b".to_owned(), "c".to_owned()]));
        slots.next().unwrap().keep();
        drop((again, slots));
        assert_eq!(ids(dir.path()), ["b"]);
        under_way.clear().unwrap();
        assert!(ids(dir.path()).is_empty());
    }

    /// After a panic there may be a change without a record.
    #[test]
    fn a_panic_leaves_what_was_under_way() {
        let dir = tempfile::tempdir().unwrap();
        let (under_way, _) = UnderWay::open(dir.path()).unwrap();
        let slot = under_way.begin(record("a"), None).unwrap();
        let panicked = std::thread::spawn(move || {
            let _slot = slot;
            panic!("a defect");
        });
        assert!(panicked.join().is_err());
        assert_eq!(ids(dir.path()), ["a"]);
    }
}
