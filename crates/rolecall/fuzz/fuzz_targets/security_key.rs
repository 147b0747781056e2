//! The door `security_key` of `tests/fuzz/doors.rs`.

#![no_main]

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run::door("security_key", bytes));
