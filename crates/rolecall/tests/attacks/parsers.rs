//! Heads and forms of which each byte costs the server much more than one.

use crate::kit::Server;
use crate::raw::{New, Old, kind, status};
use rolecall::gateway::limits::HEADER_LINES;

/// A header that is signed a thousand times stands once in the canonical request, which S3 tells with its error.
#[tokio::test]
async fn a_header_is_signed_once() {
    let server = Server::new().await;
    let mut client = Old::connect(server.address).await;
    let key = &server.keys["root"].id;
    client
        .send(&format!(
            "GET /bucket HTTP/1.1\r\nhost: h\r\nx-amz-date: 20261122T100000Z\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n\
             x: {long}\r\nauthorization: AWS4-HMAC-SHA256 Credential={key}/20261122/us-east-1/s3/aws4_request, \
             SignedHeaders=host;{names}x-amz-content-sha256;x-amz-date, Signature={signature}\r\n\r\n",
            long = "a".repeat(10_000),
            names = "x;".repeat(1000),
            signature = "0".repeat(64),
        ))
        .await;
    let answer = client.answer().await;
    assert!(answer.contains("<Code>SignatureDoesNotMatch</Code>"), "{answer:.500}");
    assert!(answer.len() < 100_000, "{} bytes", answer.len());
}

/// HTTP/2 has as many header lines as HTTP/1.1, at the edge.
#[tokio::test]
async fn http2_has_as_many_headers() {
    let server = Server::new().await;
    let mut client = New::connect(server.address, &[]).await;
    let names: Vec<String> = (0..=HEADER_LINES).map(|at| format!("x{at}")).collect();
    let lines: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "")).collect();
    for (lines, answered) in [(&lines[..HEADER_LINES], 403), (&lines[..], 431)] {
        client.ask("GET", "/", lines, true);
        assert_eq!(status(&client.find(kind::HEADERS).await.payload), answered);
    }
}

/// A form has so many parameters and no more, at the edge.
#[tokio::test]
async fn a_form_has_a_number_of_parameters() {
    const MOST: usize = rolecall_catalog::query::MAX_PAIRS;
    let server = Server::new().await;
    let form = |count: usize| {
        let more: Vec<String> = (2..count).map(|at| format!("&a{at}")).collect();
        format!("Action=GetCallerIdentity&Version=2011-06-15{}", more.concat())
    };
    server.form("root", "sts", form(MOST)).await.unwrap();
    let error = server.form("root", "sts", form(MOST + 1)).await.unwrap_err();
    assert_eq!(error, "400 MalformedQueryString The query string contains too many names");
    // Who did not sign is told that (R5.25).
    let error = server.form("nobody", "sts", form(MOST + 1)).await.unwrap_err();
    assert_eq!(error, "403 MissingAuthenticationToken Request is missing Authentication Token");
}
