//! What trails deliver, and what look-ups find.

mod steps;

use crate::kit::Server;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use data_encoding::{BASE64, HEXLOWER};
use flate2::read::GzDecoder;
use futures_util::StreamExt as _;
use rolecall::delivery::{self, DIGEST_INTERVAL};
use rolecall::directory::entities::{LogFile, TrailDelivery};
use rolecall::objects::ListQuery;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read as _;

const TRAIL: &str = r#"{"Name": "audit"}"#;

/// A file in the bucket of logs.
#[derive(Debug)]
struct File {
    key: String,
    content: Vec<u8>,
    json: Value,
    signature: Option<String>,
}

impl File {
    fn hash(&self) -> String {
        HEXLOWER.encode(digest(&SHA256, &self.content).as_ref())
    }
}

/// The files whose keys have this folder in them, by key.
async fn files(server: &Server, folder: &str) -> Vec<File> {
    let snapshot = server.node.directory.snapshot();
    let bucket = snapshot.bucket("logs").unwrap();
    let scope = format!("{}/{}/{}", bucket.account, bucket.created.as_nanosecond(), bucket.name);
    let query = ListQuery { prefix: String::new(), delimiter: String::new(), after: String::new(), limit: 1_000 };
    let mut files = Vec::new();
    for object in server.node.objects.list(&scope, query).await.unwrap().objects {
        if !object.key.contains(folder) {
            continue;
        }
        let (info, reader) = server.node.objects.open_object(&scope, &object.key).await.unwrap().unwrap();
        let size = reader.size();
        let compressed: Vec<u8> = reader.stream(0..size).map(|bytes| bytes.unwrap()).collect::<Vec<_>>().await.concat();
        let mut content = Vec::new();
        GzDecoder::new(&*compressed).read_to_end(&mut content).unwrap();
        let json = serde_json::from_slice(&content).unwrap();
        files.push(File { key: info.key, content, json, signature: info.metadata.user.get("signature").cloned() });
    }
    files
}

/// The events of all log files.
async fn logged(server: &Server) -> Vec<Value> {
    let files = files(server, "/CloudTrail/").await;
    files.iter().flat_map(|file| file.json["Records"].as_array().unwrap().clone()).collect()
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["eventName"].as_str().unwrap()).collect()
}

async fn call(server: &Server, caller: &str, call: &str) -> Value {
    let answer = server.call(caller, call).await.unwrap_or_else(|error| panic!("{call}: {error}"));
    serde_json::from_str(&answer).unwrap_or_default()
}

