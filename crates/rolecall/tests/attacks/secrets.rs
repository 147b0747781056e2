//! Secrets in every place of a request that may carry one: neither the trail nor the log repeats them, whatever is wrong
//! with the request.

use crate::kit::log::Log;
use crate::kit::{Server, element};
use std::fs;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What no record and no line of the log may contain. No header, form, or URL changes its spelling.
const MARKER: &str = "Zq9hunter2XsecretY";

/// Sends a request as it is, and reads the answer to its end; it must be an error.
async fn send(server: &Server, head: &str, headers: &[String], body: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    let text = format!(
        "{head} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 501"), "{head} {headers}: {answer}");
    answer
}

/// Headers and queries that authenticate, or try to.
fn credentials() -> (Vec<String>, Vec<String>) {
    let key = "AKIA6RVFFB77QUAAAAAA";
    let scope = format!("{key}/20261122/us-east-1/sts/aws4_request");
    let authorization = [
        format!("Basic {MARKER}"),
        format!("Bearer {MARKER}"),
        format!("bearer  {MARKER}"),
        MARKER.to_owned(),
        format!("AWS {key}:{MARKER}"),
        format!("AWS4-HMAC-SHA256 {MARKER}"),
        format!("AWS4-HMAC-SHA256 Signature={MARKER}"),
        format!("AWS4-HMAC-SHA512 Credential={scope}, SignedHeaders=host, Signature={MARKER}"),
        format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature={MARKER}"),
        format!("AWS4-HMAC-SHA256 Credential={scope},SignedHeaders=host,Signature={MARKER}"),
        format!("AWS4-HMAC-SHA256 Credential={scope} SignedHeaders=host Signature={MARKER}"),
        format!("AWS4-HMAC-SHA256 Credential={scope} Signature={MARKER}, SignedHeaders=host, Signature=00"),
        format!("AWS4-HMAC-SHA256 Credential={key}/x Signature={MARKER}, SignedHeaders=host, Signature=00"),
        format!("AWS4-HMAC-SHA256 Credential={key}, SignedHeaders=host, Signature={MARKER}"),
        format!("AWS4-HMAC-SHA256 Credential={key}/20261122/sts/aws4_request, SignedHeaders=host, Signature={MARKER}"),
        format!("AWS4-ECDSA-P256-SHA256 Credential={scope}, SignedHeaders=host, Signature={MARKER}"),
        format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature={MARKER}ü"),
    ];
    let mut headers: Vec<String> = authorization.iter().map(|value| format!("authorization: {value}")).collect();
    headers.push(format!("x-amz-security-token: {MARKER}"));
    headers
        .push(format!("authorization: {}\r\nx-amz-security-token: {MARKER}", authorization[8].replace(MARKER, "00")));
    headers.push(format!("cookie: session={MARKER}"));
    headers.push(format!("proxy-authorization: Basic {MARKER}"));
    headers.push(format!("x-amz-server-side-encryption-customer-key: {MARKER}"));
    headers.push(format!("x-amz-copy-source-server-side-encryption-customer-key: {MARKER}"));
    headers.push(format!("x-amz-mfa: arn:aws:iam::111111111111:mfa/phone {MARKER}"));
    headers.push(format!("x-amz-copy-source: /photos/a?X-Amz-Signature={MARKER}"));
    headers.push(format!("referer: http://localhost/photos/a?X-Amz-Signature={MARKER}&X-Amz-Security-Token={MARKER}"));
    let whole = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date=20261122T100000Z&X-Amz-Expires=60&\
         X-Amz-SignedHeaders=host",
        scope.replace('/', "%2F")
    );
    let queries = vec![
        format!("X-Amz-Signature={MARKER}"),
        format!("X-Amz-Security-Token={MARKER}"),
        format!("{whole}&X-Amz-Signature={MARKER}"),
        format!("{whole}&X-Amz-Signature=00&X-Amz-Security-Token={MARKER}"),
        format!("{}&X-Amz-Signature={MARKER}", whole.replace("Expires=60", "Expires=x")),
        format!("{}&X-Amz-Signature={MARKER}", whole.replace("20261122T", "x")),
        format!("{}&X-Amz-Signature={MARKER}", whole.replace("%2Fsts", "")),
        format!("{whole}&X-Amz-Signature={MARKER}&X-Amz-Signature={MARKER}"),
        format!("AWSAccessKeyId={key}&Signature={MARKER}&Expires=1"),
        format!("AWSAccessKeyId={key}&Signature={MARKER}&Expires=99999999999"),
        format!("AWSAccessKeyId={key}&Signature={MARKER}&Expires=x"),
        format!("AWSAccessKeyId={key}&Signature={MARKER}"),
        format!("AWSAccessKeyId=ASIAX&Signature=x&Expires=99999999999&x-amz-security-token={MARKER}"),
        format!("x-amz-signature={MARKER}&x-amz-security-token={MARKER}"),
    ];
    (headers, queries)
}

