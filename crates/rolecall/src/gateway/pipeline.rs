//! The life of a request: `Request<Unverified>` → `Request<Authenticated>` → [`Call`] → `Authorized<Op>` → answer.
//!
//! Each step takes the one before by value, so that none can be left out: the caller of a [`Request<Authenticated>`] is
//! known because its signature was verified, and an operation's handler takes only what `services::authorize` made.

use super::authenticate::{self, Claim, Claims};
use super::body::{Body, Upload, no_room, read_body, too_slow};
use super::connections::{Connection, Connections, Full};
use super::identify::{Endpoints, Target, identify, no_such_target};
use super::limits::{BODY_WEIGHT, FORM_BYTES, REQUEST_BYTES};
use super::measures::Measures;
use super::post::multipart::{FIELDS_BYTES, FileBody, Reader};
use super::post::policy::Sizes;
use super::post::{self, Form as PostForm};
use super::published::Page;
use super::rates::{Rate, Rates};
use super::record;
use super::rest_json;
use super::server::{Admission, Handler, Peer};
use super::sigv2;
use super::sigv4::canonical::host;
use super::sigv4::payload::{Payload, PayloadDecoder, anonymous_decoder};
use super::sigv4::{
    Content, Credentials, Expectation, KeyCache, Presented, SignatureForm, check_claims, check_repeated, errors, parse,
    verify,
};
use super::unread::{self, RequestBytes, Watched};
use super::wire::{self, Family};
use crate::api::error::ApiError;
use crate::api::ids::new_request_id;
use crate::directory::last_used::Use;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use crate::services::body::IncomingBody;
use crate::services::log::RequestLog;
use crate::services::operation::{OperationFacts, SIGNATURE_V2, SIGNATURE_V4};
use crate::services::rpc::RpcOperation;
use crate::services::rpc::Source;
use crate::services::service::{Protocol, ServeFuture};
use crate::services::{Call, Caller, RequestInfo, Service, Services, sts};
use crate::session::SessionIdentity;
use bytes::Bytes;
use http::header::{REFERER, USER_AGENT};
use http::request::Parts;
use http::{Method, Response};
use hyper::body::{Body as _, Incoming};
use rolecall_catalog::query::Form;
use std::sync::Arc;
use tokio::time::Instant;

/// Answers every request of the listener.
#[derive(Debug)]
pub struct Gateway {
    node: Arc<Node>,
    keys: KeyCache,
    claims: Claims,
    endpoints: Endpoints,
    services: Services,
    rates: Rates,
    measures: Measures,
}

/// A request on its way; `Stage` says how much of it is believed.
pub struct Request<'p, Stage> {
    parts: &'p Parts,
    info: RequestInfo,
    stage: Stage,
}

/// Nothing is believed yet.
#[derive(Debug)]
pub struct Unverified<'p> {
    target: Target,
    connection: Arc<Connection>,
    /// What was claimed before the body came.
    claimed: Option<Claimed<'p>>,
}

/// Whom the credentials of a request stand for, and the secret that will prove it.
#[derive(Debug)]
struct Claimed<'p> {
    /// As it was sent.
    presented: Presented<'p>,
    /// What was looked at: on a newer snapshot the key may be gone.
    snapshot: Arc<Snapshot>,
    claim: Arc<Claim>,
}

/// What becomes of a request that nobody signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anonymous {
    /// It goes on to the decision: those of services that are addressed by path (R5.3), and those of operations whose input
    /// proves who calls (R3.3).
    IsLetThrough,
    /// It is refused.
    IsRefused,
}

/// The signature was verified, or nobody signed and the request may go on to the decision.
#[derive(Debug)]
pub struct Authenticated {
    caller: Arc<Caller>,
    /// What reads an S3 body against what was signed of it.
    decoder: Option<PayloadDecoder>,
    connection: Arc<Connection>,
}

impl Handler for Gateway {
    async fn call(&self, request: http::Request<Incoming>, peer: Peer, admission: Admission) -> Response<Body> {
        self.take(request.map(RequestBytes::from), &peer, admission).await
    }

    fn listens(&self, connections: &Arc<Connections>) {
        self.measures.watch(connections);
    }
}

