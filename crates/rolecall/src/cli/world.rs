//! `rolecall world`: checks a world file, and exports the current world as one.

use super::{CommandError, stopped, written};
use crate::world;
use crate::world::export::export;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check a world file, or export the current world.
#[derive(Debug, Args)]
pub(super) struct World {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(Check),
    Export(Export),
}

/// Check a world file without starting a server.
///
/// The command tries all changes of the file in memory, with the operations that a start would use. It writes nothing.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall world check world.toml
    rolecall world check world.toml --data ./data     as for a start on this directory

EXIT STATUS:
    0   a server would start with this file
    1   it would not; standard error has the file, the line and the reason
    2   the command line is wrong")]
struct Check {
    /// The world file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Data directory of a stopped server, to try the file on its world; by default, on an empty world
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Write the current world as a world file.
///
/// The file contains no secrets (access keys, passwords, MFA devices) and no objects. Applied to an empty directory, it
/// creates the same accounts, users, groups, roles, policies and buckets. The server must be stopped.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall world export --data ./data > world.toml")]
struct Export {
    /// Data directory of a stopped server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

impl World {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        match self.command {
            Command::Check(check) => check.run(),
            Command::Export(Export { data }) => stopped::on(&data, async |node| {
                let text = export(&node.directory.snapshot());
                written(std::io::stdout().lock().write_all(text.as_bytes()))?;
                Ok(ExitCode::SUCCESS)
            }),
        }
    }
}

impl Check {
    fn run(self) -> Result<ExitCode, CommandError> {
        let world = world::World::read(&self.file)?;
        match &self.data {
            Some(data) => stopped::on(data, async |node| {
                world.check_on(node).await.map_err(|error| error.in_file(&self.file))?;
                Ok(ExitCode::SUCCESS)
            })?,
            None => {
                let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
                runtime.block_on(world.check_alone()).map_err(|error| error.in_file(&self.file))?;
                ExitCode::SUCCESS
            }
        };
        written(writeln!(std::io::stdout().lock(), "{}: correct", self.file.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}
