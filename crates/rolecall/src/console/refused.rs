//! Errors of the console's own operations. AWS calls are answered in the form of their service.

use crate::api::error::ApiError;
use crate::gateway::body::Body;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};

/// Why the console does not do what the page asks: a code for the page, and a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) code: String,
    pub(super) message: String,
    /// Further members of the answer.
    details: Map<String, Value>,
}

impl Refused {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), details: Map::new() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidRequest", message)
    }

    pub(super) fn forbidden(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    pub(super) fn unauthorized(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NotFound", "There is nothing at this address.")
    }

    /// Too many wrong guesses; the seconds until the next one is looked at.
    pub(super) fn too_many(seconds: i64) -> Self {
        let message = "There were too many wrong attempts. Wait before you try again.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyAttempts", message).with("retryAfter", seconds)
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn response(&self) -> Response<Body> {
        let mut body = Map::new();
        body.insert("code".to_owned(), json!(self.code));
        body.insert("message".to_owned(), json!(self.message));
        body.extend(self.details.clone());
        let mut response = json(self.status, &Value::Object(body));
        if let Some(seconds) = self.details.get("retryAfter").and_then(Value::as_i64) {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Something of ours failed, or the request's body cannot be read.
impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        if let Some(cause) = error.cause() {
            tracing::error!(cause, "internal failure of the console");
        }
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(status, &error.code, error.message)
    }
}

/// An answer in JSON.
pub(super) fn json(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