/// What lets the trails of 111111111111 put log files into the bucket of 222222222222.
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":["s3:GetBucketAcl","s3:PutObject"],"Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/AWSLogs/*"],"Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:us-east-1:111111111111:trail/audit","aws:SourceAccount":"111111111111"}}}]}"#;

async fn allow(server: &Server) {
    call(server, "prod", &format!("PUT /logs?policy Body={POLICY}")).await;
}

/// A trail of 111111111111 that logs into a bucket of 222222222222.
async fn trailing(settings: &str) -> Server {
    let server = Server::new().await;
    trail_of(&server, settings).await;
    server
}

async fn trail_of(server: &Server, settings: &str) {
    call(server, "prod", "PUT /logs").await;
    allow(server).await;
    let created = format!(r#"cloudtrail:CreateTrail {{"Name": "audit", "S3BucketName": "logs"{settings}}}"#);
    call(server, "root", &created).await;
    call(server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
}

/// R8.16, R8.17: what happens in the trail's account from the start of logging to its stop is delivered, once, into the bucket
/// of another account, and nothing of others.
#[tokio::test]
async fn log_files() {
    let server = trailing("").await;
    call(&server, "root", "CreateUser UserName=bob").await;
    call(&server, "prod", "CreateUser UserName=eve").await;
    server.wait(300).await;
    let first = files(&server, "").await;
    assert_eq!(first.len(), 1, "{first:?}");
    let begin =
        "AWSLogs/111111111111/CloudTrail/us-east-1/2026/11/22/111111111111_CloudTrail_us-east-1_20261122T1005Z_";
    let unique = first[0].key.strip_prefix(begin).unwrap().strip_suffix(".json.gz").unwrap();
    assert_eq!(unique.len(), 16);
    let events = logged(&server).await;
    let users: Vec<_> = events.iter().filter(|event| event["eventName"] == "CreateUser").collect();
    assert_eq!(users.len(), 1);
    assert_eq!(users[0]["requestParameters"]["userName"], "bob");
    assert!(events.iter().all(|event| event["recipientAccountId"] == "111111111111"), "{events:?}");
    let status = call(&server, "root", &format!("cloudtrail:GetTrailStatus {TRAIL}")).await;
    assert_eq!(status["LatestDeliveryTime"], server.now().as_second());
    assert_eq!(status["LatestDeliveryAttemptSucceeded"], "2026-11-22T10:05:00Z");
    assert!(status.get("LatestDeliveryError").is_none());

    // A quiet time leaves no file: the look at the status is the last event.
    server.wait(300).await;
    let before = files(&server, "").await.len();
    server.wait(300).await;
    assert_eq!(files(&server, "").await.len(), before);

    call(&server, "root", &format!("cloudtrail:StopLogging {TRAIL}")).await;
    server.wait(1).await;
    call(&server, "root", "CreateUser UserName=unseen").await;
    server.wait(300).await;
    let events = logged(&server).await;
    assert!(!events.iter().any(|event| event["requestParameters"]["userName"] == "unseen"));
    // What happened while nothing was logged is not delivered later.
    call(&server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
    call(&server, "root", "CreateUser UserName=seen").await;
    server.wait(300).await;
    let events = logged(&server).await;
    let users: Vec<&Value> = events.iter().map(|event| &event["requestParameters"]["userName"]).collect();
    assert!(users.iter().any(|user| **user == "seen") && !users.iter().any(|user| **user == "unseen"), "{users:?}");
    let ids: BTreeSet<_> = events.iter().map(|event| event["eventID"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), events.len(), "nothing came twice");
}

/// A bucket that refuses delays the delivery, and the status says why; nothing is lost. Each attempt is on record as a request
/// of CloudTrail.
#[tokio::test]
async fn refused_deliveries() {
    let server = trailing("").await;
    server.wait(300).await;
    call(&server, "prod", "DELETE /logs?policy").await;
    call(&server, "root", "CreateUser UserName=bob").await;
    server.wait(300).await;
    let status = async || call(&server, "root", &format!("cloudtrail:GetTrailStatus {TRAIL}")).await;
    let refused = status().await;
    assert_eq!(refused["LatestDeliveryError"], "AccessDenied");
    assert_eq!(refused["LatestDeliveryAttemptTime"], "2026-11-22T10:10:00Z");
    assert_eq!(refused["LatestDeliveryAttemptSucceeded"], "");
    assert!(!names(&logged(&server).await).contains(&"CreateUser"));
    allow(&server).await;
    server.wait(300).await;
    assert!(names(&logged(&server).await).contains(&"CreateUser"));
    assert!(status().await.get("LatestDeliveryError").is_none());
}

/// A bucket that is gone delays log files and digests, and so does one that is made anew without a policy, or with one that
/// means another trail; the status says why, of each kind, until they are delivered. Nothing is lost, and the chain holds.
#[tokio::test]
async fn buckets_that_go_and_come_back() {
    let server = trailing(r#", "EnableLogFileValidation": true"#).await;
    call(&server, "root", "CreateUser UserName=bob").await;
    let status = async || {
        let status = call(&server, "root", &format!("cloudtrail:GetTrailStatus {TRAIL}")).await;
        [status["LatestDeliveryError"].clone(), status["LatestDigestDeliveryError"].clone()]
    };
    call(&server, "prod", "DELETE /logs").await;
    // The chain of digests begins.
    server.wait(300).await;
    server.wait(3_300).await;
    assert_eq!(status().await, ["NoSuchBucket", "NoSuchBucket"]);
    call(&server, "prod", "PUT /logs").await;
    server.wait(300).await;
    assert_eq!(status().await, ["AccessDenied", "AccessDenied"]);
    let of_another = POLICY.replace("trail/audit", "trail/other");
    call(&server, "prod", &format!("PUT /logs?policy Body={of_another}")).await;
    server.wait(300).await;
    assert_eq!(status().await, ["AccessDenied", "AccessDenied"]);
    // Log files may come, digests not.
    let logs_alone = POLICY.replace("logs/AWSLogs/*", "logs/AWSLogs/111111111111/CloudTrail/*");
    call(&server, "prod", &format!("PUT /logs?policy Body={logs_alone}")).await;
    server.wait(300).await;
    assert_eq!(status().await, [Value::Null, Value::from("AccessDenied")]);
    assert!(names(&logged(&server).await).contains(&"CreateUser"));
    allow(&server).await;
    server.wait(3_600).await;
    assert_eq!(status().await, [Value::Null, Value::Null]);
    let chain = digests(&server).await;
    check_chain(&server, &chain).await;
    let named: usize = chain.iter().map(|digest| digest.json["logFiles"].as_array().unwrap().len()).sum();
    assert!(named >= 1, "{chain:?}");
    let ids: Vec<String> =
        logged(&server).await.iter().map(|event| event["eventID"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "nothing came twice");
}

/// Another server goes on where the first one stopped, and a server that stopped between the file and its note delivers the
/// same events again, under the same ids.
#[tokio::test]
async fn crashes_between_a_file_and_its_note() {
    let server = trailing(r#", "EnableLogFileValidation": true"#).await;
    call(&server, "root", "CreateUser UserName=bob").await;
    let account = "111111111111".parse().unwrap();
    let before = server.node.directory.snapshot();
    server.wait(300).await;
    let delivered = logged(&server).await;
    let server = server.restarted().await;
    delivery::deliver(&server.node, DIGEST_INTERVAL).await;
    assert_eq!(logged(&server).await, delivered, "a restart repeats nothing");

    // As if the change had been lost.
    let lost = before.find::<TrailDelivery>(account, "us-east-1/audit").unwrap().entity().clone();
    let back = server.node.directory.change(|snapshot, edit| {
        let delivery = snapshot.find::<TrailDelivery>(account, "us-east-1/audit").unwrap();
        snapshot.list::<LogFile>(account).for_each(|file| edit.delete(file));
        edit.update(delivery, &lost)
    });
    back.await.unwrap();
    delivery::deliver(&server.node, DIGEST_INTERVAL).await;
    let again = logged(&server).await;
    let ids = |events: &[Value]| -> BTreeSet<String> {
        events.iter().map(|event| event["eventID"].as_str().unwrap().to_owned()).collect()
    };
    assert!(again.len() > delivered.len());
    assert!(ids(&delivered).is_subset(&ids(&again)));
    assert_eq!(files(&server, "/CloudTrail/").await.len(), 2);
    // The digest names the file that was noted.
    server.wait(3_600).await;
    let digests = digests(&server).await;
    assert!(digests[0].json["logFiles"].as_array().unwrap().len() < 3);
    check_chain(&server, &digests).await;
}

async fn digests(server: &Server) -> Vec<File> {
    files(server, "/CloudTrail-Digest/us-east-1/").await
}

/// Holds a chain of digests to R8.19–R8.25, as AWS's client does.
async fn check_chain(server: &Server, digests: &[File]) {
    let keys =
        call(server, "root", r#"cloudtrail:ListPublicKeys {"StartTime": 1795341600, "EndTime": 1798000000}"#).await;
    let keys = keys["PublicKeyList"].as_array().unwrap().clone();
    let logs = files(server, "/CloudTrail/").await;
    let mut previous: Option<&File> = None;
    for digest in digests {
        let text = |name: &str| digest.json[name].as_str();
        assert_eq!(text("digestS3Bucket"), Some("logs"));
        assert_eq!(text("digestS3Object"), Some(&*digest.key));
        assert_eq!(text("digestSignatureAlgorithm"), Some("SHA256withRSA"));
        let before = previous.map(|file| (&*file.key, file.hash(), file.signature.clone().unwrap()));
        assert_eq!(text("previousDigestS3Object"), before.as_ref().map(|(key, ..)| *key));
        assert_eq!(text("previousDigestS3Bucket"), before.as_ref().map(|_| "logs"));
        assert_eq!(text("previousDigestHashValue"), before.as_ref().map(|(_, hash, _)| &**hash));
        assert_eq!(text("previousDigestHashAlgorithm"), before.as_ref().map(|_| "SHA-256"));
        assert_eq!(text("previousDigestSignature"), before.as_ref().map(|(.., signature)| &**signature));
        let end = text("digestEndTime").unwrap();
        let signed = before.as_ref().map_or("null", |(.., signature)| signature);
        let signed = format!("{end}\nlogs/{}\n{}\n{signed}", digest.key, digest.hash());
        let key = keys.iter().find(|key| key["Fingerprint"].as_str() == text("digestPublicKeyFingerprint")).unwrap();
        let key = BASE64.decode(key["Value"].as_str().unwrap().as_bytes()).unwrap();
        let signature = HEXLOWER.decode(digest.signature.as_ref().unwrap().as_bytes()).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(signed.as_bytes(), &signature).unwrap();
        if let Some(previous) = previous {
            assert_eq!(previous.json["digestEndTime"], digest.json["digestStartTime"]);
        }
        for named in digest.json["logFiles"].as_array().unwrap() {
            let file = logs.iter().find(|file| named["s3Object"] == *file.key).unwrap();
            assert_eq!(named["hashValue"], file.hash());
        }
        previous = Some(digest);
    }
}

/// R8.18–R8.25: a digest each hour, on the hour, also of hours without events; each names the one before it; stopping ends the
/// chain.
#[tokio::test]
async fn a_chain_of_digests() {
    let server = trailing(r#", "EnableLogFileValidation": true"#).await;
    call(&server, "root", "CreateUser UserName=bob").await;
    server.wait(300).await;
    assert!(digests(&server).await.is_empty(), "the hour is not over");
    server.wait(3_300).await;
    let first = digests(&server).await;
    assert_eq!(first.len(), 1);
    let key = "AWSLogs/111111111111/CloudTrail-Digest/us-east-1/2026/11/22/\
               111111111111_CloudTrail-Digest_us-east-1_audit_us-east-1_20261122T110000Z.json.gz";
    assert_eq!(first[0].key, key);
    assert_eq!(first[0].json["logFiles"].as_array().unwrap().len(), 1);
    assert_eq!(first[0].json["newestEventTime"], "2026-11-22T10:00:00Z");
    for _ in 0..2 {
        server.wait(3_600).await;
    }
    let chain = digests(&server).await;
    assert_eq!(chain.len(), 3);
    // The third hour had no delivery.
    assert_eq!(chain[2].json["logFiles"], serde_json::json!([]));
    assert_eq!(chain[2].json["newestEventTime"], Value::Null);
    check_chain(&server, &chain).await;
    let status = call(&server, "root", &format!("cloudtrail:GetTrailStatus {TRAIL}")).await;
    assert_eq!(status["LatestDigestDeliveryTime"], server.now().as_second());

    call(&server, "root", &format!("cloudtrail:StopLogging {TRAIL}")).await;
    for _ in 0..3 {
        server.wait(3_600).await;
    }
    let ended = digests(&server).await;
    server.wait(3_600).await;
    assert_eq!(digests(&server).await.len(), ended.len(), "who does not log gets no digests");
    check_chain(&server, &ended).await;
    call(&server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
    for _ in 0..2 {
        server.wait(3_600).await;
    }
    let all = digests(&server).await;
    let restarted = all.get(ended.len()).unwrap();
    assert_eq!(restarted.json["previousDigestSignature"], Value::Null);
    check_chain(&server, &all[ended.len()..]).await;
}

/// An organization's trail has the events of its members, each in a folder of its own below the organization's.
#[tokio::test]
async fn an_organization_trail() {
    for owner in ["root", "prod"] {
        an_organization_trail_into_a_bucket_of(owner).await;
    }
}

async fn an_organization_trail_into_a_bucket_of(owner: &str) {
    let server = Server::new().await;
    let organization = call(&server, "root", "organizations:CreateOrganization").await;
    let id = organization["Organization"]["Id"].as_str().unwrap();
    let target = r#"{"Target": {"Type": "ACCOUNT", "Id": "222222222222"}}"#;
    let invited = call(&server, "root", &format!("organizations:InviteAccountToOrganization {target}")).await;
    let handshake = invited["Handshake"]["Id"].as_str().unwrap();
    call(&server, "prod", &format!(r#"organizations:AcceptHandshake {{"HandshakeId": "{handshake}"}}"#)).await;
    let trusted = r#"organizations:EnableAWSServiceAccess {"ServicePrincipal": "cloudtrail.amazonaws.com"}"#;
    call(&server, "root", trusted).await;
    call(&server, owner, "PUT /logs").await;
    let policy = POLICY.replace(r#""aws:SourceAccount":"111111111111""#, &format!(r#""aws:SourceOrgID":"{id}""#));
    call(&server, owner, &format!("PUT /logs?policy Body={policy}")).await;
    let created =
        r#"{"Name": "audit", "S3BucketName": "logs", "IsOrganizationTrail": true, "IsMultiRegionTrail": true}"#;
    call(&server, "root", &format!("cloudtrail:CreateTrail {created}")).await;
    call(&server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
    for caller in ["root", "prod", "moved"] {
        call(&server, caller, "CreateUser UserName=bob").await;
    }
    server.wait(300).await;
    let accounts = async || -> Vec<String> {
        let files = files(&server, "").await;
        files.iter().map(|file| file.key.split('/').take(3).collect::<Vec<_>>().join("/")).collect()
    };
    let of = |account: &str| format!("AWSLogs/{id}/{account}");
    assert_eq!(accounts().await, [of("111111111111"), of("222222222222")]);
    // Without trusted access, only the management account is logged.
    call(&server, "root", &trusted.replace("Enable", "Disable")).await;
    call(&server, "prod", "CreateUser UserName=unseen").await;
    server.wait(300).await;
    assert_eq!(accounts().await, [of("111111111111"), of("111111111111"), of("222222222222")]);
}

/// Data events are logged where a selector says so. With `RecursiveLogging`, a delivery into the bucket whose data events are
/// logged appears one file later; without, never.
#[tokio::test]
async fn deliveries_that_are_logged() {
    for (recursive, seen) in [("true", true), ("false", false)] {
        let server = Server::new().await;
        call(&server, "root", "PUT /logs").await;
        call(&server, "root", &format!("PUT /logs?policy Body={POLICY}")).await;
        let created = format!(r#"{{"Name": "audit", "S3BucketName": "logs", "RecursiveLogging": {recursive}}}"#);
        call(&server, "root", &format!("cloudtrail:CreateTrail {created}")).await;
        let selectors = r#"[{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::logs/"]}]}]"#;
        let selectors = format!(r#"{{"TrailName": "audit", "EventSelectors": {selectors}}}"#);
        call(&server, "root", &format!("cloudtrail:PutEventSelectors {selectors}")).await;
        call(&server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
        call(&server, "root", "PUT /logs/mine Body=one").await;
        server.wait(300).await;
        let first: Vec<Value> = logged(&server).await;
        assert!(first.iter().any(|event| event["requestParameters"]["key"] == "mine"), "{first:?}");
        assert!(!first.iter().any(|event| event["userIdentity"]["type"] == "AWSService"));
        server.wait(300).await;
        let events = logged(&server).await;
        let own: Vec<_> = events.iter().filter(|event| event["userIdentity"]["type"] == "AWSService").collect();
        assert_eq!(!own.is_empty(), seen, "{own:?}");
        for event in own {
            assert_eq!(event["userIdentity"]["invokedBy"], "cloudtrail.amazonaws.com");
            assert_eq!(event["eventName"], "PutObject");
        }
    }
}

/// The two events of a role that another account assumes share an id; a denial is the caller's account's alone (R8.11).
#[tokio::test]
async fn look_ups_in_both_accounts() {
    let mut server = Server::new().await;
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;
    call(&server, "prod", &format!("CreateRole RoleName=visitor AssumeRolePolicyDocument={trust}")).await;
    call(&server, "root", "CreateUser UserName=ana").await;
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    let assume = "AssumeRole RoleArn=arn:aws:iam::222222222222:role/visitor RoleSessionName=visit";
    server.call("ana", assume).await.unwrap_err();
    let policy =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
    call(&server, "root", &format!("PutUserPolicy UserName=ana PolicyName=p PolicyDocument={policy}")).await;
    server.wait(1).await;
    server.call_as("ana", assume, "visitor").await;
    server.wait(1).await;
    let find = |value: &str| {
        format!(
            r#"cloudtrail:LookupEvents {{"LookupAttributes": [{{"AttributeKey": "EventName", "AttributeValue": "{value}"}}]}}"#
        )
    };
    let of = async |caller: &str| {
        let found = call(&server, caller, &find("AssumeRole")).await;
        let events = found["Events"].as_array().unwrap().clone();
        let records = events.iter().map(|event| event["CloudTrailEvent"].as_str().unwrap());
        records.map(|record| serde_json::from_str::<Value>(record).unwrap()).collect::<Vec<_>>()
    };
    let (callers, owners) = (of("root").await, of("prod").await);
    assert_eq!((callers.len(), owners.len()), (2, 1), "{callers:?} {owners:?}");
    // Newest first.
    assert!(callers[0].get("errorCode").is_none());
    assert_eq!(callers[1]["errorCode"], "AccessDenied");
    assert!(callers[0]["sharedEventID"].is_string());
    assert_eq!(callers[0]["sharedEventID"], owners[0]["sharedEventID"]);
    assert_ne!(callers[0]["eventID"], owners[0]["eventID"]);
    let key = &callers[0]["responseElements"]["credentials"]["accessKeyId"];
    assert_eq!(key.as_str(), Some(&*server.keys["visitor"].id));

    // Pages, and tokens that are of one look-up alone.
    server.wait(1).await;
    let first = call(&server, "root", r#"cloudtrail:LookupEvents {"MaxResults": 1}"#).await;
    let token = first["NextToken"].as_str().unwrap();
    let next = format!(r#"cloudtrail:LookupEvents {{"MaxResults": 1, "NextToken": "{token}"}}"#);
    let second = call(&server, "root", &next).await;
    assert_ne!(first["Events"][0]["EventId"], second["Events"][0]["EventId"]);
    server.wait(1).await;
    assert_eq!(server.answer("prod", &next).await.code(), "400 InvalidNextTokenException");
}

/// R8.30: events of one second have one order, whatever the size of the pages and whatever is recorded between them: changes
/// among themselves, and what only reads, newest first.
#[tokio::test]
async fn events_of_one_second_have_an_order() {
    const USERS: usize = 6;
    let server = Server::new().await;
    server.wait(1).await;
    let second = server.now().as_second();
    for number in 0..USERS {
        call(&server, "root", &format!("CreateUser UserName=u{number}")).await;
        call(&server, "root", &format!("GetUser UserName=u{number}")).await;
    }
    let mut orders = Vec::new();
    for size in [1, 2, 5, 50] {
        let (mut order, mut token) = (Vec::new(), String::new());
        loop {
            // Two look-ups a second, each of which is an event of its own.
            server.wait(1).await;
            let range = format!(r#""StartTime": {second}, "EndTime": {second}, "MaxResults": {size}"#);
            let page = call(&server, "root", &format!("cloudtrail:LookupEvents {{{range}{token}}}")).await;
            let events = page["Events"].as_array().unwrap();
            assert!(events.len() <= size, "{page}");
            order.extend(events.iter().map(|event| {
                let record: Value = serde_json::from_str(event["CloudTrailEvent"].as_str().unwrap()).unwrap();
                (event["EventName"].to_string(), record["requestParameters"]["userName"].to_string())
            }));
            let Some(next) = page["NextToken"].as_str() else { break };
            token = format!(r#", "NextToken": "{next}""#);
        }
        orders.push(order);
    }
    assert!(orders.windows(2).all(|two| two[0] == two[1]), "{orders:?}");
    let newest_first: Vec<String> = (0..USERS).rev().map(|number| format!(r#""u{number}""#)).collect();
    for name in [r#""CreateUser""#, r#""GetUser""#] {
        let users: Vec<&String> = orders[0].iter().filter(|(it, _)| it == name).map(|(_, user)| user).collect();
        assert_eq!(users, newest_first.iter().collect::<Vec<_>>(), "{name}");
    }
    assert_eq!(orders[0].len(), 2 * USERS);
}
