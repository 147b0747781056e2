//! `rolecall log`: the requests that are on record, a line each.
//!
//! Whoever runs a server asks: what was denied in the last ten minutes, and to whom? [`Wanted`] says which records are asked
//! for, [`row`] what is told of one, and [`table`] how that stands on a terminal. Each line has as much of the request id as
//! `rolecall why` needs.

mod row;
mod since;
mod table;

use super::terminal::{Terminal, is_read_for};
use super::{CommandError, check_directory};
use crate::trail::{Pattern, Record, RecordStream, Start, TrailError, TrailReader, Wanted};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use row::Row;
use rustix::event::Timespec;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use table::Table;

/// How many records are shown unless a time or a number is given: about what a terminal shows.
const USUAL: u16 = 50;
/// The most records that `--last` takes, since they are held in memory.
const MOST: i64 = 1_000;
/// How long `--follow` waits before it looks for new records: short for a person, long for a disk.
const FOLLOW_INTERVAL: Timespec = Timespec { tv_sec: 0, tv_nsec: 250_000_000 };

/// List recorded requests.
///
/// Shows the newest requests, the last one at the bottom: the time, the outcome, the caller and the account, the operation
/// and the resource, and the first characters of the request id, which `rolecall why` accepts. The command reads the data
/// directory itself, whether a server is using it or not.
#[derive(Debug, Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(super) struct Log {
    /// Only requests that were denied, entirely or partly, or refused before a decision
    #[arg(long)]
    denied: bool,

    /// Only requests by this account, or to its resources
    #[arg(long, value_name = "ID", value_parser = account)]
    account: Option<String>,

    /// Only requests of this user, role or session: a name, an ARN, or either with * and ?
    #[arg(long, value_name = "WHO", value_parser = Pattern::read)]
    principal: Option<Pattern>,

    /// Only requests for this operation or IAM action, such as PutObject, s3:GetObject or iam:Create*
    #[arg(long, value_name = "ACTION", value_parser = Pattern::read)]
    action: Option<Pattern>,

    /// Only requests since this time: 10m, 2h, 3d, a date (2026-11-22), or a time (12:30, 2026-11-22T12:30:00Z), in UTC
    #[arg(long, value_name = "TIME", value_parser = since::read)]
    since: Option<Timestamp>,

    /// Only the last N matching requests; by default, all since --since, or else the last 50
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST))]
    last: Option<u16>,

    /// Keep running and show each request when it is answered, until Ctrl-C
    #[arg(long)]
    follow: bool,

    /// Data directory of the server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// What to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Text,
    /// Whole records, a JSON object a line
    Json,
}

fn account(text: &str) -> Result<String, String> {
    let id: Result<rolecall_policy::AccountId, _> = text.parse();
    id.map(|id| id.to_string()).map_err(|_| "an account id has twelve digits".to_owned())
}

/// Where records are written to.
struct Printer<W> {
    out: W,
    table: Table,
    format: Format,
}

/// Why showing stopped.
enum Stop {
    Trail(TrailError),
    Output(io::Error),
}

impl Log {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        check_directory(&self.data)?;
        let reader = TrailReader::new(&self.data.join("trail"));
        let mut printer =
            Printer { out: io::stdout().lock(), table: Table::new(Terminal::of_output()), format: self.format };
        match self.show(&reader, &mut printer) {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(Stop::Trail(error)) => Err(error.into()),
            Err(Stop::Output(error)) => {
                super::written(Err(error))?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    fn show<W: Write>(&self, reader: &TrailReader, printer: &mut Printer<W>) -> Result<(), Stop> {
        let since = self.since;
        let wanted = Wanted {
            denied: self.denied,
            account: self.account.as_deref(),
            principal: self.principal.as_ref(),
            action: self.action.as_ref(),
            since,
            ..Wanted::default()
        };
        let last = match (self.last, since) {
            (None, Some(_)) => None,
            (last, _) => Some(usize::from(last.unwrap_or(USUAL))),
        };
        if let (Some(last), false) = (last, self.follow) {
            let mut newest = reader.newest(last, |record| wanted.has(record)).map_err(Stop::Trail)?;
            newest.reverse();
            return newest.iter().try_for_each(|record| printer.print(record)).and_then(|()| printer.end());
        }
        // Without a time, all that is asked for is in the newest segments, or not near any more.
        let start = since.map_or(Start::Newest, Start::Since);
        let mut stream = reader.stream(start).map_err(Stop::Trail)?;
        let mut held = VecDeque::new();
        while let Some(record) = next(&mut stream, &wanted)? {
            let Some(last) = last else {
                printer.print(&record)?;
                continue;
            };
            held.push_back(record);
            if held.len() > last {
                held.pop_front();
            }
        }
        held.iter().try_for_each(|record| printer.print(record))?;
        drop(held);
        printer.end()?;
        while self.follow && is_read_for(FOLLOW_INTERVAL).map_err(Stop::Output)? {
            while let Some(record) = next(&mut stream, &wanted)? {
                printer.print(&record)?;
            }
            printer.end()?;
        }
        Ok(())
    }
}

/// The next record that is wanted.
fn next(stream: &mut RecordStream, wanted: &Wanted<'_>) -> Result<Option<Record>, Stop> {
    while let Some(record) = stream.read().map_err(Stop::Trail)? {
        if wanted.has(&record) {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

impl<W: Write> Printer<W> {
    fn print(&mut self, record: &Record) -> Result<(), Stop> {
        let text = match self.format {
            Format::Json => format!("{}\n", serde_json::to_string(record).map_err(|e| Stop::Output(e.into()))?),
            Format::Text => self.table.line(&Row::of(record)),
        };
        self.out.write_all(text.as_bytes()).map_err(Stop::Output)
    }

    /// What was printed is there to be read.
    fn end(&mut self) -> Result<(), Stop> {
        self.out.flush().map_err(Stop::Output)
    }
}
