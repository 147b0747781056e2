//! Bodies: the one type that every answer has, and the two ways to take in a request's.
//!
//! A small body (a form, an S3 configuration document) is read whole by [`read_body`] or [`Upload::whole`], under a limit in
//! bytes and in time, and as long as its connection may hold more (`gateway::connections`). An object is read piece by
//! piece through [`Upload`], which takes the chunk framing off and checks what the client signed while the bytes pass by.
//! A writer that reads from an `Upload` keeps nothing unless it came to the `Ok(None)` that means: complete and as signed.

use super::connections::{Connection, Full, Held};
use super::limits::{BODY_WEIGHT, Limits};
use super::sigv4::payload::{PayloadDecoder, Trailer};
use super::wire::Family;
use crate::api::error::ApiError;
use crate::services::body::{ByteStream, RequestBody, ResponseBody};
use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use http_body_util::BodyExt as _;
use rolecall_catalog::operation::Protocol;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The body of an answer.
#[derive(Default)]
pub struct Body {
    inner: Inner,
    /// What the request holds, until its answer is gone.
    held: Option<Held>,
}

#[derive(Default)]
enum Inner {
    #[default]
    Empty,
    Full(Bytes),
    Stream {
        stream: ByteStream,
        /// Bytes still to come, if known.
        left: Option<u64>,
    },
}

impl Body {
    /// No body.
    #[must_use]
    pub fn empty() -> Self {
        Self::of(Inner::Empty)
    }

    /// A stream, of exactly `length` bytes if given. A stream that yields an error breaks the connection off, so that
    /// the client sees a cut body and not a short one.
    #[must_use]
    pub fn stream(stream: ByteStream, length: Option<u64>) -> Self {
        Self::of(Inner::Stream { stream, left: length })
    }

    fn of(inner: Inner) -> Self {
        Self { inner, held: None }
    }

    /// The body that holds room until it is gone: that of the request, and its own pieces while they wait to be sent.
    ///
    /// # Errors
    /// The connection may not hold so much.
    pub(super) fn holding(mut self, held: Held) -> Result<Self, Full> {
        if let Inner::Full(bytes) = self.inner {
            self.inner = Inner::Full(held.connection().hold_answer(bytes.len())?.carry(bytes));
        }
        self.held = Some(held);
        Ok(self)
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self::of(if bytes.is_empty() { Inner::Empty } else { Inner::Full(bytes) })
    }
}

impl From<ResponseBody> for Body {
    fn from(body: ResponseBody) -> Self {
        match body {
            ResponseBody::Full(bytes) => Self::from(bytes),
            ResponseBody::Stream(stream, length) => Self::stream(stream, Some(length)),
        }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.inner {
            Inner::Empty => f.write_str("Body(empty)"),
            Inner::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream { left, .. } => write!(f, "Body(stream, {left:?} bytes)"),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        let Self { inner, held } = &mut *self;
        match inner {
            Inner::Empty => Poll::Ready(None),
            Inner::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                *inner = Inner::Empty;
                Poll::Ready(Some(Ok(http_body::Frame::data(bytes))))
            }
            Inner::Stream { stream, left } => {
                let Some(piece) = ready!(stream.as_mut().poll_next(cx)) else { return Poll::Ready(None) };
                let piece = piece.and_then(|bytes| {
                    *left = left.map(|left| left.saturating_sub(bytes.len() as u64));
                    let Some(held) = held else { return Ok(bytes) };
                    // A client that does not take its answers holds their pieces.
                    let piece = held.connection().hold(bytes.len()).map_err(|Full| io::ErrorKind::OutOfMemory)?;
                    Ok(piece.carry(bytes))
                });
                Poll::Ready(Some(piece.map(http_body::Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.inner, Inner::Empty)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        match &self.inner {
            Inner::Empty => http_body::SizeHint::with_exact(0),
            Inner::Full(bytes) => http_body::SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream { left: Some(left), .. } => http_body::SizeHint::with_exact(*left),
            Inner::Stream { left: None, .. } => http_body::SizeHint::default(),
        }
    }
}

/// Reads a whole body of at most `limit` bytes. `connection` holds it until the last copy is dropped.
///
/// # Errors
/// 413 (S3: `MaxMessageLengthExceeded` 400) when it is longer; 408 (S3: `RequestTimeout` 400) when it comes too slowly;
/// 503 when the connection may not hold more; 400 when it breaks off.
pub async fn read_body<B>(
    mut body: B,
    limit: usize,
    family: Family,
    connection: &Arc<Connection>,
) -> Result<Bytes, ApiError>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large(family, limit));
    }
    let Limits { body_idle_time, small_body_time, .. } = *connection.limits();
    let whole = async {
        let mut whole = Whole::new(limit, family, connection)?;
        while let Some(data) = next_data(&mut body, family, body_idle_time).await? {
            whole.push(data, body.is_end_stream())?;
        }
        Ok(whole.finish())
    };
    tokio::time::timeout(small_body_time, whole).await.unwrap_or_else(|_| Err(too_slow(family)))
}

/// A body that comes into memory.
struct Whole {
    /// Its only piece, if it came in one.
    only: Bytes,
    all: BytesMut,
    limit: usize,
    family: Family,
    held: Held,
}

impl Whole {
    fn new(limit: usize, family: Family, connection: &Arc<Connection>) -> Result<Self, ApiError> {
        let held = connection.hold(0).map_err(|Full| no_room(family))?;
        Ok(Self { only: Bytes::new(), all: BytesMut::new(), limit, family, held })
    }

