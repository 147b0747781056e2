//! `rolecall can`: every exit status, options that do not fit, files, and the state of a server.

use crate::program::{Run, rolecall};
use rolecall::directory::entities::User;
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::node::{Node, NodeConfig};
use rolecall::world::World;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Ana of 111111111111 may read the bucket of 222222222222, and assume a role there with an external id.
const WORLD: &str = r#"
[[account]]
id = "111111111111"
name = "dev"
[[account.user]]
name = "again"
[[account.user.inline_policy]]
name = "read"
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
[[account.user]]
name = "ana"
[[account.user.inline_policy]]
name = "read"
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}]}'
[[account.user.inline_policy]]
name = "assume"
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/Deploy"}]}'
[[account]]
id = "222222222222"
name = "prod"
[[account.role]]
name = "Deploy"
trust_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ana"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"p7"}}}]}'
[[account.role.inline_policy]]
name = "write"
policy = '''{"Version":"2012-10-17","Statement":[
 {"Sid":"Write","Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::reports/*"},
 {"Sid":"TlsOnly","Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}'''
[[account.role]]
name = "Tagged"
tags = { team = "core" }
trust_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":["sts:AssumeRole","sts:TagSession"]}]}'
[[account.role.inline_policy]]
name = "core"
policy = '''{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"},
 {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"core"}}}]}'''
[[account.role]]
name = "Untagged"
tags = { team = "core" }
trust_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}'
[[account.role.inline_policy]]
name = "core"
policy = '''{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"},
 {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"core"}}}]}'''
[[account.bucket]]
name = "reports"
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ana"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}]}'
[[account.bucket]]
name = "kept"
policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/again"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::kept/*"}]}'
"#;

