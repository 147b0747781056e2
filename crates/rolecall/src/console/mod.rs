//! The console: the page's files, and what its page asks of the server (decision 0041).
//!
//! A listener of its own, and so another origin than the AWS endpoint's. A browser has one cookie; sessions belong to it, and
//! their credentials stay here. What the page does in AWS are AWS requests, which are signed here with the session's
//! credentials and go through the whole gateway ([`aws`]).

mod attempts;
mod aws;
mod browsers;
mod called;
mod federation;
mod files;
mod first_start;
mod guard;
mod new_password;
mod presign;
mod refused;
mod security_keys;
mod sign_in;
mod switch_role;
mod who;

pub use attempts::{ADDRESS_ATTEMPTS, ADDRESS_SECONDS, ATTEMPTS};
pub use browsers::{BROWSERS, RECENT_ROLES, SESSIONS_PER_BROWSER};
pub use security_keys::{CHALLENGE_SECONDS, CHALLENGES};
pub use sign_in::{FAILURE_TIME, SESSION_SECONDS};

use crate::api::error::ApiError;
use crate::gateway::body::{Body, read_body};
use crate::gateway::connections::Connections;
use crate::gateway::pipeline::Gateway;
use crate::gateway::server::{Admission, Handler, Peer};
use crate::gateway::sigv4::canonical;
use crate::gateway::unread;
use crate::gateway::wire::Family;
use crate::node::Node;
use crate::secrets::Secret;
use attempts::Attempts;
use aws::AwsCall;
use browsers::{BrowserSecret, Browsers, SignedIn, without_nulls};
use bytes::Bytes;
use first_start::{FirstStart, FirstToken};
use guard::{Guard, OwnHost};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, SET_COOKIE};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use new_password::NewPassword;
use refused::{Refused, json};
use security_keys::Challenges;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sign_in::Credentials;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use switch_role::Switch;

/// Bytes of the body of an operation of the console's own. The longest is a form of the federation endpoint with a session
/// token, whose characters may be escaped.
pub const BODY_BYTES: usize = 128 * 1024;

/// The cookie with the browser's secret.
const COOKIE_NAME: &str = "rolecall-browser";

/// What the operator says of the console.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the console listens.
    pub bound: SocketAddr,
    /// Whether its connections are encrypted.
    pub tls: bool,
    /// Names under which it is reached, beside `localhost`.
    pub hosts: Vec<String>,
    /// Where the AWS endpoint listens.
    pub endpoint: SocketAddr,
    /// The token of the link by which the first password is set, if there is none yet.
    pub first_token: Option<Secret>,
    /// See [`FAILURE_TIME`].
    pub failure_time: Duration,
}

/// Answers the requests of the console's listener.
pub struct Console {
    gateway: Arc<Gateway>,
    guard: Guard,
    browsers: Browsers,
    attempts: Attempts,
    challenges: Challenges,
    first_token: FirstToken,
    endpoint: SocketAddr,
    failure_time: Duration,
}

/// A request whose host, origin and cookie were looked at.
struct Visit<'a> {
    parts: &'a Parts,
    host: OwnHost,
    /// The secret in the cookie, if there is one.
    browser: Option<BrowserSecret>,
}

impl Console {
    /// The console before this gateway.
    ///
    /// # Errors
    /// No random bytes.
    pub fn new(gateway: Arc<Gateway>, settings: &Settings) -> Result<Self, ApiError> {
        let entropy = &*gateway.node().entropy;
        let guard = Guard::new(&settings.hosts, settings.bound.ip(), settings.tls, entropy)?;
        Ok(Self {
            guard,
            browsers: Browsers::default(),
            attempts: Attempts::default(),
            challenges: Challenges::default(),
            first_token: FirstToken::new(settings.first_token.clone()),
            endpoint: settings.endpoint,
            failure_time: settings.failure_time,
            gateway,
        })
    }

    fn node(&self) -> &Node {
        self.gateway.node()
    }

