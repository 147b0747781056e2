//! What a client may ask of a connection. Everything has a limit, and each limit has a name.

use std::time::Duration;

/// Bytes of request line and headers together. The load balancers before AWS's services take 64 KiB; a session token
/// with tags and policies needs several of them. More is answered 431 and the connection is closed.
pub const HEAD_BYTES: usize = 64 * 1024;

/// Number of header lines in a request, by HTTP/1.1 or HTTP/2. More is answered 431.
pub const HEADER_LINES: usize = 200;

/// Bytes of a query-protocol body. The largest single parameter is a policy document of 131,072 characters, which
/// percent-encoding makes up to nine times as long in the worst case; 1 MiB leaves room for it and the rest (R5.25).
pub const FORM_BYTES: usize = 1024 * 1024;

/// Connections that the operating system keeps while they wait to be accepted, if it allows so many (Linux:
/// `net.core.somaxconn`, 4,096). Clients that find no room try again only after a second.
pub const BACKLOG: u32 = 4096;

/// Open connections. One more takes the place of the idlest of the address that has most (`gateway::connections`). An idle HTTP/2 connection holds
/// some 30 KiB, so all of them hold 240 MiB.
pub const CONNECTIONS: usize = 8192;

/// Open connections of one address. One more takes the place of its idlest, so that a single address cannot crowd out
/// the others.
pub const CONNECTIONS_PER_ADDRESS: usize = CONNECTIONS / 4;

/// Files that the process may have open besides those of connections and requests: the store, its log, the trail's segments,
/// the object index, and the runtime's own.
const OTHER_FILES: usize = 256;

/// Files and sockets that all limits together need: a socket for each connection, and two files, source and target of a
/// copy, for each request that there is room for.
pub const OPEN_FILES: u64 = (CONNECTIONS + 2 * ((KNOWN_BYTES + STRANGERS_BYTES) / REQUEST_BYTES) + OTHER_FILES) as u64;

/// Concurrent requests on one HTTP/2 connection. More would be kinder to a client that has only one (RFC 9113, section
/// 6.5.2, recommends 100), but each that is open when a stranger is dropped must be brought to its end (decision 0018).
pub const STREAMS: u32 = 32;

/// Bytes that an HTTP/2 client may send of one body before the server has taken them. What the server has not come to yet
/// waits in the HTTP layer, where nothing counts it, so the windows are as small as the protocol's own (RFC 9113, section
/// 6.9.2).
pub const STREAM_WINDOW_BYTES: u32 = 64 * 1024;

/// The same for all bodies of one HTTP/2 connection: 256 MiB if every connection fills it.
pub const CONNECTION_WINDOW_BYTES: u32 = 64 * 1024;

/// Bytes of an answer that the HTTP/2 layer buffers for one stream.
pub const SEND_BUFFER_BYTES: usize = 64 * 1024;

/// Streams that an HTTP/2 client opened and reset before the server looked at them; more ends the connection. The figure
/// is that of the h2 library, made after the attack that resets streams as fast as it opens them (CVE-2023-44487).
pub const RESET_STREAMS: usize = 20;

/// Streams of an HTTP/2 connection that the server resets for the client's errors; more ends the connection.
pub const ERROR_STREAMS: usize = 64;

/// Bytes that all strangers' connections together may make the server hold: open requests, bodies in memory, pieces of
/// answers. A stranger is a connection on which no signature was verified of late. Beyond it the stranger that holds most
/// is dropped.
pub const STRANGERS_BYTES: usize = 48 * 1024 * 1024;

/// Bytes that one stranger's connection may make the server hold. The largest body that is read into memory has 2 MiB
/// and counts twice ([`BODY_WEIGHT`]); the rest is for requests beside it.
pub const STRANGER_BYTES: usize = 6 * 1024 * 1024;

/// Bytes that all connections with a verified signature may make the server hold. Beyond it the heaviest is dropped.
pub const KNOWN_BYTES: usize = 128 * 1024 * 1024;

/// Bytes that one connection with a verified signature may make the server hold: some large bodies and a full set of
/// streams.
pub const KNOWN_CONNECTION_BYTES: usize = 16 * 1024 * 1024;

/// How long a signature that was verified tells a connection from a stranger's; not a presigned URL's, which is for whoever
/// has it.
pub const KNOWN_TIME: Duration = Duration::from_secs(300);

/// What an open request counts for, besides its head and body: task, stream and answer's head.
pub const REQUEST_BYTES: usize = 16 * 1024;

/// How often each byte of a body in memory counts: as it came, and as what is made of it.
pub const BODY_WEIGHT: usize = 2;

/// Strangers that have their turn at a time: bytes of their connections are read, and the requests that these bring are
/// worked on until they are answered or wait for their client. That is a few milliseconds of work, and all that stands
/// before a client that signs.
pub const TURNS: usize = 16;

/// Bytes that are read of a stranger's connection in a turn, before they are handed over and counted.
pub const TURN_BYTES: usize = 8 * 1024;

/// How long a request can keep its turn. Most take a fraction of it; a long one, such as the copy of a large object, does
/// not keep others from their turns.
pub const TURN_TIME: Duration = Duration::from_millis(100);

/// Time for the TLS handshake, and for the head of a request to arrive.
pub const HEAD_TIME: Duration = Duration::from_secs(30);

/// How long a connection is kept without an open request, whatever else its client sends. AWS's load balancers keep
/// theirs for 60 seconds or less.
pub const IDLE_TIME: Duration = Duration::from_secs(60);

/// Time between two pieces of a request body.
pub const BODY_IDLE_TIME: Duration = Duration::from_secs(20);

