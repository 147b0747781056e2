//! Records that no story makes: of services, of sign-ins, of earlier versions. The stories have the rest.

use super::*;
use crate::trail::record::{Caller, CallerSession, Failure, Json, Sent, SessionOf};
use crate::trail::testing::record;
use serde_json::json;

fn told(record: &Record) -> Vec<Value> {
    made_of(record).iter().map(|event| serde_json::from_str(&event.record).unwrap()).collect()
}

fn of(value: &Value) -> Option<Json> {
    Json::new(value.to_string())
}

/// A step of signing in, by this caller.
fn sign_in(operation: &str, caller: Option<Caller>, outcome: &str, additional: &Value) -> Record {
    Record {
        service: "signin".into(),
        operation: operation.into(),
        caller,
        user_agent: Some("Mozilla/5.0".into()),
        resources: Vec::new(),
        decisions: Vec::new(),
        error: None,
        status: 200,
        accounts: vec!["111111111111".into()],
        details: Some(Details {
            version: 1,
            read_only: true,
            host: Some("ap-northeast-1.signin.aws.amazon.com".into()),
            tls: Some("1.3".into()),
            cipher: Some("TLS13_AES_128_GCM_SHA256".into()),
            response: of(&json!({ operation: outcome })),
            additional: of(additional),
            ..Details::default()
        }),
        ..record("4f1c")
    }
}

/// A4, R8.15: the switch is told as the new session, without a key, a session context or a request id. The fields are those of
/// a record of AWS.
#[test]
fn a_switch_of_roles() {
    let additional = json!({
        "SwitchFrom": "arn:aws:iam::999999999999:user/Alice",
        "RedirectTo": "https://ap-northeast-1.console.aws.amazon.com/console/home?region=ap-northeast-1#",
    });
    let mut caller = record("").caller.unwrap();
    caller.session = Some(CallerSession {
        of: SessionOf::Role,
        issued_at: record("").time,
        issuer: Some("arn:aws:iam::111111111111:role/Dev".into()),
        issuer_id: Some("AROARTLVVVVVVVVVVVVVV".into()),
        federated_provider: None,
        lineage: Vec::new(),
        requested_with: None,
        delegate: None,
    });
    let record = sign_in("SwitchRole", Some(caller), "Success", &additional);
    let expected = json!({
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROARTLVVVVVVVVVVVVVV:ana",
            "arn": "arn:aws:sts::111111111111:assumed-role/Dev/ana",
            "accountId": "111111111111",
        },
        "eventTime": "2026-11-22T12:00:00Z",
        "eventSource": "signin.amazonaws.com",
        "eventName": "SwitchRole",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.7",
        "userAgent": "Mozilla/5.0",
        "requestParameters": null,
        "responseElements": { "SwitchRole": "Success" },
        "additionalEventData": additional,
        "eventID": told(&record)[0]["eventID"],
        "readOnly": false,
        "eventType": "AwsConsoleSignIn",
        "managementEvent": true,
        "recipientAccountId": "111111111111",
        "eventCategory": "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "ap-northeast-1.signin.aws.amazon.com",
        },
    });
    assert_eq!(told(&record), [expected]);
}

/// R8.15: a failure has no ARN and an empty key, and its message alone; the name of nobody is hidden.
#[test]
fn sign_ins_that_fail() {
    let additional = json!({"LoginTo": "https://console.aws.amazon.com", "MobileVersion": "No", "MFAUsed": "No"});
    let mut record = sign_in("ConsoleLogin", None, "Failure", &additional);
    record.error = Some(Failure { code: "AccessDenied".into(), message: "Failed authentication".into(), reason: None });
    let identity = |owner: Option<&str>| {
        let sent = owner.map(|owner| Sent { owner: Some(owner.into()), ..Sent::default() });
        let told = told(&Record { sent, ..record.clone() }).remove(0);
        assert_eq!(told["errorMessage"], "Failed authentication");
        assert_eq!((told.get("errorCode"), told.get("requestID")), (None, None));
        assert_eq!(told["responseElements"], json!({"ConsoleLogin": "Failure"}));
        assert_eq!(told["additionalEventData"], additional);
        told["userIdentity"].clone()
    };
    let user =
        |name: &str| json!({"type": "IAMUser", "accountId": "111111111111", "accessKeyId": "", "userName": name});
    assert_eq!(identity(Some("arn:aws:iam::111111111111:user/team/ana")), user("ana"));
    assert_eq!(identity(None), user("HIDDEN_DUE_TO_SECURITY_REASONS"));
    let root = json!({"type": "Root", "accountId": "111111111111", "accessKeyId": ""});
    assert_eq!(identity(Some("arn:aws:iam::111111111111:root")), root);
}

