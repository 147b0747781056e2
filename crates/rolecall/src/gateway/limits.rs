//! What a client may ask of a connection. Everything has a limit, and each limit has a name.

use std::time::Duration;

/// Bytes of request line and headers together. The load balancers before AWS's services take 64 KiB; a session token
/// with tags and policies needs several of them. More is answered 431 and the connection is closed.
pub const HEAD_BYTES: usize = 64 * 1024;

/// Number of header lines in a request. More is answered 431.
pub const HEADER_LINES: usize = 200;

/// Bytes of a query-protocol body. The largest single parameter is a policy document of 131,072 characters, which
/// percent-encoding makes up to nine times as long in the worst case; 1 MiB leaves room for it and the rest (R5.25).
pub const FORM_BYTES: usize = 1024 * 1024;

/// Open connections; further ones wait in the listener's backlog.
pub const CONNECTIONS: usize = 4096;

/// Concurrent requests on one HTTP/2 connection.
pub const STREAMS: u32 = 128;

/// Time for the TLS handshake, and for the head of a request to arrive. Also how long an idle connection is kept.
pub const HEAD_TIME: Duration = Duration::from_secs(30);

/// Time between two pieces of a request body.
pub const BODY_IDLE_TIME: Duration = Duration::from_secs(20);

/// Time for a whole body that is read into memory, such as a form.
pub const SMALL_BODY_TIME: Duration = Duration::from_secs(60);

/// Time a client may leave the answer unread before the connection is dropped.
pub const WRITE_STALL_TIME: Duration = Duration::from_secs(60);

/// Time that requests in flight get to finish after the server was told to stop.
pub const DRAIN_TIME: Duration = Duration::from_secs(10);

/// The limits of a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// See [`HEAD_BYTES`]; at least 8,192.
    pub head_bytes: usize,
    /// See [`CONNECTIONS`].
    pub connections: usize,
    /// See [`HEAD_TIME`].
    pub head_time: Duration,
    /// See [`WRITE_STALL_TIME`].
    pub write_stall_time: Duration,
    /// See [`DRAIN_TIME`].
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: HEAD_BYTES,
            connections: CONNECTIONS,
            head_time: HEAD_TIME,
            write_stall_time: WRITE_STALL_TIME,
            drain_time: DRAIN_TIME,
        }
    }
}
