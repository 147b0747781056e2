//! The federation endpoint: temporary credentials become a session of the console (R3.62–R3.65).
//!
//! A program sends credentials and gets a token for a link; a browser follows the link within 15 minutes. The token is sealed
//! by the server and holds the credentials, so nothing is kept between the two. Whoever has it can sign in, as with AWS.

use super::Console;
use super::browsers::{BrowserSecret, Keys, Kind, SignedIn};
use super::guard::OwnHost;
use super::refused::{Refused, json as answer_json};
use super::sign_in::whole_seconds;
use super::{BODY_BYTES, cookie};
use crate::api::error::ApiError;
use crate::api::ids;
use crate::directory::entities::Role;
use crate::domain::caller::Caller;
use crate::domain::session;
use crate::gateway::body::{Body, read_body};
use crate::gateway::server::Peer;
use crate::gateway::steps::Step;
use crate::gateway::wire::Family;
use crate::secrets::{Sealed, Secret};
use crate::session::{Session, SessionIdentity};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, Uri};
use jiff::Timestamp;
use rolecall_catalog::xml::Writer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// How long a sign-in token is good (R3.64).
const TOKEN_SECONDS: i64 = 15 * 60;
/// What `SessionDuration` may be (R3.62).
const DURATIONS: std::ops::RangeInclusive<i32> = 900..=43_200;
/// What sign-in tokens are sealed for.
const PLACE: &str = "console/signin-token";
/// Parameters that are looked at: AWS's requests have five.
const PARAMETERS: usize = 16;
/// Says that the browser was here before, so that it sends the cookie that it withholds from links of other sites.
const AGAIN: &str = "rolecallAgain";
/// Where AWS's consoles are: scripts that were written for AWS name them as destinations.
const AWS_CONSOLE: &str = ".aws.amazon.com";

/// The credentials in `Session`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionParameter {
    session_id: String,
    session_key: String,
    session_token: String,
}

/// What a sign-in token holds.
#[derive(Serialize, Deserialize)]
struct SignInToken {
    id: String,
    secret: String,
    token: String,
    /// Seconds since 1970 when it ends.
    until: i64,
}

/// The parameters of a request.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn read(text: &[u8]) -> Result<Self, Refused> {
        let all: Vec<_> = form_urlencoded::parse(text)
            .take(PARAMETERS + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if all.len() > PARAMETERS { Err(bad("The request has too many parameters.")) } else { Ok(Self(all)) }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| &**value)
    }
}

/// R3.65.
fn bad(message: &str) -> Refused {
    Refused::bad_request(message)
}

impl Console {
    /// Answers the endpoint.
    pub(super) async fn federation<B>(
        &self,
        parts: &Parts,
        body: B,
        host: &OwnHost,
        peer: &Peer,
    ) -> Result<Response<Body>, Refused>
    where
        B: http_body::Body<Data = Bytes> + Unpin,
    {
        let parameters = match parts.method {
            Method::GET => Parameters::read(parts.uri.query().unwrap_or_default().as_bytes())?,
            Method::POST => {
                let body = read_body(body, BODY_BYTES, Family::Json { version: "1.1" }, &peer.connection).await?;
                let text = if body.is_empty() { parts.uri.query().unwrap_or_default().as_bytes() } else { &body };
                Parameters::read(text)?
            }
            _ => {
                return Err(Refused::new(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "MethodNotAllowed",
                    "Only GET and POST are served here.",
                ));
            }
        };
        match parameters.get("Action") {
            Some("getSigninToken") => self.sign_in_token((parts, peer), &parameters).await,
            Some("login") => self.login((parts, peer), host, &parameters).await,
            _ => Err(bad("Action must be getSigninToken or login.")),
        }
    }

