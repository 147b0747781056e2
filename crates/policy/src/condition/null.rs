//! `Null`: whether a key has no value (R1.42).

use crate::matching::fold;

/// What the policy accepts; both if it lists both (R1.33), neither if it lists other texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct NullTest {
    absent: bool,
    present: bool,
}

impl NullTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>) -> Self {
        let mut test = Self { absent: false, present: false };
        for value in values {
            test.absent |= fold::eq(value, "true");
            test.present |= fold::eq(value, "false");
        }
        test
    }

    pub(super) fn holds(self, absent: bool) -> bool {
        if absent { self.absent } else { self.present }
    }
}
