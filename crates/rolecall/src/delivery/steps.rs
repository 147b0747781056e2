//! The steps of a delivery, by name. A server may be killed between any two of them; a test stops a delivery there.

use futures_util::future::BoxFuture;

/// What a delivery has just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Read events from the trail's records.
    EventsRead,
    /// Put a log file, of which nothing is noted yet.
    LogFilePut,
    /// Noted the position behind the events, and the files.
    LogFilesNoted,
    /// Begun or ended chains of digests.
    ChainsSet,
    /// Made and signed a digest.
    DigestSigned,
    /// Put a digest, of which nothing is noted yet.
    DigestPut,
    /// Noted the digest in its chain.
    DigestNoted,
}

impl Step {
    /// In the order in which a delivery comes to them.
    pub const ALL: [Self; 7] = [
        Self::EventsRead,
        Self::LogFilePut,
        Self::LogFilesNoted,
        Self::ChainsSet,
        Self::DigestSigned,
        Self::DigestPut,
        Self::DigestNoted,
    ];
}

/// Who is told of the steps. The delivery goes on when the future is ready, and goes no further if it never is.
pub trait Steps: Send + Sync {
    /// A step is done.
    fn done(&self, step: Step) -> BoxFuture<'_, ()>;
}

/// Nobody.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Steps for Unwatched {
    fn done(&self, _: Step) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