const FILES: [(&str, &str); 18] = [
    ("write.json", r#"[{"Sid":"Write","Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::reports/*"}]"#),
    ("all.json", r#"[{"Effect":"Allow","Action":"*","Resource":"*"}]"#),
    ("assume.json", r#"[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]"#),
    ("nodelete.json", r#"[{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}]"#),
    (
        "public.json",
        r#"[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}]"#,
    ),
    (
        "lake.json",
        r#"[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/eve"},"Action":"s3:GetObject","Resource":"*"}]"#,
    ),
    ("lambda.json", r#"[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]"#),
    (
        "tagged.json",
        r#"[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"core"}}}]"#,
    ),
    (
        "canonical.json",
        r#"[{"Effect":"Deny","Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"},
            {"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}]"#,
    ),
    (
        "notnight.json",
        r#"[{"Effect":"Deny","Principal":{"AWS":"arn:aws:sts::222222222222:assumed-role/Deploy/night"},"Action":"s3:*","Resource":"arn:aws:s3:::reports/*"}]"#,
    ),
    (
        "notid.json",
        r#"[{"Effect":"Deny","Principal":{"AWS":"AIDAAGAINAGAINAGAIN2"},"Action":"s3:*","Resource":"arn:aws:s3:::reports/*"}]"#,
    ),
    (
        "notnobody.json",
        r#"[{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111111111111:user/nobody"},"Action":"s3:*","Resource":"arn:aws:s3:::reports/*"}]"#,
    ),
    (
        "notops.json",
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/ops/*"}}}]"#,
    ),
    (
        "nolists.json",
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:List*","Resource":"arn:aws:iam::*:user/*"}]"#,
    ),
    ("lists.json", r#"[{"Effect":"Allow","Action":"iam:List*","Resource":"arn:aws:iam::111111111111:user/*"}]"#),
    (
        "userid.json",
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::reports/${aws:userid}*"}]"#,
    ),
    ("slip.json", "[\n {\"Efect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]"),
    ("empty.json", ""),
];

const NAMES: [(&str, &str); 11] = [
    ("KEPT", "arn:aws:s3:::kept"),
    ("WORLD", "state"),
    ("ANA", "arn:aws:iam::111111111111:user/ana"),
    ("AGAIN", "arn:aws:iam::111111111111:user/again"),
    ("NOBODY", "arn:aws:iam::111111111111:user/nobody"),
    ("ROOT", "arn:aws:iam::111111111111:root"),
    ("DEPLOY", "arn:aws:iam::222222222222:role/Deploy"),
    ("SESSION", "arn:aws:sts::222222222222:assumed-role/Deploy/night"),
    ("LISTED", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
    ("UNLISTED", "89a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
    ("REPORTS", "arn:aws:s3:::reports"),
];

async fn open(data: &Path) -> Node {
    let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
    Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap()
}

/// A folder with files and the data directory `state`, of a server that runs as long as the node is kept.
async fn folder() -> (tempfile::TempDir, Node) {
    let folder = tempfile::tempdir().unwrap();
    for (name, statements) in FILES {
        let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":{statements}}}");
        fs::write(folder.path().join(name), if statements.is_empty() { "" } else { &text }).unwrap();
    }
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("utf16.json"), utf16).unwrap();
    let node = open(&folder.path().join("state")).await;
    World::parse(WORLD).unwrap().apply(&node).await.unwrap();
    // A user goes and comes back with another id; the policy of the bucket still names the one that went.
    let account = "111111111111".parse().unwrap();
    let snapshot = node.directory.snapshot();
    let user = snapshot.find::<User>(account, "again").unwrap();
    let gone = node.directory.change(|_, edit| {
        edit.delete(user);
        Ok(())
    });
    gone.await.unwrap();
    let again = User { id: "AIDAAGAINAGAINAGAIN2".to_owned(), ..User::clone(user.entity()) };
    node.directory.change(|_, edit| edit.create(&again)).await.unwrap();
    (folder, node)
}

fn can(folder: &Path, question: &str) -> Run {
    let words = question.split(' ').map(|word| {
        let named = NAMES.iter().find(|(name, _)| word.split('/').next() == Some(name));
        named.map_or_else(|| word.to_owned(), |(name, arn)| word.replacen(name, arn, 1))
    });
    Run::of(rolecall().arg("can").args(words).current_dir(folder), "")
}

/// Every question of the table, while a server uses the directory.
#[tokio::test]
async fn questions_have_answers() {
    let (folder, node) = folder().await;
    let table = include_str!("../tables/can.txt");
    let rows: Vec<_> = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(rows.len() > 80, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let (question, expected) = row.split_once(" => ").unwrap();
        let (status, parts) = expected.split_once(' ').unwrap();
        let run = can(folder.path(), question);
        let printed = format!("{}{}", run.out, run.err);
        let is_told = parts.split(" | ").all(|part| printed.contains(part));
        if run.status.to_string() != status || !is_told {
            wrong.push(format!("{row}\n{} {printed}", run.status));
        }
        // An answer begins with the word; an error is no answer.
        let first = run.out.lines().next();
        let word = match run.status {
            0 => Some("allowed"),
            1 => Some("denied"),
            3 => Some("depends"),
            _ => None,
        };
        assert_eq!(first, word, "{row}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    node.close().await;
}

/// A server that is stopped is read as well, and nothing is written.
#[tokio::test]
async fn a_stopped_server_is_read() {
    let (folder, node) = folder().await;
    node.close().await;
    drop(node);
    let state = folder.path().join("state");
    let before = fs::read(state.join("store.db")).unwrap();
    let run = can(folder.path(), "--as ANA --do s3:GetObject --on REPORTS/q3 --data WORLD");
    assert_eq!((run.status, &*run.err), (0, ""), "{}", run.out);
    assert_eq!(fs::read(state.join("store.db")).unwrap(), before);
}

/// JSON is what `rolecall eval` writes.
#[tokio::test]
async fn answers_as_json() {
    let (folder, node) = folder().await;
    let ask = |question: &str| {
        let run = can(folder.path(), &format!("{question} --format json"));
        (run.status, serde_json::from_str::<Value>(&run.out).unwrap())
    };
    let (status, allowed) = ask("--as ANA --do s3:GetObject --on REPORTS/q3 --data WORLD");
    assert_eq!(
        (status, &allowed["decision"], &allowed["explanation"]["outcome"]),
        (0, &json!("Allowed"), &json!("allowed"))
    );
    assert_eq!(allowed["by"].as_array().unwrap().len(), 2);
    let (status, denied) = ask("--as ANA --do s3:PutObject --on REPORTS/q3 --data WORLD");
    assert_eq!(
        (status, &denied["decision"], &denied["blocked_by"]),
        (1, &json!("ImplicitlyDenied"), &json!(["resource", "identity"]))
    );
    let (status, depends) = ask("--as ANA --do sts:AssumeRole --on DEPLOY --data WORLD");
    assert_eq!((status, &depends["decision"]), (3, &json!("Depends")));
    assert_eq!(depends["depends_on"][0]["conditions"][0]["key"], "sts:ExternalId");
    let (_, owner) = ask("--as ANA --do s3:PutObject --on REPORTS/q3 --identity write.json");
    assert_eq!(owner["depends_on"], json!([{"rule": "owner"}]));
    node.close().await;
}

/// What the page of the guide shows is what is printed.
#[tokio::test]
async fn the_guide_shows_what_is_printed() {
    let page = include_str!("../../../../docs/guide/can.md");
    let folder = tempfile::tempdir().unwrap();
    let parts: Vec<&str> = page.split("\n```").collect();
    let (mut questions, mut node) = (0, None);
    for (before, block) in parts.iter().zip(parts.iter().skip(1)).step_by(2) {
        let (language, block) = block.split_once('\n').unwrap();
        // A file stands below its name.
        let name = before.trim_end().strip_suffix("`:").and_then(|text| text.rsplit('`').next());
        match (language, name) {
            ("json", Some(name)) => fs::write(folder.path().join(name), block).unwrap(),
            ("toml", _) => {
                let opened = open(&folder.path().join("data")).await;
                World::parse(block).unwrap().apply(&opened).await.unwrap();
                node = Some(opened);
            }
            ("console", _) => {
                let (command, printed) = block.split_once("\n\n").unwrap();
                let command = command.strip_prefix("$ rolecall ").unwrap().replace("\\\n", " ").replace('\'', "");
                let run = Run::of(
                    rolecall().env("COLUMNS", "80").args(command.split_whitespace()).current_dir(folder.path()),
                    "",
                );
                assert_eq!(format!("{}{}", run.out, run.err).trim_end(), printed.trim_end(), "{command}");
                questions += 1;
            }
            _ => {}
        }
    }
    assert!(questions >= 4, "{questions}");
    node.unwrap().close().await;
}
