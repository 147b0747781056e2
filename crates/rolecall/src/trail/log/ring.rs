//! The segments of one class of records: the newest is written on, and the oldest go when all are too large.
//!
//! Room for a record can be kept before it is known ([`Ring::reserve`]): the segment then holds zeros, written and synced,
//! where the record will stand, so that a full disk cannot stop it any more.
//!
//! Records that have no such room find blocks of the disk that were taken before they came ([`Ring::take_blocks`]). A file
//! system that has to find blocks for a record makes it wait while the records before it are synced, and everyone behind it.

use super::indexer::Indexer;
use super::syncer::{SegmentFile, Syncer};
use super::{Reply, TrailError};
use crate::environment::clock::Clock;
use crate::environment::reserve::Reserve;
use crate::trail::events::index_file;
use crate::trail::index;
use crate::trail::keep::SEGMENT_AGE;
use crate::trail::segment::{self, HEADER};
use crate::trail::stream::written_before;
use jiff::{SignedDuration, Timestamp};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// By how much a segment grows at a time when room is kept in it: one sync for some hundred changes.
pub(super) const ROOM_STEP: u64 = 1 << 20;
/// By how much the blocks that are taken ahead grow at a time.
#[cfg(target_os = "linux")]
const BLOCKS_STEP: u64 = 4 << 20;
/// Zeros are written in pieces of this size.
static ZEROS: [u8; 1 << 16] = [0; 1 << 16];

/// What was found at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The segment that is written on, or that was until its version grew old.
    pub segment: PathBuf,
    /// Bytes of a torn record that were cut off its end; 0 after a clean stop.
    pub cut: u64,
}

/// Appends to the newest segment.
pub(super) struct Ring {
    dir: PathBuf,
    segment_bytes: u64,
    total_bytes: u64,
    /// The segment that is written on.
    number: u64,
    pub(super) segment: Arc<SegmentFile>,
    /// Where its next record goes.
    offset: u64,
    /// Where the zeros end that were written for records to come; never below `offset` + `reserved`.
    allocated: u64,
    /// Where the blocks end that were taken for records to come. Up to there the file system was asked, whether it gave any
    /// or not.
    taken: u64,
    /// Bytes that are kept for records to come.
    reserved: u64,
    syncer: Arc<Syncer>,
    /// How long records are kept, by which clock.
    age: Option<(SignedDuration, Arc<dyn Clock>)>,
    /// When the segment was begun, or opened.
    begun: Option<Timestamp>,
    indexer: Indexer,
}

impl Ring {
    /// Opens the segments in `dir`, which is there, and cuts a torn record off the end.
    pub(super) fn open(
        dir: PathBuf,
        segment_bytes: u64,
        total_bytes: u64,
        syncer: Arc<Syncer>,
    ) -> Result<(Self, Recovery), TrailError> {
        let numbers = segment::list(&dir).map_err(TrailError::at(&dir))?;
        remove_orphans(&dir, &numbers);
        let create = |number| segment::create(&dir, number).map_err(TrailError::at(&dir));
        let (number, file, offset, recovery) = match numbers.last() {
            Some(&number) => {
                let path = segment::path(&dir, number);
                let (file, recovered) = segment::recover(&path)?;
                let recovery = Recovery { segment: path, cut: recovered.cut };
                if recovered.present {
                    (number, file, recovered.offset, recovery)
                } else {
                    (number + 1, create(number + 1)?, HEADER.len() as u64, recovery)
                }
            }
            None => {
                let recovery = Recovery { segment: segment::path(&dir, 1), cut: 0 };
                (1, create(1)?, HEADER.len() as u64, recovery)
            }
        };
        if recovery.cut > 0 {
            let segment = recovery.segment.display();
            tracing::warn!(%segment, bytes = recovery.cut, "removed an incomplete record from the end of the trail");
        }
        let unindexed = numbers
            .into_iter()
            .filter(|n| *n != number && !(index::path(&dir, *n).exists() && index_file::path(&dir, *n).exists()));
        let mut indexer = Indexer::new(dir.clone());
        indexer.take(unindexed);
        let segment = SegmentFile::new(file);
        let allocated = offset;
        let ring = Self {
            dir,
            segment_bytes,
            total_bytes,
            number,
            segment,
            offset,
            allocated,
            taken: offset,
            reserved: 0,
            syncer,
            age: None,
            begun: None,
            indexer,
        };
        Ok((ring, recovery))
    }

    /// Keeps room for a record of `bytes`, which is on the disk when this returns. On a full disk it takes `reserve`, if it
    /// is given.
    pub(super) fn reserve(&mut self, bytes: u64, reserve: Option<&Reserve>) -> Result<(), TrailError> {
        let made = match reserve {
            Some(reserve) => reserve.spend(|| self.make_room(bytes)),
            None => self.make_room(bytes),
        };
        made.map_err(|error| TrailError::Unavailable(error.to_string()))?;
        self.reserved += bytes;
        Ok(())
    }

