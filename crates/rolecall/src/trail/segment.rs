//! The bytes of a segment: a header, then frames.
//!
//! A frame is the length of its payload and a CRC-32C (each 4 bytes, low byte first), then the payload. The CRC covers
//! the length too, and an empty payload is no frame, so that zeros, those of a crash and those of room that is kept for
//! records to come, are not taken for one. The payload is a byte that says what it is, and a piece of a record: the last
//! one, or one with more to follow in the next frame. A process killed while writing leaves a torn record at the end;
//! [`recover`] cuts it off.
//!
//! Segments of the first version are read as well: there a payload is a whole record.

use super::TrailError;
use super::record::{MAX_RECORD_BYTES, Record};
use crate::environment::data_dir::{PRIVATE_FILE, sync_dir};
use crc_fast::{CrcAlgorithm, Digest};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The first bytes of a segment: what it is, and the version of what follows.
pub(super) const HEADER: &[u8; 8] = b"RCTRAIL2";
/// Of the first version: each frame is a record, of at most [`FIRST_FRAME_BYTES`].
const FIRST_HEADER: &[u8; 8] = b"RCTRAIL1";
/// Largest payload of a segment of the first version.
const FIRST_FRAME_BYTES: usize = 4 << 20;
/// Length and CRC before each payload.
const FRAME_HEADER: usize = 8;
/// Where the piece of a record begins in its frame, behind the byte that says what it is.
const PIECE_AT: usize = FRAME_HEADER + 1;
/// Largest piece of a record in one frame. A reader takes no more memory than this on the word of a length that is not
/// yet checked.
pub const FRAME_BYTES: usize = 1 << 20;
/// Most frames of one record.
pub const MAX_FRAMES: usize = MAX_RECORD_BYTES.div_ceil(FRAME_BYTES);
/// The piece ends its record.
const LAST: u8 = b'.';
/// The next frame goes on with the record.
const MORE: u8 = b'+';

/// The file of segment `number`.
pub(super) fn path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{number:010}.log"))
}

/// The segments in a directory, oldest first.
pub(super) fn list(dir: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for file in std::fs::read_dir(dir)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "log") {
            numbers.extend(path.file_stem().and_then(|stem| stem.to_str()?.parse::<u64>().ok()));
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Makes segment `number`, durable with its name. What is there under that name is from a try that failed.
pub(super) fn create(dir: &Path, number: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(PRIVATE_FILE);
    let mut file = options.open(path(dir, number))?;
    file.write_all(HEADER)?;
    file.sync_all()?;
    sync_dir(dir)?;
    Ok(file)
}

/// A record in its frames, its JSON not longer than `room`, which is at least
/// [`HEAD_BYTES`](super::record::HEAD_BYTES).
///
/// # Errors
/// It cannot be written as JSON.
pub(super) fn framed(record: Record, room: usize) -> Result<Vec<u8>, TrailError> {
    let mut bytes = record.encode_after(&[0; PIECE_AT], room)?;
    if let Some((front, json)) = bytes.split_first_chunk_mut() {
        if json.len() > FRAME_BYTES {
            return Ok(frames(json));
        }
        *front = front_of(json, LAST);
    }
    Ok(bytes)
}

/// A record as JSON in its frames.
fn frames(json: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(framed_bytes(json.len()));
    let mut pieces = json.chunks(FRAME_BYTES).peekable();
    while let Some(piece) = pieces.next() {
        let kind = if pieces.peek().is_some() { MORE } else { LAST };
        bytes.extend_from_slice(&front_of(piece, kind));
        bytes.extend_from_slice(piece);
    }
    bytes
}

/// What stands before a piece of at most [`FRAME_BYTES`] in its frame.
fn front_of(piece: &[u8], kind: u8) -> [u8; PIECE_AT] {
    let length = u32::try_from(1 + piece.len()).unwrap_or(u32::MAX).to_le_bytes();
    let ([a, b, c, d], [e, f, g, h]) = (length, crc(&[&length, &[kind], piece]));
    [a, b, c, d, e, f, g, h, kind]
}

/// How many bytes a record of so many bytes of JSON takes in its frames.
pub(super) const fn framed_bytes(json: usize) -> usize {
    json + json.div_ceil(FRAME_BYTES) * PIECE_AT
}

/// Tells the JSON of a record from that of others.
pub(super) fn checksum(json: &[u8]) -> u32 {
    u32::from_le_bytes(crc(&[json]))
}

fn crc(parts: &[&[u8]]) -> [u8; 4] {
    let mut digest = Digest::new(CrcAlgorithm::Crc32Iscsi);
    for part in parts {
        digest.update(part);
    }
    let [a, b, c, d, ..] = digest.finalize().to_le_bytes();
    [a, b, c, d]
}

/// The versions of segments that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    First,
    Present,
}