    async fn answer(
        &self,
        parts: Parts,
        body: Incoming,
        peer: &Peer,
        admission: Admission,
    ) -> Result<Response<Body>, Refused> {
        if admission.room.is_err() {
            peer.connection.leave();
            let message = "The server has no room for the request. Try again.";
            return Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", message));
        }
        let host = self.guard.host(&parts)?;
        let is_read = matches!(parts.method, Method::GET | Method::HEAD);
        if parts.uri.path() == "/federation" {
            let (body, end) = unread::watch(body.into(), parts.version, admission.turn.clone());
            let answer = self.federation(&parts, body, &host, peer).await;
            let mut response = answer.unwrap_or_else(|refused| refused.response());
            end.announce(&mut response);
            return Ok(response);
        }
        let Some(path) = parts.uri.path().strip_prefix("/api/").map(str::to_owned) else {
            if !is_read {
                return Err(Refused::new(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "MethodNotAllowed",
                    "Only GET is served here.",
                ));
            }
            return Ok(files::file(&parts, &*self.node().entropy)?);
        };
        self.guard.origin(&parts, &host, !is_read)?;
        let browser = cookie(&parts)?;
        if !is_read || path.starts_with("sessions/") {
            self.check_csrf(&parts, browser.as_ref())?;
        }
        let mut segments = path.splitn(3, '/');
        let first = [segments.next(), segments.next()].map(Option::unwrap_or_default);
        let rest = segments.next().unwrap_or_default();
        if let (["sessions", id], Some(call)) = (first, rest.strip_prefix("aws/")) {
            let session = self.session(browser.as_ref(), id)?;
            let call = AwsCall::read(&self.gateway, &session, call, parts.uri.query())?;
            return call.relay(&self.gateway, parts, body, peer, admission).await;
        }
        let (body, end) = unread::watch(body.into(), parts.version, admission.turn.clone());
        let visit = Visit { parts: &parts, host, browser };
        let body = if is_read { Ok(Bytes::new()) } else { self.body(&parts, body, peer).await };
        let answer = match body {
            Ok(body) => self.operation(&visit, &path, &body, peer).await,
            Err(refused) => Err(refused),
        };
        let mut response = answer.unwrap_or_else(|refused| refused.response());
        end.announce(&mut response);
        Ok(response)
    }

    /// The body of an operation of the console's own.
    async fn body<B>(&self, parts: &Parts, body: B, peer: &Peer) -> Result<Bytes, Refused>
    where
        B: http_body::Body<Data = Bytes> + Unpin,
    {
        let bytes = read_body(body, BODY_BYTES, Family::Json { version: "1.1" }, &peer.connection).await?;
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_json = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if is_json || bytes.is_empty() {
            return Ok(bytes);
        }
        Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", "The body must be JSON."))
    }

