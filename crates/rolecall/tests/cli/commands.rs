//! The program as a program: `rolecall why`, `rolecall demo` and `rolecall eval`, with what they print and how they end.

use crate::program::{Run, rolecall};
use rolecall::environment::clock::SystemClock;
use rolecall::store::{SqliteStore, Store, Transaction};
use rolecall::trail::{Class, DecisionRecord, Limits, Outcome, Record, TrailLog, TrailReader};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;

fn run(arguments: &[impl AsRef<OsStr>]) -> Run {
    Run::of(rolecall().args(arguments), "")
}

fn eval(arguments: &[&str], input: &str) -> Run {
    Run::of(rolecall().arg("eval").args(arguments), input)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
}

/// On a terminal so wide that no line is broken.
fn why(data: &Path, id: &str, more: &[&str]) -> Run {
    let data = data.as_os_str();
    let mut arguments = vec![OsStr::new("why"), OsStr::new(id), OsStr::new("--data"), data];
    arguments.extend(more.iter().map(OsStr::new));
    Run::of(rolecall().args(&arguments).env("COLUMNS", "1000"), "")
}

/// From two empty accounts to the bucket list, with its two denials and their explanations; nothing is left behind.
#[test]
fn the_demo_walks_through_and_leaves_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Run::of(rolecall().arg("demo").env("TMPDIR", temporary.path()), "");
    assert_eq!((demo.status, &*demo.err), (0, ""), "{}", demo.out);
    for part in [
        "arn:aws:iam::222222222222:role/CrossAccountAccessRole\n",
        "DENIED, implicitly   sts:AssumeRole   111111111111/crossAccountUser  ->  ",
        "in account 111111111111: allow sts:AssumeRole",
        "arn:aws:sts::222222222222:assumed-role/CrossAccountAccessRole/dev-session\n",
        " prod-images\n",
        " prod-reports\n",
        "DENIED, implicitly   s3:ListBucket   222222222222/CrossAccountAccessRole/dev-session  ->  arn:aws:s3:::prod-reports",
        "wanted \"s3:ListAllMyBuckets\", the request has \"s3:ListBucket\"",
    ] {
        assert!(demo.out.contains(part), "{part:?} in\n{}", demo.out);
    }
    assert!(!demo.out.contains("SECRET"), "{}", demo.out);
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0, "a directory was left behind");
}

/// What the demo kept is explained without a server, by the whole id or its beginning, as text and as JSON.
#[test]
fn why_reads_what_a_server_left() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("kept");
    let demo = run(&[OsStr::new("demo"), OsStr::new("--keep"), data.as_os_str()]);
    assert_eq!(demo.status, 0, "{}{}", demo.out, demo.err);
    assert!(demo.out.contains("export AWS_SECRET_ACCESS_KEY="), "{}", demo.out);
    let mut records = Vec::new();
    TrailReader::new(&data.join("trail"))
        .visit(|record| {
            records.push(record);
            true
        })
        .unwrap();
    let of = |operation: &str, status: u16| {
        records.iter().find(|record| record.operation == operation && record.status == status).expect(operation)
    };

    let denied = of("ListObjectsV2", 403);
    let text = why(&data, &denied.request_id, &[]);
    assert_eq!((text.status, &*text.err), (0, ""));
    assert!(text.out.starts_with("DENIED, implicitly   s3:ListBucket"), "{}", text.out);
    assert!(text.out.contains("closest: S3ReadPolicy of role CrossAccountAccessRole / statement \"ListBuckets\""));
    assert!(!text.out.contains('\u{1b}'), "colour where there is no terminal");
    assert_eq!(why(&data, &denied.request_id[..18].to_uppercase(), &[]).out, text.out);

    let json = why(&data, &denied.request_id, &["--format", "json"]);
    let record: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(record["request_id"], *denied.request_id);
    assert_eq!(record["decisions"][0]["outcome"], "ImplicitDeny");
    assert_eq!(record["decisions"][0]["explanation"]["outcome"], "implicitly-denied");
    assert_eq!(record["decisions"][0]["explanation"]["changes"][0]["account"], "222222222222");

    let allowed = why(&data, &of("AssumeRole", 200).request_id, &[]).out;
    assert!(allowed.starts_with("ALLOWED   sts:AssumeRole   111111111111/crossAccountUser"), "{allowed}");
    assert!(
        allowed.contains("identity       allowed   AssumeProdRole of user crossAccountUser / statement 1"),
        "{allowed}"
    );
    assert!(allowed.contains("resource       allowed   trust policy of role CrossAccountAccessRole"), "{allowed}");

    let again = run(&[OsStr::new("demo"), OsStr::new("--keep"), data.as_os_str()]);
    assert_eq!(again.status, 1);
    assert!(again.err.contains("exists already"), "{}", again.err);
}