/// Reads the records of a segment in order.
pub(super) struct Records {
    input: BufReader<File>,
    version: Version,
    /// Where the next record begins: everything before is whole.
    offset: u64,
}

/// One record as it is stored.
pub(super) struct Stored {
    /// Where it begins in its segment.
    pub(super) offset: u64,
    /// Its pieces together.
    pub(super) json: Vec<u8>,
}

impl Records {
    /// `None`: the segment ends before its header does, as one that is just being made.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, TrailError> {
        let file = File::open(path).map_err(TrailError::at(path))?;
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut header = [0; HEADER.len()];
        match input.read_exact(&mut header) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(TrailError::at(path)(error)),
        }
        let version = match &header {
            HEADER => Version::Present,
            FIRST_HEADER => Version::First,
            _ => return Err(TrailError::Foreign(path.to_owned())),
        };
        Ok(Some(Self { input, version, offset: HEADER.len() as u64 }))
    }

    /// The next whole record; `None` at the end and at a torn record. After that, `offset` is where the whole ones end.
    pub(super) fn next(&mut self) -> io::Result<Option<Stored>> {
        let (offset, mut end, mut json) = (self.offset, self.offset, Vec::new());
        for _ in 0..MAX_FRAMES {
            let Some(payload) = read_frame(&mut self.input, self.version)? else { return Ok(None) };
            end += (FRAME_HEADER + payload.len()) as u64;
            let last = match (self.version, payload.split_first()) {
                (Version::First, _) => {
                    json = payload;
                    true
                }
                (Version::Present, Some((&kind, piece))) if kind == LAST || kind == MORE => {
                    json.extend_from_slice(piece);
                    kind == LAST
                }
                (Version::Present, _) => return Ok(None),
            };
            if last {
                self.offset = end;
                return Ok(Some(Stored { offset, json }));
            }
        }
        Ok(None)
    }

    /// Goes back to where the whole records end, so that what has been written since is read.
    pub(super) fn look_again(&mut self) -> io::Result<()> {
        self.input.seek(SeekFrom::Start(self.offset)).map(drop)
    }

    /// Goes to where a record begins.
    pub(super) fn go_to(&mut self, offset: u64) -> io::Result<()> {
        self.offset = offset;
        self.look_again()
    }

    pub(super) fn offset(&self) -> u64 {
        self.offset
    }
}

/// The record that begins at `offset`, if a whole one does.
pub(super) fn read_at(path: &Path, offset: u64) -> Result<Option<Vec<u8>>, TrailError> {
    let Some(mut records) = Records::open(path)? else { return Ok(None) };
    records.input.seek(SeekFrom::Start(offset)).map_err(TrailError::at(path))?;
    records.offset = offset;
    Ok(records.next().map_err(TrailError::at(path))?.map(|stored| stored.json))
}

fn read_frame(input: &mut impl Read, version: Version) -> io::Result<Option<Vec<u8>>> {
    let mut whole = |bytes: &mut [u8]| match input.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    };
    let (mut length, mut expected) = ([0; 4], [0; 4]);
    if !whole(&mut length)? || !whole(&mut expected)? {
        return Ok(None);
    }
    let largest = match version {
        Version::First => FIRST_FRAME_BYTES,
        Version::Present => 1 + FRAME_BYTES,
    };
    // A length that no frame has is not trusted with memory.
    let size = match usize::try_from(u32::from_le_bytes(length)) {
        Ok(size) if (1..=largest).contains(&size) => size,
        _ => return Ok(None),
    };
    let mut payload = vec![0; size];
    if !whole(&mut payload)? || crc(&[&length, &payload]) != expected {
        return Ok(None);
    }
    Ok(Some(payload))
}

/// The JSON of a record in one frame at `offset` of a file without a header; `None` if there is none.
pub(super) fn single(mut file: &File, offset: u64) -> io::Result<Option<Vec<u8>>> {
    file.seek(SeekFrom::Start(offset))?;
    let payload = read_frame(&mut file, Version::Present)?;
    Ok(payload.and_then(|payload| payload.split_first().map(|(_, json)| json.to_vec())))
}

