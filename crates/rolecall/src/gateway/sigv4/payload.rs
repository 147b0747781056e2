//! What the client says of an S3 body, and the reader that holds it to that (R6.14, R6.17–R6.22).
//!
//! Data is handed out before its hash or chunk signature is known to be right, since a chunk may be as long as the
//! object. What was written must be thrown away unless [`PayloadDecoder::finish`] succeeds; `gateway::body::Upload`
//! does the asking.

use super::chunked::{ChunkSeed, Chunked};
use super::errors;
use super::parse::SignatureForm;
use crate::api::error::ApiError;
use crate::gateway::body::incomplete_body;
use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use subtle::ConstantTimeEq as _;

const HEADER: &str = "x-amz-content-sha256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
const SIGNED_CHUNKS: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const SIGNED_CHUNKS_TRAILER: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
const UNSIGNED_CHUNKS_TRAILER: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/// What is said of a body (R6.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    /// Nothing: the service hashes the body itself. Every service except S3.
    Body,
    /// `UNSIGNED-PAYLOAD`.
    Unsigned,
    /// The SHA-256 of the body.
    Sha256([u8; 32]),
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, and with a signed trailer `…-TRAILER`.
    SignedChunks {
        /// Whether a trailer follows.
        trailer: bool,
    },
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`.
    UnsignedChunks,
}

impl Payload {
    fn read(text: &str) -> Result<Self, ApiError> {
        match text {
            UNSIGNED => return Ok(Self::Unsigned),
            SIGNED_CHUNKS => return Ok(Self::SignedChunks { trailer: false }),
            SIGNED_CHUNKS_TRAILER => return Ok(Self::SignedChunks { trailer: true }),
            UNSIGNED_CHUNKS_TRAILER => return Ok(Self::UnsignedChunks),
            _ => {}
        }
        let hash = HEXLOWER.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        hash.map(Self::Sha256).ok_or_else(|| {
            ApiError::new(
                "InvalidArgument",
                400,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, \
                 STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            )
            .with("ArgumentName", HEADER)
            .with("ArgumentValue", text)
        })
    }

    /// Of an S3 request with a signature. One by header must say it (R5.24); a presigned URL says `UNSIGNED-PAYLOAD` by
    /// saying nothing.
    pub(super) fn of_signed(content_sha256: Option<&str>, form: SignatureForm) -> Result<Self, ApiError> {
        match (content_sha256, form) {
            (Some(text), _) => Self::read(text),
            (None, SignatureForm::Query { .. }) => Ok(Self::Unsigned),
            (None, SignatureForm::Header) => Err(ApiError::new(
                "InvalidRequest",
                400,
                "Missing required header for this request: x-amz-content-sha256",
            )),
        }
    }

    /// The last line of the canonical request.
    #[must_use]
    pub fn declared(self) -> String {
        match self {
            Self::Body | Self::Unsigned => UNSIGNED.to_owned(),
            Self::Sha256(hash) => HEXLOWER.encode(&hash),
            Self::SignedChunks { trailer: false } => SIGNED_CHUNKS.to_owned(),
            Self::SignedChunks { trailer: true } => SIGNED_CHUNKS_TRAILER.to_owned(),
            Self::UnsignedChunks => UNSIGNED_CHUNKS_TRAILER.to_owned(),
        }
    }

    pub(super) fn has_signed_chunks(self) -> bool {
        matches!(self, Self::SignedChunks { .. })
    }
}

/// A trailer: lower-case name and value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailer {
    /// Lower case.
    pub name: String,
    /// Without surrounding space.
    pub value: String,
}

/// Takes the framing off an S3 body and checks what was signed of it, in constant memory.
#[derive(Debug)]
pub struct PayloadDecoder(Inner);

#[derive(Debug)]
enum Inner {
    Plain { length: Option<u64>, received: u64, hash: Option<Hash> },
    Chunked(Box<Chunked>),
}

struct Hash {
    context: Context,
    claimed: [u8; 32],
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hash")
    }
}

/// The decoder for a request without credentials. Chunk signatures need a signing key, so signed chunks are refused.
///
/// # Errors
/// The headers contradict themselves.
pub fn anonymous_decoder(headers: &HeaderMap) -> Result<PayloadDecoder, ApiError> {
    let payload = match headers.get(HEADER) {
        Some(value) => Payload::read(&String::from_utf8_lossy(value.as_bytes()))?,
        None => Payload::Unsigned,
    };
    PayloadDecoder::new(payload, None, headers)
}

impl PayloadDecoder {
    pub(super) fn new(payload: Payload, seed: Option<ChunkSeed>, headers: &HeaderMap) -> Result<Self, ApiError> {
        let trailer = match payload {
            Payload::Body | Payload::Unsigned => return Self::plain(headers, None),
            Payload::Sha256(claimed) => return Self::plain(headers, Some(claimed)),
            Payload::SignedChunks { .. } if seed.is_none() => {
                return Err(ApiError::new("InvalidRequest", 400, "Signed chunks need a signed request."));
            }
            Payload::SignedChunks { trailer } => trailer,
            Payload::UnsignedChunks => true,
        };
        let length = number(headers, "x-amz-decoded-content-length")?.ok_or_else(|| {
            ApiError::new("MissingContentLength", 411, "You must provide the Content-Length HTTP header.")
        })?;
        let announced = if trailer { announced_trailers(headers) } else { Vec::new() };
        let seed = seed.filter(|_| payload.has_signed_chunks());
        Ok(Self(Inner::Chunked(Box::new(Chunked::new(seed, length, announced, trailer)))))
    }

    fn plain(headers: &HeaderMap, claimed: Option<[u8; 32]>) -> Result<Self, ApiError> {
        Ok(Self(Inner::Plain {
            length: number(headers, CONTENT_LENGTH.as_str())?,
            received: 0,
            hash: claimed.map(|claimed| Hash { context: Context::new(&SHA256), claimed }),
        }))
    }

    /// Bytes of data announced, without framing.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Plain { length, .. } => *length,
            Inner::Chunked(chunked) => Some(chunked.length()),
        }
    }

    /// The next piece of data in `input`, which is consumed up to its end; `None` when more input is needed.
    ///
    /// # Errors
    /// The framing is broken or a signature is wrong. The decoder must not be used after that.
    pub fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, ApiError> {
        match &mut self.0 {
            Inner::Chunked(chunked) => chunked.decode(input),
            Inner::Plain { received, hash, .. } => {
                if input.is_empty() {
                    return Ok(None);
                }
                let data = std::mem::take(input);
                *received = received.saturating_add(data.len() as u64);
                if let Some(hash) = hash {
                    hash.context.update(&data);
                }
                Ok(Some(data))
            }
        }
    }

    /// The body has ended: is all of it there, and as signed?
    ///
    /// # Errors
    /// `IncompleteBody`, `XAmzContentSHA256Mismatch`, or what is wrong with chunks and trailers.
    pub fn finish(&mut self) -> Result<(), ApiError> {
        match &mut self.0 {
            Inner::Chunked(chunked) => chunked.finish(),
            Inner::Plain { length, received, hash } => {
                if length.is_some_and(|length| length != *received) {
                    return Err(incomplete_body());
                }
                let Some(hash) = hash.take() else { return Ok(()) };
                let computed = hash.context.finish();
                if bool::from(computed.as_ref().ct_eq(&hash.claimed)) {
                    return Ok(());
                }
                Err(errors::payload_mismatch(&HEXLOWER.encode(&hash.claimed), &HEXLOWER.encode(computed.as_ref())))
            }
        }
    }

    /// The trailers that came, in order. Trustworthy once [`PayloadDecoder::finish`] succeeded.
    #[must_use]
    pub fn trailers(&self) -> &[Trailer] {
        match &self.0 {
            Inner::Plain { .. } => &[],
            Inner::Chunked(chunked) => chunked.trailers(),
        }
    }
}

/// A header that holds a number of bytes.
fn number(headers: &HeaderMap, name: &'static str) -> Result<Option<u64>, ApiError> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    match text.parse() {
        Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(number)),
        _ => Err(ApiError::new("InvalidArgument", 400, format!("The value of {name} is not a number of bytes."))
            .with("ArgumentName", name)
            .with("ArgumentValue", text)),
    }
}

/// Names in `x-amz-trailer`, lower case (R6.17).
fn announced_trailers(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all("x-amz-trailer")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect()
}