/// Requests that nobody signed, or not rightly: every kind of credentials at every kind of service.
async fn unsigned(server: &Server) {
    let (headers, queries) = credentials();
    let form = "content-type: application/x-www-form-urlencoded";
    for header in &headers {
        for date in [None, Some("x-amz-date: 20261122T100000Z"), Some("x-amz-date: yesterday")] {
            let mut sent = vec![header.clone()];
            sent.extend(date.map(str::to_owned));
            send(server, "GET /photos/a", &sent, "").await;
            send(server, "GET /", &sent, "").await;
            send(server, "PUT /photos/a", &sent, "x").await;
            sent.push(form.to_owned());
            send(server, "POST /", &sent, "Action=GetCallerIdentity&Version=2011-06-15").await;
            send(server, "POST /", &sent, "Action=ListUsers&Version=2010-05-08").await;
        }
    }
    for query in &queries {
        for target in ["/photos/a?", "/?", "/?Action=GetCallerIdentity&Version=2011-06-15&"] {
            send(server, &format!("GET {target}{query}"), &[], "").await;
            send(server, &format!("GET {target}{query}"), &[headers[0].clone()], "").await;
            send(server, &format!("POST {target}{query}"), &[form.to_owned()], "").await;
        }
    }
}

/// Forms whose fields hold signatures, tokens and policies, each of them wrong.
async fn forms(server: &Server) {
    let key = "AKIA6RVFFB77QUAAAAAA";
    let scope = format!("{key}/20261122/us-east-1/s3/aws4_request");
    let signed = |version: &str, secret: &str| match version {
        "2" => vec![("AWSAccessKeyId", key.to_owned()), ("signature", secret.to_owned())],
        _ => vec![
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", scope.clone()),
            ("x-amz-date", "20261122T100000Z".to_owned()),
            ("x-amz-signature", secret.to_owned()),
        ],
    };
    for version in ["2", "4"] {
        for more in ["policy", "x-amz-security-token", "key", "x-amz-meta-secret", "success_action_redirect"] {
            for length in [1, 2, 8] {
                let mut fields = signed(version, MARKER);
                fields.truncate(length);
                fields.push((more, MARKER.to_owned()));
                let field = |(name, value): &(&str, String)| {
                    format!("--b\r\ncontent-disposition: form-data; name={name}\r\n\r\n{value}\r\n")
                };
                let body: String = fields.iter().map(field).collect();
                let file = "--b\r\ncontent-disposition: form-data; name=file\r\n\r\nx\r\n--b--\r\n";
                let form = "content-type: multipart/form-data; boundary=b".to_owned();
                send(server, "POST /photos", &[form], &format!("{body}{file}")).await;
            }
        }
    }
}

