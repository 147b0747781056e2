//! `rolecall reset`: deletes what a server keeps.

use super::CommandError;
use crate::environment::data_dir::{DirLock, check_used};
use clap::Args;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a server writes to its data directory, the store first: without it the rest is of no use to anybody.
const FILES: &[&str] = &["store.db", "store.db-wal", "store.db-shm", "master.key", "reserve", "reserve.new"];
const FOLDERS: &[&str] = &["objects", "trail"];
const LOCK: &str = "lock";

/// Delete all data of a stopped server.
///
/// Deletes accounts, objects, the audit trail and the master key, and the directory if it contains nothing else. You cannot
/// undo this. The command asks first.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall reset --data ./data
    rolecall reset --data ./data --yes

EXIT STATUS:
    0   everything was deleted
    1   nothing was deleted, or only a part
    2   the command line is wrong")]
pub(super) struct Reset {
    /// Data directory of a stopped server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

impl Reset {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        check_used(&self.data)?;
        let lock = DirLock::acquire(&self.data)?;
        if !self.yes && !self.is_confirmed()? {
            return Err("nothing was deleted".into());
        }
        for name in FILES {
            gone(&self.data.join(name), |path| fs::remove_file(path))?;
        }
        for name in FOLDERS {
            gone(&self.data.join(name), |path| fs::remove_dir_all(path))?;
        }
        // A server that starts now makes a lock of its own, and a directory that is not empty stays.
        gone(&self.data.join(LOCK), |path| fs::remove_file(path))?;
        drop(lock);
        match fs::remove_dir(&self.data) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                Err(format!("cannot delete the directory `{}`: {error}", self.data.display()).into())
            }
            _ => Ok(ExitCode::SUCCESS),
        }
    }

    /// Asks whoever is at the terminal.
    fn is_confirmed(&self) -> Result<bool, CommandError> {
        if !io::stdin().is_terminal() {
            return Err(
                "standard input is not a terminal, so nobody can confirm and nothing was deleted; add --yes to delete \
                 without a question"
                    .into(),
            );
        }
        let mut out = io::stdout().lock();
        write!(
            out,
            "Delete all accounts, objects, the trail and the master key in `{}`? Type yes: ",
            self.data.display()
        )?;
        out.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(answer.trim() == "yes")
    }
}

/// Deletes what may not be there.
fn gone(path: &Path, delete: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), CommandError> {
    match delete(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("cannot delete `{}`: {error}", path.display()).into())
        }
        _ => Ok(()),
    }
}
