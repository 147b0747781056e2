//! What other pages, other browsers and raw clients try. Each of these was let through, or would be, without its guard.

use super::browser::{Browser, GIVEN, ana, as_strs, console, console_with, world};
use bytes::Bytes;
use http::Method;
use rolecall::gateway::limits::{FORM_BYTES, Limits};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";

/// A signed-in browser and its session.
async fn signed_in() -> (super::kit::Server, Browser, String) {
    let server = world().await;
    let mut browser = Browser::open(console(&server).await).await;
    let id = browser.sign_in(&ana()).await["id"].as_str().unwrap().to_owned();
    (server, browser, id)
}

/// The page's own headers with some changed; an empty value leaves one out.
fn changed(browser: &Browser, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut headers = browser.own_headers();
    for (name, value) in changes {
        headers.retain(|(own, _)| own != name);
        if !value.is_empty() {
            headers.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    headers
}

/// A page of somebody else sends the browser's cookie along: without the token, with another origin or host, nothing is done.
#[tokio::test]
async fn other_pages_do_nothing() {
    let (server, mut browser, id) = signed_in().await;
    let port = browser.address.port();
    let (same_host, evil, evil_host) =
        ("http://localhost:3000".to_owned(), "http://evil.example.com".to_owned(), format!("evil.example.com:{port}"));
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("x-rolecall-csrf", "")], "CsrfTokenInvalid"),
        (&[("x-rolecall-csrf", "guessed")], "CsrfTokenInvalid"),
        (&[("cookie", "")], "CsrfTokenInvalid"),
        (&[("origin", "")], "OriginNotAllowed"),
        (&[("origin", "null")], "OriginNotAllowed"),
        (&[("origin", &same_host)], "OriginNotAllowed"),
        (&[("origin", &evil)], "OriginNotAllowed"),
        (&[("host", &evil_host)], "HostNotAllowed"),
    ];
    for (changes, code) in cases {
        for path in
            ["/api/sign-out".to_owned(), format!("/api/sessions/{id}/sign-out"), format!("/api/sessions/{id}/aws/sts/")]
        {
            let headers = changed(&browser, changes);
            let kept = browser.clone();
            let answer =
                browser.send(Method::POST, &path, &as_strs(&headers), Bytes::from_static(WHO.as_bytes())).await;
            browser = kept;
            assert_eq!(answer.code(), (403, code.to_owned()), "{changes:?} {path}");
        }
    }
    // A read of a session needs the token too, so that no image or link reads through it.
    for changes in [&[("x-rolecall-csrf", ""), ("origin", "")][..], &[("x-rolecall-csrf", ""), ("origin", &evil)]] {
        let headers = changed(&browser, changes);
        let answer =
            browser.send(Method::GET, &format!("/api/sessions/{id}/aws/s3/"), &as_strs(&headers), Bytes::new()).await;
        assert_eq!(answer.status, 403, "{changes:?}");
    }
    assert_eq!(browser.state().await["sessions"].as_array().map(Vec::len), Some(1));
    // The foreign name does not get at the page or the token either.
    let headers = [("host", &*evil_host)];
    for path in ["/", "/api/browser", "/federation?Action=login", "/s/x/iam"] {
        let answer = Browser { ..browser.clone() }.send(Method::GET, path, &headers, Bytes::new()).await;
        assert_eq!(answer.code(), (403, "HostNotAllowed".to_owned()), "{path}");
    }
    drop(server);
}

/// The name that the operator gave works, also behind a proxy that speaks TLS.
#[tokio::test]
async fn a_given_host_works() {
    let (_server, mut browser, id) = signed_in().await;
    for origin in [format!("https://{GIVEN}"), format!("http://{GIVEN}")] {
        let mut headers = changed(&browser, &[("host", GIVEN), ("origin", &origin)]);
        headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        let path = format!("/api/sessions/{id}/aws/sts/");
        let answer = browser.send(Method::POST, &path, &as_strs(&headers), Bytes::from_static(WHO.as_bytes())).await;
        assert_eq!(answer.status, 200, "{origin}: {answer:?}");
    }
}

