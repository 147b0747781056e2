//! Clients that speak no more HTTP than a test tells them to: text on a socket, and HTTP/2 frame by frame.

#![allow(dead_code, reason = "the words of both protocols, not only those that a test says today")]

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long a test waits for what must come. A server that answers needs a fraction of it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection that speaks HTTP/1.1.
pub(crate) struct Old {
    stream: TcpStream,
}

impl Old {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap() }
    }

    /// From an address of this machine.
    pub(crate) async fn connect_from(from: [u8; 4], address: SocketAddr) -> Self {
        Self { stream: stream_from(from, address).await.unwrap() }
    }

    pub(crate) fn on(stream: TcpStream) -> Self {
        Self { stream }
    }

    /// Sends text as it is; whether the server still takes it.
    pub(crate) async fn send(&mut self, text: &str) -> bool {
        self.stream.write_all(text.as_bytes()).await.is_ok()
    }

    /// One answer: its head, and as much body as `Content-Length` says. Empty if the server closed without one.
    pub(crate) async fn answer(&mut self) -> String {
        tokio::time::timeout(PATIENCE, self.read_answer()).await.expect("the server answers or closes")
    }

    async fn read_answer(&mut self) -> String {
        let mut bytes = Vec::new();
        let mut piece = [0; 4096];
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                    return text;
                }
            }
            match self.stream.read(&mut piece).await {
                Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
                _ => return text,
            }
        }
    }

    /// Waits until the server closes the connection; what it sent before.
    pub(crate) async fn closed(&mut self) -> String {
        let mut bytes = Vec::new();
        let end = tokio::time::timeout(PATIENCE, self.stream.read_to_end(&mut bytes)).await;
        drop(end.expect("the server closes the connection"));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// A socket with an address of this machine at its own end.
pub(crate) async fn stream_from(from: [u8; 4], address: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = tokio::net::TcpSocket::new_v4()?;
    socket.bind((from, 0).into())?;
    socket.connect(address).await
}

/// What stands in a frame's head as its type (RFC 9113, section 6).
pub(crate) mod kind {
    pub(crate) const DATA: u8 = 0;
    pub(crate) const HEADERS: u8 = 1;
    pub(crate) const RST_STREAM: u8 = 3;
    pub(crate) const SETTINGS: u8 = 4;
    pub(crate) const PING: u8 = 6;
    pub(crate) const GOAWAY: u8 = 7;
    pub(crate) const WINDOW_UPDATE: u8 = 8;
}

/// The settings that tests change (RFC 9113, section 6.5.2).
pub(crate) mod setting {
    pub(crate) const HEADER_TABLE_SIZE: u16 = 1;
    pub(crate) const INITIAL_WINDOW_SIZE: u16 = 4;
}

/// Of DATA and HEADERS: the stream ends here. Of SETTINGS and PING: an acknowledgement.
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// The largest payload of a frame that needs no setting.
pub(crate) const FRAME_BYTES: usize = 16 * 1024;

/// A frame.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) kind: u8,
    pub(crate) flags: u8,
    pub(crate) stream: u32,
    pub(crate) payload: Vec<u8>,
}

/// A connection that speaks HTTP/2. It acknowledges settings and answers pings while it reads, and opens windows only
/// when it is told to.
pub(crate) struct New {
    stream: TcpStream,
    authority: String,
    /// Frames that wait to be sent in one piece.
    out: Vec<u8>,
    next_stream: u32,
}