    fn make_room(&mut self, bytes: u64) -> io::Result<()> {
        if self.is_full(bytes) || self.segment.damaged.load(Ordering::Acquire) {
            return self.turn(bytes);
        }
        let end = self.offset + self.reserved + bytes;
        if end > self.allocated { self.grow(end) } else { Ok(()) }
    }

    /// Gives room back.
    pub(super) fn release(&mut self, bytes: u64) {
        self.reserved = self.reserved.saturating_sub(bytes);
    }

    /// Writes a record into the room of `room` bytes that was kept for it, which is no longer kept then. `waiting` is
    /// answered when the record is synced.
    pub(super) fn append_in_room(&mut self, frames: &[u8], room: u64, waiting: Reply) -> Result<(), TrailError> {
        let turned = if self.segment.damaged.load(Ordering::Acquire) { self.turn(0) } else { Ok(()) };
        self.release(room);
        self.write(turned, frames)?;
        self.syncer.hand_over(&self.segment, Some(waiting));
        Ok(())
    }

    /// Writes a record for which no room was kept; it is synced within a second. Once `reserve` is given up, what is free on
    /// the disk is for deletions, and no blocks are taken ahead.
    pub(super) fn append(&mut self, frames: &[u8], reserve: &Reserve) -> Result<(), TrailError> {
        let full = self.is_full(frames.len() as u64) || self.segment.damaged.load(Ordering::Acquire);
        let turned = if full { self.turn(0) } else { Ok(()) };
        if !reserve.is_given_up() {
            self.take_blocks(self.offset + frames.len() as u64);
        }
        self.write(turned, frames)?;
        self.syncer.hand_over(&self.segment, None);
        Ok(())
    }

    /// Whether the segment that is written on is in its place, and whole.
    pub(super) fn probe(&self) -> io::Result<()> {
        if self.segment.damaged.load(Ordering::Acquire) {
            return Err(io::Error::other("the newest segment of the trail is damaged"));
        }
        std::fs::metadata(segment::path(&self.dir, self.number)).map(drop)
    }

    fn is_full(&self, more: u64) -> bool {
        (self.offset + more > self.segment_bytes || self.has_aged()) && self.offset > HEADER.len() as u64
    }

    /// Whether the segment has been written on for so long that its oldest records would be kept too long.
    fn has_aged(&self) -> bool {
        let aged = |(_, clock): &(SignedDuration, Arc<dyn Clock>)| {
            self.begun.is_some_and(|begun| clock.now().duration_since(begun) > SEGMENT_AGE)
        };
        self.age.as_ref().is_some_and(aged)
    }

    /// Keeps records for this long and no more bytes than these, from now on.
    pub(super) fn keep(&mut self, bytes: u64, age: Option<SignedDuration>, clock: &Arc<dyn Clock>) {
        self.total_bytes = bytes;
        self.begun = Some(clock.now());
        self.age = age.map(|age| (age, Arc::clone(clock)));
        if let Err(error) = self.retain() {
            tracing::warn!(%error, "cannot remove old segments of the trail");
        }
    }

