//! `rolecall trail verify`: log files that no digest names.
//!
//! AWS's `validate-logs` starts from the digests: it finds log files that were changed or removed, and never looks at one that no
//! digest names. So whoever may write into the bucket can add a file. This command starts from the files of a copy of the bucket.
//! It does not check signatures, because a copy has none: `validate-logs` does.
//!
//! A server that is killed between a file and its note delivers the events again in another file (R8.17). The first one is in
//! no digest, and tells nothing that the digests do not vouch for: it is a copy.

use super::super::{CommandError, written};
use super::Format;
use aws_lc_rs::digest::{SHA256, digest};
use clap::Args;
use data_encoding::HEXLOWER;
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rolecall_policy::explain::escaped;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The longest content of a file that is read. AWS's log files have some 50 MB, and so have the server's.
const MAX_CONTENT: u64 = 256 << 20;
/// How deep the folders of a copy may be. Keys have some ten parts below the prefix.
const MAX_DEPTH: usize = 64;
/// Log files of a trail.
const LOGS: &str = "CloudTrail";
/// Its digests.
const DIGESTS: &str = "CloudTrail-Digest";

/// Look for log files that no digest names.
///
/// Reads a copy of a trail's bucket, for example from `aws s3 sync`, and compares its log files with its digests. Lists log files
/// that no digest names, and those that differ from their digest or are missing. Signatures of digests are not checked:
/// `aws cloudtrail validate-logs` does that.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Folder with the copy of the bucket
    #[arg(value_name = "DIR")]
    copy: PathBuf,

    /// What to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What is wrong with a log file, or only looks so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Problem {
    /// No digest names it.
    Added,
    /// It is not what its digest says.
    Changed,
    /// A digest names it, and it is not there.
    Missing,
    /// No digest names it, and it has only events that are in files that digests name.
    Repeated,
    /// It was delivered after the last digest.
    Waiting,
}

impl Problem {
    fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Waiting => "waiting",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Added => "no digest names it",
            Self::Changed => "its content differs from the hash in its digest",
            Self::Missing => "a digest names it, but it is not there",
            Self::Repeated => "no digest names it, but files that digests name contain all of its events",
            Self::Waiting => "it was delivered after the last digest",
        }
    }

    fn is_harmless(self) -> bool {
        matches!(self, Self::Repeated | Self::Waiting)
    }
}

/// What the command needs of a digest.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Digest {
    digest_end_time: Timestamp,
    log_files: Vec<Named>,
}

/// A log file in a digest.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    s3_object: String,
    hash_value: String,
}

/// A log file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Log {
    records: Vec<Box<RawValue>>,
}

/// What all digests say.
#[derive(Debug, Default)]
struct Said {
    /// The hash of each log file, by its key.
    hashes: BTreeMap<String, String>,
    /// When the last digest of a folder of log files ends.
    ends: BTreeMap<String, Timestamp>,
}

