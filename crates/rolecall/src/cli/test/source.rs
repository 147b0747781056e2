//! The text of a file that is read, and how places in it are shown.

use super::members::{Fault, Faults};
use super::tree::Syntax;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The largest file with tests that is read, bytes.
const MAX_FILE: u64 = 16 << 20;
/// The largest file with a policy that is read, bytes. AWS's longest policies are far below it.
pub(super) const MAX_POLICY_FILE: u64 = 1 << 20;

/// What some editors begin a file with to say that it is UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file with access tests.
#[derive(Debug)]
pub(super) struct Source {
    /// As it was named; `-` is standard input.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) syntax: Syntax,
    /// What the names of policy files are relative to.
    folder: PathBuf,
}

impl Source {
    /// Reads a file, or standard input for `-`.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let name = path.display().to_string();
        let stdin = path == Path::new("-");
        let text = if stdin { contents(io::stdin().lock(), MAX_FILE) } else { file(path, MAX_FILE) };
        let mut text = text.map_err(|error| format!("cannot read {name}: {error}"))?;
        // Some editors write one, and TOML's reader skips it; JSON's does not.
        if text.starts_with(BYTE_ORDER_MARK) {
            text.remove(0);
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let syntax = match extension {
            "toml" => Syntax::Toml,
            "json" => Syntax::Json,
            // A TOML file cannot begin with a brace.
            _ if text.trim_start().starts_with('{') => Syntax::Json,
            _ => Syntax::Toml,
        };
        let folder = if stdin { PathBuf::new() } else { path.parent().unwrap_or(Path::new("")).to_owned() };
        Ok(Self { name, text, syntax, folder })
    }

    /// A policy file as this file names it.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        position(&self.text, at).0
    }

    /// The faults as they are told, in the order of the file: `access.toml:3:7: …`.
    pub(super) fn tell(&self, mut faults: Faults) -> Vec<String> {
        faults.0.sort_by_key(|fault| fault.at);
        let tell = |Fault { at, elsewhere, message }: Fault| match elsewhere {
            Some(place) => format!("{place}: {message}"),
            None => {
                let (line, column) = position(&self.text, at);
                format!("{}:{line}:{column}: {message}", self.name)
            }
        };
        faults.0.into_iter().map(tell).collect()
    }
}

/// Line and column of a byte, from 1; columns count characters.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
    let lead = before.get(line_start..).unwrap_or_default();
    (before.matches('\n').count() + 1, lead.chars().count() + 1)
}

/// The text of a file of at most `limit` bytes.
pub(super) fn file(path: &Path, limit: u64) -> io::Result<String> {
    contents(File::open(path)?, limit)
}

fn contents(from: impl Read, limit: u64) -> io::Result<String> {
    let mut text = String::new();
    from.take(limit + 1).read_to_string(&mut text).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => io::Error::other("it is not UTF-8"),
        _ => error,
    })?;
    if text.len() as u64 > limit {
        return Err(io::Error::other(format!("it is longer than {limit} bytes")));
    }
    Ok(text)
}
