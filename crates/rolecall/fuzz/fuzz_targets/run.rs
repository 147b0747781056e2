//! Runs a door and holds it to its time.

#[path = "../../tests/fuzz/doors.rs"]
#[allow(dead_code, reason = "a part of it is for the tests")]
mod doors;

use std::time::{Duration, Instant};

/// What no input of a few kilobytes may take.
const LONGEST: Duration = Duration::from_millis(50);
/// A busy machine makes one run slow, but not every run.
const TRIES: u32 = 5;

/// Fails on a panic, and on an input that takes longer than [`LONGEST`] each time.
pub fn door(name: &str, bytes: &[u8]) {
    let (_, door) = doors::DOORS.iter().find(|(door, _)| *door == name).expect("a door of this name");
    let slow = || {
        let begun = Instant::now();
        door(bytes);
        begun.elapsed() > LONGEST
    };
    assert!(!(0..TRIES).all(|_| slow()), "{name} takes longer than {LONGEST:?}");
}
