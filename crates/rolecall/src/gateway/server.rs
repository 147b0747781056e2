//! Connections: accept, shake hands, speak HTTP/1.1 or HTTP/2, hand each request to the [`Handler`], stop in order.
//!
//! A request that was taken runs to its end ([`unstoppable`]), whoever hangs up. So what it changes, and its record, do
//! not depend on the client.
//!
//! Slow clients cost little: a connection that does not bring a request head in time, has no open request, or leaves its
//! answer unread, is dropped ([`super::connections`] says who goes when there are too many); the pieces of a body have
//! their own time limit (`gateway::body`). Malformed HTTP is answered 400 by the HTTP layer, an oversize head 431.

use super::body::Body;
use super::connections::{Connection, Connections, Full, Held, OpenRequest, Place};
use super::limits::{
    BACKLOG, CONNECTION_WINDOW_BYTES, ERROR_STREAMS, HEADER_LINES, Limits, REQUEST_BYTES, RESET_STREAMS,
    SEND_BUFFER_BYTES, STREAM_WINDOW_BYTES, STREAMS,
};
use crate::api::error::ApiError;
pub use cores::Cores;
use futures_util::FutureExt;
pub use gate::RequestTurn;
use gate::{Gate, Gated};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use stall::WriteStall;
use std::future::poll_fn;
use std::io;
use std::net::{SocketAddr, TcpStream as StdStream};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use streams::{Answer, Streams};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use unstoppable::Unstoppable;
use version::{Begun, Version};

mod cores;
mod gate;
mod stall;
mod streams;
mod unstoppable;
mod version;

/// The most requests that run at a time, in all: more than connections times streams, so that none waits here.
const RUNNING: u32 = 1 << 24;

/// Who is at the other end of a connection.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The client's address: `aws:SourceIp`.
    pub address: SocketAddr,
    /// The version of TLS (`1.2`, `1.3`), if the connection is encrypted: `aws:SecureTransport`, `s3:TlsVersion`.
    pub tls: Option<&'static str>,
    /// The cipher suite that was agreed on.
    pub cipher: Option<&'static str>,
    /// The console relays what it was asked for by a browser.
    pub is_console: bool,
    /// The connection, for what its requests hold.
    pub connection: Arc<Connection>,
}

/// What a request was given when it came.
#[derive(Debug)]
pub struct Admission {
    /// What it holds, if there was room.
    pub room: Result<Held, Full>,
    /// The turn in which a stranger's request came. The handler ends it when it waits for the client.
    pub turn: RequestTurn,
}

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request. Errors are answers too.
    fn call(
        &self,
        request: Request<Incoming>,
        peer: Peer,
        admission: Admission,
    ) -> impl Future<Output = Response<Body>> + Send;

    /// The listener's connections, before the first one comes.
    fn listens(&self, _connections: &Arc<Connections>) {}
}

/// How the server came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// Every request in flight was answered.
    Complete,
    /// Some requests were still running when the drain time was over, and were cut off.
    CutOff,
}

/// Listens on `address`.
///
/// # Errors
/// The address is taken, or not this machine's.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // As all servers do on Unix: a restart need not wait for the old connections to be forgotten.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves connections from `listener` on the present runtime until `shutdown` is ready, then lets the requests in flight
/// finish within `limits.drain_time`.
pub async fn serve<H: Handler>(
    listener: TcpListener,
    handler: Arc<H>,
    limits: Limits,
    tls: Option<Arc<rustls::ServerConfig>>,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    serve_on(&Cores::current(), listener, handler, limits, tls, shutdown).await
}

/// As [`serve`], with the connections on `cores`.
pub async fn serve_on<H: Handler>(
    cores: &Cores,
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
        http1: http_builder(&limits).http1_only(),
        http2: http_builder(&limits).http2_only(),
        running: Arc::clone(&running),
    });
    let all = Connections::new(limits);
    server.handler.listens(&all);
    let (closing, closes) = watch::channel(());
    let mut connections = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener) => accepted,
        };
        let Some((stream, address)) = accepted else { continue };
        let Some(place) = all.enter(address.ip()) else {
            tracing::debug!(%address, "all connections are in use");
            continue;
        };
        let (server, closes) = (Arc::clone(&server), closes.clone());
        // Without its registration here, which the core replaces by its own.
        let stream = match stream.into_std() {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, %address, "cannot hand a connection to its core");
                continue;
            }
        };
        let talk = async move { server.connection(stream, address, place, closes).await };
        connections.spawn_on(talk, &cores.next());
    }
    drop(closes);
    // New connections are refused from here on, not left waiting.
    drop(listener);
    let _ = closing.send(());
    let answered = tokio::time::timeout(limits.drain_time, closing.closed()).await;
    connections.shutdown().await;
    // Requests that nobody waits for any more; without their connections they wait for no body either.
    let ended = tokio::time::timeout(limits.drain_time, running.acquire_many(RUNNING)).await;
    if answered.is_ok() && ended.is_ok() { Drained::Complete } else { Drained::CutOff }
}

