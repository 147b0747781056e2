//! `tables/authorization`: for each operation, exactly what must be allowed.
//!
//! A table has documents, a story that makes the world with the user `tester` in it, and a row for each call:
//!
//! ```text
//! CreateUser UserName=new Path=/dev/ | iam:CreateUser arn:…:user/dev/new aws:RequestTag/Team=core | …
//! HeadObject: HEAD /photos/missing   | s3:GetObject arn:…:photos/missing | s3:ListBucket arn:…:photos | = 404
//! GetCallerIdentity                  | -
//! ```
//!
//! The call, before which S3's has the name of its operation; then each required permission, with the condition keys that
//! must be in its context; at the end what is answered to who has them all, where that is an error. `tester` has nothing
//! but what the row says. Without a permission, with another resource in it or with another value of a key, the call is
//! denied and the denial names the action and the resource. `-` is an operation that no policy can deny (R2.38).

use crate::kit::Server;
use crate::kit::call::{Answer, Call, expand};
use crate::kit::services::{SERVICES, Service};
use crate::kit::story::Table;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

const TABLES: [(&str, &str); 7] = [
    ("iam", include_str!("../tables/authorization/iam.txt")),
    ("sts", include_str!("../tables/authorization/sts.txt")),
    ("s3", include_str!("../tables/authorization/s3.txt")),
    ("organizations", include_str!("../tables/authorization/organizations.txt")),
    ("cloudtrail", include_str!("../tables/authorization/cloudtrail.txt")),
    ("rolecall", include_str!("../tables/authorization/rolecall.txt")),
    ("uxc", include_str!("../tables/authorization/uxc.txt")),
];

/// Operations that are served and have no row, one line each as `service Operation`.
const UNCOVERED: &str = include_str!("../tables/uncovered.txt");

/// Who calls, as denials name it.
const CALLER: &str = "arn:aws:iam::111111111111:user/tester";

/// A required permission.
#[derive(Debug, Clone)]
struct Permission {
    action: String,
    resource: String,
    keys: Vec<(String, String)>,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    line: usize,
    pub(crate) operation: String,
    call: Call,
    permissions: Vec<Permission>,
    /// What is answered to who has all permissions; `None`: it works.
    answered: Option<String>,
}

impl Row {
    fn read(text: &str, line: usize) -> Self {
        let mut cells: Vec<&str> = text.split('|').map(str::trim).collect();
        let answered = cells.pop_if(|cell| cell.starts_with("= ")).map(|cell| cell[2..].to_owned());
        let (call, permissions) = cells.split_first().unwrap();
        let (operation, call) =
            call.split_once(": ").unwrap_or_else(|| (call.split(' ').next().unwrap_or_default(), call));
        let permission = |cell: &&str| {
            let mut words = cell.split_whitespace().map(|word| word.replace("%20", " "));
            let (action, resource) = (words.next().unwrap(), words.next().unwrap());
            let assignment = |word: String| word.split_once('=').map(|(name, it)| (name.to_owned(), it.to_owned()));
            Permission { action, resource, keys: words.map(|word| assignment(word).unwrap()).collect() }
        };
        assert!(!permissions.is_empty(), "line {line} says nothing of permissions");
        let permissions = permissions.iter().filter(|cell| **cell != "-").map(permission).collect();
        Self { line, operation: operation.to_owned(), call: Call::read(call), permissions, answered }
    }

    /// Whether a policy can deny the call.
    pub(crate) fn has_denied_case(&self) -> bool {
        !self.permissions.is_empty()
    }
}

/// The world of a service's table, and its rows.
fn read(service: &str) -> (Table, Vec<Row>) {
    let (_, table) = TABLES.iter().find(|(name, _)| *name == service).unwrap();
    let (world, matrix) = table.split_once("== Matrix\n").unwrap();
    let first = world.lines().count() + 2;
    let rows = matrix.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    (Table::read(world), rows.map(|(at, line)| Row::read(line, first + at)).collect())
}

/// The rows of a service's table.
pub(crate) fn rows(service: &str) -> Vec<Row> {
    read(service).1
}

/// Every operation that is served has a row, or is listed as uncovered; no other is in either.
#[test]
fn no_operation_is_missing() {
    let uncovered: Vec<(&str, &str)> =
        UNCOVERED.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once(' ').unwrap()).collect();
    for service in &*SERVICES {
        let (rows, served) = (rows(service.name), service.served().collect::<BTreeSet<_>>());
        let covered: BTreeSet<&str> = rows.iter().map(|row| &*row.operation).collect();
        let listed: BTreeSet<&str> =
            uncovered.iter().filter(|(of, _)| *of == service.name).map(|(_, name)| *name).collect();
        let unserved: Vec<_> = covered.difference(&served).collect();
        assert!(unserved.is_empty(), "not served by {}: {unserved:?}", service.name);
        assert_eq!(listed, served.difference(&covered).copied().collect(), "uncovered of {}", service.name);
    }
}