/// What [`recover`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recovered {
    /// Where the next record goes.
    pub(super) offset: u64,
    /// Bytes of a torn record that were cut off after it. Zeros after that are room that no record came to use.
    pub(super) cut: u64,
    /// Whether records of this version may be appended.
    pub(super) present: bool,
}

/// Opens the newest segment for writing and cuts a torn end off, durably.
pub(super) fn recover(path: &Path) -> Result<(File, Recovered), TrailError> {
    let io = |error| TrailError::at(path)(error);
    let file = OpenOptions::new().read(true).write(true).open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let (whole, version) = match Records::open(path) {
        Ok(Some(mut records)) => {
            while records.next().map_err(io)?.is_some() {}
            (records.offset(), records.version)
        }
        Ok(None) => (0, Version::Present),
        // A crash of the whole machine can leave the length of the header without its bytes.
        Err(TrailError::Foreign(_)) if length == HEADER.len() as u64 => (0, Version::Present),
        Err(error) => return Err(error),
    };
    let cut = written_end(&file, whole).map_err(io)? - whole;
    let mut offset = whole;
    if whole == 0 {
        file.write_all_at(HEADER, 0).map_err(io)?;
        offset = HEADER.len() as u64;
    }
    // Also if nothing is cut: blocks behind the end, which were taken for records that did not come, go back to the disk.
    file.set_len(offset).map_err(io)?;
    file.sync_all().map_err(io)?;
    Ok((file, Recovered { offset, cut, present: version == Version::Present }))
}