    fn push(&mut self, data: Bytes, last: bool) -> Result<(), ApiError> {
        let length = self.all.len().saturating_add(data.len());
        if length > self.limit {
            return Err(too_large(self.family, self.limit));
        }
        if self.held.resize(length.saturating_mul(BODY_WEIGHT)).is_err() {
            self.held.connection().leave();
            return Err(no_room(self.family));
        }
        // Most forms arrive in one piece: keep it as it is. A piece that has to wait for others would keep the whole buffer
        // that it was read into.
        if last && self.all.is_empty() {
            self.only = data;
        } else {
            self.all.extend_from_slice(&data);
        }
        Ok(())
    }

    fn finish(self) -> Bytes {
        self.held.carry(if self.all.is_empty() { self.only } else { self.all.freeze() })
    }
}

/// The connection may not hold more, or strangers hold everything (R5, section 5.4).
pub(super) fn no_room(family: Family) -> ApiError {
    match family {
        Family::S3 => ApiError::new("SlowDown", 503, "Please reduce your request rate."),
        _ => ApiError::unavailable("The request has failed due to a temporary failure of the server."),
    }
}

/// The next piece of a body, without its trailers; `None` at the end.
async fn next_data<B>(body: &mut B, family: Family, idle: Duration) -> Result<Option<Bytes>, ApiError>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    loop {
        let frame = tokio::time::timeout(idle, body.frame()).await.map_err(|_| too_slow(family))?;
        match frame {
            None => return Ok(None),
            Some(Err(_)) => return Err(broken_off(family)),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data()
                    && !data.is_empty()
                {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// The data of an upload: decoded and checked while it passes.
#[derive(Debug)]
pub struct Upload<B> {
    body: B,
    connection: Arc<Connection>,
    decoder: PayloadDecoder,
    pending: Bytes,
    ended: bool,
}

impl<B: http_body::Body<Data = Bytes> + Unpin> Upload<B> {
    /// The data of `body` as `decoder` reads it.
    pub fn new(body: B, decoder: PayloadDecoder, connection: Arc<Connection>) -> Self {
        Self { body, connection, decoder, pending: Bytes::new(), ended: false }
    }

    /// Bytes of data the client announced, without framing.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.decoder.length()
    }

    /// The next piece of data. `Ok(None)` means that all data came and is as the client signed it; only then may what
    /// was written be kept.
    ///
    /// # Errors
    /// The body broke off, stalled, or is not what was signed (R5.24, R6.22).
    pub async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        loop {
            if let Some(data) = self.decoder.decode(&mut self.pending)? {
                return Ok(Some(data));
            }
            if self.ended {
                return Ok(None);
            }
            match next_data(&mut self.body, Family::S3, self.connection.limits().body_idle_time).await? {
                Some(data) => self.pending = data,
                None => {
                    self.decoder.finish()?;
                    self.ended = true;
                }
            }
        }
    }

    /// All the data, of at most `limit` bytes. Its connection holds it until the last copy is dropped.
    ///
    /// # Errors
    /// As [`Upload::next`]; `MaxMessageLengthExceeded` 400 when it is longer, `RequestTimeout` 400 when it comes too slowly,
    /// `SlowDown` 503 when the connection may not hold more.
    pub async fn whole(&mut self, limit: usize) -> Result<Bytes, ApiError> {
        if self.length().is_some_and(|length| length > limit as u64) {
            return Err(too_large(Family::S3, limit));
        }
        let time = self.connection.limits().small_body_time;
        let all = async {
            let mut whole = Whole::new(limit, Family::S3, &self.connection)?;
            while let Some(data) = self.next().await? {
                let last = self.pending.is_empty() && self.body.is_end_stream();
                whole.push(data, last)?;
            }
            Ok(whole.finish())
        };
        tokio::time::timeout(time, all).await.unwrap_or_else(|_| Err(too_slow(Family::S3)))
    }

    /// The trailers that came after the data, such as a checksum (R6.20). Empty before the end.
    #[must_use]
    pub fn trailers(&self) -> &[Trailer] {
        self.decoder.trailers()
    }
}

impl<B> RequestBody for Upload<B>
where
    B: http_body::Body<Data = Bytes> + Unpin + Send,
{
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, ApiError>> {
        Box::pin(Self::next(self))
    }

    fn whole(&mut self, limit: usize) -> BoxFuture<'_, Result<Bytes, ApiError>> {
        Box::pin(Self::whole(self, limit))
    }

    fn length(&self) -> Option<u64> {
        Self::length(self)
    }

    fn trailers(&self) -> Vec<(String, String)> {
        Self::trailers(self).iter().map(|trailer| (trailer.name.clone(), trailer.value.clone())).collect()
    }
}

fn too_large(family: Family, limit: usize) -> ApiError {
    match family {
        Family::S3 => ApiError::new("MaxMessageLengthExceeded", 400, "Your request was too big.")
            .with("MaxMessageLengthBytes", limit.to_string()),
        _ => ApiError::new("RequestEntityTooLarge", 413, format!("The request body is longer than {limit} bytes.")),
    }
}

pub(super) fn too_slow(family: Family) -> ApiError {
    let message = "Your socket connection to the server was not read from or written to within the timeout period. \
                   Idle connections will be closed.";
    match family {
        Family::S3 => ApiError::new("RequestTimeout", 400, message),
        _ => ApiError::new("RequestTimeout", 408, message),
    }
}

fn broken_off(family: Family) -> ApiError {
    let message = "The request body ended before its announced length.";
    match family {
        Family::S3 => incomplete_body(),
        // As a document that breaks off.
        Family::Json { .. } | Family::RestJson => ApiError::new(Protocol::Json.malformed(), 400, message),
        Family::Query { .. } => ApiError::new("MalformedQueryString", 400, message),
    }
}

/// `IncompleteBody` 400 (R5.24, R6.22).
#[must_use]
pub fn incomplete_body() -> ApiError {
    ApiError::new(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R5.24: a body that breaks off is told of in the family's words, and JSON services know no query strings.
    #[test]
    fn bodies_that_break_off() {
        for (family, code) in [
            (Family::Query { namespace: "" }, "MalformedQueryString"),
            (Family::Json { version: "1.1" }, "SerializationException"),
            (Family::RestJson, "SerializationException"),
            (Family::S3, "IncompleteBody"),
        ] {
            let error = broken_off(family);
            assert_eq!((&*error.code, error.status), (code, 400), "{family:?}");
        }
    }
}
