//! Who signs in, with what, and what the session is.

use super::browser::{Browser, PASSWORD, ana, console, device, world};
use rolecall::directory::entities::Guesses;
use serde_json::{Value, json};

/// A user signs in with password, and calls AWS with the session: as the user, in the console's way (R3.70).
#[tokio::test]
async fn a_user_signs_in() {
    let server = world().await;
    server.call("root", "CreateAccountAlias AccountAlias=dev-alias").await.unwrap();
    let mut browser = Browser::open(console(&server).await).await;
    assert_eq!(browser.state().await["sessions"], json!([]));
    let session = browser.sign_in(&ana()).await;
    let id = session["id"].as_str().unwrap();
    assert_eq!(
        session,
        json!({
            "id": id, "kind": "iamUser", "arn": "arn:aws:iam::111111111111:user/ana", "accountId": "111111111111",
            "accountAlias": "dev-alias", "accountName": "dev", "userName": "ana", "mfa": false, "roles": [],
            "issuedAt": "2026-11-22T10:00:00Z", "expiresAt": "2026-11-22T22:00:00Z",
        })
    );
    let state = browser.state().await;
    assert_eq!(state["sessions"], json!([session]));
    assert_eq!(state["endpoint"], format!("http://{}", server.address));
    let who = browser.query(id, "sts", "Action=GetCallerIdentity&Version=2011-06-15").await;
    assert_eq!(who.status, 200, "{who:?}");
    assert!(who.text().contains("<Arn>arn:aws:iam::111111111111:user/ana</Arn>"), "{who:?}");
    assert!(!who.header("x-amzn-requestid").is_empty());
    // IAM takes the session although no code was given.
    let users = browser.query(id, "iam", "Action=ListUsers&Version=2010-05-08").await;
    assert!(users.text().contains("<UserName>ana</UserName>"), "{users:?}");
    // By alias, and by an id as people write it; several sessions live beside one another.
    for account in ["dev-alias", "1111-1111-1111"] {
        browser.sign_in(&json!({"account": account, "userName": "ana", "password": PASSWORD})).await;
    }
    assert_eq!(browser.state().await["sessions"].as_array().map(Vec::len), Some(3));
}

/// One text for every cause.
#[tokio::test]
async fn what_is_wrong_is_not_told() {
    let server = world().await;
    server.call("root", "CreateUser UserName=bob").await.unwrap();
    let mut browser = Browser::open(console(&server).await).await;
    let mut told = Vec::new();
    for (account, user, password) in [
        ("111111111111", "ana", "wrong"),
        ("111111111111", "bob", PASSWORD),
        ("111111111111", "eve", PASSWORD),
        ("222222222222", "ana", PASSWORD),
        ("999999999999", "ana", PASSWORD),
        ("no-such-alias", "ana", PASSWORD),
        ("", "ana", ""),
    ] {
        let answer =
            browser.post("/api/sign-in", &json!({"account": account, "userName": user, "password": password})).await;
        assert_eq!(answer.code(), (401, "AuthenticationFailed".to_owned()), "{account} {user}");
        told.push(answer.text());
    }
    let root =
        browser.post("/api/sign-in", &json!({"account": "111111111111", "root": true, "password": PASSWORD})).await;
    told.push(root.text());
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(browser.state().await["sessions"], json!([]));
}

/// A user with an MFA device needs its code, and has what comes with it; a code serves once.
#[tokio::test]
async fn a_code_is_asked_for() {
    let mut server = world().await;
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=phone").await.unwrap();
    server.keep("phone", &answer, "<Base32StringSeed>");
    let serial = "SerialNumber=arn:aws:iam::111111111111:mfa/phone";
    let codes = "AuthenticationCode1=#phone,-2 AuthenticationCode2=#phone,-1";
    server.call("root", &format!("EnableMFADevice UserName=ana {serial} {codes}")).await.unwrap();
    let seed = data_encoding::BASE64.decode(server.kept["phone"].as_bytes()).unwrap();
    let code = server.code(&String::from_utf8(seed).unwrap(), 0);
    let mut browser = Browser::open(console(&server).await).await;
    let with =
        |code: &str| json!({"account": "111111111111", "userName": "ana", "password": PASSWORD, "mfaCode": code});
    for (sent, told) in [
        (ana(), "MfaRequired"),
        (with(""), "MfaRequired"),
        (with("000000"), "AuthenticationFailed"),
        (json!({"account": "111111111111", "userName": "ana", "password": "wrong"}), "AuthenticationFailed"),
        (
            json!({"account": "111111111111", "userName": "ana", "password": "wrong", "mfaCode": code}),
            "AuthenticationFailed",
        ),
    ] {
        assert_eq!(browser.post("/api/sign-in", &sent).await.code(), (401, told.to_owned()), "{sent}");
    }
    let session = browser.sign_in(&with(&code)).await;
    assert_eq!(session["mfa"], json!(true));
    let again = browser.post("/api/sign-in", &with(&code)).await;
    assert_eq!(again.code(), (401, "AuthenticationFailed".to_owned()));
    // The key aws:MultiFactorAuthPresent is that of the session.
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#;
    let parameters = [("UserName", "ana"), ("PolicyName", "p"), ("PolicyDocument", deny)];
    server.root("PutUserPolicy", &parameters).await;
    let users = browser.query(session["id"].as_str().unwrap(), "iam", "Action=ListUsers&Version=2010-05-08").await;
    assert_eq!(users.status, 403, "{users:?}");
}

