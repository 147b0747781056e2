//! `aws-chunked` bodies: signed chunks, signed chunks with a signed trailer, unsigned chunks with a trailer
//! (R6.17–R6.22).
//!
//! Each signature covers the one before it, from the seed in the request's own signature to the trailer's, so chunks
//! can be neither changed, reordered nor left out.

use super::date::AmzDate;
use super::errors;
use super::key_cache::SigningKey;
use super::payload::Trailer;
use crate::api::error::ApiError;
use crate::gateway::body::incomplete_body;
use aws_lc_rs::digest::{Context, SHA256, digest};
use bytes::{Buf as _, Bytes};
use data_encoding::HEXLOWER;

/// Every chunk but the last has at least this many bytes (R6.18).
const MIN_CHUNK: u64 = 8 * 1024;

/// Bytes of a line that starts a chunk, and of one trailer line.
const MAX_LINE: usize = 1024;

/// Number of trailer lines.
const MAX_TRAILERS: usize = 16;

const TRAILER_SIGNATURE: &str = "x-amz-trailer-signature";

/// What the signatures of chunks start from.
#[derive(Debug, Clone)]
pub(super) struct ChunkSeed {
    key: SigningKey,
    date: AmzDate,
    scope: Box<str>,
    previous: String,
}

impl ChunkSeed {
    /// From a request's verified signature.
    pub(super) fn new(key: SigningKey, date: AmzDate, scope: &str, signature: &str) -> Self {
        Self { key, date, scope: scope.into(), previous: signature.to_owned() }
    }

    /// The string to sign of a chunk (R6.19).
    pub(super) fn chunk_string(&self, hash: &[u8]) -> String {
        let empty = HEXLOWER.encode(digest(&SHA256, b"").as_ref());
        self.string("AWS4-HMAC-SHA256-PAYLOAD", &[&empty, &HEXLOWER.encode(hash)])
    }

    /// The string to sign of the trailer (R6.20). `lines` are `name:value\n`.
    pub(super) fn trailer_string(&self, lines: &str) -> String {
        self.string("AWS4-HMAC-SHA256-TRAILER", &[&HEXLOWER.encode(digest(&SHA256, lines.as_bytes()).as_ref())])
    }

    fn string(&self, algorithm: &str, hashes: &[&str]) -> String {
        let mut lines = vec![algorithm, self.date.as_str(), &self.scope, &self.previous];
        lines.extend(hashes);
        lines.join("\n")
    }

    /// Signs, and continues the chain with the new signature.
    pub(super) fn sign(&mut self, string: &str) -> &str {
        self.previous = HEXLOWER.encode(self.key.sign(string.as_bytes()).as_ref());
        &self.previous
    }

    /// Checks `signature`, and continues the chain with it.
    fn check(&mut self, string: &str, signature: &str) -> Result<(), ApiError> {
        if !self.key.verify_hex(string.as_bytes(), signature) {
            return Err(errors::wrong_string_signature(signature, string));
        }
        signature.clone_into(&mut self.previous);
        Ok(())
    }
}

/// Where in the body the decoder stands.
enum State {
    /// In the line that starts a chunk.
    ChunkLine,
    /// In the data of a chunk.
    Data { left: u64 },
    /// At the line end after the data of a chunk.
    DataEnd,
    /// After the empty chunk: trailer lines, then an empty line.
    Trailers,
    /// After everything.
    End,
}

/// The decoder.
pub(super) struct Chunked {
    /// The chain of signatures; `None` where chunks are not signed.
    seed: Option<ChunkSeed>,
    /// Bytes of data announced.
    length: u64,
    received: u64,
    announced: Vec<String>,
    /// Whether a trailer may come, and a trailer signature must where chunks are signed.
    has_trailer: bool,
    state: State,
    line: Vec<u8>,
    /// Hash of the current chunk's data.
    hash: Context,
    /// Signature that the current chunk claims.
    claimed: String,
    chunk: u64,
    /// Size of the chunk before, if it was too small to have another one after it.
    small: Option<u64>,
    trailers: Vec<Trailer>,
    trailer_is_signed: bool,
}

impl std::fmt::Debug for Chunked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chunked({} of {} bytes)", self.received, self.length)
    }
}

