//! What an operation is: facts, the permissions that it requires, and what it does.

use super::authorize::Authorized;
use super::second_factor::Presented;
use crate::api::error::ApiError;
use crate::directory::entities::{Bucket, DelegationRequest, OrganizationResourcePolicy, Role};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::mfa::RightCode;
use crate::node::Node;
use jiff::Timestamp;
use rolecall_catalog::operation::InputError;
use rolecall_policy::request::{ContextValue, ResourceClass, S3Facts};
use rolecall_policy::{AccountId, Context};
use std::borrow::Cow;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;

/// What is known of an operation without a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationFacts<'a> {
    /// The service's prefix in action names: `iam`, `sts`, `s3`.
    pub service: &'a str,
    /// The operation's name, as AWS spells it.
    pub name: &'a str,
    /// What it does to the world.
    pub effect: Effect,
    /// Its class in the audit trail.
    pub class: EventClass,
}

/// How the names of operations begin that free room on the disk: deletions, and what IAM wants done before it deletes a user,
/// group, role or policy. AWS's names hold to it.
const FREEING: [&str; 5] = ["Abort", "Deactivate", "Delete", "Detach", "Remove"];

impl OperationFacts<'_> {
    /// Whether it frees room on the disk: it is carried out when the disk is full, and others that change something are
    /// refused.
    #[must_use]
    pub fn frees_room(&self) -> bool {
        self.effect == Effect::Changes && FREEING.iter().any(|verb| self.name.starts_with(verb))
    }
}

/// What an operation does to the world, which decides when its record must be on the disk (decision 0006).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It changes nothing that is stored.
    Reads,
    /// It changes what is stored: its record is on the disk before the answer leaves.
    Changes,
    /// It hands out credentials and stores nothing.
    IssuesCredentials,
}

/// The class of an operation's events (CloudTrail's event categories).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventClass {
    /// Operations on resources: `CreateBucket`.
    Management,
    /// Operations in resources: `GetObject`.
    Data,
}

/// An operation of a service: a value that the service's table lists.
pub trait Operation: Sized + Send + Sync + 'static {
    /// Read from the wire, shapes checked.
    type Input: Send + 'static;
    /// Written to the wire.
    type Output: Send + 'static;
    /// What [`Operation::requires`] looked up and checked, for the handler.
    type Prepared: Send + Sync + 'static;

    /// Name, effect and event class.
    fn facts(&self) -> OperationFacts<'_>;

    /// The error for input that does not have the operation's shape (R3.6), where the service has no words of its own.
    fn misshapen(&self, error: InputError) -> ApiError {
        let fields = error.violations.into_iter().map(|it| (it.member, it.message)).collect();
        ApiError::new(error.code, 400, error.message).with_fields(fields)
    }

    /// Whether somebody must have signed the request.
    fn is_signed(&self) -> bool {
        true
    }

    /// The caller that a token in the input proves, for operations that nobody signs. It takes the place of whoever sent the
    /// request.
    ///
    /// # Errors
    /// AWS's error for a token that is not taken.
    fn token_holder(
        &self,
        _: &Self::Input,
        _: &CallContext<'_>,
    ) -> impl Future<Output = Result<Option<Caller>, ApiError>> + Send {
        std::future::ready(Ok(None))
    }

    /// The code of an MFA device that the input carries, if it does, after what is refused before it (R3.8). It is checked
    /// next; [`CallContext::second_factor`] shows that it was right.
    ///
    /// # Errors
    /// AWS's error for what is refused before the code is looked at.
    fn second_factor(&self, _: &Self::Input, _: &CallContext<'_>) -> Result<Option<Presented>, ApiError> {
        Ok(None)
    }

    /// Every permission that the caller must have (R2.3). An empty list means that the operation is never authorised
    /// (R2.38). May refuse for reasons that precede authorisation (R3.8).
    ///
    /// # Errors
    /// AWS's error for what is refused before policies are evaluated.
    fn requires(&self, input: &Self::Input, context: &CallContext<'_>) -> Result<Requires<Self::Prepared>, ApiError>;

    /// Does it.
    ///
    /// # Errors
    /// AWS's error; nothing has changed then.
    fn handle(request: Authorized<Self>, node: &Node) -> impl Future<Output = Result<Self::Output, ApiError>> + Send;
}

