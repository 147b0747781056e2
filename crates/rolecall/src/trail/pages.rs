//! The newest records first, page by page, with bounded work.
//!
//! A [`Position`] says, for each class, up to where its records were given: everything before it is still to come. Records
//! that are appended between two pages are behind it, so that no record comes twice and none is left out. Of one class the
//! records come in the order in which the requests ended, the last one first; the classes are merged by the time of their
//! requests.
//!
//! One page looks at a limited number of records, whatever is asked for. If few of them are wanted, the page has fewer
//! records than it may have, or none, and the next page goes on from there.

use super::TrailError;
use super::class::Class;
use super::reader::{TrailReader, segments, unless_removed};
use super::record::Record;
use super::segment::{self, Records, Stored};
use super::stream::written_before;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::fmt;
use std::path::Path;

/// Bytes of records of one class that one page looks at: some ten thousand records of usual size, and little memory.
pub const PAGE_BYTES: usize = 8 << 20;
/// Segments of one class that one page reads. A segment that was begun just now may have few records.
const PAGE_SEGMENTS: usize = 2;

/// Where a record begins, or where the records of a segment end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    segment: u64,
    offset: u64,
}

/// Before all records.
const BEGINNING: Place = Place { segment: 0, offset: 0 };

/// Up to where the records of each class were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position([Place; Class::ALL.len()]);

/// One page.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// The newest first.
    pub records: Vec<Record>,
    /// Where the next page begins; `None`: there are no older records.
    pub next: Option<Position>,
}

/// `segment.offset` of each class.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, place) in self.0.iter().enumerate() {
            let separator = if number == 0 { "" } else { "-" };
            write!(f, "{separator}{}.{}", place.segment, place.offset)?;
        }
        Ok(())
    }
}

impl Position {
    /// Reads what `Display` writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let place = |text: &str| {
            let (segment, offset) = text.split_once('.')?;
            Some(Place { segment: segment.parse().ok()?, offset: offset.parse().ok()? })
        };
        let places: Option<Vec<Place>> = text.split('-').map(place).collect();
        places?.try_into().ok().map(Self)
    }
}

impl TrailReader {
    /// The next page of at most `count` records that are wanted, none of them from before `since`. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn page(
        &self,
        from: Option<&Position>,
        count: usize,
        since: Option<Timestamp>,
        wanted: impl Fn(&Record) -> bool,
    ) -> Result<Page, TrailError> {
        let mut looks = Vec::with_capacity(Class::ALL.len());
        for (number, class) in Class::ALL.into_iter().enumerate() {
            let from = from.and_then(|from| from.0.get(number)).copied();
            looks.push(Look::at(&class.dir(self.dir()), from, count, since, &wanted)?);
        }
        Ok(merged(looks, count))
    }
}

/// What was found of one class.
struct Look {
    /// Where looking began.
    start: Place,
    /// The wanted records with their places, the newest first.
    found: VecDeque<(Place, Record)>,
    /// Everything from here to `start` was looked at.
    end: Place,
    /// There is nothing older.
    is_whole: bool,
    /// As many were found as the page takes.
    is_full: bool,
    /// The earliest time of the records that were looked at.
    reached: Option<Timestamp>,
}

impl Look {
    fn at(
        dir: &Path,
        from: Option<Place>,
        count: usize,
        since: Option<Timestamp>,
        wanted: impl Fn(&Record) -> bool,
    ) -> Result<Self, TrailError> {
        let start = from.unwrap_or(BEGINNING);
        let mut look =
            Self { start, found: VecDeque::new(), end: start, is_whole: false, is_full: false, reached: None };
        let is_given = |number: &u64| {
            from.is_some_and(|from| *number > from.segment || *number == from.segment && from.offset == 0)
        };
        let (mut room, mut has_start) = (PAGE_BYTES, from.is_some());
        let older = segments(dir)?.into_iter().rev().filter(|number| !is_given(number));
        for (read, number) in older.enumerate() {
            let path = segment::path(dir, number);
            if since.is_some_and(|since| written_before(&path, since)) {
                break;
            }
            if read == PAGE_SEGMENTS || room == 0 {
                return Ok(look);
            }
            let before = from.filter(|from| from.segment == number).map(|from| from.offset);
            let Some(tail) = unless_removed(Tail::read(&path, before, room))? else { continue };
            if !has_start {
                look.start = Place { segment: number, offset: tail.end };
                has_start = true;
            }
            room = room.saturating_sub(tail.bytes);
            for stored in tail.records.into_iter().rev() {
                look.end = Place { segment: number, offset: stored.offset };
                let Ok(record) = serde_json::from_slice::<Record>(&stored.json) else { continue };
                look.reached = Some(look.reached.map_or(record.time, |reached| reached.min(record.time)));
                if since.is_none_or(|since| record.time >= since) && wanted(&record) {
                    look.found.push_back((look.end, record));
                    if look.found.len() == count {
                        look.is_full = true;
                        return Ok(look);
                    }
                }
            }
            if tail.is_cut {
                return Ok(look);
            }
            look.end = Place { segment: number, offset: 0 };
        }
        (look.is_whole, look.end) = (true, BEGINNING);
        Ok(look)
    }

