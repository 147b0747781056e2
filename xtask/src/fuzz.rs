//! `cargo xtask fuzz --minutes N [--seed S]`: the policy evaluator against its reference, for as long as one likes.
//!
//! The cases, the comparison and the shrinking are those of `crates/policy/tests/differential`; this only builds them
//! with optimisation, chooses a seed and says how long. Without `--seed` every run has another one. The targets of
//! `crates/policy/fuzz` let cargo fuzz choose the cases instead; nothing of it is needed here.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// Runs until the time is over or differences are found.
pub(crate) fn run(options: &[&str]) -> Result<String, String> {
    let (minutes, seed) = read(options)?;
    let seed = match seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?.as_secs(),
    };
    let test = ["test", "--release", "-p", "rolecall-policy", "--test", "differential", "unbounded"];
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(test)
        .args(["--", "--ignored", "--exact", "--nocapture"])
        .env("ROLECALL_FUZZ_MINUTES", minutes.to_string())
        .env("ROLECALL_FUZZ_SEED", seed.to_string())
        .status()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if status.success() {
        Ok(format!("no difference in {minutes} minutes with seed {seed}"))
    } else {
        Err(format!("seed {seed} found differences; the cases are in crates/policy/tests/counterexamples"))
    }
}

/// Minutes, and the seed if one is given.
fn read(options: &[&str]) -> Result<(u64, Option<u64>), String> {
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("{text} is not a number"));
    match options {
        ["--minutes", minutes] => Ok((number(minutes)?, None)),
        ["--minutes", minutes, "--seed", seed] => Ok((number(minutes)?, Some(number(seed)?))),
        _ => Err("usage: cargo xtask fuzz --minutes N [--seed S]\n\
            with cargo-fuzz: cargo fuzz run --fuzz-dir crates/policy/fuzz -s none differential|decide|parse"
            .to_owned()),
    }
}
