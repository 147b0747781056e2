//! URLs to objects at the AWS endpoint, for downloads: a browser saves what a link names, and a link sends no header.

use super::Console;
use super::browsers::SignedIn;
use super::guard::OwnHost;
use super::refused::Refused;
use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, Global};
use crate::gateway::sigv4::sign::Signer;
use http::Request;
use http::header::HOST;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// How long such a URL is good, seconds: the browser follows it at once.
const URL_SECONDS: i64 = 60;
/// What is escaped in the path of an object: all but RFC 3986's unreserved characters and the slash (R6.9).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// What the page sends.
#[derive(Deserialize)]
pub(super) struct Object {
    bucket: String,
    key: String,
}

impl Console {
    /// A URL that downloads an object with the permissions of the session. The endpoint decides when it is used.
    pub(super) fn presign(&self, host: &OwnHost, session: &SignedIn, object: &Object) -> Result<String, Refused> {
        if object.bucket.is_empty() || object.bucket.contains('/') || object.key.is_empty() {
            return Err(Refused::bad_request("A bucket and a key are needed."));
        }
        let node = self.node();
        let snapshot = node.directory.snapshot();
        let region = snapshot.find::<Bucket>(Global, &object.bucket).map(|bucket| bucket.region.clone());
        let path = format!("/{}/{}", utf8_percent_encode(&object.bucket, PATH), utf8_percent_encode(&object.key, PATH));
        let name = object.key.rsplit('/').next().unwrap_or_default();
        // Saved and not shown.
        let saved = format!("attachment; filename*=UTF-8''{}", utf8_percent_encode(name, NON_ALPHANUMERIC));
        let target = format!("{path}?response-content-disposition={}", utf8_percent_encode(&saved, NON_ALPHANUMERIC));
        let request = Request::get(target).header(HOST, self.endpoint_authority(host)).body(());
        let (mut parts, ()) = request.map_err(ApiError::internal)?.into_parts();
        let signer = Signer {
            access_key_id: &session.keys.id,
            secret: session.keys.secret.expose(),
            session_token: Some(session.keys.token.expose()),
            region: region.as_deref().unwrap_or(&node.home_region),
            service: "s3",
        };
        signer.presign(&mut parts, URL_SECONDS, node.clock.now()).map_err(ApiError::internal)?;
        Ok(format!("{}{}", self.endpoint_url(host), parts.uri))
    }
}