impl Gateway {
    /// Answers a request, from whichever listener it comes: finds out what it is for, verifies its signature, decides, carries
    /// it out and records it.
    pub async fn take(
        &self,
        request: http::Request<RequestBytes>,
        peer: &Peer,
        admission: Admission,
    ) -> Response<Body> {
        let began = Instant::now();
        let (parts, body) = request.into_parts();
        let Admission { room, turn } = admission;
        let (body, end) = unread::watch(body, parts.version, turn);
        let connection = Arc::clone(&peer.connection);
        let is_head = parts.method == Method::HEAD;
        let info = match self.describe(&parts, peer) {
            Ok(info) => info,
            // Without random bytes there is no request id to answer with.
            Err(error) => return wire::error_response(Family::S3, &error, "", is_head),
        };
        let mut family = Family::S3;
        let log = RequestLog::default();
        let (answered, held) = match room {
            Ok(mut held) => {
                let answered = self.answer(parts, body, &info, &log, &mut family, &connection).await;
                // The head is gone. Giving back always works.
                let _ = held.resize(REQUEST_BYTES);
                (answered, Some(held))
            }
            Err(Full) => (Err(self.refuse(&parts, &connection, &mut family)), None),
        };
        let (response, error) = match answered {
            Ok(response) => (response, None),
            Err(error) => (wire::error_response(family, &error, &info.request_id, is_head), Some(error)),
        };
        let (noted, status) = (log.take(), response.status().as_u16());
        let counted = self.measures.counted(&noted, status, error.as_ref());
        let recorded = record::leave(&self.node, &info, noted, status, error.as_ref()).await;
        self.measures.note(counted, recorded.is_ok(), began.elapsed());
        let mut response = match recorded {
            Ok(()) => response,
            Err(error) => wire::error_response(family, &error, &info.request_id, is_head),
        };
        // What was done is on record; whether its answer finds room is another matter.
        if let Some(held) = held {
            let (parts, body) = response.into_parts();
            response = match body.holding(held) {
                Ok(body) => Response::from_parts(parts, body),
                Err(Full) => wire::error_response(family, &no_room(family), &info.request_id, is_head),
            };
        }
        end.announce(&mut response);
        response
    }

    /// A gateway before `node` that serves `services`.
    #[must_use]
    pub fn new(node: Arc<Node>, endpoints: Endpoints, services: Services) -> Self {
        Self {
            node,
            keys: KeyCache::default(),
            claims: Claims::default(),
            endpoints,
            services,
            rates: Rates::new(Vec::new()),
            measures: Measures::default(),
        }
    }

    /// The same with these rates of requests.
    #[must_use]
    pub fn with_rates(self, rates: Vec<Rate>) -> Self {
        Self { rates: Rates::new(rates), ..self }
    }

    /// The server.
    #[must_use]
    pub fn node(&self) -> &Arc<Node> {
        &self.node
    }

    /// The services behind it.
    #[must_use]
    pub fn services(&self) -> Services {
        self.services
    }

    /// What is kept of long-term keys.
    pub(super) fn claims(&self) -> &Claims {
        &self.claims
    }

    /// What was counted of requests.
    pub(super) fn measures(&self) -> &Measures {
        &self.measures
    }

    pub(super) fn describe(&self, parts: &Parts, peer: &Peer) -> Result<RequestInfo, ApiError> {
        let text = |name| parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Ok(RequestInfo {
            request_id: new_request_id(&*self.node.entropy)?,
            time: self.node.clock.now(),
            source_ip: peer.address.ip(),
            user_agent: text(USER_AGENT).unwrap_or_default(),
            host: host(parts).map(str::to_owned),
            referer: text(REFERER),
            region: self.node.home_region.clone(),
            global_endpoint: false,
            tls_version: peer.tls,
            cipher: peer.cipher,
            from_console: peer.is_console,
            auth_type: None,
            signature_version: None,
            content_sha256: None,
            signature_age_ms: None,
        })
    }

    /// What a request is for, and the family that answers it until more is known.
    fn identify(&self, parts: &Parts, family: &mut Family) -> Result<Target, ApiError> {
        let target = identify(parts, &self.endpoints, self.services).map_err(|unidentified| {
            *family = unidentified.family;
            unidentified.error
        })?;
        if let Some(service) = target.service {
            *family = Family::from(service);
        } else if let Some(service) = self.services.default_query() {
            // Before its form is read, a query request that names no service is answered by the first of them.
            *family = Family::from(service);
        }
        Ok(target)
    }

