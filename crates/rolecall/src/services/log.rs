//! What a request leaves in the trail, collected while it is handled.

use super::caller::Caller;
use rolecall_policy::decision::StatementRef;
use rolecall_policy::document::Effect;
use rolecall_policy::evaluate::{Attached, Policies, PolicySource, ResourcePolicy};
use rolecall_policy::{AccountId, Decision, Explanation, Layer, Request};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One decision, as it is recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum DecisionRecord {
    /// The pair was allowed, by these statements.
    Allowed {
        /// `service:Action`.
        action: String,
        /// The ARN, or `*`.
        resource: String,
        /// The resource's account.
        #[serde(default)]
        account: Option<AccountId>,
        /// The deciding statement of each layer that has one.
        by: Vec<DecidingStatement>,
    },
    /// The pair was denied; everything that can be said about it.
    Denied {
        /// Why.
        explanation: Box<Explanation>,
    },
}

/// A statement that decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecidingStatement {
    /// The layer.
    pub layer: Layer,
    /// The policy.
    pub source: PolicySource,
    /// Index of the statement in the policy, from 0.
    pub statement: u32,
    /// Its `Sid`.
    #[serde(default)]
    pub sid: Option<String>,
    /// `Allow` or `Deny`.
    pub effect: Effect,
}

impl DecisionRecord {
    /// Notes an allowed pair.
    #[must_use]
    pub fn allowed(
        request: &Request<'_>,
        account: Option<AccountId>,
        decision: &Decision,
        policies: &Policies<'_>,
    ) -> Self {
        Self::Allowed {
            action: request.action.to_owned(),
            resource: request.resource.to_owned(),
            account,
            by: decision.deciding().filter_map(|at| deciding(at, policies)).collect(),
        }
    }

    /// Notes a denied pair.
    #[must_use]
    pub fn denied(explanation: Explanation) -> Self {
        Self::Denied { explanation: Box::new(explanation) }
    }
}

fn deciding(at: StatementRef, policies: &Policies<'_>) -> Option<DecidingStatement> {
    let index = at.policy as usize;
    let level = at.level as usize;
    match at.layer {
        Layer::Identity => statement(at, policies.identity.get(index)?),
        Layer::Boundary => statement(at, policies.boundary?),
        Layer::Session => statement(at, policies.session?.get(index)?),
        Layer::Endpoint => statement(at, policies.endpoint?),
        Layer::Scp => statement(at, policies.scp?.levels.get(level)?.policies.get(index)?),
        Layer::Rcp => statement(at, policies.rcp?.levels.get(level)?.policies.get(index)?),
        Layer::Resource => match policies.resource? {
            ResourcePolicy::Resource(attached) => statement(at, attached),
            ResourcePolicy::Trust(attached) => statement(at, attached),
        },
        Layer::Reserved | Layer::Caller | Layer::Partition => None,
    }
}

fn statement<K>(at: StatementRef, attached: &Attached<K>) -> Option<DecidingStatement> {
    let statement = attached.policy.policy().statements().get(at.statement as usize)?;
    Some(DecidingStatement {
        layer: at.layer,
        source: PolicySource::clone(&attached.source),
        statement: at.statement,
        sid: statement.sid.as_ref().map(|sid| sid.value.to_string()),
        effect: statement.effect.value,
    })
}

/// What a request has done so far. Clones share the notes.
#[derive(Debug, Clone, Default)]
pub struct RequestLog(Arc<Mutex<Noted>>);

/// The notes of one request.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    /// The service's prefix, once known.
    pub service: Option<&'static str>,
    /// The operation, once known.
    pub operation: Option<String>,
    /// Who the request says it is from.
    pub caller: Option<Claimed>,
    /// Every decision, in order.
    pub decisions: Vec<DecisionRecord>,
}

/// Whom a request's credentials name.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The ARN (R5.9).
    pub arn: String,
    /// `UserId` of `GetCallerIdentity`.
    pub user_id: String,
    /// The account.
    pub account: Option<AccountId>,
    /// The access key.
    pub access_key_id: Option<String>,
    /// `aws:SourceIdentity` of the session.
    pub source_identity: Option<String>,
    /// Whether the signature proved it.
    pub verified: bool,
}

impl RequestLog {
    /// Notes which service it is for.
    pub fn service(&self, service: &'static str) {
        self.lock().service = Some(service);
    }

    /// Notes whom the credentials name, before the signature is verified.
    pub fn claimed(&self, caller: &Caller) {
        self.lock().caller = Some(Claimed {
            arn: caller.arn.clone(),
            user_id: caller.user_id.clone(),
            account: caller.principal.account(),
            access_key_id: caller.access_key_id.clone(),
            source_identity: caller.session.as_ref().and_then(|session| session.source_identity.clone()),
            verified: false,
        });
    }

    /// Notes that the signature is the claimed caller's.
    pub fn authenticated(&self) {
        if let Some(claimed) = &mut self.lock().caller {
            claimed.verified = true;
        }
    }

    /// Notes which operation it is.
    pub fn operation(&self, service: &'static str, operation: &str) {
        let mut noted = self.lock();
        noted.service = Some(service);
        noted.operation = Some(operation.to_owned());
    }

    /// Notes a decision.
    pub fn decided(&self, decision: DecisionRecord) {
        self.lock().decisions.push(decision);
    }

    /// Takes the notes.
    #[must_use]
    pub fn take(&self) -> Noted {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