    async fn operation(
        &self,
        visit: &Visit<'_>,
        path: &str,
        body: &Bytes,
        peer: &Peer,
    ) -> Result<Response<Body>, Refused> {
        let segments: Vec<&str> = path.split('/').collect();
        let from = (visit.parts, peer);
        let is_post = visit.parts.method == Method::POST;
        match segments.as_slice() {
            ["browser"] if visit.parts.method == Method::GET => self.browser(visit),
            ["sign-in"] if is_post => {
                let session = self.sign_in(from, &read::<Credentials>(body)?).await?;
                self.entered(visit, &session)
            }
            ["new-password"] if is_post => {
                let session = self.new_password(from, &read::<NewPassword>(body)?).await?;
                self.entered(visit, &session)
            }
            ["first-start"] if is_post => {
                self.first_start(&read::<FirstStart>(body)?).await?;
                Ok(json(StatusCode::OK, &json!({})))
            }
            ["sign-out"] if is_post => {
                if let Some(browser) = &visit.browser {
                    self.browsers.end_all(browser);
                }
                Ok(no_content())
            }
            ["sessions", id, "sign-out"] if is_post => {
                if let Some(browser) = &visit.browser {
                    self.browsers.end(browser, id);
                }
                Ok(no_content())
            }
            ["sessions", id, "switch-role"] if is_post => {
                let session = self.session(visit.browser.as_ref(), id)?;
                let (switched, recent) = self.switch_role(from, &session, &read::<Switch>(body)?).await?;
                if let Some(browser) = &visit.browser {
                    self.browsers.remember(browser, switched.original(), recent);
                }
                self.entered(visit, &switched)
            }
            ["sessions", id, "switch-back"] if is_post => {
                let session = self.session(visit.browser.as_ref(), id)?;
                let original = self.switch_back(from, &session).await?;
                if let Some(browser) = &visit.browser {
                    self.browsers.end(browser, id);
                }
                // It may have ended meanwhile.
                let original = self.session(visit.browser.as_ref(), &original.id)?;
                Ok(json(StatusCode::OK, &json!({"session": self.shown_in(visit, &original)})))
            }
            ["sessions", id, "presign"] if is_post => {
                let session = self.session(visit.browser.as_ref(), id)?;
                let url = self.presign(&visit.host, &session, &read(body)?)?;
                Ok(json(StatusCode::OK, &json!({"url": url})))
            }
            ["sessions", id, "fido", "begin"] if is_post => {
                let session = self.session(visit.browser.as_ref(), id)?;
                let asked = self.begin_security_key(from, &visit.host, &session, &read(body)?).await?;
                Ok(json(StatusCode::OK, &asked))
            }
            ["sessions", id, "fido", "finish"] if is_post => {
                let session = self.session(visit.browser.as_ref(), id)?;
                let made = self.finish_security_key(from, &visit.host, &session, &read(body)?).await?;
                Ok(json(StatusCode::OK, &made))
            }
            ["browser" | "sign-in" | "new-password" | "first-start" | "sign-out"]
            | ["sessions", _, "sign-out" | "switch-role" | "switch-back" | "presign"]
            | ["sessions", _, "fido", "begin" | "finish"] => {
                Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "The method does not fit."))
            }
            _ => Err(Refused::not_found()),
        }
    }

    /// The browser's token and sessions. A browser without a cookie gets one.
    fn browser(&self, visit: &Visit<'_>) -> Result<Response<Body>, Refused> {
        // The page asks; whoever sends the browser here by a link would have it lose its cookie.
        let is_link = visit.parts.headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
        let site = visit.parts.headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        if is_link || !matches!(site, None | Some(b"same-origin" | b"none")) {
            return Err(Refused::forbidden(
                "OriginNotAllowed",
                "The request does not come from the console's own page.",
            ));
        }
        let fresh = match &visit.browser {
            Some(_) => None,
            None => Some(BrowserSecret::new(&*self.node().entropy)?),
        };
        let Some(browser) = fresh.as_ref().or(visit.browser.as_ref()) else { return Err(Refused::not_found()) };
        let now = self.node().clock.now();
        let sessions = self.browsers.sessions(browser, now);
        let sessions: Vec<Value> = sessions.iter().map(|(session, roles)| self.shown(session, roles.clone())).collect();
        let body = json!({
            "csrf": self.guard.csrf(browser.expose()),
            "version": env!("CARGO_PKG_VERSION"),
            "endpoint": self.endpoint_url(&visit.host),
            "firstStart": self.is_first_start(),
            "sessions": sessions,
        });
        let mut response = json(StatusCode::OK, &body);
        if let Some(fresh) = &fresh {
            self.set_cookie(&mut response, fresh)?;
        }
        Ok(response)
    }

    /// Adds a session to the browser, and answers it.
    fn entered(&self, visit: &Visit<'_>, session: &Arc<SignedIn>) -> Result<Response<Body>, Refused> {
        let browser = visit.browser.as_ref().ok_or_else(no_browser)?;
        let (now, csrf) = (self.node().clock.now(), self.guard.csrf(browser.expose()));
        let renewed = self.browsers.add(browser, &csrf, Arc::clone(session), now, &*self.node().entropy)?;
        let shown = self.shown(session, self.browsers.recents(renewed.as_ref().unwrap_or(browser), session));
        let mut response = json(StatusCode::OK, &json!({"session": shown}));
        if let Some(secret) = &renewed {
            self.set_cookie(&mut response, secret)?;
        }
        Ok(response)
    }

    /// A session of the browser as the page sees it.
    fn shown_in(&self, visit: &Visit<'_>, session: &SignedIn) -> Value {
        let roles = visit.browser.as_ref().map(|browser| self.browsers.recents(browser, session));
        self.shown(session, roles.unwrap_or_else(|| json!([])))
    }

    /// Where the AWS endpoint is, for a browser that reached the console by this host.
    fn endpoint_authority(&self, host: &OwnHost) -> String {
        format!("{}:{}", host.name(), self.endpoint.port())
    }

    fn endpoint_url(&self, host: &OwnHost) -> String {
        let scheme = if self.guard.tls() { "https" } else { "http" };
        format!("{scheme}://{}", self.endpoint_authority(host))
    }

    /// The console's address as a request names it, for the trail.
    fn address(&self, parts: &Parts) -> String {
        let scheme = if self.guard.tls() { "https" } else { "http" };
        format!("{scheme}://{}/", canonical::host(parts).unwrap_or_default())
    }

    /// A session as the page sees it.
    fn shown(&self, session: &SignedIn, roles: Value) -> Value {
        let mut all = session.shown();
        let (alias, name, protected) = who::shown(&self.node().directory.snapshot(), session.account);
        if let Value::Object(members) = &mut all {
            members.insert("accountAlias".to_owned(), json!(alias));
            members.insert("accountName".to_owned(), json!(name));
            members.insert("accountProtected".to_owned(), json!(protected.then_some(true)));
            members.insert("roles".to_owned(), roles);
        }
        without_nulls(all)
    }

    /// A session of the browser that has not ended. A session of another browser is none.
    fn session(&self, browser: Option<&BrowserSecret>, id: &str) -> Result<Arc<SignedIn>, Refused> {
        let found = browser.and_then(|browser| self.browsers.session(browser, id, self.node().clock.now()));
        found.ok_or_else(|| Refused::unauthorized("SessionExpired", "The session has ended. Sign in again."))
    }

    fn check_csrf(&self, parts: &Parts, browser: Option<&BrowserSecret>) -> Result<(), Refused> {
        let browser = browser.ok_or_else(no_browser)?;
        let mut tokens = self.browsers.older_csrf(browser);
        tokens.push(self.guard.csrf(browser.expose()));
        Guard::check_csrf(parts, &tokens)
    }

    /// Whether nobody can sign in yet, and the link for the first password is good.
    fn is_first_start(&self) -> bool {
        self.first_token.is_there()
    }

    fn set_cookie(&self, response: &mut Response<Body>, secret: &BrowserSecret) -> Result<(), Refused> {
        let secure = if self.guard.tls() { "; Secure" } else { "" };
        let text = format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict{secure}", secret.expose());
        let mut value = HeaderValue::from_str(&text).map_err(ApiError::internal)?;
        value.set_sensitive(true);
        response.headers_mut().insert(SET_COOKIE, value);
        Ok(())
    }
}

