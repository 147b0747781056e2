//! The program as a program: `rolecall lint`, with what it prints, what it rewrites and how it ends.

use crate::program::{Run, rolecall};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Runs `rolecall lint` in a folder with this on standard input.
pub(crate) fn lint_in(folder: &Path, arguments: &[&str], input: &str) -> Run {
    Run::of(rolecall().arg("lint").args(arguments).current_dir(folder), input)
}

pub(crate) fn lint(arguments: &[&str], input: &str) -> Run {
    lint_in(tempfile::tempdir().unwrap().path(), arguments, input)
}

/// One policy with a finding of each severity and with fixes of both sorts.
const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObjct", "s3:Get*", "s3:GetBucketAcl"], "Resource": "*"},
    {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
    {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
  ]
}
"#;

pub(crate) const QUIET: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}}"#;

#[test]
fn text_shows_each_place_and_its_fixes() {
    let run = lint(&[], POLICY);
    assert_eq!((run.status, &*run.err), (1, ""));
    insta::assert_snapshot!(run.out, @r##"
<stdin>: treated as an identity policy; use --kind to change that

<stdin>:4:36: error[INVALID_ACTION]: s3 has no action `GetObjct`; did you mean `s3:GetObject`?
   4 |     {"Effect": "Allow", "Action": ["s3:GetObjct", "s3:Get*", "s3:GetBucketAcl"], "Resource": "*"},
     |                                    ^^^^^^^^^^^^^
     = fix: write `s3:GetObject`

<stdin>:4:62: suggestion[REDUNDANT_ACTION]: `s3:Get*` covers `s3:GetBucketAcl`
   4 |     {"Effect": "Allow", "Action": ["s3:GetObjct", "s3:Get*", "s3:GetBucketAcl"], "Resource": "*"},
     |                                                              ^^^^^^^^^^^^^^^^^
     = fix (same meaning): remove it

<stdin>:5:25: warning[ALLOW_WITH_NOT_ACTION]: this allows every action except the listed ones, including those of new services
   5 |     {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
     |                         ^^^^^^^^^^^^^^^^^^^^

<stdin>:6:35: security-warning[PASS_ROLE_WITH_STAR_IN_RESOURCE]: the caller can pass any role to any service: name the roles, or the service with `iam:PassedToService`
   6 |     {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
     |                                   ^^^^^^^^^^^^^^

1 error, 1 security-warning, 1 warning, 1 suggestion in 1 file
"##);
}

#[test]
fn json_tells_all_of_it() {
    let run = lint(&["--format", "json", "--kind", "identity"], POLICY);
    assert_eq!((run.status, &*run.err), (1, ""));
    let value: Value = serde_json::from_str(&run.out).unwrap();
    let file = &value["files"][0];
    assert_eq!(
        (&file["file"], &file["kind"], &file["kind_guessed"]),
        (&json!("<stdin>"), &json!("identity"), &json!(false))
    );
    let at = |index: usize| usize::try_from(file["findings"][0]["span"][index].as_u64().unwrap()).unwrap();
    assert_eq!(&POLICY[at(0)..at(1)], r#""s3:GetObjct""#);
    insta::assert_snapshot!(run.out, @r##"
{
  "files": [
    {
      "file": "<stdin>",
      "findings": [
        {
          "code": "INVALID_ACTION",
          "column": 36,
          "end_column": 49,
          "end_line": 4,
          "fixes": [
            {
              "edits": [
                {
                  "span": [
                    81,
                    94
                  ],
                  "text": "\"s3:GetObject\""
                }
              ],
              "keeps_meaning": false,
              "title": "write `s3:GetObject`"
            }
          ],
          "line": 4,
          "message": "s3 has no action `GetObjct`; did you mean `s3:GetObject`?",
          "severity": "error",
          "span": [
            81,
            94
          ]
        },
        {
          "code": "REDUNDANT_ACTION",
          "column": 62,
          "end_column": 79,
          "end_line": 4,
          "fixes": [
            {
              "edits": [
                {
                  "span": [
                    105,
                    124
                  ],
                  "text": ""
                }
              ],
              "keeps_meaning": true,
              "title": "remove it"
            }
          ],
          "line": 4,
          "message": "`s3:Get*` covers `s3:GetBucketAcl`",
          "severity": "suggestion",
          "span": [
            107,
            124
          ]
        },
        {
          "code": "ALLOW_WITH_NOT_ACTION",
          "column": 25,
          "end_column": 45,
          "end_line": 5,
          "fixes": [],
          "line": 5,
          "message": "this allows every action except the listed ones, including those of new services",
          "severity": "warning",
          "span": [
            169,
            189
          ]
        },
        {
          "code": "PASS_ROLE_WITH_STAR_IN_RESOURCE",
          "column": 35,
          "end_column": 49,
          "end_line": 6,
          "fixes": [],
          "line": 6,
          "message": "the caller can pass any role to any service: name the roles, or the service with `iam:PassedToService`",
          "severity": "security-warning",
          "span": [
            243,
            257
          ]
        }
      ],
      "hidden": 0,
      "ignored": 0,
      "kind": "identity",
      "kind_guessed": false,
      "known": 0,
      "mended": [],
      "old": 0,
      "policies": []
    }
  ],
  "passed_over": 0,
  "summary": {
    "error": 1,
    "security-warning": 1,
    "suggestion": 1,
    "warning": 1
  },
  "unchanged": 0,
  "unreadable": []
}
"##);
}

/// The parts of SARIF 2.1.0 that a reader needs: rules by index, levels, one-based regions, fixes with replacements.
#[test]
fn sarif_points_at_rules_and_regions() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a b")).unwrap();
    fs::write(folder.path().join("a b/p.json"), POLICY).unwrap();
    let run = lint_in(folder.path(), &["--format", "sarif", "a b/p.json"], "");
    assert_eq!((run.status, &*run.err), (1, ""));
    let mut value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["version"], "2.1.0");
    let driver = &mut value["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = json!("0.0.0");
    let rules = driver["rules"].take();
    for result in value["runs"][0]["results"].as_array_mut().unwrap() {
        let index = usize::try_from(result["ruleIndex"].take().as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    for rule in rules.as_array().unwrap() {
        let texts = ["shortDescription", "fullDescription", "help"].map(|name| rule[name]["text"].as_str().unwrap());
        assert!(texts.iter().all(|text| !text.is_empty()), "{rule}");
        assert!(rule["helpUri"].as_str().unwrap().ends_with("docs/guide/lint.md#codes"), "{rule}");
        let is_security = rule["properties"]["severity"] == "security-warning";
        assert_eq!(rule["properties"]["security-severity"] == "7.0", is_security, "{rule}");
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap(), @r##"
{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "runs": [
    {
      "columnKind": "unicodeCodePoints",
      "invocations": [
        {
          "executionSuccessful": true,
          "toolExecutionNotifications": []
        }
      ],
      "results": [
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "a%20b/p.json"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 49,
                        "endLine": 4,
                        "startColumn": 36,
                        "startLine": 4
                      },
                      "insertedContent": {
                        "text": "\"s3:GetObject\""
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "write `s3:GetObject`"
              }
            }
          ],
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b/p.json"
                },
                "region": {
                  "endColumn": 49,
                  "endLine": 4,
                  "startColumn": 36,
                  "startLine": 4
                }
              }
            }
          ],
          "message": {
            "text": "s3 has no action `GetObjct`; did you mean `s3:GetObject`?"
          },
          "ruleId": "INVALID_ACTION",
          "ruleIndex": null
        },
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "a%20b/p.json"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 79,
                        "endLine": 4,
                        "startColumn": 60,
                        "startLine": 4
                      },
                      "insertedContent": {
                        "text": ""
                      }
                    }
                  ]
                }
              ],
              "description": {
                "text": "remove it"
              }
            }
          ],
          "level": "note",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b/p.json"
                },
                "region": {
                  "endColumn": 79,
                  "endLine": 4,
                  "startColumn": 62,
                  "startLine": 4
                }
              }
            }
          ],
          "message": {
            "text": "`s3:Get*` covers `s3:GetBucketAcl`"
          },
          "ruleId": "REDUNDANT_ACTION",
          "ruleIndex": null
        },
        {
          "level": "warning",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b/p.json"
                },
                "region": {
                  "endColumn": 45,
                  "endLine": 5,
                  "startColumn": 25,
                  "startLine": 5
                }
              }
            }
          ],
          "message": {
            "text": "this allows every action except the listed ones, including those of new services"
          },
          "ruleId": "ALLOW_WITH_NOT_ACTION",
          "ruleIndex": null
        },
        {
          "level": "warning",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a%20b/p.json"
                },
                "region": {
                  "endColumn": 49,
                  "endLine": 6,
                  "startColumn": 35,
                  "startLine": 6
                }
              }
            }
          ],
          "message": {
            "text": "the caller can pass any role to any service: name the roles, or the service with `iam:PassedToService`"
          },
          "ruleId": "PASS_ROLE_WITH_STAR_IN_RESOURCE",
          "ruleIndex": null
        }
      ],
      "tool": {
        "driver": {
          "informationUri": "https://github.com/rolecall/rolecall",
          "name": "rolecall",
          "rules": null,
          "semanticVersion": "0.0.0"
        }
      }
    }
  ],
  "version": "2.1.0"
}
"##);
}

