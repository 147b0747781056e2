//! `rolecall completions`: the script that lets a shell complete commands and options.

use super::{Arguments, CommandError, written};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::{self, Write};
use std::process::ExitCode;

/// Print a shell completion script.
#[derive(Debug, Args)]
#[command(after_long_help = "WHERE THE SCRIPT GOES:
    bash         rolecall completions bash > ~/.local/share/bash-completion/completions/rolecall
    zsh          rolecall completions zsh > ~/.zfunc/_rolecall     (with ~/.zfunc in $fpath)
    fish         rolecall completions fish > ~/.config/fish/completions/rolecall.fish
    PowerShell   rolecall completions powershell >> $PROFILE

EXIT STATUS:
    0   printed
    2   the command line is wrong")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let mut script = Vec::new();
        // Into memory first: the generator panics if it cannot write.
        clap_complete::generate(self.shell, &mut Arguments::command(), "rolecall", &mut script);
        written(io::stdout().lock().write_all(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}
