//! AWS managed policies: the default version of each, as one compressed block.
//!
//! The block is text. One line for each policy, ordered by ARN, then an empty line, then all documents end to end:
//! `arn`, `id`, `version`, `created`, `updated` and the document's length in bytes, separated by tabs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use aws_lc_rs::digest;
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::guard;
use super::sources::Sources;
use super::{Coverage, Files, Outcome, compressed};

/// Order of members in a policy document, as AWS writes them. Others follow by name.
const MEMBER_ORDER: &[&str] = &[
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    create_date: String,
    update_date: String,
    default_version_id: String,
    path: String,
    document: Value,
}

/// Writes `data/managed-policies.bin`; answers the ARNs of all policies.
pub(crate) fn generate(sources: &Sources, files: &mut Files, coverage: &mut Coverage) -> Outcome<BTreeSet<String>> {
    let entries = read(sources)?;
    let mut policies = BTreeMap::new();
    for (name, entry) in &entries {
        guard::fact("policy name", name)?;
        policies.insert(format!("arn:aws:iam::aws:policy{}{name}", entry.path), entry);
    }
    let mut index = String::new();
    let mut documents = Vec::new();
    for (arn, entry) in &policies {
        let before = documents.len();
        pretty(&entry.document, &mut documents)?;
        let (version, length) = (&entry.default_version_id, documents.len() - before);
        let (created, updated) = (instant(&entry.create_date)?, instant(&entry.update_date)?);
        let _ = writeln!(index, "{arn}\t{}\t{version}\t{created}\t{updated}\t{length}", stable_id(arn)?);
    }
    coverage.count("managed policies", policies.len());
    for path in ["/", "/aws-service-role/", "/service-role/", "/job-function/", "/root-task/"] {
        let found = entries.values().filter(|entry| entry.path == path).count();
        coverage.count(&format!("managed policies below {path}"), found);
    }
    let block = [index.as_bytes(), b"\n", &documents].concat();
    files.insert("crates/catalog/data/managed-policies.bin".to_owned(), compressed(&block)?);
    Ok(policies.into_keys().collect())
}

/// The package keeps the policies as JSON between the triple quotes of a module; only that JSON is read.
fn read(sources: &Sources) -> Outcome<BTreeMap<String, Entry>> {
    let module = sources.file("moto", "moto/iam/aws_managed_policies.py")?;
    let module = String::from_utf8(module).map_err(|error| error.to_string())?;
    let json = module.split("\"\"\"").nth(1).ok_or("the managed policies are not between triple quotes")?;
    if json.contains('\\') {
        return Err("the managed policies hold an escape, which this reader does not undo".to_owned());
    }
    serde_json::from_str(json).map_err(|error| format!("managed policies: {error}"))
}

/// `2026-03-26T03:42:09+00:00` as `2026-03-26T03:42:09Z`.
fn instant(text: &str) -> Outcome<String> {
    let utc = text.strip_suffix("+00:00").ok_or_else(|| format!("{text} is not in UTC"))?;
    Ok(format!("{utc}Z"))
}

/// The real ids are not published. This one is as stable: `ANPA` and 17 characters from the digest of the ARN.
fn stable_id(arn: &str) -> Outcome<String> {
    let digest = digest::digest(&digest::SHA256, arn.as_bytes());
    let letters: String = BASE32_NOPAD.encode(digest.as_ref()).chars().take(17).collect();
    Ok(format!("ANPA{letters}"))
}

/// JSON as AWS returns it: four spaces for each level, AWS's order of members.
fn pretty(document: &Value, out: &mut Vec<u8>) -> Outcome<()> {
    let mut serializer = Serializer::with_formatter(out, PrettyFormatter::with_indent(b"    "));
    Ordered(document).serialize(&mut serializer).map_err(|error| error.to_string())
}

struct Ordered<'a>(&'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let rank = |name: &str| MEMBER_ORDER.iter().position(|known| *known == name).unwrap_or(usize::MAX);
                let mut ordered: Vec<_> = members.iter().collect();
                ordered.sort_by_key(|(name, _)| (rank(name), *name));
                serializer.collect_map(ordered.into_iter().map(|(name, member)| (name, Ordered(member))))
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Ordered)),
            plain => plain.serialize(serializer),
        }
    }
}
