//! Reads every byte that is kept and says what is not as it was written. Nothing is changed.

use super::files::Files;
use super::index::{Segment, from_db, open_to_read, segments};
use super::listing::key_of;
use super::reader::{CHUNK, compare, read};
use super::{INDEX_FILE, StorageError};
use md5::{Digest as _, Md5};
use rusqlite::Connection;
use serde::Serialize;
use std::collections::HashSet;
use std::path::Path;

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Its bytes are not those that were written, or cannot be read.
    Damaged,
    /// It is not there.
    Missing,
    /// Nothing names it.
    Orphaned,
}

impl Problem {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Missing => "missing",
            Self::Orphaned => "orphaned",
        }
    }
}

/// A file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// The scope of the bucket; `None` for a file that nothing names.
    pub bucket: Option<String>,
    /// The key of the object or of the upload under way.
    pub key: Option<String>,
    /// The name of the data file; empty where the index names none.
    pub file: String,
    /// More of it, in words.
    pub reason: String,
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Scrubbed {
    /// Objects and uploads under way.
    pub objects: u64,
    /// Bytes that were read and not found damaged.
    pub bytes: u64,
    /// Files that are not as they should be.
    pub findings: u64,
}

/// Reads all objects, and the parts of uploads under way, in the store in `root`, which no server may be using. `report`
/// gets what is found, as it is found.
///
/// # Errors
/// The index cannot be read, or `report` fails.
pub fn scrub(root: &Path, report: &mut dyn FnMut(&Finding) -> std::io::Result<()>) -> Result<Scrubbed, StorageError> {
    let connection = open_to_read(&root.join(INDEX_FILE))?;
    let files = Files::at(root);
    let mut scrubbed = Scrubbed::default();
    let mut report = |scrubbed: &mut Scrubbed, finding: &Finding| {
        scrubbed.findings += 1;
        report(finding)
    };
    // An upload has no size of its own.
    for sql in [
        "SELECT key, bucket, content, size FROM object ORDER BY bucket, key",
        "SELECT key, bucket, content, NULL FROM upload ORDER BY bucket, key",
    ] {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (key, bucket): (_, String) = (key_of(row, 0)?, row.get(1)?);
            scrubbed.objects += 1;
            let of = |problem, file: &str, reason: &str| Finding {
                problem,
                bucket: Some(bucket.clone()),
                key: Some(key.clone()),
                file: file.to_owned(),
                reason: reason.to_owned(),
            };
            let mut size = 0u64;
            for segment in segments(&connection, row.get(2)?)? {
                size = size.saturating_add(segment.size);
                if let Err(error) = read_all(&files, &segment, &mut scrubbed.bytes) {
                    let problem =
                        if matches!(error, StorageError::Missing) { Problem::Missing } else { Problem::Damaged };
                    report(&mut scrubbed, &of(problem, segment.file.as_str(), &error.to_string()))?;
                }
            }
            if let Some(told) = row.get::<_, Option<i64>>(3)?
                && from_db::<u64>(told)? != size
            {
                report(&mut scrubbed, &of(Problem::Damaged, "", "the sizes of its data files are not its own"))?;
            }
        }
    }
    let named = named(&connection)?;
    for file in files.settled()?.into_iter().filter(|file| !named.contains(file)) {
        let reason = "no object names this data file".to_owned();
        report(&mut scrubbed, &Finding { problem: Problem::Orphaned, bucket: None, key: None, file, reason })?;
    }
    Ok(scrubbed)
}

fn read_all(files: &Files, segment: &Segment, bytes: &mut u64) -> Result<(), StorageError> {
    let (mut md5, mut at) = (Md5::new(), 0);
    loop {
        let wanted = CHUNK.min(segment.size.saturating_sub(at));
        md5.update(read(files, segment, at, wanted)?);
        at = at.saturating_add(wanted);
        *bytes = bytes.saturating_add(wanted);
        if at >= segment.size {
            return compare(md5, segment);
        }
    }
}

/// The files that the index knows, those included that the next start removes.
fn named(connection: &Connection) -> Result<HashSet<String>, StorageError> {
    let mut statement = connection.prepare("SELECT file FROM segment UNION ALL SELECT file FROM garbage")?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}
