//! Appends records to the newest segment of their class.
//!
//! The caller writes its own record, one at a time in each class: a write goes to the system's page cache and takes
//! microseconds, less than handing it to another thread would. A thread that panics meanwhile leaves its record whole or cut
//! off. A record that may be synced later is done then. Records of changes wait for the syncing thread, which syncs once for
//! all that have gathered, and besides that whenever something written has waited for [`SYNC_WITHIN`].
//!
//! Each class of records has its own [`ring`] of segments. What unsigned requests leave is limited by a [`throttle`] too;
//! the next record says how many left none.

mod indexer;
mod ring;
mod room;
mod syncer;
mod throttle;
mod under_way;

pub use ring::Recovery;
pub use room::Room;

use super::class::{Class, Limits};
use super::keep::Keep;
use super::measures::TrailMeasures;
use super::reader::{Found, TrailReader};
use super::record::{
    DecisionRecord, Details, MAX_RECORD_BYTES, MAX_UNSIGNED_DECISIONS, MAX_UNSIGNED_FIELD_BYTES, Record,
};
use super::{TrailError, segment};
use crate::environment::clock::Clock;
use crate::environment::data_dir::DirLock;
use crate::environment::reserve::Reserve;
use crate::environment::short_lock::lock;
use crate::environment::vital::Vital;
use futures_util::future::BoxFuture;
use ring::Ring;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use syncer::Syncer;
use throttle::Throttle;
use tokio::sync::oneshot;
use under_way::{Slot, UnderWay};

/// How long something written may be unsynced; half of the second that is promised, for slow disks.
const SYNC_WITHIN: Duration = Duration::from_millis(500);

/// The writing side of the trail.
pub struct TrailLog {
    changes: Arc<Mutex<Ring>>,
    signed: Mutex<Ring>,
    unsigned: Mutex<Unsigned>,
    under_way: Arc<UnderWay>,
    clock: Arc<dyn Clock>,
    reserve: Arc<Reserve>,
    measures: TrailMeasures,
    syncer: Arc<Syncer>,
    syncing: Option<JoinHandle<()>>,
    vital: Vital,
    /// Held as long as something writes.
    _lock: DirLock,
}

struct Unsigned {
    ring: Ring,
    throttle: Throttle,
}

type Reply = oneshot::Sender<Result<(), TrailError>>;

impl TrailLog {
    /// Opens the trail in `dir`, making it if it is not there, cuts a torn record off the end of each class, and holds
    /// the directory until it is dropped. Answers what was found of each class.
    ///
    /// # Errors
    /// The directory is in use, its newest segment is not ours, or the disk refused.
    pub fn open(dir: &Path, limits: Limits, clock: Arc<dyn Clock>) -> Result<(Self, [Recovery; 3]), TrailError> {
        let lock = DirLock::acquire(dir)?;
        let syncer = Arc::new(Syncer::default());
        let open = |class: Class| {
            let dir = class.dir(dir);
            DirBuilder::new().recursive(true).mode(0o700).create(&dir).map_err(TrailError::at(&dir))?;
            Ring::open(dir, limits.segment_bytes, limits.of(class), Arc::clone(&syncer))
        };
        let (changes, of_changes) = open(Class::Changes)?;
        let (signed, of_signed) = open(Class::Signed)?;
        let (unsigned, of_unsigned) = open(Class::Unsigned)?;
        let vital = Vital::default();
        let (run, left) = (Arc::clone(&syncer), Arc::clone(&syncer));
        let syncing = vital.spawn("trail-sync", move || run.run(), move || left.bury());
        let syncing = syncing.map_err(|e| TrailError::Unavailable(e.to_string()))?;
        let (under_way, left) = UnderWay::open(dir)?;
        let log = Self {
            under_way,
            changes: Arc::new(Mutex::new(changes)),
            signed: Mutex::new(signed),
            unsigned: Mutex::new(Unsigned { ring: unsigned, throttle: Throttle::new(clock.now()) }),
            clock,
            reserve: Arc::new(Reserve::none()),
            measures: TrailMeasures::default(),
            syncer,
            syncing: Some(syncing),
            vital,
            _lock: lock,
        };
        log.finish(dir, left)?;
        Ok((log, [of_changes, of_signed, of_unsigned]))
    }

