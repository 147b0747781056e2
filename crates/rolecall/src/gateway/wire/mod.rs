//! The forms of answers: query XML (R5.1), JSON and REST-JSON (R5.4), S3's XML (R5.3).
//!
//! Code is written with the query spelling of AWS's error codes; [`json`] and [`rest_xml`] know where their services
//! spell them otherwise, [`rest_json`] what status they have there.

pub mod json;
pub mod query;
pub mod rest_json;
pub mod rest_xml;

use super::body::Body;
use crate::api::error::ApiError;
use crate::services::Service;
use crate::services::service::Protocol;
use http::{HeaderValue, Response, StatusCode};

/// A family of services that share wire form and error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The query protocol: a form in, XML out.
    Query {
        /// The XML namespace of the service's answers.
        namespace: &'static str,
    },
    /// JSON 1.0 and 1.1.
    Json {
        /// The version in the content type of answers.
        version: &'static str,
    },
    /// REST with JSON bodies.
    RestJson,
    /// S3.
    S3,
}

impl From<&Service> for Family {
    fn from(service: &Service) -> Self {
        match service.protocol {
            Protocol::Query { namespace, .. } => Self::Query { namespace },
            Protocol::Json { version, .. } => Self::Json { version },
            Protocol::RestJson { .. } => Self::RestJson,
            Protocol::Rest { .. } => Self::S3,
        }
    }
}

/// The answer that tells `error`, in the family's form and spelling, with the request id in body and headers. A HEAD
/// request gets the headers only.
#[must_use]
pub fn error_response(family: Family, error: &ApiError, request_id: &str, is_head: bool) -> Response<Body> {
    let mut response = match family {
        Family::Query { namespace } => query::error(namespace, error, request_id),
        Family::Json { version } => json::error(version, error, request_id),
        Family::RestJson => rest_json::error(error, request_id),
        Family::S3 => rest_xml::error(error, request_id),
    };
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// The answer of an operation that was named, with its output in the service's form (R5.1, R5.4).
#[must_use]
pub(super) fn success(service: &Service, operation: &str, output: Option<&str>, request_id: &str) -> Response<Body> {
    match Family::from(service) {
        Family::Query { namespace } => query::success(namespace, operation, output, request_id),
        Family::Json { version } => json::answer(version, 200, output.unwrap_or("{}").to_owned(), request_id),
        // Their operations are not named by a form or a header.
        Family::RestJson | Family::S3 => Response::new(Body::from(output.unwrap_or_default().to_owned())),
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A header value; request ids and the like are always visible ASCII, anything else is left out.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests;