    /// The error of a request that there is no room for. Its connection ends.
    fn refuse(&self, parts: &Parts, connection: &Connection, family: &mut Family) -> ApiError {
        connection.leave();
        match self.identify(parts, family) {
            Ok(_) => no_room(*family),
            Err(error) => error,
        }
    }

    async fn answer(
        &self,
        parts: Parts,
        mut body: Watched,
        info: &RequestInfo,
        log: &RequestLog,
        family: &mut Family,
        connection: &Arc<Connection>,
    ) -> Result<Response<Body>, ApiError> {
        if let Some(page) = Page::of(&parts) {
            log.service(sts::SERVICE.name);
            log.sent_operation(format!("{} {}", parts.method, parts.uri.path()));
            return page.answer(&self.node, &parts.method).await;
        }
        let target = self.identify(&parts, family)?;
        let service = target.service;
        let version = parts.version;
        let stage = Unverified { target, connection: Arc::clone(connection), claimed: None };
        let info = RequestInfo { global_endpoint: stage.target.global, ..info.clone() };
        let mut request = Request { parts: &parts, info, stage };
        match service.map(|service| (service, &service.protocol)) {
            Some((service, Protocol::Rest { serve, .. })) => {
                log.service(service.name);
                // Without the query, which may hold a signature.
                log.sent_operation(format!("{} {}", request.parts.method, request.parts.uri.path()));
                let virtual_bucket = request.stage.target.virtual_bucket.clone();
                if let Some(boundary) = post::boundary(request.parts, virtual_bucket.as_deref())? {
                    let form = Reader::new(&boundary);
                    return self.upload(request, service, *serve, virtual_bucket.as_deref(), body, form, log).await;
                }
                let request = request.authenticate(self, service, Content::Declared, Anonymous::IsLetThrough, log)?;
                self.rest(request, service, *serve, virtual_bucket.as_deref(), body, log).await
            }
            Some((service, Protocol::Json { .. })) => {
                log.service(service.name);
                if let Err(error) = request.check_claims(self, *family, &body, log) {
                    body.skip(version).await;
                    return Err(error);
                }
                let bytes = read_body(body, FORM_BYTES, *family, connection).await?;
                let content = Content::Whole(&bytes);
                let request = request.authenticate(self, service, content, Anonymous::IsRefused, log)?;
                let named = named_by_target(service, request.parts);
                self.admit(&request, service, named.as_ref().ok().map(|it| it.facts()), log)?;
                self.rpc(request, service, named?, Source::Json(&bytes), log).await
            }
            Some((service, Protocol::RestJson { operations })) => {
                log.service(service.name);
                // Without the query, which may hold a signature.
                log.sent_operation(format!("{} {}", request.parts.method, request.parts.uri.path()));
                if let Err(error) = request.check_claims(self, *family, &body, log) {
                    body.skip(version).await;
                    return Err(error);
                }
                let bytes = read_body(body, FORM_BYTES, *family, connection).await?;
                let content = Content::Whole(&bytes);
                let request = request.authenticate(self, service, content, Anonymous::IsRefused, log)?;
                let named = rest_json::named(operations, request.parts);
                self.admit(&request, service, named.as_ref().ok().map(|it| it.facts()), log)?;
                let (call, parts, _) = request.into_call(&self.node, service, log);
                rest_json::call(named?, call, parts, &bytes).await
            }
            _ => {
                if let Some(service) = service.or(self.services.default_query()) {
                    log.service(service.name);
                }
                if let Err(error) = request.check_claims(self, *family, &body, log) {
                    let beginning = body.skip(version).await;
                    action_in(&beginning).into_iter().for_each(|action| log.sent_operation(action));
                    return Err(error);
                }
                let bytes = read_body(body, FORM_BYTES, *family, connection).await?;
                // Who did not sign is told that, not what is wrong with the form (R5.25).
                let form = form(request.parts, &bytes);
                let action = form.as_ref().ok().and_then(|form| form.get("Action")).map(str::to_owned);
                action.iter().for_each(|action| log.sent_operation(action));
                // The version names the service; a scope of another service is refused (V10).
                let version = form.as_ref().ok().and_then(|form| form.get("Version"));
                let versioned = version.and_then(|version| self.services.of_version(version));
                if let (None, None, Ok(form)) = (versioned, service, &form)
                    && version.is_some()
                    && !matches!(parse(request.parts, *family)?, Credentials::Anonymous)
                {
                    // Another service's API: there is no scope to hold its signature against.
                    return Err(no_such_operation(form));
                }
                let service = versioned.or(service).or(self.services.default_query());
                let service = service.ok_or_else(|| ApiError::internal("no query service is served"))?;
                *family = Family::from(service);
                log.service(service.name);
                let named = form.and_then(|form| Ok((named_by_form(service, &form)?, form)));
                // The operation is one that takes a token in place of a signature.
                let unsigned = matches!(&named, Ok((operation, _)) if !operation.is_signed());
                let anonymous = if unsigned { Anonymous::IsLetThrough } else { Anonymous::IsRefused };
                let request = request.authenticate(self, service, Content::Whole(&bytes), anonymous, log)?;
                if let (Err(_), Some(action)) = (&named, &action) {
                    log.not_served(action);
                }
                let facts = named.as_ref().ok().map(|(operation, _)| operation.facts());
                self.admit(&request, service, facts, log)?;
                let (operation, form) = named?;
                self.rpc(request, service, operation, Source::Form(&form), log).await
            }
        }
    }