    /// The time before which there may be records that were not looked at, if such records may belong to this page.
    fn horizon(&self) -> Option<Timestamp> {
        (!self.is_whole && !self.is_full).then(|| self.reached.unwrap_or(Timestamp::MAX))
    }
}

/// The last records of a segment.
struct Tail {
    records: VecDeque<Stored>,
    bytes: usize,
    /// Where the whole records end.
    end: u64,
    /// There are more before them.
    is_cut: bool,
}

impl Tail {
    /// The last records before an offset, of about so many bytes, and at least one.
    fn read(path: &Path, before: Option<u64>, room: usize) -> Result<Self, TrailError> {
        let mut tail = Self { records: VecDeque::new(), bytes: 0, end: 0, is_cut: false };
        let Some(mut records) = Records::open(path)? else { return Ok(tail) };
        while let Some(stored) = records.next().map_err(TrailError::at(path))? {
            if before.is_some_and(|before| stored.offset >= before) {
                break;
            }
            tail.bytes += stored.json.len();
            tail.records.push_back(stored);
            while tail.bytes > room
                && tail.records.len() > 1
                && let Some(oldest) = tail.records.pop_front()
            {
                tail.bytes -= oldest.json.len();
                tail.is_cut = true;
            }
        }
        tail.end = records.offset();
        Ok(tail)
    }
}

