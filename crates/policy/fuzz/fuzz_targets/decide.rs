//! Cases of the fuzzer's own texts (`tests/differential/odd.rs`). Both evaluators must answer alike, and the answer must
//! have an explanation.

#![no_main]
#![allow(dead_code, reason = "the modules of the tests have more than one target needs")]

#[path = "../../tests/differential/case.rs"]
mod case;
#[path = "../../tests/differential/odd.rs"]
mod odd;
#[path = "../../tests/differential/random.rs"]
mod random;
#[path = "../../tests/services/mod.rs"]
mod services;
#[path = "../../tests/differential/shrink.rs"]
mod shrink;
#[path = "../../tests/differential/texts.rs"]
mod texts;

mod report;

use rolecall_policy::explain;
use rolecall_policy::explain::render_text;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let case = odd::from_bytes(bytes);
    case::with(&case, |request, policies| {
        assert!(!render_text(&explain(request, policies)).is_empty());
    });
    report::difference(case);
});