    /// Whether the caller's account may make another request now. A refusal has the operation on record, if it is known.
    fn admit(
        &self,
        request: &Request<'_, Authenticated>,
        service: &'static Service,
        operation: Option<OperationFacts<'static>>,
        log: &RequestLog,
    ) -> Result<(), ApiError> {
        if let Some(operation) = operation {
            log.operation(operation);
        }
        // Now, not when the request's head came: whoever sends a body slowly does not come early.
        self.rates.admit(service, &request.stage.caller, self.node.clock.now())
    }

    /// Calls an operation that the request names.
    async fn rpc(
        &self,
        request: Request<'_, Authenticated>,
        service: &'static Service,
        operation: &'static dyn RpcOperation,
        source: Source<'_>,
        log: &RequestLog,
    ) -> Result<Response<Body>, ApiError> {
        let request_id = request.info.request_id.clone();
        let output = operation.call(request.into_call(&self.node, service, log).0, source).await?;
        Ok(wire::success(service, operation.facts().name, output.as_deref(), &request_id))
    }

    /// Hands a request to a service that finds the operation itself.
    async fn rest(
        &self,
        request: Request<'_, Authenticated>,
        service: &'static Service,
        serve: for<'a> fn(Call<'a>, &'a Parts, Option<&'a str>, IncomingBody) -> ServeFuture<'a>,
        virtual_bucket: Option<&str>,
        body: Watched,
        log: &RequestLog,
    ) -> Result<Response<Body>, ApiError> {
        let request_id = request.info.request_id.clone();
        let connection = Arc::clone(&request.stage.connection);
        let (call, parts, decoder) = request.into_call(&self.node, service, log);
        let decoder = decoder.ok_or_else(|| ApiError::internal("a streamed body has no decoder"))?;
        let body: IncomingBody = Box::new(Upload::new(body, decoder, connection));
        let (parts, body) = serve(call, parts, virtual_bucket, body).await?.into_parts();
        let mut response = Response::from_parts(parts, Body::from(body));
        wire::rest_xml::stamp(&mut response, &request_id);
        Ok(response)
    }
}

impl Gateway {
    /// Takes the file of a form: a `PutObject` that is signed in its fields (R6.23).
    #[expect(clippy::too_many_arguments, reason = "those of `rest`, and the form")]
    async fn upload(
        &self,
        request: Request<'_, Unverified<'_>>,
        service: &'static Service,
        serve: for<'a> fn(Call<'a>, &'a Parts, Option<&'a str>, IncomingBody) -> ServeFuture<'a>,
        virtual_bucket: Option<&str>,
        body: Watched,
        mut reader: Reader,
        log: &RequestLog,
    ) -> Result<Response<Body>, ApiError> {
        let connection = Arc::clone(&request.stage.connection);
        // The fields are kept to the end.
        let held = connection.hold(FIELDS_BYTES.saturating_mul(BODY_WEIGHT)).map_err(|Full| no_room(Family::S3))?;
        let decoder = anonymous_decoder(&request.parts.headers)?;
        let time = connection.limits().small_body_time;
        let mut body: IncomingBody = Box::new(Upload::new(body, decoder, connection));
        let fields = tokio::time::timeout(time, post::read_fields(&mut body, &mut reader)).await;
        let fields = fields.unwrap_or_else(|_| Err(too_slow(Family::S3)))?;
        let form = PostForm::new(fields, request.parts, virtual_bucket);
        let host = host(request.parts);
        // What the form says takes the place of what the request says.
        let mut parts = request.parts.clone();
        let (request, range) = request.by_form(self, service, &form, log)?;
        form.put(&mut parts, virtual_bucket)?;
        let body: IncomingBody = Box::new(FileBody::new(body, reader, range));
        let request_id = request.info.request_id.clone();
        let (call, ..) = request.into_call(&self.node, service, log);
        let response = form.answer(serve(call, &parts, virtual_bucket, body).await?, host);
        let (parts, body) = response.into_parts();
        let mut response = Response::from_parts(parts, Body::from(body));
        wire::rest_xml::stamp(&mut response, &request_id);
        drop(held);
        Ok(response)
    }
}

