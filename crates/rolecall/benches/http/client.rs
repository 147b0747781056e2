//! The least client that can hold a keep-alive connection: writes given bytes, reads one answer with a content length.

use crate::Result;
use std::net::SocketAddr;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// Starts a program and waits for the line that begins with `ready`; returns the rest of that line.
pub(crate) async fn spawn_until(command: &mut Command, ready: &str) -> Result<(Child, String)> {
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let output = process.stdout.take().ok_or("the program has no output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(rest) = line.strip_prefix(ready) {
            let rest = rest.to_owned();
            // Read on, so that the program never waits for somebody to take its output.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((process, rest));
        }
    }
    Err(format!("the program ended before it said `{ready}`").into())
}

/// One keep-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    /// The answer being read; kept to use its memory again.
    answer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(8192) })
    }

    /// Sends one request and reads its answer, which must be `200`; returns the body.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request).await?;
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if let Some(head) = Head::of(&self.answer)? {
                while self.answer.len() < head.end + head.length {
                    if self.stream.read_buf(&mut self.answer).await? == 0 {
                        return Err("the answer was cut short".into());
                    }
                }
                let body = self.answer.get(head.end..).unwrap_or_default();
                if head.status != 200 {
                    return Err(format!("status {}: {}", head.status, String::from_utf8_lossy(body)).into());
                }
                return Ok(body);
            }
        }
    }
}

/// What matters of an answer's head.
struct Head {
    status: u16,
    length: usize,
    /// Where the body begins.
    end: usize,
}

impl Head {
    /// `None` while it is incomplete.
    fn of(answer: &[u8]) -> Result<Option<Self>> {
        let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return Ok(None) };
        let head = std::str::from_utf8(answer.get(..end).unwrap_or_default())?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).ok_or("no status line")?.parse()?;
        let length = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .ok_or("an answer without content-length")?
            .1;
        Ok(Some(Self { status, length: length.trim().parse()?, end: end + 4 }))
    }
}
