//! The program as a program: `rolecall lint --diff` and `--diff-file`, in repositories of git.

use crate::lint::{NOT_ACTION, QUIET, SLIP, lint_in, policy_of};
use crate::lint_in_files::TEMPLATE;
use crate::program::{Run, rolecall};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Git in a folder, without the settings of whoever runs the tests.
fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]).args(arguments);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").current_dir(folder);
    let output = git.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Only what a change brings is reported, in files that changed, were renamed or are new.
#[test]
fn a_change_is_compared_with_a_revision() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let lint = |arguments: &[&str]| lint_in(folder.path(), arguments, "");
    fs::create_dir(folder.path().join("p")).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    put("p/same.json", &policy_of(&[SLIP]));
    put("p/changed.json", &policy_of(&[NOT_ACTION]));
    put("p/old name.json", &policy_of(&[NOT_ACTION, QUIET_STATEMENT]));
    put("p/template.yaml", TEMPLATE);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "policies"]);
    let nothing = lint(&["--diff", "HEAD", "--fail-on", "suggestion", "p"]);
    assert_eq!(
        (nothing.status, &*nothing.out),
        (0, "nothing found in 0 files; 4 files unchanged\n"),
        "{}",
        nothing.err
    );

    put("p/changed.json", &format!("\n\n{}", policy_of(&[SLIP, NOT_ACTION])));
    fs::rename(folder.path().join("p/old name.json"), folder.path().join("p/é.json")).unwrap();
    git(folder.path(), &["add", "--all"]);
    put("p/new.json", &policy_of(&[SLIP]));
    put("p/template.yaml", &TEMPLATE.replace("- s3:GetObjct", "- s3:GetObjct\n                  - s3:PutObjct"));
    let run = lint(&["--diff", "HEAD", "--min-severity", "warning", "p"]);
    assert_eq!((run.status, &*run.err), (1, ""), "{}", run.out);
    for place in ["p/changed.json:4:", "p/new.json:2:", "p/template.yaml:13:21: error[INVALID_ACTION]"] {
        assert!(run.out.contains(place), "{place} in {}", run.out);
    }
    for place in ["same.json", "ALLOW_WITH_NOT_ACTION", "p/template.yaml:12:"] {
        assert!(!run.out.contains(place), "{place} in {}", run.out);
    }
    assert!(run.out.contains("3 errors in 4 files; 1 file unchanged; "), "{}", run.out);
    assert!(run.out.contains("there before"), "{}", run.out);

    // From a folder below, in other formats.
    let run =
        lint_in(&folder.path().join("p"), &["--diff", "HEAD", "--format", "json", "same.json", "changed.json"], "");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&value["unchanged"], &value["files"][0]["file"]), (&json!(1), &json!("changed.json")));
    assert_eq!(value["files"][0]["old"], json!(1));
    let run = lint(&["--diff", "HEAD", "--format", "sarif", "p/new.json"]);
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["runs"][0]["results"][0]["baselineState"], "new");
}

/// `main...` is where the branch left main: what main did since is not this change's.
#[test]
fn a_branch_is_compared_with_where_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let put = |text: &str| fs::write(folder.path().join("a.json"), text).unwrap();
    let lint = |revision: &str| lint_in(folder.path(), &["--diff", revision, "--min-severity", "error", "a.json"], "");
    let git = |arguments: &[&str]| git(folder.path(), arguments);
    git(&["init", "--quiet"]);
    put(&policy_of(&[SLIP]));
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "one"]);
    git(&["branch", "change"]);
    put(&policy_of(&[QUIET_STATEMENT]));
    git(&["commit", "--quiet", "--all", "-m", "mended"]);
    git(&["checkout", "--quiet", "change"]);
    assert_eq!(lint("main").status, 1);
    assert_eq!(lint("main...").status, 0, "{}", lint("main...").out);
}

const QUIET_STATEMENT: &str = r#"{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}"#;

#[test]
fn a_file_is_compared_with_an_older_copy() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.json"), policy_of(&[NOT_ACTION])).unwrap();
    fs::write(folder.path().join("new.json"), policy_of(&[SLIP, NOT_ACTION])).unwrap();
    let lint = |arguments: &[&str], input: &str| {
        lint_in(folder.path(), &[&["--min-severity", "warning", "--diff-file", "old.json"], arguments].concat(), input)
    };
    let run = lint(&["new.json"], "");
    assert!(run.status == 1 && run.out.contains("1 error in 1 file; "), "{}", run.out);
    let run = lint(&[], &policy_of(&[NOT_ACTION]));
    assert!(run.status == 0 && run.out.contains("nothing else found in 1 file"), "{}", run.out);
    let run = lint(&["new.json", "old.json"], "");
    assert_eq!((run.status, &*run.err), (2, "rolecall: --diff-file needs exactly one file\n"));
    let run = lint_in(folder.path(), &["--diff-file", "none.json", "new.json"], "");
    assert!(run.status == 2 && run.err.contains("cannot read none.json: there is no such file"), "{}", run.err);
}

/// What is missing is said, and nothing is examined in its place.
#[test]
fn comparisons_that_cannot_be_made_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), policy_of(&[SLIP])).unwrap();
    let lint = |arguments: &[&str]| lint_in(folder.path(), arguments, "");
    let run = lint(&["--diff", "HEAD", "a.json"]);
    assert!(run.status == 2 && run.out.is_empty() && run.err.contains("--diff needs a git repository"), "{}", run.err);
    git(folder.path(), &["init", "--quiet"]);
    for revision in ["main", "--output=x", "main..."] {
        let run = lint(&[&format!("--diff={revision}"), "a.json"]);
        assert!(run.status == 2 && run.out.is_empty() && run.err.contains("git finds no revision"), "{}", run.err);
    }
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "one"]);
    let run = lint(&["--diff", "HEAD", "-"]);
    assert!(run.status == 2 && run.err.contains("standard input has no older version"), "{}", run.err);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("b.json"), QUIET).unwrap();
    let outside = elsewhere.path().join("b.json");
    let run = lint(&["--diff", "HEAD", outside.to_str().unwrap()]);
    assert!(
        run.status == 2 && run.err.contains("it is not in the git repository of the current folder"),
        "{}",
        run.err
    );
    let mut program = rolecall();
    program.args(["lint", "--diff", "HEAD", "a.json"]).env("PATH", "").current_dir(folder.path());
    let run = Run::of(&mut program, "");
    assert!(
        run.status == 2 && run.err.contains("--diff needs the program `git`, which is not installed"),
        "{}",
        run.err
    );
}
