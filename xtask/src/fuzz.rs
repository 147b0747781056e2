//! `cargo xtask fuzz`: what looks for errors as long as one likes.
//!
//! `--minutes N [--seed S]` holds the policy evaluator against its reference. The cases, the comparison and the shrinking
//! are those of `crates/policy/tests/differential`; this only builds them with optimisation, chooses a seed and says how
//! long. Without `--seed` every run has another one.
//!
//! `--target NAME (--runs N | --minutes N) [--seed S]` builds a target of `crates/rolecall/fuzz` or `crates/policy/fuzz` for
//! libFuzzer, as cargo fuzz does without a sanitizer, and runs it on the saved corpus. Nothing has to be installed for
//! that, and the stable compiler does. What libFuzzer learns stays in `target/fuzz`; a finding is to be saved in the
//! corpus (`crates/rolecall/tests/fuzz/corpus`).

use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const USAGE: &str = "usage: cargo xtask fuzz --minutes N [--seed S]\n       \
    cargo xtask fuzz --target NAME --runs N|--minutes N [--seed S]";

/// How long a target runs.
enum Length {
    Runs(u64),
    Minutes(u64),
}

/// Runs until the time is over or something is found.
pub(crate) fn run(options: &[&str]) -> Result<String, String> {
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("{text} is not a number"));
    let (mut target, mut length, mut seed) = (None, None, None);
    for pair in options.chunks(2) {
        match pair {
            ["--target", name] => target = Some(*name),
            ["--runs", runs] => length = Some(Length::Runs(number(runs)?)),
            ["--minutes", minutes] => length = Some(Length::Minutes(number(minutes)?)),
            ["--seed", text] => seed = Some(number(text)?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    let seed = match seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?.as_secs(),
    };
    match (target, length) {
        (None, Some(Length::Minutes(minutes))) => evaluators(minutes, seed),
        (Some(target), Some(length)) => libfuzzer(target, &length, seed),
        _ => Err(USAGE.to_owned()),
    }
}

/// The policy evaluator and its reference.
fn evaluators(minutes: u64, seed: u64) -> Result<String, String> {
    let test = ["test", "--release", "-p", "rolecall-policy", "--test", "differential", "unbounded"];
    let mut cargo = cargo();
    cargo
        .args(test)
        .args(["--", "--ignored", "--exact", "--nocapture"])
        .env("ROLECALL_FUZZ_MINUTES", minutes.to_string())
        .env("ROLECALL_FUZZ_SEED", seed.to_string());
    if succeeds(&mut cargo)? {
        Ok(format!("no difference in {minutes} minutes with seed {seed}"))
    } else {
        Err(format!("seed {seed} found differences; the cases are in crates/policy/tests/counterexamples"))
    }
}

/// What cargo fuzz makes the compiler do, but for the sanitizer: there is no unsafe code to watch.
const INSTRUMENTED: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table";
const TRIPLE: &str = "x86_64-unknown-linux-gnu";
const FUZZ_CRATES: [&str; 2] = ["crates/rolecall/fuzz", "crates/policy/fuzz"];
/// The longest input that libFuzzer makes, in bytes.
const LONGEST: &str = "-max_len=4096";

fn libfuzzer(target: &str, length: &Length, seed: u64) -> Result<String, String> {
    let source = |root: &&&str| Path::new(root).join("fuzz_targets").join(format!("{target}.rs")).exists();
    let root = FUZZ_CRATES.iter().find(source).ok_or_else(|| format!("there is no target {target}"))?;
    let build = Path::new("target/fuzz");
    let mut cargo = cargo();
    // Coverage needs names and places, not speed: with more optimisation the build takes minutes.
    cargo
        .args(["build", "--release", "--target", TRIPLE, "--bin", target, "--manifest-path"])
        .arg(Path::new(root).join("Cargo.toml"))
        .env("RUSTFLAGS", INSTRUMENTED)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_TARGET_DIR", build);
    if !succeeds(&mut cargo)? {
        return Err(format!("the target {target} cannot be built"));
    }
    let (learned, found) = (build.join("corpus").join(target), build.join("found").join(target));
    for dir in [&learned, &found] {
        std::fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    }
    let saved = Path::new("crates/rolecall/tests/fuzz/corpus").join(target);
    let (limit, told) = match length {
        Length::Runs(runs) => (format!("-runs={runs}"), format!("{runs} inputs")),
        Length::Minutes(minutes) => (format!("-max_total_time={}", minutes * 60), format!("{minutes} minutes")),
    };
    let mut fuzzer = Command::new(build.join(TRIPLE).join("release").join(target));
    fuzzer.arg(&learned).args(saved.exists().then_some(&saved));
    fuzzer.args([limit, format!("-seed={seed}"), format!("-artifact_prefix={}/", found.display())]);
    fuzzer.args([LONGEST, "-timeout=5", "-print_final_stats=1"]);
    if succeeds(&mut fuzzer)? {
        Ok(format!("nothing found by {target} in {told} with seed {seed}"))
    } else {
        Err(format!("{target} with seed {seed} found an input; it is in {}", found.display()))
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn succeeds(command: &mut Command) -> Result<bool, String> {
    let status =
        command.status().map_err(|error| format!("{} cannot be started: {error}", command.get_program().display()))?;
    Ok(status.success())
}