/// Each row is the operation it says.
#[test]
fn rows_are_the_operations_they_say() {
    for (service, _) in TABLES {
        for row in rows(service) {
            assert_eq!(row.call.operation(), Some((service, &*row.operation)), "line {}", row.line);
        }
    }
}

/// IAM: denied without, denied with something else, allowed with exactly what the row says.
#[tokio::test]
async fn iam_requires_exactly_these_permissions() {
    check("iam").await;
}

/// STS, sessions of the same account.
#[tokio::test]
async fn sts_requires_exactly_these_permissions() {
    check("sts").await;
}

/// S3, buckets of the same account.
#[tokio::test]
async fn s3_requires_exactly_these_permissions() {
    check("s3").await;
}

/// Organizations, calls of the management account and of a member.
#[tokio::test]
async fn organizations_requires_exactly_these_permissions() {
    check("organizations").await;
}

/// CloudTrail, trails of the caller's account.
#[tokio::test]
async fn cloudtrail_requires_exactly_these_permissions() {
    check("cloudtrail").await;
}

/// Operations of our own.
#[tokio::test]
async fn rolecall_requires_exactly_these_permissions() {
    check("rolecall").await;
}

/// User Experience Customization, the caller's account.
#[tokio::test]
async fn uxc_requires_exactly_these_permissions() {
    check("uxc").await;
}

