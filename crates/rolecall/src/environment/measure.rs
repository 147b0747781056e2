//! What a running server counts of itself: counters and histograms that are written without a lock.
//!
//! They are read for monitoring alone. A reader may see one number of a moment and the other of the next.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A number that grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Counts so many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many there were.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How often values came, by their size.
#[derive(Debug)]
pub struct Histogram {
    /// The largest value of each bucket, in order.
    bounds: &'static [u64],
    /// One for each bucket, and one for what is larger.
    counts: Box<[Counter]>,
    sum: Counter,
}

impl Histogram {
    /// With buckets for values up to each of these, in order.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        let counts = std::iter::repeat_with(Counter::default).take(bounds.len() + 1).collect();
        Self { bounds, counts, sum: Counter::default() }
    }

    /// Counts a value.
    pub fn note(&self, value: u64) {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        if let Some(count) = self.counts.get(bucket) {
            count.add(1);
        }
        self.sum.add(value);
    }

    /// Counts a time, in nanoseconds.
    pub fn note_time(&self, time: Duration) {
        self.note(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Counts the time that `work` takes.
    pub fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.note_time(began.elapsed());
        done
    }

    /// How many values were not above each bound; the last one, without a bound, counts all.
    pub fn cumulative(&self) -> impl Iterator<Item = (Option<u64>, u64)> {
        let bounds = self.bounds.iter().copied().map(Some).chain(std::iter::once(None));
        bounds.zip(self.counts.iter().scan(0, |sum: &mut u64, count| {
            *sum = sum.saturating_add(count.get());
            Some(*sum)
        }))
    }

    /// The sum of all values.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that is a bound is in its bucket, one above it in the next, and the largest in the last.
    #[test]
    fn values_are_counted_by_size() {
        let histogram = Histogram::new(&[10, 20]);
        for value in [0, 10, 11, 20, 21, 1_000] {
            histogram.note(value);
        }
        let counted: Vec<_> = histogram.cumulative().collect();
        assert_eq!(counted, [(Some(10), 2), (Some(20), 4), (None, 6)]);
        assert_eq!(histogram.sum(), 1_062);
    }
}
