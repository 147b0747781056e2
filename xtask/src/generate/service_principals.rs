//! Service principals and Regions: the names that a `Service` entry of a policy can have, as text.
//!
//! Four sources, since none has all of them: a package that tries every name it finds with IAM, the owners of
//! service-linked roles, the action prefixes of the authorization reference, and `xtask/service-principals.txt`. A prefix
//! is no proof that the service acts as a principal, but refusing a principal that exists would be worse: nobody gains
//! anything from one that does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::guard;
use super::service_roles;
use super::sources::Sources;
use super::{Coverage, Files, Outcome};

/// The names that no package has, below the repository's root.
const BY_HAND: &str = "xtask/service-principals.txt";

#[derive(Debug, Deserialize)]
struct Partitions {
    partitions: Vec<Partition>,
}

#[derive(Debug, Deserialize)]
struct Partition {
    regions: BTreeMap<String, serde::de::IgnoredAny>,
}

/// Writes `data/service-principals.txt` and `data/regions.txt`.
pub(crate) fn generate(root: &Path, sources: &Sources, files: &mut Files, coverage: &mut Coverage) -> Outcome<()> {
    let names = names(root, sources)?;
    let regions = regions(sources)?;
    coverage.count("service principals", names.len());
    coverage.count("Regions", regions.len());
    files.insert("crates/catalog/data/service-principals.txt".to_owned(), lines(&names));
    files.insert("crates/catalog/data/regions.txt".to_owned(), lines(&regions));
    Ok(())
}

fn names(root: &Path, sources: &Sources) -> Outcome<BTreeSet<String>> {
    let tried = text(sources, "iam-floyd", "iam_floyd/_aws_service_principals.py")?;
    // Constants of a class, one a line: NAME = 'name'.
    let mut names: BTreeSet<String> = tried.lines().filter_map(|line| constant(line.trim())).collect();
    let roles = text(sources, "localstack-core", "localstack/services/iam/resources/service_linked_roles.py")?;
    names.extend(roles.lines().filter_map(|line| owner(line.trim())));
    let prefixes = sources.file("iam-data", "package/data/services.json")?;
    let prefixes: Vec<String> = serde_json::from_slice(&prefixes).map_err(|error| format!("services.json: {error}"))?;
    names.extend(prefixes.iter().map(|prefix| format!("{prefix}.amazonaws.com")));
    let by_hand = fs::read_to_string(root.join(BY_HAND)).map_err(|error| format!("{BY_HAND}: {error}"))?;
    for line in by_hand.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('!') {
            Some(refused) if names.remove(refused) => {}
            Some(refused) => return Err(format!("{BY_HAND}: nothing suggests {refused} any more")),
            None if names.insert(line.to_owned()) => {}
            None => return Err(format!("{BY_HAND}: a package has {line} by now")),
        }
    }
    names.extend(service_roles::owners_by_hand(root)?);
    for name in &names {
        guard::at_most("service principal", name, 1)?;
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        if !plain || !name.contains('.') {
            return Err(format!("{name:?} is no service principal"));
        }
    }
    Ok(names)
}

fn constant(line: &str) -> Option<String> {
    let (_, value) = line.split_once(" = '")?;
    value.strip_suffix('\'').map(str::to_owned)
}

/// The owner of a service-linked role.
fn owner(line: &str) -> Option<String> {
    let (_, value) = line.split_once("\"service\": \"")?;
    value.split('"').next().map(str::to_owned)
}

/// Regions of all partitions; each partition has one more that stands for the whole of it.
fn regions(sources: &Sources) -> Outcome<BTreeSet<String>> {
    let file = sources.file("botocore", "botocore/data/partitions.json")?;
    let parsed: Partitions = serde_json::from_slice(&file).map_err(|error| format!("partitions.json: {error}"))?;
    let all = parsed.partitions.into_iter().flat_map(|partition| partition.regions.into_keys());
    Ok(all.filter(|region| !region.ends_with("-global")).collect())
}

fn text(sources: &Sources, package: &str, path: &str) -> Outcome<String> {
    String::from_utf8(sources.file(package, path)?).map_err(|error| format!("{path}: {error}"))
}

fn lines(names: &BTreeSet<String>) -> Vec<u8> {
    names.iter().flat_map(|name| [name.as_bytes(), b"\n"].concat()).collect()
}
