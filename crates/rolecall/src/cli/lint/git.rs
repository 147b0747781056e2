//! What git knows of earlier versions of files. The program `git` is asked; nothing of it is linked in.

use rolecall_policy::explain::escaped;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// What stands behind a revision to mean where this branch left it, as in `git diff main...`.
const SINCE_THE_FORK: &str = "...";

/// A commit, and what has changed in the working tree since.
#[derive(Debug)]
pub(super) struct Revision {
    commit: String,
    /// The folder that the paths are seen from.
    top: PathBuf,
    /// Files that are not as they were, by their paths now; and what they were called, if they were there.
    changed: HashMap<PathBuf, Option<String>>,
}

/// What a file was.
#[derive(Debug)]
pub(super) enum Before {
    /// What it is now.
    Same,
    /// Not there.
    Nothing,
    Text(Vec<u8>),
}

impl Revision {
    /// Looks a revision up in the repository of the folder in which the program is started.
    pub(super) fn find(name: &str) -> Result<Self, String> {
        let top = text(git(["rev-parse", "--show-toplevel"])?).map_err(|says| {
            format!("--diff needs a git repository, and git finds none in the current folder: {says}")
        })?;
        let top = fs::canonicalize(&top).map_err(|error| format!("{}: {error}", escaped(&top)))?;
        let commit_of = |name: &str| {
            let commit = format!("{name}^{{commit}}");
            text(git(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?).map_err(|_| {
                let name = escaped(name);
                format!(
                    "git finds no revision `{name}`; if the clone is shallow, fetch it first (git fetch origin {name})"
                )
            })
        };
        let commit = match name.strip_suffix(SINCE_THE_FORK) {
            None => commit_of(name)?,
            Some(other) => text(git(["merge-base", &commit_of(other)?, "HEAD"])?).map_err(|says| {
                let says = if says.is_empty() { "git finds no common commit".to_owned() } else { says };
                format!("cannot find where this branch left `{}`: {says}", escaped(other))
            })?,
        };
        let said = |output: Output| if output.status.success() { Ok(output.stdout) } else { Err(complaint(&output)) };
        let changed =
            said(git(["diff", "--no-ext-diff", "--no-textconv", "--name-status", "-z", "-M", &commit, "--"])?)
                .map_err(|says| format!("git cannot compare with `{}`: {says}", escaped(name)))?;
        let mut changed = changes(&changed);
        let top_folder = top.as_os_str();
        let others = ["-C".as_ref(), top_folder, "ls-files".as_ref(), "--others".as_ref(), "-z".as_ref()];
        let others = said(git(others)?).map_err(|says| format!("git cannot list the files: {says}"))?;
        changed.extend(paths(&others).map(|path| (PathBuf::from(path), None)));
        Ok(Self { commit, top, changed })
    }

    /// What a file was.
    pub(super) fn before(&self, path: &Path) -> Result<Before, String> {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        // Of a link the link is in the repository, not what it leads to.
        let name = path.file_name().ok_or("it has no name")?;
        let whole = fs::canonicalize(folder).map_err(|error| format!("cannot read it: {error}"))?.join(name);
        let below = whole
            .strip_prefix(&self.top)
            .map_err(|_| "it is not in the git repository of the current folder".to_owned())?;
        match self.changed.get(below) {
            None => Ok(Before::Same),
            Some(None) => Ok(Before::Nothing),
            Some(Some(old)) => {
                let output = git(["cat-file", "blob", &format!("{}:{old}", self.commit)])?;
                if output.status.success() { Ok(Before::Text(output.stdout)) } else { Err(complaint(&output)) }
            }
        }
    }
}

/// Runs git in this folder, without what a user's settings could change about its answers.
fn git<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Result<Output, String> {
    let mut command = Command::new("git");
    command.args(["--no-pager", "-c", "core.quotePath=off"]).args(arguments);
    if let Ok(folder) = env::current_dir() {
        command.current_dir(folder);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C").output().map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            "--diff needs the program `git`, which is not installed; use --diff-file to compare with an older copy of \
             a file"
                .to_owned()
        } else {
            format!("cannot run git: {error}")
        }
    })
}

/// What git answers in one line, or what it complains of.
fn text(output: Output) -> Result<String, String> {
    if !output.status.success() {
        return Err(complaint(&output));
    }
    let text = String::from_utf8(output.stdout).map_err(|_| "git's answer is not UTF-8 text".to_owned())?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

fn complaint(output: &Output) -> String {
    escaped(String::from_utf8_lossy(&output.stderr).trim())
}

/// The paths in a list of git's, which ends each with a zero byte. A path that is not UTF-8 is none that is looked for.
fn paths(list: &[u8]) -> impl Iterator<Item = &str> {
    list.split(|byte| *byte == 0).filter(|path| !path.is_empty()).filter_map(|path| std::str::from_utf8(path).ok())
}

/// What `git diff --name-status -z` says: a letter, and one path, or for a renamed or copied file two.
fn changes(list: &[u8]) -> HashMap<PathBuf, Option<String>> {
    let mut changed = HashMap::new();
    let mut fields = list.split(|byte| *byte == 0).map(|field| String::from_utf8_lossy(field).into_owned());
    while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
        match status.as_bytes().first() {
            Some(b'A') => changed.insert(PathBuf::from(path), None),
            Some(b'R' | b'C') => fields.next().and_then(|now| changed.insert(PathBuf::from(now), Some(path))),
            _ => changed.insert(PathBuf::from(&path), Some(path)),
        };
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_read() {
        let list = b"M\0a.json\0A\0new\nline.json\0R087\0old.json\0b.json\0D\0gone.json\0";
        let expected = [
            ("a.json", Some("a.json")),
            ("new\nline.json", None),
            ("b.json", Some("old.json")),
            ("gone.json", Some("gone.json")),
        ];
        let expected = expected.map(|(now, before)| (PathBuf::from(now), before.map(str::to_owned)));
        assert_eq!(changes(list), HashMap::from(expected));
        assert_eq!(changes(b""), HashMap::new());
        assert_eq!(changes(b"C\0a"), HashMap::new());
    }
}
