//! `rolecall scrub`: reads every object of a data directory, and names what the disk has lost.

use super::{CommandError, written};
use crate::environment::data_dir::DirLock;
use crate::objects::{Finding, Scrubbed, scrub};
use clap::{Args, ValueEnum};
use rolecall_policy::explain::escaped;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Look for damaged objects.
///
/// Reads every object and the parts of unfinished uploads, and compares them with the MD5 that was stored when they were
/// written. Lists what is damaged, what is missing, and files that belong to no object. The command changes nothing. The
/// server must be stopped.
#[derive(Debug, Args)]
#[command(after_long_help = "EXAMPLES:
    rolecall scrub --data ./data
    rolecall scrub --data ./data --format json | jq -r 'select(.problem == \"damaged\").key'

EXIT STATUS:
    0   no object is damaged or missing
    1   some are, or the objects cannot be read
    2   the command line is wrong")]
pub(super) struct Scrub {
    /// Data directory of a stopped server
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,

    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A row for each finding, and a summary
    Table,
    /// A JSON object per line for each finding, then one with the counts
    Json,
}

impl Scrub {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let objects = self.data.join("objects");
        if !objects.is_dir() {
            let data = self.data.display();
            return Err(format!("`{data}` has no objects; name the server's data directory with --data").into());
        }
        // Files come and go while a server runs.
        let _lock = DirLock::acquire(&self.data)?;
        let mut out = io::stdout().lock();
        let scrubbed = scrub(&objects, &mut |finding| written(self.tell(&mut out, finding)))?;
        written(self.sum_up(&mut out, &scrubbed))?;
        Ok(if scrubbed.findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn tell(&self, out: &mut impl Write, finding: &Finding) -> io::Result<()> {
        let bucket = finding.bucket.as_deref().map(bucket_of);
        if self.format == Format::Json {
            let Finding { problem, key, file, reason, .. } = finding;
            let line = json!({"problem": problem, "bucket": bucket, "key": key, "file": file, "reason": reason});
            return writeln!(out, "{line}");
        }
        let what = match (bucket, &finding.key) {
            (Some(bucket), Some(key)) => escaped(&format!("s3://{bucket}/{key}")),
            _ => "-".to_owned(),
        };
        let (problem, file) = (finding.problem.name(), escaped(&finding.file));
        writeln!(out, "{problem:<9} {file:<32} {what}  {}", finding.reason)
    }

    fn sum_up(&self, out: &mut impl Write, scrubbed: &Scrubbed) -> io::Result<()> {
        let Scrubbed { objects, bytes, findings } = scrubbed;
        match self.format {
            Format::Json => writeln!(out, "{}", json!({"objects": objects, "bytes": bytes, "findings": findings})),
            Format::Table => writeln!(out, "objects read: {objects}, bytes read: {bytes}, findings: {findings}"),
        }
    }
}

/// The bucket's name, the last part of its scope.
fn bucket_of(scope: &str) -> &str {
    scope.rsplit('/').next().unwrap_or(scope)
}