/// `--fail-on` decides the exit status whether the findings are shown or not.
#[test]
fn the_exit_status_follows_the_severity() {
    let warning =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}"#;
    for (arguments, input, status) in [
        (&[][..], QUIET, 0),
        (&["--fail-on", "suggestion"], QUIET, 0),
        (&[], warning, 0),
        (&["--fail-on", "security-warning"], warning, 0),
        (&["--fail-on", "warning"], warning, 1),
        (&["--fail-on", "warning", "--min-severity", "error"], warning, 1),
        (&["--fail-on", "suggestion"], warning, 1),
        (&[], "{", 1),
        (&["--kind", "banana"], QUIET, 2),
        (&["--account", "1"], QUIET, 2),
        (&["there-is-no-such-file.json"], QUIET, 2),
        (&["."], QUIET, 0),
        (&["-", "-"], QUIET, 2),
    ] {
        let run = lint(arguments, input);
        assert_eq!(run.status, status, "{arguments:?}\n{}{}", run.out, run.err);
    }
}

/// What is hidden is not said to be nothing, above all if it decides the exit status.
#[test]
fn hidden_findings_are_counted() {
    let warning =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}"#;
    for (arguments, says, status) in [
        (
            ["--min-severity", "error", "--fail-on", "warning"],
            "nothing shown in 1 file; 1 finding hidden by --min-severity, 1 of them at or above --fail-on\n",
            1,
        ),
        (
            ["--min-severity", "error", "--fail-on", "error"],
            "nothing shown in 1 file; 1 finding hidden by --min-severity\n",
            0,
        ),
        (["--min-severity", "warning", "--fail-on", "error"], "1 warning in 1 file\n", 0),
    ] {
        let run = lint(&arguments, warning);
        assert_eq!(run.status, status, "{}", run.out);
        assert!(run.out.ends_with(says), "{}", run.out);
    }
    let run = lint(&["--min-severity", "error", "--format", "json"], warning);
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["files"][0]["hidden"], json!(1));
}

