//! What makes a finding the same finding in another run.

use super::FileReport;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use rolecall_analysis::Finding;
use rolecall_analysis::lint::{Anchors, StatementName};
use std::fs;
use std::path::{Path, PathBuf};

/// The longest text of a finding that is kept as it is, bytes; of a longer one its digest is. A person who reads a
/// baseline sees what it is about, and a baseline does not repeat whole policies.
const LONGEST_TEXT: usize = 200;

/// A finding without its place: lines may move, files may be named from another folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    pub(super) file: String,
    pub(super) code: String,
    /// Where in the file its policy is, if the file is not a policy itself.
    pub(super) within: Option<String>,
    /// The `Sid` of its statement.
    pub(super) sid: Option<String>,
    /// The digest of its statement, where that has no `Sid`.
    pub(super) statement: Option<String>,
    /// What stands at its place, without white space.
    pub(super) text: String,
}

impl Identity {
    pub(super) fn of(file: &str, within: Option<&str>, anchors: &Anchors<'_>, finding: &Finding) -> Self {
        let (sid, statement) = match anchors.statement(finding.span) {
            Some(StatementName::Sid(sid)) => (Some(sid.to_owned()), None),
            Some(StatementName::Text(text)) => (None, Some(hash(text))),
            None => (None, None),
        };
        let text = anchors.text(finding.span);
        let text = if text.len() > LONGEST_TEXT { hash(&text) } else { text };
        let within = within.map(str::to_owned);
        Self { file: file.to_owned(), code: finding.code.to_owned(), within, sid, statement, text }
    }
}

fn hash(text: &str) -> String {
    format!("sha256:{}", HEXLOWER.encode(digest(&SHA256, text.as_bytes()).as_ref()))
}

/// How a file is named from a folder, with slashes; one that is not below it is named as it was.
pub(super) fn seen_from(folder: &Path, report: &FileReport) -> String {
    let below = |path: &Path| {
        let path = fs::canonicalize(path).ok()?;
        path.strip_prefix(fs::canonicalize(folder).ok()?).ok().map(Path::to_owned)
    };
    let path = report.path.as_deref().and_then(below).unwrap_or_else(|| PathBuf::from(&report.name));
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    if path.is_absolute() { path.display().to_string() } else { parts.collect::<Vec<_>>().join("/") }
}

/// The folder of a file.
pub(super) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}
