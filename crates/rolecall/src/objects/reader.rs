//! Reading an object: a stream over its data files that goes on with the old bytes when the object is overwritten or
//! deleted meanwhile.
//!
//! Disks lose bits. What is read of a data file from its beginning to its end is compared with the MD5 that was kept when
//! it was written, before its last bytes are given out: a reader of damaged bytes gets an error and not all of them. A
//! range that is less than a data file cannot be checked so.

use super::files::{FileId, Files};
use super::index::Segment;
use super::{Inner, StorageError};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use futures_util::stream::{self, Stream};
use md5::{Digest as _, Md5};
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::spawn_blocking;

/// Bytes read from disk at a time, once the client has taken as much before. A stream grows to it from [`FIRST_CHUNK`].
pub(super) const CHUNK: u64 = 256 * 1024;

/// Bytes read from disk first. The HTTP layer asks for them before it knows whether the client takes any: those of a client
/// that takes none wait in memory.
const FIRST_CHUNK: u64 = 16 * 1024;

/// The data files that somebody reads: they are not removed before the last reader is done.
#[derive(Debug, Default)]
pub(super) struct Pins(Mutex<HashMap<FileId, usize>>);

impl Pins {
    /// While this lives nobody pins and nobody removes.
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<FileId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the data files of one reader in place.
#[derive(Debug)]
pub(super) struct Pin {
    inner: Arc<Inner>,
    segments: Vec<Segment>,
}

impl Pin {
    /// Pins; `pins` is the lock under which the segments were read from the index.
    pub(super) fn new(inner: Arc<Inner>, pins: &mut HashMap<FileId, usize>, segments: Vec<Segment>) -> Self {
        for segment in &segments {
            *pins.entry(segment.file.clone()).or_insert(0) += 1;
        }
        Self { inner, segments }
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        let mut pins = self.inner.pins.lock();
        for segment in &self.segments {
            if let Some(count) = pins.get_mut(&segment.file) {
                *count -= 1;
                if *count == 0 {
                    pins.remove(&segment.file);
                }
            }
        }
    }
}

/// The bytes of an object as they were when it was opened.
#[derive(Debug)]
pub struct ObjectReader {
    pin: Pin,
    size: u64,
}

struct Cursor {
    reader: ObjectReader,
    /// The segment to read from.
    at: usize,
    /// Bytes to skip in it.
    skip: u64,
    left: u64,
    /// Bytes to read next, at most.
    chunk: u64,
    /// Of what was read of the segment, if it was read from its beginning.
    digest: Option<Md5>,
}

/// `wanted` bytes of a data file.
pub(super) fn read(files: &Files, segment: &Segment, skip: u64, wanted: u64) -> Result<Vec<u8>, StorageError> {
    let mut file = match files.open_for_read(&segment.file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StorageError::Missing),
        opened => opened?,
    };
    file.seek(SeekFrom::Start(skip))?;
    let mut bytes = Vec::with_capacity(usize::try_from(wanted).unwrap_or_default());
    let read = file.take(wanted).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read < wanted) {
        return Err(StorageError::Damaged("a data file is shorter than the index says"));
    }
    Ok(bytes)
}

/// Whether a whole data file is as it was written.
pub(super) fn compare(read: Md5, segment: &Segment) -> Result<(), StorageError> {
    if HEXLOWER.encode(&read.finalize()) == segment.etag {
        Ok(())
    } else {
        Err(StorageError::Damaged("a data file differs from what was written"))
    }
}

impl ObjectReader {
    pub(super) fn new(pin: Pin) -> Self {
        let size = pin.segments.iter().fold(0u64, |sum, segment| sum.saturating_add(segment.size));
        Self { pin, size }
    }

    /// Bytes of the whole object.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How many parts it was uploaded in; 1 for an object that was put whole.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.pin.segments.len()
    }

    /// The bytes of the n-th part, counted from 1 as the client numbers them within the completed object.
    #[must_use]
    pub fn part(&self, number: u32) -> Option<Range<u64>> {
        let mut start = 0u64;
        for (segment, at) in self.pin.segments.iter().zip(1u32..) {
            let end = start.saturating_add(segment.size);
            if at == number {
                return Some(start..end);
            }
            start = end;
        }
        None
    }

    /// The bytes of `range`, cut to the object's size, in chunks. An error ends the stream.
    pub fn stream(self, range: Range<u64>) -> impl Stream<Item = Result<Bytes, StorageError>> + Send + 'static {
        let end = range.end.min(self.size);
        let start = range.start.min(end);
        let mut skip = start;
        let mut at = 0;
        for segment in &self.pin.segments {
            if skip < segment.size {
                break;
            }
            skip -= segment.size;
            at += 1;
        }
        let digest = (skip == 0).then(Md5::new);
        let cursor = Cursor { reader: self, at, skip, left: end - start, chunk: FIRST_CHUNK, digest };
        stream::try_unfold(cursor, |cursor| async move {
            if cursor.left == 0 {
                return Ok(None);
            }
            spawn_blocking(move || cursor.step()).await.map_err(|_| StorageError::Interrupted)?
        })
    }
}

impl Cursor {
    /// Reads the next chunk. No file stays open while the client takes its time; the pin keeps it in its place.
    fn step(mut self) -> Result<Option<(Bytes, Self)>, StorageError> {
        loop {
            let ends = StorageError::Damaged("the data files are shorter than the index says");
            let segment = self.reader.pin.segments.get(self.at).ok_or(ends)?;
            let wanted = self.left.min(self.chunk).min(segment.size.saturating_sub(self.skip));
            let bytes = read(&self.reader.pin.inner.files, segment, self.skip, wanted)?;
            self.skip = self.skip.saturating_add(wanted);
            self.left = self.left.saturating_sub(wanted);
            if let Some(md5) = &mut self.digest {
                md5.update(&bytes);
            }
            if self.skip >= segment.size {
                self.digest.take().map_or(Ok(()), |md5| compare(md5, segment))?;
                (self.at, self.skip, self.digest) = (self.at + 1, 0, Some(Md5::new()));
            }
            if !bytes.is_empty() {
                self.chunk = self.chunk.saturating_mul(2).min(CHUNK);
                return Ok(Some((Bytes::from(bytes), self)));
            }
        }
    }
}
