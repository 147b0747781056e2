//! What others need to verify this server's tokens: for each account that has them issued a discovery document, and the public
//! keys (R3.50). Anybody may read it; nobody signs.

use super::body::Body;
use super::sigv4::canonical::host;
use crate::api::error::ApiError;
use crate::directory::entities::Account;
use crate::federation::discovery::DOCUMENT;
use crate::federation::issuer::{OWN_DOMAIN, OWN_PATH};
use crate::node::Node;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Response};
use serde_json::json;

/// Where the keys are, below an issuer.
const KEYS: &str = "/.well-known/jwks.json";
/// How long what is read may be kept. A new key signs a day after it is published.
const CACHED: &str = "public, max-age=3600";

/// Which page of which issuer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page<'p> {
    issuer_id: &'p str,
    path: &'p str,
}

impl<'p> Page<'p> {
    /// The page that a request is for: below the path of this server's issuers, or on a host of AWS's form.
    pub(super) fn of(parts: &'p Parts) -> Option<Self> {
        let path = parts.uri.path();
        if let Some(rest) = path.strip_prefix(OWN_PATH) {
            let (issuer_id, _) = rest.split_once('/')?;
            return Some(Self { issuer_id, path: rest.strip_prefix(issuer_id)? });
        }
        let host = host(parts)?;
        let name = host.split(':').next().unwrap_or(host);
        let issuer_id = name.strip_suffix(OWN_DOMAIN)?;
        Some(Self { issuer_id, path })
    }

    /// What the page says.
    ///
    /// # Errors
    /// There is no such issuer, or no such page.
    pub(super) async fn answer(&self, node: &Node, method: &Method) -> Result<Response<Body>, ApiError> {
        let missing =
            || ApiError::new("NotFound", 404, "There is no issuer of tokens here, or it publishes no such page.");
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Err(ApiError::new("MethodNotAllowed", 405, "What issuers of tokens publish can only be read."));
        }
        let snapshot = node.directory.snapshot();
        let is_it = |account: &Account| {
            account.outbound.as_ref().is_some_and(|it| it.enabled && it.issuer_id == self.issuer_id)
        };
        if !snapshot.all::<Account>().any(|account| is_it(account)) {
            return Err(missing());
        }
        let issuer = node.issuers.of(self.issuer_id);
        let page = match self.path {
            DOCUMENT => json!({
                "issuer": issuer,
                "jwks_uri": format!("{issuer}{KEYS}"),
                "response_types_supported": ["id_token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "ES384"],
                "claims_supported": ["iss", "aud", "sub", "iat", "exp", "jti", "https://sts.amazonaws.com/"],
            })
            .to_string(),
            KEYS => node.signing_keys.published().await.map_err(ApiError::internal)?,
            _ => return Err(missing()),
        };
        let body = if *method == Method::HEAD { Body::empty() } else { Body::from(page) };
        let mut response = Response::new(body);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(CACHED));
        Ok(response)
    }
}