/// The next connection; `None` when accepting failed.
async fn accept(listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
    match listener.accept().await {
        Ok(accepted) => Some(accepted),
        Err(error) => {
            // Out of file descriptors, most likely: give open connections time to end instead of spinning.
            tracing::warn!(%error, "cannot accept a connection");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

fn http_builder(limits: &Limits) -> auto::Builder<Streams> {
    let mut builder = auto::Builder::new(Streams { stall: limits.write_stall_time });
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
        .initial_stream_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(CONNECTION_WINDOW_BYTES)
        .max_send_buf_size(SEND_BUFFER_BYTES)
        .max_pending_accept_reset_streams(RESET_STREAMS)
        .max_local_error_reset_streams(ERROR_STREAMS)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder
}

struct Server<H> {
    handler: Arc<H>,
    limits: Limits,
    tls: Option<TlsAcceptor>,
    http1: auto::Builder<Streams>,
    http2: auto::Builder<Streams>,
    /// Each request that runs holds a permit.
    running: Arc<Semaphore>,
}

impl<H: Handler> Server<H> {
    async fn connection(&self, stream: StdStream, address: SocketAddr, place: Place, closes: watch::Receiver<()>) {
        let stream = match TcpStream::from_std(stream) {
            Ok(stream) => stream,
            Err(error) => return tracing::warn!(%error, %address, "cannot wait for a connection"),
        };
        // Answers are small and complete: waiting to fill a packet only adds latency.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
        let connection = Arc::clone(place.connection());
        let gate = Arc::<Gate>::default();
        let stream = Gated::new(stream, Arc::clone(&connection), Arc::clone(&gate));
        let peer = Peer { address, tls: None, cipher: None, is_console: false, connection: Arc::clone(&connection) };
        let mut conversation = pin!(self.converse(stream, peer, &gate, closes));
        let conversation = poll_fn(|cx| {
            let polled = conversation.as_mut().poll(cx);
            gate.close();
            polled
        });
        tokio::select! {
            () = conversation => {}
            () = connection.is_dropped() => tracing::debug!(%address, "dropped for others"),
        }
    }

    async fn converse(&self, stream: Gated, peer: Peer, gate: &Arc<Gate>, closes: watch::Receiver<()>) {
        match &self.tls {
            None => self.speak(stream, peer, gate, closes).await,
            // In a box: a connection without TLS need not hold what the handshake takes.
            Some(tls) => Box::pin(self.encrypt(tls, stream, peer, gate, closes)).await,
        }
    }

    async fn encrypt(
        &self,
        tls: &TlsAcceptor,
        stream: Gated,
        peer: Peer,
        gate: &Arc<Gate>,
        closes: watch::Receiver<()>,
    ) {
        let address = peer.address;
        match tokio::time::timeout(self.limits.head_time, tls.accept(stream)).await {
            Ok(Ok(stream)) => {
                let (_, agreed) = stream.get_ref();
                let cipher = agreed.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str());
                let tls = match agreed.protocol_version() {
                    Some(rustls::ProtocolVersion::TLSv1_2) => "1.2",
                    // The configuration offers these two.
                    _ => "1.3",
                };
                Box::pin(self.speak(stream, Peer { tls: Some(tls), cipher, ..peer }, gate, closes)).await;
            }
            Ok(Err(error)) => tracing::debug!(%address, %error, "TLS handshake failed"),
            Err(_) => tracing::debug!(%address, "TLS handshake took too long"),
        }
    }

    async fn speak<S>(&self, stream: S, peer: Peer, gate: &Arc<Gate>, mut closes: watch::Receiver<()>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let address = peer.address;
        let open = Arc::clone(&peer.connection);
        let service = service_fn({
            let (handler, running, gate) = (Arc::clone(&self.handler), Arc::clone(&self.running), Arc::clone(gate));
            // A client that resets its streams does not run more requests than one that waits.
            let streams = Arc::new(Semaphore::new(STREAMS as usize));
            move |request: Request<Incoming>| {
                // Here and not in the answer, whose turn comes later: a request that waits holds its room.
                let (open, room) = peer.connection.begin(REQUEST_BYTES.saturating_add(head_bytes(&request)));
                let admission = Admission { room, turn: RequestTurn::new(gate.turn()) };
                let arrival = Arrival { request, peer: peer.clone(), open, admission };
                // In a box, which goes with the answer: the HTTP layer keeps room for what this returns as long as the
                // connection lives.
                Box::pin(answer(Arc::clone(&handler), arrival, [Arc::clone(&streams), Arc::clone(&running)]))
            }
        });
        // The HTTP layer times the head of a request only once it knows the version.
        let Limits { head_time, idle_time, .. } = self.limits;
        let mut stream = Begun::new(WriteStall::new(stream, self.limits.write_stall_time));
        let version = tokio::select! {
            version = stream.version() => version,
            _ = closes.changed() => return,
            () = open.is_leaving() => return,
            () = open.rests(head_time, idle_time) => {
                tracing::debug!(%address, "no request arrived in time");
                return;
            }
        };
        let http = match version {
            Ok(Some(Version::Http1)) => &self.http1,
            Ok(Some(Version::Http2)) => &self.http2,
            Ok(None) => return,
            Err(error) => return tracing::debug!(%address, %error, "connection ended"),
        };
        let connection = http.serve_connection(TokioIo::new(stream), service).into_owned();
        tokio::pin!(connection);
        let mut ending = false;
        let result = loop {
            // The HTTP layer takes a client that answers pings for one that is there for a reason.
            let rests = async {
                if ending {
                    tokio::time::sleep(head_time).await;
                    return open.rests(Duration::ZERO, Duration::ZERO).await;
                }
                open.rests(head_time, idle_time).await;
            };
            tokio::select! {
                result = &mut connection => break result,
                _ = closes.changed(), if !ending => {}
                () = open.is_leaving(), if !ending => {}
                () = rests => {
                    if ending || !open.has_asked() {
                        tracing::debug!(%address, "no request arrived in time");
                        return;
                    }
                }
            }
            // HTTP/2 clients are told (GOAWAY), and what they have asked for is answered.
            ending = true;
            connection.as_mut().graceful_shutdown();
        };
        if let Err(error) = result {
            tracing::debug!(%address, %error, "connection ended");
        }
    }
}

/// Bytes of a request's line and headers.
fn head_bytes<B>(request: &Request<B>) -> usize {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    request.headers().iter().fold(target, |sum, (name, value)| sum + name.as_str().len() + value.len())
}

/// A request that came.
struct Arrival {
    request: Request<Incoming>,
    peer: Peer,
    open: OpenRequest,
    admission: Admission,
}

/// Has the handler answer, with a permit of the connection and one of the server. The turn in which the request came lasts
/// until the answer is there, the handler waits for the client, or [`TURN_TIME`] has passed.
///
/// # Errors
/// The connection goes, so that no request of it begins any more.
async fn answer<H: Handler>(
    handler: Arc<H>,
    arrival: Arrival,
    [streams, running]: [Arc<Semaphore>; 2],
) -> Result<Response<Answer>, Gone> {
    let Arrival { request, peer, open, admission } = arrival;
    if peer.connection.is_gone() {
        return Err(Gone);
    }
    // The HTTP layer counts the lines of HTTP/1.1 alone.
    if request.headers().len() > HEADER_LINES {
        let mut response = Response::new(Answer::new(Body::empty(), open));
        *response.status_mut() = http::StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Ok(response);
    }
    let turn = admission.turn.clone();
    let answer = async {
        let permits = [streams.acquire_owned().await, running.acquire_owned().await];
        handle(handler, request, peer, admission, permits).await
    };
    let answer = turn.during(answer).await;
    Ok(answer.map(|body| Answer::new(body, open)))
}

/// The connection of a request goes at once.
#[derive(Debug, thiserror::Error)]
#[error("closed the connection to make room for others")]
struct Gone;

/// Runs the handler to its end. A defect in it costs one request a 500, not the connection and its other requests.
///
/// The handler's work is the most of what a request is in memory. It is made here, in a box, when the request's turn has
/// come: a stream that still waits is a tenth of it.
fn handle<H: Handler>(
    handler: Arc<H>,
    request: Request<Incoming>,
    peer: Peer,
    admission: Admission,
    permits: [Result<OwnedSemaphorePermit, AcquireError>; 2],
) -> Unstoppable<Response<Body>> {
    Unstoppable::new(async move {
        let answer = AssertUnwindSafe(handler.call(request, peer, admission)).catch_unwind().await;
        drop(permits);
        answer.unwrap_or_else(|_| {
            let error = ApiError::internal("the handler panicked");
            let mut response = Response::new(Body::from(error.message));
            *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    })
}