fn merged(mut looks: Vec<Look>, count: usize) -> Page {
    let horizon = looks.iter().filter_map(Look::horizon).max();
    let mut given: Vec<Option<Place>> = vec![None; looks.len()];
    let mut records = Vec::new();
    while records.len() < count {
        let heads = looks.iter().enumerate();
        let times = heads.filter_map(|(number, look)| look.found.front().map(|(_, head)| (head.time, number)));
        // Of the same time the class that is listed first.
        let newest = times.max_by_key(|(time, number)| (*time, std::cmp::Reverse(*number)));
        let Some((time, number)) = newest else { break };
        if horizon.is_some_and(|horizon| time < horizon) {
            break;
        }
        if let (Some((place, record)), Some(given)) =
            (looks.get_mut(number).and_then(|look| look.found.pop_front()), given.get_mut(number))
        {
            *given = Some(place);
            records.push(record);
        }
    }
    let is_last = looks.iter().all(|look| look.is_whole && look.found.is_empty());
    let places = looks.iter().zip(given).map(|(look, given)| match look.found.is_empty() {
        true => look.end,
        false => given.unwrap_or(look.start),
    });
    let next = places.collect::<Vec<_>>().try_into().ok().map(Position).filter(|_| !is_last);
    Page { records, next }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::record::MAX_RECORD_BYTES;
    use crate::trail::testing::record;
    use std::fs::File;
    use std::io::Write as _;

    fn append(file: &mut File, id: &str, second: i64) {
        let record = Record { time: Timestamp::from_second(second).unwrap(), ..record(id) };
        file.write_all(&segment::framed(record, MAX_RECORD_BYTES).unwrap()).unwrap();
    }

    /// A segment with one record a letter, at these seconds.
    fn write(dir: &Path, number: u64, records: &[(&str, i64)]) -> File {
        std::fs::create_dir_all(dir).unwrap();
        let mut file = segment::create(dir, number).unwrap();
        records.iter().for_each(|(id, second)| append(&mut file, id, *second));
        file
    }

    fn ids(page: &Page) -> String {
        page.records.iter().map(|record| record.request_id.as_str()).collect()
    }

    /// All pages, with `/` between them.
    fn all(dir: &Path, count: usize, wanted: impl Fn(&Record) -> bool) -> String {
        let reader = TrailReader::new(dir);
        let (mut pages, mut from) = (Vec::new(), None);
        loop {
            let page = reader.page(from.as_ref(), count, None, &wanted).unwrap();
            assert!(page.records.len() <= count);
            pages.push(ids(&page));
            let Some(next) = page.next else { return pages.join("/") };
            assert_ne!(Some(next), from, "a page goes on");
            assert_eq!(Position::parse(&next.to_string()), Some(next));
            from = Some(next);
        }
    }

    /// Each record once, the newest first over all classes, however large a page is.
    #[test]
    fn pages_add_up() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), 1, &[("a", 1), ("b", 4)]);
        write(dir.path(), 2, &[("c", 6)]);
        write(&dir.path().join("signed"), 1, &[("d", 2), ("e", 3), ("f", 5)]);
        for count in 1..8 {
            assert_eq!(all(dir.path(), count, |_| true).replace('/', ""), "cfbeda", "{count}");
        }
        assert_eq!(all(dir.path(), 6, |_| true).trim_end_matches('/'), "cfbeda");
        assert_eq!(all(dir.path(), 2, |record| "ade".contains(&record.request_id)).replace('/', ""), "eda");
        assert_eq!(all(tempfile::tempdir().unwrap().path(), 2, |_| true), "");
    }

    /// A request that took long ended after later ones: it comes where it ended, and hides none of those.
    #[test]
    fn long_requests_hide_nothing() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), 1, &[("a", 10), ("b", 20)]);
        write(dir.path(), 2, &[("c", 5), ("d", 30)]);
        assert_eq!(all(dir.path(), 2, |_| true).replace('/', ""), "dcba");
    }

    /// What comes between two pages is on none of them, also in a class that had no record.
    #[test]
    fn new_records_do_not_move_pages() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = write(dir.path(), 1, &[("a", 1), ("b", 2)]);
        let reader = TrailReader::new(dir.path());
        let first = reader.page(None, 1, None, |_| true).unwrap();
        assert_eq!(ids(&first), "b");
        append(&mut file, "c", 3);
        write(dir.path(), 2, &[("d", 4)]);
        write(&dir.path().join("signed"), 1, &[("e", 5)]);
        let second = reader.page(first.next.as_ref(), 9, None, |_| true).unwrap();
        assert_eq!((ids(&second), second.next), ("a".to_owned(), None));
    }

    /// A page looks at two segments of a class. What is older may be newer than records of another class: these wait.
    #[test]
    fn work_is_bounded() {
        let dir = tempfile::tempdir().unwrap();
        for (number, id, second) in [(1, "a", 10), (2, "b", 20), (3, "c", 30), (4, "d", 40)] {
            write(dir.path(), number, &[(id, second)]);
        }
        write(&dir.path().join("signed"), 1, &[("x", 15), ("y", 35)]);
        let wanted = |record: &Record| "ax y".contains(&record.request_id);
        let reader = TrailReader::new(dir.path());
        let first = reader.page(None, 9, None, wanted).unwrap();
        assert_eq!(ids(&first), "y", "x waits: c and d were looked at, and b may be newer");
        let second = reader.page(first.next.as_ref(), 9, None, wanted).unwrap();
        assert_eq!((ids(&second), second.next), ("xa".to_owned(), None));
    }

    /// The tail of a segment has as many records as there is room for, and one at least.
    #[test]
    fn a_tail_has_a_limit() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), 1, &[("a", 1), ("b", 2), ("c", 3)]);
        let path = segment::path(dir.path(), 1);
        let tail = |before, room| {
            let tail = Tail::read(&path, before, room).unwrap();
            let id = |stored: &Stored| serde_json::from_slice::<Record>(&stored.json).unwrap().request_id;
            (tail.records.iter().map(id).collect::<String>(), tail.is_cut)
        };
        let one = Tail::read(&path, None, 1).unwrap();
        assert_eq!(tail(None, 1), ("c".to_owned(), true));
        assert_eq!(tail(None, 2 * one.bytes), ("bc".to_owned(), true));
        assert_eq!(tail(None, 3 * one.bytes), ("abc".to_owned(), false));
        assert_eq!(tail(Some(one.records[0].offset), 3 * one.bytes), ("ab".to_owned(), false));
    }

    /// A request of the time itself counts, an earlier one does not.
    #[test]
    fn since() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), 1, &[("a", 1), ("b", 2), ("c", 3)]);
        let since = Timestamp::from_second(2).unwrap();
        let page = TrailReader::new(dir.path()).page(None, 9, Some(since), |_| true).unwrap();
        assert_eq!((ids(&page), page.next), ("cb".to_owned(), None));
    }

    /// Nothing but what `Display` writes is a position.
    #[test]
    fn bad_positions() {
        for text in ["", "1.2", "1.2-3.4", "1.2-3.4-5", "1.2-3.4-5.x", "1.2-3.4-5.6-7.8", "-1.2-3.4-5.6"] {
            assert_eq!(Position::parse(text), None, "{text}");
        }
    }
}
