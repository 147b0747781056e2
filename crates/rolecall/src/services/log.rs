//! What a request leaves in the trail, collected while it is handled.

use super::operation::{Effect, OperationFacts};
use super::signed_urls;
use crate::domain::caller::Caller;
use crate::trail::{DecidingStatement, DecisionRecord, Outcome};
use rolecall_policy::decision::StatementRef;
use rolecall_policy::evaluate::Policies;
use rolecall_policy::{AccountId, Decision, Request, explain};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The record of an allowed pair: which statements decided.
#[must_use]
pub fn allowed(request: &Request<'_>, decision: &Decision, policies: &Policies<'_>) -> DecisionRecord {
    DecisionRecord {
        action: request.action.to_owned(),
        resource: request.resource.to_owned(),
        outcome: Outcome::Allowed,
        by: decision.deciding().filter_map(|at| deciding(at, policies)).collect(),
        explanation: None,
    }
}

/// The record of a denied pair: everything that can be said about it.
#[must_use]
pub fn denied(request: &Request<'_>, decision: &Decision, policies: &Policies<'_>) -> DecisionRecord {
    DecisionRecord {
        action: request.action.to_owned(),
        resource: request.resource.to_owned(),
        outcome: if decision.is_explicit() { Outcome::ExplicitDeny } else { Outcome::ImplicitDeny },
        by: decision.deciding().filter_map(|at| deciding(at, policies)).collect(),
        explanation: serde_json::to_value(explain(request, policies)).ok().map(|mut explanation| {
            signed_urls::hide(&mut explanation);
            explanation
        }),
    }
}

fn deciding(at: StatementRef, policies: &Policies<'_>) -> Option<DecidingStatement> {
    let (statement, source) = policies.statement(at)?;
    Some(DecidingStatement {
        layer: at.layer,
        source: source.clone(),
        statement: at.statement,
        sid: statement.sid.map(ToOwned::to_owned),
        effect: statement.effect,
    })
}

/// What a request has done so far. Clones share the notes.
#[derive(Debug, Clone, Default)]
pub struct RequestLog(Arc<Mutex<Noted>>);

/// The notes of one request.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    /// The service's name, once known.
    pub service: Option<Cow<'static, str>>,
    /// The operation, once known.
    pub operation: Option<String>,
    /// What the operation does; `None` for one that is not served.
    pub effect: Option<Effect>,
    /// Who the request says it is from.
    pub caller: Option<Caller>,
    /// Whether the signature proved it.
    pub verified: bool,
    /// Every decision, in order.
    pub decisions: Vec<DecisionRecord>,
    /// The accounts that own the resources of the request.
    pub accounts: BTreeSet<AccountId>,
}

impl RequestLog {
    /// Notes which service it is for.
    pub fn service(&self, service: &'static str) {
        self.lock().service = Some(Cow::Borrowed(service));
    }

    /// Notes the caller that the credentials name, before the signature is verified.
    pub fn claimed(&self, caller: &Caller) {
        self.lock().caller = Some(caller.clone());
    }

    /// Notes that the signature is the claimed caller's.
    pub fn authenticated(&self) {
        self.lock().verified = true;
    }

    /// Notes which operation it is.
    pub fn operation(&self, operation: OperationFacts<'_>) {
        let mut noted = self.lock();
        if noted.service.as_deref() != Some(operation.service) {
            noted.service = Some(Cow::Owned(operation.service.to_owned()));
        }
        noted.operation = Some(operation.name.to_owned());
        noted.effect = Some(operation.effect);
    }

    /// Notes the name of an operation that is not served.
    pub fn not_served(&self, name: &str) {
        self.lock().operation = Some(name.to_owned());
    }

    /// Notes a decision about a resource of `owner`.
    pub fn decided(&self, decision: DecisionRecord, owner: Option<AccountId>) {
        let mut noted = self.lock();
        noted.decisions.push(decision);
        noted.accounts.extend(owner);
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
