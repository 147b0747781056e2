//! Every parser that a stranger reaches, on any bytes: no panic, no input that takes long, and the laws of each
//! ([`doors`]).
//!
//! Each run of the tests tries the saved corpus and a bounded number of mutations of it with a fixed seed. `cargo xtask
//! fuzz --target NAME` lets libFuzzer look for more, for as long as one likes; what it finds becomes a file of the
//! corpus.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to stop"
)]

mod doors;
mod mutate;

use doors::DOORS;
use mutate::Mutator;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Inputs for each door in an ordinary run.
const MUTATIONS: u64 = 3_000;
const SEED: u64 = 20_261_130;

fn corpus(door: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(door);
    let files = std::fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
}

/// Nothing in the corpus, and nothing near it, breaks a law.
#[test]
fn no_input_breaks_a_door() {
    for (name, door) in DOORS {
        let saved = corpus(name);
        assert!(!saved.is_empty(), "no corpus for {name}");
        for (path, bytes) in &saved {
            catch_unwind(AssertUnwindSafe(|| door(bytes))).unwrap_or_else(|_| panic!("{}", path.display()));
        }
        let mut mutator = Mutator::new(SEED, saved.into_iter().map(|(_, bytes)| bytes).collect());
        for _ in 0..MUTATIONS {
            let bytes = mutator.next_input();
            catch_unwind(AssertUnwindSafe(|| door(&bytes)))
                .unwrap_or_else(|_| panic!("{name} with {:?}", String::from_utf8_lossy(&bytes)));
        }
    }
}

/// Each door has a target for libFuzzer, and each target a door.
#[test]
fn every_door_is_a_target() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/Cargo.toml")).unwrap();
    let targets: Vec<&str> =
        manifest.split("[[bin]]\nname = \"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
    let doors: Vec<&str> = DOORS.iter().map(|(name, _)| *name).collect();
    assert_eq!(targets, doors);
}