/// A session's id is worth nothing in another browser, signed in or not.
#[tokio::test]
async fn sessions_are_of_one_browser() {
    let (_server, mut browser, id) = signed_in().await;
    let mut thief = Browser::open(browser.address).await;
    for signed_in in [false, true] {
        if signed_in {
            thief.sign_in(&ana()).await;
            thief.state().await;
        }
        assert_eq!(thief.query(&id, "sts", WHO).await.code(), (401, "SessionExpired".to_owned()));
        let switch = json!({"account": "111111111111", "roleName": "Dev"});
        for (what, body) in
            [("switch-role", &switch), ("switch-back", &Value::Null), ("presign", &json!({"bucket": "b", "key": "k"}))]
        {
            let answer = thief.post(&format!("/api/sessions/{id}/{what}"), body).await;
            assert_eq!(answer.code(), (401, "SessionExpired".to_owned()), "{what}");
        }
        assert_eq!(thief.post(&format!("/api/sessions/{id}/sign-out"), &Value::Null).await.status, 204);
    }
    assert_eq!(browser.query(&id, "sts", WHO).await.status, 200);
}

/// Whoever plants a cookie before the victim signs in does not have the session then.
#[tokio::test]
async fn a_planted_cookie_opens_nothing() {
    let server = world().await;
    let attacker = Browser::open(console(&server).await).await;
    let mut victim = attacker.clone();
    let session = victim.sign_in(&ana()).await;
    let id = session["id"].as_str().unwrap();
    assert_ne!(attacker.cookie, victim.cookie);
    let mut attacker = attacker;
    assert_eq!(attacker.state().await["sessions"], json!([]));
    assert_eq!(attacker.query(id, "sts", WHO).await.code(), (401, "SessionExpired".to_owned()));
    // The page that was open goes on with its token, and another session changes nothing.
    assert_eq!(victim.query(id, "sts", WHO).await.status, 200);
    let cookie = victim.cookie.clone();
    victim.sign_in(&ana()).await;
    assert_eq!(victim.cookie, cookie);
    // Two cookies of the name: one of them is somebody else's.
    let both = format!("{}; {}", attacker.cookie, victim.cookie);
    let headers = changed(&victim, &[("cookie", &both)]);
    let answer = victim.send(Method::GET, "/api/browser", &as_strs(&headers), Bytes::new()).await;
    assert_eq!(answer.status, 400);
}

/// A link of another site to the operation that hands out cookies does not replace the browser's.
#[tokio::test]
async fn a_link_replaces_no_cookie() {
    let (_server, browser, _) = signed_in().await;
    let host = browser.address.to_string();
    for headers in [
        [("host", &*host), ("sec-fetch-mode", "navigate"), ("sec-fetch-site", "cross-site")],
        [("host", &*host), ("sec-fetch-mode", "no-cors"), ("sec-fetch-site", "cross-site")],
        [("host", &*host), ("sec-fetch-mode", "navigate"), ("sec-fetch-site", "none")],
    ] {
        let answer = browser.clone().send(Method::GET, "/api/browser", &headers, Bytes::new()).await;
        assert_eq!(answer.code(), (403, "OriginNotAllowed".to_owned()));
        assert_eq!(answer.header("set-cookie"), "");
    }
}

/// The cookie is for this host alone and for no script; every answer says what a browser may do with it.
#[tokio::test]
async fn answers_are_fenced() {
    let server = world().await;
    let address = console(&server).await;
    let host = address.to_string();
    let mut browser = Browser { address, cookie: String::new(), csrf: String::new() };
    let answer = browser.send(Method::GET, "/api/browser", &[("host", &host)], Bytes::new()).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    for path in [
        "/",
        "/s/x/iam/roles",
        "/api/browser",
        "/api/nothing",
        "/assets/nothing.js",
        "/federation",
        "/switchrole?account=1",
    ] {
        let answer = browser.send(Method::GET, path, &[("host", &host)], Bytes::new()).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
    let page = browser.send(Method::GET, "/iam", &[("host", &host)], Bytes::new()).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("script-src 'self';"), "{page:?}");
    let answer = browser.send(Method::POST, "/", &[("host", &host)], Bytes::new()).await;
    assert_eq!(answer.code().0, 405);
}