impl Verify {
    pub(super) fn run(self) -> Result<ExitCode, CommandError> {
        let mut keys = BTreeSet::new();
        list(&self.copy, "", 0, &mut keys)?;
        let mut said = Said::default();
        for key in keys.iter().filter(|key| folder(key, DIGESTS).is_some()) {
            said.take_in(&self.copy, key)?;
        }
        let logs: Vec<&String> = keys.iter().filter(|key| folder(key, LOGS).is_some()).collect();
        let found = self.compare(&said, &logs)?;
        let mut out = io::stdout().lock();
        for (key, problem) in &found {
            written(self.tell(&mut out, key, *problem))?;
        }
        let harmful = found.values().filter(|problem| !problem.is_harmless()).count();
        if self.format == Format::Text {
            let (logs, named) = (logs.len(), said.hashes.len());
            written(writeln!(out, "{logs} log files, {named} named by digests, {harmful} added, changed or missing"))?;
        }
        Ok(if harmful == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// What is to be said of which log file.
    fn compare(&self, said: &Said, logs: &[&String]) -> Result<BTreeMap<String, Problem>, CommandError> {
        let mut found = BTreeMap::new();
        let mut unnamed: Vec<(&String, HashSet<[u8; 32]>)> = Vec::new();
        for key in logs {
            match said.hashes.get(*key) {
                Some(hash) => {
                    if content(&self.copy, key)?.is_none_or(|content| HEXLOWER.encode(&sha256(&content)) != *hash) {
                        found.insert((*key).clone(), Problem::Changed);
                    }
                }
                None if said.is_waiting(key) => drop(found.insert((*key).clone(), Problem::Waiting)),
                None => unnamed.push((key, self.records(key)?)),
            }
        }
        let missing = said.hashes.keys().filter(|key| !logs.contains(key));
        found.extend(missing.map(|key| (key.clone(), Problem::Missing)));
        // Which of their events are in files that digests vouch for.
        for key in said.hashes.keys().filter(|key| !found.contains_key(*key)) {
            if unnamed.iter().all(|(_, records)| records.is_empty()) {
                break;
            }
            let vouched = self.records(key)?;
            unnamed.iter_mut().for_each(|(_, records)| records.retain(|record| !vouched.contains(record)));
        }
        for (key, left) in unnamed {
            let is_copy = left.is_empty() && self.has_records(key)?;
            found.insert(key.clone(), if is_copy { Problem::Repeated } else { Problem::Added });
        }
        Ok(found)
    }

    /// The hashes of a file's records; nothing of what is no log file.
    fn records(&self, key: &str) -> Result<HashSet<[u8; 32]>, CommandError> {
        let content = content(&self.copy, key)?.unwrap_or_default();
        let log = serde_json::from_slice::<Log>(&content).ok();
        Ok(log.iter().flat_map(|log| &log.records).map(|record| sha256(record.get().as_bytes())).collect())
    }

    /// Whether it is a log file with at least one record.
    fn has_records(&self, key: &str) -> Result<bool, CommandError> {
        self.records(key).map(|records| !records.is_empty())
    }

    fn tell(&self, out: &mut impl Write, key: &str, problem: Problem) -> io::Result<()> {
        match self.format {
            Format::Json => writeln!(out, "{}", json!({"problem": problem.word(), "key": key})),
            Format::Text => writeln!(out, "{:<9} {}  {}", problem.word(), escaped(key), problem.meaning()),
        }
    }
}

impl Said {
    /// Takes in what a digest says.
    fn take_in(&mut self, copy: &Path, key: &str) -> Result<(), CommandError> {
        let content = content(copy, key)?.ok_or_else(|| format!("`{key}` is not compressed"))?;
        let digest: Digest =
            serde_json::from_slice(&content).map_err(|error| format!("`{key}` is not a digest: {error}"))?;
        if let Some(folder) = folder(key, DIGESTS) {
            let end = self.ends.entry(folder).or_insert(digest.digest_end_time);
            *end = (*end).max(digest.digest_end_time);
        }
        self.hashes.extend(digest.log_files.into_iter().map(|file| (file.s3_object, file.hash_value)));
        Ok(())
    }

    /// Whether the next digest is to name the file. Its name tells the minute of its delivery.
    fn is_waiting(&self, key: &str) -> bool {
        let Some(end) = folder(key, LOGS).and_then(|folder| self.ends.get(&folder)) else { return false };
        delivered(key).is_some_and(|minute| minute.as_second() >= end.as_second() - end.as_second().rem_euclid(60))
    }
}

/// The account and Region whose files these are, with everything before them: what stands around `kind` and before the date.
fn folder(key: &str, kind: &str) -> Option<String> {
    let mut parts = key.split('/');
    let mut before = Vec::new();
    let mut is_below = false;
    for part in parts.by_ref() {
        if is_below && part == kind {
            return Some(format!("{}/{}", before.join("/"), parts.next()?));
        }
        is_below |= part == "AWSLogs";
        before.push(part);
    }
    None
}

/// The minute in the name of a log file (R8.16).
fn delivered(key: &str) -> Option<Timestamp> {
    let name = key.rsplit('/').next()?;
    let minute = name.rsplit('_').nth(1)?;
    let minute = DateTime::strptime("%Y%m%dT%H%MZ", minute).ok()?;
    minute.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.iter_mut().zip(digest(&SHA256, bytes).as_ref()).for_each(|(to, from)| *to = *from);
    hash
}

/// The keys of all files of a copy.
fn list(copy: &Path, below: &str, depth: usize, keys: &mut BTreeSet<String>) -> Result<(), CommandError> {
    let directory = copy.join(below);
    let cannot_read = |error: io::Error| format!("cannot read `{}`: {error}", directory.display());
    if depth > MAX_DEPTH {
        return Err(format!("`{}` is too deep for a copy of a bucket", directory.display()).into());
    }
    for entry in std::fs::read_dir(&directory).map_err(cannot_read)? {
        let entry = entry.map_err(cannot_read)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let key = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(cannot_read)?;
        if kind.is_dir() {
            list(copy, &key, depth + 1, keys)?;
        } else if kind.is_file() && key.ends_with(".json.gz") {
            keys.insert(key);
        }
    }
    Ok(())
}

/// The content of a file; `None` if it is not compressed, or too long for a log file.
fn content(copy: &Path, key: &str) -> Result<Option<Vec<u8>>, CommandError> {
    let path = copy.join(key);
    let file = File::open(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    Ok(decompressed(file, MAX_CONTENT))
}

fn decompressed(file: impl io::Read, most: u64) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let read = MultiGzDecoder::new(file).take(most + 1).read_to_end(&mut content).ok()?;
    (read as u64 <= most).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    const ACCOUNT: &str = "all/AWSLogs/o-abcdefghij/111111111111";

    fn put(copy: &Path, key: &str, content: &str) {
        let path = copy.join(key);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content.as_bytes()).unwrap();
        std::fs::write(path, encoder.finish().unwrap()).unwrap();
    }

    fn log(minute: &str, unique: &str) -> String {
        let day = "CloudTrail/us-east-1/2026/11/22";
        format!("{ACCOUNT}/{day}/111111111111_CloudTrail_us-east-1_20261122T{minute}Z_{unique}.json.gz")
    }

    fn digest_of(copy: &Path, end: &str, files: &[(&str, &str)]) {
        let named = files.iter().map(|(key, content)| {
            json!({"s3Bucket": "logs", "s3Object": key, "hashValue": HEXLOWER.encode(&sha256(content.as_bytes()))})
        });
        let digest = json!({"digestEndTime": format!("2026-11-22T{end}Z"), "logFiles": named.collect::<Vec<_>>()});
        let key = format!("{ACCOUNT}/CloudTrail-Digest/us-east-1/2026/11/22/{}.json.gz", end.replace(':', ""));
        put(copy, &key, &digest.to_string());
    }

    fn found(copy: &Path) -> Vec<(String, &'static str)> {
        let verify = Verify { copy: copy.to_owned(), format: Format::Text };
        let mut keys = BTreeSet::new();
        list(copy, "", 0, &mut keys).unwrap();
        let mut said = Said::default();
        for key in keys.iter().filter(|key| folder(key, DIGESTS).is_some()) {
            said.take_in(copy, key).unwrap();
        }
        let logs: Vec<&String> = keys.iter().filter(|key| folder(key, LOGS).is_some()).collect();
        let found = verify.compare(&said, &logs).unwrap();
        found.into_iter().map(|(key, problem)| (key, problem.word())).collect()
    }

    /// R8.17, R8.19, R8.20: files that digests name are as they say; what is added, changed or missing is found; a copy of what
    /// digests vouch for, and what the next digest is to name, are told apart.
    #[test]
    fn what_is_found() {
        let copy = tempfile::tempdir().unwrap();
        let copy = copy.path();
        let (one, two) = (r#"{"Records":[{"eventID":"a"},{"eventID":"b"}]}"#, r#"{"Records":[{"eventID":"c"}]}"#);
        let (first, second, third) = (log("1005", "one"), log("1010", "two"), log("1110", "three"));
        put(copy, &first, one);
        put(copy, &second, two);
        digest_of(copy, "11:00:00", &[(&first, one), (&second, two)]);
        put(copy, &third, one);
        digest_of(copy, "12:00:00", &[(&third, one)]);
        assert_eq!(found(copy), []);

        let (added, repeated, waiting) = (log("1015", "added"), log("1020", "copy"), log("1200", "new"));
        put(copy, &added, r#"{"Records":[{"eventID":"a"},{"eventID":"z"}]}"#);
        put(copy, &repeated, r#"{"Records":[{"eventID":"c"},{"eventID":"b"}]}"#);
        put(copy, &waiting, two);
        let empty = log("1025", "empty");
        put(copy, &empty, r#"{"Records":[]}"#);
        let text = log("1030", "text");
        std::fs::write(copy.join(&text), "no gzip").unwrap();
        let told =
            [(&added, "added"), (&repeated, "repeated"), (&empty, "added"), (&text, "added"), (&waiting, "waiting")];
        let mut expected: Vec<_> = told.map(|(key, word)| (key.clone(), word)).into();
        expected.sort_unstable();
        assert_eq!(found(copy), expected);
        for key in [added, repeated, empty, text, waiting] {
            std::fs::remove_file(copy.join(key)).unwrap();
        }

        put(copy, &first, &one.replace('a', "x"));
        std::fs::remove_file(copy.join(&third)).unwrap();
        assert_eq!(found(copy), [(first, "changed"), (third, "missing")]);
    }

    /// Without digests nothing vouches for a file. What is no file of a trail is not looked at.
    #[test]
    fn without_digests() {
        let copy = tempfile::tempdir().unwrap();
        let key = log("1005", "one");
        put(copy.path(), &key, r#"{"Records":[]}"#);
        put(copy.path(), "CloudTrail/a.json.gz", "{}");
        std::fs::write(copy.path().join("notes.txt"), "x").unwrap();
        assert_eq!(found(copy.path()), [(key, "added")]);
    }

    /// What is decompressed has a limit, and what is longer is no log file.
    #[test]
    fn long_files() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&[7; 100]).unwrap();
        let file = encoder.finish().unwrap();
        assert_eq!(decompressed(&*file, 100), Some(vec![7; 100]));
        assert_eq!(decompressed(&*file, 99), None);
        assert_eq!(decompressed(&b"no gzip"[..], 99), None);
    }
}
