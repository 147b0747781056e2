//! Connections: limits, slow clients, defects, TLS, HTTP/2, and an orderly end.

use bytes::Bytes;
use futures_util::Stream;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rolecall::gateway::body::{Body, read_body};
use rolecall::gateway::limits::Limits;
use rolecall::gateway::server::{Admission, Drained, Handler, Peer, serve};
use rolecall::gateway::tls::{TlsError, server_config};
use rolecall::gateway::wire::{Family, error_response};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

/// Answers by path, and says when it was entered and when its stream was dropped.
#[derive(Default)]
struct TestHandler {
    entered: Notify,
    release: Notify,
    dropped: Arc<Notify>,
}

impl Handler for TestHandler {
    async fn call(&self, request: Request<Incoming>, peer: Peer, _: Admission) -> Response<Body> {
        let path = request.uri().path().to_owned();
        match path.as_str() {
            "/echo" => {
                let family = Family::from(&rolecall::services::sts::SERVICE);
                match read_body(request.into_body(), 16, family, &peer.connection).await {
                    Ok(bytes) => Response::new(Body::from(bytes)),
                    Err(error) => error_response(family, &error, "id", false),
                }
            }
            "/secure" => Response::new(Body::from(peer.tls.unwrap_or("none"))),
            "/defect" => panic!("a defect in a handler"),
            "/endless" => Response::new(Body::stream(Box::pin(Endless(Arc::clone(&self.dropped))), None)),
            "/wait" => {
                self.entered.notify_one();
                self.release.notified().await;
                Response::new(Body::from("done"))
            }
            _ => Response::new(Body::from("hello")),
        }
    }
}

/// A stream without end that says when it is dropped.
struct Endless(Arc<Notify>);

impl Stream for Endless {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(Bytes::from_static(&[0; 65536]))))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

struct Running {
    address: SocketAddr,
    handler: Arc<TestHandler>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Drained>,
}

async fn start(limits: Limits, tls: Option<Arc<rustls::ServerConfig>>) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let handler = Arc::new(TestHandler::default());
    let (stop, stopped) = oneshot::channel();
    let shutdown = async move { drop(stopped.await) };
    let served = tokio::spawn(serve(listener, Arc::clone(&handler), limits, tls, shutdown));
    Running { address, handler, stop, served }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes, and everything the server answers until it closes.
    async fn exchange(&self, request: &str) -> String {
        exchange(&mut self.connect().await, request).await
    }
}

async fn exchange(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), request: &str) -> String {
    // The server may close before it has read everything.
    let _ = stream.write_all(request.as_bytes()).await;
    rest(stream).await
}

async fn rest(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer)).await;
    drop(read.expect("the server closes the connection"));
    String::from_utf8_lossy(&answer).into_owned()
}

fn short() -> Limits {
    let moment = Duration::from_millis(100);
    Limits { head_time: moment, write_stall_time: moment, drain_time: moment, ..Limits::default() }
}

/// Two requests on one connection, both answered.
#[tokio::test]
async fn connections_are_kept() {
    let server = start(Limits::default(), None).await;
    let answer = server
        .exchange("GET /a HTTP/1.1\r\nhost: h\r\n\r\nGET /b HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        .await;
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 2, "{answer}");
    assert_eq!(answer.matches("hello").count(), 2, "{answer}");
}

/// Malformed HTTP is answered 400, too large a head 431.
#[tokio::test]
async fn bad_heads_are_answered() {
    let server = start(Limits::default(), None).await;
    for request in
        ["GARBAGE\r\n\r\n", "GET / HTTP/9\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n", "\0\0\0\0\r\n\r\n"]
    {
        let answer = server.exchange(request).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{request:?}: {answer}");
    }
    let long = format!("GET / HTTP/1.1\r\nhost: h\r\nx: {}\r\n\r\n", "a".repeat(70 * 1024));
    let many = format!("GET / HTTP/1.1\r\nhost: h\r\n{}\r\n", "x: a\r\n".repeat(300));
    for request in [long, many] {
        let answer = server.exchange(&request).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer:.100}");
    }
    let fits = format!("GET / HTTP/1.1\r\nhost: h\r\nx: {}\r\nconnection: close\r\n\r\n", "a".repeat(60 * 1024));
    assert!(server.exchange(&fits).await.starts_with("HTTP/1.1 200 "));
}

/// A client that sends nothing, half a head, or nothing after its first request does not keep its connection.
#[tokio::test]
async fn silent_connections_are_closed() {
    let server = start(short(), None).await;
    assert_eq!(server.exchange("").await, "");
    assert_eq!(server.exchange("PRI * HT").await, "");
    assert!(!server.exchange("GET / HTTP/1.1\r\nhost: h\r\n").await.contains("200"));
    assert!(server.exchange("GET / HTTP/1.1\r\nhost: h\r\n\r\n").await.ends_with("hello"));
}

/// A client that does not read its answer loses the connection, and the handler's stream is dropped.
#[tokio::test]
async fn unread_answers_are_given_up() {
    let server = start(short(), None).await;
    let mut client = server.connect().await;
    client.write_all(b"GET /endless HTTP/1.1\r\nhost: h\r\n\r\n").await.unwrap();
    tokio::time::timeout(Duration::from_secs(30), server.handler.dropped.notified()).await.unwrap();
}

/// `Expect: 100-continue`, which the AWS CLI sends with uploads.
#[tokio::test]
async fn uploads_may_ask_first() {
    let server = start(Limits::default(), None).await;
    let mut client = server.connect().await;
    let head =
        "PUT /echo HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n";
    client.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    client.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    let answer = exchange(&mut client, "12345").await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("12345"), "{answer}");
}

