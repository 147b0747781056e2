//! The one place where requests are authorised.
//!
//! [`Call::run`] checks the second factor that comes with the call, if one does, asks the operation which permissions it
//! requires, decides each over one snapshot, writes every decision to the request's log, and only if all are allowed makes
//! the [`Authorized`] value that the operation's handler takes. There is no other way to make one.
//!
//! A change may be planned on a later world than the one on which it was allowed. [`Authorized::change`] asks the
//! operation again what it requires there, and decides what is different, so that what is changed is what was allowed.

use super::context::{context, resource_account};
use super::log::{self, RequestLog};
use super::operation::{CallContext, Effect, Operation, RequestInfo, RequiredPermission, Requires, ResourcePolicyOf};
use super::second_factor::Presented;
use super::service::{DenialStyle, ReasonFor, Service};
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::snapshot::Snapshot;
use crate::directory::standing::Standing;
use crate::domain::caller::Caller;
use crate::domain::guardrails::standing;
use crate::domain::mfa::RightCode;
use crate::domain::policies::{self, CallerPolicies};
use crate::node::Node;
use crate::trail::{DecisionRecord, Outcome};
use rolecall_analysis::service_facts;
use rolecall_policy::evaluate::{Policies, ResourcePolicy};
use rolecall_policy::explain::{Sentence, sentence};
use rolecall_policy::{AccountId, Request, decide};
use std::sync::{Arc, OnceLock};

/// An authenticated request on its way to an operation.
#[derive(Debug)]
pub struct Call<'a> {
    /// The server.
    pub node: &'a Node,
    /// The service that is called.
    pub service: &'static Service,
    /// Who calls.
    pub caller: Arc<Caller>,
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
    pub async fn run<Op: Operation>(
        mut self,
        operation: &'static Op,
        input: Op::Input,
    ) -> Result<Op::Output, ApiError> {
        let node = self.node;
        let holder = {
            let snapshot = node.directory.snapshot();
            let (caller, info) = (&self.caller, &self.info);
            let context = CallContext { caller, info, snapshot: &snapshot, node, second_factor: None };
            operation.token_holder(&input, &context).await?
        };
        if let Some(holder) = holder {
            let holder = Arc::new(holder);
            self.log.claimed(&holder);
            self.caller = holder;
        }
        let presented = self.presented(operation, &input)?;
        let second_factor = match presented {
            Some(presented) => Some(presented.check(node, &self.caller).await?),
            None => None,
        };
        let authorized = self.authorize(operation, input, second_factor)?;
        let facts = operation.facts();
        if facts.effect == Effect::Changes {
            if !facts.frees_room() && node.reserve.is_given_up() {
                return Err(no_room());
            }
            authorized.permit.log.reserve(&node.trail, &authorized.permit.info, facts.frees_room())?;
        }
        Op::handle(authorized, node).await
    }

    fn presented<Op: Operation>(
        &self,
        operation: &'static Op,
        input: &Op::Input,
    ) -> Result<Option<Presented>, ApiError> {
        let Self { node, caller, info, .. } = self;
        let snapshot = node.directory.snapshot();
        operation.second_factor(input, &CallContext { caller, info, snapshot: &snapshot, node, second_factor: None })
    }

    fn authorize<Op: Operation>(
        self,
        operation: &'static Op,
        input: Op::Input,
        second_factor: Option<RightCode>,
    ) -> Result<Authorized<Op>, ApiError> {
        let Self { node, service, caller, info, log } = self;
        let snapshot = node.directory.snapshot();
        let second = second_factor.as_ref();
        let context = CallContext { caller: &caller, info: &info, snapshot: &snapshot, node, second_factor: second };
        let Requires { permissions, prepared } = operation.requires(&input, &context)?;
        let decider = Decider::new(service.denials);
        for permission in &permissions {
            decider.decide(&context, permission, &log)?;
        }
        let permit = Permit { caller, info, snapshot, second_factor, log, decider };
        Ok(Authorized { operation, input, prepared, permit })
    }
}

/// A request whose operation is allowed: the only thing a handler accepts.
#[derive(Debug)]
pub struct Authorized<Op: Operation> {
    operation: &'static Op,
    input: Op::Input,
    prepared: Op::Prepared,
    permit: Permit,
}

impl<Op: Operation> Authorized<Op> {
    /// The operation's input.
    #[must_use]
    pub fn input(&self) -> &Op::Input {
        &self.input
    }

    /// What the operation looked up and checked before it was decided.
    #[must_use]
    pub fn prepared(&self) -> &Op::Prepared {
        &self.prepared
    }

