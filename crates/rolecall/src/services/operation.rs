//! What an operation is: its input, what must be allowed before it runs, and what it does.

use super::authorize::Authorized;
use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, Role};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::node::Node;
use jiff::Timestamp;
use rolecall_policy::request::{ResourceClass, S3Facts};
use rolecall_policy::{AccountId, Context};
use std::borrow::Cow;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;

/// An operation of a service. Implemented by a zero-size type named as AWS names the operation.
pub trait Operation: Sized + Send + Sync + 'static {
    /// The service's prefix in action names: `iam`, `sts`, `s3`.
    const SERVICE: &'static str;
    /// The operation's name.
    const NAME: &'static str;
    /// Read from the wire, shapes checked.
    type Input: Send + 'static;
    /// Written to the wire.
    type Output: Send + 'static;

    /// Every (action, resource) pair that must be allowed (R2.3), with its context keys. An empty list means that the
    /// operation is never authorised (R2.38). May refuse for reasons which precede authorisation (R3.8).
    ///
    /// # Errors
    /// AWS's error for what is refused before policies are asked.
    fn access(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError>;

    /// Does it.
    ///
    /// # Errors
    /// AWS's error; nothing has changed then.
    fn handle(request: Authorized<Self>, node: &Node) -> impl Future<Output = Result<Self::Output, ApiError>> + Send;
}

/// What is known when an operation is asked for its facts.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Who calls.
    pub caller: &'a Caller,
    /// The request as such.
    pub info: &'a RequestInfo,
    /// The world at the revision the decision is made on.
    pub snapshot: &'a Snapshot,
    /// Clock, keys and the like.
    pub node: &'a Node,
}

impl Asked<'_> {
    /// The canonical user id of the caller's account (R1.74).
    #[must_use]
    pub fn caller_canonical_id(&self) -> Option<Box<str>> {
        let account = self.caller.principal.account()?;
        self.snapshot.account(account).map(|account| account.canonical_id.clone().into_boxed_str())
    }
}

/// The request apart from its operation.
#[derive(Debug, Clone)]
pub struct RequestInfo {
    /// In every answer, and in the trail.
    pub request_id: String,
    /// When it arrived.
    pub time: Timestamp,
    /// The client's address.
    pub source_ip: IpAddr,
    /// `User-Agent`, or empty.
    pub user_agent: String,
    /// `Referer`, if sent.
    pub referer: Option<String>,
    /// The region of the signature's scope; `us-east-1` if nobody signed.
    pub region: String,
    /// The version of TLS (`1.2`, `1.3`), if the connection is encrypted.
    pub tls_version: Option<&'static str>,
    /// `REST-HEADER`, `REST-QUERY-STRING`, or `None` if nobody signed (`s3:authType`).
    pub auth_type: Option<&'static str>,
    /// Age of the signature in milliseconds, for `s3:signatureAge`.
    pub signature_age_ms: Option<i64>,
}

/// The resource policy that takes part in a decision.
#[derive(Debug, Clone, Default)]
pub enum ResourcePolicyOf {
    /// The resource has none.
    #[default]
    Nothing,
    /// A role's trust policy (R2.14).
    Trust(Arc<Stored<Role>>),
    /// A bucket's policy.
    Bucket(Arc<Stored<Bucket>>),
}

/// One (action, resource) pair to be allowed.
#[derive(Debug, Clone)]
pub struct Access {
    /// `service:Action`.
    pub action: Cow<'static, str>,
    /// The ARN, or `*`.
    pub resource: String,
    /// Who owns the resource; `None`: the account in the ARN, else the caller's.
    pub account: Option<AccountId>,
    /// The resource's class.
    pub class: ResourceClass,
    /// Its policy.
    pub policy: ResourcePolicyOf,
    /// Keys of this operation, beside the global ones.
    pub context: Context,
    /// S3's facts.
    pub s3: Option<S3Facts>,
    /// Whether a denial says why: `AssumeRole` stops after the resource (R3.9, R5.12).
    pub says_why: bool,
}

impl Access {
    /// `action` on `resource`.
    #[must_use]
    pub fn on(action: impl Into<Cow<'static, str>>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            account: None,
            class: ResourceClass::Ordinary,
            policy: ResourcePolicyOf::Nothing,
            context: Context::new(),
            s3: None,
            says_why: true,
        }
    }

    /// Sets a context key.
    #[must_use]
    pub fn key(mut self, name: &str, value: impl Into<Box<str>>) -> Self {
        self.context.set(name, value);
        self
    }

    /// Sets a multivalued context key.
    #[must_use]
    pub fn keys(mut self, name: &str, values: Vec<Box<str>>) -> Self {
        self.context.set_all(name, values);
        self
    }
}
