//! AWS calls of the page: signed with the credentials of a session, then taken by the gateway like any other request.
//!
//! The console has no power of its own. What the page sends is one AWS request without a signature. The server signs it
//! as a client would, and the gateway verifies that signature, decides, carries out and records (decision 0041).

use super::browsers::{Keys, SignedIn};
use super::refused::Refused;
use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, Global};
use crate::gateway::body::{Body, read_body};
use crate::gateway::limits::FORM_BYTES;
use crate::gateway::pipeline::Gateway;
use crate::gateway::server::{Admission, Peer};
use crate::gateway::sigv4::canonical::{decoded_value, query_pairs};
use crate::gateway::sigv4::sign::{Signer, Signing};
use crate::gateway::unread::RequestBytes;
use crate::gateway::wire::Family;
use crate::services::Service;
use crate::services::service::{Protocol, RegionRule};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Response, Uri};
use hyper::body::Incoming;

/// The host that the page's requests are for once they are signed: no bucket and no service is named by it, so the signature
/// alone says which service it is.
const INSIDE: HeaderValue = HeaderValue::from_static("localhost");

/// The Region of the services that have one endpoint.
const GLOBAL_REGION: &str = "us-east-1";

/// What the page may say of its body where S3's checksum follows it.
const CHECKSUM_FOLLOWS: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/// Nothing of an answer runs or is shown in the console's origin: an object may be a page.
const INERT: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

/// A request of the page to a service.
pub(super) struct AwsCall<'a> {
    pub(super) session: &'a SignedIn,
    pub(super) service: &'static Service,
    /// Path and query, from the slash after the service's name.
    pub(super) target: String,
}

impl AwsCall<'_> {
    /// Reads `<service>/<rest>`, where the rest is as it came: S3's keys are taken literally.
    pub(super) fn read<'a>(
        gateway: &Gateway,
        session: &'a SignedIn,
        path: &str,
        query: Option<&str>,
    ) -> Result<AwsCall<'a>, Refused> {
        let (name, rest) = path.split_once('/').map_or((path, ""), |(name, rest)| (name, rest));
        let services = gateway.services();
        let service = services.find(|service| service.name == name).ok_or_else(Refused::not_found)?;
        let query = query.map(unsigned).filter(|query| !query.is_empty());
        let target = query.map_or_else(|| format!("/{rest}"), |query| format!("/{rest}?{query}"));
        Ok(AwsCall { session, service, target })
    }

    /// Signs the request and has the gateway answer it.
    pub(super) async fn relay(
        self,
        gateway: &Gateway,
        parts: Parts,
        body: Incoming,
        peer: &Peer,
        admission: Admission,
    ) -> Result<Response<Body>, Refused> {
        let mut headers = passed_on(&parts.headers);
        let is_form = headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().to_ascii_lowercase().starts_with(b"multipart/"));
        if is_form {
            return Err(Refused::bad_request(
                "A form of several parts carries a signature of its own: send the object as the body.",
            ));
        }
        headers.insert(HOST, INSIDE);
        let (body, signing) = if matches!(self.service.protocol, Protocol::Rest { .. }) {
            let trailer = parts.headers.get("x-amz-content-sha256").is_some_and(|value| value == CHECKSUM_FOLLOWS);
            (RequestBytes::from(body), if trailer { None } else { Some(Bytes::new()) })
        } else {
            let family = Family::from(self.service);
            let bytes = read_body(body, FORM_BYTES, family, &peer.connection).await?;
            (RequestBytes::from(bytes.clone()), Some(bytes))
        };
        let is_rest = matches!(self.service.protocol, Protocol::Rest { .. });
        let signing = match &signing {
            None => Signing::UnsignedChunks,
            Some(_) if is_rest => Signing::Unsigned,
            Some(bytes) => Signing::Body(bytes),
        };
        let target: Uri = self.target.parse().map_err(|_| Refused::bad_request("The address is not valid."))?;
        let mut request = Request::builder()
            .method(parts.method)
            .uri(target)
            .version(parts.version)
            .body(())
            .map_err(ApiError::internal)?;
        *request.headers_mut() = headers;
        let (mut signed, ()) = request.into_parts();
        let region = self.region(gateway, signed.uri.path());
        sign(gateway, &self.session.keys, self.service, &region, &mut signed, &signing)?;
        let peer = Peer { is_console: true, ..peer.clone() };
        let mut response = gateway.take(Request::from_parts(signed, body), &peer, admission).await;
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, INERT);
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        Ok(response)
    }

    /// The Region to sign for: that of the bucket where one is named, as S3 asks for.
    fn region(&self, gateway: &Gateway, path: &str) -> String {
        let home = &gateway.node().home_region;
        match self.service.region {
            RegionRule::Global => GLOBAL_REGION.to_owned(),
            RegionRule::GlobalEndpoint => home.clone(),
            RegionRule::Regional => {
                let snapshot = gateway.node().directory.snapshot();
                let bucket = path.trim_start_matches('/').split('/').next().unwrap_or_default();
                snapshot.find::<Bucket>(Global, bucket).map_or_else(|| home.clone(), |bucket| bucket.region.clone())
            }
        }
    }
}

