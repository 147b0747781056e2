//! The client's side: signs requests. Used by the commands that talk to a server, by tests and by benches.

use super::canonical::{PathRule, canonical_request, push_encoded};
use super::chunked::ChunkSeed;
use super::date::AmzDate;
use super::key_cache::SigningKey;
use super::parse::Algorithm;
use super::payload::Payload;
use super::verify::string_to_sign;
use super::{ALGORITHM, TERMINATOR};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderValue, Uri};
use jiff::Timestamp;

/// Credentials, and what they are used for.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// The access key id.
    pub access_key_id: &'a str,
    /// Its secret.
    pub secret: &'a str,
    /// The session token of a temporary key.
    pub session_token: Option<&'a str>,
    /// The Region in the scope.
    pub region: &'a str,
    /// The signing name of the service.
    pub service: &'a str,
}

impl std::fmt::Debug for Signer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({}, {}/{})", self.access_key_id, self.region, self.service)
    }
}

/// What is signed of the body.
#[derive(Debug, Clone, Copy)]
pub enum Signing<'a> {
    /// The whole of it.
    Body(&'a [u8]),
    /// Nothing (S3).
    Unsigned,
    /// Each chunk (S3); the caller writes the body with the [`Chunks`] it gets.
    SignedChunks {
        /// Whether a trailer will follow.
        trailer: bool,
    },
    /// Nothing, but the body comes in chunks with a trailer (S3).
    UnsignedChunks,
}

/// A part of the request cannot be written as a header or URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request cannot be signed: {0}")]
pub struct CannotSign(&'static str);

impl Signer<'_> {
    /// Signs by header: adds `host`, `x-amz-date`, for S3 `x-amz-content-sha256`, the session token, and
    /// `authorization`. Every header that is there is signed, except those that the way may change.
    ///
    /// # Errors
    /// A value cannot stand in a header, or the request names no host.
    pub fn sign(&self, parts: &mut Parts, body: &Signing<'_>, now: Timestamp) -> Result<Chunks, CannotSign> {
        let date = AmzDate::of(now).ok_or(CannotSign("the date is out of range"))?;
        put_host(parts)?;
        let payload = payload_line(body);
        parts.headers.insert("x-amz-date", header(date.as_str())?);
        if self.service == "s3" {
            parts.headers.insert("x-amz-content-sha256", header(&payload)?);
        }
        if let Some(token) = self.session_token {
            parts.headers.insert("x-amz-security-token", header(token)?);
        }
        parts.headers.remove(AUTHORIZATION);
        let signed = signed_headers(parts, |name| !changes_on_the_way(name));
        let scope = self.scope(&date);
        let (signature, key) = self.signature(parts, &signed, &payload, &date, &scope);
        let value = format!(
            "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
            self.access_key_id,
            signed.join(";")
        );
        parts.headers.insert(AUTHORIZATION, header(&value)?);
        let has_signatures = matches!(body, Signing::SignedChunks { .. });
        Ok(Chunks { seed: has_signatures.then(|| ChunkSeed::new(key, date, &scope, &signature)) })
    }

    /// Signs by query: adds the `X-Amz-*` parameters to the URI. `expires` is the life in seconds. The body is not
    /// signed for S3, and is empty for other services. Signs `host` and the `x-amz-*` headers that are there.
    ///
    /// # Errors
    /// A value cannot stand in a URI, or the request names no host.
    pub fn presign(&self, parts: &mut Parts, expires: i64, now: Timestamp) -> Result<(), CannotSign> {
        let date = AmzDate::of(now).ok_or(CannotSign("the date is out of range"))?;
        put_host(parts)?;
        let signed = signed_headers(parts, |name| name == "host" || name.starts_with("x-amz-"));
        let scope = self.scope(&date);
        let mut query = parts.uri.query().map(|query| format!("{query}&")).unwrap_or_default();
        let credential = format!("{}/{scope}", self.access_key_id);
        let (names, expires) = (signed.join(";"), expires.to_string());
        let mut parameters = vec![
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", date.as_str()),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", &names),
        ];
        parameters.extend(self.session_token.map(|token| ("X-Amz-Security-Token", token)));
        for (index, (name, value)) in parameters.into_iter().enumerate() {
            if index > 0 {
                query.push('&');
            }
            query.push_str(name);
            query.push('=');
            query.push_str(&encoded(value));
        }
        set_query(parts, &query)?;
        let payload = if self.service == "s3" { Signing::Unsigned } else { Signing::Body(b"") };
        let (signature, _) = self.signature(parts, &signed, &payload_line(&payload), &date, &scope);
        set_query(parts, &format!("{query}&X-Amz-Signature={signature}"))
    }

    fn scope(&self, date: &AmzDate) -> String {
        [date.day(), self.region, self.service, TERMINATOR].join("/")
    }

    fn signature(
        &self,
        parts: &Parts,
        signed: &[String],
        payload: &str,
        date: &AmzDate,
        scope: &str,
    ) -> (String, SigningKey) {
        let names: Vec<&str> = signed.iter().map(String::as_str).collect();
        // S3's paths are signed as they are sent (R6.7).
        let rule = if self.service == "s3" { PathRule::Once } else { PathRule::NormalizedTwice };
        let canonical = canonical_request(parts, &names, rule, payload);
        let string = string_to_sign(Algorithm::Hmac, date, scope, &canonical);
        let key = SigningKey::derive(self.secret, date.day(), self.region, self.service);
        (HEXLOWER.encode(key.sign(string.as_bytes()).as_ref()), key)
    }
}