/// What the page says of signatures, tokens and sessions is not taken over: the call is the session's, whatever comes with it.
#[tokio::test]
async fn the_page_does_not_sign() {
    let (server, mut browser, id) = signed_in().await;
    let root = server.keys["root"].id.clone();
    let forged = format!(
        "AWS4-HMAC-SHA256 Credential={root}/20261122/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00"
    );
    let content = ("content-type", "application/x-www-form-urlencoded");
    for extra in [
        ("authorization", &*forged),
        ("x-amz-security-token", "another"),
        ("x-amz-date", "20200101T000000Z"),
        ("x-amz-content-sha256", "0000"),
        ("x-forwarded-for", "10.0.0.1"),
    ] {
        let headers = changed(&browser, &[content, extra]);
        let path = format!("/api/sessions/{id}/aws/sts/");
        let answer = browser.send(Method::POST, &path, &as_strs(&headers), Bytes::from_static(WHO.as_bytes())).await;
        assert!(answer.text().contains("user/ana</Arn>"), "{extra:?}: {answer:?}");
    }
    server.call("root", "PUT /photos").await.unwrap();
    let query = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={root}%2F20261122%2Fus-east-1%2Fs3%2Faws4_request&\
         X-Amz-Date=20261122T100000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00&AWSAccessKeyId={root}&list-type=2"
    );
    let answer = browser.get(&format!("/api/sessions/{id}/aws/s3/photos?{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    // A form that carries a signature in its fields is none of a session.
    let headers = changed(&browser, &[("content-type", "multipart/form-data; boundary=x")]);
    let answer = browser
        .send(Method::POST, &format!("/api/sessions/{id}/aws/s3/photos"), &as_strs(&headers), Bytes::new())
        .await;
    assert_eq!(answer.code(), (400, "InvalidRequest".to_owned()));
}

/// A REST-JSON service is addressed below the session as every other, and its answers and denials come as AWS gives them.
#[tokio::test]
async fn a_session_calls_a_rest_json_service() {
    let (_server, mut browser, id) = signed_in().await;
    let path = format!("/api/sessions/{id}/aws/uxc/v1/account-customizations");
    let headers = changed(&browser, &[("content-type", "application/json")]);
    let body = Bytes::from_static(br#"{"accountColor":"teal"}"#);
    let answer = browser.send(Method::PATCH, &path, &as_strs(&headers), body.clone()).await;
    assert_eq!((answer.status.as_u16(), &*answer.text()), (200, r#"{"accountColor":"teal"}"#));
    let answer = browser.get(&path).await;
    assert_eq!(answer.text(), r#"{"accountColor":"teal"}"#);
    assert!(answer.headers.contains_key("x-amzn-requestid"), "{answer:?}");
    let answer = browser.get(&format!("/api/sessions/{id}/aws/uxc/v1/nothing")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers["x-amzn-errortype"].to_str().unwrap()),
        (404, "UnknownOperationException")
    );
    // As every change, it needs the page's token.
    let bare: Vec<_> = headers.iter().filter(|(name, _)| name != "x-rolecall-csrf").cloned().collect();
    assert_eq!(browser.send(Method::PATCH, &path, &as_strs(&bare), body).await.status, 403);
}

/// Paths lead to a service and nowhere else. The rest of a path of S3 is taken literally.
#[tokio::test]
async fn paths_lead_nowhere_else() {
    let (server, mut browser, id) = signed_in().await;
    server.call("root", "PUT /photos").await.unwrap();
    for (path, status) in [
        ("aws/ec2/", 404),
        ("aws/", 404),
        ("aws/../../browser", 404),
        ("aws/%69am/", 404),
        ("aws/IAM/", 404),
        ("aws%2Fiam/", 404),
        ("nothing", 404),
        ("aws/s3/photos/../../api/browser", 404),
        ("aws/s3/photos/%2e%2e/%2e%2e/api/browser", 404),
        ("aws/s3//etc/passwd", 400),
    ] {
        let answer = browser.get(&format!("/api/sessions/{id}/{path}")).await;
        assert!(answer.status.is_client_error(), "{path}: {answer:?}");
        assert!(!answer.text().contains("csrf"), "{path}");
        if !path.starts_with("aws/s3") {
            assert_eq!(answer.status, status, "{path}: {answer:?}");
        }
    }
    for key in ["../a", "a//b", "a%2Fb", "%2e%2e%2fb", "a%0D%0AX-Evil:%201"] {
        let headers = browser.own_headers();
        let path = format!("/api/sessions/{id}/aws/s3/photos/{key}");
        let put = browser.send(Method::PUT, &path, &as_strs(&headers), Bytes::from_static(b"x")).await;
        assert_eq!(put.status, 200, "{key}: {put:?}");
        assert_eq!(put.header("x-evil"), "");
        assert_eq!(browser.get(&path).await.text(), "x", "{key}");
    }
    for session in ["", "..", "%2e%2e", &"a".repeat(5_000)] {
        let answer = browser.get(&format!("/api/sessions/{session}/aws/iam/")).await;
        assert!(answer.status.is_client_error(), "{session}");
    }
}

/// An object that is a page does nothing in the console's origin.
#[tokio::test]
async fn objects_are_inert() {
    let (server, mut browser, id) = signed_in().await;
    server.call("root", "PUT /photos").await.unwrap();
    server.call("root", "PUT /photos/page content-type=text/html Body=<script>alert(1)</script>").await.unwrap();
    let page = browser.get(&format!("/api/sessions/{id}/aws/s3/photos/page")).await;
    assert_eq!(page.header("content-type"), "text/html");
    assert_eq!(page.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let url = browser.post(&format!("/api/sessions/{id}/presign"), &json!({"bucket": "photos", "key": "page"})).await;
    let url = url.json()["url"].as_str().unwrap().to_owned();
    let target = url.strip_prefix(&format!("http://{}", server.address)).unwrap_or_else(|| panic!("{url}"));
    let endpoint = server.address.to_string();
    let mut plain = Browser { address: server.address, cookie: String::new(), csrf: String::new() };
    let saved = plain.send(Method::GET, target, &[("host", &endpoint)], Bytes::new()).await;
    assert_eq!(saved.text(), "<script>alert(1)</script>", "{saved:?}");
    assert_eq!(saved.header("content-disposition"), "attachment; filename*=UTF-8''page");
}

/// Bodies have their limits, whoever sends them; so have slow clients.
#[tokio::test]
async fn bodies_are_limited() {
    let (_server, mut browser, id) = signed_in().await;
    let at = |bytes: usize| Bytes::from(vec![b' '; bytes]);
    let json = ("content-type", "application/json");
    for (bytes, status) in [(rolecall::console::BODY_BYTES, 400), (rolecall::console::BODY_BYTES + 1, 413)] {
        let headers = changed(&browser, &[json]);
        let answer = browser.send(Method::POST, "/api/sign-in", &as_strs(&headers), at(bytes)).await;
        assert_eq!(answer.status.as_u16(), status, "{bytes}");
    }
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers = changed(&browser, &[form]);
    let path = format!("/api/sessions/{id}/aws/iam/");
    let answer = browser.send(Method::POST, &path, &as_strs(&headers), at(FORM_BYTES + 1)).await;
    assert_eq!(answer.status, 413);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let headers = changed(&browser, &[("content-type", kind)]);
        let answer =
            browser.send(Method::POST, "/api/sign-in", &as_strs(&headers), Bytes::from(ana().to_string())).await;
        assert_eq!(answer.status, 415, "{kind}");
    }
    for body in ["", "null", "[]", "{\"account\":1}", "{", "{\"account\":\"1\",\"password\":\"\"}"] {
        let headers = changed(&browser, &[json]);
        let answer = browser.send(Method::POST, "/api/sign-in", &as_strs(&headers), Bytes::from(body)).await;
        assert_eq!(answer.code(), (400, "InvalidRequest".to_owned()), "{body}");
    }
}

/// A body that does not come is not waited for.
#[tokio::test]
async fn slow_clients_are_dropped() {
    let server = world().await;
    let limits = Limits { body_idle_time: Duration::from_millis(100), ..Limits::default() };
    let address = console_with(&server, limits, Duration::ZERO).await;
    let browser = Browser::open(address).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/sign-in HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {}\r\nX-Rolecall-Csrf: {}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
        browser.cookie, browser.csrf
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}
