//! What the crates may depend on.

use super::files::File;

/// The manifest of the policy engine, which is a library of its own: no I/O, no clock, no async, no store.
const ENGINE: &str = "crates/policy/Cargo.toml";

/// All that the engine may depend on, its tests aside.
const ENGINE_DEPENDENCIES: &[&str] = &["data-encoding", "memchr", "serde", "smol_str", "unicode-case-mapping"];

/// Which of our crates a crate may depend on, for what ships; tests may use others.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("crates/policy/Cargo.toml", &[]),
    ("crates/catalog/Cargo.toml", &[]),
    ("crates/analysis/Cargo.toml", &["rolecall-policy", "rolecall-catalog"]),
];

/// Dependencies that a crate may not have.
///
/// # Errors
/// A manifest that is missing or is none.
pub(super) fn faults(files: &[File]) -> Result<Vec<String>, String> {
    let manifest = |path: &str| {
        let file = files.iter().find(|file| file.path == path).ok_or_else(|| format!("{path}: missing"))?;
        file.text.parse::<toml::Table>().map_err(|error| format!("{path}: {error}"))
    };
    let mut faults = Vec::new();
    for (path, allowed) in DEPENDENCIES {
        let names = shipped(&manifest(path)?);
        let foreign = names.iter().filter(|name| name.starts_with("rolecall") && !allowed.contains(&name.as_str()));
        faults.extend(foreign.map(|name| format!("{path}: depends on `{name}`")));
    }
    let names = shipped(&manifest(ENGINE)?);
    let foreign = names.iter().filter(|name| !ENGINE_DEPENDENCIES.contains(&name.as_str()));
    faults.extend(foreign.map(|name| format!("{ENGINE}: depends on `{name}`: the engine stands by itself")));
    Ok(faults)
}

/// The packages that a manifest depends on, for any target and for building too, but not for tests.
fn shipped(manifest: &toml::Table) -> Vec<String> {
    let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let scopes = targets.filter_map(|(_, target)| target.as_table()).chain([manifest]);
    let kinds = scopes.flat_map(|scope| ["dependencies", "build-dependencies"].map(|kind| scope.get(kind)));
    let entries = kinds.flatten().filter_map(toml::Value::as_table).flatten();
    // A renamed package is still what it is.
    entries.map(|(name, value)| value.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, manifest: &str) -> Vec<String> {
        let files: Vec<File> = DEPENDENCIES
            .iter()
            .map(|(each, _)| File::new(each, if *each == path { manifest } else { "[dependencies]\n" }))
            .collect();
        faults(&files).unwrap()
    }

    /// A crate of ours that may not be used is found; tests may use it.
    #[test]
    fn dependencies_on_our_crates_are_found() {
        let manifest = "[dependencies]\nrolecall-policy.workspace = true\nrolecall = { path = \"x\" }\n\n\
                        [dev-dependencies]\nrolecall-server.workspace = true\n";
        assert_eq!(
            found("crates/analysis/Cargo.toml", manifest),
            ["crates/analysis/Cargo.toml: depends on `rolecall`"]
        );
    }

    /// The engine may not depend on anything new in any of the ways there are; its tests may.
    #[test]
    fn dependencies_of_the_engine_are_found() {
        for manifest in [
            "[dependencies]\nserde = { workspace = true, optional = true }\ndata-encoding = \"2\"",
            "[dev-dependencies]\nproptest.workspace = true",
        ] {
            assert!(found(ENGINE, manifest).is_empty(), "{manifest}");
        }
        for manifest in [
            "[dependencies]\ntokio.workspace = true",
            "[dependencies]\nserde = { package = \"tokio\", version = \"1\" }",
            "[dependencies.tokio]\nversion = \"1\"\noptional = true",
            "[build-dependencies]\ntokio = \"1\"",
            "[target.'cfg(unix)'.dependencies]\ntokio = \"1\"",
        ] {
            assert_eq!(found(ENGINE, manifest).len(), 1, "{manifest}");
        }
        assert!(faults(&[File::new(ENGINE, "[dependencies")]).is_err());
        assert!(faults(&[]).is_err());
    }
}
