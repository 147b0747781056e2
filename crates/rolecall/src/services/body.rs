//! Bodies: an operation neither knows nor cares how the bytes travel.

use crate::api::error::ApiError;
use bytes::Bytes;
use futures_util::Stream;
use futures_util::future::BoxFuture;
use std::io;
use std::pin::Pin;

/// The body of a request: decoded, its signature and declared hash checked by the time it ends.
pub trait RequestBody: Send {
    /// The next piece; `None` at the end. An error means that nothing received so far is to be trusted or kept.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, ApiError>>;

    /// The whole body, of at most `limit` bytes, in a short time. An error as from `next`; `MaxMessageLengthExceeded` 400 when
    /// it is longer.
    fn whole(&mut self, limit: usize) -> BoxFuture<'_, Result<Bytes, ApiError>>;

    /// The length of the decoded body, if the client declared it.
    fn length(&self) -> Option<u64>;

    /// Trailing headers, lower-case names; complete only after the end.
    fn trailers(&self) -> Vec<(String, String)>;
}

/// A request's body.
pub type IncomingBody = Box<dyn RequestBody>;

/// A stream of the bytes of an answer.
pub type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// The body of an answer.
pub enum ResponseBody {
    /// All of it.
    Full(Bytes),
    /// Piece by piece, with its whole length.
    Stream(ByteStream, u64),
}

impl ResponseBody {
    /// No bytes.
    #[must_use]
    pub fn empty() -> Self {
        Self::Full(Bytes::new())
    }
}

impl std::fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Full(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Stream(_, length) => write!(f, "stream of {length} bytes"),
        }
    }
}

impl From<String> for ResponseBody {
    fn from(text: String) -> Self {
        Self::Full(Bytes::from(text))
    }
}
