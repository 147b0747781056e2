//! The door `key_set` of `tests/fuzz/doors.rs`.

#![no_main]

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run::door("key_set", bytes));
