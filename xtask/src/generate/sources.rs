//! The packages the facts come from: pinned in `xtask/sources.toml`, cached, verified, opened.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use aws_lc_rs::digest;
use data_encoding::HEXLOWER;
use serde::Deserialize;

use super::Outcome;
use super::archive;

/// One pinned package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    kind: Kind,
    /// Name in its registry.
    pub(crate) package: String,
    /// Exact version.
    pub(crate) version: String,
    /// The day of its release as `2026-11-17`, where the package tells it.
    pub(crate) published: Option<String>,
    file: String,
    /// SPDX name of its licence.
    pub(crate) licence: String,
    /// Lower-case hexadecimal SHA-256 of `file`.
    pub(crate) sha256: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Python,
    Node,
}

/// All pinned packages, by the name we give them.
#[derive(Debug)]
pub(crate) struct Sources {
    pinned: BTreeMap<String, Source>,
    /// Archives, ready to be searched.
    packages: BTreeMap<String, Vec<u8>>,
}

impl Sources {
    /// Reads the pins, downloads what is missing, verifies every digest.
    pub(crate) fn open(root: &Path) -> Outcome<Self> {
        let pinned = pins(root)?;
        let cache = root.join(".cache/generate");
        fs::create_dir_all(&cache).map_err(|error| format!("{}: {error}", cache.display()))?;
        let mut packages = BTreeMap::new();
        for (name, source) in &pinned {
            let bytes = fetch(&cache, source)?;
            // A gzipped package is unpacked once: a thousand files are read from it.
            let archive = match source.kind {
                Kind::Python => bytes,
                Kind::Node => archive::gunzip(&bytes).map_err(|problem| format!("{}: {problem}", source.file))?,
            };
            packages.insert(name.clone(), archive);
        }
        Ok(Self { pinned, packages })
    }

    /// The pins, by name.
    pub(crate) fn pinned(&self) -> &BTreeMap<String, Source> {
        &self.pinned
    }

    /// The day of the newest package.
    pub(crate) fn published(&self) -> Outcome<&str> {
        let days = self.pinned.values().filter_map(|source| source.published.as_deref());
        days.max().ok_or_else(|| "no source says when it was published".to_owned())
    }

    /// "botocore 1.44.5": what a generated file says it was made from.
    pub(crate) fn credit(&self, name: &str) -> Outcome<String> {
        let source = self.pinned.get(name).ok_or_else(|| format!("no source called {name}"))?;
        Ok(format!("{} {}", source.package, source.version))
    }

    /// The file at `path` inside the package called `name`.
    pub(crate) fn file(&self, name: &str, path: &str) -> Outcome<Vec<u8>> {
        let source = self.pinned.get(name).ok_or_else(|| format!("no source called {name}"))?;
        let bytes = self.packages.get(name).ok_or_else(|| format!("no source called {name}"))?;
        let found = match source.kind {
            Kind::Python => archive::from_zip(bytes, path),
            Kind::Node => archive::from_tar(bytes, path),
        };
        found.map_err(|problem| format!("{}: {path}: {problem}", source.file))
    }
}

/// The pins, by the names we give them.
pub(crate) fn pins(root: &Path) -> Outcome<BTreeMap<String, Source>> {
    let path = root.join("xtask/sources.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn fetch(cache: &Path, source: &Source) -> Outcome<Vec<u8>> {
    let path = cache.join(&source.file);
    if !path.exists() {
        download(cache, source)?;
    }
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let found = HEXLOWER.encode(digest::digest(&digest::SHA256, &bytes).as_ref());
    if found == source.sha256 {
        Ok(bytes)
    } else {
        Err(format!("{}: SHA-256 is {found}, pinned is {}", path.display(), source.sha256))
    }
}

fn download(cache: &Path, source: &Source) -> Outcome<()> {
    let mut command = match source.kind {
        Kind::Python => {
            let mut command = Command::new("python3");
            command.args(["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--dest", "."]);
            command.arg(format!("{}=={}", source.package, source.version));
            command
        }
        Kind::Node => {
            let mut command = Command::new("npm");
            command.arg("pack").arg(format!("{}@{}", source.package, source.version));
            command
        }
    };
    let status = command.current_dir(cache).status().map_err(|error| format!("{}: {error}", source.file))?;
    if status.success() { Ok(()) } else { Err(format!("{}: the download failed", source.file)) }
}
