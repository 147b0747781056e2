//! The trail: no request is too long for its record, and nobody drives out another's records.

use crate::kit::Server;
use crate::kit::call::{Answer, Call, Documents};
use md5::{Digest, Md5};
use rolecall::trail::record::{MAX_DECISIONS, MAX_EXPLAINED, MAX_UNSIGNED_DECISIONS, RESOURCE_BYTES};
use rolecall::trail::{
    Class, DecisionRecord, Outcome, Record, SEGMENT_BYTES, TrailReader, UNSIGNED_BURST, UNSIGNED_BYTES_PER_SECOND,
};

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
    let body = format!("Action=CreateUser&Version=2010-05-08&UserName={}", "a".repeat(300_000));
    let error = server.form("eve", "iam", body).await.unwrap_err();
    assert!(error.len() > 100_000, "the message is short, so the test proves nothing: {} bytes", error.len());
    let mut records = Vec::new();
    let all = |record: Record| {
        records.extend((record.status == 400).then_some(record));
        true
    };
    TrailReader::new(&server.data.path().join("trail")).visit(all).unwrap();
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

/// The statuses and operations on record in one folder of the trail and below, without the server's own start.
fn on_record(server: &Server, folder: &str) -> Vec<String> {
    let mut events = Vec::new();
    let visited = TrailReader::new(&server.data.path().join(folder)).visit(|record| {
        events.push(format!("{} {}", record.status, record.operation));
        true
    });
    visited.unwrap();
    events
}

/// Who changes nothing gets no record among the changes: neither with a key and no rights, nor without a signature, nor with
/// a deletion of many keys that is answered 200 although each key is denied.
#[tokio::test]
async fn only_changes_stand_with_the_changes() {
    let server = server_with("").await;
    let changes = on_record(&server, "trail");
    assert!(changes.contains(&"200 CreateUser".to_owned()), "{changes:?}");
    let keys: Vec<String> = (0..30).map(|n| format!("k{n}")).collect();
    assert_eq!(delete(&server, "eve", &keys).await.status, 200);
    assert_eq!(server.call("eve", "CreateUser UserName=x").await.unwrap_err().split(' ').next(), Some("403"));
    assert_eq!(send(&server, "eve", "PUT /photos/k", &[("Body", "x")]).await.status, 403);
    let denied = delete(&server, "nobody", &keys).await;
    assert_eq!(denied.status, 200);
    assert_eq!(server.recorded(&denied).decisions.len(), MAX_UNSIGNED_DECISIONS);
    assert_eq!(send(&server, "nobody", "PUT /photos/k", &[("Body", "x")]).await.status, 403);
    assert_eq!(send(&server, "eve/wrong-secret", "PUT /photos/k", &[("Body", "x")]).await.status, 403);
    let signed = ["200 DeleteObjects", "403 CreateUser", "403 PutObject"];
    assert_eq!(on_record(&server, "trail/signed"), signed);
    let unsigned = ["200 DeleteObjects", "403 PutObject", "403 "];
    assert_eq!(on_record(&server, "trail/unsigned"), unsigned);
    assert_eq!(on_record(&server, "trail").len(), changes.len() + signed.len() + unsigned.len());
}

/// A flood of unsigned requests leaves a bounded number of bytes, and what it hides is counted.
#[tokio::test]
async fn a_flood_without_signature_is_limited() {
    let server = server_with("").await;
    let segment = server.data.path().join("trail/unsigned/0000000001.log");
    // The largest records that nobody has to sign for: about 10 kB each.
    let keys: Vec<String> = (0..20).map(|n| format!("{n:04}{}", "k".repeat(1_000))).collect();
    let length = || std::fs::metadata(&segment).unwrap().len();
    let mut before = 0;
    while length() > before {
        before = length();
        assert!(before <= UNSIGNED_BURST + 8, "there is no end");
        assert_eq!(delete(&server, "nobody", &keys).await.status, 200);
    }
    server.wait(60).await;
    let record = server.recorded(&delete(&server, "nobody", &keys).await);
    assert_eq!(record.unrecorded.unwrap().requests, 1);
    assert!(length() < UNSIGNED_BURST + 60 * UNSIGNED_BYTES_PER_SECOND);
}