    async fn sign_in_token(&self, from: (&Parts, &Peer), parameters: &Parameters) -> Result<Response<Body>, Refused> {
        let sent = parameters.get("Session").ok_or_else(|| bad("Session is missing."))?;
        let sent: SessionParameter = serde_json::from_str(sent)
            .map_err(|_| bad("Session must be JSON with sessionId, sessionKey and sessionToken."))?;
        let (secret, caller) = self.gateway.holder(&sent.session_id, &sent.session_token).map_err(|_| not_good())?;
        if secret != Secret::new(sent.session_key) {
            return Err(not_good());
        }
        let session = caller.session.clone().ok_or_else(not_good)?;
        let is_role = match session.identity {
            SessionIdentity::Role { .. } => true,
            SessionIdentity::Federated { .. } => false,
            _ => return Err(bad("Use the credentials of a role or of GetFederationToken.")),
        };
        let duration = match parameters.get("SessionDuration") {
            None => None,
            Some(text) => {
                let seconds = text.parse().ok().filter(|seconds| DURATIONS.contains(seconds));
                Some(seconds.ok_or_else(|| bad("SessionDuration must be a number of seconds from 900 to 43200."))?)
            }
        };
        let keys = match duration {
            None => Keys { id: sent.session_id, secret, token: Secret::new(sent.session_token) },
            Some(_) if !is_role => {
                return Err(bad("SessionDuration is not for the credentials of GetFederationToken."));
            }
            Some(_) if is_chained(&session) => {
                return Err(bad("SessionDuration is not for the credentials of chained roles."));
            }
            Some(seconds) => self.longer(&session, seconds)?,
        };
        let until = self.node().clock.now().as_second().saturating_add(TOKEN_SECONDS);
        let token = SignInToken {
            id: keys.id,
            secret: keys.secret.expose().to_owned(),
            token: keys.token.expose().to_owned(),
            until,
        };
        let token = Secret::new(serde_json::to_string(&token).map_err(ApiError::internal)?);
        let sealed = self.node().master_key.seal_secret(PLACE, &token).map_err(ApiError::internal)?;
        self.record_federation(from, "GetSigninToken", &caller).await?;
        let sealed = serde_json::to_value(&sealed).map_err(ApiError::internal)?;
        let text = sealed.as_str().unwrap_or_default().replace('+', "-").replace('/', "_").replace('=', "");
        Ok(answer_json(StatusCode::OK, &json!({"SigninToken": text})))
    }

    /// The same session for so many seconds, at most as long as the role lets sessions be (R3.63). Revocations of the
    /// session that it comes from hold for it too.
    fn longer(&self, session: &Session, seconds: i32) -> Result<Keys, Refused> {
        let SessionIdentity::Role { role_id, .. } = &session.identity else { return Err(not_good()) };
        let snapshot = self.node().directory.snapshot();
        let role = snapshot.find_by_id::<Role>(role_id).ok_or_else(not_good)?;
        let issued = session::prolong(self.node(), session, seconds.min(role.max_session_duration))?.credentials();
        Ok(Keys {
            id: issued.access_key_id,
            secret: Secret::new(issued.secret_access_key),
            token: Secret::new(issued.session_token),
        })
    }

    async fn login(
        &self,
        from: (&Parts, &Peer),
        host: &OwnHost,
        parameters: &Parameters,
    ) -> Result<Response<Body>, Refused> {
        let (parts, _) = from;
        let destination =
            destination(parameters.get("Destination").ok_or_else(|| bad("Destination is missing."))?, host)?;
        let token = parameters.get("SigninToken").ok_or_else(|| bad("SigninToken is missing."))?;
        let site = parts.headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        if matches!(site, Some(b"cross-site" | b"same-site")) {
            // A link that says it already would have the browser lose its sessions.
            let is_first = parameters.get(AGAIN).is_none();
            return if is_first {
                Ok(again(parameters))
            } else {
                Err(bad("The link is not of the form that the console makes."))
            };
        }
        let (keys, caller) = self.redeem(token)?;
        let session = Arc::new(self.federated(keys, &caller)?);
        self.record_federation(from, "ConsoleLogin", &caller).await?;
        let browser = match cookie(parts)? {
            Some(browser) => browser,
            None => BrowserSecret::new(&*self.node().entropy)?,
        };
        let (now, csrf) = (self.node().clock.now(), self.guard.csrf(browser.expose()));
        let renewed = self.browsers.add(&browser, &csrf, Arc::clone(&session), now, &*self.node().entropy)?;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::FOUND;
        let location = HeaderValue::from_str(&format!("/s/{}{destination}", session.id)).map_err(ApiError::internal)?;
        response.headers_mut().insert(LOCATION, location);
        if let Some(secret) = &renewed {
            self.set_cookie(&mut response, secret)?;
        }
        Ok(response)
    }

