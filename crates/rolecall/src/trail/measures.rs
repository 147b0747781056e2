//! What the trail counts of its work.

use super::class::Class;
use crate::environment::measure::Counter;

/// What was written since the start.
#[derive(Debug, Default)]
pub struct TrailMeasures {
    classes: [Written; 3],
    /// Unsigned requests that left no record.
    pub left_out: Counter,
}

/// What was written of one class.
#[derive(Debug, Default)]
pub struct Written {
    /// Records.
    pub records: Counter,
    /// Bytes of them.
    pub bytes: Counter,
}

impl TrailMeasures {
    /// What was written of a class.
    #[must_use]
    pub fn of(&self, class: Class) -> &Written {
        let [changes, signed, unsigned] = &self.classes;
        match class {
            Class::Changes => changes,
            Class::Signed => signed,
            Class::Unsigned => unsigned,
        }
    }

    /// Counts a record that was written.
    pub(super) fn note(&self, class: Class, bytes: usize) {
        let written = self.of(class);
        written.records.add(1);
        written.bytes.add(bytes as u64);
    }
}
