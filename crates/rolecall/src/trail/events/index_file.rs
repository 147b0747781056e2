//! The index of a finished segment as a file beside it.
//!
//! Numbers have their low byte first. A head of [`HEAD`] bytes: what it is, numbers of rows, keys and places, bits of the
//! directory, the first and the last second, and the checksum of all before and after it. Then the rows, in order: second, and in one
//! number the offset and which event of the record. The directory: for each value of the first bits of a key, how many keys come
//! before it. The keys, in order, each with its first place and their number. The places: numbers of rows, in order.
//!
//! So a key is found with two reads, and its rows with a binary search. A file is written aside and renamed: a crash leaves none,
//! or a whole one. What is damaged is not believed, and is made again.

use super::index::{Finished, Row};
use crate::environment::data_dir::private_file;
use crate::trail::TrailError;
use crc_fast::{CrcAlgorithm, Digest};
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// What it is, and the version of what follows.
const MAGIC: &[u8; 8] = b"RCEVENT1";
const HEAD: u64 = 48;
const ROW: u64 = 16;
const KEY: u64 = 16;
const PLACE: u64 = 4;
/// Offsets take the upper bits of a number whose lowest byte says which event it is. A segment is never so long.
const MAX_OFFSET: u64 = u64::MAX >> 8;
/// How many keys are read at once, in the middle.
const KEYS_PER_GROUP: usize = 8;
/// Largest directory: more keys than a segment of the usual size has.
const MAX_BITS: u32 = 22;

/// The index file of segment `number`.
pub(in crate::trail) fn path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{number:010}.events"))
}

/// Writes the index file of a segment, at first with this extension: no other writer must have the same.
///
/// # Errors
/// The file cannot be written.
pub(in crate::trail) fn write(index: Finished, dir: &Path, number: u64, unfinished: &str) -> Result<(), TrailError> {
    let path = path(dir, number);
    let unfinished = path.with_extension(unfinished);
    let write = || {
        let bytes = encode(index).ok_or_else(|| io::Error::other("the segment is too long to be indexed"))?;
        private_file().truncate(true).open(&unfinished)?.write_all(&bytes)?;
        std::fs::rename(&unfinished, &path)
    };
    write().map_err(TrailError::at(&path))
}

fn encode(index: Finished) -> Option<Vec<u8>> {
    let Finished { mut rows, keys: mut of_rows } = index;
    rows.sort_unstable();
    rows.dedup();
    of_rows.sort_unstable();
    let mut keys: Vec<u64> = of_rows.iter().map(|(key, _)| *key).collect();
    keys.dedup();
    let bits = (usize::BITS - (keys.len() / KEYS_PER_GROUP).leading_zeros()).clamp(1, MAX_BITS);

    let mut body = Vec::new();
    for row in &rows {
        if row.offset > MAX_OFFSET {
            return None;
        }
        body.extend(row.second.to_le_bytes());
        body.extend(((row.offset << 8) | u64::from(row.which)).to_le_bytes());
    }
    let mut before = 0;
    for group in 0..=(1u64 << bits) {
        while keys.get(before).is_some_and(|key| key >> (64 - bits) < group) {
            before += 1;
        }
        body.extend(u32::try_from(before).ok()?.to_le_bytes());
    }
    let mut places: Vec<u32> = Vec::with_capacity(of_rows.len());
    for of_key in of_rows.chunk_by(|(one, _), (other, _)| one == other) {
        body.extend(of_key.first()?.0.to_le_bytes());
        body.extend(u32::try_from(places.len()).ok()?.to_le_bytes());
        body.extend(u32::try_from(of_key.len()).ok()?.to_le_bytes());
        for (_, row) in of_key {
            places.push(u32::try_from(rows.binary_search(row).ok()?).ok()?);
        }
    }
    body.extend(places.iter().flat_map(|place| place.to_le_bytes()));

    let mut bytes = MAGIC.to_vec();
    for number in [rows.len(), keys.len(), places.len()] {
        bytes.extend(u32::try_from(number).ok()?.to_le_bytes());
    }
    bytes.extend(bits.to_le_bytes());
    bytes.extend(rows.first().map_or(i64::MAX, |row| row.second).to_le_bytes());
    bytes.extend(rows.last().map_or(i64::MIN, |row| row.second).to_le_bytes());
    let mut digest = Digest::new(CrcAlgorithm::Crc32Iscsi);
    digest.update(&bytes);
    digest.update(&body);
    bytes.extend(digest.finalize().to_le_bytes());
    bytes.extend(body);
    Some(bytes)
}

/// An index file.
#[derive(Debug)]
pub(super) struct IndexFile {
    file: File,
    rows: u32,
    keys: u32,
    bits: u32,
    /// The time of the first and of the last event.
    pub(super) first: i64,
    pub(super) last: i64,
}

