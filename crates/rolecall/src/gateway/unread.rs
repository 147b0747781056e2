//! Bodies that are answered before they are read to the end, as a denied upload is.
//!
//! HTTP/1.1 cannot go on then: the rest of the body would be taken for the next request, so hyper closes the
//! connection. The client is told with the answer (`Connection: close`), or it would send its next request into the
//! closing connection.

use super::limits::{SKIPPED_BYTES, SKIPPED_TIME};
use super::server::RequestTurn;
use bytes::Bytes;
use http::header::CONNECTION;
use http::{HeaderValue, Response, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

/// The body of a request that the gateway takes.
#[derive(Debug)]
pub enum RequestBytes {
    /// It comes from the client.
    Arriving(Incoming),
    /// It is there: the console reads a form before it signs it.
    Whole(Full<Bytes>),
}

impl From<Incoming> for RequestBytes {
    fn from(body: Incoming) -> Self {
        Self::Arriving(body)
    }
}

impl From<Bytes> for RequestBytes {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(Full::new(bytes))
    }
}

impl Body for RequestBytes {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut *self {
            Self::Arriving(body) => Pin::new(body).poll_frame(cx),
            Self::Whole(body) => Pin::new(body).poll_frame(cx).map_err(|never| match never {}),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Arriving(body) => body.is_end_stream(),
            Self::Whole(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Arriving(body) => body.size_hint(),
            Self::Whole(body) => body.size_hint(),
        }
    }
}

/// The body of a request, watched for its end.
#[derive(Debug)]
pub struct Watched {
    body: RequestBytes,
    ended: Arc<AtomicBool>,
    turn: RequestTurn,
}

/// Knows whether the body was read to its end.
#[derive(Debug)]
pub struct End {
    ended: Arc<AtomicBool>,
    version: Version,
}

/// Watches `body`, of a request of this HTTP version. Its turn ends when the body is waited for.
pub fn watch(body: RequestBytes, version: Version, turn: RequestTurn) -> (Watched, End) {
    let ended = Arc::new(AtomicBool::new(body.is_end_stream()));
    (Watched { body, ended: Arc::clone(&ended), turn }, End { ended, version })
}

/// How much of the beginning of a skipped body is kept: clients name the operation first.
const KEPT_BYTES: usize = 256;

impl Watched {
    /// Skips the rest of a short body, if it comes at once, so that the connection can go on after the answer. HTTP/2 needs
    /// none of this: it resets the stream. Answers how the body begins, which may name the operation.
    pub async fn skip(&mut self, version: Version) -> Vec<u8> {
        let mut beginning = Vec::new();
        if version >= Version::HTTP_2 || self.size_hint().upper().is_none_or(|length| length > SKIPPED_BYTES) {
            return beginning;
        }
        let rest = async {
            while let Some(Ok(frame)) = self.frame().await {
                let data = frame.data_ref().map(|data| &**data).unwrap_or_default();
                beginning.extend(data.iter().take(KEPT_BYTES.saturating_sub(beginning.len())));
            }
        };
        let _ = tokio::time::timeout(SKIPPED_TIME, rest).await;
        beginning
    }
}

impl End {
    /// Announces on `response` that the connection closes, if it does.
    pub fn announce<B>(&self, response: &mut Response<B>) {
        if self.version < Version::HTTP_2 && !self.ended.load(Ordering::Acquire) {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if frame.is_pending() {
            self.turn.end();
        }
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.ended.store(true, Ordering::Release);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