    /// Takes blocks of the disk up to `end` and further, behind the end of the file. If there are none, or if the file system
    /// knows no such thing, records are written all the same, as long as there is room for them.
    fn take_blocks(&mut self, end: u64) {
        if end <= self.taken {
            return;
        }
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{FallocateFlags, fallocate};
            let begin = self.taken;
            self.taken = end.next_multiple_of(BLOCKS_STEP);
            // No more than the segment can hold.
            let until = self.taken.min(self.segment_bytes).max(end);
            if let Err(error) = fallocate(&self.segment.file, FallocateFlags::KEEP_SIZE, begin, until - begin) {
                tracing::debug!(%error, "cannot take blocks for the trail ahead of its records");
            }
        }
    }

    /// Writes frames, whole or not at all.
    fn write(&mut self, turned: io::Result<()>, frames: &[u8]) -> Result<(), TrailError> {
        let written = turned.and_then(|()| self.segment.file.write_all_at(frames, self.offset));
        if let Err(error) = written {
            tracing::error!(%error, "cannot write a record to the trail");
            // What was half written must not stand before what is written later.
            let cut = self.segment.file.set_len(self.offset);
            self.allocated = self.offset;
            self.taken = self.offset;
            if cut.is_err() || (self.reserved > 0 && self.grow(self.offset + self.reserved).is_err()) {
                self.segment.damaged.store(true, Ordering::Release);
            }
            return Err(TrailError::Unavailable(error.to_string()));
        }
        self.offset += frames.len() as u64;
        self.allocated = self.allocated.max(self.offset);
        Ok(())
    }

    /// Writes zeros up to `end` and a little further, if the disk has room for more.
    fn grow(&mut self, end: u64) -> io::Result<()> {
        let generous = end.next_multiple_of(ROOM_STEP);
        let file = &self.segment.file;
        let grown = write_zeros(file, self.allocated, generous).map(|()| generous);
        let grown = grown.or_else(|_| write_zeros(file, self.allocated, end).map(|()| end));
        self.allocated = grown?;
        Ok(())
    }

    /// Finishes this segment and begins the next one, with room for what is reserved and `more`.
    fn turn(&mut self, more: u64) -> io::Result<()> {
        let file = segment::create(&self.dir, self.number + 1)?;
        let offset = HEADER.len() as u64;
        let needed = self.reserved + more;
        let room = if needed > 0 { (offset + needed).next_multiple_of(ROOM_STEP) } else { offset };
        if let Err(error) = write_zeros(&file, offset, room).or_else(|_| write_zeros(&file, offset, offset + needed)) {
            // The next try makes it anew.
            if let Err(error) = std::fs::remove_file(segment::path(&self.dir, self.number + 1)) {
                tracing::warn!(%error, "cannot remove an empty segment of the trail");
            }
            return Err(error);
        }
        let allocated = file.metadata()?.len();
        self.give_back();
        // Its last frames stay with the syncing thread.
        let finished = self.number;
        self.number += 1;
        self.segment = SegmentFile::new(file);
        self.offset = offset;
        self.allocated = allocated;
        self.taken = offset;
        self.begun = self.age.as_ref().map(|(_, clock)| clock.now());
        if let Err(error) = self.retain() {
            tracing::warn!(%error, "cannot remove old segments of the trail");
        }
        self.indexer.take([finished]);
        Ok(())
    }

    /// Gives room and blocks that no record came to use back to the disk.
    fn give_back(&mut self) {
        if self.allocated.max(self.taken) > self.offset
            && let Err(error) = self.segment.file.set_len(self.offset)
        {
            tracing::warn!(%error, "cannot release the unused space of a segment of the trail");
        }
        (self.allocated, self.taken) = (self.offset, self.offset);
    }

    /// Removes the oldest finished segments while all together are too large, and those whose records are all too old.
    fn retain(&self) -> io::Result<()> {
        let mut segments = Vec::new();
        for number in segment::list(&self.dir)? {
            segments.push((number, std::fs::metadata(segment::path(&self.dir, number))?.len()));
        }
        let oldest = self.age.as_ref().and_then(|(age, clock)| clock.now().checked_sub(*age).ok());
        let is_old = |path: &Path| oldest.is_some_and(|oldest| written_before(path, oldest));
        let mut total: u64 = segments.iter().map(|(_, bytes)| bytes).sum();
        for (number, bytes) in segments {
            let path = segment::path(&self.dir, number);
            if number == self.number || total <= self.total_bytes && !is_old(&path) {
                break;
            }
            std::fs::remove_file(path)?;
            for index in [index::path(&self.dir, number), index_file::path(&self.dir, number)] {
                match std::fs::remove_file(index) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
            total -= bytes;
        }
        Ok(())
    }

    /// Ends the writing: nothing is appended any more.
    pub(super) fn close(&mut self) {
        self.give_back();
        self.indexer.end();
    }
}

/// Removes index files whose segments are gone: the process was killed between the two, or before an index had its name.
fn remove_orphans(dir: &Path, segments: &[u64]) {
    let Ok(files) = std::fs::read_dir(dir) else { return };
    for path in files.flatten().map(|file| file.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (number, extension) = name.split_once('.').unwrap_or((name, ""));
        let Ok(number) = number.parse::<u64>() else { continue };
        let is_index = matches!(extension, "idx" | "events") && !segments.contains(&number);
        let is_unfinished = matches!(extension, "idx.new" | "events.new" | "events.found");
        if (is_index || is_unfinished)
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, "cannot remove the index of a segment that is gone");
        }
    }
}

/// Zeros from `begin` to `end`, on the disk; on an error the file ends at `begin` again.
fn write_zeros(file: &File, begin: u64, end: u64) -> io::Result<()> {
    if end <= begin {
        return Ok(());
    }
    let mut at = begin;
    let mut write = || {
        while at < end {
            let length = usize::try_from(end - at).unwrap_or(usize::MAX).min(ZEROS.len());
            file.write_all_at(ZEROS.get(..length).unwrap_or(&ZEROS), at)?;
            at += length as u64;
        }
        file.sync_data()
    };
    write().inspect_err(|_| {
        if let Err(error) = file.set_len(begin) {
            tracing::warn!(%error, "cannot remove the zeros at the end of a segment of the trail");
        }
    })
}
