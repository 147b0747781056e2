//! What the trail says beside the answer: what is not there, who is meant, and which of several causes it was.

use crate::kit::Server;
use crate::kit::call::Answer;
use rolecall::trail::{Failure, Record, Sent};
use serde_json::{Value, json};

/// The user `ana` of 111111111111, who may do everything, and the role `/service/App` of 222222222222, which trusts her.
async fn world() -> Server {
    let mut server = Server::new().await;
    server.call("root", "CreateUser UserName=ana Path=/team/").await.unwrap();
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let all = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    put_policy(&server, &all).await;
    let trust = trusts("arn:aws:iam::111111111111:user/team/ana");
    let parameters = [("RoleName", "App"), ("Path", "/service/"), ("AssumeRolePolicyDocument", &trust)];
    server.ask("prod", "CreateRole", &parameters).await.unwrap();
    server
}

fn trusts(arn: &str) -> String {
    let trust = json!({"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"});
    json!({"Version": "2012-10-17", "Statement": trust}).to_string()
}

async fn put_policy(server: &Server, document: &Value) {
    let document = document.to_string();
    let parameters = [("UserName", "ana"), ("PolicyName", "p"), ("PolicyDocument", &document)];
    server.ask("root", "PutUserPolicy", &parameters).await.unwrap();
}

async fn assume(server: &Server, role: &str) -> (Answer, Record) {
    let call = format!("AssumeRole RoleArn=arn:aws:iam::{role} RoleSessionName=session");
    let answer = server.answer("ana", &call).await;
    let record = server.recorded(&answer);
    (answer, record)
}

/// The explanation of the last decision.
fn explanation(record: &Record) -> Value {
    record.decisions.last().and_then(|decision| decision.explanation.clone()).unwrap()
}

fn reason(record: &Record) -> &str {
    record.error.as_ref().and_then(|Failure { reason, .. }| reason.as_deref()).unwrap_or("none")
}

/// R3.9: a role that is not there and one that does not trust the caller are answered alike. The trail tells them apart. It
/// does not name the role that was meant: looking for it would take a time that the caller could measure.
#[tokio::test]
async fn a_role_that_is_not_there() {
    let server = world().await;
    let trust = trusts("222222222222");
    server.ask("prod", "CreateRole", &[("RoleName", "Shut"), ("AssumeRolePolicyDocument", &trust)]).await.unwrap();
    let (shut, record) = assume(&server, "222222222222:role/Shut").await;
    assert!(explanation(&record).get("not_there").is_none());
    let mut advice = Vec::new();
    for role in
        ["222222222222:role/App", "222222222222:role/service/Apl", "444444444444:role/App", "222222222222:role/No"]
    {
        let (answer, record) = assume(&server, role).await;
        assert_eq!(answer.told().replace(role, ""), shut.told().replace("222222222222:role/Shut", ""), "{role}");
        let told = explanation(&record);
        assert!(told["not_there"].as_str().unwrap().contains(role), "{told}");
        advice.push(told["changes"].clone());
    }
    assert!(advice.iter().all(|changes| *changes == advice[3] && changes.as_array().unwrap().len() == 1), "{advice:?}");
}

/// R2.32: who may not list a bucket is not told that a key is missing; the trail is, and nobody is sent for a policy.
#[tokio::test]
async fn a_key_that_is_not_there() {
    let server = world().await;
    server.call("root", "PUT /reports").await.unwrap();
    let read =
        json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}});
    put_policy(&server, &read).await;
    for method in ["GET", "HEAD"] {
        let answer = server.answer("ana", &format!("{method} /reports/gone.csv")).await;
        assert_eq!(answer.status, 403);
        let told = explanation(&server.recorded(&answer));
        assert_eq!(told["not_there"], "there is no object \"gone.csv\" in the bucket reports");
        assert!(told["changes"][0]["what"].as_str().unwrap().starts_with("request a key that exists"), "{told}");
    }
}

/// R1.18: principals are shown as GetRole shows them. Only one that is gone is called deleted.
#[tokio::test]
async fn principals_have_their_names() {
    let server = world().await;
    server.call("root", "CreateUser UserName=bob").await.unwrap();
    let trust = trusts("arn:aws:iam::111111111111:user/bob");
    server.ask("prod", "CreateRole", &[("RoleName", "Bobs"), ("AssumeRolePolicyDocument", &trust)]).await.unwrap();
    let (_, record) = assume(&server, "222222222222:role/Bobs").await;
    let told = explanation(&record).to_string();
    assert!(told.contains("arn:aws:iam::111111111111:user/bob") && !told.contains("AIDA"), "{told}");
    assert!(!told.contains("deleted"), "{told}");
    server.call("root", "DeleteUser UserName=bob").await.unwrap();
    let (_, record) = assume(&server, "222222222222:role/Bobs").await;
    let told = explanation(&record).to_string();
    assert!(told.contains("is the id of a user that was deleted"), "{told}");
}

/// What the client is told alike has its cause in the trail, with the key and the operation as they were sent.
#[tokio::test]
async fn causes_of_refusals() {
    let mut server = world().await;
    server.call_as("ana", "GetSessionToken", "session").await;
    server.call_as("root", "CreateAccessKey UserName=ana", "old").await;
    let id = server.keys["old"].id.clone();
    server.call("root", &format!("UpdateAccessKey UserName=ana AccessKeyId={id} Status=Inactive")).await.unwrap();
    let since = format!("{:.0}", server.now());
    server.wait(60).await;
    for (caller, cause) in [
        ("old", format!("the access key {id} of arn:aws:iam::111111111111:user/team/ana is inactive since {since}")),
        ("ana/token=session", "is a long-term key, which has none".to_owned()),
        ("ana/id=AKIAIOSFODNN7EXAMPLE", "there is no access key AKIAIOSFODNN7EXAMPLE on this server".to_owned()),
        ("session/no-token", "but the request has no session token".to_owned()),
        ("session/altered", "the session token was not copied completely".to_owned()),
        ("ana/late", "the client's clock is 16 minutes behind the server's".to_owned()),
        ("ana/early", "the client's clock is 16 minutes ahead of the server's".to_owned()),
    ] {
        let answer = server.answer(caller, "iam:ListUsers").await;
        let record = server.recorded(&answer);
        assert!(reason(&record).contains(&cause), "{caller}: {}", reason(&record));
        assert!(!answer.body.contains(&cause), "{}", answer.body);
        let Sent { operation, access_key_id, .. } = record.sent.clone().unwrap();
        assert_eq!(operation.as_deref(), Some("ListUsers"), "{caller}");
        assert!(access_key_id.is_some(), "{caller}");
    }
    let answer = server.answer("ana/wrong-secret", "iam:ListUsers").await;
    let owner = server.recorded(&answer).sent.and_then(|sent| sent.owner);
    assert_eq!(owner.as_deref(), Some("arn:aws:iam::111111111111:user/team/ana"));
    server.wait(90_000).await;
    let answer = server.answer("session", "iam:ListUsers").await;
    assert!(reason(&server.recorded(&answer)).starts_with("the session expired at "), "{}", answer.told());
}

/// 501 and unknown operations say what is missing.
#[tokio::test]
async fn what_is_not_implemented_is_named() {
    let server = world().await;
    server.call("root", "PUT /reports").await.unwrap();
    let answer = server.answer("root", "GET /reports?versioning").await;
    assert_eq!(answer.status, 501);
    assert_eq!(reason(&server.recorded(&answer)), "rolecall does not have the operation GetBucketVersioning of S3 yet");
}
