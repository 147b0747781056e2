//! AWS calls that the console itself makes for a session: a switch of role, a new password. They go the way of every other
//! call, signature and decision and record included.

use super::aws::sign;
use super::browsers::Keys;
use super::refused::Refused;
use crate::api::error::ApiError;
use crate::gateway::limits::REQUEST_BYTES;
use crate::gateway::pipeline::Gateway;
use crate::gateway::server::{Admission, Peer, RequestTurn};
use crate::gateway::sigv4::sign::Signing;
use crate::gateway::unread::RequestBytes;
use crate::services::Service;
use crate::services::service::{Protocol, RegionRule};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use http::request::Parts;
use http::{HeaderValue, Request, Version};
use http_body_util::BodyExt as _;

/// What a query service answered.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) status: u16,
    pub(super) request_id: String,
    xml: String,
}

impl Called {
    /// The text of the first element of this name; answers have no attributes.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let (_, rest) = self.xml.split_once(&format!("<{name}>"))?;
        let (text, _) = rest.split_once(&format!("</{name}>"))?;
        quick_xml::escape::unescape(text).ok().map(Into::into)
    }
}

/// Calls an operation of a query service with these credentials, for a request of the page.
pub(super) async fn call(
    gateway: &Gateway,
    keys: &Keys,
    service: &'static Service,
    operation: &str,
    parameters: &[(&str, &str)],
    from: (&Parts, &Peer),
) -> Result<Called, Refused> {
    let Protocol::Query { version, .. } = service.protocol else {
        return Err(ApiError::internal("the service takes no forms").into());
    };
    let body = {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("Action", operation).append_pair("Version", version).extend_pairs(parameters);
        Bytes::from(form.finish())
    };
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    let request = Request::post("/").version(Version::HTTP_11).header(HOST, "localhost").header(CONTENT_TYPE, kind);
    let (mut signed, ()) = request.body(()).map_err(ApiError::internal)?.into_parts();
    let (parts, peer) = from;
    let user_agent = parts.headers.get(USER_AGENT).cloned();
    signed.headers.insert(USER_AGENT, user_agent.unwrap_or(HeaderValue::from_static("rolecall-console")));
    let region = match service.region {
        RegionRule::Global => "us-east-1",
        _ => &gateway.node().home_region,
    };
    sign(gateway, keys, service, region, &mut signed, &Signing::Body(&body))?;
    let admission = Admission { room: peer.connection.hold(REQUEST_BYTES), turn: RequestTurn::default() };
    let peer = Peer { is_console: true, ..peer.clone() };
    let response = gateway.take(Request::from_parts(signed, RequestBytes::from(body)), &peer, admission).await;
    let (head, body) = response.into_parts();
    let request_id = head.headers.get("x-amzn-requestid").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let xml = body.collect().await.map_err(ApiError::internal)?.to_bytes();
    Ok(Called {
        status: head.status.as_u16(),
        request_id: request_id.to_owned(),
        xml: String::from_utf8_lossy(&xml).into_owned(),
    })
}
