//! Tests that run against what is there: a server's data directory, or what AWS tells of accounts.

use super::guide::{arguments, block};
use super::{folder, run};
use crate::program::Run;
use rolecall::environment::clock::SystemClock;
use rolecall::environment::entropy::SystemEntropy;
use rolecall::gateway::inside::Inside;
use rolecall::node::{Node, NodeConfig};
use rolecall::services::iam;
use rolecall::world::World;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Ana is in a group that may assume a role of another account, which reads the team's part of a bucket there.
const WORLD: &str = r#"
[[account]]
id = "111111111111"
name = "dev"

[[account.policy]]
name = "AssumeProd"
path = "/teams/"
policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::222222222222:role/*" }] }'

[[account.policy]]
name = "Ceiling"
policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }] }'

[[account.policy]]
name = "Operators"
policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*" }] }'

[[account.group]]
name = "developers"
members = ["ana"]
attached = ["arn:aws:iam::111111111111:policy/teams/AssumeProd"]

[[account.user]]
name = "ana"
path = "/people/"
tags = { team = "red" }
boundary = "arn:aws:iam::111111111111:policy/Ceiling"
attached = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMFullAccess"]

[[account.user]]
name = "bo"

[[account]]
id = "222222222222"
name = "prod"

[[account.role]]
name = "reader"
path = "/team/"
tags = { team = "red" }
trust_policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/people/ana" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "${aws:ResourceTag/team}" } } }] }'

[[account.role.inline_policy]]
name = "read"
policy = '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Own", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::prod-reports/${aws:PrincipalTag/team}/*" }] }'

[[account.bucket]]
name = "prod-reports"
region = "eu-west-1"
public_access_block = { restrict_public_buckets = true, block_public_policy = false }
policy = '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Red", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::prod-reports/red/secret" }, { "Sid": "All", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::prod-reports/public/*" }] }'
"#;

/// What is true of both sources.
const TESTS: &str = r#"
[[test]]
name = "ana reads through the role"
who = "arn:aws:iam::111111111111:user/people/ana"
via = "arn:aws:iam::222222222222:role/team/reader"
may = "s3:GetObject"
on = "prod-reports/red/a"

[[test]]
name = "and only her team's"
who = "arn:aws:iam::111111111111:user/people/ana"
via = "arn:aws:iam::222222222222:role/team/reader"
may_not = "s3:GetObject"
on = "prod-reports/blue/a"
because = "identity"
stops_at = "request"

[[test]]
name = "a session of the role"
who = "arn:aws:sts::222222222222:assumed-role/reader/ci"
may = "s3:GetObject"
on = "arn:aws:s3:::prod-reports/red/a"

[[test]]
name = "the boundary binds"
who = "arn:aws:iam::111111111111:user/people/ana"
may = "s3:ListAllMyBuckets"
may_not = "iam:ListUsers"
on = "*"
because = "boundary"

[[test]]
name = "bo is in no group"
who = "arn:aws:iam::111111111111:user/bo"
may_not = "sts:AssumeRole"
on = "arn:aws:iam::222222222222:role/team/reader"
because = "resource"
"#;

/// A server's data directory with the world. The server goes on.
async fn server(data: &Path, world: &str) -> Node {
    let config = NodeConfig { data: data.to_owned(), home_region: "us-east-1".to_owned() };
    let node = Node::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap();
    World::parse(world).unwrap().apply(&node).await.unwrap();
    node
}

fn run_on(data: &Path, text: &str, more: &[&str]) -> Run {
    let folder = folder(&[("tests.toml", text)]);
    let data = data.display().to_string();
    run(folder.path(), &[&["tests.toml", "--data", &*data], more].concat(), "")
}

/// The files name nothing that is there already; the same with a server that runs and with one that has stopped.
#[tokio::test(flavor = "multi_thread")]
async fn tests_run_against_a_data_directory() {
    let data = tempfile::tempdir().unwrap();
    let node = server(data.path(), WORLD).await;
    let running = run_on(data.path(), TESTS, &[]);
    assert_eq!((running.status, &*running.err), (0, ""), "{}", running.out);
    assert!(running.out.ends_with("5 tests passed, 0 failed; 6 checks\n"), "{}", running.out);
    // What the server changes is there for the next run.
    let inside = Inside::new(&node, "test");
    let parameters = [("RoleName", "reader"), ("PolicyName", "read")].map(|(name, value)| (name.into(), value.into()));
    let account = "222222222222".parse().unwrap();
    inside.query(account, &iam::SERVICE, "DeleteRolePolicy", parameters.to_vec()).await.unwrap();
    assert_eq!(run_on(data.path(), TESTS, &[]).status, 1);
    node.close().await;
    let stopped = run_on(data.path(), TESTS, &["--filter", "bo is"]);
    assert_eq!((stopped.status, &*stopped.err), (0, ""), "{}", stopped.out);
}

/// Bucket policies, Block Public Access (R2.31) and canonical ids come from the world; what a file says comes before.
#[tokio::test(flavor = "multi_thread")]
async fn files_add_and_override() {
    let data = tempfile::tempdir().unwrap();
    let node = server(data.path(), WORLD).await;
    node.close().await;
    let outsider = "[principals.outsider]\narn = \"arn:aws:iam::333333333333:user/eve\"\nidentity = \"arn:aws:iam::aws:policy/AdministratorAccess\"\n";
    let test = |expects: &str, who: &str, action: &str, on: &str| {
        format!("[[test]]\nwho = \"{who}\"\n{expects} = \"{action}\"\non = \"{on}\"\n")
    };
    let ana = "[principals.ana]\narn = \"arn:aws:iam::111111111111:user/people/ana\"\n";
    let reader = "[principals.reader]\narn = \"arn:aws:iam::222222222222:role/team/reader\"\n";
    let bucket = "[resources.reports]\narn = \"arn:aws:s3:::prod-reports\"\n";
    let deny =
        "[policies.deny]\ndocument = { Statement = [{ Effect = \"Deny\", Action = \"*\", Resource = \"*\" }] }\n";
    let (get, list) = ("s3:GetObject", "s3:ListAllMyBuckets");
    for (title, text) in [
        ("a public policy is cut", outsider.to_owned() + &test("may_not", "outsider", get, "prod-reports/public/a")),
        ("unless the file says otherwise", outsider.to_owned() + bucket + "restrict_public_buckets = false\n" + &test("may", "outsider", get, "reports/public/a")),
        ("the bucket's policy denies", reader.to_owned() + &test("may_not", "reader", get, "prod-reports/red/secret") + "because = \"resource\"\nexplicit = true\n"),
        ("the file's policy is in its place", "[policies.none]\ndocument = { Statement = [{ Effect = \"Allow\", Principal = { AWS = \"333333333333\" }, Action = \"s3:ListBucket\", Resource = \"arn:aws:s3:::prod-reports\" }] }\n".to_owned() + reader + bucket + "policy = \"none\"\n" + &test("may", "reader", get, "reports/red/secret")),
        ("tags one by one", reader.to_owned() + "tags = { team = \"blue\" }\n" + &test("may", "reader", get, "prod-reports/blue/a")),
        ("identity in place", deny.to_owned() + ana + "identity = \"deny\"\n" + &test("may_not", "ana", list, "*") + "explicit = true\n"),
        ("without identity", ana.to_owned() + "identity = []\n" + &test("may_not", "ana", list, "*") + "explicit = false\n"),
        ("added", deny.to_owned() + ana + "added = \"deny\"\n" + &test("may_not", "ana", list, "*") + "explicit = true\n"),
        ("a boundary in place", ana.to_owned() + "boundary = \"arn:aws:iam::aws:policy/AdministratorAccess\"\n" + &test("may", "ana", "iam:ListUsers", "*")),
        ("policies by ARN", "[principals.new]\narn = \"arn:aws:iam::111111111111:user/new\"\nnew = true\nidentity = \"arn:aws:iam::111111111111:policy/Ceiling\"\n".to_owned() + &test("may", "new", list, "*")),
        ("the user's id", ana.to_owned() + "added = \"by-id\"\n[policies.by-id]\ndocument = { Version = \"2012-10-17\", Statement = [{ Effect = \"Deny\", Action = \"*\", Resource = \"*\", Condition = { StringLike = { \"aws:userid\" = \"AIDA*\" } } }] }\n" + &test("may_not", "ana", list, "*")),
    ] {
        let run = run_on(data.path(), &text, &[]);
        assert_eq!((run.status, &*run.err), (0, ""), "{title}\n{text}\n{}", run.out);
    }
    // The policies of a file count, those of the world do not, whatever they are called.
    let own = "[policies.read]\ndocument = { Statement = [{ Effect = \"Deny\", Action = \"s3:PutObject\", Resource = \"*\" }] }\n";
    let text = own.to_owned() + reader + "added = \"read\"\n" + &test("may", "reader", get, "prod-reports/red/a");
    let run = run_on(data.path(), &text, &[]);
    assert!(run.out.ends_with("0 of 1 statement exercised (0%)\n"), "{}", run.out);
}

/// What the world does not have is an error, with the nearest name.
#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_not_there_are_errors() {
    let data = tempfile::tempdir().unwrap();
    let node = server(data.path(), WORLD).await;
    node.close().await;
    let test = |who: &str, on: &str, action: &str| {
        format!("[[test]]\nwho = \"{who}\"\nmay_not = \"{action}\"\non = \"{on}\"\n")
    };
    let ana = "arn:aws:iam::111111111111:user/people/ana";
    let (get, new) = ("s3:GetObject", " (if it does not exist yet, define it in [principals] with `new = true`)");
    let principal = |arn: &str, more: &str| {
        format!("[principals.p]\narn = \"{arn}\"\n{more}{}", test("p", "*", "s3:ListAllMyBuckets"))
    };
    for (text, wanted) in [
        (test("arn:aws:iam::111111111111:user/ana", "*", "s3:ListAllMyBuckets"), format!("-:2:7: there is no `arn:aws:iam::111111111111:user/ana`; did you mean `{ana}`?{new}")),
        (test("arn:aws:iam::111111111112:user/people/ana", "*", "s3:ListAllMyBuckets"), "-:2:7: there is no account 111111111112; did you mean `111111111111`? (define a principal of another account in [principals])".to_owned()),
        (test("arn:aws:sts::222222222222:assumed-role/raeder/ci", "*", "s3:ListAllMyBuckets"), format!("-:2:7: there is no `arn:aws:sts::222222222222:assumed-role/raeder/ci`{new}")),
        (test(ana, "prod-report/a", get), "-:4:6: no resource is named `prod-report`; did you mean `prod-reports`?".to_owned()),
        (test(ana, "arn:aws:s3:::prod-report/a", get), "-:4:6: no [resources] has the bucket of \
                                                        `arn:aws:s3:::prod-report/a`, so its account is unknown; did \
                                                        you mean `prod-reports`?".to_owned()),
        (test(ana, "arn:aws:iam::222222222222:role/reader", "sts:AssumeRole"), "-:3:11: there is no `arn:aws:iam::222222222222:role/reader`; did you mean `arn:aws:iam::222222222222:role/team/reader`?".to_owned()),
        (principal("arn:aws:iam::222222222222:role/Reader", ""), format!("-:1:13: there is no `arn:aws:iam::222222222222:role/Reader`; did you mean `arn:aws:iam::222222222222:role/team/reader`?{new}")),
        (principal(ana, "new = true\n"), format!("-:1:13: `{ana}` has `new = true`, but it exists already")),
        (principal(ana, "identity = \"arn:aws:iam::111111111111:policy/AssumeProd\"\n"), "-:3:12: the data has no \
                                                                                          policy `arn:aws:iam::111111111111:policy/AssumeProd`; did you mean `arn:aws:iam::111111111111:policy/teams/AssumeProd`?".to_owned()),
        (format!("[resources.r]\narn = \"arn:aws:s3:::prod-reports\"\naccount = \"111111111111\"\n{}", test(ana, "r/a", get)), "-:3:11: the account of `arn:aws:s3:::prod-reports` is 222222222222".to_owned()),
        (format!("[[test]]\nwho = \"{ana}\"\nonly = []\namong = \"s3:*\"\non = \"prod-reports\"\nelsewhere = \"arn:aws:s3:::*\"\n"), "-:6:13: `arn:aws:s3:::*` may match `arn:aws:s3:::prod-reports`, whose own policy the check would ignore; list that resource separately, and write a narrower pattern".to_owned()),
    ] {
        let folder = folder(&[]);
        let run = run(folder.path(), &["-", "--data", &data.path().display().to_string()], &text);
        assert_eq!(run.status, 2, "{text}\n{}", run.out);
        let told: Vec<&str> = run.err.lines().map(|line| line.strip_prefix("rolecall: ").unwrap()).collect();
        assert!(told.contains(&&*wanted), "{text}\n{wanted}\n{told:#?}");
    }
    // A directory that is none.
    let run = run_on(&data.path().join("objects"), TESTS, &[]);
    assert!(run.status == 2 && run.err.contains("is not a data directory of rolecall"), "{}", run.err);
    let list = run_on(data.path(), TESTS, &["--list", "--filter", "bo is"]);
    assert_eq!((list.status, &*list.out), (0, "tests.toml:32  bo is in no group\n"), "{}", list.err);
}

/// The output of the command for the two accounts, policies as objects, and percent-encoded.
fn details() -> [Value; 2] {
    let assume = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::222222222222:role/*" }] });
    let ceiling = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22NotAction%22%3A%22iam%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
    let policy = |name: &str, path: &str, document: Value| {
        json!({ "PolicyName": name, "PolicyId": "ANPA1", "Arn": format!("arn:aws:iam::111111111111:policy{path}{name}"), "Path": path,
            "DefaultVersionId": "v2", "AttachmentCount": 1, "IsAttachable": true, "PolicyVersionList": [
                { "Document": document, "VersionId": "v2", "IsDefaultVersion": true, "CreateDate": "2026-01-01T00:00:00+00:00" },
                { "Document": {}, "VersionId": "v1", "IsDefaultVersion": false, "CreateDate": "2025-01-01T00:00:00+00:00" } ] })
    };
    let dev = json!({
        "UserDetailList": [
            { "Path": "/people/", "UserName": "ana", "UserId": "AIDA1", "Arn": "arn:aws:iam::111111111111:user/people/ana", "CreateDate": "2026-01-01T00:00:00+00:00",
              "GroupList": ["developers"], "Tags": [{ "Key": "team", "Value": "red" }],
              "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }, { "PolicyName": "IAMFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/IAMFullAccess" }],
              "PermissionsBoundary": { "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111111111111:policy/Ceiling" } },
            { "Path": "/", "UserName": "bo", "UserId": "AIDA2", "Arn": "arn:aws:iam::111111111111:user/bo", "GroupList": [], "AttachedManagedPolicies": [] } ],
        "GroupDetailList": [
            { "Path": "/", "GroupName": "developers", "GroupId": "AGPA1", "Arn": "arn:aws:iam::111111111111:group/developers", "GroupPolicyList": [],
              "AttachedManagedPolicies": [{ "PolicyName": "AssumeProd", "PolicyArn": "arn:aws:iam::111111111111:policy/teams/AssumeProd" }] } ],
        "RoleDetailList": [],
        "Policies": [policy("AssumeProd", "/teams/", assume), policy("Operators", "/", json!({ "Statement": [{ "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*" }] })), policy("Ceiling", "/", json!(ceiling))],
        "SomethingNew": 1,
    });
    let prod = json!({
        "UserDetailList": [], "GroupDetailList": [], "Policies": [],
        "RoleDetailList": [
            { "Path": "/team/", "RoleName": "reader", "RoleId": "AROA1", "Arn": "arn:aws:iam::222222222222:role/team/reader", "InstanceProfileList": [],
              "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:user/people/ana" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "${aws:ResourceTag/team}" } } }] },
              "RolePolicyList": [{ "PolicyName": "read", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::prod-reports/${aws:PrincipalTag/team}/*\"}]}" }],
              "AttachedManagedPolicies": [], "Tags": [{ "Key": "team", "Value": "red" }], "RoleLastUsed": {} } ],
    });
    [dev, prod]
}

const BUCKET: &str = "[resources.prod-reports]\narn = \"arn:aws:s3:::prod-reports\"\naccount = \"222222222222\"\n";

fn run_details(files: &[(&str, String)], text: &str) -> Run {
    let folder = folder(&[("tests.toml", text)]);
    let mut arguments = vec!["tests.toml"];
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
        arguments.extend(["--authorization-details", name]);
    }
    run(folder.path(), &arguments, "")
}

/// The same tests pass against what AWS tells of the same accounts: in a file each, one after another in one file, in a
/// list, in pages in any order.
#[test]
fn tests_run_against_authorization_details() {
    let [dev, prod] = details();
    let text = format!("{BUCKET}{TESTS}");
    let mut first = dev.clone();
    let users = first["UserDetailList"].take();
    first["UserDetailList"] = json!([]);
    first["IsTruncated"] = json!(true);
    first["Marker"] = json!("more");
    let last = json!({ "UserDetailList": users, "GroupDetailList": [], "RoleDetailList": [], "Policies": [], "IsTruncated": false });
    // A page of one account's policies alone, AWS's among them: they are that account's.
    let of_aws = json!({ "PolicyName": "ReadOnlyAccess", "Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "DefaultVersionId": "v1",
        "PolicyVersionList": [{ "VersionId": "v1", "Document": { "Statement": [{ "Effect": "Allow", "Action": "s3:List*", "Resource": "*" }] } }] });
    let mut rest = dev.clone();
    let mut policies = rest["Policies"].take();
    rest["Policies"] = json!([]);
    policies.as_array_mut().unwrap().insert(0, of_aws.clone());
    let mut other = prod.clone();
    other["Policies"] = json!([of_aws]);
    let policies = json!({ "Policies": policies, "IsTruncated": true });
    let ways: [Vec<(&str, String)>; 5] = [
        vec![("policies.json", format!("{other}{policies}{rest}"))],
        vec![("dev.json", dev.to_string()), ("prod.json", format!("\u{feff}{prod:#}"))],
        vec![("all.json", format!("{dev:#}\n{prod:#}\n"))],
        vec![("list.json", json!([prod, dev]).to_string())],
        vec![("pages.json", format!("{first}{last}{prod}"))],
    ];
    for files in ways {
        let run = run_details(&files, &text);
        assert_eq!((run.status, &*run.err), (0, ""), "{files:?}\n{}", run.out);
    }
}

/// The blocks of the guide's page, against the two sources.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_worlds() {
    let tests = block("[[test]]\nname = \"ana reads through the role\"");
    let folder = folder(&[("access.toml", &tests)]);
    let node = server(&folder.path().join("data"), WORLD).await;
    let shown = block("$ rolecall test access.toml --data ./data\n");
    let on_data = arguments(&shown);
    let of_server = run(folder.path(), &on_data.iter().map(String::as_str).collect::<Vec<_>>(), "");
    assert_eq!((of_server.status, &*of_server.err), (0, ""), "{}", of_server.out);
    assert_eq!(format!("$ rolecall test access.toml --data ./data\n{}", of_server.out), shown);
    node.close().await;

    // Of buckets AWS tells nothing here.
    fs::write(folder.path().join("access.toml"), format!("{BUCKET}{tests}")).unwrap();
    let [dev, prod] = details();
    fs::write(folder.path().join("dev.json"), dev.to_string()).unwrap();
    fs::write(folder.path().join("prod.json"), prod.to_string()).unwrap();
    let on_details = arguments(&block("$ aws iam get-account-authorization-details"));
    let of_aws = run(folder.path(), &on_details.iter().map(String::as_str).collect::<Vec<_>>(), "");
    assert_eq!((of_aws.status, &*of_aws.err), (0, ""), "{}", of_aws.out);
}

/// What cannot be read is named with its place, and no test runs.
#[test]
fn details_that_cannot_be_read_are_errors() {
    let [dev, prod] = details();
    let lines = |value: &Value| format!("{value:#}");
    let changed = |pointer: &str, to: Value| {
        let mut changed = dev.clone();
        *changed.pointer_mut(pointer).unwrap() = to;
        lines(&changed)
    };
    let mut truncated = dev.clone();
    truncated["IsTruncated"] = json!(true);
    // What `aws iam get-account-authorization-details --max-items 1` leaves behind.
    let mut of_command_line = dev.clone();
    of_command_line["NextToken"] = json!("eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==");
    for (title, text, wanted) in [
        ("nothing", String::new(), "cannot read d.json: it is empty"),
        ("no JSON", "{\n  x".to_owned(), "d.json:1:1: this is not JSON: key must be a string"),
        (
            "another command",
            lines(&json!({ "Roles": [] })),
            "d.json:1:1: this is not the output of `aws iam get-account-authorization-details`",
        ),
        ("a list that is none", changed("/UserDetailList", json!({})), "`UserDetailList` must be a list"),
        ("no name", changed("/UserDetailList/0/UserName", Value::Null), "`UserName` is missing"),
        (
            "no ARN",
            changed("/UserDetailList/0/Arn", json!("arn:aws:iam::111111111111:role/ana")),
            "`arn:aws:iam::111111111111:role/ana` is not the ARN of a user",
        ),
        (
            "no such group",
            changed("/UserDetailList/0/GroupList/0", json!("devs")),
            "the user is in the group `devs`, but the output does not have that group",
        ),
        (
            "no such policy",
            changed(
                "/UserDetailList/0/PermissionsBoundary/PermissionsBoundaryArn",
                json!("arn:aws:iam::111111111111:policy/Other"),
            ),
            "`arn:aws:iam::111111111111:policy/Other` is attached, but the output does not have it",
        ),
        (
            "no such policy of AWS",
            changed(
                "/UserDetailList/0/AttachedManagedPolicies/0/PolicyArn",
                json!("arn:aws:iam::aws:policy/ReadEverything"),
            ),
            "but the output does not have it, nor does rolecall's catalog",
        ),
        (
            "no default version",
            changed("/Policies/0/DefaultVersionId", json!("v9")),
            "the default version v9 of the policy is not in `PolicyVersionList`",
        ),
        (
            "no policy",
            changed("/Policies/0/PolicyVersionList/0/Document/Statement/0/Effect", json!("Alow")),
            "`Document` cannot be read",
        ),
        (
            "a text that is none",
            changed("/Policies/2/PolicyVersionList/0/Document", json!("%7B")),
            "`Document` cannot be read",
        ),
        (
            "no UTF-8",
            changed("/Policies/2/PolicyVersionList/0/Document", json!("%FF")),
            "`Document` is not UTF-8 after decoding",
        ),
        ("a page is missing", lines(&truncated), "but the file has no further page of account 111111111111"),
        ("items are missing", lines(&of_command_line), "but the file has no further page of account 111111111111"),
        ("twice", format!("{dev:#}{dev:#}"), "`arn:aws:iam::111111111111:user/people/ana` occurs twice"),
        ("a member twice", "{\"Policies\": [],\n \"Policies\": []}".to_owned(), "d.json:2:2: `Policies` occurs twice"),
        ("a page is missing", lines(&truncated), "but the file has no further page of account 111111111111"),
        ("twice", format!("{dev:#}{dev:#}"), "`arn:aws:iam::111111111111:user/people/ana` occurs twice"),
        ("a member twice", "{\"Policies\": [],\n \"Policies\": []}".to_owned(), "d.json:2:2: `Policies` occurs twice"),
    ] {
        let run = run_details(&[("d.json", text), ("prod.json", lines(&prod))], &format!("{BUCKET}{TESTS}"));
        assert_eq!(run.status, 2, "{title}: {}", run.out);
        assert!(run.err.lines().any(|line| line.contains("d.json:") && line.contains(wanted)), "{title}: {}", run.err);
        assert!(run.out.contains("ERROR d.json cannot be read") && !run.out.contains("ok  "), "{title}: {}", run.out);
    }
    // The place is in the policy, if that is an object.
    let wrong = changed("/Policies/0/PolicyVersionList/0/Document/Statement/0/Effect", json!("Alow"));
    let line = wrong.lines().position(|line| line.contains("Alow")).unwrap() + 1;
    let run = run_details(&[("d.json", wrong)], TESTS);
    assert!(run.err.contains(&format!("d.json:{line}:")), "{line}: {}", run.err);
    let both = folder(&[("tests.toml", TESTS)]);
    let refused = self::run(both.path(), &["tests.toml", "--data", "d", "--authorization-details", "x"], "");
    assert_eq!(refused.status, 2);
}