    /// The credentials of a sign-in token that is still good, and whom they stand for.
    fn redeem(&self, token: &str) -> Result<(Keys, Arc<Caller>), Refused> {
        let not_good = || bad("The sign-in token is not valid, or has expired. Get another one.");
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| not_good())?;
        let sealed = base64::engine::general_purpose::STANDARD.encode(bytes);
        let sealed: Sealed = serde_json::from_value(json!(sealed)).map_err(|_| not_good())?;
        let opened = self.node().master_key.open_secret(PLACE, &sealed).map_err(|_| not_good())?;
        let token: SignInToken = serde_json::from_str(opened.expose()).map_err(|_| not_good())?;
        let now = self.node().clock.now().as_second();
        // From the future if the clock was set back: nobody issued it then.
        if now >= token.until || now.saturating_add(TOKEN_SECONDS) < token.until {
            return Err(not_good());
        }
        let (_, caller) = self.gateway.holder(&token.id, &token.token).map_err(|_| not_good())?;
        Ok((Keys { id: token.id, secret: Secret::new(token.secret), token: Secret::new(token.token) }, caller))
    }

    fn federated(&self, keys: Keys, caller: &Caller) -> Result<SignedIn, Refused> {
        let session = caller.session.as_deref().ok_or_else(not_good)?;
        let now: Timestamp = whole_seconds(self.node().clock.now())?;
        let (kind, role_name, session_name, user_name) = match &session.identity {
            SessionIdentity::Role { role_arn, role_name, session_name, .. } => {
                let path = role_arn.split_once(":role/").map_or(role_name.as_str(), |(_, path)| path);
                (Kind::Role, Some(path.to_owned()), Some(session_name.clone()), None)
            }
            SessionIdentity::Federated { name, .. } => (Kind::Federated, None, Some(name.clone()), Some(name.clone())),
            _ => return Err(not_good()),
        };
        Ok(SignedIn {
            id: self.new_session_id()?,
            kind,
            arn: caller.arn.clone(),
            account: session.account,
            user_name: user_name.filter(|_| kind != Kind::Federated),
            role_name,
            session_name,
            display_name: None,
            color: None,
            issued_at: now,
            expires_at: session.expires_at,
            mfa: session.mfa.is_some(),
            original: None,
            keys,
        })
    }

    async fn record_federation(
        &self,
        from: (&Parts, &Peer),
        name: &'static str,
        caller: &Caller,
    ) -> Result<(), Refused> {
        let mfa = caller.session.as_ref().is_some_and(|session| session.mfa.is_some());
        let additional = json!({"MobileVersion": "No", "MFAUsed": if mfa { "Yes" } else { "No" }});
        let account = caller.principal.account();
        let step = Step { name, by: Some(caller), account, additional, failure: None };
        self.gateway.record_step(from.0, from.1, step).await?;
        Ok(())
    }
}

fn not_good() -> Refused {
    bad("The credentials in Session are not valid, or have expired.")
}

/// Whether the credentials were got with other temporary credentials.
fn is_chained(session: &Session) -> bool {
    session.chain_depth > 0 || ids::is_temporary(&session.issuer.access_key_id)
}

/// Where the browser goes after the sign-in: the path and query of a page of the console. A destination elsewhere is refused,
/// so that nobody is sent to a foreign page by a link that names this host.
fn destination(text: &str, host: &OwnHost) -> Result<String, Refused> {
    let refused = || bad("Destination must be an address of the console.");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>'));
    if !is_plain {
        return Err(refused());
    }
    let uri: Uri = text.split('#').next().unwrap_or_default().parse().map_err(|_| refused())?;
    if let Some(authority) = uri.authority() {
        let name = authority.host().to_ascii_lowercase();
        let is_ours = authority.as_str().eq_ignore_ascii_case(host.authority.as_str());
        let is_aws = name.ends_with(AWS_CONSOLE) || Some(&*name) == AWS_CONSOLE.strip_prefix('.');
        if !is_ours && !is_aws {
            return Err(refused());
        }
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    if path.starts_with('/') && !path.starts_with("//") { Ok(path.to_owned()) } else { Err(refused()) }
}

/// A page that sends the browser here once more: a request that the console's own page makes has the cookie, which a link of
/// another site has not. Without it, the browser would lose the sessions that it has.
fn again(parameters: &Parameters) -> Response<Body> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&parameters.0).append_pair(AGAIN, "1");
    let mut page = Writer::new();
    page.text_element("title", &format!("0;url=/federation?{}", query.finish()));
    let escaped = page.into_string();
    let content = escaped.strip_prefix("<title>").and_then(|rest| rest.strip_suffix("</title>")).unwrap_or_default();
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Signing in</title>\n\
         <meta http-equiv=\"refresh\" content=\"{content}\"></head>\n<body>Signing in …</body>\n</html>\n"
    );
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes(text: &str) -> Option<String> {
        let request = http::Request::get("/").header("host", "localhost:4601").body(()).unwrap();
        let guard = super::super::guard::Guard::new(
            &[],
            "127.0.0.1".parse().unwrap(),
            false,
            &crate::environment::entropy::SeededEntropy::new(1),
        )
        .unwrap();
        destination(text, &guard.host(&request.into_parts().0).unwrap()).ok()
    }

    /// A link that names this host leads to a page of the console.
    #[test]
    fn destinations_are_ours() {
        for (text, path) in [
            ("/iam/roles", "/iam/roles"),
            ("http://localhost:4601/iam/roles?a=b#c", "/iam/roles?a=b"),
            ("https://console.aws.amazon.com/s3/home", "/s3/home"),
            ("https://eu-west-1.console.aws.amazon.com/", "/"),
            ("https://console.aws.amazon.com", "/"),
        ] {
            assert_eq!(goes(text).as_deref(), Some(path), "{text}");
        }
        for text in [
            "https://evil.example.com/",
            "//evil.example.com/",
            "http://localhost:3000/",
            "/\\evil.example.com",
            "javascript:alert(1)",
            "https://aws.amazon.com.evil.com/",
            "http://localhost:4601//evil.com",
            "",
            "a b",
            "https://evilaws.amazon.com.example/",
        ] {
            assert_eq!(goes(text), None, "{text}");
        }
    }
}