/// R8.1, R8.7: what a service does is told to the accounts that it does it in, allowed or not, with the service's name as address
/// and user agent.
#[test]
fn services() {
    let mut record = record("4f1c");
    if let Some(caller) = &mut record.caller {
        caller.kind = "AWSService".into();
        caller.arn = "cloudtrail.amazonaws.com".into();
        caller.account = "anonymous".into();
    }
    record.accounts = vec!["222222222222".into()];
    let events = told(&record);
    assert_eq!(events.len(), 1);
    let identity = json!({"type": "AWSService", "invokedBy": "cloudtrail.amazonaws.com"});
    assert_eq!(events[0]["userIdentity"], identity);
    assert_eq!(events[0]["sourceIPAddress"], "cloudtrail.amazonaws.com");
    assert_eq!(events[0]["userAgent"], "cloudtrail.amazonaws.com");
    assert_eq!(events[0]["recipientAccountId"], "222222222222");
}

/// R8.1: what a provider does with delegated access names its account; what a browser does in the console is told last.
#[test]
fn delegates_and_the_console() {
    let mut record = record("4f1c");
    let event = |record: &Record| made_of(record).remove(0);
    assert!(!event(&record).from_console);
    let plain = told(&record).remove(0);
    assert!(plain.get("sessionCredentialFromConsole").is_none());
    assert!(plain["userIdentity"].get("invokedByDelegate").is_none());
    record.details = Some(Details { version: 1, from_console: true, ..Details::default() });
    let issued_at = record.time;
    if let Some(caller) = &mut record.caller {
        caller.session = Some(CallerSession {
            of: SessionOf::Role,
            issued_at,
            issuer: Some("arn:aws:iam::111111111111:role/Dev".into()),
            issuer_id: Some("AROARTLVVVVVVVVVVVVVV".into()),
            federated_provider: None,
            lineage: Vec::new(),
            requested_with: None,
            delegate: Some("444455556666".into()),
        });
    }
    assert!(event(&record).from_console);
    let told = told(&record).remove(0);
    assert_eq!(told["userIdentity"]["invokedByDelegate"], json!({"accountId": "444455556666"}));
    assert_eq!(told["sessionCredentialFromConsole"], "true");
    assert!(event(&record).record.ends_with(r#","sessionCredentialFromConsole":"true"}"#));
}

/// R8.12: a request that fails authentication, or has no operation, is told to nobody.
#[test]
fn what_is_not_told() {
    let unproved = Record { caller: None, ..record("a") };
    let unknown = Record { operation: String::new(), ..record("a") };
    let unfinished = Record { is_unfinished: true, ..record("a") };
    assert!([unproved, unknown, unfinished].iter().all(|record| made_of(record).is_empty()));
}

/// Records of earlier versions have no parameters and no class: what they are is known by their service and operation.
#[test]
fn records_of_earlier_versions() {
    let of = |service: &str, operation: &str| {
        let record = Record { service: service.into(), operation: operation.into(), ..record("a") };
        assert_eq!(record.details, None);
        let event = told(&record).remove(0);
        assert_eq!((&event["requestParameters"], &event["responseElements"]), (&Value::Null, &Value::Null));
        (event["eventCategory"].as_str().unwrap().to_owned(), event["readOnly"].as_bool().unwrap())
    };
    assert_eq!(of("s3", "GetObject"), ("Data".to_owned(), true));
    assert_eq!(of("s3", "CreateBucket"), ("Management".to_owned(), false));
    assert_eq!(of("iam", "ListUsers"), ("Management".to_owned(), true));
    assert_eq!(of("iam", "CreateUser"), ("Management".to_owned(), false));
    // Their session has no context, and the event is there all the same.
    let identity = &told(&record("a"))[0]["userIdentity"];
    assert_eq!((&identity["type"], identity.get("sessionContext")), (&json!("AssumedRole"), None));
}

/// Two accounts have events of their own with one shared id; a denial leaves the other account out.
#[test]
fn two_accounts() {
    let mut record = record("4f1c");
    assert_eq!(told(&record).len(), 1);
    record.decisions[0].outcome = Outcome::Allowed;
    record.error = None;
    let events = told(&record);
    let recipients: Vec<_> = events.iter().map(|event| event["recipientAccountId"].as_str().unwrap()).collect();
    assert_eq!(recipients, ["111111111111", "222222222222"]);
    assert!(events[0]["sharedEventID"].is_string());
    for field in ["sharedEventID", "requestID", "requestParameters", "eventTime"] {
        assert_eq!(events[0][field], events[1][field], "{field}");
    }
    assert_ne!(events[0]["eventID"], events[1]["eventID"]);
    assert_eq!(events, told(&record), "the same each time");
    // A role that is there and a bucket that is not: what was allowed and then failed is told to both.
    record.error = Some(Failure { code: "NoSuchKey".into(), message: "x".into(), reason: None });
    assert_eq!(told(&record).len(), 2);
}

/// Cipher suites as CloudTrail names them.
#[test]
fn cipher_suites() {
    for (suite, name) in [
        ("TLS13_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
        ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"),
        ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305-SHA256"),
    ] {
        assert_eq!(cipher(suite), name);
    }
}