/// R5.6: a body over the limit is 413, announced or not; one at the limit is read. The connection is kept where the
/// rest of the body can be skipped.
#[tokio::test]
async fn bodies_have_a_limit() {
    let server = start(Limits::default(), None).await;
    let sized = |length: usize| {
        let body = "b".repeat(length);
        format!("POST /echo HTTP/1.1\r\nhost: h\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
    };
    assert!(server.exchange(&sized(16)).await.ends_with(&"b".repeat(16)));
    assert!(server.exchange(&sized(17)).await.starts_with("HTTP/1.1 413 "));
    let chunked = "POST /echo HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    let answer = server.exchange(&format!("{chunked}a\r\n0123456789\r\n6\r\nabcdef\r\n0\r\n\r\n")).await;
    assert!(answer.ends_with("0123456789abcdef"), "{answer}");
    let answer = server.exchange(&format!("{chunked}a\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("RequestEntityTooLarge"), "{answer}");
}

/// A handler that panics costs one request, not the connection.
#[tokio::test]
async fn a_defect_is_answered_500() {
    let server = start(Limits::default(), None).await;
    let answer = server
        .exchange("GET /defect HTTP/1.1\r\nhost: h\r\n\r\nGET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 500 ") && answer.ends_with("hello"), "{answer}");
}

/// One connection over the limit takes the place of the one that is idle for longest.
#[tokio::test]
async fn connections_are_limited() {
    let server = start(Limits { connections: 1, ..Limits::default() }, None).await;
    let mut first = server.connect().await;
    first.write_all(b"GET / HTTP/1.1\r\nhost: h\r\n\r\n").await.unwrap();
    let mut byte = [0];
    first.read_exact(&mut byte).await.unwrap();
    let answer = server.exchange("GET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n").await;
    assert!(answer.ends_with("hello"), "{answer}");
    assert!(rest(&mut first).await.ends_with("hello"));
}

/// On shutdown, requests in flight are answered, idle connections end, and new ones are refused.
#[tokio::test]
async fn shutdown_finishes_what_runs() {
    let server = start(Limits::default(), None).await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nhost: h\r\n\r\n").await.unwrap();
    let mut byte = [0];
    idle.read_exact(&mut byte).await.unwrap();
    let mut busy = server.connect().await;
    busy.write_all(b"GET /wait HTTP/1.1\r\nhost: h\r\n\r\n").await.unwrap();
    server.handler.entered.notified().await;
    server.stop.send(()).unwrap();
    // The idle connection ends at once, while the other request is still running.
    rest(&mut idle).await;
    server.handler.release.notify_one();
    let answer = rest(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("done"), "{answer}");
    assert_eq!(server.served.await.unwrap(), Drained::Complete);
    assert!(TcpStream::connect(server.address).await.is_err());
}

/// A request that does not end is cut off when the drain time is over.
#[tokio::test]
async fn shutdown_does_not_wait_for_ever() {
    let server = start(Limits { head_time: Duration::from_secs(30), ..short() }, None).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /wait HTTP/1.1\r\nhost: h\r\n\r\n").await.unwrap();
    server.handler.entered.notified().await;
    server.stop.send(()).unwrap();
    assert_eq!(server.served.await.unwrap(), Drained::CutOff);
    assert_eq!(rest(&mut busy).await, "");
}

/// HTTP/2 without TLS, several requests on one connection.
#[tokio::test]
async fn http2_is_spoken() {
    let server = start(Limits::default(), None).await;
    let io = TokioIo::new(server.connect().await);
    let (mut client, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    for _ in 0..3 {
        let request = Request::post("http://localhost/echo").body(Full::new(Bytes::from_static(b"two"))).unwrap();
        let answer = client.send_request(request).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "two");
    }
}

const CERTIFICATE: &[u8] = include_bytes!("../fixtures/tls/localhost.pem");
const KEY: &[u8] = include_bytes!("../fixtures/tls/localhost.key");
const AUTHORITY: &[u8] = include_bytes!("../fixtures/tls/authority.pem");

/// TLS from PEM files; the handler knows that the connection is encrypted (`aws:SecureTransport`).
#[tokio::test]
async fn tls_is_spoken() {
    let server = start(Limits::default(), Some(server_config(CERTIFICATE, KEY).unwrap())).await;
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(AUTHORITY).unwrap()).unwrap();
    for (version, told) in [(&rustls::version::TLS12, "1.2"), (&rustls::version::TLS13, "1.3")] {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots.clone())
            .with_no_client_auth();
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = connector.connect(name, server.connect().await).await.unwrap();
        let answer = exchange(&mut stream, "GET /secure HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n").await;
        assert!(answer.ends_with(told), "{answer}");
    }
    // Clear text at a TLS port is no request, and harms nobody.
    assert!(!server.exchange("GET /secure HTTP/1.1\r\nhost: h\r\n\r\n").await.contains("200"));

    let clear = start(Limits::default(), None).await;
    let answer = clear.exchange("GET /secure HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n").await;
    assert!(answer.ends_with("none"), "{answer}");
}

/// Files that are no certificate or key are told apart, and no key is echoed.
#[test]
fn bad_pem_is_refused() {
    assert!(matches!(server_config(b"", KEY), Err(TlsError::Certificate)));
    assert!(matches!(server_config(KEY, KEY), Err(TlsError::Certificate)));
    assert!(matches!(server_config(CERTIFICATE, b"no key"), Err(TlsError::Key)));
    assert!(matches!(server_config(CERTIFICATE, CERTIFICATE), Err(TlsError::Key)));
    assert!(matches!(server_config(AUTHORITY, KEY), Err(TlsError::Pair(_))));
}
