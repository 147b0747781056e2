//! Room for the record of a change, kept before anything changes.

use super::under_way::Slot;
use super::{Ring, TrailError, lock};
use crate::environment::reserve::Reserve;
use crate::trail::record::{DecisionRecord, HEAD_BYTES};
use crate::trail::segment::framed_bytes;
use std::sync::{Arc, Mutex};

/// Bytes on the disk in which the record of a change will stand. Dropped, they are free for others.
pub struct Room {
    ring: Arc<Mutex<Ring>>,
    /// Bytes of JSON that it holds.
    json: usize,
    /// Bytes that are kept in the ring for them.
    bytes: u64,
    /// Says that the change is under way.
    slot: Option<Slot>,
    /// What is given up for it if the disk is full.
    reserve: Option<Arc<Reserve>>,
}

impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Room").field("json", &self.json).finish_non_exhaustive()
    }
}

impl Room {
    /// Room for a record with these decisions, and so many bytes of fields of the event.
    pub(super) fn reserve(
        ring: &Arc<Mutex<Ring>>,
        decisions: &[DecisionRecord],
        fields: usize,
        slot: Slot,
        reserve: Option<Arc<Reserve>>,
    ) -> Result<Self, TrailError> {
        let mut room = Self { ring: Arc::clone(ring), json: 0, bytes: 0, slot: Some(slot), reserve };
        room.grow(HEAD_BYTES + fields + decisions.iter().map(DecisionRecord::room).sum::<usize>())?;
        Ok(room)
    }

    /// Makes room for one more decision.
    ///
    /// # Errors
    /// The disk has none.
    pub fn extend(&mut self, decision: &DecisionRecord) -> Result<(), TrailError> {
        self.grow(decision.room())
    }

    fn grow(&mut self, more: usize) -> Result<(), TrailError> {
        let json = self.json + more;
        let bytes = framed_bytes(json) as u64;
        lock(&self.ring).reserve(bytes - self.bytes, self.reserve.as_deref())?;
        (self.json, self.bytes) = (json, bytes);
        Ok(())
    }

    /// How long the record may be.
    pub(super) fn json(&self) -> usize {
        self.json
    }

    /// Takes the room to write in it, and what is to be dropped when that is done.
    pub(super) fn take(mut self) -> (u64, Option<Slot>) {
        (std::mem::take(&mut self.bytes), self.slot.take())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        lock(&self.ring).release(self.bytes);
    }
}
