//! First passwords, and new ones at sign-in.

use super::browser::{Browser, FIRST_TOKEN, PASSWORD, ana, console, world};
use serde_json::{Value, json};

const NEW: &str = "Another horse 2";

fn change(to: &str) -> Value {
    json!({"account": "111111111111", "userName": "ana", "password": PASSWORD, "newPassword": to})
}

/// A password that must be changed lets nobody in; the user changes it, within the policy, and is in (R4.18).
#[tokio::test]
async fn a_password_must_be_changed() {
    let server = world().await;
    server.call("root", "UpdateLoginProfile UserName=ana PasswordResetRequired=true").await.unwrap();
    server.call("root", "UpdateAccountPasswordPolicy MinimumPasswordLength=10").await.unwrap();
    let mut browser = Browser::open(console(&server).await).await;
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code(), (403, "PasswordChangeRequired".to_owned()));
    let short = browser.post("/api/new-password", &change("Short 1")).await;
    assert_eq!(short.code(), (400, "PasswordPolicyViolation".to_owned()));
    assert_eq!(short.json()["message"], json!("Password should have a minimum length of 10"));
    let same = browser.post("/api/new-password", &change(PASSWORD)).await;
    assert!(same.status.is_client_error(), "{same:?}");
    let mut wrong = change(NEW);
    wrong["password"] = json!("wrong");
    assert_eq!(browser.post("/api/new-password", &wrong).await.code(), (401, "AuthenticationFailed".to_owned()));
    let answer = browser.post("/api/new-password", &change(NEW)).await;
    assert_eq!(answer.json()["session"]["userName"], json!("ana"), "{answer:?}");
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code().0, 401);
    browser.sign_in(&json!({"account": "111111111111", "userName": "ana", "password": NEW})).await;
}

/// A password that is older than the policy lets it be; with hard expiry only an administrator helps.
#[tokio::test]
async fn passwords_expire() {
    let server = world().await;
    server.call("root", "UpdateAccountPasswordPolicy MaxPasswordAge=1").await.unwrap();
    let mut browser = Browser::open(console(&server).await).await;
    browser.sign_in(&ana()).await;
    server.wait(86_399).await;
    browser.sign_in(&ana()).await;
    server.wait(1).await;
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code(), (403, "PasswordChangeRequired".to_owned()));
    server.call("root", "UpdateAccountPasswordPolicy MaxPasswordAge=1 HardExpiry=true").await.unwrap();
    assert_eq!(browser.post("/api/sign-in", &ana()).await.code(), (403, "PasswordExpired".to_owned()));
    assert_eq!(browser.post("/api/new-password", &change(NEW)).await.code(), (403, "PasswordExpired".to_owned()));
    server.call("root", "UpdateAccountPasswordPolicy MaxPasswordAge=1").await.unwrap();
    assert_eq!(browser.post("/api/new-password", &change(NEW)).await.status, 200);
}

/// Who may not change passwords does not do it at sign-in either.
#[tokio::test]
async fn a_change_needs_the_permission() {
    let server = world().await;
    server
        .call("root", "DetachUserPolicy UserName=ana PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess")
        .await
        .unwrap();
    server.call("root", "UpdateLoginProfile UserName=ana PasswordResetRequired=true").await.unwrap();
    let mut browser = Browser::open(console(&server).await).await;
    let denied = browser.post("/api/new-password", &change(NEW)).await;
    assert_eq!(denied.code(), (403, "AccessDenied".to_owned()), "{denied:?}");
    server
        .call("root", "AttachUserPolicy UserName=ana PolicyArn=arn:aws:iam::aws:policy/IAMUserChangePassword")
        .await
        .unwrap();
    assert_eq!(browser.post("/api/new-password", &change(NEW)).await.status, 200);
}

/// The link of the first start sets one password, once; a password that is refused leaves it good.
#[tokio::test]
async fn the_first_link_serves_once() {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    assert_eq!(browser.state().await["firstStart"], json!(true));
    let first =
        |token: &str, account: &str, password: &str| json!({"token": token, "account": account, "password": password});
    for (sent, code) in [
        (first("guessed", "111111111111", PASSWORD), (403, "LinkNotValid")),
        (first("", "111111111111", PASSWORD), (403, "LinkNotValid")),
        (first(FIRST_TOKEN, "111111111111", "short"), (400, "PasswordPolicyViolation")),
        (first(FIRST_TOKEN, "999999999999", PASSWORD), (400, "ValidationError")),
    ] {
        assert_eq!(browser.post("/api/first-start", &sent).await.code(), (code.0, code.1.to_owned()), "{sent}");
    }
    assert_eq!(browser.post("/api/first-start", &first(FIRST_TOKEN, "111111111111", PASSWORD)).await.status, 200);
    assert_eq!(browser.state().await["firstStart"], json!(false));
    let again = browser.post("/api/first-start", &first(FIRST_TOKEN, "222222222222", PASSWORD)).await;
    assert_eq!(again.code(), (403, "LinkNotValid".to_owned()));
    browser.sign_in(&json!({"account": "111111111111", "root": true, "password": PASSWORD})).await;
    let other =
        browser.post("/api/sign-in", &json!({"account": "222222222222", "root": true, "password": PASSWORD})).await;
    assert_eq!(other.code().0, 401);
}
