//! Clients that hang up: what a request changed stands in the trail all the same.

use crate::kit::Server;
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rolecall::directory::entities::User;
use rolecall::gateway::server::Drained;
use rolecall::trail::TrailReader;
use std::collections::BTreeSet;
use tokio::net::TcpStream;

/// How the client gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HangUp {
    /// HTTP/2: the stream is reset, the connection stays.
    Reset,
    /// HTTP/2: the connection is closed.
    Close,
    /// HTTP/1.1: the connection is closed.
    CloseOld,
}

/// Sends requests that create users, and hangs up on each after the connection was given `turns` turns.
async fn hang_up_on(server: &Server, how: HangUp, turns: usize, name: &str) {
    let request = server.signed_form("root", "CreateUser", &[("UserName", name)]);
    let stream = TokioIo::new(TcpStream::connect(server.address).await.unwrap());
    if how == HangUp::CloseOld {
        let (mut client, connection) = hyper::client::conn::http1::handshake::<_, Full<Bytes>>(stream).await.unwrap();
        let connection = tokio::spawn(connection);
        let answer = tokio::spawn(async move { client.send_request(request).await });
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        connection.abort();
        answer.abort();
        return;
    }
    let handshake = hyper::client::conn::http2::handshake::<_, _, Full<Bytes>>(TokioExecutor::new(), stream);
    let (mut client, connection) = handshake.await.unwrap();
    let connection = tokio::spawn(connection);
    let answer = tokio::spawn(async move { client.send_request(request).await });
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    answer.abort();
    if how == HangUp::Close {
        connection.abort();
    }
}

/// Every user that exists was created by a request that is on record, whoever hung up on it and when.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_is_on_record() {
    let mut server = Server::new().await;
    for (at, how) in [HangUp::Reset, HangUp::Close, HangUp::CloseOld].into_iter().enumerate() {
        for turns in 0..60 {
            hang_up_on(&server, how, turns * turns, &format!("u{at}-{turns}")).await;
        }
    }
    assert_eq!(server.stop().await, Drained::Complete);
    let snapshot = server.node.directory.snapshot();
    let account = "111111111111".parse().unwrap();
    let created: BTreeSet<String> =
        snapshot.list::<User>(account).map(|user| format!("arn:aws:iam::111111111111:user/{}", user.name)).collect();
    assert!(!created.is_empty(), "no request got through: the test proves nothing");
    let mut recorded = BTreeSet::new();
    let visited = TrailReader::new(&server.data.path().join("trail")).visit(|record| {
        if record.operation == "CreateUser" && record.error.is_none() {
            recorded.extend(record.resources);
        }
        true
    });
    visited.unwrap();
    let missing: Vec<_> = created.difference(&recorded).collect();
    assert!(missing.is_empty(), "{} of {} users without a record: {missing:?}", missing.len(), created.len());
}
