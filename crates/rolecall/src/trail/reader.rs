//! Reads the trail of a data directory, whether a server is writing it or not.

use super::TrailError;
use super::class::Class;
use super::index::{Index, Lines};
use super::record::Record;
use super::segment::{self, Records};
use super::stream::{RecordStream, Start};
use std::cmp::Reverse;
use std::collections::{HashSet, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Most candidates that are listed for an ambiguous prefix.
pub const MAX_CANDIDATES: usize = 10;

/// Reads records; never writes.
#[derive(Debug, Clone)]
pub struct TrailReader {
    dir: PathBuf,
    /// Segments whose index of ids was found whole: what it does not have, the segment does not have.
    checked: Arc<Mutex<HashSet<PathBuf>>>,
}

/// What a prefix of a request id finds.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// No record has this prefix.
    Nothing,
    /// Exactly one.
    One(Box<Record>),
    /// Several: the newest [`MAX_CANDIDATES`] of them, newest first.
    Several {
        /// The first of them.
        candidates: Vec<Candidate>,
        /// There are more than are listed.
        more: bool,
    },
}

/// One of several records that a prefix finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The whole request id.
    pub request_id: String,
    /// When it arrived.
    pub time: jiff::Timestamp,
    /// `s3:PutObject`: service and operation.
    pub event: String,
    /// The HTTP status.
    pub status: u16,
}

impl TrailReader {
    /// The trail in `dir` (`DATA/trail`).
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), checked: Arc::default() }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The record whose request id is `id`, or the only one whose id has the prefix `id`. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn find(&self, id: &str) -> Result<Found, TrailError> {
        if let Some(record) = self.find_whole(id)? {
            return Ok(Found::One(Box::new(record)));
        }
        let mut candidates = Vec::new();
        let mut last = None;
        for class in Class::ALL {
            let dir = class.dir(&self.dir);
            let mut of_class = 0;
            for number in segments(&dir)?.into_iter().rev() {
                for record in self.matching(&dir, number, id)?.unwrap_or_default() {
                    if record.request_id == id {
                        return Ok(Found::One(Box::new(record)));
                    }
                    of_class += 1;
                    if of_class <= MAX_CANDIDATES + 1 {
                        candidates.push(Candidate {
                            request_id: record.request_id.clone(),
                            time: record.time,
                            event: format!("{}:{}", record.service, record.operation),
                            status: record.status,
                        });
                    }
                    last = Some(record);
                }
            }
        }
        Ok(match (last, candidates.len()) {
            (Some(record), 1) => Found::One(Box::new(record)),
            (None, _) => Found::Nothing,
            (Some(_), found) => {
                candidates.sort_by_key(|candidate| Reverse(candidate.time));
                candidates.truncate(MAX_CANDIDATES);
                Found::Several { candidates, more: found > MAX_CANDIDATES }
            }
        })
    }

    /// The record of exactly this id in a finished segment, if its index leads there: a few reads for each segment. What is not
    /// found may be there all the same.
    fn find_whole(&self, id: &str) -> Result<Option<Record>, TrailError> {
        for class in Class::ALL {
            let dir = class.dir(&self.dir);
            for number in segments(&dir)?.into_iter().rev() {
                let found = Lines::open(&dir, number).and_then(|lines| lines.starting_with(id, 1));
                let offset = found.and_then(|found| found.into_iter().find(|(found, _)| found == id));
                let Some((_, offset)) = offset else { continue };
                if let Some(record) = record_at(&segment::path(&dir, number), offset)?.filter(|it| it.request_id == id)
                {
                    return Ok(Some(record));
                }
            }
        }
        Ok(None)
    }

    /// The records of one segment whose id begins with `prefix`, at most one more than are listed, an exact one among them;
    /// `None` if the segment is no longer kept.
    fn matching(&self, dir: &Path, number: u64, prefix: &str) -> Result<Option<Vec<Record>>, TrailError> {
        let path = segment::path(dir, number);
        let checked = || self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if checked().contains(&path)
            && let Some(found) = Lines::open(dir, number).and_then(|it| it.starting_with(prefix, MAX_CANDIDATES + 1))
            && let Some(records) = read(&path, &found)?
        {
            return Ok(Some(records));
        }
        let first =
            |index: &Index| -> Vec<_> { index.starting_with(prefix).take(MAX_CANDIDATES + 1).cloned().collect() };
        if let Some(index) = Index::read(dir, number)
            && let Some(records) = read(&path, &first(&index))?
        {
            checked().insert(path);
            return Ok(Some(records));
        }
        let Some(index) = unless_removed(Index::scan(dir, number))? else { return Ok(None) };
        read(&path, &first(&index))
    }

    /// The newest records that are wanted, newest first, at most `count`. Of each class the segments are read from the newest
    /// one back, as far as is needed.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn newest(&self, count: usize, wanted: impl Fn(&Record) -> bool) -> Result<Vec<Record>, TrailError> {
        let mut newest = Vec::new();
        for class in Class::ALL {
            let dir = class.dir(&self.dir);
            let mut left = count;
            for number in segments(&dir)?.into_iter().rev() {
                let found = newest_of(&segment::path(&dir, number), left, &wanted)?;
                left -= found.len();
                newest.extend(found);
                if left == 0 {
                    break;
                }
            }
        }
        newest.sort_by_key(|record| Reverse(record.time));
        newest.truncate(count);
        Ok(newest)
    }

    /// Every record of all classes, by the time of its request, oldest first, until `visit` says false. Stops quietly at
    /// a record that is being written. Of one class they come in the order in which the requests ended.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn visit(&self, mut visit: impl FnMut(Record) -> bool) -> Result<(), TrailError> {
        let mut stream = self.stream(Start::Oldest)?;
        while let Some(record) = stream.read()? {
            if !visit(record) {
                break;
            }
        }
        Ok(())
    }

    /// The records of all classes from `start` on, and later those that are written in the meantime.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn stream(&self, start: Start) -> Result<RecordStream, TrailError> {
        RecordStream::open(&self.dir, start)
    }
}

