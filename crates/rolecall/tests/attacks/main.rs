//! Attacks: what strangers and callers with few rights tried against what stands around a decision. Each test fails on
//! the program of before its remedy. `make test-attacks` runs them alone.
//!
//! The attacker is a raw client on the socket of a whole server in this process ([`kit::Server`]), whose clock the test
//! moves.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on has to stop"
)]

#[path = "../kit/mod.rs"]
mod kit;

mod bit_rot;
mod bodies;
mod cancelled;
mod clock;
#[cfg(target_os = "linux")]
mod flood;
mod full_disk;
mod guesses;
mod hosts;
mod kills;
mod parsers;
mod rates;
mod raw;
mod secrets;
mod silent;
mod tags;
mod trail;
mod windows;