impl Chunked {
    pub(super) fn new(seed: Option<ChunkSeed>, length: u64, announced: Vec<String>, has_trailer: bool) -> Self {
        Self {
            seed,
            length,
            received: 0,
            announced,
            has_trailer,
            state: State::ChunkLine,
            line: Vec::new(),
            hash: Context::new(&SHA256),
            claimed: String::new(),
            chunk: 0,
            small: None,
            trailers: Vec::new(),
            trailer_is_signed: false,
        }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn trailers(&self) -> &[Trailer] {
        &self.trailers
    }

    pub(super) fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, ApiError> {
        loop {
            match self.state {
                State::Data { left } => {
                    if input.is_empty() {
                        return Ok(None);
                    }
                    let size = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
                    let data = input.split_to(size);
                    if self.seed.is_some() {
                        self.hash.update(&data);
                    }
                    let left = left - size as u64;
                    self.state = if left == 0 { State::DataEnd } else { State::Data { left } };
                    return Ok(Some(data));
                }
                State::End if input.is_empty() => return Ok(None),
                State::End => return Err(malformed("there are bytes after its end")),
                State::ChunkLine | State::DataEnd | State::Trailers => {
                    let Some(line) = self.line(input)? else { return Ok(None) };
                    self.take_line(&line)?;
                }
            }
        }
    }

    /// The next line without its end, once it is complete.
    fn line(&mut self, input: &mut Bytes) -> Result<Option<String>, ApiError> {
        let end = input.iter().position(|byte| *byte == b'\n');
        let piece = input.split_to(end.unwrap_or(input.len()));
        if self.line.len() + piece.len() > MAX_LINE {
            return Err(malformed("a line is too long"));
        }
        self.line.extend_from_slice(&piece);
        if end.is_none() {
            return Ok(None);
        }
        input.advance(1);
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        String::from_utf8(std::mem::take(&mut self.line)).map(Some).map_err(|_| malformed("a line is not text"))
    }

    fn take_line(&mut self, line: &str) -> Result<(), ApiError> {
        match self.state {
            State::ChunkLine => self.start_chunk(line),
            State::DataEnd if line.is_empty() => {
                self.end_chunk()?;
                self.state = State::ChunkLine;
                Ok(())
            }
            State::DataEnd => Err(malformed("a chunk is longer than it says")),
            State::Trailers => self.take_trailer(line),
            State::Data { .. } | State::End => Ok(()),
        }
    }

    /// `<hex size>[;chunk-signature=<64 hex>]` (R6.18, R6.21).
    fn start_chunk(&mut self, line: &str) -> Result<(), ApiError> {
        let (size, extension) = match line.split_once(';') {
            Some((size, extension)) => (size, Some(extension)),
            None => (line, None),
        };
        if size.is_empty() || size.len() > 16 || !size.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(malformed("a chunk has no valid size"));
        }
        let size = u64::from_str_radix(size, 16).map_err(|_| malformed("a chunk has no valid size"))?;
        if self.seed.is_some() {
            let signature = extension
                .and_then(|extension| extension.strip_prefix("chunk-signature="))
                .ok_or_else(|| malformed("a chunk has no signature"))?;
            signature.clone_into(&mut self.claimed);
        }
        if size > 0
            && let Some(small) = self.small
        {
            return Err(ApiError::new(
                "InvalidChunkSizeError",
                403,
                "Only the last chunk is allowed to have a size less than 8192 bytes",
            )
            .with("Chunk", self.chunk.to_string())
            .with("BadChunkSize", small.to_string()));
        }
        self.small = (size < MIN_CHUNK).then_some(size);
        self.chunk += 1;
        self.received =
            self.received.checked_add(size).filter(|sum| *sum <= self.length).ok_or_else(incomplete_body)?;
        if size > 0 {
            self.state = State::Data { left: size };
            return Ok(());
        }
        self.end_chunk()?;
        if self.received != self.length {
            return Err(incomplete_body());
        }
        self.state = State::Trailers;
        Ok(())
    }

    /// All data of the chunk has been hashed: is its signature right? (R6.19)
    fn end_chunk(&mut self) -> Result<(), ApiError> {
        let Some(seed) = &mut self.seed else { return Ok(()) };
        let hash = std::mem::replace(&mut self.hash, Context::new(&SHA256)).finish();
        let string = seed.chunk_string(hash.as_ref());
        seed.check(&string, &self.claimed)
    }

    fn take_trailer(&mut self, line: &str) -> Result<(), ApiError> {
        if line.is_empty() {
            // A signed trailer may have an empty line between its fields and its signature.
            if !self.wants_signature() || self.trailers.is_empty() {
                self.state = State::End;
            }
            return Ok(());
        }
        let (name, value) = line.split_once(':').ok_or_else(malformed_trailer)?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name == TRAILER_SIGNATURE {
            return self.check_trailers(value);
        }
        // What follows the signature is not covered by it.
        if !self.has_trailer
            || self.trailer_is_signed
            || self.trailers.len() >= MAX_TRAILERS
            || !self.announced.contains(&name)
            || self.trailers.iter().any(|trailer| trailer.name == name)
        {
            return Err(malformed_trailer());
        }
        self.trailers.push(Trailer { name, value: value.to_owned() });
        Ok(())
    }

    fn wants_signature(&self) -> bool {
        self.has_trailer && self.seed.is_some() && !self.trailer_is_signed
    }

    fn check_trailers(&mut self, signature: &str) -> Result<(), ApiError> {
        let wanted = self.wants_signature();
        let Some(seed) = self.seed.as_mut().filter(|_| wanted) else { return Err(malformed_trailer()) };
        let mut lines = String::new();
        for Trailer { name, value } in &self.trailers {
            for part in [name, ":", value, "\n"] {
                lines.push_str(part);
            }
        }
        let string = seed.trailer_string(&lines);
        seed.check(&string, signature)?;
        self.trailer_is_signed = true;
        Ok(())
    }

    /// The body has ended. A missing last line end is forgiven, a missing trailer is not.
    pub(super) fn finish(&mut self) -> Result<(), ApiError> {
        if matches!(self.state, State::Trailers) && !self.line.is_empty() {
            let line = String::from_utf8(std::mem::take(&mut self.line)).map_err(|_| malformed_trailer())?;
            self.take_line(line.trim_end_matches('\r'))?;
        }
        if !matches!(self.state, State::Trailers | State::End) {
            return Err(incomplete_body());
        }
        let is_whole = self.announced.iter().all(|name| self.trailers.iter().any(|trailer| trailer.name == *name));
        if self.wants_signature() || !is_whole {
            return Err(malformed_trailer());
        }
        self.state = State::End;
        Ok(())
    }
}

fn malformed(what: &str) -> ApiError {
    ApiError::new("InvalidRequest", 400, format!("The chunked body is malformed: {what}."))
}

fn malformed_trailer() -> ApiError {
    ApiError::new(
        "MalformedTrailerError",
        400,
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    )
}
