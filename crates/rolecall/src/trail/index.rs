//! Where the request ids of a finished segment are.
//!
//! A text beside the segment: one line for each record, sorted by request id, `<request id> <offset>`; the last line
//! is `end` and the CRC-32C of all before it. It is made in the background and can always be made again; a reader that
//! finds none, or a damaged one, scans the segment instead.

use super::TrailError;
use super::segment::{self, Records};
use crate::environment::data_dir::private_file;
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Request ids and the offsets of their records, sorted by id.
pub(super) struct Index(Vec<(String, u64)>);

/// All that the index needs of a record.
#[derive(Deserialize)]
struct JustId<'a> {
    #[serde(borrow)]
    request_id: Cow<'a, str>,
}

/// The index file of segment `number`.
pub(super) fn path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{number:010}.idx"))
}

impl Index {
    /// From the segment itself. A record that is not ours to read is left out.
    pub(super) fn scan(dir: &Path, number: u64) -> Result<Self, TrailError> {
        let path = segment::path(dir, number);
        let mut ids = Vec::new();
        if let Some(mut records) = Records::open(&path)? {
            while let Some(stored) = records.next().map_err(TrailError::at(&path))? {
                if let Ok(record) = serde_json::from_slice::<JustId<'_>>(&stored.json) {
                    ids.push((record.request_id.into_owned(), stored.offset));
                }
            }
        }
        ids.sort_unstable();
        Ok(Self(ids))
    }

    /// From the index file; `None` if there is none or it is damaged.
    pub(super) fn read(dir: &Path, number: u64) -> Option<Self> {
        let text = std::fs::read_to_string(path(dir, number)).ok()?;
        let (lines, crc) = text.strip_suffix('\n')?.rsplit_once("end ")?;
        if crc != checksum(lines) {
            return None;
        }
        let line = |line: &str| {
            let (id, offset) = line.rsplit_once(' ')?;
            Some((id.to_owned(), offset.parse().ok()?))
        };
        lines.lines().map(line).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Scans a finished segment and writes its index file.
    pub(super) fn build(dir: &Path, number: u64) -> Result<(), TrailError> {
        let index = Self::scan(dir, number)?;
        let mut text = String::new();
        for (id, offset) in &index.0 {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{id} {offset}");
        }
        let crc = checksum(&text);
        let _ = writeln!(text, "end {crc}");
        let path = path(dir, number);
        let unfinished = path.with_extension("idx.new");
        let write = || {
            private_file().truncate(true).open(&unfinished)?.write_all(text.as_bytes())?;
            std::fs::rename(&unfinished, &path)
        };
        write().map_err(TrailError::at(&path))
    }

    /// Those whose id has the prefix.
    pub(super) fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a (String, u64)> {
        let first = self.0.partition_point(|(id, _)| id.as_str() < prefix);
        self.0.iter().skip(first).take_while(move |(id, _)| id.starts_with(prefix))
    }
}

fn checksum(text: &str) -> String {
    format!("{:08x}", crc_fast::crc32_iscsi(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::record::MAX_RECORD_BYTES;
    use crate::trail::testing::record;

    fn segment_of(ids: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let mut file = segment::create(dir.path(), 1).unwrap();
        for id in ids {
            file.write_all(&segment::frames(&record(id).encode(MAX_RECORD_BYTES).unwrap())).unwrap();
        }
        dir
    }

    /// The file gives what a scan gives, and any damage to it is noticed.
    #[test]
    fn file_and_scan_agree() {
        let dir = segment_of(&["b2", "a1", "c3", "a2"]);
        assert!(Index::read(dir.path(), 1).is_none());
        Index::build(dir.path(), 1).unwrap();
        let scanned = Index::scan(dir.path(), 1).unwrap();
        assert_eq!(scanned.0.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a1", "a2", "b2", "c3"]);
        assert_eq!(Index::read(dir.path(), 1).unwrap().0, scanned.0);
        let path = path(dir.path(), 1);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            assert!(Index::read(dir.path(), 1).is_none(), "altered at {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(Index::read(dir.path(), 1).is_none(), "cut at {at}");
        }
    }

    /// Prefixes find all of their ids and no others.
    #[test]
    fn prefixes() {
        let dir = segment_of(&["ab", "abc", "b", "a", "aé"]);
        let index = Index::scan(dir.path(), 1).unwrap();
        let find = |prefix| index.starting_with(prefix).map(|(id, _)| id.as_str()).collect::<Vec<_>>();
        assert_eq!(find("a"), ["a", "ab", "abc", "aé"]);
        assert_eq!(find("ab"), ["ab", "abc"]);
        assert_eq!(find("b"), ["b"]);
        assert!(find("c").is_empty() && find("abcd").is_empty());
        assert_eq!(find("").len(), 5);
    }
}
