//! `cargo xtask generate`: published packages in, committed facts out.
//!
//! Packages are downloaded once into `.cache/generate/` by the registries' own clients, checked against the pinned
//! SHA-256, and read in place. The outputs are computed in memory, so that `--check` can compare instead of write.

mod api;
mod archive;
mod authorization;
mod guard;
mod model;
mod policies;
mod service_principals;
mod service_roles;
mod sources;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sources::Sources;

/// Whether to write the outputs or only compare them with what is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write.
    Write,
    /// Compare; a difference is an error.
    Check,
}

/// Generated files, by path below the repository's root.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Everything goes wrong in one way: with a sentence for the person at the terminal.
pub(crate) type Outcome<T> = Result<T, String>;

/// How much there is of what: committed, so that an update of a source shows what it moved.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    counts: BTreeMap<String, usize>,
}

impl Coverage {
    /// Says how many there are.
    fn count(&mut self, what: &str, number: usize) {
        self.counts.insert(what.to_owned(), number);
    }

    /// Says that there are so many more.
    fn add(&mut self, what: &str, number: usize) {
        *self.counts.entry(what.to_owned()).or_default() += number;
    }

    fn to_text(&self, sources: &Sources) -> String {
        let mut text = String::new();
        for source in sources.pinned().values() {
            let _ = writeln!(text, "{} {} ({}) {}", source.package, source.version, source.licence, source.sha256);
        }
        text.push('\n');
        for (what, number) in &self.counts {
            let _ = writeln!(text, "{number:>6} {what}");
        }
        text
    }
}

/// One solid block, compressed for size: it is written once and read by everybody.
fn compressed(bytes: &[u8]) -> Outcome<Vec<u8>> {
    const LEVEL: i32 = 19;
    zstd::bulk::compress(bytes, LEVEL).map_err(|error| format!("zstd: {error}"))
}

/// Generates everything.
pub(crate) fn run(mode: Mode) -> Outcome<String> {
    let root = repository_root()?;
    let sources = Sources::open(&root)?;
    let mut files = Files::new();
    let mut coverage = Coverage::default();
    api::generate(&sources, &mut files, &mut coverage)?;
    let managed = policies::generate(&sources, &mut files, &mut coverage)?;
    authorization::generate(&sources, &mut files, &mut coverage)?;
    service_roles::generate(&root, &sources, &managed, &mut files, &mut coverage)?;
    service_principals::generate(&root, &sources, &mut files, &mut coverage)?;
    files.insert("crates/catalog/data/coverage.txt".to_owned(), coverage.to_text(&sources).into_bytes());
    files.insert("crates/catalog/data/published.txt".to_owned(), format!("{}\n", sources.published()?).into_bytes());
    for (name, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(".rs")) {
        *bytes = formatted(&root, bytes).map_err(|problem| format!("{name}: {problem}"))?;
    }
    match mode {
        Mode::Write => write(&root, &files),
        Mode::Check => check(&root, &files),
    }
}

fn repository_root() -> Outcome<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map(Path::to_path_buf).ok_or_else(|| "xtask has no parent directory".to_owned())
}

/// Rust source as `cargo fmt` leaves it, so that formatting the workspace is never a difference.
fn formatted(root: &Path, source: &[u8]) -> Outcome<Vec<u8>> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root.join("rustfmt.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("rustfmt: {error}"))?;
    let mut input = rustfmt.stdin.take().ok_or("rustfmt takes no input")?;
    // Rustfmt reads all of its input before it writes, so the pipes cannot block each other.
    input.write_all(source).map_err(|error| format!("rustfmt: {error}"))?;
    drop(input);
    let output = rustfmt.wait_with_output().map_err(|error| format!("rustfmt: {error}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err("rustfmt refused it".to_owned()) }
}

fn write(root: &Path, files: &Files) -> Outcome<String> {
    for name in stale(root, files)? {
        fs::remove_file(root.join(&name)).map_err(|error| format!("{name}: {error}"))?;
    }
    for (name, bytes) in files {
        let path = root.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        }
        fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(format!("{} files written", files.len()))
}

fn check(root: &Path, files: &Files) -> Outcome<String> {
    let mut differing = stale(root, files)?;
    let changed = files.iter().filter(|(name, bytes)| fs::read(root.join(name)).ok().as_ref() != Some(*bytes));
    differing.extend(changed.map(|(name, _)| name.clone()));
    if differing.is_empty() {
        return Ok(format!("{} files are as generated", files.len()));
    }
    Err(format!("not as generated, run `cargo xtask generate`: {}", differing.join(", ")))
}

/// Files that an earlier run left in directories where nothing is written by hand.
fn stale(root: &Path, files: &Files) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for directory in api::directories().map(|name| format!("crates/catalog/src/api/{name}")) {
        let Ok(entries) = fs::read_dir(root.join(&directory)) else { continue };
        for entry in entries {
            let entry = entry.map_err(|error| format!("{directory}: {error}"))?;
            let name = format!("{directory}/{}", entry.file_name().to_string_lossy());
            if name.ends_with(".rs") && !files.contains_key(&name) {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever reads the crate sees what its facts were made from.
    #[test]
    fn every_pinned_source_is_credited() {
        let root = repository_root().unwrap();
        let pins = sources::pins(&root).unwrap();
        let readme = fs::read_to_string(root.join("crates/catalog/README.md")).unwrap();
        for source in pins.values() {
            let row = format!("| {} | {} | {} |", source.package, source.version, source.licence);
            assert!(readme.contains(&row), "{row}");
        }
    }
}