impl New {
    /// Says hello with these settings. The server is to keep no table of headers, so that [`status`] can read them.
    pub(crate) async fn connect(address: SocketAddr, settings: &[(u16, u32)]) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self::greet(stream, address, settings).await.expect("the connection is open")
    }

    /// The same on a connection that is there; `None` if the server closes it.
    pub(crate) async fn greet(stream: TcpStream, address: SocketAddr, settings: &[(u16, u32)]) -> Option<Self> {
        let out = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        let mut client = Self { stream, authority: address.to_string(), out, next_stream: 1 };
        let mut payload = Vec::new();
        for (name, value) in [(setting::HEADER_TABLE_SIZE, 0)].iter().chain(settings) {
            payload.extend_from_slice(&name.to_be_bytes());
            payload.extend_from_slice(&value.to_be_bytes());
        }
        client.frame(kind::SETTINGS, 0, 0, &payload);
        client.flush().await;
        // It says how much it takes of a stream. Of all streams together that is 64 KiB, until it has taken some.
        let settings =
            tokio::time::timeout(PATIENCE, client.read_frame()).await.expect("the server sends or closes")?;
        assert_eq!(settings.kind, kind::SETTINGS);
        client.frame(kind::SETTINGS, ACK, 0, &[]);
        Some(client)
    }

    fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        self.out.extend_from_slice(&length[1..]);
        self.out.extend_from_slice(&[kind, flags]);
        self.out.extend_from_slice(&stream.to_be_bytes());
        self.out.extend_from_slice(payload);
    }

    /// Begins a request on a new stream, without a body if it is `whole`. Fields are literals without index or Huffman.
    pub(crate) fn request(&mut self, fields: &[(&str, &str)], whole: bool) -> u32 {
        let stream = self.next_stream;
        self.next_stream += 2;
        let mut block = Vec::new();
        for (name, value) in fields {
            block.push(0);
            literal(&mut block, name);
            literal(&mut block, value);
        }
        assert!(block.len() <= FRAME_BYTES, "a longer head needs CONTINUATION");
        self.frame(kind::HEADERS, END_HEADERS | if whole { END_STREAM } else { 0 }, stream, &block);
        stream
    }

    /// The same with method, path and the fields that every request has.
    pub(crate) fn ask(&mut self, method: &str, path: &str, more: &[(&str, &str)], whole: bool) -> u32 {
        let authority = self.authority.clone();
        let mut fields = vec![(":method", method), (":scheme", "http"), (":authority", &authority), (":path", path)];
        fields.extend_from_slice(more);
        self.request(&fields, whole)
    }

    pub(crate) fn data(&mut self, stream: u32, bytes: &[u8], end: bool) {
        self.frame(kind::DATA, u8::from(end), stream, bytes);
    }

    pub(crate) fn reset(&mut self, stream: u32) {
        const CANCEL: u32 = 8;
        self.frame(kind::RST_STREAM, 0, stream, &CANCEL.to_be_bytes());
    }

    /// Takes so many more bytes on a stream, or on the connection if it is 0.
    pub(crate) fn window(&mut self, stream: u32, bytes: u32) {
        self.frame(kind::WINDOW_UPDATE, 0, stream, &bytes.to_be_bytes());
    }

    /// Sends what was said so far; whether the server still takes it.
    pub(crate) async fn flush(&mut self) -> bool {
        let sent = self.stream.write_all(&self.out).await.is_ok();
        self.out.clear();
        sent
    }

    /// The next frame that is neither settings nor a ping; `None` once the server has closed the connection.
    pub(crate) async fn next(&mut self) -> Option<Frame> {
        self.flush().await;
        loop {
            let read = tokio::time::timeout(PATIENCE, self.read_frame()).await;
            let frame = read.expect("the server sends or closes")?;
            match (frame.kind, frame.flags & ACK) {
                (kind::SETTINGS, 0) => self.frame(kind::SETTINGS, ACK, 0, &[]),
                (kind::PING, 0) => self.frame(kind::PING, ACK, 0, &frame.payload),
                (kind::SETTINGS | kind::PING, _) => {}
                _ => return Some(frame),
            }
            self.flush().await;
        }
    }

    async fn read_frame(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.stream.read_exact(&mut head).await.ok()?;
        let [a, b, c, kind, flags, stream @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.stream.read_exact(&mut payload).await.ok()?;
        Some(Frame { kind, flags, stream: u32::from_be_bytes(stream) & 0x7fff_ffff, payload })
    }

    /// The first frame of this kind.
    pub(crate) async fn find(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.next().await.expect("the connection is open");
            if frame.kind == kind {
                return frame;
            }
        }
    }

    /// Reads without a word until the server closes the connection; how many bytes came.
    pub(crate) async fn drained(&mut self) -> usize {
        let mut bytes = Vec::new();
        let end = tokio::time::timeout(PATIENCE, self.stream.read_to_end(&mut bytes)).await;
        drop(end.expect("the server closes the connection"));
        bytes.len()
    }

    /// Reads until the server closes the connection.
    pub(crate) async fn find_end(&mut self) {
        while self.next().await.is_some() {}
    }

    /// Reads until the server closes the connection; the frames that came.
    pub(crate) async fn closed(&mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        let closed = tokio::time::timeout(PATIENCE, async {
            while let Some(frame) = self.next().await {
                frames.push(frame);
            }
        });
        closed.await.expect("the server closes the connection");
        frames
    }
}

