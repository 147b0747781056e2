//! Answers and errors of REST-JSON services (R5.4): the code of an error is in a header, and the status says more than that of
//! other JSON services (R5.7).

use super::{Body, status, value};
use crate::api::error::ApiError;
use http::{HeaderName, Response, header};
use rolecall_catalog::rest;
use serde_json::{Map, Value, json};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// The status of an error, where it is not that of a query service (*Common errors* of AWS's REST-JSON services).
const STATUS: &[(&str, u16)] =
    &[("IncompleteSignature", 403), ("Throttling", 429), ("ConcurrentModification", 409), ("InvalidAction", 404)];

/// How REST-JSON services spell `code`, and the status they give it.
pub(super) fn spelled(code: &str, status: u16) -> (&str, u16) {
    let own = STATUS.iter().find(|row| row.0 == code).map_or(status, |row| row.1);
    (super::json::spelled(code, status).0, own)
}

pub(super) fn error(error: &ApiError, request_id: &str) -> Response<Body> {
    let (code, code_status) = spelled(&error.code, error.status);
    let details = error.details.iter().map(|(name, text)| ((*name).to_owned(), text.as_str().into()));
    let message = [("message".to_owned(), Value::from(&*error.message))];
    let mut body = message.into_iter().chain(details).collect::<Map<_, _>>();
    if !error.fields().is_empty() {
        let field = |(path, message): &(String, String)| json!({ "path": path, "message": message });
        body.insert("fieldList".to_owned(), error.fields().iter().map(field).collect());
    }
    let body = Value::Object(body);
    let mut response = document(code_status, body.to_string().into_bytes(), request_id);
    response.headers_mut().insert(ERROR_TYPE, value(code));
    response
}

/// The answer of an operation.
#[must_use]
pub fn answer(answered: rest::Response, request_id: &str) -> Response<Body> {
    let mut response = document(answered.status, answered.body, request_id);
    for (name, text) in answered.headers {
        if let Ok(name) = HeaderName::try_from(name) {
            response.headers_mut().insert(name, value(&text));
        }
    }
    response
}

fn document(code: u16, body: Vec<u8>, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status(code);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, value(request_id));
    headers.insert(header::CONTENT_TYPE, value("application/json"));
    response
}
