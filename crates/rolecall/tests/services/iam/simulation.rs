//! `tables/simulation.txt`: the worked decisions, asked of `SimulateCustomPolicy`; and what the simulator must not tell.

use crate::kit::Server;
use serde_json::{Value, json};

const TABLE: &str = include_str!("../../tables/simulation.txt");

const ANA: &str = "arn:aws:iam::111111111111:user/ana";
const OWN: &str = "111111111111";

/// What is asked.
#[derive(Debug, Default, Clone, Copy)]
struct Asked<'a> {
    action: &'a str,
    resource: &'a str,
    owner: Option<&'a str>,
}

/// Every row of the table: decision, statements, missing keys, boundary, organization, and the sides of a request across
/// accounts.
#[tokio::test]
async fn the_worked_decisions_hold() {
    let server = Server::new().await;
    let (mut asked, mut rows, mut wrong) = (Asked::default(), 0, Vec::new());
    for (at, line) in TABLE.lines().enumerate() {
        if let Some(words) = line.strip_prefix("on ") {
            let words: Vec<&str> = words.split_whitespace().collect();
            asked = Asked { action: words[0], resource: words[1], owner: words.get(2).copied() };
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        rows += 1;
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let answer = server.root("SimulateCustomPolicy", &parameters(asked, &cells)).await;
        let told = told(&answer);
        let expected = format!("{} {}", cells[5], cells[6]).trim().to_owned();
        if told != expected {
            wrong.push(format!("line {}, {}:\n  expected: {expected}\n  told:     {told}", at + 1, cells[0]));
        }
    }
    assert!(rows > 60, "the table was read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn parameters(asked: Asked<'_>, cells: &[&str]) -> Vec<(String, String)> {
    let mut parameters = vec![
        ("ActionNames.member.1".to_owned(), asked.action.to_owned()),
        ("ResourceArns.member.1".to_owned(), asked.resource.to_owned()),
        ("CallerArn".to_owned(), ANA.to_owned()),
    ];
    if let Some(owner) = asked.owner {
        parameters.push(("ResourceOwner".to_owned(), format!("arn:aws:iam::{owner}:root")));
    }
    let [identity, boundary, levels, resource] = [cells[1], cells[2], cells[3], cells[4]];
    if identity == "-" {
        parameters.push(("PolicyInputList".to_owned(), String::new()));
    } else {
        for (number, sign) in (1..).zip(identity.split(',')) {
            parameters.push((format!("PolicyInputList.member.{number}"), policy(asked, sign, None)));
        }
    }
    if boundary != "-" {
        let name = "PermissionsBoundaryPolicyInputList.member.1";
        parameters.push((name.to_owned(), policy(asked, boundary, None)));
    }
    for (level, signs) in (1..).zip(levels.split('/').filter(|signs| *signs != "-")) {
        for (number, sign) in (1..).zip(signs.split('+')) {
            let name = format!(
                "OrderedOrganizationPolicyInputList.member.{level}.ServiceControlPolicyInputList.member.{number}"
            );
            parameters.push((name, policy(asked, sign, None)));
        }
    }
    if let Some((sign, principal)) = resource.split_once(':') {
        parameters.push(("ResourcePolicy".to_owned(), policy(asked, sign, Some(principal))));
    }
    parameters
}

/// A policy of one statement that a sign of the table stands for.
fn policy(asked: Asked<'_>, sign: &str, principal: Option<&str>) -> String {
    let (effect, what) = sign.split_at(1);
    let mut statement = json!({"Effect": if effect == "D" { "Deny" } else { "Allow" }, "Action": asked.action});
    if effect == "i" {
        statement["Action"] = json!("sts:TagSession");
    }
    // Trust policies have no resource.
    if principal.is_none() || !asked.resource.contains(":role/") {
        statement["Resource"] = json!(asked.resource);
    }
    match what {
        "" => {}
        "-other" => statement["Resource"] = json!("arn:aws:s3:::other"),
        "+mfa" => statement["Condition"] = json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        "-mfa" => statement["Condition"] = json!({"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
        "-mfa?" => statement["Condition"] = json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
        "-org" => statement["Condition"] = json!({"StringEquals": {"aws:PrincipalOrgID": "o-other"}}),
        _ => panic!("what is {sign}?"),
    }
    match principal {
        None => {}
        Some("u") => statement["Principal"] = json!({"AWS": ANA}),
        Some("acct") => statement["Principal"] = json!({"AWS": OWN}),
        Some("*") => statement["Principal"] = json!("*"),
        Some("not-u-acct") => statement["NotPrincipal"] = json!({"AWS": [ANA, OWN]}),
        Some(other) => panic!("who is {other}?"),
    }
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// The only result of an answer, in the words of the table. What it says of the resource by itself is the same.
fn told(answer: &str) -> String {
    let Some((before, rest)) = answer.split_once("<ResourceSpecificResults>") else { return told_once(answer) };
    let (specific, after) = rest.split_once("</ResourceSpecificResults>").unwrap();
    let told = told_once(&format!("{before}{after}"));
    let specific = told_once(&specific.replace("EvalResourceDecision>", "EvalDecision>"));
    let without_organization: Vec<&str> = told.split(' ').filter(|it| !it.starts_with("organizations")).collect();
    assert_eq!(specific, without_organization.join(" "), "{answer}");
    told
}

fn told_once(answer: &str) -> String {
    let all = |tag: &str| -> Vec<String> {
        answer.split(&format!("<{tag}>")).skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    };
    let one = |tag: &str| all(tag).first().cloned();
    let mut told = all("EvalDecision");
    assert_eq!(told.len(), 1, "{answer}");
    let ids = all("SourcePolicyId");
    if !ids.is_empty() {
        told.push(format!("by={}", ids.join(",")));
    }
    for (name, tag) in [("boundary", "AllowedByPermissionsBoundary"), ("organizations", "AllowedByOrganizations")] {
        told.extend(one(tag).map(|value| format!("{name}={value}")));
    }
    let side = |key: &str| {
        let (_, rest) = answer.split_once(&format!("<key>{key}</key><value>"))?;
        rest.split('<').next().map(str::to_owned)
    };
    for (name, key) in [("iam", "IAM Policy"), ("resource", "Resource Policy")] {
        told.extend(side(key).map(|value| format!("{name}={value}")));
    }
    if let Some((_, rest)) = answer.split_once("<MissingContextValues>") {
        let (missing, _) = rest.split_once("</MissingContextValues>").unwrap();
        let keys: Vec<&str> = missing.split("<member>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        told.push(format!("missing={}", keys.join(",")));
    }
    told.join(" ")
}

fn allow(action: &str, resource: &str) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})
}

fn trust(principal: &str, condition: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", "Condition": condition}]})
    .to_string()
}

/// A role of this server brings its trust policy, in its own account and across accounts; of another account's policy
/// nothing is told but the decision, and only about the asking account's own callers.
#[tokio::test]
async fn another_accounts_trust_policy_decides_but_is_not_shown() {
    let server = Server::new().await;
    let as_root = async |account: &str, operation: &str, parameters: &[(&str, &str)]| {
        server.ask(if account == OWN { "root" } else { "prod" }, operation, parameters).await.unwrap()
    };
    let document = allow("sts:AssumeRole", "*").to_string();
    for account in [OWN, "222222222222"] {
        as_root(account, "CreateUser", &[("UserName", "ana")]).await;
        let policy = [("UserName", "ana"), ("PolicyName", "own"), ("PolicyDocument", &*document)];
        as_root(account, "PutUserPolicy", &policy).await;
    }
    let with_id = trust(OWN, &json!({"StringEquals": {"sts:ExternalId": "x"}}));
    let role = [("RoleName", "deploy"), ("AssumeRolePolicyDocument", &*with_id)];
    as_root("222222222222", "CreateRole", &role).await;

    let question = [
        ("PolicySourceArn", ANA),
        ("ActionNames.member.1", "sts:AssumeRole"),
        ("ResourceArns.member.1", "arn:aws:iam::222222222222:role/deploy"),
    ];
    let answer = as_root(OWN, "SimulatePrincipalPolicy", &question).await;
    assert!(answer.contains("<EvalDecision>implicitDeny<"), "{answer}");
    assert!(!answer.contains("ExternalId"), "{answer}");

    let stated = [
        ("ContextEntries.member.1.ContextKeyName", "sts:ExternalId"),
        ("ContextEntries.member.1.ContextKeyType", "string"),
        ("ContextEntries.member.1.ContextKeyValues.member.1", "x"),
    ];
    let answer = as_root(OWN, "SimulatePrincipalPolicy", &[&question[..], &stated].concat()).await;
    assert!(answer.contains("<EvalDecision>allowed<"), "{answer}");
    assert!(answer.contains("<SourcePolicyId>user_ana_own<"), "{answer}");
    assert!(!answer.contains("Resource Policy</SourcePolicyType>"), "{answer}");

    // Asked about somebody else's caller, the server says what is known without that policy.
    let caller = [("CallerArn", "arn:aws:iam::222222222222:user/ana")];
    let answer = as_root(OWN, "SimulatePrincipalPolicy", &[&question[..], &stated, &caller].concat()).await;
    let hypothetical = [("ResourceArns.member.1", "arn:aws:iam::222222222222:role/none")];
    let other = [&question[..2], &hypothetical, &stated, &caller].concat();
    let unknown = as_root(OWN, "SimulatePrincipalPolicy", &other).await;
    assert_eq!(answer, unknown.replace("role/none", "role/deploy"));
}

/// Tags and ids of another account's user are not told by conditions that hold.
#[tokio::test]
async fn another_accounts_user_is_only_a_name() {
    let server = Server::new().await;
    let tag = [("UserName", "eve"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "core")];
    server.ask("prod", "CreateUser", &tag).await.unwrap();
    server.root("CreateUser", &tag).await;
    for (condition, own) in [
        (json!({"StringEquals": {"aws:PrincipalTag/team": "core"}}), "allowed"),
        (json!({"StringLike": {"aws:userid": "AIDA*"}}), "allowed"),
    ] {
        let statement = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition});
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        for (account, expected) in [(OWN, own), ("222222222222", "implicitDeny")] {
            let caller = format!("arn:aws:iam::{account}:user/eve");
            let question = [
                ("PolicyInputList.member.1", &*document),
                ("ActionNames.member.1", "s3:ListAllMyBuckets"),
                ("CallerArn", &*caller),
            ];
            let answer = server.root("SimulateCustomPolicy", &question).await;
            assert!(answer.contains(&format!("<EvalDecision>{expected}<")), "{caller} {condition}: {answer}");
        }
    }
}

/// A page ends early where its answer would grow without measure (R4.4), and the next one goes on there.
#[tokio::test]
async fn pages_of_many_statements_end_early() {
    let server = Server::new().await;
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let document = json!({"Version": "2012-10-17", "Statement": vec![statement; 1500]}).to_string();
    let mut parameters = vec![("PolicyInputList.member.1".to_owned(), document)];
    parameters.extend((1..=30).map(|number| (format!("ActionNames.member.{number}"), format!("s3:Action{number:02}"))));
    let (mut seen, mut pages, mut marker) = (Vec::new(), 0, None::<String>);
    loop {
        let mut asked = parameters.clone();
        asked.extend(marker.take().map(|marker| ("Marker".to_owned(), marker)));
        let answer = server.root("SimulateCustomPolicy", &asked).await;
        assert!(answer.len() < 8 << 20, "{}", answer.len());
        let actions = answer.split("<EvalActionName>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        let before = seen.len();
        seen.extend(actions);
        assert!(seen.len() > before, "a page has something");
        pages += 1;
        match answer.split_once("<Marker>") {
            Some((_, rest)) => marker = rest.split('<').next().map(str::to_owned),
            None => break,
        }
    }
    assert!(pages > 1);
    assert_eq!(seen, (1..=30).map(|number| format!("s3:Action{number:02}")).collect::<Vec<_>>());
}
