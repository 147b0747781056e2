//! What a store counts of its work.

use crate::environment::measure::{Counter, Histogram};

/// Bounds for the number of transactions in a batch.
const BATCH: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256];
/// Bounds for the time of a batch, in nanoseconds: 100 µs to 2.5 s. A sync takes a millisecond on a good disk.
const TIME: &[u64] = &[
    100_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    100_000_000,
    500_000_000,
    2_500_000_000,
];

/// What was committed.
#[derive(Debug)]
pub struct StoreMeasures {
    /// Transactions that were stored, checked or found in conflict.
    pub commits: Counter,
    /// Transactions that could not be stored.
    pub failures: Counter,
    /// Transactions that were committed together.
    pub batch: Histogram,
    /// How long a batch took, in nanoseconds.
    pub time: Histogram,
}

impl Default for StoreMeasures {
    fn default() -> Self {
        Self {
            commits: Counter::default(),
            failures: Counter::default(),
            batch: Histogram::new(BATCH),
            time: Histogram::new(TIME),
        }
    }
}
