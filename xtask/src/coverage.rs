//! Writes `docs/coverage.md`: which operations are served, and what the tables of the tests try of them.
//!
//! The page is made by the test that compares it, which knows the services and reads the tables: `xtask` generates the
//! catalog and must not need what is made from it.

use std::process::Command;

/// Runs the test that holds the page to the tables, told to write it.
///
/// # Errors
/// The test cannot be built or started.
pub(crate) fn run() -> Result<String, String> {
    let arguments = ["test", "--quiet", "--package", "rolecall", "--test", "services", "coverage::"];
    let status = Command::new(env!("CARGO")).args(arguments).env("ROLECALL_WRITE_COVERAGE", "1").status();
    match status {
        Ok(status) if status.success() => Ok("docs/coverage.md is written".to_owned()),
        Ok(status) => Err(format!("cargo test ended with {status}")),
        Err(error) => Err(format!("cargo cannot be started: {error}")),
    }
}
