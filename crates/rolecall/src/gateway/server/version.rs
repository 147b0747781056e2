//! Which version of HTTP a connection speaks, by its first bytes (RFC 9113, section 3.4: the client connection preface).
//!
//! The HTTP layer can find that out by itself. But it hands what it read to its HTTP/1.1 part in a piece of its own, for
//! which that part makes a second buffer, twice as large as the first, and keeps it as long as the connection lives.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};

/// What a connection of HTTP/2 begins with.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// HTTP/1.1 or 1.0, or something that is none: then the HTTP layer says so.
    Http1,
    /// HTTP/2.
    Http2,
}

/// A stream whose first bytes were looked at. They are read again, with what follows them.
#[derive(Debug)]
pub(super) struct Begun<S> {
    stream: S,
    first: [u8; PREFACE.len()],
    /// How many of them there are, and how many were read again.
    length: usize,
    taken: usize,
}

impl<S: AsyncRead + Unpin> Begun<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, first: [0; PREFACE.len()], length: 0, taken: 0 }
    }

    /// Reads as much as tells the version; `None`: the client ended the connection before that.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) async fn version(&mut self) -> io::Result<Option<Version>> {
        loop {
            let (read, rest) = self.first.split_at_mut_checked(self.length).unwrap_or_default();
            if !PREFACE.starts_with(read) {
                return Ok(Some(Version::Http1));
            }
            if rest.is_empty() {
                return Ok(Some(Version::Http2));
            }
            match self.stream.read(rest).await? {
                0 => return Ok(None),
                more => self.length += more,
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Begun<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let left = self.first.get(self.taken..self.length).unwrap_or_default();
        let again = left.get(..left.len().min(buf.remaining())).unwrap_or_default();
        if again.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        let length = again.len();
        buf.put_slice(again);
        self.taken += length;
        if buf.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            // What was read again is there in any case.
            Poll::Pending => Poll::Ready(Ok(())),
            read @ Poll::Ready(_) => read,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Begun<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However the first bytes are cut, the version is found, and all bytes are read again.
    #[tokio::test]
    async fn versions() {
        let post = b"POST / HTTP/1.1\r\nhost: a\r\n\r\n";
        let preface = [&PREFACE[..], b"and what follows"].concat();
        for (sent, version) in [
            (&preface[..], Some(Version::Http2)),
            (PREFACE, Some(Version::Http2)),
            (post, Some(Version::Http1)),
            (b"PRI * HTTP/1.1\r\n", Some(Version::Http1)),
            (b"\0", Some(Version::Http1)),
            (b"PRI", None),
            (b"", None),
        ] {
            for piece in [1, 2, 23, 24, 25, 100] {
                let mut reader = begun(sent, piece);
                assert_eq!(reader.version().await.unwrap(), version, "{sent:?}");
                let mut all = Vec::new();
                if version.is_some() {
                    reader.read_to_end(&mut all).await.unwrap();
                    assert_eq!(all, sent, "{piece}");
                }
            }
        }
    }

    /// The first bytes and those behind them that are there come in one read.
    #[tokio::test]
    async fn one_read() {
        let mut reader = begun(b"POST / HTTP/1.1\r\n\r\nbody", 100);
        reader.version().await.unwrap();
        let mut all = [0; 100];
        assert_eq!(reader.read(&mut all).await.unwrap(), 23);
    }

    /// A stream that gives so many bytes at a time.
    fn begun(sent: &[u8], piece: usize) -> Begun<impl AsyncRead + Unpin> {
        struct Pieces(Vec<u8>, usize);
        impl AsyncRead for Pieces {
            fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
                let length = self.1.min(self.0.len()).min(buf.remaining());
                let piece: Vec<u8> = self.0.drain(..length).collect();
                buf.put_slice(&piece);
                Poll::Ready(Ok(()))
            }
        }
        Begun::new(Pieces(sent.to_vec(), piece))
    }
}