/// Writes the body of an upload in chunks.
#[derive(Debug)]
pub struct Chunks {
    /// `None` where chunks carry no signatures.
    seed: Option<ChunkSeed>,
}

impl Chunks {
    /// One chunk with `data`, which must not be empty and, but for the last, of at least 8 KiB (R6.18).
    #[must_use]
    pub fn chunk(&mut self, data: &[u8]) -> Vec<u8> {
        let mut chunk = self.start(data).into_bytes();
        chunk.extend_from_slice(data);
        chunk.extend_from_slice(b"\r\n");
        chunk
    }

    /// The empty chunk that ends the data, and the trailer: lower-case names and values.
    #[must_use]
    pub fn end(&mut self, trailer: &[(&str, &str)]) -> Vec<u8> {
        let mut end = self.start(b"");
        let mut lines = String::new();
        for (name, value) in trailer {
            lines.push_str(&format!("{name}:{value}\n"));
            end.push_str(&format!("{name}:{value}\r\n"));
        }
        if let Some(seed) = self.seed.as_mut().filter(|_| !trailer.is_empty()) {
            let string = seed.trailer_string(&lines);
            end.push_str(&format!("x-amz-trailer-signature:{}\r\n", seed.sign(&string)));
        }
        end.push_str("\r\n");
        end.into_bytes()
    }

    fn start(&mut self, data: &[u8]) -> String {
        let Some(seed) = &mut self.seed else { return format!("{:x}\r\n", data.len()) };
        let string = seed.chunk_string(digest(&SHA256, data).as_ref());
        format!("{:x};chunk-signature={}\r\n", data.len(), seed.sign(&string))
    }
}

fn payload_line(body: &Signing<'_>) -> String {
    match *body {
        Signing::Body(body) => HEXLOWER.encode(digest(&SHA256, body).as_ref()),
        Signing::Unsigned => Payload::Unsigned.declared(),
        Signing::SignedChunks { trailer } => Payload::SignedChunks { trailer }.declared(),
        Signing::UnsignedChunks => Payload::UnsignedChunks.declared(),
    }
}

/// Headers that proxies and HTTP libraries add, change or remove (R6.12).
fn changes_on_the_way(name: &str) -> bool {
    matches!(
        name,
        "authorization"
            | "connection"
            | "expect"
            | "keep-alive"
            | "proxy-authorization"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
            | "user-agent"
            | "x-amzn-trace-id"
    )
}

fn signed_headers(parts: &Parts, is_signed: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> =
        parts.headers.keys().map(|name| name.as_str().to_owned()).filter(|name| is_signed(name)).collect();
    names.sort_unstable();
    names
}

fn put_host(parts: &mut Parts) -> Result<(), CannotSign> {
    if parts.headers.contains_key(HOST) {
        return Ok(());
    }
    let host = parts.uri.authority().ok_or(CannotSign("it has no host"))?.as_str();
    let host = header(host)?;
    parts.headers.insert(HOST, host);
    Ok(())
}

fn set_query(parts: &mut Parts, query: &str) -> Result<(), CannotSign> {
    let target = PathAndQuery::try_from(format!("{}?{query}", parts.uri.path()))
        .map_err(|_| CannotSign("the query is not a valid part of a URI"))?;
    let mut uri = std::mem::take(&mut parts.uri).into_parts();
    uri.path_and_query = Some(target);
    parts.uri = Uri::from_parts(uri).map_err(|_| CannotSign("the URI is incomplete"))?;
    Ok(())
}

fn header(text: &str) -> Result<HeaderValue, CannotSign> {
    HeaderValue::from_str(text).map_err(|_| CannotSign("a value is not valid in a header"))
}

fn encoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len() + 16);
    push_encoded(&mut bytes, text.bytes(), false);
    String::from_utf8(bytes).unwrap_or_default()
}