/// Where the last byte that is no zero ends, from `offset` on.
fn written_end(file: &File, offset: u64) -> io::Result<u64> {
    let (mut end, mut at, mut bytes) = (offset, offset, vec![0; 1 << 16]);
    loop {
        let read = file.read_at(&mut bytes, at)?;
        let piece = bytes.get(..read).unwrap_or_default();
        if let Some(last) = piece.iter().rposition(|byte| *byte != 0) {
            end = at + last as u64 + 1;
        }
        if read == 0 {
            return Ok(end);
        }
        at += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn payloads(path: &Path) -> Vec<Vec<u8>> {
        let mut records = Records::open(path).unwrap().unwrap();
        std::iter::from_fn(|| records.next().unwrap()).map(|stored| stored.json).collect()
    }

    fn segment(payloads: &[&[u8]]) -> (Vec<u8>, Vec<u64>) {
        let mut bytes = HEADER.to_vec();
        let mut ends = vec![bytes.len() as u64];
        for payload in payloads {
            bytes.extend(frames(payload));
            ends.push(bytes.len() as u64);
        }
        (bytes, ends)
    }

    /// A record is framed as its JSON is, whether it fits into one frame or not.
    #[test]
    fn records_in_frames() {
        let short = crate::trail::testing::record("4f1c");
        let mut long = short.clone();
        long.decisions[0].resource = "r".repeat(1_000);
        long.decisions = vec![long.decisions[0].clone(); 2_000];
        for (record, is_long) in [(short, false), (long, true)] {
            let json = record.clone().encode(MAX_RECORD_BYTES).unwrap();
            assert_eq!(json.len() > FRAME_BYTES, is_long);
            assert_eq!(framed(record, MAX_RECORD_BYTES).unwrap(), frames(&json));
        }
    }

    /// Cut at every byte: the whole frames before stay, the torn rest goes and is counted, and nothing else changes.
    #[test]
    fn a_cut_at_every_byte_is_recovered() {
        let dir = tempfile::tempdir().unwrap();
        let path = path(dir.path(), 1);
        let frames: [&[u8]; 4] = [b"first", b"2", &[0; 100], b"{\"request_id\":\"4\"}"];
        let (bytes, ends) = segment(&frames);
        for cut in 0..=bytes.len() {
            std::fs::write(&path, &bytes[..cut]).unwrap();
            let (_, recovered) = recover(&path).unwrap();
            let whole = ends.iter().filter(|end| **end <= cut as u64).count();
            let end = if whole == 0 { 0 } else { ends[whole - 1] };
            let torn = &bytes[usize::try_from(end).unwrap()..cut];
            assert_eq!(recovered, found(end.max(HEADER.len() as u64), torn), "at {cut}");
            assert_eq!(payloads(&path), frames[..whole.saturating_sub(1)]);
            assert_eq!(std::fs::metadata(&path).unwrap().len(), recovered.offset);
        }
    }

    /// What is found where whole records end at `offset` and `torn` follows: zeros at its end are no part of a record.
    fn found(offset: u64, torn: &[u8]) -> Recovered {
        let cut = torn.iter().rposition(|byte| *byte != 0).map_or(0, |last| last as u64 + 1);
        Recovered { offset, cut, present: true }
    }

    /// A record of several frames comes back whole; torn between two of them, it is cut off whole.
    #[test]
    fn long_records_take_several_frames() {
        let dir = tempfile::tempdir().unwrap();
        let path = path(dir.path(), 1);
        let lengths = [FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, MAX_RECORD_BYTES];
        let records: Vec<Vec<u8>> = lengths.iter().map(|length| vec![b'x'; *length]).collect();
        let slices: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
        let (bytes, ends) = segment(&slices);
        for (record, end) in records.iter().zip(ends.windows(2)) {
            assert_eq!(framed_bytes(record.len()) as u64, end[1] - end[0]);
        }
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(payloads(&path), records);
        assert_eq!(read_at(&path, ends[3]).unwrap().as_ref(), Some(&records[3]));
        let second_frame = usize::try_from(ends[3]).unwrap() + FRAME_HEADER + 1 + FRAME_BYTES;
        std::fs::write(&path, &bytes[..second_frame]).unwrap();
        let torn = &bytes[usize::try_from(ends[3]).unwrap()..second_frame];
        assert_eq!(recover(&path).unwrap().1, found(ends[3], torn));
        assert_eq!(payloads(&path), records[..3]);
    }

    /// A segment of the first version is read, recovered, and not written on.
    #[test]
    fn the_first_version_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = path(dir.path(), 1);
        let mut bytes = FIRST_HEADER.to_vec();
        let records: [&[u8]; 2] = [br#"{"request_id":"1"}"#, &[b'x'; FIRST_FRAME_BYTES]];
        for record in records {
            let length = u32::try_from(record.len()).unwrap().to_le_bytes();
            bytes.extend([&length[..], &crc(&[&length, record]), record].concat());
        }
        let whole = bytes.len() as u64;
        bytes.extend(b"torn");
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(recover(&path).unwrap().1, Recovered { offset: whole, cut: 4, present: false });
        assert_eq!(payloads(&path), records);
        assert_eq!(read_at(&path, 8).unwrap().as_deref(), Some(records[0]));
    }

    /// Zeros after the last frame, as a crash of the machine can leave and as room for records is, are cut in silence.
    #[test]
    fn zeros_are_no_frames() {
        let dir = tempfile::tempdir().unwrap();
        let path = path(dir.path(), 1);
        let (mut bytes, ends) = segment(&[b"one"]);
        bytes.extend([0; 4096]);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(recover(&path).unwrap().1, found(ends[1], &[]));
        assert_eq!(std::fs::metadata(&path).unwrap().len(), ends[1]);
        std::fs::write(&path, [0; 8]).unwrap();
        assert_eq!(recover(&path).unwrap().1, found(8, &[]));
        assert!(payloads(&path).is_empty());
    }

    /// A file that is not ours is refused and left alone.
    #[test]
    fn foreign_files_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = path(dir.path(), 1);
        std::fs::write(&path, "some other log, longer than a header").unwrap();
        assert!(matches!(recover(&path), Err(TrailError::Foreign(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "some other log, longer than a header");
    }

    proptest! {
        /// Any bytes after whole frames: nothing panics, and the whole frames before the damage stay.
        #[test]
        fn damage_never_reaches_back(
            before in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..50), 0..5),
            noise in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let path = path(dir.path(), 1);
            let slices: Vec<&[u8]> = before.iter().map(Vec::as_slice).collect();
            let (mut bytes, ends) = segment(&slices);
            bytes.extend(&noise);
            std::fs::write(&path, &bytes).unwrap();
            let (_, recovered) = recover(&path).unwrap();
            // Random bytes are a frame with a chance of one in 2^32.
            prop_assert_eq!(recovered, found(*ends.last().unwrap(), &noise));
            prop_assert_eq!(payloads(&path), before);
        }

        /// One altered byte within the frames: it and what follows is cut, what precedes stays.
        #[test]
        fn an_altered_byte_is_noticed(at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let dir = tempfile::tempdir().unwrap();
            let path = path(dir.path(), 1);
            let (mut bytes, ends) = segment(&[b"first", b"second", b"third"]);
            let at = HEADER.len() + at.index(bytes.len() - HEADER.len());
            bytes[at] ^= 1 << bit;
            std::fs::write(&path, &bytes).unwrap();
            let (_, recovered) = recover(&path).unwrap();
            let begin = *ends.iter().rev().find(|end| **end <= at as u64).unwrap();
            prop_assert_eq!(recovered.offset, begin);
        }
    }
}
