//! Calls from inside the process: what the program itself changes in an account, it changes as the root user of the account,
//! by the operations that clients call.
//!
//! Nothing is looser than for a client: the operation says which permissions it requires, they are decided, input is checked,
//! and the call leaves its record. Only the signature is missing, because there is nobody to prove anything to: whoever runs
//! the program on a data directory has the master key. A record shows the program by its `User-Agent`, and no access key.
//!
//! What an AWS service does by itself, such as the delivery of log files, is called as that service ([`put_as_service`]): the
//! policy of the bucket decides, as it does for AWS's.

use super::record;
use crate::api::error::ApiError;
use crate::api::ids::new_request_id;
use crate::domain::caller::CallSource;
use crate::node::Node;
use crate::services::log::RequestLog;
use crate::services::operation::{OperationFacts, SIGNATURE_V4};
use crate::services::rpc::{RpcOperation, Source};
use crate::services::service::Protocol;
use crate::services::{Call, Caller, IncomingBody, RequestBody, RequestInfo, Service};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, Request};
use rolecall_catalog::query::Form;
use rolecall_policy::{AccountId, Principal};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The Region that calls from inside are made in, unless one is given.
const REGION: &str = "us-east-1";

/// Calls operations as the root users of accounts.
#[derive(Debug, Clone, Copy)]
pub struct Inside<'n> {
    node: &'n Node,
    user_agent: &'static str,
}

impl<'n> Inside<'n> {
    /// Calls on `node`, with this `User-Agent` on record.
    #[must_use]
    pub fn new(node: &'n Node, user_agent: &'static str) -> Self {
        Self { node, user_agent }
    }

    /// Calls an operation of a query service; answers the content of its result element.
    ///
    /// # Errors
    /// AWS's error, as a client would get it.
    pub async fn query(
        &self,
        account: AccountId,
        service: &'static Service,
        operation: &str,
        parameters: Vec<(String, String)>,
    ) -> Result<String, ApiError> {
        let found = named(service, operation)?;
        let (call, info, log) = self.call(account, service, REGION)?;
        let form = Form::from_pairs(parameters).map_err(|error| ApiError::internal(error.to_string()))?;
        let answer = found.call(call, Source::Form(&form)).await;
        self.recorded(&info, &log, answer).await.map(Option::unwrap_or_default)
    }

    /// Calls an operation of a JSON service; answers its output.
    ///
    /// # Errors
    /// AWS's error, as a client would get it.
    pub async fn json(
        &self,
        account: AccountId,
        service: &'static Service,
        operation: &str,
        input: &serde_json::Value,
    ) -> Result<String, ApiError> {
        let found = named(service, operation)?;
        let (call, info, log) = self.call(account, service, REGION)?;
        let answer = found.call(call, Source::Json(input.to_string().as_bytes())).await;
        self.recorded(&info, &log, answer).await.map(Option::unwrap_or_default)
    }

    /// Sends a request to S3.
    ///
    /// # Errors
    /// S3's error, as a client would get it.
    pub async fn rest(
        &self,
        account: AccountId,
        service: &'static Service,
        region: &str,
        method: Method,
        target: &str,
        body: String,
    ) -> Result<(), ApiError> {
        let Protocol::Rest { serve, .. } = service.protocol else {
            return Err(ApiError::internal("the service is not addressed by path"));
        };
        let (call, info, log) = self.call(account, service, region)?;
        let request = Request::builder().method(method).uri(target).body(()).map_err(ApiError::internal)?;
        let (mut parts, ()) = request.into_parts();
        parts.headers = HeaderMap::new();
        let body: IncomingBody = Box::new(Whole(Some(Bytes::from(body))));
        let answer = serve(call, &parts, None, body).await.map(drop);
        self.recorded(&info, &log, answer).await
    }

    /// Leaves the record of a change that has no operation of its own in this form, such as an access key with a given id.
    ///
    /// # Errors
    /// That of the change, or `ServiceUnavailable` if it cannot be recorded.
    pub async fn change<T>(
        &self,
        account: AccountId,
        facts: OperationFacts<'_>,
        change: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let (info, log) = (self.info(REGION)?, RequestLog::default());
        log.claimed(&root(account));
        log.authenticated(REGION);
        let frees_room = facts.frees_room();
        log.operation(facts);
        log.reserve(&self.node.trail, &info, frees_room)?;
        let answer = change.await;
        self.recorded(&info, &log, answer).await
    }

