//! The trail: no request is too long for its record, and nobody drives out another's records.

use crate::kit::Server;
use crate::kit::call::{Answer, Call, Documents};
use md5::{Digest, Md5};
use rolecall::trail::record::MAX_EXPLAINED;
use rolecall::trail::{Outcome, Record};

async fn send(server: &Server, caller: &str, call: &str, more: &[(&str, &str)]) -> Answer {
    let mut call = Call::read(call);
    let Call::Rest { parameters, .. } = &mut call else { panic!("a call of S3") };
    parameters.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    server.perform(caller, &call, &Documents::new()).await
}

/// Deletes these keys of the bucket `photos` in one request.
async fn delete(server: &Server, caller: &str, keys: &[String]) -> Answer {
    let objects = keys.iter().map(|key| format!("<Object><Key>{key}</Key></Object>"));
    let body = format!("<Delete>{}</Delete>", objects.collect::<String>());
    let md5 = data_encoding::BASE64.encode(&Md5::digest(body.as_bytes()));
    send(server, caller, "POST /photos?delete", &[("content-md5", &md5), ("Body", &body)]).await
}

/// A server with a bucket `photos` and a user `eve` who has the rights of `policy`.
async fn server_with(policy: &str) -> Server {
    let mut server = Server::new().await;
    server.root("CreateUser", &[("UserName", "eve")]).await;
    server.call_as("root", "CreateAccessKey UserName=eve", "eve").await;
    if !policy.is_empty() {
        let call = format!("PutUserPolicy UserName=eve PolicyName=p PolicyDocument={policy}");
        server.call("root", &call).await.unwrap();
    }
    assert_eq!(send(&server, "root", "PUT /photos", &[]).await.status, 200);
    server
}

fn decision<'a>(record: &'a Record, key: &str) -> Option<&'a Outcome> {
    let resource = format!("arn:aws:s3:::photos/{key}");
    record.decisions.iter().find(|decision| decision.resource == resource).map(|decision| &decision.outcome)
}

/// 1,000 keys of the greatest length, of characters that JSON writes as two: what is deleted among them is on record.
#[tokio::test]
async fn no_deletion_hides_behind_a_long_record() {
    let server = server_with("+s3:DeleteObject").await;
    send(&server, "root", "PUT /photos/precious", &[("Body", "x")]).await;
    for unit in ["\"", "\\"] {
        let mut keys: Vec<String> = (0..999).map(|n| format!("{n:04}{}", unit.repeat(1_020))).collect();
        keys.push("precious".to_owned());
        let answer = delete(&server, "eve", &keys).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let record = server.recorded(&answer);
        for key in &keys {
            assert_eq!(decision(&record, key), Some(&Outcome::Allowed));
        }
    }
    assert_eq!(send(&server, "root", "GET /photos/precious", &[]).await.status, 404);
}

/// An error message that repeats what a client sent is cut in the record, and the record is there.
#[tokio::test]
async fn a_form_with_many_errors_is_on_record() {
    let server = server_with("").await;
    // Too long for its parameter: the message quotes it.
    let body = format!("Action=CreateUser&Version=2010-05-08&UserName={}", "%3C".repeat(300_000));
    let error = server.form("eve", "iam", body).await.unwrap_err();
    assert!(error.len() > 100_000, "the message is short, so the test proves nothing: {} bytes", error.len());
    let mut records = Vec::new();
    let all = |record: Record| {
        records.extend((record.status == 400).then_some(record));
        true
    };
    rolecall::trail::TrailReader::new(&server.data.path().join("trail")).visit(all).unwrap();
    let [record] = &records[..] else { panic!("{} records", records.len()) };
    let message = &record.error.as_ref().unwrap().message;
    assert!(message.len() <= 1_024 && error.contains(&**message));
    assert!(record.omitted.bytes > 100_000);
}

/// 1,000 denials in one request: each is on record, and only the first ones cost an explanation.
#[tokio::test]
async fn a_thousand_denials_are_not_all_explained() {
    let server = server_with("").await;
    let keys: Vec<String> = (0..1_000).map(|n| format!("k{n}")).collect();
    let answer = delete(&server, "eve", &keys).await;
    assert_eq!(answer.status, 200);
    let record = server.recorded(&answer);
    for key in &keys {
        assert_eq!(decision(&record, key), Some(&Outcome::ImplicitDeny));
    }
    let explained = record.decisions.iter().filter(|decision| decision.explanation.is_some()).count();
    assert_eq!((explained, record.omitted.explanations), (MAX_EXPLAINED, 1_000 - MAX_EXPLAINED as u64));
}
