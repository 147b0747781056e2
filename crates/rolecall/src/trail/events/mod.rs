//! CloudTrail's events: what the records of the trail tell each account that takes part.
//!
//! Ana of account 1 assumes a role of account 2. The trail has one record of that; CloudTrail tells each account its own
//! event of it, with an id of its own and the same `sharedEventID`, and account 2 learns less of Ana than account 1 does
//! (`identity`). [`made_of`] makes the events of a record, always the same ones: their ids are derived from the record, so
//! that whoever reads twice tells the same event twice.
//!
//! Two ways lead to events. [`EventLog::after`] reads them in the order in which they were written, from a [`Position`]
//! that stays good over restarts and when the oldest segments are removed: for delivery. [`EventLog::lookup`] finds those
//! of one account in a time range, newest first: for `LookupEvents`.

mod elements;
mod event;
mod identity;
mod ids;
mod index;
pub(super) mod index_file;
mod lookup;
mod naming;
mod position;
mod record_of;
mod resources;
mod signin;

pub use event::{Category, Event, EventResource};
pub(super) use index::Finished;
pub use lookup::{Attribute, Cursor, Lookup, Page};
pub(super) use position::Mark;
pub use position::{NoPosition, Place, Position};
pub use record_of::made_of;
pub use resources::bucket_of;

use super::TrailError;
use super::stream::MarkedStream;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Reads events from the trail, whether a server is writing it or not.
#[derive(Debug)]
pub struct EventLog {
    trail: PathBuf,
    indexes: Mutex<lookup::Indexes>,
}

/// Events in the order in which they were written.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Of all recipients, each with its place.
    pub events: Vec<(Place, Event)>,
    /// Where what follows begins.
    pub next: Position,
    /// Everything that is written has been read.
    pub is_end: bool,
}

/// Bytes of records that one [`EventLog::after`] reads, however many events were asked for: what it holds in memory.
pub const BATCH_BYTES: usize = 16 << 20;

impl EventLog {
    /// The events of the trail in `trail` (`DATA/trail`).
    #[must_use]
    pub fn new(trail: &Path) -> Self {
        Self { trail: trail.to_owned(), indexes: Mutex::default() }
    }