    fn call(
        &self,
        account: AccountId,
        service: &'static Service,
        region: &str,
    ) -> Result<(Call<'n>, RequestInfo, RequestLog), ApiError> {
        let (caller, info, log) = (root(account), self.info(region)?, RequestLog::default());
        log.service(service.name);
        log.claimed(&caller);
        log.authenticated(region);
        Ok((Call { node: self.node, service, caller, info: info.clone(), log: log.clone() }, info, log))
    }

    fn info(&self, region: &str) -> Result<RequestInfo, ApiError> {
        Ok(RequestInfo {
            request_id: new_request_id(&*self.node.entropy)?,
            time: self.node.clock.now(),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: self.user_agent.to_owned(),
            host: None,
            referer: None,
            region: region.to_owned(),
            global_endpoint: false,
            // Nothing travels, so nothing can be overheard.
            tls_version: Some("1.3"),
            cipher: None,
            from_console: false,
            auth_type: None,
            signature_version: None,
            content_sha256: None,
            signature_age_ms: None,
        })
    }

    async fn recorded<T>(
        &self,
        info: &RequestInfo,
        log: &RequestLog,
        answer: Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let status = answer.as_ref().map_or_else(|error| error.status, |_| 200);
        record::leave(self.node, info, log.take(), status, answer.as_ref().err()).await?;
        answer
    }
}

/// Puts an object as an AWS service that calls by itself for a resource of an account. The target is the path of the object.
///
/// # Errors
/// S3's error, as a client would get it.
pub async fn put_as_service(
    node: &Node,
    service: &'static Service,
    principal: &'static str,
    source: CallSource,
    region: &str,
    request: Request<Bytes>,
) -> Result<(), ApiError> {
    let Protocol::Rest { serve, .. } = service.protocol else {
        return Err(ApiError::internal("the service is not addressed by path"));
    };
    let inside = Inside::new(node, principal);
    // Nobody signs, but policies that ask how something was signed mean clients, and AWS's services sign as they must.
    let info = RequestInfo {
        region: region.to_owned(),
        auth_type: Some("REST-HEADER"),
        signature_version: Some(SIGNATURE_V4),
        ..inside.info(region)?
    };
    let (caller, log) = (Arc::new(Caller::service(principal, source)), RequestLog::default());
    log.service(service.name);
    log.claimed(&caller);
    log.authenticated(region);
    let call = Call { node, service, caller, info: info.clone(), log: log.clone() };
    let (parts, body) = request.into_parts();
    let body: IncomingBody = Box::new(Whole(Some(body)));
    let answer = serve(call, &parts, None, body).await.map(drop);
    inside.recorded(&info, &log, answer).await
}

/// The operation of this name.
fn named(service: &'static Service, operation: &str) -> Result<&'static dyn RpcOperation, ApiError> {
    let found = service.rpc_operation(operation);
    found.ok_or_else(|| ApiError::internal(format!("there is no operation {operation}")))
}

/// The root user, who signed with no key.
fn root(account: AccountId) -> Arc<Caller> {
    let arn = format!("arn:aws:iam::{account}:root");
    let principal = Principal::Root { account, arn: arn.as_str().into() };
    Arc::new(Caller { principal, arn, user_id: account.to_string(), ..Caller::anonymous() })
}

/// A body that is there already.
struct Whole(Option<Bytes>);

impl RequestBody for Whole {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, ApiError>> {
        Box::pin(std::future::ready(Ok(self.0.take().filter(|bytes| !bytes.is_empty()))))
    }

    fn whole(&mut self, limit: usize) -> BoxFuture<'_, Result<Bytes, ApiError>> {
        let bytes = self.0.take().unwrap_or_default();
        let too_long = || ApiError::new("MaxMessageLengthExceeded", 400, "Your request was too big.");
        Box::pin(std::future::ready(if bytes.len() <= limit { Ok(bytes) } else { Err(too_long()) }))
    }

    fn length(&self) -> Option<u64> {
        self.0.as_ref().and_then(|bytes| u64::try_from(bytes.len()).ok())
    }

    fn trailers(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}
