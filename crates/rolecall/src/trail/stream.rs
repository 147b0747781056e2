//! Reads the records of all classes one after another, also while a server writes them.
//!
//! At the end of what is written a stream has nothing, and has more when it is asked again. It goes on to the next segment of
//! a class when that has a record: from then on nothing is written to the one before.

use super::TrailError;
use super::class::Class;
use super::events::{Mark, Position};
use super::reader::{segments, unless_removed};
use super::record::Record;
use super::segment::{self, Records, Stored};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};

/// How much older than a record's time its segment may seem to be: clocks are set, and a record's time is that of its
/// arrival.
const CLOCK_LEEWAY: SignedDuration = SignedDuration::from_hours(1);

/// Where reading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With the oldest record that is kept.
    Oldest,
    /// With the first segment that may have a record of this time or later. Earlier records may come too.
    Since(Timestamp),
    /// With the newest segment of each class.
    Newest,
}

/// Records of all classes, by the time of their requests as far as they are written. Of one class they come in the order in
/// which the requests ended.
pub struct RecordStream(MarkedStream);

impl RecordStream {
    pub(super) fn open(trail: &Path, start: Start) -> Result<Self, TrailError> {
        MarkedStream::of(trail, None, |_, dir| ClassStream::open(dir, start)).map(Self)
    }

    /// The next record; `None` if there is none yet. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn read(&mut self) -> Result<Option<Record>, TrailError> {
        Ok(self.0.read()?.map(|(_, read)| read.record))
    }
}

/// The same, with the place of each record.
pub(super) struct MarkedStream(Vec<Lane>);

/// The records of one class in a stream of all.
struct Lane {
    class: Class,
    stream: ClassStream,
    /// The last record that is read; `None`: all.
    until: Option<Option<Mark>>,
    next: Option<Read>,
    is_over: bool,
}

/// A record, and where it stands.
pub(super) struct Read {
    pub(super) record: Record,
    pub(super) mark: Mark,
    /// How long its JSON is.
    pub(super) bytes: usize,
}

impl MarkedStream {
    /// What follows a position, up to another one if one is given.
    pub(super) fn open(trail: &Path, after: &Position, until: Option<&Position>) -> Result<Self, TrailError> {
        Self::of(trail, until, |class, dir| match after.of(class) {
            Some(mark) => ClassStream::resume(dir, mark),
            None => ClassStream::open(dir, Start::Oldest),
        })
    }

    fn of(
        trail: &Path,
        until: Option<&Position>,
        open: impl Fn(Class, PathBuf) -> Result<ClassStream, TrailError>,
    ) -> Result<Self, TrailError> {
        let open = |class: Class| {
            let (stream, until) = (open(class, class.dir(trail))?, until.map(|until| until.of(class)));
            Ok(Lane { class, stream, until, next: None, is_over: false })
        };
        Class::ALL.into_iter().map(open).collect::<Result<_, _>>().map(Self)
    }

    /// The position behind everything that is written.
    pub(super) fn end(trail: &Path) -> Result<Position, TrailError> {
        let mut end = Position::default();
        for class in Class::ALL {
            let dir = class.dir(trail);
            for number in segments(&dir)?.into_iter().rev() {
                if let Some(mark) = last_of(&dir, number)? {
                    end.set(class, mark);
                    break;
                }
            }
        }
        Ok(end)
    }

    /// The next record; `None` if there is none yet.
    pub(super) fn read(&mut self) -> Result<Option<(Class, Read)>, TrailError> {
        self.0.iter_mut().try_for_each(Lane::advance)?;
        let waiting =
            self.0.iter_mut().filter_map(|lane| Some((lane.next.as_ref()?.record.time, lane.class, &mut lane.next)));
        let first = waiting.min_by_key(|(time, ..)| *time);
        Ok(first.and_then(|(_, class, next)| Some((class, next.take()?))))
    }
}

impl Lane {
    /// Reads the next record, unless one waits to be taken.
    fn advance(&mut self) -> Result<(), TrailError> {
        if self.next.is_some() || self.is_over {
            return Ok(());
        }
        self.next = self.stream.read()?;
        if let (Some(until), Some(next)) = (&self.until, &self.next) {
            let order = |mark: &Mark| (mark.segment, mark.offset);
            self.is_over = until.as_ref().is_none_or(|until| order(until) < order(&next.mark));
            if self.is_over {
                self.next = None;
            }
        }
        Ok(())
    }
}

