//! `rolecall can`: one question, may this principal do this on that, answered on the command line.
//!
//! Ana asks whether the role `Deploy` may write an object. [`question`] turns the options into facts and refuses those
//! that do not fit; [`documents`] reads the policies in files; [`state`] takes the principal and the resource, with their
//! policies, out of a server's data directory. The engine decides as `rolecall eval` lets it, but what the
//! policies ask of the request and nobody said is unknown here, not absent: an answer that hangs on it is `depends`
//! ([`verdict`]).

mod callers;
mod documents;
mod question;
mod state;
mod verdict;

use super::eval::UnknownActions;
use super::terminal::{Colour, Terminal};
use super::{CommandError, why};
use clap::{Args, ValueEnum};
use rolecall_policy::AccountId;
use rolecall_policy::explain::escaped;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verdict::{Answer, Verdict};

/// Ask whether a principal may do an action, offline.
///
/// Decides one request with the engine of the server and explains the answer as `rolecall why` does. The policies come
/// from files, from a server's data directory, or from both; the server may be running. The command changes nothing and
/// uses no network.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Can {
    /// The principal: the ARN of a user, role, role session, federated user or root; anonymous;
    /// service:lambda.amazonaws.com; or provider:accounts.google.com
    ///
    /// The ARN of a role means a session of the role.
    #[arg(long = "as", value_name = "WHO")]
    who: String,

    /// The action, such as s3:GetObject
    #[arg(long = "do", value_name = "ACTION")]
    action: String,

    /// The resource: an ARN; with * or ?, every resource that matches; * alone for an action without a resource
    #[arg(long = "on", value_name = "ARN")]
    resource: String,

    /// A policy of the principal; with --data, in addition to its own
    #[arg(long, value_name = "FILE")]
    identity: Vec<PathBuf>,

    /// The principal's permissions boundary; with --data, instead of its own
    #[arg(long, value_name = "FILE")]
    boundary: Option<PathBuf>,

    /// A session policy
    #[arg(long, value_name = "FILE")]
    session: Vec<PathBuf>,

    /// The bucket's policy; with --data, instead of its own
    #[arg(long, value_name = "FILE", conflicts_with_all = ["resource_policy", "trust"])]
    bucket_policy: Option<PathBuf>,

    /// The policy of a resource other than a bucket or a role
    #[arg(long, value_name = "FILE", conflicts_with = "trust")]
    resource_policy: Option<PathBuf>,

    /// The trust policy of the role to assume; with --data, instead of its own
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,

    /// Service control policies of one level; repeat it for each level, beginning with the organization's root
    ///
    /// Separate several policies of one level with commas. FullAWSAccess is AWS's own policy of this name. It is not
    /// implicit: a level without an Allow denies everything.
    #[arg(long, value_name = "FILE,...")]
    scp: Vec<String>,

    /// Resource control policies of one level above the resource's account, as --scp; RCPFullAWSAccess is AWS's own
    #[arg(long, value_name = "FILE,...")]
    rcp: Vec<String>,

    /// A condition key of the request; repeat it to add a value
    #[arg(long, value_name = "KEY=VALUE")]
    context: Vec<String>,

    /// A condition key that the request does not have
    #[arg(long, value_name = "KEY")]
    absent: Vec<String>,

    /// The account that owns the resource, if neither its ARN nor the data directory names it
    #[arg(long, value_name = "ID")]
    resource_account: Option<AccountId>,

    /// The canonical user id of the caller's account, which policies of buckets may name
    #[arg(long, value_name = "ID")]
    canonical_id: Option<String>,

    /// Who asked for the session of a federated user: the ARN of a user or of the root user
    #[arg(long, value_name = "ARN")]
    issuer: Option<String>,

    /// Whether Block Public Access restricts the bucket, if it is not in the data directory
    #[arg(long, value_name = "ON-OR-OFF", value_enum)]
    block_public_access: Option<Switch>,

    /// Read the principal and the resource, with their policies, from this server's data directory
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// What to do with an action or a service that is not in the catalog of AWS's actions
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = UnknownActions::Refuse)]
    unknown_actions: UnknownActions,

    /// The output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object, as `rolecall eval --explain` writes it
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

impl Can {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        // Status 1 says that the request is denied, so no error ends with it.
        let answered = self.answer().and_then(|verdict| {
            let shown = self.shown(&verdict).map_err(|error| error.to_string())?;
            let written = io::stdout().lock().write_all(shown.as_bytes());
            super::written(written).map_err(|error| format!("cannot write the answer: {error}"))?;
            Ok(verdict.exit())
        });
        Ok(answered.unwrap_or_else(|error| {
            super::say_error(&error.into());
            ExitCode::from(2)
        }))
    }

    fn shown(&self, verdict: &Verdict<'_>) -> serde_json::Result<String> {
        if self.format == Format::Json {
            return Ok(serde_json::to_string(&verdict.as_case())? + "\n");
        }
        let terminal = Terminal::of_output();
        let (word, colour) = match verdict.answer {
            Answer::Allowed => ("allowed", Colour::BoldGreen),
            Answer::Denied => ("denied", Colour::BoldRed),
            Answer::Depends => ("depends", Colour::BoldRed),
        };
        let text = verdict.text(terminal.width);
        Ok(format!("{}\n{}", terminal.paint(colour, word), why::coloured(&text, terminal)))
    }
}

/// The name of a file in messages.
fn shown(path: &Path) -> String {
    escaped(&path.display().to_string())
}