async fn check(service: &str) {
    let (world, rows) = read(service);
    let service = SERVICES.iter().find(|it| it.name == service).unwrap();
    let mut wrong = Vec::new();
    let mut unchanged = None;
    for row in &rows {
        let server = match unchanged.take() {
            Some(server) => server,
            None => made(&world).await,
        };
        if let Err(difference) = check_row(&server, service, &world, row).await {
            wrong.push(format!("line {}: {} {difference}", row.line, row.operation));
        }
        // What only reads leaves the world to the next row.
        unchanged = service.operation(&row.operation).is_some_and(|it| it.read_only).then_some(server);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn made(world: &Table) -> Server {
    let mut server = Server::new().await;
    for (_, lines) in &world.stories {
        world.tell_on(&mut server, lines).await.unwrap();
    }
    server
}

async fn check_row(server: &Server, service: &Service, world: &Table, row: &Row) -> Result<(), String> {
    let attempt = || server.perform("tester", &row.call, &world.documents);
    let mut permissions = row.permissions.clone();
    for permission in &mut permissions {
        permission.resource = expand(&permission.resource, &server.kept);
    }
    for (at, permission) in permissions.iter().enumerate() {
        grant(server, &permissions[..at]).await;
        expect_denial(server, &attempt().await, service, row, permission)?;
        grant(server, &with(&permissions, at, |it| it.resource = another(&it.resource))).await;
        expect_denial(server, &attempt().await, service, row, permission)?;
        for key in 0..permission.keys.len() {
            grant(server, &with(&permissions, at, |it| it.keys[key].1.push('x'))).await;
            expect_denial(server, &attempt().await, service, row, permission)?;
        }
    }
    if permissions.is_empty() {
        let deny = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
        put_policy(server, &[deny]).await;
    } else {
        grant(server, &permissions).await;
    }
    let answer = attempt().await;
    let is_expected = match &row.answered {
        None => answer.status < 400 && !answer.body.contains("<Code>AccessDenied</Code>"),
        Some(told) => answer.told() == expand(told, &server.kept),
    };
    let told = || format!("with all permissions\n  expected: {:?}\n  told:     {}", row.answered, answer.told());
    is_expected.then_some(()).ok_or_else(told)
}

/// Gives the caller exactly these permissions.
async fn grant(server: &Server, permissions: &[Permission]) {
    // A policy without a statement is none.
    let nothing = json!({"Effect": "Allow", "Action": "none:Nothing", "Resource": "*"});
    let statements = permissions.iter().map(|permission| statement(permission, &server.kept));
    put_policy(server, &statements.chain([nothing]).collect::<Vec<_>>()).await;
}

async fn put_policy(server: &Server, statements: &[Value]) {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let parameters = [("UserName", "tester"), ("PolicyName", "only"), ("PolicyDocument", &*document)];
    server.root("PutUserPolicy", &parameters).await;
}

/// A resource that is not this one.
fn another(resource: &str) -> String {
    if resource == "*" { "arn:aws:iam::111111111111:*".to_owned() } else { format!("{resource}x") }
}

fn with(permissions: &[Permission], at: usize, change: impl FnOnce(&mut Permission)) -> Vec<Permission> {
    let mut permissions = permissions.to_vec();
    change(&mut permissions[at]);
    permissions
}

fn statement(permission: &Permission, kept: &HashMap<String, String>) -> Value {
    let (mut single, mut multiple) = (Map::new(), Map::new());
    for (key, value) in &permission.keys {
        let value = expand(value, kept);
        // A key with several values is compared with all of them.
        let keys = match &**key {
            "aws:TagKeys" | "iam:AccountPropertyNamespaces" | "sts:TransitiveTagKeys" => &mut multiple,
            _ => &mut single,
        };
        keys.insert(key.clone(), value.split(',').map(str::to_owned).collect());
    }
    let mut conditions = Map::new();
    if !single.is_empty() {
        conditions.insert("StringEquals".to_owned(), Value::Object(single));
    }
    if !multiple.is_empty() {
        // Present, and nothing but these.
        conditions.insert("ForAllValues:StringEquals".to_owned(), Value::Object(multiple.clone()));
        conditions.insert("ForAnyValue:StringEquals".to_owned(), Value::Object(multiple));
    }
    let Permission { action, resource, .. } = permission;
    // A policy cannot name a star in an object's key: in a resource it is a wildcard.
    let in_s3 = resource.starts_with("arn:aws:s3:::");
    let resource = if in_s3 { resource.replace('*', "?") } else { resource.clone() };
    json!({"Effect": "Allow", "Action": action, "Resource": resource, "Condition": conditions})
}

fn expect_denial(
    server: &Server,
    answer: &Answer,
    service: &Service,
    row: &Row,
    permission: &Permission,
) -> Result<(), String> {
    let Permission { action, resource, .. } = permission;
    let on = match (service.name, &**resource) {
        // R5.14: S3 quotes the resource, and names none where there is none.
        ("s3", "*") => String::new(),
        ("s3", resource) => format!(" on resource: \"{resource}\""),
        ("iam", _) => format!(" on resource: {}", called(row, permission)),
        (_, resource) => format!(" on resource: {resource}"),
    };
    // R3.9, R5.12: AssumeRole does not say why.
    let why = match &*row.operation {
        "AssumeRole" => String::new(),
        _ => format!(" because no identity-based policy allows the {action} action"),
    };
    let message = format!("User: {CALLER} is not authorized to perform: {action}{on}{why}");
    let told = match &*row.operation {
        // An answer to HEAD has no body; the trail has the message.
        operation if operation.starts_with("Head") => {
            let error = server.recorded(answer).error.unwrap();
            answer.told() == "403" && format!("{} {}", error.code, error.message) == format!("AccessDenied {message}")
        }
        // Each key is decided by itself.
        "DeleteObjects" => {
            let message = message.replace('"', "&quot;");
            answer.body.contains(&format!("<Code>AccessDenied</Code><Message>{message}</Message>"))
        }
        // R5.7: how REST-JSON and JSON services spell it.
        _ if matches!(row.call, Call::RestJson { .. }) => {
            answer.told() == format!("403 AccessDeniedException {message}")
        }
        _ if answer.body.starts_with('{') => answer.told() == format!("400 AccessDeniedException {message}"),
        _ => answer.told() == format!("403 AccessDenied {message}"),
    };
    if told {
        return Ok(());
    }
    let without = format!("without {action} on {resource} {:?}", permission.keys);
    Err(format!("{without}\n  expected: {message}\n  told:     {}\n  answered: {}", answer.told(), answer.body))
}

/// R1.30: IAM calls a thing as the request does, by its name; what is created, passed, or listed by its ARN.
fn called(row: &Row, Permission { action, resource, .. }: &Permission) -> String {
    const BY_ARN: [&str; 14] = [
        "iam:ChangePassword",
        "iam:CreateGroup",
        "iam:CreateInstanceProfile",
        "iam:CreatePolicy",
        "iam:CreateRole",
        "iam:CreateServiceLinkedRole",
        "iam:CreateUser",
        "iam:GenerateServiceLastAccessedDetails",
        "iam:GetAccessKeyLastUsed",
        "iam:GetContextKeysForPrincipalPolicy",
        "iam:GetServiceLinkedRoleDeletionStatus",
        "iam:ListPoliciesGrantingServiceAccess",
        "iam:PassRole",
        "iam:SimulatePrincipalPolicy",
    ];
    if action == "iam:ListPolicies" {
        return "policy path /".to_owned();
    }
    if BY_ARN.contains(&&**action) || resource.ends_with('/') {
        return resource.clone();
    }
    // What moves has another ARN afterwards, and the name of before.
    let before = row.permissions.iter().find(|it| it.action == *action).map_or(&**resource, |it| &it.resource);
    let name = before.rsplit('/').next().unwrap();
    match resource.split(':').nth(5).and_then(|rest| rest.split('/').next()).unwrap_or_default() {
        "policy" => format!("policy {resource}"),
        "instance-profile" => format!("instance profile {name}"),
        kind @ ("user" | "role" | "group") => format!("{kind} {name}"),
        _ => resource.clone(),
    }
}
