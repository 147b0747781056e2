//! `rolecall test --watch`: a run for each change, until nobody reads any more.

use super::guide::{arguments, block};
use super::{folder, run};
use crate::program::rolecall;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

const TESTS: &str = "[policies.read]\nfile = \"read.json\"\n[principals.ana]\narn = \"arn:aws:iam::111111111111:user/ana\"\n\
                     identity = \"read\"\n[[test]]\nname = \"ana lists\"\nwho = \"ana\"\nmay = \"s3:ListAllMyBuckets\"\non = \"*\"\n";
const READ: &str =
    "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"*\"}]}\n";

/// The policy changes, then it cannot be read, then it can again. Whoever stops reading ends the command.
#[test]
fn each_change_is_run() {
    let folder = folder(&[("access-tests.toml", TESTS), ("read.json", READ)]);
    let policy = folder.path().join("read.json");
    let mut command = rolecall();
    command.arg("test").args(arguments(&block("$ rolecall test --watch"))).current_dir(folder.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The last line of each run has the sum.
    let mut next = || lines.find_map(|line| line.ok().filter(|line| line.contains(" passed, "))).unwrap();
    assert!(next().starts_with("1 test passed, 0 failed"));
    fs::write(&policy, READ.replace("ListAllMyBuckets", "GetObject")).unwrap();
    assert!(next().starts_with("0 tests passed, 1 failed"));
    fs::write(&policy, "{").unwrap();
    assert!(next().starts_with("0 tests passed, 0 failed"));
    fs::write(&policy, READ).unwrap();
    assert!(next().starts_with("1 test passed, 0 failed"));
    drop(lines);
    // The status is the last run's.
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn standard_input_is_not_watched() {
    let folder = folder(&[]);
    let refused = run(folder.path(), &["-", "--watch"], TESTS);
    assert_eq!((refused.status, &*refused.err), (2, "rolecall: --watch cannot watch standard input; name files\n"));
}
