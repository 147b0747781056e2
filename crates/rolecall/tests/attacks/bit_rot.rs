//! Bits that flip on the disk.

use crate::kit::Server;
use std::fs;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An object with a flipped bit is not served as if it were whole: the answer breaks off, and a copy fails.
#[tokio::test]
async fn a_flipped_bit_is_not_served() {
    let mut server = Server::new().await;
    server.call("root", "PUT /photos").await.unwrap();
    server.call("root", "PUT /photos/k Body=(abc*200000)").await.unwrap();
    for fan in fs::read_dir(server.data.path().join("objects/data")).unwrap() {
        for file in fs::read_dir(fan.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            bytes[599_000] ^= 4;
            fs::write(&path, bytes).unwrap();
        }
    }
    let copy = server.answer("root", "PUT /photos/copy x-amz-copy-source=/photos/k").await;
    assert_eq!(copy.code(), "500 InternalError");
    server.call("root", "DELETE /photos?publicAccessBlock").await.unwrap();
    server.kept.insert(
        "policy".to_owned(),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}]}"#.to_owned(),
    );
    server.call("root", "PUT /photos?policy Body=$policy").await.unwrap();
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET /photos/k HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // The connection ends although it could be kept; a reset is an end too.
    let _ = stream.read_to_end(&mut answer).await;
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 200") && text.contains("content-length: 600000"), "{text}");
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(body.len() < 600_000, "{} bytes", body.len());
}