/// What an operation requires of the caller, and what it prepared to find that out.
#[derive(Debug, Clone)]
pub struct Requires<P = ()> {
    /// All of these must be allowed.
    pub permissions: Vec<RequiredPermission>,
    /// For the handler.
    pub prepared: P,
}

impl<P> Requires<P> {
    /// One permission.
    pub fn one(permission: RequiredPermission, prepared: P) -> Self {
        Self { permissions: vec![permission], prepared }
    }
}

impl From<Vec<RequiredPermission>> for Requires {
    fn from(permissions: Vec<RequiredPermission>) -> Self {
        Self { permissions, prepared: () }
    }
}

impl From<RequiredPermission> for Requires {
    fn from(permission: RequiredPermission) -> Self {
        Self::one(permission, ())
    }
}

/// The circumstances of a call: who calls, with which request, on which world.
#[derive(Clone, Copy)]
pub struct CallContext<'a> {
    /// Who calls.
    pub caller: &'a Caller,
    /// The request apart from its operation.
    pub info: &'a RequestInfo,
    /// The world at the revision the decision is made on.
    pub snapshot: &'a Snapshot,
    /// Clock, keys and the like.
    pub node: &'a Node,
    /// The code of an MFA device that came with the call and was right.
    pub second_factor: Option<&'a RightCode>,
}

impl CallContext<'_> {
    /// The canonical user id of the caller's account (R1.74).
    #[must_use]
    pub fn caller_canonical_id(&self) -> Option<Box<str>> {
        self.snapshot.canonical_id(self.caller.principal.account()?).map(Box::from)
    }
}

/// `s3:signatureversion` of a request that was signed with Signature Version 4 or 4a.
pub const SIGNATURE_V4: &str = "AWS4-HMAC-SHA256";

/// `s3:signatureversion` of a request that was signed with Signature Version 2.
pub const SIGNATURE_V2: &str = "AWS";

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
    /// The `Host` header or the authority of the URL, as sent.
    pub host: Option<String>,
    /// `Referer`, if sent.
    pub referer: Option<String>,
    /// The Region of the signature's scope; the server's home Region if nobody signed.
    pub region: String,
    /// The host name is that of a service's global endpoint (R3.2).
    pub global_endpoint: bool,
    /// The version of TLS (`1.2`, `1.3`), if the connection is encrypted.
    pub tls_version: Option<&'static str>,
    /// The cipher suite of TLS.
    pub cipher: Option<&'static str>,
    /// The console made it for somebody who is signed in there.
    pub from_console: bool,
    /// `REST-HEADER`, `REST-QUERY-STRING`, `POST`, or `None` if nobody signed (`s3:authType`).
    pub auth_type: Option<&'static str>,
    /// What the signature covers of an S3 body: its hash, or a word such as `UNSIGNED-PAYLOAD`, which is what a presigned
    /// URL covers unless it says otherwise (`s3:x-amz-content-sha256`).
    pub content_sha256: Option<String>,
    /// [`SIGNATURE_V4`], [`SIGNATURE_V2`], or `None` if nobody signed (`s3:signatureversion`).
    pub signature_version: Option<&'static str>,
    /// Age of the signature in milliseconds, for `s3:signatureAge`.
    pub signature_age_ms: Option<i64>,
}

/// The resource-based policy that takes part in a decision.
#[derive(Debug, Clone, Default)]
pub enum ResourcePolicyOf {
    /// The resource has none.
    #[default]
    Nothing,
    /// A role's trust policy (R2.14).
    Trust(Arc<Stored<Role>>),
    /// A bucket's policy.
    Bucket(Arc<Stored<Bucket>>),
    /// The default permissions of a delegation request (R4.66).
    Delegation(Arc<Stored<DelegationRequest>>),
    /// The resource policy of an organization (R7.24).
    Organization(Arc<Stored<OrganizationResourcePolicy>>),
    /// What the resource policy of an organization denies.
    OrganizationDenies(Arc<Stored<OrganizationResourcePolicy>>),
}

