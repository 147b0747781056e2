//! How many bytes of records unsigned requests may leave.

use crate::trail::record::{MAX_SOURCES, Record, Source, Unrecorded};
use crate::trail::{UNSIGNED_BURST, UNSIGNED_BYTES_PER_SECOND};
use jiff::Timestamp;

/// A bucket of bytes that fills with time, and what did not get through.
pub(super) struct Throttle {
    /// Thousandths of a byte that are left; the bucket fills by the millisecond.
    left: u64,
    /// When it was filled last.
    filled: Timestamp,
    unrecorded: Option<Unrecorded>,
}

impl Throttle {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { left: UNSIGNED_BURST * 1_000, filled: now, unrecorded: None }
    }

    /// Whether a record of so many bytes may be written.
    pub(super) fn admits(&mut self, bytes: usize, now: Timestamp) -> bool {
        // A clock that was set back gives nothing, and fills the bucket from there on.
        let passed = u64::try_from(now.duration_since(self.filled).as_millis()).unwrap_or(0);
        self.filled = now;
        let filled = self.left.saturating_add(passed.saturating_mul(UNSIGNED_BYTES_PER_SECOND));
        self.left = filled.min(UNSIGNED_BURST * 1_000);
        let needed = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(1_000);
        let admits = needed <= self.left;
        if admits {
            self.left -= needed;
        }
        admits
    }

    /// What was left out since the last record that was written.
    pub(super) fn unrecorded(&self) -> Option<Unrecorded> {
        self.unrecorded.clone()
    }

    /// A record was written that tells what was left out.
    pub(super) fn told(&mut self) {
        self.unrecorded = None;
    }

    /// A request leaves no record.
    pub(super) fn leave_out(&mut self, record: &Record) {
        let new = || Unrecorded { requests: 0, since: record.time, from: Vec::new() };
        let unrecorded = self.unrecorded.get_or_insert_with(new);
        unrecorded.requests += 1;
        let Some(address) = record.source_ip else { return };
        if let Some(source) = unrecorded.from.iter_mut().find(|source| source.address == address) {
            source.requests += 1;
        } else if unrecorded.from.len() < MAX_SOURCES {
            unrecorded.from.push(Source { address, requests: 1 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;
    use jiff::SignedDuration;

    /// The burst at its edge, then what the rate gives; a clock that is set back gives nothing.
    #[test]
    fn the_bucket_fills_with_time() {
        let [burst, rate] = [UNSIGNED_BURST, UNSIGNED_BYTES_PER_SECOND].map(|bytes| usize::try_from(bytes).unwrap());
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut throttle = Throttle::new(start);
        assert!(!throttle.admits(burst + 1, start));
        assert!(throttle.admits(burst, start));
        assert!(!throttle.admits(1, start));
        let later = start + SignedDuration::from_secs(2);
        assert!(!throttle.admits(2 * rate + 1, later));
        assert!(throttle.admits(2 * rate, later));
        assert!(!throttle.admits(1, start));
        assert!(throttle.admits(rate, start + SignedDuration::from_secs(1)));
        assert!(!throttle.admits(1, start + SignedDuration::from_secs(1)));
        let much_later = start + SignedDuration::from_hours(10_000);
        assert!(!throttle.admits(burst + 1, much_later));
        assert!(throttle.admits(burst, much_later));
    }

    /// What is left out is counted, by address for the first few, until it is told.
    #[test]
    fn what_is_left_out_is_counted() {
        let mut throttle = Throttle::new(record("").time);
        for n in 0..10u8 {
            let record = Record { source_ip: Some([192, 0, 2, n].into()), ..record("") };
            throttle.leave_out(&record);
            throttle.leave_out(&record);
        }
        let unrecorded = throttle.unrecorded().unwrap();
        assert_eq!((unrecorded.requests, unrecorded.since, unrecorded.from.len()), (20, record("").time, MAX_SOURCES));
        assert!(unrecorded.from.iter().all(|source| source.requests == 2));
        throttle.told();
        assert_eq!(throttle.unrecorded(), None);
    }
}
