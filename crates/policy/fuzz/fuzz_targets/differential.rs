//! The cases of `tests/differential`, chosen by the fuzzer: each byte is one choice of the generator. Both evaluators must
//! answer alike.

#![no_main]
#![allow(dead_code, reason = "the modules of the tests have more than one target needs")]

#[path = "../../tests/differential/case.rs"]
mod case;
#[path = "../../tests/differential/generate.rs"]
mod generate;
#[path = "../../tests/differential/random.rs"]
mod random;
#[path = "../../tests/services/mod.rs"]
mod services;
#[path = "../../tests/differential/shrink.rs"]
mod shrink;
#[path = "../../tests/differential/texts.rs"]
mod texts;

mod report;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    report::difference(generate::case(&mut random::Random::from_bytes(bytes)));
});
