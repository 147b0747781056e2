//! `rolecall demo`: cross-account access in a terminal, in a second.
//!
//! A user of one account wants to list the buckets of another. The [`tour`] sets up the two halves of that, one after
//! the other, and asks in between, so that the missing half is seen as a denial, with its explanation. It talks to an
//! [`embedded`] server, or to one that is running, over the network, with a client that signs as any AWS client does;
//! nothing is faked, and every answer is checked.

mod embedded;
mod tour;

use super::CommandError;
use super::client::{Client, Keys};
use crate::api::ids::new_request_id;
use crate::environment::entropy::SystemEntropy;
use crate::world::World;
use clap::Args;
use embedded::Embedded;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tour::{Account, Leaves, Names, Tour};

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

/// Where the root keys of a running server's accounts are read from.
const DEV_KEY: &str = "ROLECALL_DEMO_DEV_KEY";
const PROD_KEY: &str = "ROLECALL_DEMO_PROD_KEY";
/// How much of a random id distinguishes what the demo makes on a running server.
const SUFFIX: usize = 6;

/// Walk through cross-account access in the terminal.
///
/// Starts a server inside this process, on a free port and in a temporary directory, and creates two accounts. Then it does
/// what two administrators and a user would do, shows the `aws` command for each step, and asks `rolecall why` about the
/// calls that are denied. It needs nothing else, not even the AWS CLI, takes about a second, and leaves nothing behind.
///
/// The demo checks every answer, so it is also a test of an installation. With --endpoint it uses two accounts of a running
/// server, and leaves there what it created.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall demo
    rolecall demo --slow              with pauses, for an audience
    rolecall demo --keep ./demo       keeps the server's data, so that you can continue:
    rolecall serve --data ./demo
    rolecall demo --endpoint http://127.0.0.1:4600 --data ./data

ENVIRONMENT, for --endpoint:
    ROLECALL_DEMO_DEV_KEY    root access key of the account with the user, ID:SECRET
    ROLECALL_DEMO_PROD_KEY   root access key of the account with the buckets

EXIT STATUS:
    0   every step had the expected result
    1   one did not, or the server could not be started or reached
    2   the command line is wrong")]
pub(super) struct Demo {
    /// Keep the server's data in this directory, which must not exist yet, and print the root keys
    #[arg(long, value_name = "DIR", conflicts_with = "endpoint")]
    keep: Option<PathBuf>,

    /// Use a running server instead of starting one
    #[arg(long, value_name = "URL", requires = "data")]
    endpoint: Option<String>,

    /// Data directory of the running server, for `rolecall why`
    #[arg(long, value_name = "DIR", requires = "endpoint")]
    data: Option<PathBuf>,

    /// Pause after each step
    #[arg(long)]
    slow: bool,
}

impl Demo {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
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

    async fn walk(&self) -> Result<(), CommandError> {
        match (&self.endpoint, &self.data, &self.keep) {
            (Some(endpoint), Some(data), _) => self.walk_on(endpoint, data).await,
            (_, _, Some(dir)) if dir.exists() => {
                Err(format!("`{}` exists already; the demo begins with a new directory", dir.display()).into())
            }
            (_, _, Some(dir)) => self.walk_embedded(dir, Leaves::Data).await,
            (_, _, None) => {
                let temporary = tempfile::Builder::new().prefix("rolecall-demo-").tempdir()?;
                self.walk_embedded(&temporary.path().join("data"), Leaves::Nothing).await
            }
        }
    }

    /// On a server of its own.
    async fn walk_embedded(&self, data: &Path, leaves: Leaves) -> Result<(), CommandError> {
        let (server, made) = Embedded::start(data, &World::parse(WORLD)?).await?;
        let accounts = made.into_iter().map(Account::new).collect::<Result<Vec<_>, _>>()?;
        let accounts = <[Account; 2]>::try_from(accounts).map_err(|_| "the world has two accounts")?;
        let client = Client::new(server.address.to_string());
        let walked = Tour::new(client, data, self.pause(), Names::ending_in(""), accounts).walk(leaves).await;
        server.stop().await?;
        walked
    }

    /// On a running server, under names that nobody has.
    async fn walk_on(&self, endpoint: &str, data: &Path) -> Result<(), CommandError> {
        let server = endpoint.strip_prefix("http://").ok_or("--endpoint must begin with http://")?;
        let client = Client::new(server.trim_end_matches('/').to_owned());
        let dev = Account::of_server("dev", keys(DEV_KEY)?, &client).await?;
        let prod = Account::of_server("prod", keys(PROD_KEY)?, &client).await?;
        let random: String = new_request_id(&SystemEntropy)?.chars().take(SUFFIX).collect();
        let names = Names::ending_in(&format!("-{random}"));
        Tour::new(client, data, self.pause(), names, [dev, prod]).walk(Leaves::Things).await
    }

    fn pause(&self) -> Option<Duration> {
        self.slow.then_some(PAUSE)
    }
}

/// The key in an environment variable.
fn keys(variable: &str) -> Result<Keys, CommandError> {
    let text =
        std::env::var(variable).map_err(|_| format!("--endpoint needs the root keys in {DEV_KEY} and {PROD_KEY}"))?;
    Ok(Keys::parse(&text).ok_or_else(|| format!("{variable} must be ID:SECRET"))?)
}