/// A server, killed when the test is over.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The demo walks through a running server as often as one likes, and `why` reads the trail while the server writes it.
#[test]
fn the_demo_walks_through_a_running_server() {
    let temporary = tempfile::tempdir().unwrap();
    let (world, data) = (temporary.path().join("world.toml"), temporary.path().join("data"));
    let account = |id: &str, key: &str| {
        format!(
            "[[account]]\nid = \"{id}\"\nname = \"{key}\"\nroot_access_key = {{ id = \"AKIA{key}\", secret = \"s/{key}\" }}\n"
        )
    };
    let (dev, prod) = ("DEV0000000000000", "PROD000000000000");
    std::fs::write(&world, account("333333333333", dev) + &account("444444444444", prod)).unwrap();
    let serve = rolecall()
        .args([OsStr::new("serve"), OsStr::new("--listen"), OsStr::new("127.0.0.1:0"), OsStr::new("--world")])
        .args([world.as_os_str(), OsStr::new("--data"), data.as_os_str()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut serving = Serving(serve.unwrap());
    let mut said = BufReader::new(serving.0.stdout.take().unwrap()).lines();
    let ready = "rolecall is listening on ";
    let endpoint = said.find_map(|line| Some(line.unwrap().strip_prefix(ready)?.to_owned())).unwrap();
    let demo = |prod_key: String| {
        let mut demo = rolecall();
        demo.args([OsStr::new("demo"), OsStr::new("--endpoint"), OsStr::new(&endpoint), OsStr::new("--data")]);
        demo.arg(&data).env("ROLECALL_DEMO_DEV_KEY", format!("AKIA{dev}:s/{dev}"));
        Run::of(demo.env("ROLECALL_DEMO_PROD_KEY", prod_key), "")
    };
    for _ in 0..2 {
        let walked = demo(format!("AKIA{prod}:s/{prod}"));
        assert_eq!((walked.status, &*walked.err), (0, ""), "{}", walked.out);
        assert!(
            walked.out.contains("DENIED, implicitly   sts:AssumeRole   333333333333/crossAccountUser-"),
            "{}",
            walked.out
        );
        assert!(walked.out.contains("Left in your accounts"), "{}", walked.out);
    }
    // The log of the server that goes on: what the demo was denied, with ids that `why` takes.
    let denied = run(&[OsStr::new("log"), OsStr::new("--denied"), OsStr::new("--data"), data.as_os_str()]);
    assert_eq!((denied.status, &*denied.err), (0, ""));
    let (assume, list) = ("sts:AssumeRole", "s3:ListObjectsV2");
    assert_eq!(
        denied.out.lines().filter(|line| line.contains(assume) || line.contains(list)).count(),
        4,
        "{}",
        denied.out
    );
    // The day, then a line with time and id for each request.
    let id = denied.out.split_whitespace().nth(2).unwrap();
    assert!(why(&data, id, &[]).out.starts_with("DENIED, implicitly   sts:AssumeRole"), "{}", denied.out);
    // A step that does not come out as it should ends it: here the key's secret is another one.
    let refused = demo(format!("AKIA{prod}:s/{dev}"));
    assert_eq!(refused.status, 1, "{}", refused.out);
    assert!(
        refused.err.contains("this should have succeeded") && refused.err.contains("SignatureDoesNotMatch"),
        "{}",
        refused.err
    );
    assert!(!refused.err.contains(&format!("s/{dev}")), "{}", refused.err);
    assert_eq!(demo("AKIA".into()).status, 1);
    assert_eq!(run(&["demo", "--endpoint", "http://127.0.0.1:1"]).status, 2, "it needs --data");
}

/// A record of a request that was refused before any decision.
fn refused(request_id: &str) -> Record {
    serde_json::from_value(json!({
        "request_id": request_id, "time": "2026-11-22T12:00:00Z", "service": "sts", "operation": "",
        "status": 403, "duration_us": 180,
        "error": { "code": "SignatureDoesNotMatch", "message": "The request signature we calculated does not match" },
    }))
    .unwrap()
}

/// While a server writes the trail: refusals are explained, ambiguous and unknown ids end with 1, a wrong line with 2.
#[test]
fn why_tells_found_from_not_found() {
    let data = tempfile::tempdir().unwrap();
    let (log, _) = TrailLog::open(&data.path().join("trail"), Limits::default(), Arc::new(SystemClock)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for id in ["4f1c0000-0000-4000-8000-000000000001", "4f1c0000-0000-4000-8000-000000000002", "aaaa"] {
        runtime.block_on(log.append(refused(id), Class::Unsigned)).unwrap();
    }
    let found = why(data.path(), "aa", &[]);
    assert_eq!((found.status, &*found.err), (0, ""));
    assert!(found.out.starts_with("REFUSED   sts:an unrecognised operation"), "{}", found.out);
    assert!(
        found.out.contains("The access key exists, but the signature was not made with its secret"),
        "{}",
        found.out
    );

    let several = why(data.path(), "4f1c", &[]);
    assert_eq!((several.status, &*several.out), (1, ""));
    for id in ["000000000001", "000000000002"] {
        assert!(several.err.contains(id), "{}", several.err);
    }
    let nothing = why(data.path(), "beef", &["--format", "json"]);
    assert_eq!((nothing.status, &*nothing.out), (1, ""));
    assert!(nothing.err.contains("`beef`"), "{}", nothing.err);
    let nowhere = why(&data.path().join("nowhere"), "aaaa", &[]);
    assert_eq!(nowhere.status, 1);
    assert!(nowhere.err.contains("--data"), "{}", nowhere.err);
    assert_eq!(why(data.path(), "", &[]).status, 2);
    assert_eq!(why(data.path(), "aa", &["--format", "yaml"]).status, 2);
}

/// A role that is not there is explained with the nearest one of the store, beside a server that uses it and after that.
#[test]
fn why_names_the_nearest_role() {
    let data = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let role = json!({
        "account": "222222222222", "id": "AROA1", "name": "App", "path": "/service/", "created": "2026-11-22T10:15:30Z",
        "max_session_duration": 3600, "trust_policy": "{}",
    });
    let put = vec![("222222222222/role/app".to_owned(), role.to_string().into_bytes())];
    let store = SqliteStore::open(data.path()).unwrap();
    runtime.block_on(store.commit(Transaction { put, ..Transaction::default() })).unwrap();
    let mut record = refused("4f1c0000");
    let resource = "arn:aws:iam::222222222222:role/App";
    record.decisions = vec![DecisionRecord {
        action: "sts:AssumeRole".into(),
        resource: resource.into(),
        outcome: Outcome::ImplicitDeny,
        by: Vec::new(),
        explanation: Some(json!({
            "outcome": "implicitly-denied", "layer": null, "unconditional": false, "principal": "anonymous",
            "principal_account": null, "action": "sts:AssumeRole", "resource": resource, "resource_account": null,
            "layers": [], "not_there": format!("there is no role {resource}"),
            "changes": [{"layer": "resource", "account": null, "remedy": "call", "what": "name a role that is there",
                         "source": null, "line": null}],
        })),
    }];
    let (log, _) = TrailLog::open(&data.path().join("trail"), Limits::default(), Arc::new(SystemClock)).unwrap();
    runtime.block_on(log.append(record, Class::Signed)).unwrap();
    let nearest = "the nearest name is arn:aws:iam::222222222222:role/service/App";
    let beside = why(data.path(), "4f1c", &["--format", "json"]);
    let told: Value = serde_json::from_str(&beside.out).unwrap();
    let what = told["decisions"][0]["explanation"]["changes"][0]["what"].as_str().unwrap();
    assert!(what.ends_with(nearest), "{}", beside.out);
    drop((store, log));
    let after = why(data.path(), "4f1c", &[]);
    assert_eq!((after.status, &*after.err), (0, ""));
    assert!(after.out.replace('\n', " ").contains("arn:aws:iam::222222222222:role/service/App"), "{}", after.out);
    // Without a store the record is told as it is.
    std::fs::remove_file(data.path().join("store.db")).unwrap();
    let alone = why(data.path(), "4f1c", &[]);
    assert_eq!((alone.status, &*alone.err), (0, ""));
    assert!(alone.out.contains("name a role that is there"), "{}", alone.out);
}

/// In a Region that does not exist no client finds what is created.
#[test]
fn serve_refuses_a_region_that_does_not_exist() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (region, told) in [
        ("eu-wst-1", "AWS has no Region of this name; did you mean `eu-west-1`?"),
        ("us-gov-west-1", "AWS has no Region of this name"),
        ("", "AWS has no Region of this name"),
    ] {
        let run = Run::of(rolecall().arg("serve").arg("--data").arg(&data).args(["--region", region]), "");
        assert_eq!(run.status, 2, "{region}: {}", run.err);
        assert!(run.err.contains(told), "{region}: {}", run.err);
        assert!(!data.exists(), "{region}");
    }
}

/// Every command tells in its help how it ends.
#[test]
fn help_names_the_exit_status() {
    for command in ["why", "log", "demo", "can", "eval", "test"] {
        let help = run(&[command, "--help"]);
        assert_eq!(help.status, 0);
        for part in ["EXAMPLES", "EXIT STATUS"] {
            assert!(help.out.contains(part), "{command}: {}", help.out);
        }
    }
}

/// The worked decisions T1–T140 and the organization levels S1–S8 (R2, sections 2.5 and 2.6), as cases with expectations.
#[test]
fn eval_decides_the_worked_cases() {
    let table = include_str!("../tables/eval.jsonl");
    // One is about a service that AWS does not have.
    let run = eval(&["--unknown-actions", "decide"], table);
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
    let (cases, answers) = (lines(table), lines(&run.out));
    assert_eq!(answers.len(), cases.len());
    let mut ids = BTreeSet::new();
    for (case, answer) in cases.iter().zip(&answers) {
        assert_eq!((&answer["id"], &answer["decision"]), (&case["id"], &case["expect"]));
        assert_eq!(answer["blocked_by"].as_array().unwrap().is_empty(), case["expect"] == "Allowed", "{answer}");
        ids.insert(case["id"].as_str().unwrap().split(['.', ' ', '\'']).next().unwrap().to_owned());
    }
    let wanted = (1..=140).map(|number| format!("T{number}"));
    assert_eq!(ids, wanted.chain((1..=8).map(|number| format!("S{number}"))).collect());

    // The same cases with other expectations: every one is found out.
    let flipped = table.replace("\"expect\":\"Allowed\"", "\"expect\":\"Denied\"");
    let flipped = flipped.replace("\"expect\":\"ImplicitlyDenied\"", "\"expect\":\"Allowed\"");
    let flipped = flipped.replace("\"expect\":\"ExplicitlyDenied\"", "\"expect\":\"ImplicitlyDenied\"");
    let run = eval(&["--unknown-actions", "decide"], &flipped);
    assert_eq!(run.status, 1);
    assert!(lines(&run.out).iter().all(|answer| answer.get("expected").is_some()));
    assert!(run.err.contains(&format!("{0} cases, {0} with an unexpected decision, 0 unreadable", cases.len())));
}

/// A line that cannot be read gets an error with its number, and those after it are decided all the same.
#[test]
fn eval_answers_bad_lines_and_goes_on() {
    let good = r#"{"id":"good","request":{"principal":"anonymous","action":"s3:GetObject","resource":"*"},"expect":"Allowed"}"#;
    let table: Vec<(&str, &str)> = include_str!("../tables/eval-bad.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" <- ").expect("a line and its error"))
        .collect();
    assert!(table.len() > 30);
    let mut input: String = table.iter().map(|(line, _)| format!("{line}\n\n")).collect();
    input.push_str(good);
    let run = eval(&["-"], &input);
    assert_eq!(run.status, 2, "unreadable counts for more than an expectation not met");
    let answers = lines(&run.out);
    assert_eq!(answers.len(), table.len() + 1, "blank lines are no cases");
    for (at, ((line, error), answer)) in table.iter().zip(&answers).enumerate() {
        assert!(answer["error"].as_str().unwrap().contains(error), "{line}\n{answer}");
        assert_eq!(answer["line"], 2 * at + 1);
    }
    assert_eq!(answers[2]["id"], 1, "the id is told where it can be read");
    assert_eq!(
        answers.last().unwrap(),
        &json!({"id":"good","decision":"ImplicitlyDenied","by":[],"blocked_by":["resource"],"expected":"Allowed"})
    );
    assert_eq!(
        run.err,
        format!("rolecall: eval: {} cases, 1 with an unexpected decision, {} unreadable\n", answers.len(), table.len())
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"\xff\n").unwrap();
    let bytes = self::run(&[OsStr::new("eval"), file.path().as_os_str()]);
    assert_eq!(
        (bytes.status, &*bytes.out),
        (
            2,
            "{\"line\":1,\"error\":\"it is not UTF-8: the byte at offset 0 (0xFF), in line 1, is invalid; save it as \
             UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8` for a Western European encoding\"}\n"
        )
    );
    assert_eq!(self::run(&["eval", "/nonexistent/cases.jsonl"]).status, 2);
    // What is told of a line is told of this line: no id of a case within a list, no place on a second line.
    let listed = eval(&[], "[[{\"id\":7}]]\n{\"id\":8,\"request\":[\n");
    let told = "{\"line\":1,\"error\":\"a case must be an object\"}\n\
                {\"line\":2,\"error\":\"invalid type: sequence, expected an object at column 18\"}\n";
    assert_eq!((listed.status, &*listed.out), (2, told));
    let cut = eval(&[], "{\"id\":8\n");
    assert_eq!(cut.out, "{\"line\":1,\"error\":\"EOF while parsing an object at column 7\"}\n");
    let folder = tempfile::tempdir().unwrap();
    let directory = self::run(&[OsStr::new("eval"), folder.path().as_os_str()]);
    assert_eq!(directory.status, 2);
    let told = format!("rolecall: cannot read {}: it is a folder;", folder.path().display());
    assert!(directory.err.starts_with(&told), "{}", directory.err);
}

/// The case that the guide shows is decided as the guide says.
#[test]
fn the_case_of_the_guide_is_decided() {
    let guide = include_str!("../../../../docs/guide/eval.md");
    let blocks: Vec<&str> = guide.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let run = eval(&[], &(blocks[0].replace('\n', " ") + "\n"));
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
    assert_eq!(run.out.trim_end(), blocks.last().unwrap().lines().next().unwrap());
}

/// A policy as text decides as the object does, and `span` is the statement within the policy's text.
#[test]
fn eval_takes_policies_as_objects_and_as_text() {
    let statement = r#"{ "Sid": "Read",  "Effect": "Deny", "Action": "s3:Get*", "Resource": "*" }"#;
    let policy = format!(r#"{{"Version":"2012-10-17", "Statement": [ {statement} ]}}"#);
    let case = |policy: &str| {
        format!(
            r#"{{"request":{{"principal":"arn:aws:iam::111111111111:user/ana","action":"s3:GetObject","resource":"arn:aws:s3:::b/k"}},"policies":{{"identity":[{policy}]}}}}"#
        )
    };
    let text = serde_json::to_string(&policy).unwrap();
    let run = eval(&[], &format!("{}\n{}\n", case(&policy), case(&text)));
    assert_eq!((run.status, &*run.err), (0, ""));
    let answers = lines(&run.out);
    assert_eq!(answers[0], answers[1]);
    let by = &answers[0]["by"][0];
    assert_eq!(
        (&by["layer"], &by["policy"], &by["statement"], &by["sid"]),
        (&json!("identity"), &json!(0), &json!(0), &json!("Read"))
    );
    let at = |index: usize| usize::try_from(by["span"][index].as_u64().unwrap()).unwrap();
    assert_eq!(&policy[at(0)..at(1)], statement);
}

/// R2.12: keys follow from the principal unless they are given, and `null` keeps one out. `--explain` tells all of it.
#[test]
fn eval_derives_keys_and_explains() {
    let case = |context: &str| {
        format!(
            r#"{{"request":{{"principal":"arn:aws:sts::111111111111:assumed-role/Dev/ana","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{{{context}}}}},"policies":{{"identity":[{{"Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"ArnEquals":{{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/Dev"}},"NumericLessThan":{{"x:n":"1.5"}}}}}}}}]}}}}"#
        )
    };
    let cases =
        [r#""x:n":1"#, r#""x:n":1.50"#, r#""x:n":1,"aws:principalarn":"other""#, r#""x:n":1,"aws:PrincipalArn":null"#];
    let input: String = cases.iter().map(|context| case(context) + "\n").collect();
    let run = eval(&["--explain"], &input);
    assert_eq!((run.status, &*run.err), (0, ""));
    let answers = lines(&run.out);
    let decisions: Vec<&str> = answers.iter().map(|answer| answer["decision"].as_str().unwrap()).collect();
    assert_eq!(decisions, ["Allowed", "ImplicitlyDenied", "ImplicitlyDenied", "ImplicitlyDenied"]);
    let layers = answers[2]["explanation"]["layers"].as_array().unwrap();
    let identity = layers.iter().find(|report| report["layer"] == "identity").unwrap();
    assert_eq!(identity["closest"]["failures"][0]["actual"], json!(["other"]));
    assert_eq!(identity["closest"]["source"]["name"], "identity[0]");
    assert_eq!(answers[0]["explanation"]["outcome"], "allowed");
}

/// A resource and context values may be unknown or like a pattern. What the answer depends on is told without what is
/// certain.
#[test]
fn eval_answers_cases_with_gaps() {
    let own = r#"{"Sid":"Own","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:username":"ana","x:team":["red","blue"]}}}"#;
    let guard = r#"{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::b/public/*","Condition":{"Bool":{"x:mfa":"false"}}}"#;
    let case = |resource: &str, context: &str, expect: &str| {
        format!(
            r#"{{"request":{{"principal":"arn:aws:iam::111111111111:user/ana","action":"s3:GetObject","resource":{resource},"context":{{{context}}}}},"policies":{{"identity":[{{"Statement":[{own}]}}],"scp":[[{{"Statement":[{{"Effect":"Allow","Action":"*","Resource":"*"}},{guard}]}}]]}},"expect":"{expect}"}}"#
        )
    };
    let like = r#"{"like":"arn:aws:s3:::b/*"}"#;
    let input = [
        case(like, r#""x:team":"red""#, "Allowed"),
        case(like, r#""x:team":{"like":["red","blue"]},"x:mfa":true"#, "Allowed"),
        case(like, r#""x:team":{"like":"re*"},"x:mfa":{"unknown":true}"#, "Depends"),
        case(r#"{"like":"arn:aws:s3:::b/public/*"}"#, r#""x:team":"red","x:mfa":{"unknown":true}"#, "Allowed"),
        case(r#"{"like":"arn:aws:s3:::c/*"}"#, r#""x:team":{"unknown":true}"#, "Denied"),
        case(r#""arn:aws:s3:::b/k""#, r#""x:team":{"unknown":true}"#, "Allowed"),
        case(r#"{"unknown":true},"resource_type":"s3-object""#, r#""x:team":"red""#, "Depends"),
    ]
    .join("\n");
    let run = eval(&["--explain"], &input);
    let answers = lines(&run.out);
    assert_eq!(run.status, 1, "{}", run.out);
    let unmet: Vec<usize> = (0..answers.len()).filter(|at| answers[*at].get("expected").is_some()).collect();
    assert_eq!(unmet, [5], "{}", run.out);
    let allow = |conditions: Value| {
        let at = input.find(own).unwrap() - input.find(r#"{"Statement":[{"Sid""#).unwrap();
        json!({"layer":"identity","policy":0,"statement":0,"sid":"Own","effect":"Allow","span":[at, at + own.len()],"conditions":conditions})
    };
    let team = json!([{"operator":"StringEquals","key":"x:team","values":["red","blue"]}]);
    let first = &input[input.find(r#"{"Statement":[{"Effect":"Allow","Action":"*""#).unwrap()..];
    let at = first.find(guard).unwrap();
    assert_eq!(
        answers[2],
        json!({"decision":"Depends","by":[],"blocked_by":[],"depends_on":[
            {"layer":"scp","level":0,"policy":0,"statement":1,"effect":"Deny","span":[at, at + guard.len()],
             "conditions":[{"operator":"Bool","key":"x:mfa","values":["false"]}],"not_resources":["arn:aws:s3:::b/public/*"]},
            allow(team.clone()),
        ]})
    );
    assert_eq!(answers[4], json!({"decision":"ImplicitlyDenied","by":[],"blocked_by":["identity"]}));
    assert_eq!(
        answers[5],
        json!({"decision":"Depends","by":[],"blocked_by":[],"depends_on":[allow(team)],"expected":"Allowed"})
    );
    assert_eq!(answers[6]["depends_on"][0], json!({"rule":"owner"}));
    assert_eq!(answers[6]["depends_on"][1]["resources"], json!(["arn:aws:s3:::b/*"]));
    assert_eq!(answers[0]["by"].as_array().unwrap().len(), 2, "{}", answers[0]);
}

/// Without an owner, a key that tells the owner is not known either.
#[test]
fn eval_derives_no_owner_from_a_pattern() {
    let case = |resource: &str| {
        format!(
            r#"{{"request":{{"principal":"arn:aws:iam::111111111111:user/ana","action":"sqs:SendMessage",{resource}}},"policies":{{"identity":[{{"Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringEquals":{{"aws:ResourceAccount":"111111111111"}}}}}}}}],"resource":{{"Statement":{{"Effect":"Allow","Principal":{{"AWS":"111111111111"}},"Action":"*","Resource":"*"}}}}}}}}"#
        )
    };
    for (resource, decision) in [
        (r#""resource":{"like":"arn:aws:sqs:*:111111111111:*"}"#, "Allowed"),
        (r#""resource":{"like":"arn:aws:sqs:*:*:*"}"#, "Depends"),
        (r#""resource":{"like":"arn:aws:sqs:*:222222222222:*"}"#, "ImplicitlyDenied"),
        (r#""resource":{"like":"arn:aws:sqs:*:*:*"},"resource_account":"111111111111""#, "Allowed"),
        (r#""resource":{"unknown":true},"resource_type":"sqs-queue""#, "Depends"),
    ] {
        let run = eval(&[], &case(resource));
        assert_eq!(lines(&run.out)[0]["decision"], decision, "{resource}: {}", run.out);
    }
}

/// R2, section 2.2: layers that the principal lacks are not asked. R1.64, R1.71: what lacks something matches nothing.
#[test]
fn what_nobody_asks_counts_for_nothing() {
    let all = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let deny = |members: Value| {
        let mut statement = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
        for (name, value) in members.as_object().unwrap() {
            statement[name] = value.clone();
        }
        json!({"Statement": statement})
    };
    let none = deny(json!({}));
    let user = json!("arn:aws:iam::111111111111:user/ana");
    let root = json!("arn:aws:iam::111111111111:root");
    let linked = json!("arn:aws:iam::111111111111:role/aws-service-role/a.amazonaws.com/A");
    let cases = [
        (&user, json!({"identity": [all], "session": []}), "Allowed"),
        (&root, json!({"identity": [none], "boundary": none, "session": [none]}), "Allowed"),
        (&linked, json!({"identity": [all], "boundary": none, "session": []}), "Allowed"),
        (&user, json!({"identity": [all, deny(json!({"Action": []}))]}), "Allowed"),
        (&user, json!({"identity": [all, deny(json!({"Resource": []}))]}), "Allowed"),
        (&user, json!({"identity": [all], "resource": deny(json!({}))}), "Allowed"),
        (&user, json!({"identity": [all], "resource": deny(json!({"Principal": "*"}))}), "ExplicitlyDenied"),
    ];
    let case = |(principal, policies, _): &(&Value, Value, &str)| {
        let request = json!({"principal": principal, "action": "sqs:SendMessage",
                             "resource": "arn:aws:sqs:eu-west-1:111111111111:q"});
        format!("{}\n", json!({"request": request, "policies": policies}))
    };
    let run = eval(&["-"], &cases.iter().map(case).collect::<String>());
    let answers = lines(&run.out);
    assert_eq!(answers.len(), cases.len(), "{}", run.out);
    for ((_, policies, expected), answer) in cases.iter().zip(answers) {
        assert_eq!(answer["decision"], *expected, "{policies}: {answer}");
    }
}

/// R3.37, R1.68: an AssumeRoot session is one in whatever case it is said. R1.69: every name of a service counts.
#[test]
fn eval_takes_who_asks_from_the_context_too() {
    let statement = |effect: &str, more: &Value| {
        let mut statement = json!({"Effect": effect, "Action": "*", "Resource": "*"});
        statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        statement
    };
    let s3 = json!({"Statement": statement("Allow", &json!({"Action": "s3:*"}))});
    let root = |said: Value| {
        json!({"request": {"principal": "arn:aws:iam::111111111111:root", "action": "iam:CreateUser",
                           "resource": "arn:aws:iam::111111111111:user/ana", "context": {"aws:AssumedRoot": said}},
               "policies": {"session": [s3]}})
    };
    let names = |context: Value| {
        let of = |name: &str| json!({"Principal": {"Service": name}});
        json!({"request": {"principal": {"service": "logs.amazonaws.com"}, "action": "s3:PutObject",
                           "resource": "arn:aws:s3:::b/k", "context": context},
               "policies": {"resource": {"Statement": [
                   statement("Allow", &of("logs.amazonaws.com")), statement("Deny", &of("logs.us-east-1.amazonaws.com"))]}}})
    };
    let cases = [
        (root(json!("True")), "ImplicitlyDenied"),
        (root(json!(true)), "ImplicitlyDenied"),
        // Root itself has no session policies, and they count for nothing.
        (root(json!("FALSE")), "Allowed"),
        (names(json!({})), "Allowed"),
        (names(json!({"aws:PrincipalServiceNamesList": ["logs.us-east-1.amazonaws.com"]})), "ExplicitlyDenied"),
    ];
    let input: String = cases.iter().map(|(case, _)| format!("{case}\n")).collect();
    let run = eval(&["-"], &input);
    for ((case, expected), answer) in cases.iter().zip(lines(&run.out)) {
        assert_eq!(answer["decision"], *expected, "{case}\n{answer}");
    }
    assert_eq!(run.status, 0);
}

#[test]
fn eval_streams() {
    let mut child = rolecall().arg("eval").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        let case =
            json!({"id": id, "request": {"principal": "anonymous", "action": "s3:ListAllMyBuckets", "resource": "*"}});
        writeln!(to, "{case}").unwrap();
        let answer: Value = serde_json::from_str(&from.next().unwrap().unwrap()).unwrap();
        assert_eq!((&answer["id"], &answer["decision"]), (&json!(id), &json!("ImplicitlyDenied")));
    }
    // Half a line keeps no answer back.
    let case =
        json!({"id": "whole", "request": {"principal": "anonymous", "action": "s3:ListAllMyBuckets", "resource": "*"}});
    write!(to, "{case}\n\n{{\"id\": ").unwrap();
    to.flush().unwrap();
    let answer: Value = serde_json::from_str(&from.next().unwrap().unwrap()).unwrap();
    assert_eq!(answer["id"], "whole");
    writeln!(to, "\"half\", {}", &case.to_string().replacen("{\"id\":\"whole\",", "", 1)).unwrap();
    let answer: Value = serde_json::from_str(&from.next().unwrap().unwrap()).unwrap();
    assert_eq!(answer["id"], "half");
    drop(to);
    assert!(child.wait().unwrap().success());
}