/// The rows of one key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    start: u32,
    /// How many of them are not yet behind what was taken.
    left: u32,
}

impl IndexFile {
    /// Opens an index file and checks it whole; `None`: there is none that is to be believed.
    pub(super) fn open(dir: &Path, number: u64) -> Option<Self> {
        let file = File::open(path(dir, number)).ok()?;
        let mut head = [0; 48];
        file.read_exact_at(&mut head, 0).ok()?;
        let word = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let long = |at: usize| Some(u64::from_le_bytes(head.get(at..at + 8)?.try_into().ok()?));
        let [rows, keys, places, bits] = [word(8)?, word(12)?, word(16)?, word(20)?];
        if head.get(..8)? != MAGIC || !(1..=MAX_BITS).contains(&bits) {
            return None;
        }
        let [first, last] = [long(24)?.cast_signed(), long(32)?.cast_signed()];
        let index = Self { file, rows, keys, bits, first, last };
        let length = index.places_at() + u64::from(places) * PLACE;
        let is_whole =
            index.file.metadata().ok()?.len() == length && index.checksum(head.get(..40)?).ok()? == long(40)?;
        is_whole.then_some(index)
    }

    fn checksum(&self, head: &[u8]) -> io::Result<u64> {
        let mut digest = Digest::new(CrcAlgorithm::Crc32Iscsi);
        digest.update(head);
        let (mut at, mut bytes) = (HEAD, vec![0; 1 << 18]);
        loop {
            let read = self.file.read_at(&mut bytes, at)?;
            if read == 0 {
                return Ok(digest.finalize());
            }
            digest.update(bytes.get(..read).unwrap_or_default());
            at += read as u64;
        }
    }

    fn directory_at(&self) -> u64 {
        HEAD + u64::from(self.rows) * ROW
    }

    fn keys_at(&self) -> u64 {
        self.directory_at() + ((1u64 << self.bits) + 1) * 4
    }

    fn places_at(&self) -> u64 {
        self.keys_at() + u64::from(self.keys) * KEY
    }

    fn word(&self, at: u64) -> io::Result<u32> {
        let mut bytes = [0; 4];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// The rows of a key; `None`: no event has it.
    pub(super) fn find(&self, key: u64) -> io::Result<Option<Places>> {
        let group = (key >> (64 - self.bits)) * 4 + self.directory_at();
        let [from, to] = [self.word(group)?, self.word(group + 4)?];
        // The file was checked, so that no more is read than there is.
        let length = usize::try_from(u64::from(to.saturating_sub(from)) * KEY).unwrap_or_default();
        let mut group = vec![0; length];
        self.file.read_exact_at(&mut group, self.keys_at() + u64::from(from) * KEY)?;
        for bytes in group.as_chunks::<16>().0 {
            let [a, b, c, d, e, f, g, h, start @ .., i, j, k, l] = *bytes;
            if u64::from_le_bytes([a, b, c, d, e, f, g, h]) == key {
                let left = u32::from_le_bytes([i, j, k, l]);
                return Ok(Some(Places { start: u32::from_le_bytes(start), left }));
            }
        }
        Ok(None)
    }

    fn row(&self, places: Places, at: u32) -> io::Result<Row> {
        let place = self.word(self.places_at() + (u64::from(places.start) + u64::from(at)) * PLACE)?;
        let mut bytes = [0; 16];
        self.file.read_exact_at(&mut bytes, HEAD + u64::from(place) * ROW)?;
        let [a, b, c, d, e, f, g, h, which, offset @ ..] = bytes;
        let [i, j, k, l, m, n, o] = offset;
        Ok(Row {
            second: i64::from_le_bytes([a, b, c, d, e, f, g, h]),
            offset: u64::from_le_bytes([i, j, k, l, m, n, o, 0]),
            which,
        })
    }

    /// Takes the newest row that is left.
    pub(super) fn take(&self, places: &mut Places) -> io::Result<Option<Row>> {
        let Some(at) = places.left.checked_sub(1) else { return Ok(None) };
        places.left = at;
        self.row(*places, at).map(Some)
    }

    /// Leaves out all rows from the first on for which `is_late` is true; it is true for all that follow.
    pub(super) fn leave_out(&self, places: &mut Places, is_late: impl Fn(&Row) -> bool) -> io::Result<()> {
        let (mut from, mut to) = (0, places.left);
        while from < to {
            let middle = from + (to - from) / 2;
            if is_late(&self.row(*places, middle)?) { to = middle } else { from = middle + 1 }
        }
        places.left = from;
        Ok(())
    }
}
