//! Security keys (R4.85): registered in the console, and asked for at sign-in.

use super::authenticator::{Authenticator, client_data, encoded};
use super::browser::{Browser, FIRST_TOKEN, PASSWORD, ana, console, world};
use super::kit::Server;
use rolecall::trail::{Found, Record};
use serde_json::{Value, json};

const LIST: &str = "Action=ListMFADevices&Version=2010-05-08&UserName=ana";

fn origin(browser: &Browser) -> String {
    format!("http://{}", browser.address)
}

/// A browser in which Ana is signed in, and her session.
async fn signed_in() -> (Server, Browser, String) {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    let id = browser.sign_in(&ana()).await["id"].as_str().unwrap().to_owned();
    (server, browser, id)
}

async fn begin(browser: &mut Browser, session: &str, sent: &Value) -> Value {
    let answer = browser.post(&format!("/api/sessions/{session}/fido/begin"), sent).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Registers a key; its ARN.
async fn register(browser: &mut Browser, session: &str, key: &Authenticator, own: bool) -> String {
    let options = begin(browser, session, &json!({"name": "yubikey"})).await;
    let made = key.register(&origin(browser), &options, own);
    let answer = browser.post(&format!("/api/sessions/{session}/fido/finish"), &made).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["serialNumber"].as_str().unwrap().to_owned()
}

/// What the browser is asked for after a right password.
async fn asked(browser: &mut Browser) -> Value {
    let answer = browser.post("/api/sign-in", &ana()).await;
    assert_eq!(answer.code(), (401, "MfaRequired".to_owned()), "{answer:?}");
    answer.json()["securityKey"].clone()
}

fn with(signature: &Value) -> Value {
    json!({"account": "111111111111", "userName": "ana", "password": PASSWORD, "securityKey": signature})
}

/// R4.43, R4.85: a key of each kind is registered, listed and signed in with, and what is deactivated is no longer asked for.
#[tokio::test]
async fn a_key_is_registered_and_used() {
    let (server, mut browser, session) = signed_in().await;
    let mut keys = [Authenticator::p256(b"one"), Authenticator::ed25519(b"two"), Authenticator::rsa(b"three")];
    let mut arns = Vec::new();
    for (key, own) in keys.iter().zip([true, false, true]) {
        let arn = register(&mut browser, &session, key, own).await;
        assert!(arn.starts_with("arn:aws:iam::111111111111:u2f/user/ana/yubikey-"), "{arn}");
        arns.push(arn);
    }
    let listed = browser.query(&session, "iam", LIST).await.text();
    assert!(arns.iter().all(|arn| listed.contains(&format!("<SerialNumber>{arn}</SerialNumber>"))), "{listed}");
    let get = |arn: &str| format!("Action=GetMFADevice&Version=2010-05-08&UserName=ana&SerialNumber={arn}");
    let shown = browser.query(&session, "iam", &get(&arns[0])).await.text();
    assert!(
        shown.contains("<EnableDate>2026-11-22T10:00:00Z</EnableDate>") && shown.contains("<UserName>ana<"),
        "{shown}"
    );
    let report = server.call("root", "GetAccountSummary").await.unwrap();
    assert!(report.contains("<entry><key>MFADevicesInUse</key><value>3</value></entry>"), "{report}");

    for key in &mut keys {
        let options = asked(&mut browser).await;
        assert_eq!(options["rpId"], json!("127.0.0.1"));
        let ids: Vec<_> = options["allowCredentials"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect();
        assert!(ids.contains(&json!(encoded(&key.id))), "{options}");
        let signature = key.sign(&origin(&browser), &options);
        let session = browser.sign_in(&with(&signature)).await;
        assert_eq!(session["mfa"], json!(true));
        let again = browser.post("/api/sign-in", &with(&signature)).await;
        assert_eq!(again.code(), (401, "AuthenticationFailed".to_owned()), "a challenge serves once");
    }
    // STS takes codes alone (R3.14).
    let session = "GetSessionToken TokenCode=123456 SerialNumber=";
    server.call("root", "CreateAccessKey UserName=ana").await.unwrap();
    let refused = server.call("root", &format!("{session}{}", arns[0])).await.unwrap_err();
    assert!(
        refused.starts_with("403 AccessDenied MultiFactorAuthentication failed, unable to validate MFA code."),
        "{refused}"
    );
    // The user keeps its keys, and they keep the user; a new name of the user is in the serial number.
    let renamed = arns[0].replace("/user/ana/", "/user/anna/");
    server.call("root", "UpdateUser UserName=ana NewUserName=anna").await.unwrap();
    server.call("root", &format!("GetMFADevice UserName=anna SerialNumber={renamed}")).await.unwrap();
    server.call("root", "UpdateUser UserName=anna NewUserName=ana").await.unwrap();
    for arn in &arns {
        server.call("root", &format!("DeactivateMFADevice UserName=ana SerialNumber={arn}")).await.unwrap();
    }
    let gone = format!("404 NoSuchEntity MFA Device with serial number {} does not exist.", arns[0]);
    let missing = server.call("root", &format!("GetMFADevice UserName=ana SerialNumber={}", arns[0])).await;
    assert_eq!(missing.unwrap_err(), gone);
    assert_eq!(browser.sign_in(&ana()).await["mfa"], json!(false));
}

/// What is signed for another page, host, person or challenge, by another key, or by nobody's touch does not sign in, and
/// neither does a copy of a key.
#[tokio::test]
async fn forged_signatures_do_not_sign_in() {
    let (server, mut browser, session) = signed_in().await;
    let (own, mut key) = (origin(&browser), Authenticator::p256(b"one"));
    key.count = 7;
    register(&mut browser, &session, &key, false).await;
    let mut bob = json!({"account": "111111111111", "userName": "bob", "password": PASSWORD});
    server.call("root", "CreateUser UserName=bob").await.unwrap();
    server.call("root", "CreateLoginProfile UserName=bob Password=Correct%20horse%201").await.unwrap();

    type Forge = fn(&mut Authenticator, &str, &Value) -> Value;
    let forgeries: [(&str, Forge); 13] = [
        ("another page", |key, _, options| key.sign("http://evil.example.com", options)),
        ("another scheme", |key, own, options| key.sign(&own.replace("http:", "https:"), options)),
        ("another host", |key, own, options| {
            key.host = Some("evil.example.com".to_owned());
            key.sign(own, options)
        }),
        ("nobody there", |key, own, options| {
            key.flags = 0;
            key.sign(own, options)
        }),
        ("a frame", |key, _, options| {
            let challenge = options["challenge"].as_str().unwrap();
            let data = json!({"type": "webauthn.get", "challenge": challenge, "origin": "x", "crossOrigin": true});
            key.sign_data(&data.to_string(), "127.0.0.1")
        }),
        ("the other ceremony", |key, own, options| {
            key.sign_data(&client_data("webauthn.create", own, options["challenge"].as_str().unwrap()), "127.0.0.1")
        }),
        ("a challenge of its own", |key, own, _| {
            key.sign_data(&client_data("webauthn.get", own, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "127.0.0.1")
        }),
        ("another key of the same id", |key, own, options| {
            let mut other = Authenticator::p256(&key.id);
            other.count = key.count;
            other.sign(own, options)
        }),
        ("an id that is not registered", |key, own, options| {
            let mut signature = key.sign(own, options);
            signature["id"] = json!(encoded(b"two"));
            signature
        }),
        ("another signature", |key, own, options| {
            let mut signature = key.sign(own, options);
            signature["signature"] = json!(encoded(b"no signature"));
            signature
        }),
        ("a count that is not signed", |key, own, options| {
            let mut signature = key.sign(own, options);
            let later = Authenticator::p256(b"x").sign(own, options);
            signature["authenticatorData"] = later["authenticatorData"].clone();
            signature
        }),
        ("a count that does not grow", |key, own, options| {
            key.count = 6;
            key.sign(own, options)
        }),
        ("no base64", |key, own, options| {
            let mut signature = key.sign(own, options);
            signature["clientDataJSON"] = json!("%%%");
            signature
        }),
    ];
    for (what, forge) in forgeries {
        // So that nobody has to wait after wrong ones.
        server.wait(3_600).await;
        let options = asked(&mut browser).await;
        let (count, flags) = (key.count, key.flags);
        let signature = forge(&mut key, &own, &options);
        (key.count, key.flags, key.host) = (count + 1, flags, None);
        let answer = browser.post("/api/sign-in", &with(&signature)).await;
        assert_eq!(answer.code(), (401, "AuthenticationFailed".to_owned()), "{what}");
    }
    let attach = "AttachUserPolicy UserName=bob PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess";
    server.call("root", attach).await.unwrap();
    // A challenge that was made for Ana is none for Bob.
    let mut other = Authenticator::p256(b"bobs");
    let bobs = browser.sign_in(&bob).await["id"].as_str().unwrap().to_owned();
    register(&mut browser, &bobs, &other, false).await;
    server.wait(3_600).await;
    let options = asked(&mut browser).await;
    bob["securityKey"] = other.sign(&own, &options);
    assert_eq!(browser.post("/api/sign-in", &bob).await.code(), (401, "AuthenticationFailed".to_owned()));
    // One that is five minutes old is none.
    server.wait(3_600).await;
    let options = asked(&mut browser).await;
    server.wait(300).await;
    let late = key.sign(&own, &options);
    assert_eq!(browser.post("/api/sign-in", &with(&late)).await.code(), (401, "AuthenticationFailed".to_owned()));
    server.wait(3_600).await;
    // None of this spoilt the key.
    let options = asked(&mut browser).await;
    let signature = key.sign(&own, &options);
    browser.sign_in(&with(&signature)).await;
}

/// What is not a new key of the session, made on this page, is not registered.
#[tokio::test]
async fn forged_registrations_are_refused() {
    let (server, mut browser, session) = signed_in().await;
    let (own, key) = (origin(&browser), Authenticator::p256(b"one"));
    let finish = format!("/api/sessions/{session}/fido/finish");
    let name = json!({"name": "yubikey"});
    let refused = |answer: &super::browser::Answer, what: &str| {
        assert_eq!(answer.code(), (400, "InvalidRequest".to_owned()), "{what}: {answer:?}");
    };
    let options = begin(&mut browser, &session, &name).await;
    refused(&browser.post(&finish, &key.register("http://evil.example.com", &options, false)).await, "another page");
    // Its challenge is over with that.
    refused(&browser.post(&finish, &key.register(&own, &options, false)).await, "a challenge twice");
    let mut foreign = options.clone();
    foreign["publicKey"]["rp"]["id"] = json!("evil.example.com");
    foreign["publicKey"]["challenge"] = begin(&mut browser, &session, &name).await["publicKey"]["challenge"].clone();
    refused(&browser.post(&finish, &key.register(&own, &foreign, false)).await, "another host");
    let options = begin(&mut browser, &session, &name).await;
    let absent = Authenticator { flags: 0, ..Authenticator::p256(b"one") };
    refused(&browser.post(&finish, &absent.register(&own, &options, false)).await, "nobody there");
    // The statement of another key.
    let options = begin(&mut browser, &session, &name).await;
    let mut made = key.register(&own, &options, true);
    made["attestationObject"] = Authenticator::p256(b"two").register(&own, &options, true)["attestationObject"].clone();
    made["clientDataJSON"] = json!(encoded(
        client_data("webauthn.create", &own, options["publicKey"]["challenge"].as_str().unwrap())
            .replace("false,", "false,\"extra\":1,")
            .as_bytes()
    ));
    refused(&browser.post(&finish, &made).await, "a statement of something else");
    // A challenge of another session.
    let other = browser.sign_in(&ana()).await["id"].as_str().unwrap().to_owned();
    let options = begin(&mut browser, &other, &name).await;
    refused(&browser.post(&finish, &key.register(&own, &options, false)).await, "another session");
    for (sent, what) in [
        (json!({"name": ""}), "no name"),
        (json!({"name": "a/b"}), "a slash"),
        (json!({"name": "x".repeat(129)}), "129 characters"),
        (json!({"name": "a", "userName": "x".repeat(65)}), "a long user name"),
    ] {
        refused(&browser.post(&format!("/api/sessions/{session}/fido/begin"), &sent).await, what);
    }
    assert!(browser.query(&session, "iam", LIST).await.text().contains("<MFADevices/>"));
    // Nobody registers one without the console.
    let arn = "arn:aws:iam::111111111111:u2f/user/ana/yubikey-X";
    let raw = "EnableMFADevice UserName=ana AuthenticationCode1=000000 AuthenticationCode2=000000 SerialNumber=";
    let missing = format!("404 NoSuchEntity MFA Device with serial number {arn} does not exist.");
    assert_eq!(server.call("root", &format!("{raw}{arn}")).await.unwrap_err(), missing);
}

/// R4.85: both steps are decided as `iam:EnableMFADevice` on the user, each with its value of the key that policies tell the steps
/// by, and each is on record with its explanation.
#[tokio::test]
async fn registration_needs_the_permission() {
    let (server, mut browser, session) = signed_in().await;
    let (own, name) = (origin(&browser), json!({"name": "yubikey"}));
    let (start, finish) =
        (format!("/api/sessions/{session}/fido/begin"), format!("/api/sessions/{session}/fido/finish"));
    for step in ["Create", "Activate"] {
        let deny = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Action":"iam:EnableMFADevice","Resource":"*","Condition":{{"StringEquals":{{"iam:RegisterSecurityKey":"{step}"}}}}}}]}}"#
        );
        server.root("PutUserPolicy", &[("UserName", "ana"), ("PolicyName", "p"), ("PolicyDocument", &deny)]).await;
        let denied = if step == "Create" {
            browser.post(&start, &name).await
        } else {
            let options = begin(&mut browser, &session, &name).await;
            browser.post(&finish, &Authenticator::p256(b"no").register(&own, &options, false)).await
        };
        assert_eq!(denied.code(), (403, "AccessDenied".to_owned()), "{step}: {denied:?}");
        let told = denied.json()["message"].as_str().unwrap().to_owned();
        assert!(told.contains("iam:EnableMFADevice") && told.contains("explicit deny"), "{told}");
        let request_id = denied.json()["requestId"].as_str().unwrap().to_owned();
        let Ok(Found::One(record)) = server.node.records.find(&request_id) else { panic!("no record {request_id}") };
        let text = serde_json::to_string(&record).unwrap();
        assert!(record.operation == "EnableMFADevice" && text.contains(&format!(r#""{step}""#)), "{text}");
        assert!(record.decisions[0].explanation.is_some(), "{text}");
    }
    assert!(browser.query(&session, "iam", LIST).await.text().contains("<MFADevices/>"));
    server.call("root", "DeleteUserPolicy UserName=ana PolicyName=p").await.unwrap();
    register(&mut browser, &session, &Authenticator::p256(b"yes"), false).await;
    // One record a step.
    let allowed = |record: &Record| record.operation == "EnableMFADevice" && record.status == 200;
    assert_eq!(server.node.records.newest(9, allowed).unwrap().len(), 3);
}

/// R4.41, R4.85: eight devices is the most, and one credential serves once. What could not be registered is not asked for.
#[tokio::test]
async fn registrations_are_bounded() {
    let (server, mut browser, session) = signed_in().await;
    let (own, name) = (origin(&browser), json!({"name": "yubikey"}));
    let (start, finish) =
        (format!("/api/sessions/{session}/fido/begin"), format!("/api/sessions/{session}/fido/finish"));
    for number in 0..7u8 {
        register(&mut browser, &session, &Authenticator::p256(&[number]), false).await;
    }
    let options = begin(&mut browser, &session, &name).await;
    assert_eq!(options["publicKey"]["excludeCredentials"].as_array().map(Vec::len), Some(7));
    let twice = browser.post(&finish, &Authenticator::p256(&[0]).register(&own, &options, false)).await;
    assert_eq!(twice.code(), (409, "EntityAlreadyExists".to_owned()), "{twice:?}");
    let late = begin(&mut browser, &session, &name).await;
    register(&mut browser, &session, &Authenticator::p256(&[7]), false).await;
    let more = browser.post(&finish, &Authenticator::p256(b"more").register(&own, &late, false)).await;
    assert_eq!(more.code(), (409, "LimitExceeded".to_owned()), "{more:?}");
    assert_eq!(browser.post(&start, &name).await.code(), (409, "LimitExceeded".to_owned()));
    // For another user, and for one that is not there, or is gone when the key has answered.
    server.call("root", "CreateUser UserName=bob").await.unwrap();
    let bobs = json!({"name": "k", "userName": "bob"});
    let options = begin(&mut browser, &session, &bobs).await;
    let answer = browser.post(&finish, &Authenticator::p256(b"bobs").register(&own, &options, false)).await;
    let arn = answer.json()["serialNumber"].as_str().unwrap().to_owned();
    assert!(arn.contains(":u2f/user/bob/k-"), "{answer:?}");
    let nobody = browser.post(&start, &json!({"name": "k", "userName": "eve"})).await;
    assert_eq!(nobody.code(), (404, "NoSuchEntity".to_owned()), "{nobody:?}");
    let options = begin(&mut browser, &session, &bobs).await;
    server.call("root", &format!("DeactivateMFADevice UserName=bob SerialNumber={arn}")).await.unwrap();
    server.call("root", "DeleteUser UserName=bob").await.unwrap();
    let gone = browser.post(&finish, &Authenticator::p256(b"late").register(&own, &options, false)).await;
    assert_eq!(gone.code(), (404, "NoSuchEntity".to_owned()), "{gone:?}");
}

/// R4.85: the root user registers a key of its own, signs in with it, and not without it.
#[tokio::test]
async fn the_root_user_registers_a_key() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    let first = json!({"token": FIRST_TOKEN, "account": "111111111111", "password": PASSWORD});
    assert_eq!(browser.post("/api/first-start", &first).await.status, 200);
    let credentials = json!({"account": "111111111111", "root": true, "password": PASSWORD});
    let session = browser.sign_in(&credentials).await["id"].as_str().unwrap().to_owned();
    let mut key = Authenticator::p256(b"roots");
    let arn = register(&mut browser, &session, &key, false).await;
    assert!(arn.starts_with("arn:aws:iam::111111111111:u2f/root/yubikey-"), "{arn}");
    let listed = browser.query(&session, "iam", "Action=ListMFADevices&Version=2010-05-08").await.text();
    assert!(listed.contains(&format!("<SerialNumber>{arn}</SerialNumber>")), "{listed}");
    let options = begin(&mut browser, &session, &json!({"name": "second"})).await;
    assert_eq!(options["publicKey"]["excludeCredentials"].as_array().map(Vec::len), Some(1));

    let asked = browser.post("/api/sign-in", &credentials).await;
    assert_eq!(asked.code(), (401, "MfaRequired".to_owned()), "{asked:?}");
    let mut signed = credentials.clone();
    signed["securityKey"] = key.sign(&origin(&browser), &asked.json()["securityKey"]);
    assert_eq!(browser.sign_in(&signed).await["mfa"], json!(true));
    let login = server.node.records.newest(1, |record| record.operation == "ConsoleLogin").unwrap();
    let text = serde_json::to_string(&login[0].details).unwrap();
    assert!(text.contains(&format!(r#""MFAIdentifier":"{arn}""#)), "{text}");
    // A signature serves once.
    assert_eq!(browser.post("/api/sign-in", &signed).await.status, 401);
}