/// A file that may not be written to stays as it is, and that is an error.
#[test]
fn fix_leaves_read_only_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.json");
    fs::write(&path, POLICY).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let run = lint_in(folder.path(), &["--fix", "p.json"], "");
    assert_eq!(run.status, 2, "{}", run.out);
    assert!(run.err.contains("p.json: cannot rewrite it: it is read-only"), "{}", run.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), POLICY);
}

/// A file that cannot be read is not one without findings.
#[test]
fn files_that_cannot_be_read_are_told_of() {
    let run = lint(&["there-is-none.json"], "");
    assert_eq!((run.status, &*run.out), (2, "nothing found in 0 files; 1 file could not be read or rewritten\n"));
}

/// The mark of UTF-8 is no finding. A file that is fixed keeps it, and places count it as bytes of the file.
#[test]
fn marks_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.json");
    let marked = format!("\u{feff}{POLICY}");
    let spans = |input: &str| {
        let run = lint(&["--kind", "identity", "--format", "json"], input);
        let findings: Value = serde_json::from_str(&run.out).unwrap();
        let findings = findings["files"][0]["findings"].as_array().unwrap().clone();
        let start = |finding: &Value| (finding["span"][0].as_u64().unwrap(), finding["column"].as_u64().unwrap());
        findings.iter().map(start).collect::<Vec<_>>()
    };
    let moved: Vec<_> = spans(POLICY).into_iter().map(|(start, column)| (start + 3, column)).collect();
    assert_eq!(spans(&marked), moved);

    fs::write(&path, &marked).unwrap();
    let plain = lint(&["--fix"], POLICY);
    let run = lint_in(folder.path(), &["--fix", "p.json"], "");
    assert_eq!(run.err, "");
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("\u{feff}{}", plain.out));
    assert_ne!(plain.out, POLICY, "something was fixed");
    assert_eq!(lint(&["--fix"], &marked).out, format!("\u{feff}{}", plain.out));
}