    /// With this reserve for the records of deletions on a full disk.
    #[must_use]
    pub fn with_reserve(mut self, reserve: Arc<Reserve>) -> Self {
        self.reserve = reserve;
        self
    }

    /// Keeps records for so long, and so many of them, from now on.
    pub fn keep(&self, keep: Keep) {
        let usual = Limits::default();
        let bytes = |class| keep.bytes_of(class, &usual);
        lock(&self.changes).keep(bytes(Class::Changes), keep.age, &self.clock);
        lock(&self.signed).keep(bytes(Class::Signed), keep.age, &self.clock);
        lock(&self.unsigned).ring.keep(bytes(Class::Unsigned), keep.age, &self.clock);
    }

    /// Records what was under way when the last process ended, unless its record was written in time.
    fn finish(&self, dir: &Path, left: Vec<Record>) -> Result<(), TrailError> {
        for mut record in left {
            let found = TrailReader::new(dir).find(&record.request_id)?;
            if matches!(found, Found::One(found) if found.request_id == record.request_id) {
                continue;
            }
            tracing::warn!(
                request_id = record.request_id,
                "the server stopped during {}:{}; it is unknown whether it changed anything",
                record.service,
                record.operation
            );
            record.is_unfinished = true;
            let frames = segment::framed(record, MAX_RECORD_BYTES)?;
            let mut ring = lock(&self.changes);
            let room = frames.len() as u64;
            ring.reserve(room, None)?;
            // Synced within the time of all records: it is written again if this start does not live that long.
            drop(ring.append_in_room(&frames, room, oneshot::channel().0));
        }
        self.under_way.clear().map_err(|e| TrailError::Unavailable(e.to_string()))
    }

    /// What was written since the start.
    #[must_use]
    pub fn measures(&self) -> &TrailMeasures {
        &self.measures
    }

    /// Whether the newest segment of each class is there to be written on. Waits for whoever writes, and for the disk.
    ///
    /// # Errors
    /// What the file system says.
    pub fn probe(&self) -> std::io::Result<()> {
        lock(&self.changes).probe()?;
        lock(&self.signed).probe()?;
        lock(&self.unsigned).ring.probe()
    }

    /// Waits until the trail has failed for good, so that the process must end; the reason.
    pub async fn failed(&self) -> String {
        self.vital.failed().await
    }

    /// Keeps room for the record of a change that is about to be made, with these decisions and those by which the room
    /// is extended: a full disk cannot stop the record any more. A change that `frees_room` may use the reserve of the disk
    /// for it.
    ///
    /// # Errors
    /// The disk has no room.
    pub fn reserve(
        &self,
        decisions: &[DecisionRecord],
        under_way: Record,
        frees_room: bool,
    ) -> Result<Room, TrailError> {
        let reserve = frees_room.then(|| Arc::clone(&self.reserve));
        let fields = under_way.details.as_ref().map_or(0, Details::room);
        let slot = self.under_way.begin(under_way, reserve.as_deref())?;
        Room::reserve(&self.changes, decisions, fields, slot, reserve)
    }

