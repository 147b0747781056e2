//! The door `identity_token` of `tests/fuzz/doors.rs`.

#![no_main]

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run::door("identity_token", bytes));
