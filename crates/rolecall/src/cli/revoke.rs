//! `rolecall revoke`: ends one session of a running server, and all that follow from it.

use super::CommandError;
use super::client::{Client, Keys};
use crate::secrets::Secret;
use clap::Args;
use std::io::Write;
use std::process::ExitCode;

/// What the operation is called on the wire.
const TARGET: &str = "Rolecall_20261130.RevokeSession";

/// Revoke a session and all sessions obtained with it.
///
/// Use it if credentials are in the wrong hands. From now on the server refuses this session, and every session obtained with
/// its credentials, through any chain of roles. Other sessions of the same role keep working. Name the session by its access
/// key id, which `rolecall why` shows for each request. The caller needs rolecall:RevokeSession on
/// arn:aws:rolecall::ACCOUNT:session/ACCESS_KEY_ID. To revoke all sessions of a role, attach a policy with a condition on
/// aws:TokenIssueTime, as in AWS.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall revoke ASIA................ --endpoint http://127.0.0.1:4600

ENVIRONMENT:
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN   who revokes
    AWS_ENDPOINT_URL                                              the server, without --endpoint

EXIT STATUS:
    0   the session is revoked
    1   it is not
    2   the command line is wrong")]
pub(super) struct Revoke {
    /// Access key id of the session
    #[arg(value_name = "ACCESS_KEY_ID")]
    session: String,

    /// The running server; it must begin with http://
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
}

impl Revoke {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.revoke())
    }

    async fn revoke(self) -> Result<ExitCode, CommandError> {
        let endpoint = self.endpoint.or_else(|| variable("AWS_ENDPOINT_URL"));
        let endpoint = endpoint.ok_or("name the running server with --endpoint")?;
        let server = endpoint.strip_prefix("http://").ok_or("--endpoint must begin with http://")?;
        let needed = |name| variable(name).ok_or_else(|| format!("who revokes? {name} is not set"));
        let keys = Keys {
            id: needed("AWS_ACCESS_KEY_ID")?,
            secret: Secret::new(needed("AWS_SECRET_ACCESS_KEY")?),
            token: variable("AWS_SESSION_TOKEN"),
        };
        let client = Client::new(server.trim_end_matches('/').to_owned());
        let body = serde_json::json!({"AccessKeyId": self.session}).to_string();
        let answer = client.json(&keys, "rolecall", TARGET, body).await?;
        if answer.status >= 400 {
            let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
            let message = json.get("message").or_else(|| json.get("Message")).and_then(|it| it.as_str());
            let message = message.unwrap_or(&answer.body);
            return Err(format!("{message} (request id {})", answer.request_id).into());
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "{} is revoked, and so are all sessions obtained with it.", self.session)?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