/// In a folder an empty file is a file that is no policy. One that is named is a mistake.
#[test]
fn empty_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.json"), "\n").unwrap();
    fs::write(folder.path().join("good.json"), QUIET).unwrap();
    let run = lint_in(folder.path(), &["."], "");
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
    let run = lint_in(folder.path(), &["empty.json"], "");
    assert!(
        run.status == 2 && run.err.starts_with("rolecall: empty.json: cannot read it: it is empty;"),
        "{}",
        run.err
    );
}

/// A file that cannot be read does not keep the others from being looked at.
#[test]
fn the_other_files_are_still_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.json"), QUIET).unwrap();
    fs::write(folder.path().join("bytes.json"), [0xff, 0xfe]).unwrap();
    let run = lint_in(folder.path(), &["bytes.json", "good.json", "--format", "json"], "");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("bytes.json: cannot read it: it is UTF-16, not UTF-8;"), "{}", run.err);
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&value["files"][0]["file"], &value["unreadable"][0]["file"]),
        (&json!("good.json"), &json!("bytes.json"))
    );
}

#[test]
fn the_kind_is_guessed_and_said() {
    let trust = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"AWS": "222222222222"}}}"#;
    let run = lint(&[], trust);
    assert!(run.out.starts_with("<stdin>: treated as a trust policy; use --kind to change that\n"), "{}", run.out);
    assert!(run.out.contains("suggestion[MISSING_EXTERNAL_ID]: if account 222222222222 belongs"), "{}", run.out);
    let run = lint(&["--account", "222222222222", "--kind", "trust"], trust);
    assert_eq!((run.status, &*run.out), (0, "nothing found in 1 file\n"));
    let run = lint(&["--kind", "identity"], trust);
    assert!(run.status == 1 && run.out.contains("error[UNSUPPORTED_PRINCIPAL]"), "{}", run.out);
}

