//! What a CI server is told: reports in files, SARIF, annotations of GitHub; lists of tests, and a run that stops early.

use super::reports::{FAILS, READ, TESTS};
use super::{folder, run};
use crate::program::{Run, rolecall};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Runs `rolecall test` in a folder as a job of GitHub Actions does whose repository is checked out in `top`.
fn run_in_job(folder: &Path, top: &Path, arguments: &[&str]) -> Run {
    let mut command = rolecall();
    command.arg("test").args(arguments).current_dir(folder);
    Run::of(command.env("GITHUB_ACTIONS", "true").env("GITHUB_WORKSPACE", top), "")
}

/// The files are what the formats print; the text is printed all the same.
#[test]
fn reports_go_to_files_beside_the_text() {
    let folder = folder(&[("read.json", READ), ("a.toml", &(TESTS.to_owned() + FAILS))]);
    let all = run(folder.path(), &["a.toml", "--junit", "r.xml", "--sarif", "r.sarif"], "");
    assert_eq!((all.status, &*all.err), (1, ""));
    assert_eq!(all.out, run(folder.path(), &["a.toml"], "").out);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("r.xml").contains("<testcase classname=\"a.toml\" name=\"ana writes\""), "{}", read("r.xml"));
    assert_eq!(read("r.sarif"), run(folder.path(), &["a.toml", "--format", "sarif"], "").out);

    let json = run(folder.path(), &["a.toml", "--format", "json", "--junit", "r2.xml"], "");
    assert!(serde_json::from_str::<Value>(&json.out).is_ok() && read("r2.xml").starts_with("<?xml"));
}

/// A report that cannot be written is no success, and keeps no other report from being written.
#[test]
fn a_report_that_cannot_be_written_is_told() {
    let folder = folder(&[("read.json", READ), ("a.toml", TESTS)]);
    let run = run(folder.path(), &["a.toml", "--junit", "no/r.xml", "--sarif", "r.sarif"], "");
    let told = "rolecall: cannot write no/r.xml: No such file or directory (os error 2)\n";
    assert_eq!((run.status, &*run.err), (2, told));
    assert!(run.out.starts_with("ok    ana reads\n") && folder.path().join("r.sarif").exists());
}

/// The place, the level and the rule of each result; those that a code host needs are all there.
fn results(sarif: &str) -> Vec<(String, String, String, Value)> {
    let report: Value = serde_json::from_str(sarif).unwrap();
    assert_eq!(report.pointer("/version"), Some(&json!("2.1.0")));
    let rules = report.pointer("/runs/0/tool/driver/rules").unwrap();
    let results = report.pointer("/runs/0/results").and_then(Value::as_array).unwrap().iter().map(|result| {
        let index = result.pointer("/ruleIndex").unwrap();
        assert_eq!(rules.pointer(&format!("/{index}/id")), result.pointer("/ruleId"));
        let text = |pointer: &str| result.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
        let region = result.pointer("/locations/0/physicalLocation/region").cloned().unwrap_or_default();
        let uri = text("/locations/0/physicalLocation/artifactLocation/uri");
        (format!("{} {}", text("/level"), text("/ruleId")), uri, text("/message/text"), region)
    });
    results.collect()
}

