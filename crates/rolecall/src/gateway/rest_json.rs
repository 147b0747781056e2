//! Requests of REST-JSON services: which operation a method and a path name, and the parts that its input is read from.

use super::body::Body;
use super::sigv4::canonical::{decoded_value, query_pairs};
use super::wire;
use crate::api::error::ApiError;
use crate::services::Call;
use crate::services::rest_json::RestJsonOperation;
use bytes::Bytes;
use http::Response;
use http::request::Parts;
use rolecall_catalog::rest::Request;
use std::borrow::Cow;

/// The operation that method and path name. A path is taken as it was sent: no operation that is served has a label in its path.
///
/// # Errors
/// `UnknownOperationException` 404.
pub(super) fn named(
    operations: &'static [&'static dyn RestJsonOperation],
    parts: &Parts,
) -> Result<&'static dyn RestJsonOperation, ApiError> {
    let fits = |operation: &&&'static dyn RestJsonOperation| {
        operation.http().is_some_and(|http| parts.method.as_str() == http.method && parts.uri.path() == http.uri)
    };
    let found = operations.iter().find(fits).copied();
    found.ok_or_else(|| {
        ApiError::new("UnknownOperationException", 404, "The service has no operation with this method and path.")
    })
}

/// Calls an operation.
pub(super) async fn call(
    operation: &'static dyn RestJsonOperation,
    call: Call<'_>,
    parts: &Parts,
    body: &Bytes,
) -> Result<Response<Body>, ApiError> {
    let request_id = call.info.request_id.clone();
    let answered = {
        let query = parts.uri.query().unwrap_or_default();
        let query: Vec<(Cow<'_, str>, Cow<'_, str>)> =
            query_pairs(query).map(|(name, value)| (decoded_value(name), decoded_value(value))).collect();
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (&**name, &**value)).collect();
        let headers: Vec<(&str, &str)> =
            parts.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
        operation.call(call, &Request { labels: &[], query: &query, headers: &headers, body })
    };
    Ok(wire::rest_json::answer(answered.await?, &request_id))
}

#[cfg(test)]
mod tests {
    use crate::services;
    use crate::services::service::Protocol;

    /// What this module leaves out: paths with labels, and query strings that mark an operation.
    #[test]
    fn operations_are_named_by_whole_paths() {
        for service in services::ALL.0 {
            let Protocol::RestJson { operations } = service.protocol else { continue };
            for http in operations.iter().map(|operation| operation.http().unwrap()) {
                assert!(http.uri.starts_with('/') && !http.uri.contains(['{', '?']), "{}", http.uri);
            }
        }
    }
}
