//! Bodies of strangers: they are not read for a signature that cannot be good, and hold little memory for a short time.

use crate::kit::Server;
use crate::raw::{New, Old, kind, status};
use data_encoding::BASE64;
use md5::{Digest as _, Md5};
use rolecall::gateway::limits::Limits;
use rolecall::services;
use std::time::Duration;

const FORM: &str = "application/x-www-form-urlencoded";

/// An `Authorization` header that nobody signed.
fn unsigned(key: &str, date: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={key}/{day}/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, \
         Signature={signature}",
        day = &date[..8],
        signature = "0".repeat(64)
    )
}

/// R5.25: an unknown key, a token that is not ours, a wrong scope and an old date are refused before the body is read, of
/// which not a byte was sent here.
#[tokio::test]
async fn nothing_is_read_for_credentials_that_cannot_be_good() {
    let server = Server::new().await;
    let known = &*server.keys["root"].id;
    let now = "20261122T100000Z";
    for (key, date, service, token, code) in [
        ("AKIAIOSFODNN7EXAMPLE", now, "sts", "", "InvalidClientTokenId"),
        ("ASIAIOSFODNN7EXAMPLE", now, "iam", "x-amz-security-token: abc\r\n", "InvalidClientTokenId"),
        (known, "20261122T094459Z", "sts", "", "SignatureDoesNotMatch"),
        (known, now, "iam/x", "", "IncompleteSignature"),
    ] {
        let mut client = Old::connect(server.address).await;
        let authorization = unsigned(key, date, service);
        client
            .send(&format!(
                "POST / HTTP/1.1\r\nhost: h\r\ncontent-type: {FORM}\r\ncontent-length: 1000000\r\n\
                 x-amz-date: {date}\r\n{token}authorization: {authorization}\r\n\r\n"
            ))
            .await;
        let answer = client.closed().await;
        assert!(answer.contains(&format!("<Code>{code}</Code>")), "{key} {date}: {answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
}

/// A short form that comes after its head is skipped, so that its client reads the answer and keeps its connection.
#[tokio::test]
async fn a_short_form_is_skipped() {
    let server = Server::new().await;
    let mut client = Old::connect(server.address).await;
    let authorization = unsigned("AKIAIOSFODNN7EXAMPLE", "20261122T100000Z", "sts");
    let head = format!(
        "POST / HTTP/1.1\r\nhost: h\r\ncontent-type: {FORM}\r\ncontent-length: 10\r\n\
         x-amz-date: 20261122T100000Z\r\nauthorization: {authorization}\r\n\r\n"
    );
    for _ in 0..2 {
        client.send(&head).await;
        client.send("0123456789").await;
        let answer = client.answer().await;
        assert!(answer.starts_with("HTTP/1.1 403 ") && !answer.contains("connection: close"), "{answer}");
    }
}

/// Eight bodies on one connection: most are refused with 503, the rest hold the connection's share, and the
/// connection is told to end. Forms without credentials, forms that name a known key, and S3's documents.
#[tokio::test]
async fn a_connection_holds_a_share() {
    let limits = Limits { stranger_bytes: 64 * 1024, ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let authorization = unsigned(&server.keys["root"].id, "20261122T100000Z", "sts");
    let signed = [("content-type", FORM), ("x-amz-date", "20261122T100000Z"), ("authorization", &*authorization)];
    let document = [("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")];
    for (path, headers) in [("/", &signed[..1]), ("/", &signed[..]), ("/bucket?delete", &document[..])] {
        let mut client = New::connect(server.address, &[]).await;
        for _ in 0..8 {
            let stream = client.ask("POST", path, headers, false);
            client.data(stream, &[b'a'; 4096], false);
        }
        client.flush().await;
        let goaway = loop {
            let frame = client.next().await.unwrap();
            match frame.kind {
                kind::HEADERS => assert_eq!(status(&frame.payload), 503),
                kind::GOAWAY => break frame,
                _ => {}
            }
        };
        assert_eq!(goaway.payload[4..8], [0; 4], "it ends in order");
    }
}

/// All strangers together have a share, of which a client that signs needs little: it is served while others fill it.
#[tokio::test]
async fn strangers_lose_the_one_that_holds_most() {
    let limits = Limits { strangers_bytes: 512 * 1024, connections_per_address: 4096, ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let mut clients = Vec::new();
    for _ in 0..12 {
        let mut client = New::connect(server.address, &[]).await;
        for _ in 0..4 {
            let stream = client.ask("POST", "/", &[("content-type", FORM)], false);
            client.data(stream, &[b'a'; 4096], false);
        }
        client.flush().await;
        clients.push(client);
        server.call("root", "GetCallerIdentity").await.unwrap();
    }
    // Together they would hold 960 KiB.
    let mut ended = 0;
    for client in &mut clients {
        let stream = client.ask("POST", "/", &[("content-type", FORM)], false);
        client.data(stream, &[b'a'; 4096], false);
        client.flush().await;
        server.call("root", "GetCallerIdentity").await.unwrap();
    }
    for client in &mut clients {
        let next = tokio::time::timeout(Duration::from_millis(50), async {
            while let Some(f) = client.next().await {
                eprintln!("{f:?}");
            }
        })
        .await;
        eprintln!("----");
        ended += usize::from(next.is_ok());
    }
    assert!((4..12).contains(&ended), "{ended} connections ended");
}

/// A connection on which a signature was verified has a share of its own, whatever strangers hold.
#[tokio::test]
async fn a_signature_earns_a_share() {
    let limits = Limits { stranger_bytes: 300 * 1024, ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let document = "a".repeat(200_000);
    let error = server.ask("root", "CreatePolicy", &[("PolicyName", "p"), ("PolicyDocument", &document)]).await;
    assert!(error.unwrap_err().starts_with("503 ServiceUnavailable "));
    let mut client = Old::connect(server.address).await;
    let mut answers = Vec::new();
    for (operation, parameters) in
        [("GetCallerIdentity", vec![]), ("CreatePolicy", vec![("PolicyName", "p"), ("PolicyDocument", &*document)])]
    {
        client.send(&server.signed_text("root", operation, &parameters)).await;
        answers.push(client.answer().await);
    }
    assert!(answers[0].starts_with("HTTP/1.1 200 "), "{}", answers[0]);
    assert!(answers[1].starts_with("HTTP/1.1 400 "), "{}", answers[1]);
}

/// A body that is read into memory has a time in all, however steadily its bytes drip: a form, and S3's documents.
#[tokio::test]
async fn a_slow_document_is_cut_off() {
    let limits = Limits { small_body_time: Duration::from_millis(300), ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let md5 = BASE64.encode(&Md5::digest(b"a"));
    for head in [
        format!("POST / HTTP/1.1\r\nhost: h\r\ncontent-type: {FORM}\r\n"),
        format!("POST /bucket?delete HTTP/1.1\r\nhost: h\r\ncontent-md5: {md5}\r\n"),
        "PUT /bucket HTTP/1.1\r\nhost: h\r\n".to_owned(),
    ] {
        let mut client = Old::connect(server.address).await;
        client.send(&format!("{head}content-length: 1000\r\n\r\n")).await;
        let mut drips = 0;
        while client.send("a").await {
            tokio::time::sleep(Duration::from_millis(20)).await;
            drips += 1;
            if drips == 100 {
                break;
            }
        }
        assert!(drips < 100, "{head}");
        let answer = client.closed().await;
        assert!(answer.is_empty() || answer.contains("<Code>RequestTimeout</Code>"), "{answer}");
    }
}
