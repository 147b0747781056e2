//! How many bytes a request and its answer transfer, for the events of S3's requests (*CloudTrail User Guide*, examples of
//! `additionalEventData`).
//!
//! What came in is counted while it is read: the bytes of the body without its chunk framing. A request that is refused before its
//! body is read brings none. The record is made before the answer goes out (decision 0006), so what goes out is the length of the
//! answer's body, also where the client hangs up before its end. An error's text is written later still: it is not counted.

use crate::api::error::ApiError;
use crate::services::{IncomingBody, RequestBody, ResponseBody};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The bytes of a body that were read so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Read(Arc<AtomicU64>);

impl Read {
    /// The same body, whose bytes are counted here.
    pub(super) fn count(&self, body: IncomingBody) -> IncomingBody {
        Box::new(Counted { body, read: self.clone() })
    }

    fn add(&self, bytes: &Bytes) {
        self.0.fetch_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// `additionalEventData`; without an answer of a request that failed.
    pub(super) fn told(&self, answer: Option<&ResponseBody>) -> String {
        let read = self.0.load(Ordering::Relaxed);
        let written = match answer {
            Some(ResponseBody::Full(bytes)) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Some(ResponseBody::Stream(_, length)) => *length,
            None => return format!(r#"{{"bytesTransferredIn":{read}}}"#),
        };
        format!(r#"{{"bytesTransferredIn":{read},"bytesTransferredOut":{written}}}"#)
    }
}

/// A body whose bytes are counted.
struct Counted {
    body: IncomingBody,
    read: Read,
}

impl RequestBody for Counted {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, ApiError>> {
        Box::pin(async {
            let piece = self.body.next().await?;
            piece.iter().for_each(|bytes| self.read.add(bytes));
            Ok(piece)
        })
    }

    fn whole(&mut self, limit: usize) -> BoxFuture<'_, Result<Bytes, ApiError>> {
        Box::pin(async move {
            let bytes = self.body.whole(limit).await?;
            self.read.add(&bytes);
            Ok(bytes)
        })
    }

    fn length(&self) -> Option<u64> {
        self.body.length()
    }

    fn trailers(&self) -> Vec<(String, String)> {
        self.body.trailers()
    }
}
