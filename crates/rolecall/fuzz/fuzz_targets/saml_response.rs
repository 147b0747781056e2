//! The door `saml_response` of `tests/fuzz/doors.rs`.

#![no_main]

mod run;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run::door("saml_response", bytes));