/// The last records of a segment that are wanted, at most `count`.
fn newest_of(path: &Path, count: usize, wanted: impl Fn(&Record) -> bool) -> Result<VecDeque<Record>, TrailError> {
    let mut found = VecDeque::new();
    let Some(mut records) = unless_removed(Records::open(path))?.flatten() else { return Ok(found) };
    while let Some(stored) = records.next().map_err(TrailError::at(path))? {
        if let Ok(record) = serde_json::from_slice::<Record>(&stored.json)
            && wanted(&record)
        {
            found.push_back(record);
            if found.len() > count {
                found.pop_front();
            }
        }
    }
    Ok(found)
}

pub(super) fn segments(dir: &Path) -> Result<Vec<u64>, TrailError> {
    match segment::list(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        listed => listed.map_err(TrailError::at(dir)),
    }
}

/// `None`: the segment does not have what the index says.
fn read(segment: &Path, found: &[(String, u64)]) -> Result<Option<Vec<Record>>, TrailError> {
    let mut records = Vec::new();
    // Sorted, so that an exact match comes first.
    for (id, offset) in found {
        match record_at(segment, *offset)? {
            Some(record) if record.request_id == *id => records.push(record),
            _ => return Ok(None),
        }
    }
    Ok(Some(records))
}

/// The record that begins there.
fn record_at(segment: &Path, offset: u64) -> Result<Option<Record>, TrailError> {
    let json = unless_removed(segment::read_at(segment, offset))?.flatten();
    Ok(json.and_then(|json| serde_json::from_slice(&json).ok()))
}

/// Retention may remove a segment while it is being read.
pub(super) fn unless_removed<T>(result: Result<T, TrailError>) -> Result<Option<T>, TrailError> {
    match result {
        Err(TrailError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::record::MAX_RECORD_BYTES;
    use crate::trail::testing::record;
    use std::io::Write as _;

    /// A segment of records with these ids, a second apart from `from` on.
    fn write(dir: &Path, number: u64, from: i64, ids: &[&str]) {
        std::fs::create_dir_all(dir).unwrap();
        let mut file = segment::create(dir, number).unwrap();
        for (after, id) in (0..).zip(ids) {
            let mut record = record(id);
            record.time = jiff::Timestamp::from_second(from + after).unwrap();
            file.write_all(&segment::framed(record, MAX_RECORD_BYTES).unwrap()).unwrap();
        }
    }

    /// The newest come first, whatever class and segment they are in, and no more than were asked for.
    #[test]
    fn the_newest_records() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), 1, 100, &["a", "b", "x"]);
        write(dir.path(), 2, 200, &["c", "x", "d"]);
        write(&dir.path().join("signed"), 1, 150, &["e", "f"]);
        let newest = |count| {
            let found = TrailReader::new(dir.path()).newest(count, |record| record.request_id != "x").unwrap();
            found.into_iter().map(|record| record.request_id).collect::<String>()
        };
        assert_eq!([newest(0), newest(1), newest(3), newest(4), newest(99)], ["", "d", "dcf", "dcfe", "dcfeba"]);
    }
}
