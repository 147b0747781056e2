//! `rolecall root-key`: a new access key for the root user of an account whose keys are lost.

use super::CommandError;
use super::stopped;
use crate::directory::entities::{AccessKey, Account, Link};
use crate::gateway::inside::Inside;
use crate::node::Node;
use crate::services::iam;
use crate::services::iam::quotas::ACCESS_KEYS_PER_USER;
use clap::Args;
use rolecall_policy::AccountId;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the records of these calls have as `User-Agent`.
const USER_AGENT: &str = "rolecall-root-key";

/// Create an access key for the root user of an account.
///
/// Use it if the root keys of an account are lost: secrets are encrypted at rest and cannot be shown again. The command calls
/// CreateAccessKey as the root user, and the trail records the call. It prints only the two lines to export to standard
/// output. The server must be stopped. While it runs, create a key with `aws iam create-access-key` and a key that you have.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall root-key --data ./data --account 111111111111
    eval \"$(rolecall root-key --data ./data --account 111111111111)\"
    rolecall root-key --data ./data --account 111111111111 --delete AKIA................

EXIT STATUS:
    0   the key was created
    1   it was not
    2   the command line is wrong")]
pub(super) struct RootKey {
    /// Data directory of a stopped server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// The account
    #[arg(long, value_name = "ID")]
    account: String,

    /// Delete this access key of the root user first; a root user has at most two
    #[arg(long, value_name = "KEY_ID")]
    delete: Option<String>,
}

impl RootKey {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        stopped::on(&self.data, async |node| self.make(node).await)
    }

    async fn make(&self, node: &Node) -> Result<ExitCode, CommandError> {
        let snapshot = node.directory.snapshot();
        let account = self.account.parse::<AccountId>().ok().filter(|id| snapshot.account(*id).is_some());
        let Some(account) = account else {
            let known: Vec<String> = snapshot.all::<Account>().map(|it| format!("{} ({})", it.id, it.name)).collect();
            return Err(format!("there is no account `{}`; the accounts are {}", self.account, known.join(", ")).into());
        };
        let inside = Inside::new(node, USER_AGENT);
        if let Some(key) = &self.delete {
            let parameters = vec![("AccessKeyId".to_owned(), key.clone())];
            let deleted = inside.query(account, &iam::SERVICE, "DeleteAccessKey", parameters).await;
            deleted.map_err(|error| format!("cannot delete the access key {key}: {error}"))?;
        }
        let snapshot = node.directory.snapshot();
        let there: Vec<&str> = snapshot.linked::<AccessKey>(account, Link::User, "").map(|key| &*key.id).collect();
        if ACCESS_KEYS_PER_USER.check(there.len() + 1).is_err() {
            let most = ACCESS_KEYS_PER_USER.limit;
            let keys = there.join(" and ");
            return Err(format!(
                "the root user of {account} has {keys}, and the limit is {most} access keys; add --delete with the \
                 one to delete"
            )
            .into());
        }
        let answer = inside.query(account, &iam::SERVICE, "CreateAccessKey", Vec::new()).await?;
        let text = |name: &str| element(&answer, name).ok_or("the answer to CreateAccessKey has no key");
        let (id, secret) = (text("AccessKeyId")?, text("SecretAccessKey")?);
        let mut out = std::io::stdout().lock();
        writeln!(out, "export AWS_ACCESS_KEY_ID={id}\nexport AWS_SECRET_ACCESS_KEY={secret}")?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The text of the first element of this name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}
