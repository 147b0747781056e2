//! Answers and errors of JSON services (R5.4), and how those services spell what query services call otherwise.

use super::{Body, status, value};
use crate::api::error::ApiError;
use http::{HeaderName, Response, header};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// The JSON spelling and status of a code in the query spelling (R5.7, the columns of 5.3, 5.4). Codes without a row
/// are the same in both.
const SPELLING: &[(&str, &str, u16)] = &[
    ("AccessDenied", "AccessDeniedException", 400),
    ("MissingAuthenticationToken", "MissingAuthenticationTokenException", 400),
    ("IncompleteSignature", "IncompleteSignatureException", 400),
    ("InvalidClientTokenId", "UnrecognizedClientException", 400),
    ("SignatureDoesNotMatch", "InvalidSignatureException", 400),
    ("ExpiredToken", "ExpiredTokenException", 400),
    ("ValidationError", "ValidationException", 400),
    ("Throttling", "ThrottlingException", 400),
    ("InvalidAction", "UnknownOperationException", 400),
    ("ServiceUnavailable", "ServiceUnavailableException", 503),
    ("ConcurrentModification", "ConcurrentModificationException", 400),
];

/// How JSON services spell `code`, and the status they give it.
pub(super) fn spelled(code: &str, status: u16) -> (&str, u16) {
    SPELLING.iter().find(|row| row.0 == code).map_or((code, status), |row| (row.1, row.2))
}

pub(super) fn error(version: &str, error: &ApiError, request_id: &str) -> Response<Body> {
    let (code, code_status) = spelled(&error.code, error.status);
    let mut body = serde_json::json!({ "__type": code, "message": error.message });
    if let Some(members) = body.as_object_mut() {
        members.extend(error.details.iter().map(|(name, text)| ((*name).to_owned(), text.as_str().into())));
    }
    let mut response = answer(version, code_status, body.to_string(), request_id);
    response.headers_mut().insert(ERROR_TYPE, value(code));
    response
}

/// An answer with a JSON body.
pub(super) fn answer(version: &str, code: u16, body: String, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status(code);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, value(request_id));
    headers.insert(header::CONTENT_TYPE, value(&format!("application/x-amz-json-{version}")));
    response
}