/// The last record of a segment.
fn last_of(dir: &Path, number: u64) -> Result<Option<Mark>, TrailError> {
    let path = segment::path(dir, number);
    let Some(mut records) = unless_removed(Records::open(&path))?.flatten() else { return Ok(None) };
    let mut last = None;
    while let Some(stored) = records.next().map_err(TrailError::at(&path))? {
        last = Some(stored);
    }
    Ok(last.map(|stored| stored.mark(number)))
}

/// The records of one class.
struct ClassStream {
    dir: PathBuf,
    /// The number of the segment that is read, or of the last one that is left out.
    number: u64,
    present: Option<(PathBuf, Records)>,
}

/// A segment that has a record.
struct Begun {
    number: u64,
    path: PathBuf,
    records: Records,
    first: Stored,
}

impl Stored {
    /// Its place in segment `segment`.
    pub(super) fn mark(&self, segment: u64) -> Mark {
        Mark { segment, offset: self.offset, checksum: segment::checksum(&self.json) }
    }

    /// The record; `None`: it is not ours to read.
    fn read(self, segment: u64) -> Option<Read> {
        let record = serde_json::from_slice(&self.json).ok()?;
        Some(Read { record, mark: self.mark(segment), bytes: self.json.len() })
    }
}

impl ClassStream {
    fn open(dir: PathBuf, start: Start) -> Result<Self, TrailError> {
        let numbers = segments(&dir)?;
        let number = match start {
            Start::Oldest => 0,
            Start::Newest => numbers.last().map_or(0, |last| last.saturating_sub(1)),
            Start::Since(time) => {
                let is_older = |number: &&u64| written_before(&segment::path(&dir, **number), time);
                numbers.iter().take_while(is_older).last().copied().unwrap_or_default()
            }
        };
        Ok(Self { dir, number, present: None })
    }

    /// What follows a record. If its segment is no longer kept, what is kept of the later ones; if another record stands in
    /// its place, because the machine crashed before it was synced, the whole segment: better twice than not at all.
    fn resume(dir: PathBuf, mark: Mark) -> Result<Self, TrailError> {
        let numbers = segments(&dir)?;
        if numbers.last().is_none_or(|last| *last < mark.segment) {
            // The trail has been begun anew.
            return Ok(Self { dir, number: 0, present: None });
        }
        let path = segment::path(&dir, mark.segment);
        if let Some(mut records) = unless_removed(Records::open(&path))?.flatten() {
            records.go_to(mark.offset).map_err(TrailError::at(&path))?;
            let stored = records.next().map_err(TrailError::at(&path))?;
            if stored.is_some_and(|stored| stored.mark(mark.segment) == mark) {
                return Ok(Self { dir, number: mark.segment, present: Some((path, records)) });
            }
            return Ok(Self { dir, number: mark.segment.saturating_sub(1), present: None });
        }
        Ok(Self { dir, number: mark.segment, present: None })
    }

    fn read(&mut self) -> Result<Option<Read>, TrailError> {
        loop {
            if let Some(read) = self.of_present()? {
                return Ok(Some(read));
            }
            let Some(begun) = self.begun()? else { return Ok(None) };
            // Records may have come to the segment before the next one was begun.
            let late = self.of_present()?;
            if late.is_some() {
                return Ok(late);
            }
            let Begun { number, path, records, first } = begun;
            (self.number, self.present) = (number, Some((path, records)));
            if let Some(read) = first.read(number) {
                return Ok(Some(read));
            }
        }
    }

    /// The next record of the segment that is read.
    fn of_present(&mut self) -> Result<Option<Read>, TrailError> {
        let Some((path, records)) = &mut self.present else { return Ok(None) };
        while let Some(stored) = records.next().map_err(TrailError::at(path))? {
            if let Some(read) = stored.read(self.number) {
                return Ok(Some(read));
            }
        }
        records.look_again().map_err(TrailError::at(path))?;
        Ok(None)
    }

    /// The next segment that has a record.
    fn begun(&self) -> Result<Option<Begun>, TrailError> {
        for number in segments(&self.dir)?.into_iter().filter(|number| *number > self.number) {
            let path = segment::path(&self.dir, number);
            let Some(mut records) = unless_removed(Records::open(&path))?.flatten() else { continue };
            if let Some(first) = records.next().map_err(TrailError::at(&path))? {
                return Ok(Some(Begun { number, path, records, first }));
            }
        }
        Ok(None)
    }
}