impl Handler for Console {
    async fn call(&self, request: Request<Incoming>, peer: Peer, admission: Admission) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let is_head = parts.method == Method::HEAD;
        let answer = Box::pin(self.answer(parts, body, &peer, admission)).await;
        let mut response = answer.unwrap_or_else(|refused| refused.response());
        put_headers(&mut response);
        if is_head {
            *response.body_mut() = Body::empty();
        }
        response
    }

    fn listens(&self, _connections: &Arc<Connections>) {}
}

impl std::fmt::Debug for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").field("guard", &self.guard).field("browsers", &self.browsers).finish_non_exhaustive()
    }
}

/// What holds for every answer: it is not framed, not guessed at, not shared, and not kept unless it says so.
fn put_headers(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

/// The secret in the browser's cookie, if it is of our form. Two cookies of the name are refused: one of them was planted.
fn cookie(parts: &Parts) -> Result<Option<BrowserSecret>, Refused> {
    let headers = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value);
    let (first, second) = (own.next(), own.next());
    if second.is_some() {
        return Err(Refused::bad_request(
            "The browser sends the console's cookie twice. Clear the cookies of this site.",
        ));
    }
    Ok(first.and_then(BrowserSecret::read))
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    // Without the cause: it would show what was sent.
    serde_json::from_slice(body)
        .map_err(|_| Refused::bad_request("The request is not of the form that the console expects."))
}

fn no_browser() -> Refused {
    Refused::forbidden("CsrfTokenInvalid", "The browser sends no cookie of the console. Reload the page.")
}

fn no_content() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUIDE: &str = include_str!("../../../../docs/guide/operations.md");

    /// The guide tells every limit of this room with its value.
    #[test]
    fn the_guide_tells_every_limit() {
        for (name, value) in [
            ("BODY_BYTES", format!("{} KiB", BODY_BYTES / 1024)),
            ("BROWSERS", "10,000".to_owned()),
            ("SESSIONS_PER_BROWSER", SESSIONS_PER_BROWSER.to_string()),
            ("RECENT_ROLES", RECENT_ROLES.to_string()),
            ("SESSION_SECONDS", format!("{} h", SESSION_SECONDS / 3_600)),
            ("FAILURE_TIME", format!("{} ms", FAILURE_TIME.as_millis())),
            ("ATTEMPTS", "10,000".to_owned()),
            ("ADDRESS_ATTEMPTS", ADDRESS_ATTEMPTS.to_string()),
            ("ADDRESS_SECONDS", format!("{ADDRESS_SECONDS} s")),
            ("CHALLENGES", "10,000".to_owned()),
            ("CHALLENGE_SECONDS", format!("{CHALLENGE_SECONDS} s")),
        ] {
            let row = format!("| `{name}` | {value} | ");
            assert!(GUIDE.contains(&row), "docs/guide/operations.md lacks: {row}");
        }
        assert_eq!((BROWSERS, ATTEMPTS, CHALLENGES), (10_000, 10_000, 10_000));
    }
}
