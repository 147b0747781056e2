//! Floods of requests by callers with a key: an account has its rate, and no flood takes another account's.

use crate::kit::Server;
use futures_util::stream::{self, StreamExt as _};
use http_body_util::BodyExt as _;
use rolecall::directory::entities::User;
use std::collections::BTreeMap;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const REFUSED: &str = "400 Throttling Rate exceeded";
const IDENTITY: &str = "GetCallerIdentity";

/// Makes a call as often, some at the same moment; how often each answer came.
async fn flood(server: &Server, caller: &str, call: &str, times: usize) -> BTreeMap<String, usize> {
    let calls = (0..times).map(|_| server.call(caller, call));
    let answers: Vec<_> = stream::iter(calls).buffer_unordered(16).collect().await;
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.err().unwrap_or_default()).or_default() += 1;
    }
    counts
}

fn counts<const N: usize>(of: [(&str, usize); N]) -> BTreeMap<String, usize> {
    of.into_iter().map(|(answer, count)| (answer.to_owned(), count)).collect()
}

/// R3.4: 600 in one moment, and not one more; half of them half a second later. Other accounts, other services and S3
/// notice nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_has_its_rate() {
    let server = Server::new().await;
    assert_eq!(flood(&server, "root", IDENTITY, 700).await, counts([("", 600), (REFUSED, 100)]));
    server.call("prod", IDENTITY).await.unwrap();
    server.call("root", "ListUsers").await.unwrap();
    server.call("root", "GET /").await.unwrap();
    server.wait(1).await;
    assert_eq!(flood(&server, "root", IDENTITY, 601).await, counts([("", 600), (REFUSED, 1)]));
    // However long nobody calls, no more than a second's is saved.
    server.wait(86_400).await;
    assert_eq!(flood(&server, "root", IDENTITY, 601).await, counts([("", 600), (REFUSED, 1)]));
}

/// All keys and sessions of an account have one rate, in whatever Region they sign. AssumeRole in another account counts
/// on the caller's.
#[tokio::test]
async fn keys_and_sessions_of_an_account_share_its_rate() {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server.call("root", "PutUserPolicy UserName=ana PolicyName=all PolicyDocument=+*").await.unwrap();
    let trust = "AssumeRolePolicyDocument=+sts:AssumeRole<111111111111>";
    server.call("prod", &format!("CreateRole RoleName=shared {trust}")).await.unwrap();
    server.call_as("ana", "GetSessionToken", "session").await;
    flood(&server, "root", IDENTITY, 598).await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::222222222222:role/shared RoleSessionName=ss";
    server.call_as("ana", assume, "shared").await;
    for caller in ["root", "ana", "session", "ana/at=eu-west-1"] {
        assert_eq!(server.call(caller, IDENTITY).await.unwrap_err(), REFUSED, "{caller}");
    }
    assert_eq!(server.call("ana", assume).await.unwrap_err(), REFUSED);
    assert_eq!(flood(&server, "shared", IDENTITY, 601).await, counts([("", 600), (REFUSED, 1)]));
}

/// Who cannot sign for an account takes nothing of its rate.
#[tokio::test]
async fn strangers_take_nothing() {
    let server = Server::new().await;
    let missing = "403 MissingAuthenticationToken Request is missing Authentication Token";
    assert_eq!(flood(&server, "nobody", IDENTITY, 650).await, counts([(missing, 650)]));
    let wrong = flood(&server, "root/wrong-secret", IDENTITY, 650).await;
    assert!(wrong.keys().all(|answer| answer.starts_with("403 SignatureDoesNotMatch")), "{wrong:?}");
    let late = flood(&server, "root/late", IDENTITY, 650).await;
    assert!(late.keys().all(|answer| answer.starts_with("403 SignatureDoesNotMatch")), "{late:?}");
    assert_eq!(flood(&server, "root", IDENTITY, 601).await, counts([("", 600), (REFUSED, 1)]));
}

/// Requests that are refused for another reason count, so that no flood of them is free. What is refused for its rate is
/// not done, and is on record with its operation.
#[tokio::test]
async fn refusals_count_and_are_on_record() {
    let server = Server::new().await;
    for call in ["iam:Paint", "GetUser UserName=none", "CreateUser UserName=*"] {
        let answers = flood(&server, "root", call, 200).await;
        assert!(answers.keys().all(|answer| !answer.is_empty() && answer != REFUSED), "{answers:?}");
    }
    assert_eq!(server.call("root", "iam:Paint").await.unwrap_err(), REFUSED);
    let answer = server.answer("root", "CreateUser UserName=ana").await;
    assert_eq!(answer.told(), REFUSED);
    assert_eq!(server.node.directory.snapshot().all::<User>().count(), 0);
    let record = server.recorded(&answer);
    assert_eq!((&*record.service, &*record.operation, record.status), ("iam", "CreateUser", 400));
    assert_eq!(record.error.unwrap().code, "Throttling");
    assert_eq!(record.caller.unwrap().arn, "arn:aws:iam::111111111111:root");
    server.wait(1).await;
    server.call("root", "CreateUser UserName=ana").await.unwrap();
}

/// A request whose head comes early and whose body late counts when it is complete: it fills no bucket again.
#[tokio::test]
async fn slow_requests_fill_nothing() {
    let server = Server::new().await;
    let (parts, body) = server.signed_form("root", IDENTITY, &[]).into_parts();
    let mut head = "POST / HTTP/1.1\r\nexpect: 100-continue\r\nconnection: close\r\n".to_owned();
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    head.push_str("\r\n");
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    slow.write_all(head.as_bytes()).await.unwrap();
    // The server has read the head when it asks for the body.
    let mut told = [0; 25];
    slow.read_exact(&mut told).await.unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");

    server.wait(10).await;
    assert_eq!(flood(&server, "root", IDENTITY, 601).await, counts([("", 600), (REFUSED, 1)]));
    slow.write_all(&body.collect().await.unwrap().to_bytes()).await.unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("<Code>Throttling</Code>"), "{answer}");
    assert_eq!(flood(&server, "root", IDENTITY, 10).await, counts([(REFUSED, 10)]));
}
