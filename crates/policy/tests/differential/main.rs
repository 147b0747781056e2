//! The evaluator against the reference evaluator, on generated cases.
//!
//! `generate` makes a case out of a seed, `case` asks both evaluators about it, `shrink` makes one that they answer
//! differently small. What was ever found is kept in `tests/counterexamples` and asked again first. `mutants` shows that
//! a fault in either evaluator would be noticed; `laws` are the properties that hold for the evaluator by itself, `changes`
//! those of its explanations; `indexes`, `crowds` and `spent` ask in other ways what must be answered alike. `odd` makes
//! cases of texts that nobody would write; `bytes` is the bounded twin of the fuzz targets, which share all this.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a case that cannot be asked must fail the test, also outside the test functions; a run says its seed"
)]

mod bytes;
mod case;
mod changes;
mod crowds;
mod generate;
mod indexes;
mod laws;
mod mutants;
mod odd;
mod random;
#[path = "../services/mod.rs"]
mod services;
mod shrink;
mod spent;
mod texts;
mod unknown;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use random::Random;
use serde_json::Value;

/// The seed of the bounded run.
const SEED: u64 = 20_261_122;
const CASES: u64 = 200_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/counterexamples")
}

/// The case with this number. Each has a generator of its own, so that it can be made again alone.
fn numbered(seed: u64, number: u64) -> Value {
    generate::case(&mut generator(seed, number))
}

fn generator(seed: u64, number: u64) -> Random {
    Random::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(number))
}

/// The same, but now and then with policies so large that they have an index, or asked when all quick steps are spent.
fn numbered_of_any_size(seed: u64, number: u64) -> Value {
    let mut random = generator(seed, number);
    let case = generate::case(&mut random);
    match number % 32 {
        15 => spent::burdened(&case),
        31 => indexes::enlarged(&case, &mut random).unwrap_or(case),
        _ => case,
    }
}

/// Shrinks, saves and prints a case on which the evaluators differ.
fn report(seed: u64, number: u64, case: Value) -> String {
    let case = shrink::shrink(case, |case| case::difference(case).is_some());
    let (fast, slow) = case::difference(&case).expect("a difference remains");
    let text = serde_json::to_string_pretty(&case).expect("JSON");
    let file = folder().join(format!("{seed}-{number}.json"));
    let saved = std::fs::write(&file, format!("{text}\n"));
    format!(
        "case {number} of seed {seed}, {saved:?} in {}\n{text}\nevaluator: {fast:?}\nreference: {slow:?}\n",
        file.display()
    )
}

/// Every case that once was answered differently.
#[test]
fn saved_counterexamples_are_answered_alike() {
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let case = serde_json::from_str(&std::fs::read_to_string(&path).expect("a text")).expect("JSON");
            assert!(case::fast(&case).is_some(), "{} can be asked", path.display());
            if let Some((fast, slow)) = case::difference(&case) {
                wrong.push(format!("{}\nevaluator: {fast:?}\nreference: {slow:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn bounded(numbers: Range<u64>) {
    let cases = numbers.end - numbers.start;
    let mut read = 0;
    let mut allowed = 0;
    for number in numbers {
        let case = numbered_of_any_size(SEED, number);
        if let Some((fast, slow)) = case::both(&case) {
            assert!(fast == slow, "{}", report(SEED, number, case));
            read += 1;
            allowed += u64::from(slow.is_allowed());
        }
    }
    println!("{cases} cases of seed {SEED}, {read} could be read, {allowed} were allowed");
    assert!(read > cases * 95 / 100, "only {read} cases could be read");
    assert!(allowed > read / 10 && allowed < read * 9 / 10, "{allowed} of {read} allowed: too one-sided");
}

/// The bounded run: the same cases every time. In two halves, which run side by side.
#[test]
fn both_evaluators_answer_alike() {
    bounded(0..CASES / 2);
}

/// The other half.
#[test]
fn both_evaluators_answer_alike_again() {
    bounded(CASES / 2..CASES);
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// As long as one likes: `cargo xtask fuzz --minutes N [--seed S]`.
#[test]
#[ignore = "runs for as long as it is told to, by `cargo xtask fuzz`"]
fn unbounded() {
    let seed = variable("ROLECALL_FUZZ_SEED").expect("ROLECALL_FUZZ_SEED");
    let minutes = variable("ROLECALL_FUZZ_MINUTES").expect("ROLECALL_FUZZ_MINUTES");
    let most = variable("ROLECALL_FUZZ_CASES").unwrap_or(u64::MAX);
    let end = Instant::now() + Duration::from_secs(minutes * 60);
    let mut number = 0;
    let mut found = Vec::new();
    while number < most && (number % 1000 != 0 || Instant::now() < end) {
        let case = numbered_of_any_size(seed, number);
        if case::difference(&case).is_some() {
            found.push(report(seed, number, case));
            if found.len() >= 10 {
                break;
            }
        }
        number += 1;
    }
    println!("{number} cases of seed {seed}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
