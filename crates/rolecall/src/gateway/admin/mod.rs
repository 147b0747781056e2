//! The listener for whoever runs the server: is it alive, is it ready, what has it counted.
//!
//! It is off unless asked for, speaks plain HTTP, and is a listener of its own, so that nothing of it is reachable where
//! clients are. It answers three paths to GET, one request a connection, and nothing else. It tells no account, no
//! principal and no key; still, it is for this machine: `rolecall serve` refuses an address beyond loopback unless told so.

mod metrics;

use super::pipeline::Gateway;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Open connections. A monitor or two ask every few seconds; one more is closed at once.
pub const ADMIN_CONNECTIONS: usize = 16;
/// Bytes of a request's head, the least that hyper takes. More is answered 431.
pub const ADMIN_HEAD_BYTES: usize = 8 * 1024;
/// Time for a connection from its beginning to its end. Prometheus gives up after 10 s unless told otherwise.
pub const ADMIN_TIME: Duration = Duration::from_secs(10);
/// Time for the parts of the server to answer; what does not is not ready.
pub const READY_TIME: Duration = Duration::from_secs(2);

/// The limits of the listener.
#[derive(Debug, Clone, Copy)]
pub struct AdminLimits {
    /// See [`ADMIN_CONNECTIONS`].
    pub connections: usize,
    /// See [`ADMIN_TIME`].
    pub time: Duration,
}

impl Default for AdminLimits {
    fn default() -> Self {
        Self { connections: ADMIN_CONNECTIONS, time: ADMIN_TIME }
    }
}

/// Answers on `listener` until `stop` is ready. `commit` is the one that the program was built from, if it is known.
pub async fn serve(
    listener: TcpListener,
    gateway: Arc<Gateway>,
    commit: Option<&'static str>,
    limits: AdminLimits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            () = &mut stop => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
                let gateway = Arc::clone(&gateway);
                connections.spawn(async move {
                    // Nobody waits for a client that does not ask, or does not read.
                    let _ = tokio::time::timeout(limits.time, converse(stream, gateway, commit)).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection to the admin listener");
                // As on the main listener: no file descriptors, most likely.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn converse(stream: TcpStream, gateway: Arc<Gateway>, commit: Option<&'static str>) {
    let service = service_fn(move |request: Request<Incoming>| {
        let gateway = Arc::clone(&gateway);
        async move { Ok::<_, Infallible>(answer(&request, &gateway, commit).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(ADMIN_TIME).max_buf_size(ADMIN_HEAD_BYTES).keep_alive(false);
    if let Err(error) = http.serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a connection to the admin listener ended");
    }
}

async fn answer(request: &Request<Incoming>, gateway: &Gateway, commit: Option<&str>) -> Response<Full<Bytes>> {
    const TEXT: &str = "text/plain; charset=utf-8";
    // Of the text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
    const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";
    let path = request.uri().path();
    let is_get = request.method() == Method::GET;
    match path {
        "/-/health" if is_get => response(StatusCode::OK, TEXT, "ok\n"),
        "/-/ready" if is_get => match gateway.node().unready(READY_TIME).await {
            None => response(StatusCode::OK, TEXT, "ready\n"),
            Some(reason) => response(StatusCode::SERVICE_UNAVAILABLE, TEXT, format!("not ready: {reason}\n")),
        },
        "/-/metrics" if is_get => response(StatusCode::OK, METRICS, metrics::text(gateway, commit)),
        "/-/health" | "/-/ready" | "/-/metrics" => response(StatusCode::METHOD_NOT_ALLOWED, TEXT, "only GET\n"),
        _ => response(StatusCode::NOT_FOUND, TEXT, "not found\n"),
    }
}

fn response(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, http::HeaderValue::from_static("GET"));
    }
    response
}