    /// Who calls.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.permit.caller
    }

    /// The code of an MFA device that came with the call and was right.
    #[must_use]
    pub fn second_factor(&self) -> Option<&RightCode> {
        self.permit.second_factor.as_ref()
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

    /// The circumstances that the decision was made in.
    #[must_use]
    pub fn context<'a>(&'a self, node: &'a Node) -> CallContext<'a> {
        self.permit.context(node)
    }

    /// Takes the input, for operations that consume it, such as a body; the rest can still be read.
    #[must_use]
    pub fn into_parts(self) -> (Op::Input, Op::Prepared, Permit) {
        (self.input, self.prepared, self.permit)
    }

    /// As [`Permit::also`].
    ///
    /// # Errors
    /// The denial.
    pub fn also(&self, node: &Node, permission: &RequiredPermission) -> Result<(), ApiError> {
        self.permit.also(node, permission)
    }

    /// Plans and commits a change. If the world has moved since the decision, everything is decided again on the new one
    /// before `plan` runs on it: the resource may have another path or other tags, the caller other rights or none.
    ///
    /// # Errors
    /// The plan's own, a denial, and those of [`Directory::change`](crate::directory::Directory::change).
    pub async fn change<T: Send>(
        &self,
        node: &Node,
        mut plan: impl FnMut(&CallContext<'_>, &Op::Prepared, &mut Edit) -> Result<T, ApiError> + Send,
    ) -> Result<T, ApiError>
    where
        Op::Input: Sync,
    {
        let Permit { caller, info, snapshot: decided_on, second_factor, log, decider } = &self.permit;
        let second_factor = second_factor.as_ref();
        node.directory
            .change(|snapshot, edit| {
                let context = CallContext { caller, info, snapshot, node, second_factor };
                if self.operation.facts().frees_room() {
                    edit.frees_room();
                }
                if snapshot.revision() == decided_on.revision() {
                    return plan(&context, &self.prepared, edit);
                }
                let Requires { permissions, prepared } = self.operation.requires(&self.input, &context)?;
                let decider = Decider::new(decider.style);
                log.decide_again();
                permissions.iter().try_for_each(|permission| decider.decide(&context, permission, log))?;
                plan(&context, &prepared, edit)
            })
            .await
    }
}

/// What is left of an [`Authorized`] whose input was taken.
#[derive(Debug)]
pub struct Permit {
    /// Who calls.
    pub caller: Arc<Caller>,
    /// The request as such.
    pub info: RequestInfo,
    /// The world that the decision was made on.
    pub snapshot: Arc<Snapshot>,
    /// The code of an MFA device that came with the call and was right.
    pub second_factor: Option<RightCode>,
    log: RequestLog,
    decider: Decider,
}

impl Permit {
    /// The circumstances that the decision was made in.
    #[must_use]
    pub fn context<'a>(&'a self, node: &'a Node) -> CallContext<'a> {
        let Self { caller, info, snapshot, second_factor, .. } = self;
        CallContext { caller, info, snapshot, node, second_factor: second_factor.as_ref() }
    }

    /// Decides one more permission, found only while handling: each object of a `DeleteObjects`, or whether a missing
    /// key may be told from a forbidden one (R2.32).
    ///
    /// # Errors
    /// The denial.
    pub fn also(&self, node: &Node, permission: &RequiredPermission) -> Result<(), ApiError> {
        self.decider.decide(&self.context(node), permission, &self.log)
    }
}

/// Whether a caller has a permission now, as an operation would find. Nothing is done and nothing is recorded: it is for
/// services that refuse a setting under which a later call of theirs would be denied.
#[must_use]
pub fn is_permitted(call: &CallContext<'_>, permission: &RequiredPermission) -> bool {
    let decider = Decider::new(DenialStyle::PLAIN);
    decider.decide(call, permission, &RequestLog::default()).is_ok()
}

/// Decides permissions for one caller on one snapshot.
#[derive(Debug)]
struct Decider {
    style: DenialStyle,
    /// Collected for the first permission. Some operations require none.
    bound: OnceLock<Bound>,
}

/// What binds the caller.
#[derive(Debug)]
struct Bound {
    own: CallerPolicies,
    /// Where the caller's account stands in its organization, with the control policies over it.
    standing: Option<Arc<Standing>>,
}

impl Decider {
    fn new(style: DenialStyle) -> Self {
        Self { style, bound: OnceLock::new() }
    }

    /// What binds the caller of this call, which is that of each call of this decider.
    fn bound(&self, call: &CallContext<'_>) -> &Bound {
        self.bound.get_or_init(|| {
            let standing = call.caller.principal.account().and_then(|account| standing(call.snapshot, account));
            Bound { own: policies::of_caller(call.snapshot, call.caller), standing }
        })
    }

    fn decide(
        &self,
        call: &CallContext<'_>,
        permission: &RequiredPermission,
        log: &RequestLog,
    ) -> Result<(), ApiError> {
        let owner = resource_account(call, permission);
        if let Some(closed) = owner.filter(|owner| call.snapshot.account(*owner).is_some_and(|it| it.closed.is_some()))
        {
            return self.refuse_closed(call, permission, log, closed);
        }
        let Bound { own, standing: of_caller } = self.bound(call);
        let of_resource = match owner {
            owner if owner == call.caller.principal.account() => of_caller.clone(),
            owner => owner.and_then(|owner| standing(call.snapshot, owner)),
        };
        let context = context(call, permission, of_caller.as_deref(), of_resource.as_deref());
        let request = Request {
            principal: &call.caller.principal,
            action: &permission.action,
            resource: &permission.resource,
            resource_account: owner,
            class: permission.class,
            s3: permission.s3.as_ref(),
            context: &context,
            services: service_facts(),
        };
        let policies = Policies {
            identity: &own.identity,
            boundary: own.boundary.as_ref(),
            session: own.session.as_deref(),
            resource: match &permission.policy {
                ResourcePolicyOf::Nothing => None,
                ResourcePolicyOf::Trust(role) => Some(ResourcePolicy::Trust(&role.compiled().trust)),
                ResourcePolicyOf::Delegation(request) => request.compiled().as_ref().map(ResourcePolicy::Resource),
                ResourcePolicyOf::Bucket(bucket) => bucket.compiled().as_ref().map(ResourcePolicy::Resource),
                ResourcePolicyOf::Organization(policy) => Some(ResourcePolicy::Resource(&policy.compiled().whole)),
                ResourcePolicyOf::OrganizationDenies(policy) => {
                    Some(ResourcePolicy::Resource(&policy.compiled().denies))
                }
            },
            scp: of_caller.as_ref().and_then(|standing| standing.scp()),
            rcp: of_resource.as_ref().and_then(|standing| standing.rcp()),
            endpoint: None,
        };
        let decision = call.node.decision_time.time(|| decide(&request, &policies));
        if decision.is_allowed() {
            return log.decided(log::allowed(&request, &decision, &policies), owner);
        }
        let told = log::Told { snapshot: call.snapshot, missing: permission.missing.as_ref() };
        let told = log.explains_more().then_some(&told);
        log.decided(log::denied(&request, &decision, &policies, told), owner)?;
        let own_account = call.caller.principal.account().is_some_and(|account| Some(account) == owner);
        if self.style.reason == ReasonFor::ResourceAccount && !own_account {
            return Err(ApiError::access_denied("Access Denied"));
        }
        let form = Sentence { resource: self.style.resource, reason: permission.says_why, policy_arn: true };
        let said = Request {
            action: permission.denied_as.unwrap_or(request.action),
            resource: permission.called.as_deref().unwrap_or(request.resource),
            ..request
        };
        Err(ApiError::access_denied(sentence(&decision, &said, &policies, form)))
    }
}

impl Decider {
    /// Nobody may do anything with what belongs to a closed account (R7.27). The account's own callers are refused before;
    /// others are told what they would be told of something that they have no permission for.
    fn refuse_closed(
        &self,
        call: &CallContext<'_>,
        permission: &RequiredPermission,
        log: &RequestLog,
        closed: AccountId,
    ) -> Result<(), ApiError> {
        let RequiredPermission { action, resource, .. } = permission;
        log.decided(
            DecisionRecord {
                action: action.to_string(),
                resource: resource.clone(),
                outcome: Outcome::ImplicitDeny,
                by: Vec::new(),
                explanation: None,
            },
            Some(closed),
        )?;
        let refused = match self.style.reason {
            // S3's own error for buckets of closed accounts.
            ReasonFor::ResourceAccount => {
                ApiError::new("AllAccessDisabled", 403, "All access to this object has been disabled")
            }
            ReasonFor::Everyone => {
                let resource = permission.called.as_deref().unwrap_or(resource);
                let caller = &call.caller.arn;
                ApiError::access_denied(format!(
                    "User: {caller} is not authorized to perform: {action} on resource: {resource}"
                ))
            }
        };
        Err(refused.because(format!("the account {closed}, which owns the resource, is closed")))
    }
}

/// What is free on a disk that was full is for deletions.
fn no_room() -> ApiError {
    ApiError::unavailable("The service has no room for changes at the moment, so nothing was changed. Try again later.")
}
