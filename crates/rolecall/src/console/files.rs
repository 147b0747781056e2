//! The page: files that `make console` builds and the program contains.

use crate::api::error::ApiError;
use crate::environment::entropy::Entropy;
use crate::gateway::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};
use std::borrow::Cow;

/// The files, as they were when the program was built; a debug build reads them when they are asked for.
#[derive(rust_embed::Embed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
struct Dist;

/// The file that starts the page, at every address of it.
const INDEX: &str = "index.html";
/// Where its files are whose names have a digest of their contents.
const HASHED: &str = "assets/";
/// The word in [`INDEX`] that becomes a random one each time: styles that the page adds itself carry it.
const NONCE: &str = "ROLECALL_NONCE";
/// Compressed forms of a file beside it, the best first: the name in `Accept-Encoding`, and the suffix.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Stands in for the page where it was not built.
const WITHOUT: &str = "<!doctype html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><title>rolecall</title></head>
<body>
<h1>This program was built without the console</h1>
<p>The server runs, and every AWS client can use it. To get the console, install Node.js 20.19 or later, then run
<code>make console</code> in the sources and build the program again. <code>make run</code> does both.</p>
</body>
</html>
";

/// A file of the page: one that is named, else the page itself.
pub(super) fn file(parts: &Parts, entropy: &dyn Entropy) -> Result<Response<Body>, ApiError> {
    let path = parts.uri.path().trim_start_matches('/');
    let is_file = !path.is_empty() && path != INDEX && ENCODINGS.iter().all(|(_, suffix)| !path.ends_with(suffix));
    if is_file && let Some(found) = Dist::get(path) {
        return Ok(named(parts, path, found.data));
    }
    if path.starts_with(HASHED) {
        let mut response = Response::new(Body::from("not found\n"));
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    }
    index(entropy)
}

fn named(parts: &Parts, path: &str, whole: Cow<'static, [u8]>) -> Response<Body> {
    let found = ENCODINGS.iter().filter(|(name, _)| accepts(parts, name));
    let mut found = found.filter_map(|(name, suffix)| Some((*name, Dist::get(&format!("{path}{suffix}"))?.data)));
    let (encoding, data) = found.next().map_or((None, whole), |(name, data)| (Some(name), data));
    let mut response = Response::new(Body::from(bytes(data)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let cached = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cached));
    response
}

fn index(entropy: &dyn Entropy) -> Result<Response<Body>, ApiError> {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes)?;
    let nonce = STANDARD.encode(bytes);
    let text = match Dist::get(INDEX) {
        Some(page) => String::from_utf8_lossy(&page.data).replace(NONCE, &nonce),
        None => WITHOUT.to_owned(),
    };
    let mut response = Response::new(Body::from(text));
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         font-src 'self' data:; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'self'"
    );
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).map_err(ApiError::internal)?);
    Ok(response)
}

/// Whether the client takes a body in this encoding (RFC 9110, section 12.5.3).
fn accepts(parts: &Parts, encoding: &str) -> bool {
    let lists = parts.headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse::<f32>() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, suffix)| suffix) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    #[test]
    fn encodings_are_chosen() {
        let accepts = |list: &str, encoding: &str| {
            accepts(&Request::get("/").header(ACCEPT_ENCODING, list).body(()).unwrap().into_parts().0, encoding)
        };
        for (list, encoding, taken) in [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=1.0, br;q=0", "br", false),
            ("GZIP", "gzip", true),
            ("", "gzip", false),
            ("gzipped", "gzip", false),
        ] {
            assert_eq!(accepts(list, encoding), taken, "{list} {encoding}");
        }
    }
}