/// Only what keeps the meaning is applied; the rest is reported, and a second run finds nothing to mend.
#[test]
fn fix_rewrites_files_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.json");
    fs::write(&path, POLICY).unwrap();
    let run = lint_in(folder.path(), &["--fix", "p.json"], "");
    assert_eq!((run.status, &*run.err), (1, ""));
    assert!(run.out.contains("p.json: fixed REDUNDANT_ACTION: `s3:Get*` covers `s3:GetBucketAcl`\n"), "{}", run.out);
    assert!(run.out.contains("error[INVALID_ACTION]"), "{}", run.out);
    let fixed = POLICY.replace(r#", "s3:GetBucketAcl""#, "");
    assert_eq!(fs::read_to_string(&path).unwrap(), fixed);
    let again = lint_in(folder.path(), &["--fix", "p.json"], "");
    assert!(!again.out.contains("mended"), "{}", again.out);
    assert_eq!(fs::read_to_string(&path).unwrap(), fixed);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// The policy goes to standard output as it is, byte for byte where nothing was mended; the report does not mix with it.
#[test]
fn fix_writes_a_piped_policy_to_standard_output() {
    let run = lint(&["--fix"], POLICY);
    assert_eq!((run.status, run.out), (1, POLICY.replace(r#", "s3:GetBucketAcl""#, "")));
    assert!(run.err.contains("error[INVALID_ACTION]"), "{}", run.err);
    for text in [QUIET, "{ broken\r\n", ""] {
        assert_eq!(lint(&["--fix"], text).out, text);
    }
}

/// What a policy or a file's name holds does not act on the terminal.
#[test]
fn control_characters_are_shown_as_escapes() {
    let folder = tempfile::tempdir().unwrap();
    let policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:\u{9b}31m\\u001b[2J\", \
                  \"Resource\": \"*\"}]}";
    fs::write(folder.path().join("a\u{1b}b.json"), policy).unwrap();
    let run = lint_in(folder.path(), &["a\u{1b}b.json"], "");
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.out.contains("error[INVALID_ACTION]: s3 has no action `\\u{9b}31m\\u{1b}[2J`"), "{}", run.out);
    assert!(run.out.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", run.out);
    // The carets stand below the escaped place.
    let lines: Vec<&str> = run.out.lines().collect();
    let at = lines.iter().position(|line| line.contains("| ") && line.contains("s3:")).unwrap();
    let (start, end) = (lines[at + 1].find('^').unwrap(), lines[at + 1].rfind('^').unwrap());
    assert_eq!(&lines[at][start..=end], r#""s3:\u{9b}31m\u001b[2J""#);
}

/// A folder stands for the policies in it and below; other JSON is counted, a broken policy is not taken for such.
#[test]
fn folders_are_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("policies/.hidden")).unwrap();
    for (name, text) in [
        ("policies/bad.json", POLICY),
        ("policies/broken.json", "{\"Statement\": [],}"),
        ("policies/good.json", QUIET),
        ("policies/package.json", "{\"version\": \"1.0.0\"}"),
        ("policies/.hidden/bad.json", POLICY),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let run = lint_in(folder.path(), &["--min-severity", "error", "policies"], "");
    assert_eq!((run.status, &*run.err), (1, ""));
    let says = "2 errors in 3 files; 1 file without a policy skipped; 3 findings hidden by --min-severity\n";
    assert!(run.out.ends_with(says), "{}", run.out);
    assert!(run.out.contains("policies/bad.json:4:36: error[INVALID_ACTION]"), "{}", run.out);
    assert!(run.out.contains("policies/broken.json:1:18: error[JSON_SYNTAX_ERROR]"), "{}", run.out);
    assert!(!run.out.contains("good.json"), "{}", run.out);
    let run = lint_in(folder.path(), &["--format", "json", "policies"], "");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(value["passed_over"], json!(1));
    // What is named is meant.
    let run = lint_in(folder.path(), &["policies/package.json"], "");
    assert!(run.status == 1 && run.out.contains("MISSING_STATEMENT"), "{}", run.out);
}

pub(crate) const NOT_ACTION: &str = r#"{"Sid": "A", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#;
pub(crate) const SLIP: &str = r#"{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}"#;

pub(crate) fn policy_of(statements: &[&str]) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": [\n{}\n]}}\n", statements.join(",\n"))
}

/// What was found once is not reported again, wherever its lines have gone and from wherever it is looked at; all else is.
#[test]
fn a_baseline_leaves_out_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    let put = |text: &str| fs::write(folder.path().join("p/a.json"), text).unwrap();
    let run = |arguments: &[&str]| lint_in(folder.path(), arguments, "");
    let check = || run(&["--min-severity", "warning", "--baseline", "base.json", "p"]);

    put(&policy_of(&[NOT_ACTION, SLIP]));
    let first = run(&["--write-baseline", "base.json", "p"]);
    assert_eq!((first.status, &*first.err), (0, ""), "{}", first.out);
    assert!(first.out.contains("nothing else found in 1 file"), "{}", first.out);
    assert!(first.out.contains("written into the baseline"), "{}", first.out);
    let written = fs::read_to_string(folder.path().join("base.json")).unwrap();
    assert!(written.contains(r#""file": "p/a.json""#) && written.contains(r#""sid": "A""#), "{written}");

    let known = check();
    assert!(known.status == 0 && known.out.starts_with("nothing else found in 1 file; "), "{}", known.out);
    // Other lines, other blanks, another order.
    put(&format!("\n\n{}", policy_of(&[SLIP, NOT_ACTION]).replace("\": ", "\" :\n  ")));
    let moved = check();
    assert!(moved.status == 0 && moved.out.starts_with("nothing else found in 1 file; "), "{}", moved.out);
    // The same policy from another folder.
    let inside = lint_in(&folder.path().join("p"), &["--baseline", "../base.json", "a.json"], "");
    assert!(inside.out.contains("\nnothing else found in 1 file; "), "{}", inside.out);

    // The same mistake once more, and in a statement that has no name to know it by.
    put(&policy_of(&[NOT_ACTION, SLIP, SLIP]));
    let twice = check();
    assert_eq!((twice.status, twice.out.matches("error[INVALID_ACTION]").count()), (1, 1), "{}", twice.out);
    put(&policy_of(&[NOT_ACTION, &SLIP.replace("\"*\"", "[\"*\"]")]));
    assert_eq!(check().status, 1);
    // What is mended is said to be gone.
    put(&policy_of(&[NOT_ACTION]));
    let mended = check();
    assert!(
        mended.status == 0 && mended.out.contains("of the baseline gone: write the baseline again"),
        "{}",
        mended.out
    );
    // Another file's are not known.
    fs::write(folder.path().join("p/b.json"), policy_of(&[NOT_ACTION, SLIP])).unwrap();
    assert_eq!(check().status, 1);
}

/// A policy that cannot be understood may hide anything: its findings stay, and no baseline takes them in.
#[test]
fn broken_policies_are_never_known() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), policy_of(&[SLIP]).replace("]}", "],}")).unwrap();
    let run = lint_in(folder.path(), &["--write-baseline", "base.json", "a.json"], "");
    assert!(run.status == 1 && run.out.contains("JSON_SYNTAX_ERROR"), "{}", run.out);
    let run = lint_in(folder.path(), &["--ignore", "JSON_SYNTAX_ERROR", "a.json"], "");
    assert!(run.status == 1 && run.out.contains("JSON_SYNTAX_ERROR"), "{}", run.out);
}

/// A baseline that is missing or no baseline does not count as an empty one, nor as one that knows all.
#[test]
fn what_cannot_be_read_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), QUIET).unwrap();
    for (arguments, says) in [
        (&["--baseline", "none.json", "a.json"][..], "cannot read none.json: there is no such file"),
        (&["--baseline", "a.json", "a.json"], "a.json is not a baseline"),
        (&["--ignore", "BANANA", "a.json"], "--ignore: there is no code BANANA"),
        (&["--explain", "PUBLIC_ACESS"], "there is no code PUBLIC_ACESS; did you mean PUBLIC_ACCESS?"),
        (&["--write-baseline", "none/base.json", "a.json"], "none/base.json: cannot write it"),
    ] {
        let run = lint_in(folder.path(), arguments, "");
        assert!(run.status == 2 && run.err.contains(says), "{}", run.err);
    }
    fs::write(folder.path().join(".rolecall-lint.toml"), "ignore = [{code = \"PUBLIC_ACCESS\"}]").unwrap();
    let run = lint_in(folder.path(), &["a.json"], "");
    assert!(run.status == 2 && run.err.contains(".rolecall-lint.toml: ") && run.err.contains("reason"), "{}", run.err);
}

