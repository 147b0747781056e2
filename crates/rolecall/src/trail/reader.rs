//! Reads the trail of a data directory, whether a server is writing it or not.

use super::TrailError;
use super::index::Index;
use super::record::Record;
use super::segment::{self, Records};
use std::io;
use std::path::{Path, PathBuf};

/// Most candidates that are listed for an ambiguous prefix.
pub const MAX_CANDIDATES: usize = 10;

/// Reads records; never writes.
#[derive(Debug, Clone)]
pub struct TrailReader {
    dir: PathBuf,
}

/// What a prefix of a request id finds.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// No record has this prefix.
    Nothing,
    /// Exactly one.
    One(Box<Record>),
    /// Several: the newest [`MAX_CANDIDATES`] of them, newest segment first.
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
        Self { dir: dir.to_owned() }
    }

    /// The record whose request id is `id`, or the only one whose id has the prefix `id`. Blocks on the disk.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn find(&self, id: &str) -> Result<Found, TrailError> {
        let mut candidates = Vec::new();
        let mut last = None;
        for number in self.segments()?.into_iter().rev() {
            let Some(records) = self.matching(number, id)? else { continue };
            for record in records {
                if record.request_id == id {
                    return Ok(Found::One(Box::new(record)));
                }
                if candidates.len() <= MAX_CANDIDATES {
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
        Ok(match (last, candidates.len()) {
            (Some(record), 1) => Found::One(Box::new(record)),
            (None, _) => Found::Nothing,
            (Some(_), found) => {
                candidates.truncate(MAX_CANDIDATES);
                Found::Several { candidates, more: found > MAX_CANDIDATES }
            }
        })
    }

    /// Every record, oldest first, until `visit` says false. Stops quietly at a record that is being written.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn visit(&self, mut visit: impl FnMut(Record) -> bool) -> Result<(), TrailError> {
        for number in self.segments()? {
            let path = segment::path(&self.dir, number);
            let Some(Some(mut records)) = unless_removed(Records::open(&path))? else { continue };
            while let Some(stored) = records.next().map_err(TrailError::at(&path))? {
                if let Ok(record) = serde_json::from_slice(&stored.json)
                    && !visit(record)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn segments(&self) -> Result<Vec<u64>, TrailError> {
        match segment::list(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            listed => listed.map_err(TrailError::at(&self.dir)),
        }
    }

    /// The records of one segment whose id begins with `prefix`, at most one more than are listed, an exact one among
    /// them; `None` if the segment is no longer kept.
    fn matching(&self, number: u64, prefix: &str) -> Result<Option<Vec<Record>>, TrailError> {
        if let Some(index) = Index::read(&self.dir, number)
            && let Some(records) = self.read(number, &index, prefix)?
        {
            return Ok(Some(records));
        }
        let Some(index) = unless_removed(Index::scan(&self.dir, number))? else { return Ok(None) };
        self.read(number, &index, prefix)
    }

    /// `None`: the segment does not have what the index says.
    fn read(&self, number: u64, index: &Index, prefix: &str) -> Result<Option<Vec<Record>>, TrailError> {
        let path = segment::path(&self.dir, number);
        let mut records = Vec::new();
        // Sorted, so that an exact match comes first.
        for (id, offset) in index.starting_with(prefix).take(MAX_CANDIDATES + 1) {
            let read = unless_removed(segment::read_at(&path, *offset))?;
            let record = read.flatten().and_then(|json| serde_json::from_slice::<Record>(&json).ok());
            match record {
                Some(record) if record.request_id == *id => records.push(record),
                _ => return Ok(None),
            }
        }
        Ok(Some(records))
    }
}

/// Retention may remove a segment while it is being read.
fn unless_removed<T>(result: Result<T, TrailError>) -> Result<Option<T>, TrailError> {
    match result {
        Err(TrailError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}
