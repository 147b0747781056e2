//! The `rolecall` program: server and command line in one.

use std::process::ExitCode;

fn main() -> ExitCode {
    rolecall::cli::main()
}
