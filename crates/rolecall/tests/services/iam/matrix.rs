//! `tables/authorization.txt`: for each operation, exactly what must be allowed.
//!
//! A row is `Operation Parameter=value … | action resource key=value … | …`: the call, then each pair that it needs with
//! IAM's own condition keys. The caller has nothing but what the row says. With all of it the call works; without it, with
//! another resource or with another value of a key, it is denied, and the denial names the action and the resource.

use super::server::Server;
use crate::script::{Line, Script, element, expand};
use rolecall::api::error::ApiError;
use rolecall::services::iam;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

const TABLE: &str = include_str!("../../tables/authorization.txt");

/// The one who calls, and its ARN in denials.
const CALLER: &str = "tester@111111111111";
const CALLER_ARN: &str = "arn:aws:iam::111111111111:user/tester";

/// One pair.
#[derive(Debug, Clone)]
struct Pair {
    action: String,
    resource: String,
    keys: Vec<(String, String)>,
}

/// One row.
#[derive(Debug)]
struct Row {
    line: usize,
    operation: String,
    parameters: Vec<(String, String)>,
    pairs: Vec<Pair>,
}

fn rows() -> (Script, Vec<Row>) {
    let (world, matrix) = TABLE.split_once("== Matrix\n").unwrap();
    let first = world.lines().count() + 2;
    let rows = matrix.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    (Script::read(world), rows.map(|(at, line)| row(line, first + at)).collect())
}

fn row(line: &str, number: usize) -> Row {
    let mut cells = line.split('|');
    let mut call = cells.next().unwrap().split_whitespace();
    let assignment = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or_else(|| panic!("line {number}: {text}"));
        (name.to_owned(), value.to_owned())
    };
    Row {
        line: number,
        operation: call.next().unwrap().to_owned(),
        parameters: call.map(assignment).collect(),
        pairs: cells
            .map(|cell| {
                let mut words = cell.split_whitespace();
                Pair {
                    action: words.next().unwrap().to_owned(),
                    resource: words.next().unwrap().to_owned(),
                    keys: words.map(assignment).collect(),
                }
            })
            .collect(),
    }
}

/// Every operation that is served has a row.
#[test]
fn no_operation_is_missing() {
    let (_, rows) = rows();
    let covered: BTreeSet<&str> = rows.iter().map(|row| &*row.operation).collect();
    let served: BTreeSet<&str> = iam::SERVICE.served().into_iter().collect();
    assert_eq!(covered, served);
    assert!(rows.iter().all(|row| !row.pairs.is_empty()));
}

