//! Any text through every door of the crate (`tests/doors`).

#![no_main]

#[path = "../../tests/doors/mod.rs"]
mod doors;

libfuzzer_sys::fuzz_target!(|text: &str| doors::try_all(text));