/// A user with several devices signs in with the code of any of them, or of the named one alone. A wrong code is one guess,
/// however many devices there are.
#[tokio::test]
async fn a_code_of_any_device() {
    let mut server = world().await;
    let mut codes = Vec::new();
    for name in ["phone", "tablet", "key"] {
        codes.push(device(&mut server, name).await);
    }
    let serial = |name: &str| format!("arn:aws:iam::111111111111:mfa/{name}");
    let mut browser = Browser::open(console(&server).await).await;
    let asked = browser.post("/api/sign-in", &ana()).await.json();
    let mut serials: Vec<&str> = asked["mfaDevices"].as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
    serials.sort_unstable();
    assert_eq!(serials, [serial("key"), serial("phone"), serial("tablet")]);
    let with = |code: &str, serial: Option<&str>| {
        let credentials = json!({"account": "111111111111", "userName": "ana", "password": PASSWORD});
        let mut credentials = credentials.as_object().unwrap().clone();
        credentials.insert("mfaCode".to_owned(), json!(code));
        credentials.insert("mfaSerial".to_owned(), json!(serial));
        Value::Object(credentials)
    };
    // Of another device, of none, and wrong: one guess each, or none where no device is looked at.
    for (code, named) in [(&*codes[0], Some(serial("tablet"))), (&codes[0], Some(serial("none"))), ("000000", None)] {
        let answer = browser.post("/api/sign-in", &with(code, named.as_deref())).await;
        assert_eq!(answer.code(), (401, "AuthenticationFailed".to_owned()), "{named:?}");
    }
    let snapshot = server.node.directory.snapshot();
    let wrong: u32 = snapshot.all::<Guesses>().flat_map(|it| &it.codes.guessers).map(|guesser| guesser.wrong).sum();
    assert_eq!(wrong, 2);
    assert_eq!(browser.sign_in(&with(&codes[1], None)).await["mfa"], json!(true));
    assert_eq!(browser.sign_in(&with(&codes[2], Some(&serial("key")))).await["mfa"], json!(true));
}

/// A session ends after twelve hours, by signing out, and with its user.
#[tokio::test]
async fn sessions_end() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    let who = "Action=GetCallerIdentity&Version=2011-06-15";
    let ids: Vec<String> = {
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(browser.sign_in(&ana()).await["id"].as_str().unwrap().to_owned());
        }
        ids
    };
    let out = browser.post(&format!("/api/sessions/{}/sign-out", ids[0]), &Value::Null).await;
    assert_eq!(out.status, 204);
    assert_eq!(browser.query(&ids[0], "sts", who).await.code(), (401, "SessionExpired".to_owned()));
    server.wait(43_199).await;
    assert_eq!(browser.query(&ids[1], "sts", who).await.status, 200);
    server.wait(1).await;
    assert_eq!(browser.query(&ids[1], "sts", who).await.code(), (401, "SessionExpired".to_owned()));
    assert_eq!(browser.state().await["sessions"], json!([]));
    let session = browser.sign_in(&ana()).await;
    assert_eq!(browser.post("/api/sign-out", &Value::Null).await.status, 204);
    let ended = browser.query(session["id"].as_str().unwrap(), "sts", who).await;
    assert_eq!(ended.code(), (401, "SessionExpired".to_owned()));
}

/// R4.12: the console's last sign-in is the last use of the user's password, and a wrong one is none.
#[tokio::test]
async fn the_last_sign_in_is_told() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    browser.post("/api/sign-in", &json!({"account": "111111111111", "userName": "ana", "password": "wrong"})).await;
    let before = server.call("root", "GetUser UserName=ana").await.unwrap();
    assert!(!before.contains("PasswordLastUsed"), "{before}");
    server.wait(60).await;
    browser.sign_in(&ana()).await;
    for call in ["GetUser UserName=ana", "ListUsers"] {
        let after = server.call("root", call).await.unwrap();
        assert!(after.contains("<PasswordLastUsed>2026-11-22T10:01:00Z</PasswordLastUsed>"), "{after}");
    }
}
