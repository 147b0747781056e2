//! Running again when a file of the run changes.
//!
//! The files are looked at every so often rather than watched through the system: there are few of them, a file on a network
//! or in a container's volume changes without a word of the system, and editors that write a new file in the place of the
//! old one need no special care (decision 0030).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a file looks like from outside; `None` if there is none.
pub(super) type Stamp = Option<(SystemTime, u64, u64)>;

/// The files that a run looked at, as they were just before it read them: what changes while a run goes on is not missed.
#[derive(Debug, Default)]
pub(super) struct Seen(RefCell<BTreeMap<PathBuf, Stamp>>);

impl Seen {
    /// Notes a file that is about to be read. If it is read twice, the first time counts.
    pub(super) fn note(&self, path: &Path) {
        self.0.borrow_mut().entry(path.to_owned()).or_insert_with(|| stamp(path));
    }

    /// The files that were noted; none afterwards.
    pub(super) fn take(&self) -> BTreeMap<PathBuf, Stamp> {
        self.0.take()
    }
}

/// The stamp of a file: when it was written, how long it is, which file it is.
pub(super) fn stamp(path: &Path) -> Stamp {
    let of = |metadata: Metadata| Some((metadata.modified().ok()?, metadata.len(), metadata.ino()));
    fs::metadata(path).ok().and_then(of)
}

/// Runs, and runs again whenever `look` finds one of the files that the last run looked at changed, until `wait` says that
/// nobody waits for more. What the last run came to.
pub(super) fn watch<T>(
    mut run: impl FnMut() -> (T, BTreeMap<PathBuf, Stamp>),
    look: impl Fn(&Path) -> Stamp,
    mut wait: impl FnMut(&BTreeMap<PathBuf, Stamp>) -> bool,
) -> T {
    loop {
        let (outcome, seen) = run();
        loop {
            if !wait(&seen) {
                return outcome;
            }
            if seen.iter().any(|(path, stamp)| look(path) != *stamp) {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::time::Duration;

    fn at(second: u64) -> Stamp {
        Some((SystemTime::UNIX_EPOCH + Duration::from_secs(second), 1, 1))
    }

    /// A run for each change of a file that the last run looked at, and none without a change.
    #[test]
    fn each_change_makes_a_run() {
        // What the files look like at each look, and whether somebody still waits.
        let (tests, policy) = (PathBuf::from("tests.toml"), PathBuf::from("policy.json"));
        let now = Cell::new(0);
        let look = |path: &Path| match (path == tests, now.get()) {
            (true, 0..=2) => at(1),
            (true, _) => at(2),
            (false, 0..=4) => None,
            (false, _) => at(5),
        };
        let mut runs = Vec::new();
        let run = || {
            runs.push(now.get());
            // The policy is named only after the first change.
            let all = [(tests.clone(), look(&tests)), (policy.clone(), look(&policy))];
            let count = if now.get() < 3 { 1 } else { 2 };
            (runs.len(), all.into_iter().take(count).collect())
        };
        let wait = |_: &BTreeMap<PathBuf, Stamp>| {
            now.set(now.get() + 1);
            now.get() < 9
        };
        assert_eq!(watch(run, look, wait), 3);
        assert_eq!(runs, [0, 3, 5]);
    }

    /// A change while a run goes on is seen, since a file is looked at before it is read.
    #[test]
    fn a_change_during_a_run_is_not_missed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "a").unwrap();
        let seen = Seen::default();
        let mut runs = 0;
        let run = || {
            runs += 1;
            seen.note(&path);
            if runs == 1 {
                fs::write(&path, "longer").unwrap();
            }
            seen.note(&path);
            (runs, seen.take())
        };
        let mut looks = 0;
        let wait = |_: &BTreeMap<PathBuf, Stamp>| {
            looks += 1;
            looks < 5
        };
        assert_eq!(watch(run, stamp, wait), 2);
    }

    /// A file that is not there yet, and one in whose place another is put.
    #[test]
    fn files_come_and_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a"), folder.path().join("b"));
        assert_eq!(stamp(&path), None);
        fs::write(&path, "same").unwrap();
        let first = stamp(&path);
        assert!(first.is_some());
        fs::write(&other, "same").unwrap();
        fs::rename(&other, &path).unwrap();
        assert_ne!(stamp(&path), first);
    }
}
