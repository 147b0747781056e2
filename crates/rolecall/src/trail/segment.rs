//! The bytes of a segment: a header, then frames.
//!
//! A frame is the length of its payload and a CRC-32C (each 4 bytes, low byte first), then the payload. The CRC covers
//! the length too, and an empty payload is no frame, so that zeros left by a crash are not taken for one. A process
//! killed while writing leaves a torn frame at the end; [`recover`] cuts it off.

use super::{MAX_RECORD_BYTES, TrailError};
use crate::environment::data_dir::{PRIVATE_FILE, sync_dir};
use crc_fast::{CrcAlgorithm, Digest};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The first bytes of a segment: what it is, and the version of what follows.
pub(super) const HEADER: &[u8; 8] = b"RCTRAIL1";
/// Length and CRC before each payload.
const FRAME_HEADER: usize = 8;

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

/// A payload in its frame.
pub(super) fn frame(payload: &[u8]) -> Result<Vec<u8>, TrailError> {
    let length = u32::try_from(payload.len()).ok().filter(|_| payload.len() <= MAX_RECORD_BYTES);
    let length = length.ok_or(TrailError::TooLarge(payload.len()))?.to_le_bytes();
    let mut frame = Vec::with_capacity(FRAME_HEADER + payload.len());
    frame.extend_from_slice(&length);
    frame.extend_from_slice(&crc(length, payload));
    frame.extend_from_slice(payload);
    Ok(frame)
}

fn crc(length: [u8; 4], payload: &[u8]) -> [u8; 4] {
    let mut digest = Digest::new(CrcAlgorithm::Crc32Iscsi);
    digest.update(&length);
    digest.update(payload);
    let [a, b, c, d, ..] = digest.finalize().to_le_bytes();
    [a, b, c, d]
}

/// Reads the frames of a segment in order.
pub(super) struct Frames {
    input: BufReader<File>,
    /// Where the next frame begins: everything before is whole.
    offset: u64,
}

/// One frame.
pub(super) struct Frame {
    /// Where it begins in its segment.
    pub(super) offset: u64,
    pub(super) payload: Vec<u8>,
}

impl Frames {
    /// `None`: the segment ends before its header does, as one that is just being made.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, TrailError> {
        let file = File::open(path).map_err(TrailError::at(path))?;
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut header = [0; HEADER.len()];
        match input.read_exact(&mut header) {
            Ok(()) if header == *HEADER => Ok(Some(Self { input, offset: HEADER.len() as u64 })),
            Ok(()) => Err(TrailError::Foreign(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(TrailError::at(path)(error)),
        }
    }

    /// The next whole frame; `None` at the end and at a torn frame. After that, `offset` is where the whole ones end.
    pub(super) fn next(&mut self) -> io::Result<Option<Frame>> {
        let read = read_frame(|bytes| self.input.read_exact(bytes))?;
        Ok(read.map(|payload| {
            let offset = self.offset;
            self.offset += (FRAME_HEADER + payload.len()) as u64;
            Frame { offset, payload }
        }))
    }

    pub(super) fn offset(&self) -> u64 {
        self.offset
    }
}

/// The payload of the frame at `offset`, if a whole one is there.
pub(super) fn read_at(path: &Path, offset: u64) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let mut at = offset;
    read_frame(|bytes| {
        file.read_exact_at(bytes, at)?;
        at += bytes.len() as u64;
        Ok(())
    })
}

fn read_frame(mut read: impl FnMut(&mut [u8]) -> io::Result<()>) -> io::Result<Option<Vec<u8>>> {
    let mut whole = |bytes: &mut [u8]| match read(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    };
    let (mut length, mut expected) = ([0; 4], [0; 4]);
    if !whole(&mut length)? || !whole(&mut expected)? {
        return Ok(None);
    }
    // A length that no record has is not trusted with memory.
    let size = match usize::try_from(u32::from_le_bytes(length)) {
        Ok(size) if (1..=MAX_RECORD_BYTES).contains(&size) => size,
        _ => return Ok(None),
    };
    let mut payload = vec![0; size];
    if !whole(&mut payload)? || crc(length, &payload) != expected {
        return Ok(None);
    }
    Ok(Some(payload))
}

/// What [`recover`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recovered {
    /// Where the next frame goes.
    pub(super) offset: u64,
    /// Bytes that were cut off after it.
    pub(super) cut: u64,
}

/// Opens the newest segment for writing and cuts a torn end off, durably.
pub(super) fn recover(path: &Path) -> Result<(File, Recovered), TrailError> {
    let io = |error| TrailError::at(path)(error);
    let file = OpenOptions::new().write(true).open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let whole = match Frames::open(path) {
        Ok(Some(mut frames)) => {
            while frames.next().map_err(io)?.is_some() {}
            frames.offset()
        }
        Ok(None) => 0,
        // A crash of the whole machine can leave the length of the header without its bytes.
        Err(TrailError::Foreign(_)) if length == HEADER.len() as u64 => 0,
        Err(error) => return Err(error),
    };
    let mut offset = whole;
    if whole == 0 {
        file.write_all_at(HEADER, 0).map_err(io)?;
        offset = HEADER.len() as u64;
    }
    if length != offset {
        file.set_len(offset).map_err(io)?;
    }
    file.sync_all().map_err(io)?;
    Ok((file, Recovered { offset, cut: length - whole.min(length) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn payloads(path: &Path) -> Vec<Vec<u8>> {
        let mut frames = Frames::open(path).unwrap().unwrap();
        std::iter::from_fn(|| frames.next().unwrap()).map(|frame| frame.payload).collect()
    }

    fn segment(payloads: &[&[u8]]) -> (Vec<u8>, Vec<u64>) {
        let mut bytes = HEADER.to_vec();
        let mut ends = vec![bytes.len() as u64];
        for payload in payloads {
            bytes.extend(frame(payload).unwrap());
            ends.push(bytes.len() as u64);
        }
        (bytes, ends)
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
            assert_eq!(
                recovered,
                Recovered { offset: end.max(HEADER.len() as u64), cut: cut as u64 - end },
                "at {cut}"
            );
            assert_eq!(payloads(&path), frames[..whole.saturating_sub(1)]);
            assert_eq!(std::fs::metadata(&path).unwrap().len(), recovered.offset);
        }
    }

    /// Zeros after the last frame, as a crash of the machine can leave, are cut.
    #[test]
    fn zeros_are_no_frames() {
        let dir = tempfile::tempdir().unwrap();
        let path = path(dir.path(), 1);
        let (mut bytes, ends) = segment(&[b"one"]);
        bytes.extend([0; 4096]);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(recover(&path).unwrap().1, Recovered { offset: ends[1], cut: 4096 });
        std::fs::write(&path, [0; 8]).unwrap();
        assert_eq!(recover(&path).unwrap().1, Recovered { offset: 8, cut: 8 });
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
            prop_assert_eq!(recovered, Recovered { offset: *ends.last().unwrap(), cut: noise.len() as u64 });
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
