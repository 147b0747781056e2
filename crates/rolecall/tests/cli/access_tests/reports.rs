//! How a run is told: text, JSON, JUnit's XML, coverage, and the exit status.

use super::{folder, run, run_text};
use quick_xml::events::Event;
use serde_json::{Value, json};
use std::path::Path;

pub(super) const READ: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" },
    { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/secret" }
  ]
}
"#;

pub(super) const TESTS: &str = r#"
[policies]
read = { file = "read.json" }
[principals.ana]
arn = "arn:aws:iam::111111111111:user/ana"
identity = ["read", "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
[resources.data]
arn = "arn:aws:s3:::data"
account = "111111111111"

[[test]]
name = "ana reads"
who = "ana"
may = "s3:GetObject"
on = "data/a"
"#;

pub(super) const FAILS: &str = r#"
[[test]]
name = "ana writes"
who = "ana"
may = "s3:PutObject"
on = "data/a"

[[test]]
name = "somebody else denies"
who = "ana"
may_not = ["s3:GetObject", "s3:PutObject"]
on = "data/a"
because = "boundary"
"#;

/// The whole text of a run with a test that passes and two that fail.
#[test]
fn the_text_explains_what_failed() {
    let folder = folder(&[("read.json", READ), ("access-tests.toml", &(TESTS.to_owned() + FAILS))]);
    let run = run(folder.path(), &[], "");
    assert_eq!((run.status, &*run.err), (1, ""));
    insta::assert_snapshot!(run.out, @r#"
    ok    ana reads
    FAIL  ana writes (1 of 1 check; access-tests.toml:17)
          ana may s3:PutObject on data/a: but it is denied by identity (implicitly)
            DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/a (account 111111111111)
            x identity       no match  closest: read of ana / statement "Read", 1 of 2 parts match
                  4 |     { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" },
                    |                                                   ~~~~~~~~~~~~~~ wanted "s3:GetObject", the request has "s3:PutObject"
              no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
            To allow it:
              in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/a in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: read of ana, line 4)
    FAIL  somebody else denies (2 of 2 checks; access-tests.toml:23)
          ana may not s3:GetObject on data/a, denied by boundary: but it is allowed
            ALLOWED   s3:GetObject   111111111111/ana  ->  arn:aws:s3:::data/a (account 111111111111)
              identity       allowed   read of ana / statement "Read"
              no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
          ana may not s3:PutObject on data/a, denied by boundary: but it is denied by identity (implicitly)
            DENIED, implicitly   s3:PutObject   111111111111/ana  ->  arn:aws:s3:::data/a (account 111111111111)
            x identity       no match  closest: read of ana / statement "Read", 1 of 2 parts match
                  4 |     { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" },
                    |                                                   ~~~~~~~~~~~~~~ wanted "s3:GetObject", the request has "s3:PutObject"
              no policies    SCP, RCP, VPC endpoint, session policy, boundary, resource
            To allow it:
              in account 111111111111: allow s3:PutObject on arn:aws:s3:::data/a in an identity-based policy, or name the caller itself in the bucket policy of arn:aws:s3:::data (closest: read of ana, line 4)
    No test exercised:
      read.json:5  read / statement 2 (Deny)
    1 test passed, 2 failed; 4 checks; 1 of 2 statements exercised (50%)
    "#);
    assert!(!run.out.contains('\u{1b}'), "colour where there is no terminal");
}

/// Of many failed checks of one test some are explained, and the rest is counted.
#[test]
fn the_text_does_not_go_on_for_ever() {
    let files = [("read.json", READ)];
    let folder = folder(&files);
    let tests = TESTS.replace(
        "on = \"data/a\"",
        "on = [\"data/1\", \"data/2\", \"data/3\", \"data/4\", \"data/5\", \"data/6\", \"data/7\"]",
    );
    let tests = tests.replace("s3:GetObject", "s3:PutObject");
    let run = run(folder.path(), &["-"], &tests);
    assert!(run.out.starts_with("FAIL  ana reads (7 of 7 checks; -:11)\n"), "{}", run.out);
    assert_eq!(run.out.matches("DENIED, implicitly   s3:PutObject").count(), 5);
    assert!(run.out.contains("\n      and 2 more failed checks\n"), "{}", run.out);
}

/// What stands in names cannot act on the terminal, nor break the XML.
#[test]
fn names_are_shown_as_they_are() {
    let name = "]]> <&\\\"' \\u001b[2J \\n \\uffff \\u009f é";
    let test = format!("[[test]]\nname = \"{name}\"\nwho = \"anonymous\"\nmay = \"s3:ListAllMyBuckets\"\non = \"*\"\n");
    let text = run_text(&[], &test).out;
    assert!(text.starts_with("FAIL  ]]> <&\"' \\u{1b}[2J \\u{a} \u{ffff} \\u{9f} é (1 of 1 check; -:1)\n"), "{text}");
    let suites = junit(&run_text(&["--format", "junit"], &test).out);
    assert_eq!(suites[0].cases[0].name, "]]> <&\"' \\u{1b}[2J \\u{a} \\u{ffff} \\u{9f} é");
}

/// A test suite of a report.
#[derive(Debug, Default)]
struct Suite {
    name: String,
    tests: usize,
    failures: usize,
    errors: usize,
    cases: Vec<Case>,
}

#[derive(Debug, Default)]
struct Case {
    name: String,
    /// `failure` or `error`, its message and its text.
    outcome: Option<(String, String, String)>,
}

/// Reads a report, and holds its counts and times against what is in it.
fn junit(xml: &str) -> Vec<Suite> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut suites: Vec<Suite> = Vec::new();
    let mut totals = None;
    let mut open: Vec<String> = Vec::new();
    let (mut case_time, mut suite_time) = (0, 0);
    loop {
        let event = reader.read_event().unwrap();
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let element = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                let attribute = |name: &str| {
                    let found = start.attributes().map(Result::unwrap).find(|a| a.key.as_ref() == name.as_bytes());
                    found.map(|found| found.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
                };
                let text = |name: &str| attribute(name).unwrap_or_else(|| panic!("<{element}> has no {name}"));
                let count = |name: &str| text(name).parse::<usize>().unwrap();
                let time = || attribute("time").map_or(0, |time| time.replace('.', "").parse::<u64>().unwrap());
                match (element.as_str(), open.last().map(String::as_str)) {
                    ("testsuites", None) => totals = Some((count("tests"), count("failures"), count("errors"), time())),
                    ("testsuite", Some("testsuites")) => {
                        assert_eq!(count("skipped"), 0);
                        suite_time += time();
                        suites.push(Suite {
                            name: text("name"),
                            tests: count("tests"),
                            failures: count("failures"),
                            errors: count("errors"),
                            cases: Vec::new(),
                        });
                    }
                    ("testcase", Some("testsuite")) => {
                        assert_eq!(text("classname"), suites.last().unwrap().name);
                        case_time += time();
                        suites.last_mut().unwrap().cases.push(Case { name: text("name"), outcome: None });
                    }
                    ("failure" | "error", Some("testcase")) => {
                        assert!(!text("type").is_empty());
                        let case = suites.last_mut().unwrap().cases.last_mut().unwrap();
                        assert!(case.outcome.replace((element.clone(), text("message"), String::new())).is_none());
                    }
                    other => panic!("{other:?} has no place there"),
                }
                if !empty {
                    open.push(element);
                }
            }
            Event::End(end) => assert_eq!(open.pop().unwrap().as_bytes(), end.name().as_ref()),
            Event::Text(text) => {
                let text = text.decode().unwrap();
                match open.last().map(String::as_str) {
                    Some("failure" | "error") => {
                        suites
                            .last_mut()
                            .unwrap()
                            .cases
                            .last_mut()
                            .unwrap()
                            .outcome
                            .as_mut()
                            .unwrap()
                            .2
                            .push_str(&text);
                    }
                    _ => assert_eq!(text.trim(), ""),
                }
            }
            Event::GeneralRef(reference) => {
                let text = quick_xml::escape::resolve_predefined_entity(&reference.decode().unwrap()).unwrap();
                suites.last_mut().unwrap().cases.last_mut().unwrap().outcome.as_mut().unwrap().2.push_str(text);
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    for suite in &suites {
        let of =
            |kind: &str| suite.cases.iter().filter(|case| case.outcome.as_ref().is_some_and(|o| o.0 == kind)).count();
        assert_eq!((suite.tests, suite.failures, suite.errors), (suite.cases.len(), of("failure"), of("error")));
    }
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let (tests, failures, errors, time) = totals.unwrap();
    assert_eq!(
        (tests, failures, errors),
        (sum(|suite| suite.tests), sum(|suite| suite.failures), sum(|suite| suite.errors))
    );
    // Each time is cut to microseconds.
    assert!(time.abs_diff(suite_time) <= tests as u64 && time.abs_diff(case_time) <= tests as u64, "{xml}");
    suites
}

/// One suite a file, one case a test, one more for a file that cannot be read and for the coverage that is wanted.
#[test]
fn junit_has_every_test() {
    let folder = folder(&[
        ("read.json", READ),
        ("a.toml", &(TESTS.to_owned() + FAILS)),
        ("b.toml", TESTS),
        ("bad.toml", "[[test]]\nwho = 1\n"),
    ]);
    let all = run(folder.path(), &["a.toml", "b.toml", "bad.toml", "--format", "junit"], "");
    assert_eq!(all.status, 2);
    let suites = junit(&all.out);
    let names: Vec<Vec<&str>> =
        suites.iter().map(|suite| suite.cases.iter().map(|case| &*case.name).collect()).collect();
    assert_eq!(
        names,
        [vec!["ana reads", "ana writes", "somebody else denies"], vec!["ana reads"], vec!["the file can be read"]]
    );
    let (kind, message, text) = suites[0].cases[1].outcome.as_ref().unwrap();
    assert_eq!(
        (&**kind, &**message),
        ("failure", "ana may s3:PutObject on data/a: but it is denied by identity (implicitly)")
    );
    assert!(text.starts_with("a.toml:17\n") && text.contains("the request has \"s3:PutObject\""), "{text}");
    let (kind, message, text) = suites[2].cases[0].outcome.as_ref().unwrap();
    assert_eq!(kind, "error");
    assert!(message.starts_with("bad.toml:1:1: ") && text.lines().count() == 3, "{message}\n{text}");

    let coverage = |percent: &str| run(folder.path(), &["b.toml", "--format", "junit", "--min-coverage", percent], "");
    let enough = coverage("50");
    assert_eq!(enough.status, 0);
    assert!(junit(&enough.out)[1].cases[0].outcome.is_none());
    let short = coverage("51");
    assert_eq!(short.status, 1);
    let (_, message, text) = junit(&short.out)[1].cases.pop().unwrap().outcome.unwrap();
    assert_eq!((&*message, &*text), ("1 of 2 statements are exercised", "read.json:5  read / statement 2\n"));
}

/// The JSON has every check, what was expected and what came out, and how often each statement matched.
#[test]
fn json_has_every_check() {
    let folder = folder(&[("read.json", READ), ("a.toml", &(TESTS.to_owned() + FAILS))]);
    let run = run(folder.path(), &["a.toml", "--format", "json", "--min-coverage", "40"], "");
    assert_eq!((run.status, &*run.err), (1, ""));
    let mut report: Value = serde_json::from_str(&run.out).unwrap();
    let checks = report.pointer_mut("/files/0/tests/2/checks").unwrap();
    let explanation = checks[0].as_object_mut().unwrap().remove("explanation").unwrap();
    assert_eq!((&explanation["outcome"], &explanation["action"]), (&json!("allowed"), &json!("s3:GetObject")));
    assert_eq!(
        checks[0],
        json!({ "who": "ana", "action": "s3:GetObject", "on": "data/a", "expected": "Denied", "because": "boundary",
                "decision": "Allowed", "blocked_by": [], "passed": false })
    );
    assert_eq!(checks[1]["blocked_by"], json!([{ "layer": "identity", "explicit": false }]));
    let tests = report["files"][0]["tests"].as_array().unwrap();
    let passed: Vec<_> = tests.iter().map(|test| (&test["name"], &test["line"], &test["passed"])).collect();
    assert_eq!(passed[0], (&json!("ana reads"), &json!(11), &json!(true)));
    assert_eq!(passed[1], (&json!("ana writes"), &json!(17), &json!(false)));
    assert_eq!(tests[0]["checks"][0].get("explanation"), None);
    assert_eq!(
        (&report["passed"], &report["tests"], &report["failed"], &report["checks"]),
        (&json!(false), &json!(3), &json!(2), &json!(4))
    );
    assert_eq!(
        report["coverage"],
        json!({ "statements": 2, "exercised": 1, "percent": 50, "wanted_percent": 40, "policies": [
            { "name": "read", "file": "read.json", "inline": false, "statements": [
                { "index": 0, "sid": "Read", "effect": "Allow", "line": 4, "matched": 2 },
                { "index": 1, "effect": "Deny", "line": 5, "matched": 0 } ] } ] })
    );
}

/// A statement is exercised if it matches in some check of some file; AWS's policies do not count, those that no
/// principal has do. One policy file is one policy, whatever it is called.
#[test]
fn coverage_is_of_all_files() {
    let secret = TESTS.replace("read = { file = \"read.json\" }", "read = { file = \"../read.json\" }");
    let secret =
        secret.replace("may = ", "may_not = ").replace("data/a", "data/secret").replace("ana reads", "ana is kept out");
    let folder = folder(&[("read.json", READ), ("a.toml", TESTS), ("more/b.toml", &secret)]);
    let folder = folder.path();
    let last = |arguments: &[&str]| {
        let run = run(folder, arguments, "");
        assert_eq!(run.err, "");
        (run.status, run.out.lines().last().unwrap().to_owned(), run.out)
    };
    let (status, sum, text) = last(&["a.toml"]);
    assert_eq!((status, &*sum), (0, "1 test passed, 0 failed; 1 check; 1 of 2 statements exercised (50%)"));
    assert!(text.contains("\nNo test exercised:\n  read.json:5  read / statement 2 (Deny)\n"), "{text}");
    let (status, sum, text) = last(&["a.toml", "more/b.toml", "--min-coverage", "100"]);
    assert_eq!((status, &*sum), (0, "2 tests passed, 0 failed; 2 checks; 2 of 2 statements exercised (100%)"));
    assert!(!text.contains("No test exercised"), "{text}");
    let (status, sum, _) = last(&["a.toml", "--min-coverage", "100"]);
    assert_eq!(status, 1);
    assert_eq!(sum, "1 test passed, 0 failed; 1 check; 1 of 2 statements exercised (50%); at least 100% are required");
    let (_, sum, text) = last(&["a.toml", "more/b.toml", "--coverage", "full"]);
    assert_eq!(sum, "2 tests passed, 0 failed; 2 checks; 2 of 2 statements exercised (100%)");
    // The first statement matches in both checks, the second where it denies.
    assert!(
        text.contains("       2  read.json:4  read / statement \"Read\"\n       1  read.json:5  read / statement 2\n"),
        "{text}"
    );
    let (_, sum, _) = last(&["a.toml", "--coverage", "none"]);
    assert_eq!(sum, "1 test passed, 0 failed; 1 check");

    let statements: Vec<String> = (0..13)
        .map(|at| format!("{{ Sid = \"S{at}\", Effect = \"Allow\", Action = \"x:Y\", Resource = \"*\" }},\n"))
        .collect();
    let unused = format!("{TESTS}[policies.unused]\ndocument = {{ Statement = [\n{}] }}\n", statements.concat());
    std::fs::write(folder.join("unused.toml"), unused).unwrap();
    let (_, sum, text) = last(&["unused.toml"]);
    assert_eq!(sum, "1 test passed, 0 failed; 1 check; 1 of 15 statements exercised (6%)");
    assert!(text.contains("\n  unused.toml  unused / statement \"S0\" (Allow)\n"), "{text}");
    assert!(text.contains("\"S8\" (Allow)\n  and 4 more statements (--coverage full)\n"), "{text}");
}

/// A statement that matches in several layers of one check, or under several names, matched in one check.
#[test]
fn coverage_counts_checks() {
    let policy = "{\"Statement\": {\"Sid\": \"S\", \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}";
    let tests = "[policies]\na = { file = \"p.json\" }\nb = { file = \"./p.json\" }\n\
                 [principals.ana]\narn = \"arn:aws:iam::111111111111:user/ana\"\nidentity = [\"a\", \"b\"]\nboundary = \"b\"\n\
                 [[test]]\nwho = \"ana\"\nmay = [\"s3:ListAllMyBuckets\", \"s3:CreateJob\"]\non = \"*\"\n";
    let folder = folder(&[("a.toml", tests), ("p.json", policy)]);
    let run = run(folder.path(), &["a.toml", "--coverage", "full"], "");
    assert_eq!((run.status, &*run.err), (0, ""));
    assert!(run.out.contains("\n       2  p.json:1  a / statement \"S\"\n1 test passed"), "{}", run.out);
}

/// A filter takes tests by a part of their names; of some tests coverage would tell too little.
#[test]
fn a_filter_takes_some_tests() {
    let folder = folder(&[("read.json", READ), ("access-tests.toml", &(TESTS.to_owned() + FAILS))]);
    let filtered = |filter: &str, more: &[&str]| {
        let mut arguments = vec!["--filter", filter];
        arguments.extend(more);
        run(folder.path(), &arguments, "")
    };
    let reads = filtered("reads", &[]);
    assert_eq!((reads.status, &*reads.out), (0, "ok    ana reads\n1 test passed, 0 failed; 1 check\n"));
    assert_eq!(filtered("writes", &[]).status, 1);
    let none = filtered("nothing", &[]);
    assert_eq!((none.status, &*none.out, &*none.err), (2, "", "rolecall: no test has `nothing` in its name\n"));
    assert_eq!(filtered("reads", &["--min-coverage", "1"]).status, 2);
}

/// What it ends with, whatever it writes.
#[test]
fn the_exit_status_is_the_same_in_every_format() {
    let test = "[[test]]\nwho = \"anonymous\"\nmay_not = \"s3:ListAllMyBuckets\"\non = \"*\"\n";
    let json = r#" { "test": [{ "who": "anonymous", "may_not": "s3:ListAllMyBuckets", "on": "*" }] }"#;
    for format in ["text", "json", "junit", "sarif", "github"] {
        let status = |text: &str| run_text(&["--format", format], text).status;
        assert_eq!(status(test), 0);
        assert_eq!(status(json), 0, "JSON is told by its content");
        assert_eq!(status(&test.replace("may_not", "may")), 1);
        assert_eq!(status("nonsense"), 2);
    }
    for wrong in [["--format", "yaml"], ["--min-coverage", "101"], ["--min-coverage", "-1"], ["--coverage", "some"]] {
        assert_eq!(run(Path::new("."), &wrong, "").status, 2, "{wrong:?}");
    }
    let help = run(Path::new("."), &["--help"], "");
    assert_eq!(help.status, 0);
    for part in ["A FILE, as TOML", "COVERAGE", "EXAMPLES", "EXIT STATUS", "access-tests.toml"] {
        assert!(help.out.contains(part), "{part}: {}", help.out);
    }
}
