//! S3 from the request to the answer, without a network: the world is two accounts with buckets, users get policies.

use super::identify::S3Operation;
use super::ops::is_implemented;
use super::*;
use crate::directory::entities::{Account, Bucket, PublicAccessBlock, User};
use crate::environment::clock::ManualClock;
use crate::environment::entropy::SeededEntropy;
use crate::node::{Node, NodeConfig};
use crate::services::body::RequestBody;
use crate::services::log::RequestLog;
use crate::services::{Caller, RequestInfo};
use crate::store::MemoryStore;
use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use rolecall_policy::{AccountId, Principal};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tempfile::TempDir;

mod answers;

const OWN: u64 = 111_111_111_111;
const OTHER: u64 = 222_222_222_222;

/// A node with two accounts, each with a user `u`.
struct World {
    node: Node,
    _folder: TempDir,
}

/// An answer that came to its end.
struct Answered {
    status: u16,
    headers: HeaderMap,
    body: String,
}

/// A body that is there already.
struct Whole(Option<Bytes>, u64);

impl RequestBody for Whole {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, ApiError>> {
        let bytes = self.0.take();
        Box::pin(async move { Ok(bytes) })
    }

    fn length(&self) -> Option<u64> {
        Some(self.1)
    }

    fn trailers(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

fn account(number: u64) -> AccountId {
    AccountId::from_u64(number).unwrap()
}

fn now() -> Timestamp {
    "2026-11-22T10:15:30Z".parse().unwrap()
}

impl World {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let config = NodeConfig { data: folder.path().to_owned(), home_region: "us-east-1".to_owned() };
        let (clock, entropy) = (Arc::new(ManualClock::new(now())), Arc::new(SeededEntropy::new(1)));
        let node = Node::on_store(config, Arc::new(MemoryStore::new()), clock, entropy).await.unwrap();
        node.directory
            .change(|_, edit| {
                for number in [OWN, OTHER] {
                    edit.create(&Account {
                        id: account(number),
                        name: "a".to_owned(),
                        created: now(),
                        canonical_id: format!("{number:064}"),
                        alias: None,
                        root_access_keys: Vec::new(),
                        root_mfa_devices: Vec::new(),
                    })?;
                    edit.create(&User {
                        account: account(number),
                        id: format!("AIDA{number}USER1"),
                        name: "u".to_owned(),
                        path: "/".to_owned(),
                        created: now(),
                        tags: Vec::new(),
                        boundary: None,
                        inline: BTreeMap::new(),
                        attached: Vec::new(),
                        groups: BTreeSet::new(),
                        access_keys: Vec::new(),
                        mfa_devices: Vec::new(),
                    })?;
                }
                Ok(())
            })
            .await
            .unwrap();
        Self { node, _folder: folder }
    }

    /// Adds a bucket.
    async fn bucket(&self, owner: u64, name: &str) {
        let bucket = Bucket {
            name: name.to_owned(),
            account: account(owner),
            region: "us-east-1".to_owned(),
            created: now(),
            policy: None,
            public_access_block: PublicAccessBlock::default(),
        };
        self.node.directory.change(|_, edit| edit.create(&bucket)).await.unwrap();
    }

    /// Gives the user of an account this policy and no other.
    async fn allow(&self, owner: u64, statements: Value) {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        self.node
            .directory
            .change(|snapshot, edit| {
                let user = snapshot.user(account(owner), "u").unwrap();
                let inline = BTreeMap::from([("p".to_owned(), text.clone())]);
                edit.update(user, &User { inline, ..user.entity().clone() })
            })
            .await
            .unwrap();
    }

    fn user(&self, owner: u64) -> Caller {
        let user = self.node.directory.snapshot().user(account(owner), "u").unwrap().clone();
        let principal =
            Principal::User { account: user.account, arn: user.arn().into(), id: Some(user.id.as_str().into()) };
        Caller { principal, arn: user.arn(), user_id: user.id.clone(), user: Some(user), ..Caller::anonymous() }
    }

    fn root(&self, owner: u64) -> Caller {
        let account = account(owner);
        let arn = format!("arn:aws:iam::{account}:root");
        let principal = Principal::Root { account, arn: arn.as_str().into() };
        Caller { principal, arn, user_id: account.to_string(), ..Caller::anonymous() }
    }

    /// Sends `METHOD /path?query name=value …`.
    async fn send(&self, caller: Caller, request: &str, body: &str) -> Answered {
        let mut words = request.split(' ');
        let mut parts = http::Request::builder();
        parts = parts.method(words.next().unwrap()).uri(words.next().unwrap());
        for word in words {
            let (name, value) = word.split_once('=').unwrap();
            parts = parts.header(name, value);
        }
        let (parts, ()) = parts.body(()).unwrap().into_parts();
        let signed = caller.principal != Principal::Anonymous;
        let info = RequestInfo {
            request_id: "r".to_owned(),
            time: now(),
            source_ip: "192.0.2.1".parse().unwrap(),
            user_agent: String::new(),
            referer: None,
            region: "us-east-1".to_owned(),
            tls_version: None,
            auth_type: signed.then_some("REST-HEADER"),
            signature_age_ms: signed.then_some(0),
        };
        let call = Call { node: &self.node, service: &SERVICE, caller, info, log: RequestLog::default() };
        let length = body.len() as u64;
        let body = Box::new(Whole((!body.is_empty()).then(|| Bytes::from(body.to_owned())), length));
        match serve(call, &parts, None, body).await {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                let bytes = match body {
                    ResponseBody::Full(bytes) => bytes.to_vec(),
                    ResponseBody::Stream(stream, length) => {
                        let bytes = stream.try_collect::<Vec<_>>().await.unwrap().concat();
                        assert_eq!(bytes.len() as u64, length);
                        bytes
                    }
                };
                let body = String::from_utf8(bytes).unwrap();
                Answered { status: parts.status.as_u16(), headers: parts.headers, body }
            }
            Err(error) => {
                let body = format!("{}: {}", error.code, error.message);
                Answered { status: error.status, headers: HeaderMap::new(), body }
            }
        }
    }
}

