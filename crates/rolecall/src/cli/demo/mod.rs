//! `rolecall demo`: cross-account access in a terminal, in a second.
//!
//! A user of one account wants to list the buckets of another. The [`tour`] sets up the two halves of that, one after
//! the other, and asks in between, so that the missing half is seen as a denial, with its explanation. It talks to an
//! [`embedded`] server over the network with a [`client`] that signs as any AWS client does; nothing is faked, and every
//! answer is checked.

mod client;
mod embedded;
mod tour;

use super::Fault;
use crate::world::World;
use clap::Args;
use embedded::Embedded;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tour::{Account, Tour};

/// The two accounts, by the numbers that the guides use.
const WORLD: &str = r#"
[[account]]
id = "111111111111"
name = "dev"

[[account]]
id = "222222222222"
name = "prod"
"#;

/// Pause after each step with `--slow`.
const PAUSE: Duration = Duration::from_millis(1500);

/// Walk through cross-account access in the terminal.
///
/// Starts a server inside this process, on a free port and in a temporary directory, and makes two accounts in it. Then
/// it does what two administrators and a user would do, shows each step as the `aws` command that does the same, and
/// asks `rolecall why` about the calls that are denied. It needs nothing else, not even the AWS command line, takes about
/// a second, and leaves nothing behind.
///
/// Every answer is checked, so the demo is also a test of an installation.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall demo
    rolecall demo --slow                  with pauses, for showing it to somebody
    rolecall demo --keep ./demo           keeps the server's data, to go on with it:
    rolecall serve --data ./demo

EXIT STATUS:
    0   every step came out as it should
    1   one did not, or the server could not be started
    2   the command line is wrong")]
pub(super) struct Demo {
    /// Keep the server's data in this directory, which must not exist yet, and print the root keys
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,

    /// Pause after each step
    #[arg(long)]
    slow: bool,
}

impl Demo {
    pub(super) fn run(self) -> Result<ExitCode, Fault> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            tokio::select! {
                done = self.walk() => done.map(|()| ExitCode::SUCCESS),
                // Dropping the walk removes the temporary directory.
                interrupted = tokio::signal::ctrl_c() => {
                    interrupted?;
                    Err("interrupted".into())
                }
            }
        })
    }

    async fn walk(&self) -> Result<(), Fault> {
        let temporary = match &self.keep {
            Some(dir) if dir.exists() => {
                return Err(format!("`{}` exists already; the demo begins with a new directory", dir.display()).into());
            }
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("rolecall-demo-").tempdir()?),
        };
        let data = match (&self.keep, &temporary) {
            (Some(dir), _) => dir.clone(),
            (None, Some(temporary)) => temporary.path().join("data"),
            (None, None) => return Err("there is no directory for the demo".into()),
        };
        let (server, made) = Embedded::start(&data, &World::parse(WORLD)?).await?;
        let accounts = made.into_iter().map(Account::new).collect::<Result<Vec<_>, _>>()?;
        let [dev, prod] = <[Account; 2]>::try_from(accounts).map_err(|_| "the world has two accounts")?;
        let pause = self.slow.then_some(PAUSE);
        let walked = Tour::new(server.address, &data, pause, dev, prod).walk(self.keep.is_some()).await;
        server.stop().await?;
        walked
    }
}
