//! Bodies: the one type that every answer has, and the two ways to take in a request's.
//!
//! A small body (a form, an S3 configuration document) is read whole by [`read_body`], under a limit in bytes and in
//! time. An object is read piece by piece through [`Upload`], which takes the chunk framing off and checks what the
//! client signed while the bytes pass by. A writer that reads from an `Upload` keeps nothing unless it came to the
//! `Ok(None)` that means: complete and as signed.

use super::limits::{BODY_IDLE_TIME, SMALL_BODY_TIME};
use super::sigv4::payload::{PayloadDecoder, Trailer};
use super::wire::Family;
use crate::api::error::ApiError;
use crate::services::body::{ByteStream, RequestBody, ResponseBody};
use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use http_body_util::BodyExt as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The body of an answer.
#[derive(Default)]
pub struct Body(Inner);

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
        Self(Inner::Empty)
    }

    /// A stream, of exactly `length` bytes if given. A stream that yields an error breaks the connection off, so that
    /// the client sees a cut body and not a short one.
    #[must_use]
    pub fn stream(stream: ByteStream, length: Option<u64>) -> Self {
        Self(Inner::Stream { stream, left: length })
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        if bytes.is_empty() { Self(Inner::Empty) } else { Self(Inner::Full(bytes)) }
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
        match &self.0 {
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
        match &mut self.0 {
            Inner::Empty => Poll::Ready(None),
            Inner::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Inner::Empty;
                Poll::Ready(Some(Ok(http_body::Frame::data(bytes))))
            }
            Inner::Stream { stream, left } => stream.as_mut().poll_next(cx).map_ok(|bytes| {
                *left = left.map(|left| left.saturating_sub(bytes.len() as u64));
                http_body::Frame::data(bytes)
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, Inner::Empty)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        match &self.0 {
            Inner::Empty => http_body::SizeHint::with_exact(0),
            Inner::Full(bytes) => http_body::SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream { left: Some(left), .. } => http_body::SizeHint::with_exact(*left),
            Inner::Stream { left: None, .. } => http_body::SizeHint::default(),
        }
    }
}

/// Reads a whole body of at most `limit` bytes.
///
/// # Errors
/// 413 (S3: `MaxMessageLengthExceeded` 400) when it is longer; 408 (S3: `RequestTimeout` 400) when it comes too slowly;
/// 400 when it breaks off.
pub async fn read_body<B>(body: B, limit: usize, family: Family) -> Result<Bytes, ApiError>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large(family, limit));
    }
    tokio::time::timeout(SMALL_BODY_TIME, collect(body, limit, family)).await.unwrap_or_else(|_| Err(too_slow(family)))
}

async fn collect<B>(mut body: B, limit: usize, family: Family) -> Result<Bytes, ApiError>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(data) = next_data(&mut body, family).await? {
        if first.len() + all.len() + data.len() > limit {
            return Err(too_large(family, limit));
        }
        // Most forms arrive in one piece: keep it as it is.
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

/// The next piece of a body, without its trailers; `None` at the end.
async fn next_data<B>(body: &mut B, family: Family) -> Result<Option<Bytes>, ApiError>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    loop {
        let frame = tokio::time::timeout(BODY_IDLE_TIME, body.frame()).await.map_err(|_| too_slow(family))?;
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
    decoder: PayloadDecoder,
    pending: Bytes,
    ended: bool,
}

impl<B: http_body::Body<Data = Bytes> + Unpin> Upload<B> {
    /// The data of `body` as `decoder` reads it.
    pub fn new(body: B, decoder: PayloadDecoder) -> Self {
        Self { body, decoder, pending: Bytes::new(), ended: false }
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
            match next_data(&mut self.body, Family::S3).await? {
                Some(data) => self.pending = data,
                None => {
                    self.decoder.finish()?;
                    self.ended = true;
                }
            }
        }
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

fn too_slow(family: Family) -> ApiError {
    let message = "Your socket connection to the server was not read from or written to within the timeout period. \
                   Idle connections will be closed.";
    match family {
        Family::S3 => ApiError::new("RequestTimeout", 400, message),
        _ => ApiError::new("RequestTimeout", 408, message),
    }
}

fn broken_off(family: Family) -> ApiError {
    match family {
        Family::S3 => incomplete_body(),
        _ => ApiError::new("MalformedQueryString", 400, "The request body ended before its announced length."),
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
