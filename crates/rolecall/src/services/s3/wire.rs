//! A request to S3 as it arrives, and its answer: what the operations have in common on the wire.

use super::error;
use super::identify::Query;
use crate::api::error::ApiError;
use crate::services::{Call, IncomingBody, Operation, ResponseBody};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::header::{CONTENT_TYPE, HeaderName, REFERER, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use rolecall_catalog::xml::Writer;
use serde_json::Value;
use std::future::Future;

/// The XML name space of S3's answers.
pub const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// A request without its body.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The bucket's name, as sent; empty if the operation has none.
    pub bucket: String,
    /// The key, decoded; empty if the operation has none.
    pub key: String,
    /// The parameters of the query.
    pub query: Query,
    /// The headers.
    pub headers: HeaderMap,
}

impl Head {
    /// A header as text, without blanks around it; `None` if it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        text(&self.headers, name)
    }
}

/// A header as text, without blanks around it; `None` if it is absent. [`check_text`] has refused what is no text.
#[must_use]
pub fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| std::str::from_utf8(value.as_bytes()).unwrap_or_default().trim())
}

/// Refuses headers that are not UTF-8. None may take effect in one place and be overlooked in another, such as the
/// condition keys. What describes only the client is free.
///
/// # Errors
/// `InvalidArgument` 400.
pub fn check_text(headers: &HeaderMap) -> Result<(), ApiError> {
    for (name, value) in headers {
        if name != USER_AGENT && name != REFERER && std::str::from_utf8(value.as_bytes()).is_err() {
            let sent = String::from_utf8_lossy(value.as_bytes());
            return Err(error::invalid_argument("A header value is not valid UTF-8", name.as_str(), &sent));
        }
    }
    Ok(())
}

/// A request of a known operation.
pub struct Arrived {
    /// All but the body.
    pub head: Head,
    /// The body, decoded and checked by the gateway while it is read.
    pub body: IncomingBody,
}

impl Arrived {
    /// Reads the whole body.
    ///
    /// # Errors
    /// The body is broken, too slow or not as signed; `MaxMessageLengthExceeded` 400 beyond `limit` bytes.
    pub async fn read_all(&mut self, limit: usize) -> Result<Bytes, ApiError> {
        self.body.whole(limit).await
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers of the operation; the gateway adds request ids, date and length.
    pub headers: HeaderMap,
    /// Body.
    pub body: ResponseBody,
}

impl Answer {
    /// A status without a body.
    #[must_use]
    pub fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: ResponseBody::empty() }
    }

    /// 200 with an XML document.
    #[must_use]
    pub fn xml(root: &str, body: impl FnOnce(&mut Writer)) -> Self {
        let mut xml = Writer::new();
        xml.root(root, NAMESPACE, body);
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", xml.into_string());
        let mut answer = Self::empty(StatusCode::OK);
        answer.body = ResponseBody::from(text);
        answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        answer
    }

    /// Adds a header; text that no header can carry is left out.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: &str) -> Self {
        self.set(HeaderName::from_static(name), text);
        self
    }

    /// Sets a header; text that no header can carry is left out.
    pub fn set(&mut self, name: HeaderName, text: &str) {
        if let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) {
            self.headers.insert(name, value);
        }
    }
}

/// The input of an operation of S3.
pub trait WireInput: Sized {
    /// Reads it; for operations with an XML body the whole body.
    ///
    /// # Errors
    /// S3's error for a malformed request.
    fn read(arrived: Arrived) -> impl Future<Output = Result<Self, ApiError>> + Send;

    /// What the event of the request tells of the body, and under which name, where AWS's do.
    fn told(&self) -> Option<(&'static str, Value)> {
        None
    }
}

/// Most operations without a body need the head alone.
impl WireInput for Head {
    async fn read(arrived: Arrived) -> Result<Self, ApiError> {
        Ok(arrived.head)
    }
}

/// Operations that stream the body read it themselves.
impl WireInput for Arrived {
    async fn read(arrived: Arrived) -> Result<Self, ApiError> {
        Ok(arrived)
    }
}

/// Reads the input, authorises the call and does it.
pub(super) fn run<'a, Op: Operation<Output = Answer, Input: WireInput>>(
    operation: &'static Op,
    call: Call<'a>,
    arrived: Arrived,
) -> BoxFuture<'a, Result<Answer, ApiError>> {
    Box::pin(async move {
        let input = Op::Input::read(arrived).await?;
        if let Some((name, value)) = input.told() {
            call.log.parameter(name, value);
        }
        call.run(operation, input).await
    })
}

/// `"etag"`.
#[must_use]
pub fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

/// A time in S3's XML: `2026-11-22T10:15:30.250Z`.
#[must_use]
pub fn iso(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A time in a header: `Sun, 22 Nov 2026 10:15:30 GMT`.
#[must_use]
pub fn http_date(time: Timestamp) -> String {
    httpdate::fmt_http_date(std::time::SystemTime::from(time))
}

/// A number among the parameters that limits a page: absent is `most`, and more than `most` is `most`.
///
/// # Errors
/// `InvalidArgument` 400 if it is not a whole number from 0.
pub fn page_size(query: &Query, name: &'static str, most: usize) -> Result<usize, ApiError> {
    let Some(text) = query.get(name).filter(|text| !text.is_empty()) else { return Ok(most) };
    let number = text.parse::<i32>().ok().and_then(|number| usize::try_from(number).ok());
    number.map(|number| number.min(most)).ok_or_else(|| {
        error::invalid_argument(format!("Provided {name} not an integer or within integer range"), name, text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is not UTF-8 is refused, but for what describes only the client.
    #[test]
    fn headers_are_text() {
        for (name, value, refused) in [
            ("x-amz-copy-source", &b"photos/k\xff"[..], true),
            ("if-match", b"\xff", true),
            ("x-amz-meta-name", "\u{f6}".as_bytes(), false),
            ("user-agent", b"\xff", false),
            ("referer", b"\xff", false),
        ] {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_bytes(value).unwrap())]);
            assert_eq!(check_text(&headers).is_err(), refused, "{name}");
        }
        let mut head = Head::default();
        head.headers.insert("range", HeaderValue::from_bytes(" \u{f6} ".as_bytes()).unwrap());
        assert_eq!((head.header("range"), head.header("if-match")), (Some("\u{f6}"), None));
    }
}
