//! `rolecall trail`: lineage, the least policy, and a changed policy against what is on record.

use crate::program::{Run, rolecall};
use rolecall::environment::clock::SystemClock;
use rolecall::trail::{Class, Limits, Record, TrailLog};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Ana assumes a role of another account, reads an object with it, and is denied to write one.
fn fill(data: &Path) {
    let trail = TrailLog::open(&data.join("trail"), Limits::default(), Arc::new(SystemClock)).unwrap().0;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ana = json!({
        "kind": "User", "arn": "arn:aws:iam::111111111111:user/ana", "account": "111111111111",
        "principal_id": "AIDA1", "access_key_id": "AKIA1",
    });
    let job = json!({
        "kind": "AssumedRole", "arn": "arn:aws:sts::222222222222:assumed-role/deploy/job", "account": "222222222222",
        "principal_id": "AROA1:job", "access_key_id": "ASIA1", "session_name": "job",
        "issued_by": "arn:aws:iam::111111111111:user/ana",
        "session": {
            "of": "Role", "issued_at": "2026-11-22T12:00:01Z", "issuer": "arn:aws:iam::222222222222:role/deploy",
            "issuer_id": "AROA1", "requested_with": "AKIA1",
        },
    });
    let root = json!({
        "kind": "Account", "arn": "arn:aws:iam::333333333333:root", "account": "333333333333",
        "principal_id": "333333333333",
    });
    let role = "arn:aws:iam::222222222222:role/deploy";
    for (second, id, caller, service, operation, resource, outcome) in [
        (1, "aaaaaaaa", &ana, "sts", "AssumeRole", role, "Allowed"),
        (2, "bbbbbbbb", &job, "s3", "GetObject", "arn:aws:s3:::reports/q3", "Allowed"),
        (3, "cccccccc", &job, "s3", "PutObject", "arn:aws:s3:::reports/q3", "ImplicitDeny"),
        (4, "dddddddd", &root, "iam", "ListUsers", "*", "Allowed"),
    ] {
        let action = format!("{service}:{operation}");
        let record: Record = serde_json::from_value(json!({
            "request_id": id, "time": format!("2026-11-22T12:00:0{second}Z"), "service": service,
            "operation": operation, "status": 200, "duration_us": 180, "caller": caller, "accounts": ["111111111111"],
            "decisions": [{"action": action, "resource": resource, "outcome": outcome}],
        }))
        .unwrap();
        runtime.block_on(trail.append(record, Class::Signed)).unwrap();
    }
}

fn trail(folder: &Path, arguments: &[&str]) -> Run {
    Run::of(rolecall().arg("trail").args(arguments).env_remove("COLUMNS").current_dir(folder), "")
}

fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fill(&folder.path().join("data"));
    folder
}

/// What the page of the guide shows is what is printed.
#[test]
fn the_guide_shows_what_is_printed() {
    let page = include_str!("../../../../docs/guide/trail.md");
    let folder = filled();
    let parts: Vec<&str> = page.split("\n```").collect();
    let mut questions = 0;
    for (before, block) in parts.iter().zip(parts.iter().skip(1)).step_by(2) {
        let (language, block) = block.split_once('\n').unwrap();
        match language {
            "json" => {
                let name = before.trim_end().strip_suffix("`:").and_then(|text| text.rsplit('`').next());
                fs::write(folder.path().join(name.unwrap()), block).unwrap();
            }
            "console" => {
                let (command, printed) = block.split_once("\n\n").unwrap();
                let arguments: Vec<&str> = command.strip_prefix("$ rolecall trail ").unwrap().split(' ').collect();
                let run = trail(folder.path(), &arguments);
                assert_eq!(format!("{}{}", run.out, run.err).trim_end(), printed.trim_end(), "{command}");
                questions += 1;
            }
            _ => {}
        }
    }
    assert_eq!(questions, 3);
}

/// Who began, which role it came through, and on what.
#[test]
fn lineage_is_asked_for() {
    let folder = filled();
    let ids = |more: &[&str]| -> String {
        let run = trail(folder.path(), &[&["--format", "json"], more].concat());
        assert_eq!(run.status, 0, "{}", run.err);
        let id = |line: &str| -> String {
            let object: Value = serde_json::from_str(line).unwrap();
            object["requestId"].as_str().unwrap()[..1].to_owned()
        };
        run.out.lines().map(id).collect()
    };
    assert_eq!(ids(&[]), "abcd");
    assert_eq!(ids(&["--last", "2"]), "cd");
    assert_eq!(ids(&["--by", "ana"]), "abc");
    assert_eq!(ids(&["--by", "arn:aws:iam::333333333333:root"]), "d");
    assert_eq!(ids(&["--chain", "deploy"]), "bc");
    assert_eq!(ids(&["--chain", "arn:aws:iam::222222222222:role/deploy"]), "bc");
    assert_eq!(ids(&["--chain", "ana"]), "");
    assert_eq!(ids(&["--on", "arn:aws:s3:::reports/*"]), "bc");
    assert_eq!(ids(&["--since", "2026-11-22T12:00:03Z"]), "cd");
    let run = trail(folder.path(), &["--format", "json", "--by", "ana", "--chain", "deploy"]);
    let first: Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    let chain = json!([
        {"arn": "arn:aws:iam::111111111111:user/ana", "accessKeyId": "AKIA1"},
        {"arn": "arn:aws:sts::222222222222:assumed-role/deploy/job", "accessKeyId": "ASIA1"},
    ]);
    assert_eq!(first["chain"], chain);
}

/// A role that is not on record, several of one name, and a policy that AWS refuses.
#[test]
fn what_cannot_be_asked() {
    let folder = filled();
    let told = |arguments: &[&str]| {
        let run = trail(folder.path(), arguments);
        (run.status, run.err.trim_end().to_owned())
    };
    let missing = "rolecall: no session of such a role is on record in this time";
    assert_eq!(told(&["policy", "nobody"]), (1, missing.to_owned()));
    fs::write(folder.path().join("p.json"), "{}").unwrap();
    let (status, text) = told(&["replay", "--role", "deploy", "--policy", "p.json", "--since", "2026-11-01"]);
    assert!(status == 1 && text.starts_with("rolecall: "), "{text}");
    let (status, text) = told(&["replay", "--role", "deploy", "--policy", "missing.json"]);
    assert!(status == 1 && text.contains("missing.json"), "{text}");
}
