//! Where the request ids of a finished segment are.
//!
//! A text beside the segment: one line for each record, sorted by request id, `<request id> <offset>`; the last line
//! is `end` and the CRC-32C of all before it. It is made in the background and can always be made again; a reader that
//! finds none, or a damaged one, scans the segment instead.
//!
//! A file that is whole is not read to find an id: [`Lines`] searches it by halves.

use super::TrailError;
use super::segment::{self, Records};
use crate::environment::data_dir::private_file;
use serde::Deserialize;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Request ids and the offsets of their records, sorted by id.
#[derive(Default)]
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
        let mut index = Self::default();
        if let Some(mut records) = Records::open(&path)? {
            while let Some(stored) = records.next().map_err(TrailError::at(&path))? {
                index.add_json(&stored.json, stored.offset);
            }
        }
        Ok(index.sorted())
    }

    /// Adds a record at its offset; it must be sorted in the end.
    pub(super) fn add(&mut self, id: String, offset: u64) {
        self.0.push((id, offset));
    }

    /// The same, from its JSON. A record that is not ours to read is left out.
    pub(super) fn add_json(&mut self, json: &[u8], offset: u64) {
        if let Ok(record) = serde_json::from_slice::<JustId<'_>>(json) {
            self.add(record.request_id.into_owned(), offset);
        }
    }

    /// In the order of ids.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
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

    /// Writes the index file.
    pub(super) fn write(&self, dir: &Path, number: u64) -> Result<(), TrailError> {
        let mut text = String::new();
        for (id, offset) in &self.0 {
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

/// Bytes that are read of an index at once. A line has some fifty.
const BLOCK: usize = 4 << 10;
/// The last line: `end`, eight digits.
const TAIL: usize = 13;

/// An index file of which only some lines are read. Nothing tells whether the others are damaged: what is found can be compared
/// with the record, what is not found is missing only if the file was checked ([`Index::read`]).
pub(super) struct Lines {
    file: File,
    /// Where the last line begins.
    end: u64,
    reads: Cell<u32>,
}

impl Lines {
    /// `None`: there is no index, or it has no end.
    pub(super) fn open(dir: &Path, number: u64) -> Option<Self> {
        let file = File::open(path(dir, number)).ok()?;
        let end = file.metadata().ok()?.len().checked_sub(TAIL as u64)?;
        let lines = Self { file, end, reads: Cell::new(0) };
        let mut tail = [0; TAIL];
        lines.file.read_exact_at(&mut tail, end).ok()?;
        (tail.starts_with(b"end ") && tail.ends_with(b"\n")).then_some(lines)
    }

    /// A block from a place on, up to the last line.
    fn block(&self, at: u64) -> Option<Vec<u8>> {
        let left = usize::try_from(self.end.saturating_sub(at)).unwrap_or(BLOCK);
        let mut block = vec![0; left.min(BLOCK)];
        self.file.read_exact_at(&mut block, at).ok()?;
        self.reads.set(self.reads.get() + 1);
        Some(block)
    }

    /// Those whose id has the prefix, at most so many; `None`: these are no lines of an index.
    pub(super) fn starting_with(&self, prefix: &str, most: usize) -> Option<Vec<(String, u64)>> {
        // A line begins at `from`, and all before it are less. All that begin at `to` or later are not.
        let (mut from, mut to) = (0, self.end);
        while to - from > BLOCK as u64 {
            let middle = from + (to - from) / 2;
            let block = self.block(middle)?;
            let mut lines = block.split_inclusive(|byte| *byte == b'\n');
            let before = lines.next()?.len();
            match lines.next() {
                Some(line) if line.ends_with(b"\n") => {
                    if id_and_offset(line)?.0.as_bytes() < prefix.as_bytes() {
                        from = middle + (before + line.len()) as u64;
                    } else {
                        to = middle;
                    }
                }
                // The last line of all began before the middle.
                None if middle + block.len() as u64 == self.end => to = middle,
                _ => return None,
            }
        }
        let mut found = Vec::new();
        while from < self.end {
            let block = self.block(from)?;
            let whole = block.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
            let mut read = 0;
            for line in whole {
                read += line.len();
                let (id, offset) = id_and_offset(line)?;
                if id.starts_with(prefix) && found.len() < most {
                    found.push((id.to_owned(), offset));
                } else if id.as_bytes() > prefix.as_bytes() {
                    return Some(found);
                }
            }
            // A line is never so long.
            if read == 0 {
                return None;
            }
            from += read as u64;
        }
        Some(found)
    }
}

fn id_and_offset(line: &[u8]) -> Option<(&str, u64)> {
    let (id, offset) = std::str::from_utf8(line).ok()?.trim_end_matches('\n').rsplit_once(' ')?;
    Some((id, offset.parse().ok()?))
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
            file.write_all(&segment::framed(record(id), MAX_RECORD_BYTES).unwrap()).unwrap();
        }
        dir
    }

    /// The file gives what a scan gives, and any damage to it is noticed.
    #[test]
    fn file_and_scan_agree() {
        let dir = segment_of(&["b2", "a1", "c3", "a2"]);
        assert!(Index::read(dir.path(), 1).is_none());
        let scanned = Index::scan(dir.path(), 1).unwrap();
        scanned.write(dir.path(), 1).unwrap();
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

    /// An id is found in an index of a hundred thousand with a few reads, and so is that there is none; whoever looks for a
    /// prefix finds what the whole index has.
    #[test]
    fn few_reads() {
        let dir = tempfile::tempdir().unwrap();
        let ids: Vec<String> =
            (0..100_000_u32).map(|number| format!("{:08x}-{number}", number.wrapping_mul(2_654_435_761))).collect();
        let mut index = Index((0..).zip(&ids).map(|(offset, id)| (id.clone(), offset)).collect());
        index.0.sort_unstable();
        index.write(dir.path(), 1).unwrap();
        let whole = Index::read(dir.path(), 1).unwrap();
        for (offset, id) in (0..).zip(&ids).step_by(997) {
            let lines = Lines::open(dir.path(), 1).unwrap();
            assert_eq!(lines.starting_with(id, 11), Some(vec![(id.clone(), offset)]));
            assert!(lines.reads.get() <= 14, "{} reads", lines.reads.get());
        }
        let lines = Lines::open(dir.path(), 1).unwrap();
        for prefix in ["", "0", "00", "7f3", "ffff", "g", "~", "0000000", ids[5].as_str()] {
            let expected: Vec<_> = whole.starting_with(prefix).take(11).cloned().collect();
            assert_eq!(lines.starting_with(prefix, 11), Some(expected), "{prefix}");
        }
        lines.reads.set(0);
        assert_eq!(lines.starting_with("7f3-nothing", 11), Some(Vec::new()));
        assert!(lines.reads.get() <= 14);
        // Short ones, and what is no index.
        for count in [0, 1, 2] {
            let index = Index(ids.iter().take(count).map(|id| (id.clone(), 7)).collect());
            index.write(dir.path(), 2).unwrap();
            let found = Lines::open(dir.path(), 2).unwrap().starting_with("", 11).unwrap();
            assert_eq!(found.len(), count);
        }
        for text in ["", "end 00000000", "no lines\nend 00000000\n", &format!("{}end 00000000\n", "x".repeat(9_000))] {
            std::fs::write(path(dir.path(), 3), text).unwrap();
            assert_eq!(Lines::open(dir.path(), 3).and_then(|lines| lines.starting_with("a", 11)), None, "{text}");
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