/// Shows neither headers nor URL: they hold signatures and tokens.
impl<Stage: std::fmt::Debug> std::fmt::Debug for Request<'_, Stage> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("info", &self.info).field("stage", &self.stage).finish_non_exhaustive()
    }
}

impl<'p> Request<'p, Unverified<'p>> {
    /// Refuses credentials that no body could make good, before a byte of one is read: their syntax, key, token, scope and
    /// date (R5.25). They are checked again with the body, which may take its time to come.
    ///
    /// Unsigned forms are read: it is in the form that an operation is named which takes them.
    fn check_claims(
        &mut self,
        gateway: &Gateway,
        family: Family,
        body: &Watched,
        log: &RequestLog,
    ) -> Result<(), ApiError> {
        if body.is_end_stream() {
            return Ok(());
        }
        let (node, now) = (&*gateway.node, self.info.time);
        let presented = match parse(self.parts, family)? {
            Credentials::Anonymous if matches!(family, Family::Json { .. } | Family::RestJson) => {
                return Err(errors::missing_credentials(family));
            }
            Credentials::Anonymous => return Ok(()),
            Credentials::Presented(presented) => presented,
        };
        log.sent_key(&presented.access_key_id);
        let (id, token) = (&*presented.access_key_id, presented.session_token.as_deref());
        let snapshot = node.directory.snapshot();
        let claim = authenticate::claim(node, &gateway.claims, &snapshot, family, id, token, now)?;
        log.claimed(&claim.caller);
        // Without a service in its head, a request says in its form what its scope must be.
        if let Some(service) = self.stage.target.service {
            let region = self.stage.target.region_policy(service, &node.home_region);
            check_claims(&presented, &Expectation { family, service: service.name, region: &region, now })?;
        }
        self.stage.claimed = Some(Claimed { presented, snapshot, claim });
        Ok(())
    }

    /// Verifies the signature, if there is one.
    fn authenticate(
        mut self,
        gateway: &Gateway,
        service: &'static Service,
        content: Content<'_>,
        anonymous: Anonymous,
        log: &RequestLog,
    ) -> Result<Request<'p, Authenticated>, ApiError> {
        let node = &*gateway.node;
        let family = Family::from(service);
        if family == Family::S3
            && let Some(caller) = self.by_version_2(gateway, service, log)?
        {
            let decoder = Some(anonymous_decoder(&self.parts.headers)?);
            let stage = Authenticated { caller, decoder, connection: self.stage.connection };
            return Ok(Request { parts: self.parts, info: self.info, stage });
        }
        let (presented, found) = match self.stage.claimed.take() {
            Some(Claimed { presented, snapshot, claim }) => (presented, Some((snapshot, claim))),
            None => match parse(self.parts, family)? {
                Credentials::Anonymous if anonymous == Anonymous::IsLetThrough => {
                    check_repeated(&self.parts.headers)?;
                    let decoder = match content {
                        Content::Declared => Some(anonymous_decoder(&self.parts.headers)?),
                        Content::Whole(_) => None,
                    };
                    let caller = Arc::new(Caller::anonymous());
                    log.claimed(&caller);
                    log.authenticated(&self.info.region);
                    let stage = Authenticated { caller, decoder, connection: self.stage.connection };
                    return Ok(Request { parts: self.parts, info: self.info, stage });
                }
                Credentials::Anonymous => return Err(errors::missing_credentials(family)),
                Credentials::Presented(presented) => (presented, None),
            },
        };
        let snapshot = node.directory.snapshot();
        let now = self.info.time;
        let found = found.filter(|(seen, _)| Arc::ptr_eq(seen, &snapshot));
        let claim = match found {
            Some((_, claim)) => claim,
            None => {
                let (id, token) = (&*presented.access_key_id, presented.session_token.as_deref());
                log.sent_key(id);
                let claim = authenticate::claim(node, &gateway.claims, &snapshot, family, id, token, now)?;
                log.claimed(&claim.caller);
                claim
            }
        };
        let region = self.stage.target.region_policy(service, &node.home_region);
        let expected = Expectation { family, service: service.name, region: &region, now };
        let verified = verify(self.parts, &presented, claim.secret.expose(), content, &expected, &gateway.keys)?;
        let caller = Arc::clone(&claim.caller);
        presented.region(&region).clone_into(&mut self.info.region);
        log.authenticated(&self.info.region);
        let connection = self.stage.connection;
        // A presigned URL is for whoever has it, and tells nothing of who that is.
        if presented.form == SignatureForm::Header {
            connection.verified();
        }
        let decoder = match content {
            Content::Declared => {
                self.info.content_sha256 = Some(verified.payload().declared());
                Some(verified.decoder(&self.parts.headers)?)
            }
            Content::Whole(_) => None,
        };
        self.info.auth_type = Some(presented.form.auth_type());
        self.info.signature_version = Some(SIGNATURE_V4);
        self.info.signature_age_ms = Some(now.as_millisecond() - presented.date.timestamp().as_millisecond());
        note_use(node, &snapshot, &self.info, service, &caller);
        Ok(Request { parts: self.parts, info: self.info, stage: Authenticated { caller, decoder, connection } })
    }
}

