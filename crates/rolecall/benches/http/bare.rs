//! The servers to compare with: hyper as rolecall uses it, reading each request's body and answering with fixed bytes; and the
//! same with the least that rolecall must do besides.

use crate::least::{Least, Work};
use crate::{Result, client};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// Set in the environment of the process that is such a server, to what it does.
pub(crate) const MARK: &str = "ROLECALL_BENCH_BARE";
/// What the server says when it listens, before the address.
const READY: &str = "listening on ";
/// About as long as the answer of `GetCallerIdentity`.
static ANSWER: &[u8; 400] = &[b'x'; 400];

/// A running server; ends when dropped.
pub(crate) struct Bare {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    _process: Child,
}

/// Starts this same program again as a server that does `work`.
pub(crate) async fn start(work: &Work) -> Result<Bare> {
    let mut command = Command::new(std::env::current_exe()?);
    let (process, address) = client::spawn_until(command.env(MARK, work.to_string()), READY).await?;
    Ok(Bare { address: address.parse()?, _process: process })
}

/// Serves until the process is killed.
#[expect(clippy::print_stdout, reason = "says to the parent process where it listens")]
pub(crate) async fn serve(work: Work) -> Result<()> {
    let least = Arc::new(Least::new(work).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{READY}{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let least = Arc::clone(&least);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(Arc::clone(&least), request));
            // A connection that ends early is the client's business.
            let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(least: Arc<Least>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let answer = least.answer(&parts, &body)?;
    Ok(Response::new(Full::new(answer.unwrap_or_else(|| Bytes::from_static(ANSWER)))))
}
