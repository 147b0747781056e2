//! A case that is answered differently is made small and printed, to be saved in `tests/counterexamples`.

use serde_json::Value;

use crate::{case, shrink};

pub(crate) fn difference(case: Value) {
    if case::difference(&case).is_some() {
        let small = shrink::shrink(case, |case| case::difference(case).is_some());
        panic!("{:?}\n{small:#}", case::difference(&small));
    }
}
