//! `rolecall trail`: who did what, and with which credentials they came there.
//!
//! A session of a role tells nothing of who assumed it. The trail knows: each session was requested with a key, and that key
//! belongs to a user or to another session, maybe of another account ([`lineage`]). So whoever asks what Ana did learns also
//! what she did as `deploy` of the production account. [`policy`] asks what a role used, to write the least policy for it;
//! [`replay`] holds recorded requests against a policy that is to replace it. [`verify`] looks at what CloudTrail delivered of
//! the trail: for log files that no digest names.

mod lineage;
mod policy;
mod replay;
mod table;
mod used;
mod verify;

use super::log::since;
use super::terminal::Terminal;
use super::{CommandError, check_directory};
use crate::session::MAX_SESSION;
use crate::trail::wanted::{Pattern, is_meant};
use crate::trail::{Record, Start, TrailReader};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use lineage::{Lineage, Link};
use serde_json::json;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How many requests are shown unless a time or a number is given.
const USUAL: u16 = 50;
/// The most requests that `--last` takes, since they are held in memory.
const MOST: i64 = 1_000;

/// Show who did what, through which roles.
///
/// Lists recorded requests with their lineage: the user or root user whose key it began with, and each role that was assumed on
/// the way, also across accounts. The command reads the data directory itself, whether a server is using it or not.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"), args_conflicts_with_subcommands = true)]
pub(super) struct Trail {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Command {
    Policy(policy::LeastPolicy),
    Replay(replay::Replay),
    Verify(verify::Verify),
}

#[derive(Debug, Args)]
struct List {
    /// Only requests that began with this user, role or session: a name, an ARN, or either with * and ?
    #[arg(long, value_name = "WHO", value_parser = Pattern::read)]
    by: Option<Pattern>,

    /// Only requests on this resource: an ARN or a pattern with * and ?
    #[arg(long, value_name = "ARN", value_parser = Pattern::read)]
    on: Option<Pattern>,

    /// Only requests that came through this role: a name, an ARN, or either with * and ?
    #[arg(long, value_name = "ROLE", value_parser = Pattern::read)]
    chain: Option<Pattern>,

    /// Only requests since this time: 10m, 2h, 3d, a date (2026-11-22), or a time (12:30, 2026-11-22T12:30:00Z), in UTC
    #[arg(long, value_name = "TIME", value_parser = since::read)]
    since: Option<Timestamp>,

    /// Only the last N matching requests; by default, all since --since, or else the last 50
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST))]
    last: Option<u16>,

    #[command(flatten)]
    source: Source,
}

/// Where the trail is, and how it is shown.
#[derive(Debug, Args)]
struct Source {
    /// Data directory of the server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// What to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// JSON
    Json,
}

impl Source {
    fn reader(&self) -> Result<TrailReader, CommandError> {
        check_directory(&self.data)?;
        Ok(TrailReader::new(&self.data.join(Path::new("trail"))))
    }
}

impl Trail {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        match self.command {
            None => self.list.run(),
            Some(Command::Policy(policy)) => policy.run(),
            Some(Command::Replay(replay)) => replay.run(),
            Some(Command::Verify(verify)) => verify.run(),
        }
    }
}

impl List {
    fn run(self) -> Result<ExitCode, CommandError> {
        let reader = self.source.reader()?;
        // Whoever requested a session that is still used did so at most this long before.
        let start =
            self.since.and_then(|since| since.checked_sub(MAX_SESSION).ok()).map_or(Start::Oldest, Start::Since);
        let last = match (self.last, self.since) {
            (None, Some(_)) => None,
            (last, _) => Some(usize::from(last.unwrap_or(USUAL))),
        };
        let mut out = io::stdout().lock();
        let mut stream = reader.stream(start)?;
        let (mut lineage, mut held) = (Lineage::default(), VecDeque::new());
        while let Some(record) = stream.read()? {
            lineage.note(&record);
            let chain = lineage.of(&record);
            if !self.wants(&record, &chain) {
                continue;
            }
            let line = self.line(&record, &chain)?;
            let Some(last) = last else {
                super::written(out.write_all(line.as_bytes()))?;
                continue;
            };
            held.push_back(line);
            if held.len() > last {
                held.pop_front();
            }
        }
        for line in held {
            super::written(out.write_all(line.as_bytes()))?;
        }
        super::written(out.flush())?;
        Ok(ExitCode::SUCCESS)
    }

    fn wants(&self, record: &Record, chain: &[Link]) -> bool {
        let is_in = |chain: &[Link], who: &Pattern| chain.iter().any(|link| is_meant(&link.arn, who));
        record.caller.is_some()
            && self.since.is_none_or(|since| record.time >= since)
            && self.by.as_ref().is_none_or(|who| is_in(chain, who))
            && self.chain.as_ref().is_none_or(|role| {
                let roles: Vec<Link> = chain.iter().filter(|link| link.is_role()).cloned().collect();
                is_in(&roles, role)
            })
            && self.on.as_ref().is_none_or(|on| {
                let decided = record.decisions.iter().map(|decision| &decision.resource);
                decided.chain(&record.resources).any(|resource| on.matches(resource))
            })
    }

    fn line(&self, record: &Record, chain: &[Link]) -> Result<String, CommandError> {
        if self.source.format == Format::Text {
            return Ok(table::line(record, chain, Terminal::stated_width()));
        }
        let decisions: Vec<_> = record
            .decisions
            .iter()
            .map(|decision| json!({ "action": decision.action, "resource": decision.resource, "outcome": decision.outcome }))
            .collect();
        let chain: Vec<_> =
            chain.iter().map(|link| json!({ "arn": link.arn, "accessKeyId": link.access_key_id })).collect();
        let object = json!({
            "requestId": record.request_id,
            "time": record.time,
            "service": record.service,
            "operation": record.operation,
            "chain": chain,
            "accounts": record.accounts,
            "decisions": decisions,
            "errorCode": record.error.as_ref().map(|error| &error.code),
            "sourceIp": record.source_ip,
        });
        Ok(format!("{object}\n"))
    }
}
