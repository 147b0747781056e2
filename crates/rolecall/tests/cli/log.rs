//! `rolecall log`: what it lists of a trail, beside a server and without one.

use crate::program::{Run, rolecall};
use rolecall::environment::clock::SystemClock;
use rolecall::trail::{Class, Limits, Record, TrailLog};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

fn command(data: &Path, more: &[&str]) -> Command {
    let mut command = rolecall();
    command.args([OsStr::new("log"), OsStr::new("--data"), data.as_os_str()]).args(more);
    command.env_remove("COLUMNS").env_remove("CLICOLOR_FORCE");
    command
}

fn log(data: &Path, more: &[&str]) -> Run {
    Run::of(&mut command(data, more), "")
}

fn open(data: &Path) -> TrailLog {
    TrailLog::open(&data.join("trail"), Limits::default(), Arc::new(SystemClock)).unwrap().0
}

fn append(trail: &TrailLog, record: Record, class: Class) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(trail.append(record, class)).unwrap();
}

/// A request of ana's at this second, with these decisions on keys of a bucket.
fn request(id: &str, second: u8, operation: &str, decisions: &[(&str, &str)]) -> Record {
    let decisions: Vec<Value> = decisions
        .iter()
        .map(|(key, outcome)| {
            let resource = format!("arn:aws:s3:::reports/{key}");
            json!({"action": format!("s3:{}", operation.trim_end_matches('s')), "resource": resource, "outcome": outcome})
        })
        .collect();
    serde_json::from_value(json!({
        "request_id": format!("{id}-0000-4000-8000-000000000001"), "time": format!("2026-11-22T12:00:{second:02}Z"),
        "service": "s3", "operation": operation, "status": 200, "duration_us": 180, "decisions": decisions,
        "accounts": ["111111111111", "222222222222"],
        "caller": {"kind": "User", "arn": "arn:aws:iam::111111111111:user/team/ana", "account": "111111111111",
                   "principal_id": "AIDA1"},
    }))
    .unwrap()
}

/// Some requests of several classes.
fn fill(trail: &TrailLog) {
    append(trail, request("aaaaaaaa", 1, "PutObject", &[("a", "Allowed")]), Class::Changes);
    append(trail, request("bbbbbbbb", 3, "GetObject", &[("b", "ExplicitDeny")]), Class::Signed);
    let keys = [("c", "Allowed"), ("d", "ImplicitDeny"), ("e", "ExplicitDeny")];
    append(trail, request("cccccccc", 2, "DeleteObjects", &keys), Class::Changes);
}

/// The first eight characters of the ids, in order.
fn ids(out: &str) -> Vec<String> {
    out.lines().map(|line| line.split_whitespace().nth(1).unwrap().chars().take(8).collect()).collect()
}

/// In the order of their times, oldest first; filters, and how many; as lines of JSON.
#[test]
fn records_are_listed() {
    let data = tempfile::tempdir().unwrap();
    let trail = open(data.path());
    fill(&trail);
    // While something writes the trail, and after that.
    let beside = log(data.path(), &[]);
    drop(trail);
    let all = log(data.path(), &[]);
    assert_eq!((all.status, &*all.err), (0, ""));
    assert_eq!(all.out, beside.out);
    assert_eq!(ids(&all.out), ["aaaaaaaa", "cccccccc", "bbbbbbbb"]);
    assert!(
        all.out.contains(
            "denied      111111111111  team/ana              s3:DeleteObjects       2 of 3 keys denied: reports/d\n"
        ),
        "{}",
        all.out
    );
    for (arguments, expected) in [
        (&["--denied"][..], &["cccccccc", "bbbbbbbb"][..]),
        (&["--last", "1"], &["bbbbbbbb"]),
        (&["--since", "2026-11-22T12:00:02Z"], &["cccccccc", "bbbbbbbb"]),
        (&["--since", "2026-11-22", "--last", "2"], &["cccccccc", "bbbbbbbb"]),
        (&["--action", "s3:Put*"], &["aaaaaaaa"]),
        (&["--principal", "ana", "--denied", "--action", "GetObject"], &["bbbbbbbb"]),
        (&["--principal", "eve"], &[]),
        (&["--account", "222222222222"], &["aaaaaaaa", "cccccccc", "bbbbbbbb"]),
        (&["--account", "333333333333"], &[]),
    ] {
        let listed = log(data.path(), arguments);
        assert_eq!((listed.status, &*listed.err), (0, ""), "{arguments:?}");
        assert_eq!(ids(&listed.out), expected, "{arguments:?}");
    }
    let json = log(data.path(), &["--format", "json", "--denied"]);
    let records: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["decisions"][1]["outcome"], "ImplicitDeny");
    let narrow = Run::of(command(data.path(), &["--last", "1"]).env("COLUMNS", "80"), "");
    let expected =
        "2026-11-22\n12:00:03  denied      s3:GetObject           reports/b\nbbbbbbbb  111111111111  team/ana\n";
    assert_eq!(narrow.out, expected);
}

/// The command line and the directory.
#[test]
fn wrong_arguments() {
    let data = tempfile::tempdir().unwrap();
    for arguments in [
        &["--since", "yesterday"][..],
        &["--account", "11"],
        &["--last", "0"],
        &["--last", "1001"],
        &["--principal", ""],
    ] {
        assert_eq!(log(data.path(), arguments).status, 2, "{arguments:?}");
    }
    assert_eq!(log(data.path(), &["--last", "1000"]).status, 0, "an empty directory has no records");
    let nowhere = log(&data.path().join("nowhere"), &[]);
    assert_eq!(nowhere.status, 1);
    assert!(nowhere.err.contains("--data"), "{}", nowhere.err);
}

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn follow(data: &Path, more: &[&str]) -> (Running, BufReader<ChildStdout>) {
    let mut child = command(data, &[&["--follow"], more].concat()).stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (Running(child), out)
}

fn next_id(out: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    ids(&line).remove(0)
}

/// What is there comes first, then what is written, each once. It ends when nobody reads any more, although nothing is
/// written, and with a signal. It leaves signals as they are; that of Ctrl-C may be ignored where tests run.
#[test]
fn requests_are_followed() {
    let data = tempfile::tempdir().unwrap();
    let trail = open(data.path());
    fill(&trail);
    let (mut closed, mut out) = follow(data.path(), &["--last", "2"]);
    let (mut interrupted, mut denied) = follow(data.path(), &["--denied", "--since", "2026-11-22"]);
    assert_eq!([next_id(&mut out), next_id(&mut out)], ["cccccccc", "bbbbbbbb"]);
    assert_eq!([next_id(&mut denied), next_id(&mut denied)], ["cccccccc", "bbbbbbbb"]);
    append(&trail, request("dddddddd", 9, "GetObject", &[("a", "Allowed")]), Class::Signed);
    assert_eq!(next_id(&mut out), "dddddddd");
    append(&trail, request("eeeeeeee", 9, "GetObject", &[("a", "ImplicitDeny")]), Class::Unsigned);
    assert_eq!(next_id(&mut out), "eeeeeeee");
    assert_eq!(next_id(&mut denied), "eeeeeeee");
    drop(out);
    assert!(closed.0.wait().unwrap().success());
    let pid = interrupted.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(!interrupted.0.wait().unwrap().success(), "ended by the signal");
}