    /// Appends the record of a change in the room that was kept for it; otherwise as [`Self::append`].
    ///
    /// # Errors
    /// I/O errors other than a full disk.
    pub fn append_in(&self, room: Room, record: Record) -> BoxFuture<'static, Result<(), TrailError>> {
        let (answer, synced) = oneshot::channel();
        let frames = segment::framed(record, room.json());
        let (room, slot) = room.take();
        let written = frames.and_then(|frames| {
            lock(&self.changes).append_in_room(&frames, room, answer)?;
            self.measures.note(Class::Changes, frames.len());
            Ok(())
        });
        match &written {
            Ok(_) => drop(slot),
            Err(_) => slot.into_iter().for_each(Slot::keep),
        }
        Box::pin(async move {
            written?;
            synced.await.map_err(|_| TrailError::Unavailable("the trail is closed".into()))?
        })
    }

    /// Appends a record. It is written when this returns. The future of a change resolves when the record is on the disk;
    /// others survive the process and are on the disk within a second. The record of an unsigned request may be left
    /// out, which is counted in the next one: there are too many, or the disk was full and what is free is for deletions.
    ///
    /// # Errors
    /// It was not written, or not synced: disk full, I/O error, closed.
    pub fn append(&self, record: Record, class: Class) -> BoxFuture<'static, Result<(), TrailError>> {
        let written = match class {
            Class::Changes => return self.append_change(record),
            Class::Signed => self.append_signed(record),
            Class::Unsigned => self.append_unsigned(record),
        };
        Box::pin(std::future::ready(written))
    }

    fn append_change(&self, record: Record) -> BoxFuture<'static, Result<(), TrailError>> {
        let (answer, synced) = oneshot::channel();
        let written = segment::framed(record, MAX_RECORD_BYTES).and_then(|frames| {
            let mut ring = lock(&self.changes);
            let room = frames.len() as u64;
            ring.reserve(room, None)?;
            ring.append_in_room(&frames, room, answer)?;
            self.measures.note(Class::Changes, frames.len());
            Ok(())
        });
        Box::pin(async move {
            written?;
            synced.await.map_err(|_| TrailError::Unavailable("the trail is closed".into()))?
        })
    }

    fn append_signed(&self, record: Record) -> Result<(), TrailError> {
        let frames = segment::framed(record, MAX_RECORD_BYTES)?;
        lock(&self.signed).append(&frames, &self.reserve)?;
        self.measures.note(Class::Signed, frames.len());
        Ok(())
    }

    fn append_unsigned(&self, mut record: Record) -> Result<(), TrailError> {
        let more = record.decisions.len().saturating_sub(MAX_UNSIGNED_DECISIONS);
        record.omitted.decisions += u64::try_from(more).unwrap_or(u64::MAX);
        record.decisions.truncate(MAX_UNSIGNED_DECISIONS);
        if let Some(details) = &mut record.details {
            record.omitted.fields += details.drop_long(MAX_UNSIGNED_FIELD_BYTES);
        }
        let mut unsigned = lock(&self.unsigned);
        let Unsigned { ring, throttle } = &mut *unsigned;
        record.unrecorded = throttle.unrecorded();
        let now = self.clock.now();
        let left_out = Record { time: record.time, source_ip: record.source_ip, ..Record::default() };
        let frames = segment::framed(record, MAX_RECORD_BYTES)?;
        if self.reserve.is_given_up() || !throttle.admits(frames.len(), now) {
            throttle.leave_out(&left_out);
            self.measures.left_out.add(1);
            return Ok(());
        }
        ring.append(&frames, &self.reserve)?;
        throttle.told();
        self.measures.note(Class::Unsigned, frames.len());
        Ok(())
    }
}

impl Drop for TrailLog {
    /// Syncs what is written, then lets go of the directory.
    fn drop(&mut self) {
        self.syncer.close();
        if self.syncing.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that syncs the trail died");
        }
        lock(&self.changes).close();
        lock(&self.signed).close();
        let mut unsigned = lock(&self.unsigned);
        unsigned.ring.close();
        if let Some(unrecorded) = unsigned.throttle.unrecorded() {
            tracing::warn!(requests = unrecorded.requests, "too many unsigned requests: some have no record");
        }
    }
}

#[cfg(test)]
mod tests;
