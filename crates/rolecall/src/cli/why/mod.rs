//! `rolecall why`: the recorded decision behind any answer.
//!
//! Ana's `aws s3 cp` is denied and prints a request id. `rolecall why 4f1c` finds the record that begins with `4f1c`,
//! whether the server runs or not, and prints what was decided then: [`text`] for people, the record itself as JSON for
//! programs. Nothing is decided again; only the role that was meant by a missing one is looked for now ([`nearest`]).

mod nearest;

use super::terminal::{Colour, Terminal};
use super::{CommandError, check_directory};
use crate::trail::{Candidate, Found, Record, TrailError, TrailReader, text};
use clap::{Args, ValueEnum};
use rolecall_policy::explain::escaped;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The most requests that are explained at once: more than anybody reads, and few enough to hold in memory.
const MOST: i64 = 100;

/// Explain why a request was allowed or denied.
///
/// Every answer carries a request id. Give the id, or its first characters if they are unique; without an id, the command
/// explains the last request that was denied or refused. It shows the recorded decision: who asked for what, what each
/// layer of policies said, the statement that decided and its place in the policy, what a failed condition expected and
/// what the request had, and what would have to change, in which account. If the server refused the request before it
/// evaluated any policy, for example because of a wrong signature, the command says what was wrong.
///
/// The command reads the data directory itself, whether a server is using it or not. It does not decide again: policies
/// may have changed since.
#[derive(Debug, Args)]
#[command(after_long_help = "WHERE THE REQUEST ID IS:
    aws ... --debug             RequestId in the last lines; errors of S3 show it in the XML
    boto3                       error.response['ResponseMetadata']['RequestId']
    HTTP headers                x-amzn-RequestId (IAM, STS), x-amz-request-id (S3)

EXAMPLES:
    rolecall why 7c1b93e4-52c1-4ffb-9d3e-0a6c5b1f2d11 --data ./data
    rolecall why 7c1b93
    rolecall why                 the last request that was denied or refused
    rolecall why --last 3        the last three of them
    rolecall why 7c1b93 --format json | jq -r '.decisions[].explanation.changes[].what'

READING IT:
    The first line is the decision. DENIED, explicitly: a statement says Deny.
    DENIED, implicitly: a policy had to allow it and none did. Then comes one line
    for each layer; `x` marks the layers that deny. `closest` is the statement that
    came closest to allowing it; the parts below it, marked ~~~~, do not match.

EXIT STATUS:
    0   found
    1   not found, several ids begin like this, or the trail cannot be read
    2   the command line is wrong

ENVIRONMENT:
    NO_COLOR         if set and not empty, no colour. Without a terminal there is no
                     colour either, unless CLICOLOR_FORCE is set
    COLUMNS          the width of a line, instead of the terminal's")]
pub(super) struct Why {
    /// Request id, or its first characters; by default, the last request that was denied or refused
    #[arg(value_name = "REQUEST-ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    request_id: Option<String>,

    /// Explain the last N requests that were denied or refused, newest first
    #[arg(long, value_name = "N", conflicts_with = "request_id", value_parser = clap::value_parser!(u16).range(1..=MOST))]
    last: Option<u16>,

    /// Data directory of the server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// The record with its explanations, as one JSON object
    Json,
}

impl Why {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        check_directory(&self.data)?;
        let Some(request_id) = &self.request_id else { return self.show_last() };
        match find(&self.data, request_id)? {
            Found::One(record) => {
                io::stdout().lock().write_all(self.shown(&record)?.as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            Found::Nothing => Err(format!(
                "{1} has no record of a request whose id begins with `{0}`; the id may belong to another server, or \
                 the record may have been deleted because of its age",
                escaped(request_id),
                self.data.display()
            )
            .into()),
            Found::Several { candidates, more } => Err(several(request_id, &candidates, more).into()),
        }
    }

    fn show_last(&self) -> Result<ExitCode, CommandError> {
        let count = usize::from(self.last.unwrap_or(1));
        let records = TrailReader::new(&self.data.join("trail")).newest(count, Record::is_denied)?;
        if records.is_empty() {
            return Err(format!("{} has no record of a denied or refused request", self.data.display()).into());
        }
        let shown: Result<Vec<String>, CommandError> = records.iter().map(|record| self.shown(record)).collect();
        io::stdout().lock().write_all(shown?.join("\n").as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }

    fn shown(&self, record: &Record) -> Result<String, CommandError> {
        let mut record = record.clone();
        nearest::name_roles(&mut record, &self.data);
        let record = &record;
        Ok(match self.format {
            Format::Json => format!("{}\n", serde_json::to_string_pretty(record)?),
            Format::Text => {
                let terminal = Terminal::of_output();
                coloured(&text::render(record, terminal.width), terminal)
            }
        })
    }
}

/// What a data directory has on record for a request id or its beginning.
pub(super) fn find(data: &Path, request_id: &str) -> Result<Found, TrailError> {
    // Ids are written in small letters; people may copy capitals.
    TrailReader::new(&data.join("trail")).find(&request_id.trim().to_lowercase())
}

fn several(prefix: &str, candidates: &[Candidate], more: bool) -> String {
    let prefix = escaped(prefix);
    let mut message = format!("several request ids begin with `{prefix}`; give more characters of the id:");
    for candidate in candidates {
        let Candidate { request_id, time, event, status } = candidate;
        message.push_str(&format!("\n  {request_id}  {time:.0}  {event}  {status}"));
    }
    if more {
        message.push_str("\n  ... and more");
    }
    message
}

/// Colour for what the words and signs say already: the decision and the layers that deny.
pub(in crate::cli) fn coloured(text: &str, terminal: Terminal) -> String {
    text.lines()
        .map(|line| {
            let colour = match line {
                line if line.starts_with("DENIED") || line.starts_with("REFUSED") => Colour::BoldRed,
                line if line.starts_with("ALLOWED") => Colour::BoldGreen,
                line if line.starts_with("x ") => Colour::Red,
                line => return format!("{line}\n"),
            };
            format!("{}\n", terminal.paint(colour, line))
        })
        .collect()
}