/// Whether all records of a segment are of an earlier time. One of which that cannot be told is read.
pub(super) fn written_before(path: &Path, time: Timestamp) -> bool {
    let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let modified = modified.and_then(|modified| Timestamp::try_from(modified).ok());
    modified.is_some_and(|modified| time.duration_since(modified) > CLOCK_LEEWAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::TrailReader;
    use crate::trail::record::MAX_RECORD_BYTES;
    use crate::trail::testing::record;
    use std::fs::{File, OpenOptions};
    use std::io::Write as _;
    use std::time::{Duration, SystemTime};

    fn frames(id: &str, second: i64) -> Vec<u8> {
        let record = Record { time: Timestamp::from_second(second).unwrap(), ..record(id) };
        segment::framed(record, MAX_RECORD_BYTES).unwrap()
    }

    fn append(file: &mut File, id: &str, second: i64) {
        file.write_all(&frames(id, second)).unwrap();
    }

    fn read_all(stream: &mut RecordStream) -> String {
        std::iter::from_fn(|| stream.read().unwrap()).map(|record| record.request_id).collect()
    }

    /// What is written after the end was reached comes too: in the same segment, in the next one, in a class that begins only
    /// then; no record twice, none of a half, and what came late to a segment before what is in the next.
    #[test]
    fn records_are_followed() {
        let dir = tempfile::tempdir().unwrap();
        let mut one = segment::create(dir.path(), 1).unwrap();
        append(&mut one, "a", 1);
        let mut stream = TrailReader::new(dir.path()).stream(Start::Oldest).unwrap();
        assert_eq!(read_all(&mut stream), "a");
        assert_eq!(read_all(&mut stream), "");
        let whole = frames("b", 2);
        let (half, rest) = whole.split_at(20);
        one.write_all(half).unwrap();
        assert_eq!(read_all(&mut stream), "");
        one.write_all(rest).unwrap();
        assert_eq!(read_all(&mut stream), "b");
        // A segment that has no record yet may be made again.
        drop(segment::create(dir.path(), 2).unwrap());
        assert_eq!(read_all(&mut stream), "");
        append(&mut one, "c", 3);
        let mut two = segment::create(dir.path(), 2).unwrap();
        append(&mut two, "d", 4);
        let signed = dir.path().join("signed");
        std::fs::create_dir(&signed).unwrap();
        append(&mut segment::create(&signed, 1).unwrap(), "e", 3);
        assert_eq!(read_all(&mut stream), "ced");
        append(&mut two, "f", 5);
        assert_eq!(read_all(&mut stream), "f");
    }

    /// Room that is kept for records to come is no end: the record that takes it is read.
    #[test]
    fn kept_room_is_followed() {
        use std::os::unix::fs::FileExt;
        let dir = tempfile::tempdir().unwrap();
        let file = segment::create(dir.path(), 1).unwrap();
        file.set_len(1 << 20).unwrap();
        let mut stream = TrailReader::new(dir.path()).stream(Start::Oldest).unwrap();
        assert_eq!(read_all(&mut stream), "");
        file.write_all_at(&frames("a", 1), segment::HEADER.len() as u64).unwrap();
        assert_eq!(read_all(&mut stream), "a");
    }

    /// Segments that were finished long before are left out, those within the leeway are not.
    #[test]
    fn old_segments_are_left_out() {
        let dir = tempfile::tempdir().unwrap();
        for (number, id, second) in [(1, "a", 1_000), (2, "b", 50_000), (3, "c", 90_000)] {
            let mut file = segment::create(dir.path(), number).unwrap();
            append(&mut file, id, i64::try_from(second).unwrap());
            let file = OpenOptions::new().write(true).open(segment::path(dir.path(), number)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
        }
        let from = |start| read_all(&mut TrailReader::new(dir.path()).stream(start).unwrap());
        let since = |second| from(Start::Since(Timestamp::from_second(second).unwrap()));
        assert_eq!(since(0), "abc");
        assert_eq!([since(4_600), since(4_601)], ["abc", "bc"]);
        assert_eq!([since(53_600), since(53_601), since(999_999)], ["bc", "c", ""]);
        assert_eq!(from(Start::Newest), "c");
    }
}