/// Equal if it is the same policy at the same revision.
impl PartialEq for ResourcePolicyOf {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => true,
            (Self::Trust(one), Self::Trust(other)) => Arc::ptr_eq(one, other),
            (Self::Bucket(one), Self::Bucket(other)) => Arc::ptr_eq(one, other),
            (Self::Delegation(one), Self::Delegation(other)) => Arc::ptr_eq(one, other),
            (Self::Organization(one), Self::Organization(other))
            | (Self::OrganizationDenies(one), Self::OrganizationDenies(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Something that a request asks for and that is not there, in words for whoever may read the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is not there.
    pub what: String,
    /// What the caller must do instead.
    pub instead: String,
}

/// A permission that the caller must have: one action on one resource, with the condition keys of the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct RequiredPermission {
    /// `service:Action`.
    pub action: Cow<'static, str>,
    /// The ARN, or `*`.
    pub resource: String,
    /// What a denial calls the resource, if not by its ARN (R1.30).
    pub called: Option<String>,
    /// Who owns the resource; `None`: the account in the ARN, else the caller's.
    pub account: Option<AccountId>,
    /// The resource's class.
    pub class: ResourceClass,
    /// Its policy.
    pub policy: ResourcePolicyOf,
    /// Condition keys of this operation, beside the global ones.
    pub condition_keys: Context,
    /// S3's facts.
    pub s3: Option<S3Facts>,
    /// What the request asks for is not there. The trail says so; the client is not told.
    pub missing: Option<Missing>,
    /// The action that a denial tells, if not this one.
    pub denied_as: Option<&'static str>,
    /// Whether a denial says why: `AssumeRole` stops after the resource (R3.9, R5.12).
    pub says_why: bool,
}

impl RequiredPermission {
    /// `action` on `resource`.
    #[must_use]
    pub fn on(action: impl Into<Cow<'static, str>>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            called: None,
            account: None,
            class: ResourceClass::Ordinary,
            policy: ResourcePolicyOf::Nothing,
            condition_keys: Context::default(),
            s3: None,
            missing: None,
            denied_as: None,
            says_why: true,
        }
    }

    /// Sets a condition key.
    #[must_use]
    pub fn key(mut self, name: &str, value: impl Into<ContextValue>) -> Self {
        self.condition_keys.set(name, value);
        self
    }

    /// Sets `<prefix>/<tag key>` for each tag ([`Context::add_tag`]).
    #[must_use]
    pub fn tags<'t>(mut self, prefix: &str, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        for (key, value) in tags {
            self.condition_keys.add_tag(prefix, key, value);
        }
        self
    }

    /// `aws:TagKeys` of a request that names tags; absent if it names none.
    #[must_use]
    pub fn tag_keys<'t>(mut self, keys: impl IntoIterator<Item = &'t str>) -> Self {
        let mut keys = keys.into_iter().peekable();
        if keys.peek().is_some() {
            self.condition_keys.set_all("aws:TagKeys", keys);
        }
        self
    }

    /// `aws:RequestTag/k` and `aws:TagKeys` of a request that sets tags.
    #[must_use]
    pub fn request_tags<'t>(self, tags: impl IntoIterator<Item = (&'t str, &'t str)> + Clone) -> Self {
        self.tags("aws:RequestTag", tags.clone()).tag_keys(tags.into_iter().map(|(key, _)| key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deletions and what must come before them free room, if they change anything; nothing else does.
    #[test]
    fn what_frees_room() {
        let frees =
            |name, effect| OperationFacts { service: "iam", name, effect, class: EventClass::Management }.frees_room();
        for name in
            ["DeleteObjects", "AbortMultipartUpload", "DetachRolePolicy", "RemoveUserFromGroup", "DeactivateMFADevice"]
        {
            assert!(frees(name, Effect::Changes), "{name}");
            assert!(!frees(name, Effect::Reads), "{name}");
        }
        for name in ["PutObject", "UpdateAccessKey", "UntagUser", "CompleteMultipartUpload", "UndeleteObject", ""] {
            assert!(!frees(name, Effect::Changes), "{name}");
        }
    }
}
