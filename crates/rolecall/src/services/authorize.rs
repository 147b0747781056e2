//! The one place where requests are authorised.
//!
//! [`Call::run`] asks the operation what must be allowed, decides each pair over one snapshot, writes every decision to
//! the request's log, and only if all are allowed makes the [`Authorized`] value that the operation's handler takes.
//! There is no other way to make one.

use super::context::{context, resource_account};
use super::log::{self, RequestLog};
use super::operation::{Access, Asked, Operation, RequestInfo, ResourcePolicyOf};
use crate::api::error::ApiError;
use crate::directory::snapshot::Snapshot;
use crate::domain::caller::Caller;
use crate::domain::policies::{self, CallerPolicies};
use crate::node::Node;
use rolecall_policy::evaluate::{Policies, ResourcePolicy};
use rolecall_policy::explain::{ResourceText, Sentence, sentence};
use rolecall_policy::request::Issuer;
use rolecall_policy::{AccountId, Principal, Request, decide};
use std::sync::Arc;

/// An authenticated request on its way to an operation.
#[derive(Debug)]
pub struct Call<'a> {
    /// The server.
    pub node: &'a Node,
    /// Who calls.
    pub caller: Caller,
    /// The request apart from its operation.
    pub info: RequestInfo,
    /// What the trail will say of it.
    pub log: RequestLog,
}

impl Call<'_> {
    /// Authorises the operation on this input and, if everything is allowed, does it.
    ///
    /// # Errors
    /// AWS's error: what the operation refuses before authorisation, the denial, or the operation's own.
    pub async fn run<Op: Operation>(self, input: Op::Input) -> Result<Op::Output, ApiError> {
        let node = self.node;
        let authorized = self.authorize::<Op>(input)?;
        Op::handle(authorized, node).await
    }

    fn authorize<Op: Operation>(self, input: Op::Input) -> Result<Authorized<Op>, ApiError> {
        let Self { node, caller, info, log } = self;
        log.operation(Op::SERVICE, Op::NAME);
        let snapshot = node.directory.snapshot();
        let asked = Asked { caller: &caller, info: &info, snapshot: &snapshot, node };
        let pairs = Op::access(&input, &asked)?;
        let decider = Decider { own: caller_policies(&snapshot, &caller), service: Op::SERVICE };
        for access in &pairs {
            decider.decide(&asked, access, &log)?;
        }
        Ok(Authorized { input, permit: Permit { caller, info, snapshot, log, decider } })
    }
}

/// A request whose operation is allowed: the only thing a handler accepts.
#[derive(Debug)]
pub struct Authorized<Op: Operation> {
    input: Op::Input,
    permit: Permit,
}

impl<Op: Operation> Authorized<Op> {
    /// What was asked.
    #[must_use]
    pub fn input(&self) -> &Op::Input {
        &self.input
    }

    /// Who asked.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.permit.caller
    }

    /// The request as such.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.permit.info
    }

    /// The world that the decision was made on.
    #[must_use]
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.permit.snapshot
    }

    /// Splits off the input, for operations that consume it, such as a body; the rest can still be asked.
    #[must_use]
    pub fn into_parts(self) -> (Op::Input, Permit) {
        (self.input, self.permit)
    }

    /// Asks for one more pair, found only while handling: each object of a `DeleteObjects`, or whether a missing key may
    /// be told from a forbidden one (R2.32).
    ///
    /// # Errors
    /// The denial.
    pub fn also(&self, node: &Node, access: &Access) -> Result<(), ApiError> {
        self.permit.also(node, access)
    }
}

/// What is left of an [`Authorized`] whose input was taken.
#[derive(Debug)]
pub struct Permit {
    /// Who asked.
    pub caller: Caller,
    /// The request as such.
    pub info: RequestInfo,
    /// The world that the decision was made on.
    pub snapshot: Arc<Snapshot>,
    log: RequestLog,
    decider: Decider,
}

impl Permit {
    /// As [`Authorized::also`].
    ///
    /// # Errors
    /// The denial.
    pub fn also(&self, node: &Node, access: &Access) -> Result<(), ApiError> {
        let asked = Asked { caller: &self.caller, info: &self.info, snapshot: &self.snapshot, node };
        self.decider.decide(&asked, access, &self.log)
    }
}

/// Decides pairs for one caller.
#[derive(Debug)]
struct Decider {
    own: CallerPolicies,
    service: &'static str,
}

impl Decider {
    fn decide(&self, asked: &Asked<'_>, access: &Access, log: &RequestLog) -> Result<(), ApiError> {
        let context = context(asked, access);
        let owner = resource_account(asked, access);
        let request = Request {
            principal: &asked.caller.principal,
            action: &access.action,
            resource: &access.resource,
            resource_account: owner,
            class: access.class,
            s3: access.s3.as_ref(),
            context: &context,
        };
        let policies = Policies {
            identity: &self.own.identity,
            boundary: self.own.boundary.as_ref(),
            session: self.own.session.as_deref(),
            resource: match &access.policy {
                ResourcePolicyOf::Nothing => None,
                ResourcePolicyOf::Trust(role) => Some(ResourcePolicy::Trust(&role.live().trust)),
                ResourcePolicyOf::Bucket(bucket) => bucket.live().as_ref().map(ResourcePolicy::Resource),
            },
            ..Policies::default()
        };
        let decision = decide(&request, &policies);
        if decision.is_allowed() {
            log.decided(log::allowed(&request, &decision, &policies), owner);
            return Ok(());
        }
        log.decided(log::denied(&request, &decision, &policies), owner);
        Err(ApiError::access_denied(self.denial(asked, owner, || {
            let form = Sentence {
                resource: if self.service == "s3" { ResourceText::Quoted } else { ResourceText::Plain },
                reason: access.says_why,
                policy_arn: true,
            };
            sentence(&decision, &request, &policies, form)
        })))
    }

    /// S3 tells its reasons only within an account (R5.14).
    fn denial(&self, asked: &Asked<'_>, owner: Option<AccountId>, sentence: impl FnOnce() -> String) -> String {
        let caller = asked.caller.principal.account();
        if self.service == "s3" && (caller.is_none() || caller != owner) {
            return "Access Denied".to_owned();
        }
        sentence()
    }
}

/// The policies on the caller's side (R2, table 2.2).
fn caller_policies(snapshot: &Snapshot, caller: &Caller) -> CallerPolicies {
    // A caller with policies whose entity is not known is held to none of its limits, so it may do nothing.
    let of_user = || match &caller.user {
        Some(user) => policies::of_user(snapshot, user),
        None => policies::of_nobody("user"),
    };
    let mut own = match &caller.principal {
        Principal::User { .. } | Principal::FederatedUser { issuer: Issuer::User { .. }, .. } => of_user(),
        Principal::RoleSession { role_id: Some(id), .. } => policies::of_role(snapshot, id),
        Principal::RoleSession { role_id: None, .. } => policies::of_nobody("role"),
        Principal::FederatedUser { issuer: Issuer::Root, .. }
        | Principal::Root { .. }
        | Principal::AssumedRoot { .. }
        | Principal::Delegated { .. }
        | Principal::Service { .. }
        | Principal::Provider { .. }
        | Principal::Anonymous => CallerPolicies::default(),
    };
    if let Some(session) = &caller.session {
        own.session = policies::session_policies(snapshot, session.policy.as_deref(), &session.policy_arns);
    }
    own
}