/// Requests that are signed, with secrets among their parameters, well formed and not.
async fn signed(server: &Server) {
    let serial = "SerialNumber=arn:aws:iam::111111111111:mfa/phone";
    let long = format!("{MARKER}{}", "x".repeat(128));
    for secret in [MARKER, &format!("%01{MARKER}").replace("%01", "\u{1}"), &long] {
        let calls = [
            ("GetSessionToken", vec![("SerialNumber", "arn:aws:iam::111111111111:mfa/phone"), ("TokenCode", secret)]),
            (
                "AssumeRole",
                vec![
                    ("RoleArn", "arn:aws:iam::111111111111:role/dev"),
                    ("RoleSessionName", "ss"),
                    ("SerialNumber", "arn:aws:iam::111111111111:mfa/phone"),
                    ("TokenCode", secret),
                ],
            ),
            (
                "EnableMFADevice",
                vec![
                    ("UserName", "ana"),
                    ("SerialNumber", "arn:aws:iam::111111111111:mfa/phone"),
                    ("AuthenticationCode1", secret),
                    ("AuthenticationCode2", secret),
                ],
            ),
            (
                "ResyncMFADevice",
                vec![
                    ("UserName", "ana"),
                    ("SerialNumber", "arn:aws:iam::111111111111:mfa/phone"),
                    ("AuthenticationCode1", secret),
                    ("AuthenticationCode2", secret),
                ],
            ),
            ("CreateLoginProfile", vec![("UserName", "nobody"), ("Password", secret)]),
            ("UpdateLoginProfile", vec![("UserName", "ana"), ("Password", secret)]),
            ("ChangePassword", vec![("OldPassword", secret), ("NewPassword", secret)]),
        ];
        for (operation, parameters) in &calls {
            for caller in ["root", "ana", "ana/get", "ana/presigned", "ana/wrong-secret", "ana/token=ana-session"] {
                let told = server.ask(caller, operation, parameters).await.unwrap_err();
                assert!(!told.contains(MARKER), "{operation}: {told}");
            }
        }
    }
    // Well formed, and wrong.
    assert!(server.call("ana", &format!("GetSessionToken {serial} TokenCode=918273")).await.is_err());
}

#[tokio::test]
async fn no_secret_is_recorded_or_logged() {
    let log = Log::keep();
    let mut server = Server::new().await;
    server.call("root", "PUT /photos").await.unwrap();
    server.call("root", "DELETE /photos?publicAccessBlock").await.unwrap();
    // The explanation of a denial shows what a condition asks for and what the request had.
    let allow = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::photos/*","Condition":{"StringLike":{"aws:Referer":"http://elsewhere/*"}}}]}"#;
    server.kept.insert("allow".to_owned(), allow.replace(char::is_whitespace, ""));
    server.call("root", "PUT /photos?policy Body=$allow").await.unwrap();
    server.call("root", "CreateUser UserName=ana").await.unwrap();
    let mut secrets = vec![MARKER.to_owned()];
    let answer = server.call_as("root", "CreateAccessKey UserName=ana", "ana").await;
    secrets.push(element(&answer, "<SecretAccessKey>").unwrap().to_owned());
    let answer = server.call_as("ana", "GetSessionToken", "ana-session").await;
    secrets.push(element(&answer, "<SecretAccessKey>").unwrap().to_owned());
    secrets.push(element(&answer, "<SessionToken>").unwrap().to_owned());
    let answer = server.call("root", "CreateVirtualMFADevice VirtualMFADeviceName=phone").await.unwrap();
    secrets.push(element(&answer, "<Base32StringSeed>").unwrap().to_owned());
    unsigned(&server).await;
    forms(&server).await;
    signed(&server).await;
    server.stop().await;

    let mut trail = Vec::new();
    for class in ["", "signed", "unsigned"] {
        for entry in fs::read_dir(server.data.path().join("trail").join(class)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                trail.extend(fs::read(path).unwrap());
            }
        }
    }
    let trail = String::from_utf8_lossy(&trail);
    assert!(
        trail.contains("AuthFailure") || trail.contains("MissingAuthenticationToken"),
        "what nobody signed is looked at"
    );
    assert!(trail.contains("GetSessionToken") && log.text().contains("GetSessionToken"), "both are looked at");
    for secret in &secrets {
        for (what, text) in [("trail", &*trail), ("log", &*log.text())] {
            if let Some(at) = text.find(&**secret) {
                let context = text.get(at.saturating_sub(600)..at + 60).unwrap_or_default();
                panic!("the {what} has {secret}: {context}");
            }
        }
    }
}
