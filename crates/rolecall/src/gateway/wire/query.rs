//! Answers of the query protocol (R5.1).

use super::{Body, status, value};
use crate::api::error::ApiError;
use http::{HeaderName, HeaderValue, Response, header};
use rolecall_catalog::xml::Writer;

/// More than what stands around the result of an operation, without its names.
const FRAME_BYTES: usize = 256;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// `<XResponse><XResult>…</XResult><ResponseMetadata>…</XResponse>`. `result` is the XML inside `XResult`, `None` for
/// an operation without output, which has no such element.
#[must_use]
pub fn success(namespace: &str, operation: &str, result: Option<&str>, request_id: &str) -> Response<Body> {
    let mut xml = String::with_capacity(result.map_or(0, str::len) + 4 * operation.len() + FRAME_BYTES);
    let mut push = |pieces: &[&str]| pieces.iter().for_each(|piece| xml.push_str(piece));
    push(&["<", operation, "Response xmlns=\"", namespace, "\">"]);
    match result {
        None => {}
        Some("") => push(&["<", operation, "Result/>"]),
        Some(result) => push(&["<", operation, "Result>", result, "</", operation, "Result>"]),
    }
    // Our own ids are letters, digits and hyphens.
    push(&["<ResponseMetadata><RequestId>", request_id, "</RequestId></ResponseMetadata>"]);
    push(&["</", operation, "Response>"]);
    answer(200, xml, request_id)
}

/// `<ErrorResponse>` with type, code and message.
pub(super) fn error(namespace: &str, error: &ApiError, request_id: &str) -> Response<Body> {
    let mut xml = Writer::new();
    xml.root("ErrorResponse", namespace, |xml| {
        xml.element("Error", |xml| {
            xml.text_element("Type", if error.status >= 500 { "Receiver" } else { "Sender" });
            xml.text_element("Code", &error.code);
            xml.text_element("Message", &error.message);
        });
        xml.text_element("RequestId", request_id);
    });
    answer(error.status, xml.into_string(), request_id)
}

fn answer(code: u16, xml: String, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(xml));
    *response.status_mut() = status(code);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, value(request_id));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}