#[test]
fn sarif_points_at_tests_mistakes_and_statements() {
    let bad = "[[test]]\nwho = \"anonymous\"\nmay = \"s3:GetObjct\"\non = \"*\"\n";
    let folder = folder(&[("a b/read.json", READ), ("a b/a.toml", &(TESTS.to_owned() + FAILS)), ("bad.toml", bad)]);
    let sarif = |arguments: &[&str]| run(folder.path(), &[arguments, &["--format", "sarif"]].concat(), "").out;

    let found = results(&sarif(&["a b/a.toml"]));
    let short: Vec<_> = found.iter().map(|(what, uri, _, region)| (&**what, &**uri, region.clone())).collect();
    assert_eq!(
        short,
        [
            ("error access-test-failed", "a%20b/a.toml", json!({ "startLine": 17 })),
            ("error access-test-failed", "a%20b/a.toml", json!({ "startLine": 23 })),
            ("note statement-not-exercised", "a%20b/read.json", json!({ "startLine": 5 })),
        ]
    );
    let expected =
        "ana writes\nana may s3:PutObject on data/a: but it is denied by identity (implicitly)\nDENIED, implicitly ";
    assert!(found[0].2.starts_with(expected), "{}", found[0].2);
    assert_eq!(found[2].2, "No test exercised read / statement 2 (Deny).");
    // Coverage is too low: the run fails, so something in the report must be an error.
    let found = results(&sarif(&["a b/a.toml", "--filter", "reads"]));
    assert_eq!(found, []);
    fs::write(folder.path().join("a b/a.toml"), TESTS).unwrap();
    let found = results(&sarif(&["a b/a.toml", "--min-coverage", "100"]));
    assert_eq!(found.iter().map(|(what, ..)| &**what).collect::<Vec<_>>(), ["error statement-not-exercised"]);

    let text = sarif(&["bad.toml", "nowhere.toml"]);
    let found = results(&text);
    let (what, uri, message, region) = &found[0];
    assert_eq!((&**what, &**uri, found.len()), ("error access-test-mistake", "bad.toml", 1));
    assert!(message.starts_with("there is no action `s3:GetObjct`"), "{message}");
    assert_eq!(*region, json!({ "startLine": 3, "startColumn": 7 }));
    let invocation = &serde_json::from_str::<Value>(&text).unwrap()["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(told.starts_with("cannot read nowhere.toml: "), "{told}");
}

/// In a job of GitHub Actions the annotations follow the text, with files named from the top of the repository.
#[test]
fn github_annotates_the_lines() {
    let bad = "[[test]]\nwho = \"anonymous\"\nmay = \"s3:GetObjct\"\non = \"*\"\n";
    let files = [("iam/read.json", READ), ("iam/a.toml", &*(TESTS.to_owned() + FAILS)), ("iam/bad.toml", bad)];
    let folder = folder(&files);
    let (top, iam) = (folder.path(), folder.path().join("iam"));
    let commands = |run: &Run| -> Vec<String> {
        run.out.lines().filter(|line| line.starts_with("::")).map(str::to_owned).collect()
    };
    let job = run_in_job(&iam, top, &["a.toml"]);
    assert_eq!(job.status, 1);
    assert!(job.out.starts_with(&run(&iam, &["a.toml"], "").out), "{}", job.out);
    let found = commands(&job);
    let begins = [
        "::error file=iam/a.toml,line=17,title=ana writes::ana may s3:PutObject on data/a: but it is denied by identity \
         (implicitly)%0ADENIED, implicitly",
        "::error file=iam/a.toml,line=23,title=somebody else denies::ana may not s3:GetObject on data/a, denied by boundary: \
         but it is allowed%0A",
        "::notice file=iam/read.json,line=5,title=No test exercised::read / statement 2 (Deny)",
    ];
    assert_eq!(found.len(), begins.len(), "{found:#?}");
    for (line, begin) in found.iter().zip(begins) {
        assert!(line.starts_with(begin), "{line}\n{begin}");
    }
    assert_eq!(commands(&run_in_job(&iam, top, &["a.toml", "--coverage", "none"])).len(), 2);

    let found = commands(&run_in_job(&iam, top, &["bad.toml"]));
    let begin = "::error file=iam/bad.toml,line=3,col=7,title=The file has an error::there is no action";
    assert!(found.len() == 1 && found[0].starts_with(begin), "{found:#?}");
    fs::write(iam.join("a.toml"), TESTS).unwrap();
    let found = commands(&run_in_job(&iam, top, &["a.toml", "--min-coverage", "51"]));
    assert_eq!(found[0], "::error title=Coverage is too low::1 of 2 statements exercised; at least 51%25 are required");

    // Who asks for another format gets that, and nowhere else is it the default.
    assert_eq!(commands(&run_in_job(&iam, top, &["a.toml", "--format", "text"])), [""; 0]);
    assert_eq!(commands(&run(&iam, &["a.toml", "--format", "github"], "")).len(), 1);
}

/// A principal whose name looks like a command of the runner gives it none.
#[test]
fn names_cannot_steer_a_job() {
    let test = "[principals.\"::add-mask::x\"]\narn = \"arn:aws:iam::111111111111:user/ana\"\n\
                [[test]]\nname = \"50%, a:b ##[error]\\n::error::x\"\nwho = \"::add-mask::x\"\nmay = \"s3:ListAllMyBuckets\"\non = \"*\"\n";
    let folder = folder(&[("access-tests.toml", test)]);
    let out = run(folder.path(), &["--format", "github"], "").out;
    let commands: Vec<&str> = out.lines().filter(|line| line.trim_start().starts_with("::")).collect();
    assert_eq!(commands.len(), 1, "{out}");
    let begin = "::error file=access-tests.toml,line=3,title=50%25%2C a%3Ab ##[error]%0A%3A%3Aerror%3A%3Ax::";
    assert!(commands[0].starts_with(begin), "{}", commands[0]);
    assert!(out.contains("\n|       ::add-mask::x may s3:ListAllMyBuckets on *"), "{out}");
}

#[test]
fn tests_are_listed_and_do_not_run() {
    let folder = folder(&[("read.json", READ), ("a.toml", &(TESTS.to_owned() + FAILS)), ("bad.toml", "test = 1")]);
    let list = |arguments: &[&str]| run(folder.path(), &[&["--list"], arguments].concat(), "");
    let all = list(&["a.toml"]);
    let expected = "a.toml:11  ana reads\na.toml:17  ana writes\na.toml:23  somebody else denies\n";
    assert_eq!((all.status, &*all.out, &*all.err), (0, expected, ""));
    assert_eq!(list(&["a.toml", "--filter", "writes"]).out, "a.toml:17  ana writes\n");
    let none = list(&["a.toml", "--filter", "nothing"]);
    assert_eq!((none.status, &*none.err), (2, "rolecall: no test has `nothing` in its name\n"));
    let bad = list(&["bad.toml", "a.toml"]);
    assert_eq!((bad.status, &*bad.out), (2, expected));
    assert!(bad.err.starts_with("rolecall: bad.toml:1:8: "), "{}", bad.err);
    assert_eq!(list(&["a.toml", "--fail-fast"]).status, 2);
}

/// Nothing runs after the first failure, in this file or the next; what is not known of coverage is not told.
#[test]
fn a_run_can_stop_at_the_first_failure() {
    let folder =
        folder(&[("read.json", READ), ("a.toml", &(TESTS.to_owned() + FAILS)), ("b.toml", TESTS), ("bad.toml", "")]);
    let fast = |arguments: &[&str]| run(folder.path(), &[arguments, &["--fail-fast"]].concat(), "");
    let stopped = fast(&["a.toml", "b.toml"]);
    assert_eq!(stopped.status, 1);
    let last = stopped.out.lines().last().unwrap();
    assert_eq!(last, "1 test passed, 1 failed; 2 checks; stopped at the first failure");
    assert!(!stopped.out.contains("somebody else denies") && !stopped.out.contains("b.toml"), "{}", stopped.out);
    let json: Value = serde_json::from_str(&fast(&["a.toml", "--format", "json"]).out).unwrap();
    assert_eq!((&json["stopped"], &json["tests"], json.get("coverage")), (&json!(true), &json!(2), None));
    let bad = fast(&["bad.toml", "b.toml"]);
    assert_eq!(bad.status, 2);
    assert!(!bad.out.contains("ana reads"), "{}", bad.out);
    let all = fast(&["b.toml"]);
    assert_eq!((all.status, all.out), (0, run(folder.path(), &["b.toml"], "").out));
}
