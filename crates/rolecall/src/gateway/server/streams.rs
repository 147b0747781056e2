//! HTTP/2 streams whose client does not take the answer are reset after a while.
//!
//! The HTTP layer asks a body for its next piece when the one before has gone out. While the client keeps the stream's
//! window closed, nobody asks, so the body cannot notice; and the socket does not either, for it is open to other streams.
//! So each stream runs beside a watch on its answer, which drops it when no piece was asked for in time. That resets it.

use super::Body;
use crate::gateway::connections::OpenRequest;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use hyper::rt::Executor;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::Notify;

tokio::task_local! {
    /// How the answer of this task's stream goes on.
    static PROGRESS: Arc<Progress>;
}

/// Runs the streams of HTTP/2 connections.
#[derive(Debug, Clone)]
pub(super) struct Streams {
    /// How long an answer may wait for its client.
    pub(super) stall: Duration,
}

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Streams {
    fn execute(&self, stream: F) {
        let (progress, stall) = (Arc::<Progress>::default(), self.stall);
        let watched = Arc::clone(&progress);
        tokio::spawn(PROGRESS.scope(progress, async move {
            tokio::select! {
                biased;
                () = stream => {}
                () = watched.stalls(stall) => tracing::debug!("a client does not read its answer"),
            }
        }));
    }
}

/// How an answer goes on.
#[derive(Debug, Default)]
struct Progress {
    begun: Notify,
    /// How often a piece was asked for.
    pieces: AtomicU64,
}

impl Progress {
    /// Waits until no piece of the answer was asked for during this time.
    async fn stalls(&self, time: Duration) {
        self.begun.notified().await;
        let mut before = self.pieces.load(Ordering::Relaxed);
        loop {
            tokio::time::sleep(time).await;
            let pieces = self.pieces.load(Ordering::Relaxed);
            if pieces == before {
                return;
            }
            before = pieces;
        }
    }
}

/// The body of an answer on its way. The request is open as long as it lives.
pub(super) struct Answer {
    body: Body,
    progress: Option<Arc<Progress>>,
    #[expect(dead_code, reason = "dropped with the answer")]
    open: OpenRequest,
}

impl Answer {
    /// Made in the task that sends it.
    pub(super) fn new(body: Body, open: OpenRequest) -> Self {
        // HTTP/1.1 has no streams: there the socket tells.
        let progress = PROGRESS.try_with(Arc::clone).ok();
        if let Some(progress) = &progress {
            progress.begun.notify_one();
        }
        Self { body, progress, open }
    }
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(progress) = &self.progress {
            progress.pieces.fetch_add(1, Ordering::Relaxed);
        }
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
