//! What happened: one [`Record`] for each request, allowed or not.
//!
//! Ana's PutObject is denied. Before the 403 leaves, its record (who, what, which statements decided) is written to
//! the newest segment of the log ([`log`]), so that a killed process does not lose it; within a second it is synced to
//! the disk. Had it been a change, the answer would have waited for the sync. Later, `rolecall why 4f1c` looks the
//! request id up ([`reader`]), also while the server runs, and prints the recorded decision: not a re-run of it.
//!
//! Any record can be written: texts are cut and lists have limits (`record::size`), and a record counts what it leaves out.
//!
//! Changes, other signed requests, and unsigned requests have segments, and room, of their own ([`class`]): nobody drives
//! the records of changes out of the trail with requests that change nothing.
//!
//! What is under way is written down beside the segments, so that a killed process does not lose it (`log::under_way`).
//!
//! The files: `0000000001.log`, `0000000002.log`, … hold framed records ([`segment`]); beside each finished one an
//! `.idx` lists its request ids ([`index`]) and can be made again from it. Records are never in the store.

pub mod class;
mod index;
pub mod log;
mod measures;
pub mod pages;
pub mod reader;
pub mod record;
mod segment;
pub mod stream;
pub mod text;
pub mod usage;
pub mod wanted;

pub use class::{Class, Limits};
pub use log::{Recovery, Room, TrailLog};
pub use measures::TrailMeasures;
pub use pages::{Page, Position};
pub use reader::{Candidate, Found, TrailReader};
pub use record::{
    Caller, DecidingStatement, DecisionRecord, Ending, Failure, Omitted, Outcome, Record, Sent, Source, Unrecorded,
};
pub use segment::{FRAME_BYTES, MAX_FRAMES};
pub use stream::{RecordStream, Start};
pub use wanted::{Pattern, Wanted};

use crate::environment::data_dir::DataDirError;
use std::io;
use std::path::{Path, PathBuf};

/// Size at which a segment is finished and the next one begun.
pub const SEGMENT_BYTES: u64 = 64 << 20;
/// Size of all segments of changes above which the oldest are removed when a new one is begun: some million changes.
pub const CHANGES_BYTES: u64 = 4 << 30;
/// The same of other signed requests: some million reads and denials.
pub const SIGNED_BYTES: u64 = 2 << 30;
/// The same of unsigned requests. At [`UNSIGNED_BYTES_PER_SECOND`] they fill it in four and a half hours, whatever anybody
/// sends.
pub const UNSIGNED_BYTES: u64 = 512 << 20;
/// How many bytes of records unsigned requests may leave in the long run: some forty a second.
pub const UNSIGNED_BYTES_PER_SECOND: u64 = 32 << 10;
/// How many bytes of records unsigned requests may leave at once: some ten thousand.
pub const UNSIGNED_BURST: u64 = 8 << 20;

/// Why the trail cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// The directory.
    #[error(transparent)]
    Directory(#[from] DataDirError),
    /// A file that we did not write.
    #[error("`{}` is not a segment of a trail of this version", .0.display())]
    Foreign(PathBuf),
    /// The record was not written, or not synced: disk full, I/O error, closed.
    #[error("the trail is unavailable: {0}")]
    Unavailable(String),
    /// A file could not be read.
    #[error("cannot read `{}`: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
}

impl TrailError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::record::{Caller, DecisionRecord, Outcome, Record};

    /// A denied PutObject with this request id.
    pub(crate) fn record(request_id: &str) -> Record {
        Record {
            request_id: request_id.into(),
            time: "2026-11-22T12:00:00.5Z".parse().unwrap(),
            service: "s3".into(),
            operation: "PutObject".into(),
            caller: Some(Caller {
                kind: "AssumedRole".into(),
                arn: "arn:aws:sts::111111111111:assumed-role/Dev/ana".into(),
                account: "111111111111".into(),
                principal_id: "AROARTLVVVVVVVVVVVVVV:ana".into(),
                access_key_id: Some("ASIARTLVVVVVVVVVVVVV".into()),
                session_name: Some("ana".into()),
                source_identity: None,
                issued_by: Some("arn:aws:iam::111111111111:user/ana".into()),
                mfa: false,
            }),
            source_ip: Some("192.0.2.7".parse().unwrap()),
            user_agent: Some("aws-cli/2".into()),
            region: Some("us-east-1".into()),
            resources: vec!["arn:aws:s3:::finance-reports/report.csv".into()],
            decisions: vec![DecisionRecord {
                action: "s3:PutObject".into(),
                resource: "arn:aws:s3:::finance-reports/report.csv".into(),
                outcome: Outcome::ImplicitDeny,
                by: Vec::new(),
                explanation: Some(serde_json::json!({"layers": [{"resource": "no match"}]})),
            }],
            error: Some(super::Failure { code: "AccessDenied".into(), message: "Access Denied".into(), reason: None }),
            status: 403,
            duration_us: 180,
            accounts: vec!["111111111111".into(), "222222222222".into()],
            ..Record::default()
        }
    }
}