/// Every row: denied without, denied with something else, allowed with exactly what it says.
#[tokio::test]
async fn each_operation_asks_for_exactly_this() {
    let (world, rows) = rows();
    let mut wrong = Vec::new();
    for row in &rows {
        let fixture = Fixture::new(&world).await;
        if let Err(difference) = fixture.check(row).await {
            wrong.push(format!("line {}: {} {difference}", row.line, row.operation));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

struct Fixture<'a> {
    server: Server,
    script: &'a Script,
    kept: HashMap<String, String>,
}

impl<'a> Fixture<'a> {
    async fn new(script: &'a Script) -> Self {
        let mut fixture = Self { server: Server::new().await, script, kept: HashMap::new() };
        for line in script.stories.iter().flat_map(|(_, lines)| lines) {
            let Line::Call(step) = line else { panic!("the world is made of calls") };
            let answer = fixture.call(&step.caller, &step.operation, &step.parameters).await;
            let answer = answer.unwrap_or_else(|error| panic!("line {}: {error}", step.line));
            for (name, tag) in &step.keeps {
                fixture.kept.insert(name.clone(), element(&answer, tag).unwrap().to_owned());
            }
        }
        fixture
    }

    async fn call(&self, caller: &str, operation: &str, parameters: &[(String, String)]) -> Result<String, ApiError> {
        let parameters: Vec<_> = parameters.iter().map(|(name, it)| (name.clone(), self.value(it))).collect();
        self.server.call(self.server.caller(caller), operation, &parameters).await
    }

    fn value(&self, text: &str) -> String {
        if let Some(name) = text.strip_prefix('@') {
            return expand(&self.script.documents[name], &self.kept);
        }
        if let Some((seed, offset)) = text.strip_prefix('#').and_then(|rest| rest.split_once(',')) {
            let seed = data_encoding::BASE64.decode(self.kept[seed].as_bytes()).unwrap();
            return self.server.code(std::str::from_utf8(&seed).unwrap(), offset.parse().unwrap());
        }
        expand(text, &self.kept)
    }

    async fn check(&self, row: &Row) -> Result<(), String> {
        let attempt = || self.call(CALLER, &row.operation, &row.parameters);
        let pairs: Vec<Pair> = row
            .pairs
            .iter()
            .map(|pair| Pair { resource: expand(&pair.resource, &self.kept), ..pair.clone() })
            .collect();
        // Without any policy, and without each pair in turn.
        for (at, pair) in pairs.iter().enumerate() {
            let others: Vec<Pair> = pairs.iter().take(at).cloned().collect();
            self.grant(&others).await;
            expect_denial(attempt().await, pair)?;
            self.grant(&with(&pairs, at, |pair| pair.resource = another(&pair.resource))).await;
            expect_denial(attempt().await, pair)?;
            for key in 0..pair.keys.len() {
                self.grant(&with(&pairs, at, |pair| pair.keys[key].1.push('x'))).await;
                expect_denial(attempt().await, pair)?;
            }
        }
        self.grant(&pairs).await;
        attempt().await.map(drop).map_err(|error| format!("is not allowed with everything: {error}"))
    }

    /// Gives the caller exactly these permissions.
    async fn grant(&self, pairs: &[Pair]) {
        let nothing = json!({"Effect": "Allow", "Action": "none:Nothing", "Resource": "*"});
        let statements: Vec<Value> = pairs.iter().map(|pair| statement(pair, &self.kept)).chain([nothing]).collect();
        let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let parameters = [("UserName", "tester"), ("PolicyName", "only"), ("PolicyDocument", &*document)];
        self.server.root("PutUserPolicy", &parameters).await;
    }
}

/// A resource that is not this one.
fn another(resource: &str) -> String {
    if resource == "*" { "arn:aws:iam::111111111111:*".to_owned() } else { format!("{resource}x") }
}

fn with(pairs: &[Pair], at: usize, change: impl FnOnce(&mut Pair)) -> Vec<Pair> {
    let mut pairs = pairs.to_vec();
    change(&mut pairs[at]);
    pairs
}

fn statement(pair: &Pair, kept: &HashMap<String, String>) -> Value {
    let (mut single, mut multiple) = (Map::new(), Map::new());
    for (key, value) in &pair.keys {
        let value = expand(value, kept);
        // A key with several values is compared with all of them.
        let target = if key == "aws:TagKeys" { &mut multiple } else { &mut single };
        target.insert(key.clone(), value.split(',').map(str::to_owned).collect());
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
    json!({"Effect": "Allow", "Action": pair.action, "Resource": pair.resource, "Condition": conditions})
}

fn expect_denial(answer: Result<String, ApiError>, pair: &Pair) -> Result<(), String> {
    let Pair { action, resource, .. } = pair;
    let expected = format!(
        "User: {CALLER_ARN} is not authorized to perform: {action} on resource: {resource} because no identity-based \
         policy allows the {action} action"
    );
    match answer {
        Err(error) if error == ApiError::access_denied(&*expected) => Ok(()),
        Err(error) => Err(format!("\n  expected: {expected}\n  told:     {error}")),
        Ok(_) => Err(format!("works without {action} on {resource} {:?}", pair.keys)),
    }
}
