//! The canonical request: the one text that client and server must both arrive at (R6.8–R6.14).
//!
//! What the server acts on is what is signed: the path and the query are decoded and encoded again here exactly as the
//! rest of the gateway decodes them (in the query `+` is a space), so that no two requests with different meaning have
//! the same canonical form.

use http::HeaderMap;
use http::header::HOST;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// How a service canonicalises the path (R6.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathRule {
    /// S3: encoded once, taken literally.
    Once,
    /// Every other service: normalised, then encoded twice.
    NormalizedTwice,
}

/// The host a request is for: `:authority` or an absolute target where the URI has one, else the `Host` header
/// (R6.12). Includes a port that was sent (R6.13).
#[must_use]
pub fn host(parts: &Parts) -> Option<&str> {
    match parts.uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => parts.headers.get(HOST)?.to_str().ok(),
    }
}

/// The canonical request. `signed` are the names of the signed headers, lower case and in order; `payload` is the last
/// line (R6.14).
#[must_use]
pub fn canonical_request(parts: &Parts, signed: &[&str], rule: PathRule, payload: &str) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    text.extend_from_slice(parts.method.as_str().as_bytes());
    text.push(b'\n');
    push_path(&mut text, parts.uri.path(), rule);
    text.push(b'\n');
    if let Some(query) = parts.uri.query() {
        push_query(&mut text, query);
    }
    text.push(b'\n');
    for name in signed {
        push_header(&mut text, parts, name);
    }
    text.push(b'\n');
    for (index, name) in signed.iter().enumerate() {
        if index > 0 {
            text.push(b';');
        }
        text.extend_from_slice(name.as_bytes());
    }
    text.push(b'\n');
    text.extend_from_slice(payload.as_bytes());
    text
}

/// One line of CanonicalHeaders (R6.11). A signed header that did not arrive leaves no line, so that nothing but a
/// client which sent none either can have signed the same.
fn push_header(text: &mut Vec<u8>, parts: &Parts, name: &str) {
    // The header is compared as the gateway reads it: HTTP/2 has `:authority` for it.
    if name == "host"
        && let Some(authority) = parts.uri.authority()
    {
        text.extend_from_slice(b"host:");
        push_collapsed(text, authority.as_str().as_bytes());
        text.push(b'\n');
        return;
    }
    let mut values = parts.headers.get_all(name).iter();
    let Some(first) = values.next() else { return };
    text.extend_from_slice(name.as_bytes());
    text.push(b':');
    push_collapsed(text, first.as_bytes());
    for value in values {
        text.push(b',');
        push_collapsed(text, value.as_bytes());
    }
    text.push(b'\n');
}

/// A header value, trimmed, with each run of spaces as one.
fn push_collapsed(text: &mut Vec<u8>, value: &[u8]) {
    let value = value.trim_ascii();
    let mut previous = 0;
    for &byte in value {
        if !(byte == b' ' && previous == b' ') {
            text.push(byte);
        }
        previous = byte;
    }
}

/// Names of `x-amz-*` headers that were sent and are not in `signed`, which is sorted; separated by `, ` (R6.12).
#[must_use]
pub fn unsigned_amz_headers(headers: &HeaderMap, signed: &[&str]) -> Option<String> {
    let mut names: Option<String> = None;
    for name in headers.keys() {
        let name = name.as_str();
        if name.starts_with("x-amz-") && signed.binary_search(&name).is_err() {
            let names = names.get_or_insert_default();
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name);
        }
    }
    names
}

fn push_path(text: &mut Vec<u8>, path: &str, rule: PathRule) {
    if matches!(path, "" | "/") {
        text.push(b'/');
        return;
    }
    match rule {
        PathRule::Once => {
            for (index, segment) in path.split('/').enumerate() {
                if index > 0 {
                    text.push(b'/');
                }
                // `%2F` and `/` are the same in a key, so they are the same here.
                push_encoded(text, percent_decode_str(segment), true);
            }
        }
        PathRule::NormalizedTwice => {
            for segment in normalized(path) {
                text.push(b'/');
                let mut once = Vec::with_capacity(segment.len() + 8);
                push_encoded(&mut once, percent_decode_str(segment), false);
                push_encoded(text, once.into_iter(), false);
            }
        }
    }
}

/// The segments of a path after RFC 3986 normalisation, without duplicate slashes. A path that ends in a slash keeps
/// it, as a last empty segment.
fn normalized(path: &str) -> Vec<&str> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    if path.ends_with('/') || segments.is_empty() {
        segments.push("");
    }
    segments
}

fn push_query(text: &mut Vec<u8>, query: &str) {
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = query_pairs(query)
        .filter(|(name, _)| *name != "X-Amz-Signature")
        .map(|(name, value)| (encoded_parameter(name), encoded_parameter(value)))
        .collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            text.push(b'&');
        }
        text.extend_from_slice(name);
        text.push(b'=');
        text.extend_from_slice(value);
    }
}

/// Names and values of a query, still encoded. A name without `=` has an empty value; empty pieces between `&` are not
/// parameters.
pub fn query_pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// A name or value of a query, decoded: `+` and `%20` are spaces. Bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decoded_value(value: &str) -> Cow<'_, str> {
    if value.contains('+') {
        let spaced = value.replace('+', " ");
        return Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned());
    }
    percent_decode_str(value).decode_utf8_lossy()
}

fn encoded_parameter(sent: &str) -> Vec<u8> {
    let mut text = Vec::with_capacity(sent.len() + 16);
    if sent.contains('+') {
        let spaced = sent.replace('+', " ");
        push_encoded(&mut text, percent_decode_str(&spaced), false);
    } else {
        push_encoded(&mut text, percent_decode_str(sent), false);
    }
    text
}

/// URI-encodes bytes (R6.8).
pub(in crate::gateway) fn push_encoded(text: &mut Vec<u8>, bytes: impl Iterator<Item = u8>, keep_slash: bool) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(byte),
            b'/' if keep_slash => text.push(byte),
            _ => text.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
}
