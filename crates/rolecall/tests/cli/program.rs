//! The program run as a person or a script runs it: a command line, standard input, what comes out, and how it ends.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a run printed, and its exit status.
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) status: i32,
}

/// The program without arguments, and without what the caller's environment says of its log and of the CI it runs in.
pub(crate) fn rolecall() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.env_remove("ROLECALL_LOG").env_remove("GITHUB_ACTIONS").env_remove("GITHUB_WORKSPACE").stdin(Stdio::null());
    // So wide that the lines of a test's expectations are not wrapped.
    command.env("COLUMNS", "200");
    command
}

impl Run {
    /// Runs a command to its end with this on standard input.
    pub(crate) fn of(command: &mut Command, input: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut to = child.stdin.take().unwrap();
        let input = input.to_owned();
        // A run that does not read its input closes it early.
        let writer = std::thread::spawn(move || drop(to.write_all(input.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code().expect("the program ended by itself"),
        }
    }
}