    /// The events after a position and not after `until`, at least `limit` if there are so many and they are not too long
    /// ([`BATCH_BYTES`]); events of one record stay together. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn after(&self, position: &Position, until: Option<&Position>, limit: usize) -> Result<Batch, TrailError> {
        let mut stream = MarkedStream::open(&self.trail, position, until)?;
        let mut batch = Batch { events: Vec::new(), next: position.clone(), is_end: false };
        let mut bytes = 0;
        while batch.events.len() < limit && bytes < BATCH_BYTES {
            let Some((class, read)) = stream.read()? else {
                batch.is_end = true;
                break;
            };
            bytes += read.bytes;
            batch.next.set(class, read.mark);
            let place = Place::new(class, read.mark);
            batch.events.extend(made_of(&read.record).into_iter().map(|event| (place, event)));
        }
        Ok(batch)
    }

    /// The position behind everything that is written. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn end(&self) -> Result<Position, TrailError> {
        MarkedStream::end(&self.trail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::class::Class;
    use crate::trail::record::{MAX_RECORD_BYTES, Outcome, Record};
    use crate::trail::segment;
    use crate::trail::testing::record;
    use std::fs::File;
    use std::io::Write as _;

    fn allowed(id: &str) -> Record {
        let mut record = record(id);
        record.decisions[0].outcome = Outcome::Allowed;
        (record.error, record.status) = (None, 200);
        record
    }

    fn segment(trail: &Path, class: Class, number: u64, ids: &[&str]) -> File {
        std::fs::create_dir_all(class.dir(trail)).unwrap();
        let mut file = segment::create(&class.dir(trail), number).unwrap();
        append(&mut file, ids);
        file
    }

    fn append(file: &mut File, ids: &[&str]) {
        for id in ids {
            file.write_all(&segment::framed(allowed(id), MAX_RECORD_BYTES).unwrap()).unwrap();
        }
    }

    /// The request ids of one recipient's events.
    fn read(log: &EventLog, position: &mut Position, limit: usize) -> (String, bool) {
        // As it is stored between two runs.
        *position = position.to_string().parse().unwrap();
        let batch = log.after(position, None, limit).unwrap();
        *position = batch.next;
        let own = batch.events.iter().map(|(_, event)| event).filter(|event| event.recipient == "111111111111");
        let id = |event: &Event| {
            let record: serde_json::Value = serde_json::from_str(&event.record).unwrap();
            record["requestID"].as_str().unwrap().to_owned()
        };
        (own.map(id).collect(), batch.is_end)
    }

    /// Pages go on where the last one ended, also with what is written later, over segments and classes; events of one
    /// request stay together.
    #[test]
    fn events_are_read_on() {
        let dir = tempfile::tempdir().unwrap();
        let (log, mut position) = (EventLog::new(dir.path()), Position::default());
        assert_eq!(read(&log, &mut position, 9), (String::new(), true));
        let mut one = segment(dir.path(), Class::Changes, 1, &["a", "b", "c"]);
        // Two events each.
        assert_eq!(read(&log, &mut position, 3), ("ab".to_owned(), false));
        assert_eq!(read(&log, &mut position, 9), ("c".to_owned(), true));
        assert_eq!(log.end().unwrap(), position);
        append(&mut one, &["d"]);
        segment(dir.path(), Class::Changes, 2, &["e"]);
        segment(dir.path(), Class::Signed, 1, &["f"]);
        let (rest, is_end) = read(&log, &mut position, 99);
        assert!(is_end && rest.len() == 3 && ["d", "e", "f"].iter().all(|id| rest.contains(id)), "{rest}");
        assert_eq!(read(&log, &mut position, 9), (String::new(), true));
        assert_eq!(log.end().unwrap(), position);
    }

    /// Whoever reads until the place where another reader stopped, comes to the same position, whatever is written meanwhile.
    /// Places tell what a position has passed.
    #[test]
    fn reading_until_a_position() {
        let dir = tempfile::tempdir().unwrap();
        let log = EventLog::new(dir.path());
        let mut changes = segment(dir.path(), Class::Changes, 1, &["a", "b"]);
        segment(dir.path(), Class::Signed, 1, &["c"]);
        let first = log.after(&Position::default(), None, 1).unwrap();
        let all = log.after(&Position::default(), None, usize::MAX).unwrap();
        append(&mut changes, &["d"]);
        segment(dir.path(), Class::Signed, 2, &["e"]);
        segment(dir.path(), Class::Unsigned, 1, &["f"]);
        for start in [&Position::default(), &first.next, &all.next] {
            let bounded = log.after(start, Some(&all.next), usize::MAX).unwrap();
            assert_eq!((bounded.is_end, &bounded.next), (true, &all.next));
        }
        let rest = log.after(&all.next, None, usize::MAX).unwrap();
        assert_eq!(rest.events.len(), 6);
        assert!(all.events.iter().all(|(place, _)| all.next.has_passed(place)));
        assert!(!rest.events.iter().any(|(place, _)| all.next.has_passed(place)));
        assert!(!Position::default().has_passed(&all.events[0].0));
    }

    /// A position in a segment that is gone goes on with the oldest that is kept after it.
    #[test]
    fn positions_survive_retention() {
        let dir = tempfile::tempdir().unwrap();
        let (log, mut position) = (EventLog::new(dir.path()), Position::default());
        for (number, id) in [(1, "a"), (2, "b"), (3, "c"), (4, "d")] {
            segment(dir.path(), Class::Changes, number, &[id]);
        }
        assert_eq!(read(&log, &mut position, 1).0, "a");
        for number in [1, 2] {
            std::fs::remove_file(segment::path(dir.path(), number)).unwrap();
        }
        assert_eq!(read(&log, &mut position, 99).0, "cd");
        // Everything is gone, and a new trail begins.
        for number in [3, 4] {
            std::fs::remove_file(segment::path(dir.path(), number)).unwrap();
        }
        assert_eq!(read(&log, &mut position, 99).0, "");
        segment(dir.path(), Class::Changes, 1, &["e"]);
        assert_eq!(read(&log, &mut position, 99).0, "e");
    }

    /// After a crash of the machine, records that were read but not synced are gone and others stand in their place: the
    /// segment is read again, and nothing is missed.
    #[test]
    fn a_position_that_no_longer_fits_misses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (log, mut position) = (EventLog::new(dir.path()), Position::default());
        segment(dir.path(), Class::Changes, 1, &["a", "b"]);
        assert_eq!(read(&log, &mut position, 99).0, "ab");
        segment(dir.path(), Class::Changes, 1, &["a", "x", "y"]);
        assert_eq!(read(&log, &mut position, 99).0, "axy");
        // Cut before the position, and not yet written on.
        segment(dir.path(), Class::Changes, 1, &[]);
        assert_eq!(read(&log, &mut position, 99).0, "");
        segment(dir.path(), Class::Changes, 1, &["z"]);
        assert_eq!(read(&log, &mut position, 99).0, "z");
    }
}