#[test]
fn rules_ignore_what_a_person_has_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    let other = NOT_ACTION.replace("\"A\"", "\"B\"");
    fs::write(folder.path().join("p/a.json"), policy_of(&[NOT_ACTION, &other])).unwrap();
    fs::write(
        folder.path().join(".rolecall-lint.toml"),
        r#"
[[ignore]]
code = "ALLOW_WITH_NOT_ACTION"
file = "p/a.json"
sid = "A"
reason = "the break-glass role"

[[ignore]]
code = "PUBLIC_ACCESS"
file = "p/a.json"
reason = "a web site, once"
"#,
    )
    .unwrap();
    let run = lint_in(folder.path(), &["p"], "");
    assert_eq!(run.out.matches("[ALLOW_WITH_NOT_ACTION]").count(), 1, "{}", run.out);
    let says = "; 1 finding ignored; 1 rule of .rolecall-lint.toml ignored nothing\n";
    assert!(run.out.ends_with(says), "{}", run.out);
    let run = lint_in(folder.path(), &["--ignore", "ALLOW_WITH_NOT_ACTION", "--format", "json", "p"], "");
    let value: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&value["files"][0]["ignored"], &value["files"][0]["known"]), (&json!(2), &json!(0)));
}

#[test]
fn codes_are_explained() {
    let run = Run::of(rolecall().args(["lint", "--explain", "missing_external_id"]).env("COLUMNS", "80"), "");
    assert_eq!((run.status, &*run.err), (0, ""));
    insta::assert_snapshot!(run.out, @r##"
suggestion[MISSING_EXTERNAL_ID]

What it means
  Another account may assume the role without an external id.

Why it matters
  A company that works for many customers can be tricked into using its access
  for the wrong customer (the confused deputy problem).

What to do
  If the account belongs to another company, test sts:ExternalId with a value
  that the company gives only to you.

Example, as --kind trust
  {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"}, "Action": "sts:AssumeRole"}]}
"##);
}

/// On a terminal, or where it is asked for, severities have a colour and lines break; the words are the same.
#[test]
fn text_fits_the_terminal() {
    let shown = |settings: &[(&str, &str)]| {
        let mut program = rolecall();
        program.args(["lint", "--kind", "identity"]).env_remove("COLUMNS").envs(settings.iter().copied());
        Run::of(&mut program, POLICY).out
    };
    let plain = shown(&[]);
    assert!(!plain.contains('\u{1b}') && plain.lines().any(|line| line.chars().count() > 120), "{plain}");
    let coloured = shown(&[("CLICOLOR_FORCE", "1")]);
    let error = "<stdin>:4:36: \u{1b}[1m\u{1b}[31merror[INVALID_ACTION]\u{1b}[0m: s3 has no action";
    assert!(coloured.contains(error) && coloured.contains("\u{1b}[33m^^^^"), "{coloured:?}");
    assert_eq!(shown(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain);
    let narrow = shown(&[("COLUMNS", "60")]);
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    // The place is still under what it marks.
    let lines: Vec<&str> = narrow.lines().collect();
    let at = lines.iter().position(|line| line.contains("\"s3:GetObjct\"")).unwrap();
    let marked = lines[at].chars().zip(lines[at + 1].chars()).filter(|(_, mark)| *mark == '^').map(|(c, _)| c);
    assert_eq!(marked.collect::<String>(), "\"s3:GetObjct\"");
}
