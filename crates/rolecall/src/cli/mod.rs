//! The command line: one file or folder a subcommand.
//!
//! Exit codes: 0 done, 1 the thing asked for could not be done, 2 the command line is wrong.

mod can;
mod client;
mod completions;
mod console;
mod demo;
mod eval;
mod lint;
mod listen;
mod log;
mod man;
mod profile;
mod progress;
mod reset;
mod revoke;
mod root_key;
mod root_password;
mod scrub;
mod serve;
mod stopped;
mod terminal;
mod test;
mod told;
mod trail;
mod version;
mod why;
mod world;

use crate::gateway::record::{ACCESS, FAILURES};
use clap::{Parser, Subcommand};
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

/// AWS accounts, IAM, STS and S3 on your own machine: every request signed, decided, explained and recorded.
///
/// Start a server, point any AWS client at it with AWS_ENDPOINT_URL, and work as with AWS. If a call is denied, its answer
/// carries a request id, and `rolecall why` says which policy decided and what would have to change.
#[derive(Debug, Parser)]
#[command(name = "rolecall", version, long_version = version::long(), max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Why(why::Why),
    Log(log::Log),
    Trail(trail::Trail),
    Demo(demo::Demo),
    Can(can::Can),
    Eval(eval::Eval),
    Lint(lint::Lint),
    Test(test::Test),
    Scrub(scrub::Scrub),
    RootKey(root_key::RootKey),
    RootPassword(root_password::RootPassword),
    Revoke(revoke::Revoke),
    Console(console::Console),
    World(world::World),
    Reset(reset::Reset),
    Completions(completions::Completions),
    Man(man::ManPages),
}

/// What a server logs unless it is told otherwise.
const SERVER_LOG: &str = "warn,rolecall::gateway::record=info";

/// Runs the program with the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let logs_access = matches!(&command, Command::Serve(serve) if serve.logs_access());
    // A server tells of each request that fails; the demo shows its own.
    let default = if matches!(command, Command::Serve(_)) { SERVER_LOG } else { "warn" };
    let filter = EnvFilter::try_from_env("ROLECALL_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(with_access(filter, logs_access))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        // A log that cannot be written must not fail a request: by default that is written to stderr too, and panics.
        .log_internal_errors(false)
        .init();
    let outcome = match command {
        Command::Serve(serve) => serve.run(),
        Command::Why(why) => why.run(),
        Command::Log(log) => log.run(),
        Command::Trail(trail) => trail.run(),
        Command::Demo(demo) => demo.run(),
        Command::Can(can) => can.run(),
        Command::Eval(eval) => eval.run(),
        Command::Lint(lint) => lint.run(),
        Command::Test(test) => test.run(),
        Command::Scrub(scrub) => scrub.run(),
        Command::RootKey(root_key) => root_key.run(),
        Command::RootPassword(root_password) => root_password.run(),
        Command::Revoke(revoke) => revoke.run(),
        Command::Console(console) => console.run(),
        Command::World(world) => world.run(),
        Command::Reset(reset) => reset.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    };
    end(outcome)
}

/// The filter with or without the line for each request. With it, a request that fails has no second line.
fn with_access(filter: EnvFilter, logs_access: bool) -> EnvFilter {
    let lines = if logs_access { LevelFilter::INFO } else { LevelFilter::OFF };
    let access = directive(ACCESS, lines);
    let failures = logs_access.then(|| directive(FAILURES, LevelFilter::WARN)).flatten();
    access.into_iter().chain(failures).fold(filter, EnvFilter::add_directive)
}

/// The level at which a part of the program logs.
fn directive(target: &str, level: LevelFilter) -> Option<Directive> {
    format!("{target}={level}").parse().ok()
}

/// Says why a command could not be done.
fn end(outcome: Result<ExitCode, CommandError>) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        say_error(&error);
        ExitCode::FAILURE
    })
}

/// Why a command could not be done, for the person at the terminal.
type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Whether a command finds the data directory that it is to read.
fn check_directory(data: &Path) -> Result<(), CommandError> {
    if data.is_dir() {
        return Ok(());
    }
    Err(format!("there is no directory `{}`; name the server's data directory with --data", data.display()).into())
}

/// How writing a report went. A reader that has seen enough is no error.
fn written(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[expect(clippy::print_stderr, reason = "the command line's own channel for errors")]
fn say_error(error: &CommandError) {
    eprintln!("rolecall: {error}");
}
