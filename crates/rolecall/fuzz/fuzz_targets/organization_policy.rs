//! The door `organization_policy` of `tests/fuzz/doors.rs`.

#![no_main]

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run::door("organization_policy", bytes));
