//! That every version of a package which reads the bytes of strangers was reviewed for known advisories.
//!
//! `docs/advisories.md` lists these packages and the versions that somebody has looked at. A version of one of them that
//! comes into `Cargo.lock` otherwise is found here, so that no release forgets the review.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The list.
pub(super) const REVIEWS: &str = "docs/advisories.md";
/// The packages that are built.
pub(super) const LOCK: &str = "Cargo.lock";

/// Versions by the name of their package. There may be several of one.
type Versions = BTreeMap<String, BTreeSet<String>>;

/// Versions of listed packages that nobody has reviewed, and reviews of what is not there.
///
/// # Errors
/// The lock file is none.
pub(super) fn faults(reviews: &str, lock: &str) -> Result<Vec<String>, String> {
    let (reviewed, locked) = (reviewed(reviews), locked(lock)?);
    let mut faults = Vec::new();
    if reviewed.is_empty() {
        faults.push(format!("{REVIEWS}: lists no package"));
    }
    let none = BTreeSet::new();
    for (name, reviewed) in &reviewed {
        let locked = locked.get(name).unwrap_or(&none);
        for version in locked.difference(reviewed) {
            faults.push(format!(
                "{LOCK}: {name} {version} is not reviewed for advisories: CONTRIBUTING.md says how to ({REVIEWS})"
            ));
        }
        for version in reviewed.difference(locked) {
            faults.push(format!("{REVIEWS}: {name} {version} is not in {LOCK}"));
        }
    }
    Ok(faults)
}

/// The first two columns of the table: package in backticks, version.
fn reviewed(reviews: &str) -> Versions {
    let mut found = Versions::new();
    for line in reviews.lines() {
        let mut cells = line.split('|').map(str::trim);
        let (Some(""), Some(name), Some(version)) = (cells.next(), cells.next(), cells.next()) else { continue };
        if let Some(name) = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')) {
            found.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    found
}

fn locked(lock: &str) -> Result<Versions, String> {
    let lock = lock.parse::<toml::Table>().map_err(|error| format!("{LOCK}: {error}"))?;
    let mut found = Versions::new();
    for package in lock.get("package").and_then(toml::Value::as_array).into_iter().flatten() {
        let text = |key| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        if let (Some(name), Some(version)) = (text("name"), text("version")) {
            found.entry(name).or_default().insert(version);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Words.\n\n| Package | Version | Advisories |\n| --- | --- | --- |\n\
                        | `h2` | 0.4.20 | none |\n| `miniz_oxide` | 0.8.9 | none |\n| `miniz_oxide` | 0.9.1 | none |\n";

    fn lock(packages: &[(&str, &str)]) -> String {
        packages
            .iter()
            .map(|(name, version)| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n"))
            .collect()
    }

    const BOTH: [(&str, &str); 2] = [("miniz_oxide", "0.8.9"), ("miniz_oxide", "0.9.1")];

    /// What was reviewed passes, whatever else is built.
    #[test]
    fn reviewed_versions_pass() {
        let lock = lock(&[&[("h2", "0.4.20"), ("other", "9.9.9")][..], &BOTH].concat());
        assert_eq!(faults(LIST, &lock), Ok(Vec::new()));
    }

    /// Another version, newer or older, alone or beside a reviewed one, is found.
    #[test]
    fn other_versions_are_found() {
        let unreviewed =
            "Cargo.lock: h2 0.4.21 is not reviewed for advisories: CONTRIBUTING.md says how to (docs/advisories.md)";
        let beside = lock(&[&[("h2", "0.4.20"), ("h2", "0.4.21")][..], &BOTH].concat());
        assert_eq!(faults(LIST, &beside).unwrap(), [unreviewed]);
        let alone = lock(&[&[("h2", "0.4.21")][..], &BOTH].concat());
        assert_eq!(faults(LIST, &alone).unwrap(), [unreviewed, "docs/advisories.md: h2 0.4.20 is not in Cargo.lock"]);
    }

    /// A list that says nothing, or speaks of what is gone, is found; a lock file that is none is an error.
    #[test]
    fn a_list_that_is_none_is_found() {
        assert_eq!(faults("", &lock(&BOTH)).unwrap(), ["docs/advisories.md: lists no package"]);
        assert_eq!(faults(LIST, &lock(&BOTH)).unwrap(), ["docs/advisories.md: h2 0.4.20 is not in Cargo.lock"]);
        assert!(faults(LIST, "no lock").is_err());
    }
}