impl<'p> Request<'p, Unverified<'p>> {
    /// The caller of a URL with a signature of version 2, verified; `None` if the request has none (R6.28).
    fn by_version_2(
        &mut self,
        gateway: &Gateway,
        service: &'static Service,
        log: &RequestLog,
    ) -> Result<Option<Arc<Caller>>, ApiError> {
        let Some(presented) = sigv2::presented(self.parts)? else { return Ok(None) };
        let node = &*gateway.node;
        let snapshot = node.directory.snapshot();
        let (id, token) = (&*presented.access_key_id, presented.session_token.as_deref());
        let claim = authenticate::claim(node, &gateway.claims, &snapshot, Family::S3, id, token, self.info.time)?;
        let caller = Arc::clone(&claim.caller);
        log.claimed(&caller);
        let virtual_bucket = self.stage.target.virtual_bucket.as_deref();
        presented.verify(self.parts, virtual_bucket, claim.secret.expose(), self.info.time)?;
        check_repeated(&self.parts.headers)?;
        log.authenticated(&self.info.region);
        self.info.auth_type = Some(SignatureForm::Query { expires: None }.auth_type());
        self.info.signature_version = Some(SIGNATURE_V2);
        self.info.content_sha256 = Some(Payload::Unsigned.declared());
        // Nobody knows when it was signed, so a policy that sets a limit to the age refuses it (R6.31).
        self.info.signature_age_ms = Some(i64::MAX);
        note_use(node, &snapshot, &self.info, service, &caller);
        Ok(Some(caller))
    }
}

impl<'p> Request<'p, Unverified<'p>> {
    /// Verifies the signature of a form, if it has one, and answers how many bytes its file may have.
    fn by_form(
        mut self,
        gateway: &Gateway,
        service: &'static Service,
        form: &PostForm,
        log: &RequestLog,
    ) -> Result<(Request<'p, Authenticated>, Sizes), ApiError> {
        let node = &*gateway.node;
        let (mut caller, mut range) = (Arc::new(Caller::anonymous()), None);
        if let Some(presented) = form.presented()? {
            let snapshot = node.directory.snapshot();
            // Now, not when the request's head came: whoever sends the fields slowly does not come early.
            let now = node.clock.now();
            let (id, token) = (presented.access_key_id, presented.session_token);
            let claim = authenticate::claim(node, &gateway.claims, &snapshot, Family::S3, id, token, now)?;
            let claimed = Arc::clone(&claim.caller);
            log.claimed(&claimed);
            let regions = self.stage.target.region_policy(service, &node.home_region);
            let verified = form.verify(&presented, claim.secret.expose(), &regions, now, &gateway.keys)?;
            if let Some(region) = verified.region {
                self.info.region = region;
            }
            self.info.auth_type = Some("POST");
            self.info.signature_version = Some(verified.version);
            self.info.signature_age_ms = Some(verified.age_ms);
            self.info.content_sha256 = Some(Payload::Unsigned.declared());
            note_use(node, &snapshot, &self.info, service, &claimed);
            (caller, range) = (claimed, verified.range);
        } else {
            log.claimed(&caller);
        }
        log.authenticated(&self.info.region);
        let stage = Authenticated { caller, decoder: None, connection: self.stage.connection };
        Ok((Request { parts: self.parts, info: self.info, stage }, range))
    }
}