/// Signs a request with the credentials of a session.
pub(super) fn sign(
    gateway: &Gateway,
    keys: &Keys,
    service: &Service,
    region: &str,
    parts: &mut Parts,
    signing: &Signing<'_>,
) -> Result<(), Refused> {
    let signer = Signer {
        access_key_id: &keys.id,
        secret: keys.secret.expose(),
        session_token: Some(keys.token.expose()),
        region,
        service: service.name,
    };
    signer.sign(parts, signing, gateway.node().clock.now()).map_err(ApiError::internal)?;
    Ok(())
}

/// What a request keeps of its headers: those that S3 and the protocols know. What a page says of signatures, sessions and
/// origins is not taken over.
fn passed_on(headers: &HeaderMap) -> HeaderMap {
    headers.iter().filter(|(name, _)| is_passed_on(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn is_passed_on(name: &HeaderName) -> bool {
    match name.as_str() {
        "x-amz-security-token" | "x-amz-date" | "x-amz-content-sha256" | "x-amz-region-set" | "x-amz-signature" => {
            false
        }
        "accept"
        | "cache-control"
        | "content-disposition"
        | "content-encoding"
        | "content-language"
        | "content-length"
        | "content-md5"
        | "content-type"
        | "expect"
        | "expires"
        | "if-match"
        | "if-modified-since"
        | "if-none-match"
        | "if-range"
        | "if-unmodified-since"
        | "range"
        | "transfer-encoding"
        | "user-agent" => true,
        name => name.starts_with("x-amz-") || name.starts_with("amz-sdk-"),
    }
}

/// A query without parameters that would be a signature (of version 4 or 2).
fn unsigned(query: &str) -> String {
    let kept = query.split('&').filter(|parameter| {
        let name = query_pairs(parameter).next().map_or("", |(name, _)| name);
        let name = decoded_value(name).to_ascii_lowercase();
        !(name.starts_with("x-amz-") || matches!(&*name, "awsaccesskeyid" | "signature" | "expires"))
    });
    kept.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However they are written, parameters that would be a signature are not taken over; others stay as they are.
    #[test]
    fn signatures_are_dropped() {
        for (query, left) in [
            ("list-type=2&prefix=a%2Fb", "list-type=2&prefix=a%2Fb"),
            ("X-Amz-Signature=1&x-amz-date=2&acl", "acl"),
            ("%58-Amz-Credential=1&X%2dAmz-Expires=3", ""),
            ("AWSAccessKeyId=1&Signature=2&Expires=3&versionId=4", "versionId=4"),
            ("a=X-Amz-Signature", "a=X-Amz-Signature"),
            ("", ""),
        ] {
            assert_eq!(unsigned(query), left, "{query}");
        }
    }

    #[test]
    fn headers_are_chosen() {
        for (name, passed) in [
            ("x-amz-target", true),
            ("x-amz-acl", true),
            ("x-amz-meta-a", true),
            ("range", true),
            ("authorization", false),
            ("x-amz-security-token", false),
            ("x-amz-date", false),
            ("cookie", false),
            ("origin", false),
            ("referer", false),
            ("x-rolecall-csrf", false),
            ("x-forwarded-for", false),
            ("connection", false),
            ("host", false),
        ] {
            assert_eq!(is_passed_on(&HeaderName::from_static(name)), passed, "{name}");
        }
    }
}
