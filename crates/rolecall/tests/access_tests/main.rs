//! `rolecall test` as a program: what files with access tests may say, how they come out, and how that is told.
//!
//! `worked` holds every worked decision of the specification against it, in JSON; `layers` each layer, in TOML; `faults`
//! what cannot be read; `reports` the three formats and the exit status; `guide` the page of the guide.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "all of it is test code, also what is not marked as a test: a panic is a failure"
)]

mod faults;
mod guide;
mod layers;
mod reports;
mod worked;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run printed, and its exit status.
struct Run {
    out: String,
    err: String,
    status: i32,
}

/// Runs `rolecall test` in a folder, with a text on standard input.
fn run(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .arg("test")
        .args(arguments)
        .current_dir(folder)
        .env_remove("ROLECALL_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.to_owned();
    // Whoever does not read standard input may close it.
    let writer = std::thread::spawn(move || drop(to.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().expect("the program ended by itself"),
    }
}

/// Runs tests from standard input.
fn run_text(arguments: &[&str], input: &str) -> Run {
    let mut all = vec!["-"];
    all.extend(arguments);
    run(Path::new("."), &all, input)
}

/// A folder with files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