/// A text of HPACK, not Huffman coded (RFC 7541, section 5.2).
fn literal(block: &mut Vec<u8>, text: &str) {
    let length = text.len();
    if length < 127 {
        block.push(u8::try_from(length).unwrap());
    } else {
        block.push(127);
        let mut rest = length - 127;
        while rest >= 128 {
            block.push(u8::try_from(rest % 128).unwrap() | 128);
            rest /= 128;
        }
        block.push(u8::try_from(rest).unwrap());
    }
    block.extend_from_slice(text.as_bytes());
}

/// The status in the payload of HEADERS that answer a request: its first field, indexed, or a literal of three digits
/// that is Huffman coded or not (RFC 7541, appendices A and B).
pub(crate) fn status(payload: &[u8]) -> u16 {
    let mut bytes = payload.iter().copied().skip_while(|byte| byte & 0xe0 == 0x20);
    let field = bytes.next().unwrap();
    if field & 0x80 != 0 {
        return [200, 204, 206, 304, 400, 404, 500][usize::from(field & 0x7f) - 8];
    }
    let length = bytes.next().unwrap();
    let text: Vec<u8> = bytes.take(usize::from(length & 0x7f)).collect();
    if length & 0x80 == 0 {
        return String::from_utf8(text).unwrap().parse().unwrap();
    }
    let bits: Vec<u16> = text.iter().flat_map(|byte| (0..8).rev().map(move |at| u16::from(byte >> at & 1))).collect();
    let number = |bits: &[u16]| bits.iter().fold(0, |sum, bit| sum * 2 + bit);
    let mut at = 0;
    (0..3).fold(0, |sum, _| {
        // `0` to `2` are five bits, 0 to 2; `3` to `9` are six, from 25.
        let short = number(&bits[at..at + 5]);
        let digit = if short < 3 { short } else { number(&bits[at..at + 6]) - 25 + 3 };
        at += if short < 3 { 5 } else { 6 };
        sum * 10 + digit
    })
}

/// The client is understood, and understands: both protocols, an answer that is indexed and one that is spelled out.
#[tokio::test]
async fn the_raw_clients_are_understood() {
    let server = crate::kit::Server::new().await;
    let mut old = Old::connect(server.address).await;
    assert!(old.send("GET /nowhere HTTP/1.1\r\nhost: h\r\n\r\n").await);
    assert!(old.answer().await.starts_with("HTTP/1.1 404 "));
    assert!(old.send("GET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n").await);
    assert!(old.closed().await.starts_with("HTTP/1.1 403 "));

    let mut new = New::connect(server.address, &[]).await;
    for (path, answered) in [("/nowhere", 404), ("/", 403), ("/", 403)] {
        let stream = new.ask("GET", path, &[("x-long", &"a".repeat(300))], true);
        let head = new.find(kind::HEADERS).await;
        assert_eq!((head.stream, status(&head.payload)), (stream, answered));
        let body = new.find(kind::DATA).await;
        assert!(body.payload.ends_with(b"</Error>"), "{}", String::from_utf8_lossy(&body.payload));
    }
}