impl<'p> Request<'p, Authenticated> {
    fn into_call<'n>(
        self,
        node: &'n Node,
        service: &'static Service,
        log: &RequestLog,
    ) -> (Call<'n>, &'p Parts, Option<PayloadDecoder>) {
        let Authenticated { caller, decoder, .. } = self.stage;
        (Call { node, service, caller, info: self.info, log: log.clone() }, self.parts, decoder)
    }
}

/// The parameters of a query request: the body's, or with GET the URL's.
fn form(parts: &Parts, body: &Bytes) -> Result<Form, ApiError> {
    let bytes = if body.is_empty() { parts.uri.query().unwrap_or_default().as_bytes() } else { body };
    Form::parse(bytes).map_err(|error| ApiError::new("MalformedQueryString", 400, error.to_string()))
}

/// The operation that `X-Amz-Target` names (R5.4).
fn named_by_target(service: &Service, parts: &Parts) -> Result<&'static dyn RpcOperation, ApiError> {
    let target = parts.headers.get("x-amz-target").map(|value| String::from_utf8_lossy(value.as_bytes()));
    let target = target.unwrap_or_default();
    let (_, name) = target.rsplit_once('.').unwrap_or_default();
    let declined = || match service.protocol {
        Protocol::Json { declines, .. } => declines(name),
        _ => None,
    };
    let operation = service.rpc_operation(name);
    operation.ok_or_else(|| declined().unwrap_or_else(|| no_such_target(&target).error))
}

/// The operation that a form names (R5, section 5.4).
fn named_by_form(service: &Service, form: &Form) -> Result<&'static dyn RpcOperation, ApiError> {
    let Some(action) = form.get("Action").filter(|action| !action.is_empty()) else {
        return Err(ApiError::new("MissingAction", 400, "The request is missing the required parameter Action"));
    };
    let versioned = matches!(service.protocol, Protocol::Query { version, .. } if form.get("Version") == Some(version));
    let operation = versioned.then(|| service.rpc_operation(action)).flatten();
    operation.ok_or_else(|| no_such_operation(form).because(why_no_operation(service, action)))
}

/// The operation that a form begins with.
fn action_in(beginning: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(beginning).ok()?;
    // The last parameter may be cut.
    let (whole, _) = text.rsplit_once('&')?;
    let action = whole.split('&').find_map(|parameter| parameter.strip_prefix("Action="))?;
    action.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(action)
}

/// Whether AWS has the operation, or a client made its name up.
fn why_no_operation(service: &Service, action: &str) -> String {
    let name = service.name;
    match rolecall_catalog::authorization().action(name, action) {
        Some(_) => format!("AWS has the operation {name}:{action}, but rolecall does not implement it yet"),
        None => {
            format!("neither AWS nor rolecall has an operation {action} of {name}, or not in this version of the API")
        }
    }
}

/// `InvalidAction` 400 for an operation that no service here has.
fn no_such_operation(form: &Form) -> ApiError {
    let action = form.get("Action").unwrap_or_default();
    let version = form.get("Version").unwrap_or("NO_VERSION_SPECIFIED");
    ApiError::new("InvalidAction", 400, format!("Could not find operation {action} for version {version}"))
}

/// Notes that the key, and the role of a session, were used (R4.16, R4.24).
fn note_use(node: &Node, snapshot: &Snapshot, info: &RequestInfo, service: &Service, caller: &Caller) {
    let Some(account) = caller.principal.account() else { return };
    let used = Use { time: info.time, region: &*info.region, service: service.name };
    match caller.session.as_ref().map(|session| &session.identity) {
        Some(SessionIdentity::Role { role_id, .. }) => node.last_used.note(snapshot, account, role_id, &used),
        // Temporary keys of users are not reported.
        Some(_) => {}
        None => {
            if let Some(id) = &caller.access_key_id {
                node.last_used.note(snapshot, account, id, &used);
            }
        }
    }
}
