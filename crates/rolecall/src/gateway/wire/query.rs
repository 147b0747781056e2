//! Answers of the query protocol (R5.1).

use super::{Body, element, escape_into, status, value};
use crate::gateway::error::ApiError;
use http::{HeaderName, HeaderValue, Response, header};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// `<XResponse><XResult>…</XResult><ResponseMetadata>…</XResponse>`. `result` is the XML inside `XResult`, `None` for
/// an operation without output, which has no such element.
#[must_use]
pub fn success(namespace: &str, operation: &str, result: Option<&str>, request_id: &str) -> Response<Body> {
    let mut xml = String::with_capacity(256 + result.map_or(0, str::len));
    for part in ["<", operation, "Response xmlns=\"", namespace, "\">"] {
        xml.push_str(part);
    }
    match result {
        None => {}
        Some("") => {
            for part in ["<", operation, "Result/>"] {
                xml.push_str(part);
            }
        }
        Some(result) => {
            for part in ["<", operation, "Result>", result, "</", operation, "Result>"] {
                xml.push_str(part);
            }
        }
    }
    xml.push_str("<ResponseMetadata>");
    element(&mut xml, "RequestId", request_id);
    for part in ["</ResponseMetadata></", operation, "Response>"] {
        xml.push_str(part);
    }
    answer(200, xml, request_id)
}

/// `<ErrorResponse>` with type, code and message.
pub(super) fn error(namespace: &str, error: &ApiError, request_id: &str) -> Response<Body> {
    let mut xml = String::with_capacity(320 + error.message.len());
    xml.push_str("<ErrorResponse xmlns=\"");
    escape_into(&mut xml, namespace);
    xml.push_str("\"><Error>");
    element(&mut xml, "Type", if error.status >= 500 { "Receiver" } else { "Sender" });
    element(&mut xml, "Code", &error.code);
    element(&mut xml, "Message", &error.message);
    xml.push_str("</Error>");
    element(&mut xml, "RequestId", request_id);
    xml.push_str("</ErrorResponse>");
    answer(error.status, xml, request_id)
}

fn answer(code: u16, xml: String, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(xml));
    *response.status_mut() = status(code);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, value(request_id));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}
