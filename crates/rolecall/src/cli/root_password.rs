//! `rolecall root-password`: the password with which the root user of an account signs in to the console.

use super::CommandError;
use super::stopped;
use super::terminal::without_echo;
use crate::directory::entities::Account;
use crate::domain::root_password;
use crate::gateway::inside::Inside;
use crate::node::Node;
use crate::secrets::Secret;
use crate::services::operation::{Effect, EventClass, OperationFacts};
use clap::Args;
use rolecall_policy::AccountId;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// What the records of it have as `User-Agent`.
const USER_AGENT: &str = "rolecall-root-password";
/// The longest line that is read as a password, bytes. AWS's passwords have 128 characters.
const MAX_LINE: usize = 1024;

/// Set the password of the root user of an account, for the console.
///
/// The command asks for the password twice and does not show it. If standard input is no terminal, it reads one line. The server
/// must be stopped. The trail records the change, without the password.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall root-password 111111111111 --data ./data

EXIT STATUS:
    0   the password was set
    1   it was not
    2   the command line is wrong")]
pub(super) struct RootPassword {
    /// The account
    #[arg(value_name = "ACCOUNT")]
    account: String,

    /// Data directory of a stopped server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

impl RootPassword {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        stopped::on(&self.data, async |node| self.set(node).await)
    }

    async fn set(&self, node: &Node) -> Result<ExitCode, CommandError> {
        let snapshot = node.directory.snapshot();
        let account = self.account.parse::<AccountId>().ok().filter(|id| snapshot.account(*id).is_some());
        let Some(account) = account else {
            let known: Vec<String> = snapshot.all::<Account>().map(|it| format!("{} ({})", it.id, it.name)).collect();
            return Err(format!("there is no account `{}`; the accounts are {}", self.account, known.join(", ")).into());
        };
        let password = ask(account)?;
        let facts = OperationFacts {
            service: "signin",
            name: "PasswordRecoveryCompleted",
            effect: Effect::Changes,
            class: EventClass::Management,
        };
        let set =
            Inside::new(node, USER_AGENT).change(account, facts, root_password::set(node, account, &password)).await;
        set.map_err(|error| format!("the password was not set: {}", error.message))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The password, typed twice where a person types it.
fn ask(account: AccountId) -> Result<Secret, CommandError> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    let mut terminal = std::io::stderr().lock();
    write!(terminal, "New password of the root user of {account}: ")?;
    terminal.flush()?;
    let first = without_echo(line)??;
    write!(terminal, "\nThe same again: ")?;
    terminal.flush()?;
    let second = without_echo(line)??;
    writeln!(terminal)?;
    if first == second { Ok(first) } else { Err("the passwords are not the same".into()) }
}

/// A line of standard input, without its end.
fn line() -> Result<Secret, CommandError> {
    use std::io::{BufRead as _, Read as _};
    let mut text = zeroize::Zeroizing::new(String::new());
    let limit = u64::try_from(MAX_LINE)?;
    std::io::stdin().lock().take(limit).read_line(&mut text)?;
    if text.len() >= MAX_LINE {
        return Err(format!("the password is longer than {MAX_LINE} bytes").into());
    }
    Ok(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}
