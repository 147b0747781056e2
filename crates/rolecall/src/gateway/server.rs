//! Connections: accept, shake hands, speak HTTP/1.1 or HTTP/2, hand each request to the [`Handler`], stop in order.
//!
//! A request that was taken runs to its end ([`unstoppable`]), whoever hangs up. So what it changes, and its record, do
//! not depend on the client.
//!
//! Slow clients cost little: a connection that does not bring a request head in time, or leaves its answer unread, is
//! dropped; the pieces of a body have their own time limit (`gateway::body`). Malformed HTTP is answered 400 by the
//! HTTP layer, an oversize head 431.

use super::body::Body;
use super::limits::{HEADER_LINES, Limits, STREAMS};
use crate::api::error::ApiError;
use futures_util::FutureExt;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use stall::WriteStall;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use unstoppable::Unstoppable;

mod stall;
mod unstoppable;

/// The most requests that run at a time, in all: more than connections times streams, so that none waits here.
const RUNNING: u32 = 1 << 24;

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The client's address: `aws:SourceIp`.
    pub address: SocketAddr,
    /// The version of TLS (`1.2`, `1.3`), if the connection is encrypted: `aws:SecureTransport`, `s3:TlsVersion`.
    pub tls: Option<&'static str>,
}

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request. Errors are answers too.
    fn call(&self, request: Request<Incoming>, peer: Peer) -> impl Future<Output = Response<Body>> + Send;
}

/// How the server came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// Every request in flight was answered.
    Complete,
    /// Some requests were still running when the drain time was over, and were cut off.
    CutOff,
}

/// Serves connections from `listener` until `shutdown` is ready, then lets the requests in flight finish within
/// `limits.drain_time`.
pub async fn serve<H: Handler>(
    listener: TcpListener,
    handler: Arc<H>,
    limits: Limits,
    tls: Option<Arc<rustls::ServerConfig>>,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let running = Arc::new(Semaphore::new(RUNNING as usize));
    let server = Arc::new(Server {
        handler,
        limits,
        tls: tls.map(TlsAcceptor::from),
        http: http_builder(&limits),
        running: Arc::clone(&running),
    });
    let permits = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &permits) => accepted,
        };
        let Some((stream, address, permit)) = accepted else { continue };
        let (server, watcher) = (Arc::clone(&server), graceful.watcher());
        connections.spawn(async move {
            server.connection(stream, address, watcher).await;
            drop(permit);
        });
    }
    // New connections are refused from here on, not left waiting.
    drop(listener);
    let answered = tokio::time::timeout(limits.drain_time, graceful.shutdown()).await;
    connections.shutdown().await;
    // Requests that nobody waits for any more; without their connections they wait for no body either.
    let ended = tokio::time::timeout(limits.drain_time, running.acquire_many(RUNNING)).await;
    if answered.is_ok() && ended.is_ok() { Drained::Complete } else { Drained::CutOff }
}

/// The next connection together with its place among the open ones; `None` when accepting failed.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address, permit)),
        Err(error) => {
            // Out of file descriptors, most likely: give open connections time to end instead of spinning.
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

fn http_builder(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_headers(HEADER_LINES)
        .max_buf_size(limits.head_bytes)
        .keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.head_time)
        .keep_alive_timeout(limits.head_time)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder
}

struct Server<H> {
    handler: Arc<H>,
    limits: Limits,
    tls: Option<TlsAcceptor>,
    http: auto::Builder<TokioExecutor>,
    /// Each request that runs holds a permit.
    running: Arc<Semaphore>,
}

impl<H: Handler> Server<H> {
    async fn connection(&self, stream: TcpStream, address: SocketAddr, watcher: Watcher) {
        // Answers are small and complete: waiting to fill a packet only adds latency.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        let Some(tls) = &self.tls else {
            return self.speak(stream, Peer { address, tls: None }, watcher).await;
        };
        match tokio::time::timeout(self.limits.head_time, tls.accept(stream)).await {
            Ok(Ok(stream)) => {
                let tls = match stream.get_ref().1.protocol_version() {
                    Some(rustls::ProtocolVersion::TLSv1_2) => "1.2",
                    // The configuration offers these two.
                    _ => "1.3",
                };
                Box::pin(self.speak(stream, Peer { address, tls: Some(tls) }, watcher)).await;
            }
            Ok(Err(error)) => tracing::debug!(%address, %error, "TLS handshake failed"),
            Err(_) => tracing::debug!(%address, "TLS handshake took too long"),
        }
    }

    async fn speak<S>(&self, stream: S, peer: Peer, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let begun = Arc::new(AtomicBool::new(false));
        let service = service_fn({
            let (handler, begun) = (Arc::clone(&self.handler), Arc::clone(&begun));
            let running = Arc::clone(&self.running);
            // A client that resets its streams does not run more requests than one that waits.
            let streams = Arc::new(Semaphore::new(STREAMS as usize));
            move |request| {
                begun.store(true, Ordering::Relaxed);
                answer(Arc::clone(&handler), request, peer, [Arc::clone(&streams), Arc::clone(&running)])
            }
        });
        let stream = TokioIo::new(WriteStall::new(stream, self.limits.write_stall_time));
        let connection = watcher.watch(self.http.serve_connection(stream, service).into_owned());
        tokio::pin!(connection);
        // The HTTP layer times the head of a request only once it knows the version, for which it waits for ever.
        let result = tokio::select! {
            result = &mut connection => result,
            () = tokio::time::sleep(self.limits.head_time) => {
                if !begun.load(Ordering::Relaxed) {
                    tracing::debug!(address = %peer.address, "no request came in time");
                    return;
                }
                connection.await
            }
        };
        if let Err(error) = result {
            tracing::debug!(address = %peer.address, %error, "connection ended");
        }
    }
}

/// Runs the handler to its end, with a permit of its connection and one of the server. A defect in it costs one request
/// a 500, not the connection and its other requests.
async fn answer<H: Handler>(
    handler: Arc<H>,
    request: Request<Incoming>,
    peer: Peer,
    [streams, running]: [Arc<Semaphore>; 2],
) -> Result<Response<Body>, Infallible> {
    let permits = (streams.acquire_owned().await, running.acquire_owned().await);
    let answer = Unstoppable::new(async move {
        let answer = AssertUnwindSafe(handler.call(request, peer)).catch_unwind().await;
        drop(permits);
        answer
    });
    Ok(answer.await.unwrap_or_else(|_| {
        let error = ApiError::internal("the handler panicked");
        let mut response = Response::new(Body::from(error.message));
        *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
        response
    }))
}
