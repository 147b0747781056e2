//! The federation endpoint (R3.62–R3.65).

use super::browser::{Answer, Browser, console, world};
use super::kit::Server;
use bytes::Bytes;
use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::net::SocketAddr;

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";

/// A server whose root user made a role that its users may assume; Ana has a key.
async fn with_role() -> Server {
    let mut server = world().await;
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;
    server
        .root("CreateRole", &[("RoleName", "Dev"), ("AssumeRolePolicyDocument", trust), ("MaxSessionDuration", "7200")])
        .await;
    server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    server
}

async fn get(address: SocketAddr, path: &str, more: &[(&str, &str)]) -> Answer {
    let host = address.to_string();
    let mut headers = vec![("host", &*host)];
    headers.extend_from_slice(more);
    Browser { address, cookie: String::new(), csrf: String::new() }
        .send(Method::GET, path, &headers, Bytes::new())
        .await
}

/// The query with a caller's credentials.
fn asks(server: &Server, caller: &str, more: &str) -> String {
    let keys = &server.keys[caller];
    let session = json!({"sessionId": keys.id, "sessionKey": keys.secret, "sessionToken": keys.token});
    let session = utf8_percent_encode(&session.to_string(), NON_ALPHANUMERIC).to_string();
    format!("/federation?Action=getSigninToken&Session={session}{more}")
}

fn login(token: &str) -> String {
    format!(
        "/federation?Action=login&Issuer=https%3A%2F%2Fexample.com&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fiam&SigninToken={token}"
    )
}

async fn token(server: &Server, address: SocketAddr, caller: &str, more: &str) -> String {
    let answer = get(address, &asks(server, caller, more), &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["SigninToken"].as_str().unwrap().to_owned()
}

/// R3.62–R3.64: credentials become a token, the token a session of the console, for 15 minutes; the session is the role's and
/// lasts as long as the credentials, or as long as was asked for, within what the role lets sessions be.
#[tokio::test]
async fn credentials_become_a_session() {
    let mut server = with_role().await;
    let address = console(&server).await;
    server.call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/Dev RoleSessionName=s1", "dev").await;
    for (more, expires) in [
        ("", "2026-11-22T11:00:00Z"),
        ("&SessionDuration=900", "2026-11-22T10:15:00Z"),
        ("&SessionDuration=7200", "2026-11-22T12:00:00Z"),
        ("&SessionDuration=43200", "2026-11-22T12:00:00Z"),
    ] {
        let token = token(&server, address, "dev", more).await;
        assert!(!token.contains(&server.keys["dev"].secret));
        let mut browser = Browser { address, cookie: String::new(), csrf: String::new() };
        let host = address.to_string();
        let entered = browser.send(Method::GET, &login(&token), &[("host", &host)], Bytes::new()).await;
        assert_eq!(entered.status, 302, "{entered:?}");
        let state = browser.state().await;
        let session = &state["sessions"][0];
        let id = session["id"].as_str().unwrap();
        assert_eq!(entered.header("location"), format!("/s/{id}/iam"));
        assert_eq!(
            (&session["kind"], &session["arn"]),
            (&json!("role"), &json!("arn:aws:sts::111111111111:assumed-role/Dev/s1"))
        );
        assert_eq!(session["expiresAt"], json!(expires), "{more}");
        let who = browser.query(id, "sts", WHO).await;
        assert!(who.text().contains("assumed-role/Dev/s1"), "{who:?}");
    }
    let token = token(&server, address, "dev", "").await;
    server.wait(899).await;
    assert_eq!(get(address, &login(&token), &[]).await.status, 302);
    server.wait(1).await;
    assert_eq!(get(address, &login(&token), &[]).await.status, 400);
}

/// R3.63: a duration is not for chained roles, nor for federated users, who have the console as long as their credentials.
#[tokio::test]
async fn durations_are_for_first_roles() {
    let mut server = with_role().await;
    let address = console(&server).await;
    server.call_as("ana", "GetSessionToken", "session").await;
    server
        .call_as("session", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/Dev RoleSessionName=s1", "chained")
        .await;
    server.call_as("ana", "GetFederationToken Name=fed", "fed").await;
    for caller in ["chained", "fed"] {
        token(&server, address, caller, "").await;
        let refused = get(address, &asks(&server, caller, "&SessionDuration=3600"), &[]).await;
        assert_eq!(refused.status, 400, "{caller}: {refused:?}");
    }
    let entered = get(address, &login(&token(&server, address, "fed", "").await), &[]).await;
    assert_eq!(entered.status, 302);
}

/// R3.65: whatever is wrong is 400.
#[tokio::test]
async fn bad_input_is_refused() {
    let mut server = with_role().await;
    let address = console(&server).await;
    server.call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/Dev RoleSessionName=s1", "dev").await;
    server.call_as("ana", "GetSessionToken", "session").await;
    let good = asks(&server, "dev", "");
    let secret = server.keys["dev"].secret.clone();
    let wrong: String = secret.chars().rev().collect();
    let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let paths = [
        "/federation".to_owned(),
        "/federation?Action=other".to_owned(),
        "/federation?Action=getSigninToken".to_owned(),
        "/federation?Action=getSigninToken&Session=x".to_owned(),
        "/federation?Action=getSigninToken&Session=%7B%7D".to_owned(),
        good.replace(&escaped(&secret), &escaped(&wrong)),
        good.replace(&server.keys["dev"].id, "ASIAQQQQQQQQQQQQQQQQ"),
        asks(&server, "session", ""),
        asks(&server, "dev", "&SessionDuration=899"),
        asks(&server, "dev", "&SessionDuration=43201"),
        asks(&server, "dev", "&SessionDuration=x"),
        asks(&server, "dev", &"&a=b".repeat(20)),
        login(""),
        login("AAAA"),
        login(&token(&server, address, "dev", "").await).replace("console.aws.amazon.com", "evil.example.com"),
        login(&token(&server, address, "dev", "").await).replace("Destination", "Elsewhere"),
    ];
    for path in paths {
        assert_eq!(get(address, &path, &[]).await.status, 400, "{path}");
    }
    // A token of credentials that were revoked meanwhile.
    let token = token(&server, address, "dev", "&SessionDuration=3600").await;
    let id = server.keys["dev"].id.clone();
    server.call("root", &format!("rolecall:RevokeSession {{\"AccessKeyId\": \"{id}\"}}")).await.unwrap();
    assert_eq!(get(address, &login(&token), &[]).await.status, 400);
}

/// A link of another site comes without the cookie: the browser is sent once more by a page of ours, and keeps its sessions.
#[tokio::test]
async fn a_link_keeps_the_sessions() {
    let mut server = with_role().await;
    let address = console(&server).await;
    server.call_as("ana", "AssumeRole RoleArn=arn:aws:iam::111111111111:role/Dev RoleSessionName=s1", "dev").await;
    let path = login(&token(&server, address, "dev", "").await);
    let first = get(address, &path, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!((first.status.as_u16(), first.header("set-cookie")), (200, ""));
    let page = first.text();
    let target = page.split("content=\"0;url=").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let mut browser = Browser::open(address).await;
    browser.sign_in(&super::browser::ana()).await;
    let headers = browser.own_headers();
    let entered = browser.send(Method::GET, &target, &super::browser::as_strs(&headers), Bytes::new()).await;
    assert_eq!(entered.status, 302, "{entered:?}");
    let kinds: Vec<Value> =
        browser.state().await["sessions"].as_array().unwrap().iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds, [json!("iamUser"), json!("role")]);
}
