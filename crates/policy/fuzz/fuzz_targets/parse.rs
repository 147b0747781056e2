//! Any text through every door of the crate (`tests/doors`).

#![no_main]
#![allow(dead_code, reason = "the modules of the tests have more than one target needs")]

#[path = "../../tests/doors/mod.rs"]
mod doors;
#[path = "../../tests/services/mod.rs"]
mod services;

libfuzzer_sys::fuzz_target!(|text: &str| doors::try_all(text));