/// Fills the segment that records of this class are written to, and stops the next one from being made: the disk of this
/// class is full.
async fn fill(server: &Server, class: Class, folder: &str) -> std::path::PathBuf {
    let mut large = Record { request_id: "large".to_owned(), ..Record::default() };
    let decision = DecisionRecord {
        action: "s3:DeleteObject".to_owned(),
        resource: "\u{1}".repeat(RESOURCE_BYTES),
        outcome: Outcome::Allowed,
        by: Vec::new(),
        explanation: None,
    };
    large.decisions = vec![decision; MAX_DECISIONS];
    for _ in 0..2 {
        server.node.trail.append(large.clone(), class).await.unwrap();
    }
    // What is left of the segment.
    large.decisions.truncate(MAX_DECISIONS / 4);
    let segment = server.data.path().join(folder).join("0000000001.log");
    while std::fs::metadata(&segment).unwrap().len() < SEGMENT_BYTES - 8_000_000 {
        server.node.trail.append(large.clone(), class).await.unwrap();
    }
    large.decisions.truncate(1);
    while std::fs::metadata(&segment).unwrap().len() + 70_000 < SEGMENT_BYTES {
        server.node.trail.append(large.clone(), class).await.unwrap();
    }
    let next = segment.with_file_name("0000000002.log");
    std::fs::create_dir(&next).unwrap();
    next
}

/// A change waits for room for its record: without it nothing is changed, and the answer says so.
#[tokio::test]
async fn nothing_is_changed_without_room_for_its_record() {
    let server = server_with("").await;
    send(&server, "root", "PUT /photos/precious", &[("Body", "x")]).await;
    let next = fill(&server, Class::Changes, "trail").await;
    // The room that there is goes first.
    let mut created = 0;
    let refused = loop {
        match server.call("root", &format!("CreateUser UserName=u{created}")).await {
            Ok(_) => created += 1,
            Err(error) => break error,
        }
        assert!(created < 5_000, "there is always room");
        if created % 500 == 0 {
            // The account's rate of requests is not what is tried here.
            server.wait(1).await;
        }
    };
    assert!(refused.starts_with("503 ServiceUnavailable") && refused.contains("nothing was changed"), "{refused}");
    let refused = server.call("root", &format!("GetUser UserName=u{created}")).await.unwrap_err();
    assert!(refused.starts_with("404 NoSuchEntity"), "{refused}");
    let refused = delete(&server, "root", &["precious".to_owned()]).await;
    assert_eq!(refused.code(), "503 ServiceUnavailable");
    assert_eq!(send(&server, "root", "GET /photos/precious", &[]).await.body, "x", "reads go on");
    std::fs::remove_dir(next).unwrap();
    server.call("root", "CreateUser UserName=again").await.unwrap();
}

/// Credentials are not given if their record cannot be kept; reads go on.
#[tokio::test]
async fn no_credentials_without_their_record() {
    let server = server_with("").await;
    let next = fill(&server, Class::Signed, "trail/signed").await;
    let mut given = 0;
    let refused = loop {
        match server.call("root", "GetSessionToken").await {
            Ok(_) => given += 1,
            Err(error) => break error,
        }
        assert!(given < 5_000, "there is always room");
        if given % 500 == 0 {
            server.wait(1).await;
        }
    };
    assert!(refused.starts_with("503 ServiceUnavailable") && refused.contains("no credentials"), "{refused}");
    server.call("root", "GetCallerIdentity").await.unwrap();
    std::fs::remove_dir(next).unwrap();
    server.call("root", "GetSessionToken").await.unwrap();
}