/// One row of the matrix.
struct Row<'t> {
    operation: &'t str,
    request: &'t str,
    body: &'t str,
    pairs: Vec<(&'t str, &'t str)>,
}

fn matrix() -> Vec<Row<'static>> {
    let rows = include_str!("matrix.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let columns: Vec<&str> = line.split(" | ").flat_map(|column| column.split("| ")).map(str::trim).collect();
        let [operation, request, body, pairs] = columns.as_slice() else { panic!("{line}: {columns:?}") };
        let pairs = pairs.split("; ").map(|pair| pair.split_once(' ').unwrap()).collect();
        Row { operation, request, body, pairs }
    })
    .collect()
}

/// A request path as the model has it, with blanks and stars escaped for policies that name one exact resource.
fn statements(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(action, resource)| {
            let resource = if *resource == "*" { "*".to_owned() } else { resource.replace('*', "?") };
            json!({"Effect": "Allow", "Action": action, "Resource": resource})
        })
        .collect()
}

/// Each operation is denied, with R5.8's words, while one of its pairs is missing, and not denied once it has them all.
/// Every operation that is implemented has a row.
#[tokio::test]
async fn the_authorisation_matrix() {
    let world = World::new().await;
    world.bucket(OWN, "photos").await;
    world.bucket(OWN, "mine").await;
    let put = world.send(world.root(OWN), "PUT /photos/a/1", "one").await;
    assert_eq!(put.status, 200, "{}", put.body);
    let rows = matrix();
    for row in &rows {
        for (missing, (action, resource)) in row.pairs.iter().enumerate() {
            let mut others = row.pairs.clone();
            others.remove(missing);
            // A policy that allows nothing at all is no policy: something else stands in.
            others.push(("s3:GetBucketTagging", "arn:aws:s3:::unrelated"));
            world.allow(OWN, statements(&others)).await;
            let denied = world.send(world.user(OWN), row.request, row.body).await;
            let on = if *resource == "*" { String::new() } else { format!(" on resource: \"{resource}\"") };
            let expected = format!(
                "AccessDenied: User: arn:aws:iam::111111111111:user/u is not authorized to perform: {action}{on} \
                 because no identity-based policy allows the {action} action"
            );
            assert_eq!((denied.status, denied.body), (403, expected), "{} without {action}", row.request);
        }
        world.allow(OWN, statements(&row.pairs)).await;
        let allowed = world.send(world.user(OWN), row.request, row.body).await;
        assert!(allowed.status != 403, "{}: {}", row.request, allowed.body);
        assert!(!allowed.body.starts_with("NotImplemented") && allowed.status < 500, "{}", allowed.body);
    }
    for operation in S3Operation::ALL.iter().filter(|operation| is_implemented(**operation)) {
        // Its keys are authorised one by one: `deleting_many_is_decided_key_by_key`.
        let has_row = rows.iter().any(|row| row.operation == operation.name()) || operation.name() == "DeleteObjects";
        assert!(has_row, "{} has no row", operation.name());
    }
}

/// Each row of the matrix is the operation it says.
#[test]
fn rows_are_the_operations_they_say() {
    for row in matrix() {
        let mut words = row.request.split(' ');
        let (method, uri) = (words.next().unwrap().parse().unwrap(), words.next().unwrap());
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let headers = words.map(|word| word.split_once('=').unwrap());
        let headers = headers.map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
        let identified = identify::identify(&method, path, query, &headers.collect(), None).unwrap();
        assert_eq!(identified.operation.name(), row.operation, "{}", row.request);
    }
}
