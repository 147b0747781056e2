//! Connections that ask for nothing: they end, and they take nobody's place.

use crate::kit::Server;
use crate::raw::{New, Old, kind};
use rolecall::gateway::limits::Limits;
use rolecall::services;
use std::time::Duration;

fn hasty() -> Limits {
    Limits { idle_time: Duration::from_millis(200), ..Limits::default() }
}

/// HTTP/2: answering pings is no reason to be there. The connection is told to go (GOAWAY), and goes.
#[tokio::test]
async fn pings_keep_no_connection() {
    let server = Server::limited(services::ALL, Limits { head_time: Duration::from_millis(100), ..hasty() }).await;
    let mut client = New::connect(server.address, &[]).await;
    client.ask("GET", "/", &[], true);
    let frames = client.closed().await;
    assert!(frames.iter().any(|frame| frame.kind == kind::HEADERS), "{frames:?}");
    assert!(frames.iter().any(|frame| frame.kind == kind::GOAWAY), "{frames:?}");
}

/// HTTP/2: a client that answers not even the ping that goes with GOAWAY is dropped. Either of two remedies does that, the time
/// after GOAWAY and the pings of the HTTP layer, so that this fails only without both.
#[tokio::test]
async fn who_does_not_go_is_dropped() {
    let server = Server::limited(services::ALL, Limits { head_time: Duration::from_millis(300), ..hasty() }).await;
    let mut client = New::connect(server.address, &[]).await;
    client.ask("GET", "/", &[], true);
    client.flush().await;
    assert!(client.drained().await > 0);
}

/// HTTP/1.1: between two requests.
#[tokio::test]
async fn a_kept_connection_ends() {
    let server = Server::limited(services::ALL, hasty()).await;
    let mut client = Old::connect(server.address).await;
    client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n").await;
    assert!(client.closed().await.starts_with("HTTP/1.1 403 "));
}

/// Silent connections take every place, again and again. Whoever comes to ask is answered, and the client that has signed
/// keeps its connection.
#[tokio::test]
async fn silent_connections_lock_nobody_out() {
    let limits = Limits { connections: 16, connections_per_address: 16, ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let mut known = Old::connect(server.address).await;
    let request = server.signed_text("root", "GetCallerIdentity", &[]);
    let mut silent = Vec::new();
    for round in 0..4 {
        for _ in 0..32 {
            silent.push(Old::connect(server.address).await);
        }
        server.call("root", "GetCallerIdentity").await.unwrap();
        let mut new = New::connect(server.address, &[]).await;
        new.ask("GET", "/", &[], true);
        new.find(kind::HEADERS).await;
        if round == 0 {
            // It was no better than the others before.
            known = Old::connect(server.address).await;
        }
        known.send(&request).await;
        assert!(known.answer().await.starts_with("HTTP/1.1 200 "));
    }
}

/// Slow bodies do not keep a place either, when others need it.
#[tokio::test]
async fn slow_bodies_lock_nobody_out() {
    let limits = Limits { connections: 16, connections_per_address: 16, ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let mut slow = Vec::new();
    for _ in 0..16 {
        let mut client = Old::connect(server.address).await;
        client.send("PUT /bucket HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\na").await;
        slow.push(client);
    }
    server.call("root", "GetCallerIdentity").await.unwrap();
}

/// An address has its share of the places; clients of another one keep theirs.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn an_address_crowds_out_only_itself() {
    let limits = Limits { connections: 16, connections_per_address: 4, ..Limits::default() };
    let server = Server::limited(services::ALL, limits).await;
    let mut other = Old::connect_from([127, 0, 0, 2], server.address).await;
    let mut first = Old::connect(server.address).await;
    let mut crowd = Vec::new();
    for _ in 0..16 {
        crowd.push(Old::connect(server.address).await);
    }
    assert_eq!(first.closed().await, "");
    other.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n").await;
    assert!(other.answer().await.starts_with("HTTP/1.1 403 "));
}