/// Time for a whole body that is read into memory, such as a form.
pub const SMALL_BODY_TIME: Duration = Duration::from_secs(60);

/// Bytes of a body that are skipped after a request was refused for its head, so that a client that sends its small form
/// in a second packet reads the answer and not a closed connection.
pub const SKIPPED_BYTES: u64 = 64 * 1024;

/// Time in which they must come.
pub const SKIPPED_TIME: Duration = Duration::from_secs(1);

/// Time a client may leave the answer unread before the connection is dropped, and in which an HTTP/2 stream must take a
/// piece of its answer.
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
    /// See [`CONNECTIONS_PER_ADDRESS`]. An address has the same share of the strangers' bytes. Behind a proxy all clients
    /// have its address.
    pub connections_per_address: usize,
    /// See [`STRANGERS_BYTES`].
    pub strangers_bytes: usize,
    /// See [`STRANGER_BYTES`].
    pub stranger_bytes: usize,
    /// See [`KNOWN_BYTES`].
    pub known_bytes: usize,
    /// See [`KNOWN_CONNECTION_BYTES`].
    pub known_connection_bytes: usize,
    /// See [`HEAD_TIME`].
    pub head_time: Duration,
    /// See [`IDLE_TIME`].
    pub idle_time: Duration,
    /// See [`BODY_IDLE_TIME`].
    pub body_idle_time: Duration,
    /// See [`SMALL_BODY_TIME`].
    pub small_body_time: Duration,
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
            connections_per_address: CONNECTIONS_PER_ADDRESS,
            strangers_bytes: STRANGERS_BYTES,
            stranger_bytes: STRANGER_BYTES,
            known_bytes: KNOWN_BYTES,
            known_connection_bytes: KNOWN_CONNECTION_BYTES,
            head_time: HEAD_TIME,
            idle_time: IDLE_TIME,
            body_idle_time: BODY_IDLE_TIME,
            small_body_time: SMALL_BODY_TIME,
            write_stall_time: WRITE_STALL_TIME,
            drain_time: DRAIN_TIME,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUIDE: &str = include_str!("../../../../docs/guide/operations.md");

    fn bytes(bytes: u64) -> String {
        const KIB: u64 = 1024;
        if bytes.is_multiple_of(KIB * KIB) {
            format!("{} MiB", bytes / KIB / KIB)
        } else {
            format!("{} KiB", bytes / KIB)
        }
    }

    fn time(time: Duration) -> String {
        if time.subsec_millis() == 0 { format!("{} s", time.as_secs()) } else { format!("{} ms", time.as_millis()) }
    }

    /// The guide tells every limit of this file with its value.
    #[test]
    fn the_guide_tells_every_limit() {
        let values = [
            ("HEAD_BYTES", bytes(HEAD_BYTES as u64)),
            ("HEADER_LINES", HEADER_LINES.to_string()),
            ("FORM_BYTES", bytes(FORM_BYTES as u64)),
            ("BACKLOG", BACKLOG.to_string()),
            ("CONNECTIONS", CONNECTIONS.to_string()),
            ("CONNECTIONS_PER_ADDRESS", CONNECTIONS_PER_ADDRESS.to_string()),
            ("OPEN_FILES", OPEN_FILES.to_string()),
            ("STREAMS", STREAMS.to_string()),
            ("STREAM_WINDOW_BYTES", bytes(STREAM_WINDOW_BYTES.into())),
            ("CONNECTION_WINDOW_BYTES", bytes(CONNECTION_WINDOW_BYTES.into())),
            ("SEND_BUFFER_BYTES", bytes(SEND_BUFFER_BYTES as u64)),
            ("RESET_STREAMS", RESET_STREAMS.to_string()),
            ("ERROR_STREAMS", ERROR_STREAMS.to_string()),
            ("STRANGERS_BYTES", bytes(STRANGERS_BYTES as u64)),
            ("STRANGER_BYTES", bytes(STRANGER_BYTES as u64)),
            ("KNOWN_BYTES", bytes(KNOWN_BYTES as u64)),
            ("KNOWN_CONNECTION_BYTES", bytes(KNOWN_CONNECTION_BYTES as u64)),
            ("KNOWN_TIME", time(KNOWN_TIME)),
            ("REQUEST_BYTES", bytes(REQUEST_BYTES as u64)),
            ("BODY_WEIGHT", BODY_WEIGHT.to_string()),
            ("TURNS", TURNS.to_string()),
            ("TURN_BYTES", bytes(TURN_BYTES as u64)),
            ("TURN_TIME", time(TURN_TIME)),
            ("HEAD_TIME", time(HEAD_TIME)),
            ("IDLE_TIME", time(IDLE_TIME)),
            ("BODY_IDLE_TIME", time(BODY_IDLE_TIME)),
            ("SMALL_BODY_TIME", time(SMALL_BODY_TIME)),
            ("SKIPPED_BYTES", bytes(SKIPPED_BYTES)),
            ("SKIPPED_TIME", time(SKIPPED_TIME)),
            ("WRITE_STALL_TIME", time(WRITE_STALL_TIME)),
            ("DRAIN_TIME", time(DRAIN_TIME)),
        ];
        let named = include_str!("limits.rs").lines().filter_map(|line| line.strip_prefix("pub const "));
        let named: Vec<&str> = named.filter_map(|line| line.split(':').next()).collect();
        assert_eq!(named, values.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (name, value) in values {
            let row = format!("| `{name}` | {value} | ");
            assert!(GUIDE.contains(&row), "docs/guide/operations.md lacks: {row}");
        }
    }
}
