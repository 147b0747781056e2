//! The forms of answers: query XML (R5.1), JSON (R5.4), S3's XML (R5.3).
//!
//! Code is written with the query spelling of AWS's error codes; [`json`] and [`rest_xml`] know where their services
//! spell them otherwise.
//!
//! ```text
//! enum Family { Query { namespace: &'static str }, Json, S3 }
//! fn error_response(family: Family, error: &ApiError, request_id: &str, is_head: bool) -> Response<Body>
//! fn query::success(namespace, operation, result: Option<&str>, request_id) -> Response<Body>
//! fn rest_xml::stamp(response: &mut Response<Body>, request_id: &str)    // the headers of R5.3 on any S3 answer
//! ```

pub mod json;
pub mod query;
pub mod rest_xml;

use super::body::Body;
use super::error::ApiError;
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
    Json,
    /// S3.
    S3,
}

impl Family {
    /// IAM's answers (R4.1).
    pub const IAM: Self = Self::Query { namespace: "https://iam.amazonaws.com/doc/2010-05-08/" };
    /// STS's answers (R3.1).
    pub const STS: Self = Self::Query { namespace: "https://sts.amazonaws.com/doc/2011-06-15/" };
}

/// The answer that tells `error`, in the family's form and spelling, with the request id in body and headers. A HEAD
/// request gets the headers only.
#[must_use]
pub fn error_response(family: Family, error: &ApiError, request_id: &str, is_head: bool) -> Response<Body> {
    let mut response = match family {
        Family::Query { namespace } => query::error(namespace, error, request_id),
        Family::Json => json::error(error, request_id),
        Family::S3 => rest_xml::error(error, request_id),
    };
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A header value; request ids and the like are always visible ASCII, anything else is left out.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Adds `text` as XML character data. Characters that XML 1.0 cannot carry become U+FFFD.
fn escape_into(xml: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            // A parser reads a bare carriage return as a line feed; the reference keeps it.
            '\r' => xml.push_str("&#xD;"),
            '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => xml.push(character),
            _ => xml.push('\u{FFFD}'),
        }
    }
}

/// Adds `<name>text</name>`.
fn element(xml: &mut String, name: &str, text: &str) {
    for part in ["<", name, ">"] {
        xml.push_str(part);
    }
    escape_into(xml, text);
    for part in ["</", name, ">"] {
        xml.push_str(part);
    }
}

#[cfg(test)]
mod tests;
