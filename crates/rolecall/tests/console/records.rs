//! What the trail keeps of sign-ins (R8.15).

use super::browser::{Browser, ana, console, world};
use rolecall::trail::Record;
use serde_json::json;

/// Each sign-in leaves a record, in the account that it is for, without what was typed.
#[tokio::test]
async fn sign_ins_are_recorded() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    browser.sign_in(&ana()).await;
    let wrong = |user: &str| json!({"account": "111111111111", "userName": user, "password": "Wrong-Secret-9"});
    for user in ["ana", "nobody-of-this-name"] {
        browser.post("/api/sign-in", &wrong(user)).await;
    }
    let records = server.node.records.newest(10, |record| record.service == "signin").unwrap();
    let text = serde_json::to_string(&records).unwrap();
    for secret in ["Wrong-Secret-9", "Correct horse 1", "nobody-of-this-name"] {
        assert!(!text.contains(secret), "{text}");
    }
    let find = |fits: &dyn Fn(&Record) -> bool| records.iter().find(|record| fits(record)).cloned().unwrap();
    let success = find(&|record| record.status == 200);
    let failed = find(&|record| record.sent.as_ref().is_some_and(|sent| sent.owner.is_some()));
    let unknown = find(&|record| record.sent.as_ref().is_some_and(|sent| sent.owner.is_none()));
    assert_eq!(records.len(), 3);
    for record in [&unknown, &failed, &success] {
        assert_eq!((&*record.operation, record.region.as_deref()), ("ConsoleLogin", Some("us-east-1")));
        assert!(record.source_ip.is_some());
    }
    assert_eq!(
        (success.status, success.caller.as_ref().unwrap().arn.clone()),
        (200, "arn:aws:iam::111111111111:user/ana".to_owned())
    );
    assert_eq!(success.accounts, ["111111111111"]);
    let error = failed.error.unwrap();
    assert_eq!((failed.status, &*error.message), (401, "Failed authentication"));
    assert_eq!(failed.caller, None);
    assert_eq!(failed.sent.unwrap().owner.as_deref(), Some("arn:aws:iam::111111111111:user/ana"));
    assert_eq!(failed.accounts, ["111111111111"]);
    assert_eq!(unknown.sent.unwrap().owner, None);
    assert_eq!(unknown.accounts, ["111111111111"]);
    assert_eq!(unknown.error.unwrap().reason.as_deref(), Some("there is no such user"));
}

/// R8.15: whoever has to wait after wrong passwords is on record like one who is wrong, in the account and by name.
#[tokio::test]
async fn who_has_to_wait_is_recorded() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    let wrong = json!({"account": "111111111111", "userName": "ana", "password": "wrong"});
    for _ in 0..5 {
        browser.post("/api/sign-in", &wrong).await;
    }
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code(), (429, "TooManyAttempts".to_owned()));
    let records = server.node.records.newest(1, |record| record.operation == "ConsoleLogin").unwrap();
    let error = records[0].error.as_ref().unwrap();
    assert_eq!(error.reason.as_deref(), Some("there were too many wrong attempts"));
    assert_eq!(records[0].accounts, ["111111111111"]);
    let owner = records[0].sent.as_ref().and_then(|sent| sent.owner.as_deref());
    assert_eq!(owner, Some("arn:aws:iam::111111111111:user/ana"));
}
