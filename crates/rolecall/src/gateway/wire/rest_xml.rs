//! S3's errors and headers (R5.3).

use super::{Body, status, value};
use crate::api::error::ApiError;
use crate::api::ids::host_id;
use http::{HeaderName, HeaderValue, Response, header};
use rolecall_catalog::xml::Writer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-request-id");
const HOST_ID: HeaderName = HeaderName::from_static("x-amz-id-2");
const BUCKET_REGION: HeaderName = HeaderName::from_static("x-amz-bucket-region");

/// Puts `x-amz-request-id` and `x-amz-id-2` on an answer.
pub fn stamp(response: &mut Response<Body>, request_id: &str) {
    let host_id = value(&host_id(request_id));
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, value(request_id));
    headers.insert(HOST_ID, host_id);
}

pub(super) fn error(error: &ApiError, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status(error.status);
    stamp(&mut response, request_id);
    // 304 has no body (R5.3).
    if error.status == 304 {
        return response;
    }
    let mut xml = Writer::new();
    let (code, message) = spelled(&error.code, &error.message);
    xml.element("Error", |xml| {
        xml.text_element("Code", code);
        xml.text_element("Message", message);
        for (name, text) in &error.details {
            xml.text_element(name, text);
        }
        xml.text_element("RequestId", request_id);
        xml.text_element("HostId", &host_id(request_id));
    });
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", xml.into_string());
    *response.body_mut() = Body::from(xml);
    // A HEAD request gets no body: the header alone tells the client which Region to sign for.
    if let Some((_, region)) = error.details.iter().find(|(name, _)| *name == "Region") {
        response.headers_mut().insert(BUCKET_REGION, value(region));
    }
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    response
}

/// S3's code and message for what the server raises in the same way for every family.
fn spelled<'a>(code: &'a str, message: &'a str) -> (&'a str, &'a str) {
    match code {
        "InternalFailure" => ("InternalError", "We encountered an internal error. Please try again."),
        "Throttling" => ("SlowDown", "Please reduce your request rate."),
        _ => (code, message),
    }
}
