//! What a request leaves in the trail, collected while it is handled.

mod record;

use super::operation::{Effect, EventClass, Missing, OperationFacts, RequestInfo};
use super::signed_urls;
use crate::api::error::ApiError;
use crate::directory::snapshot::Snapshot;
use crate::domain::caller::Caller;
use crate::trail::events::bucket_of;
use crate::trail::record::{MAX_ACCOUNTS, MAX_EXPLAINED};
use crate::trail::{DecidingStatement, DecisionRecord, Outcome, Room, Sent, TrailError, TrailLog};
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

/// The record of a denied pair: which statements decided and, if it is to be explained (`told`), everything that can be said.
#[must_use]
pub fn denied(
    request: &Request<'_>,
    decision: &Decision,
    policies: &Policies<'_>,
    told: Option<&Told<'_>>,
) -> DecisionRecord {
    DecisionRecord {
        action: request.action.to_owned(),
        resource: request.resource.to_owned(),
        outcome: if decision.is_explicit() { Outcome::ExplicitDeny } else { Outcome::ImplicitDeny },
        by: decision.deciding().filter_map(|at| deciding(at, policies)).collect(),
        explanation: told.and_then(|told| explanation(request, policies, told)),
    }
}

/// What an explanation tells beside what the engine knows.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Names the users and roles of policies.
    pub snapshot: &'t Snapshot,
    /// What the request asks for is not there.
    pub missing: Option<&'t Missing>,
}

/// The engine's explanation, with the ARNs that users and roles have now, without what gives access: signatures in URLs.
fn explanation(request: &Request<'_>, policies: &Policies<'_>, told: &Told<'_>) -> Option<serde_json::Value> {
    let mut explanation = explain(request, policies);
    explanation.name_ids(|id| told.snapshot.arn_of_id(id));
    if let Some(Missing { what, instead }) = told.missing {
        explanation.not_there(what, instead);
    }
    let mut explanation = serde_json::to_value(explanation).ok()?;
    signed_urls::hide(&mut explanation);
    Some(explanation)
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

/// Nothing is changed without its record.
fn no_room(error: &TrailError) -> ApiError {
    tracing::error!(%error, "there is no room for the record of a change");
    ApiError::unavailable(
        "The service cannot keep a record of the request at the moment, so nothing was changed. Try again later.",
    )
}

/// What a request has done so far. Clones share the notes.
#[derive(Debug, Clone, Default)]
pub struct RequestLog(Arc<Mutex<Noted>>);

/// How a request was signed, in the words of S3's condition keys.
#[derive(Debug, Clone, Copy)]
pub struct Signed {
    /// `s3:authType`.
    pub auth_type: &'static str,
    /// `s3:signatureversion`.
    pub version: &'static str,
}

/// The notes of one request.
#[derive(Debug, Default)]
pub struct Noted {
    /// The service's name, once known.
    pub service: Option<Cow<'static, str>>,
    /// The operation, once known.
    pub operation: Option<String>,
    /// What the operation does; `None` for one that is not served.
    pub effect: Option<Effect>,
    /// The class of its event.
    pub class: Option<EventClass>,
    /// The input, as the event of the request tells it.
    pub parameters: Option<String>,
    /// The output, in the same form.
    pub response: Option<String>,
    /// How it was signed, if the event tells that.
    pub signed: Option<Signed>,
    /// Additional data of the event.
    pub additional: Option<String>,
    /// Buckets whose ARNs take part, with their owners, where these are not the caller.
    pub owners: Vec<(String, AccountId)>,
    /// Who the request says it is from.
    pub caller: Option<Arc<Caller>>,
    /// Whether the signature proved it.
    pub verified: bool,
    /// What the request says of itself.
    pub sent: Option<Sent>,
    /// The Region of the signature (`aws:RequestedRegion`), once verified.
    pub region: Option<String>,
    /// Every decision, in order.
    pub decisions: Vec<DecisionRecord>,
    /// Where the record of a change will stand.
    pub room: Option<Room>,
    /// How many of them are explained.
    pub explained: usize,
    /// The accounts that own the resources of the request.
    pub accounts: BTreeSet<AccountId>,
}

impl Noted {
    /// Notes who owns the bucket of a resource, unless it is the caller: its ARN does not say.
    fn own_bucket(&mut self, resource: &str, owner: Option<AccountId>) {
        let Some(owner) = owner else { return };
        let own = self.caller.as_ref().and_then(|caller| caller.principal.account());
        if let Some(bucket) = bucket_of(resource).filter(|_| own != Some(owner))
            && self.owners.len() < MAX_ACCOUNTS
            && !self.owners.iter().any(|(known, _)| known == bucket)
        {
            self.owners.push((bucket.to_owned(), owner));
        }
    }
}

impl RequestLog {
    /// Notes which service it is for.
    pub fn service(&self, service: &'static str) {
        self.lock().service = Some(Cow::Borrowed(service));
    }

    /// Notes the caller that the credentials name, before the signature is verified.
    pub fn claimed(&self, caller: &Arc<Caller>) {
        self.lock().caller = Some(Arc::clone(caller));
    }

    /// Notes the access key that the request names.
    pub fn sent_key(&self, access_key_id: &str) {
        self.lock().sent.get_or_insert_default().access_key_id = Some(access_key_id.to_owned());
    }

    /// Notes the operation that the request names.
    pub fn sent_operation(&self, operation: impl Into<String>) {
        self.lock().sent.get_or_insert_default().operation = Some(operation.into());
    }

    /// Notes that the claimed caller is the real one, in this Region.
    pub fn authenticated(&self, region: &str) {
        let mut noted = self.lock();
        noted.verified = true;
        noted.region = Some(region.to_owned());
    }

    /// Notes which operation it is.
    pub fn operation(&self, operation: OperationFacts<'_>) {
        let mut noted = self.lock();
        if noted.service.as_deref() != Some(operation.service) {
            noted.service = Some(Cow::Owned(operation.service.to_owned()));
        }
        noted.operation = Some(operation.name.to_owned());
        noted.effect = Some(operation.effect);
        noted.class = Some(operation.class);
    }

    /// Notes the input, a JSON object without secrets.
    pub fn parameters(&self, json: String) {
        self.lock().parameters = Some(json);
    }

    /// Adds a member without secrets to the input, where the input has none of this name.
    pub fn parameter(&self, name: &str, value: serde_json::Value) {
        let mut noted = self.lock();
        let Some(json) = &noted.parameters else { return };
        let Ok(mut object) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(json) else { return };
        object.entry(name).or_insert(value);
        noted.parameters = Some(serde_json::Value::Object(object).to_string());
    }

    /// Notes the output, a JSON object without secrets.
    pub fn response(&self, json: String) {
        self.lock().response = Some(json);
    }

    /// Notes how the request was signed, for events that tell it.
    pub fn signed(&self, info: &RequestInfo) {
        let (auth_type, version) = (info.auth_type, info.signature_version);
        self.lock().signed = auth_type.zip(version).map(|(auth_type, version)| Signed { auth_type, version });
    }

    /// Notes additional data of the event, a JSON object without secrets.
    pub fn additional(&self, json: String) {
        self.lock().additional = Some(json);
    }

    /// Notes an account that takes part without a decision about what it owns.
    pub fn concerns(&self, account: AccountId) {
        self.lock().accounts.insert(account);
    }

    /// Notes the name of an operation that is not served.
    pub fn not_served(&self, name: &str) {
        self.lock().operation = Some(name.to_owned());
    }

    /// Whether one more denial is to be explained: the first [`MAX_EXPLAINED`] of a request are.
    #[must_use]
    pub fn explains_more(&self) -> bool {
        self.lock().explained < MAX_EXPLAINED
    }

    /// Keeps room in the trail for the record of a change, before anything changes, and says there that it is under way. A
    /// change that `frees_room` has the reserve of a full disk.
    ///
    /// # Errors
    /// `ServiceUnavailable` if the disk has none.
    pub fn reserve(&self, trail: &TrailLog, info: &RequestInfo, frees_room: bool) -> Result<(), ApiError> {
        let mut noted = self.lock();
        let room = trail.reserve(&noted.decisions, noted.under_way(info), frees_room);
        noted.room = Some(room.map_err(|error| no_room(&error))?);
        Ok(())
    }

    /// Notes a decision about a resource of `owner`. Of a change, there is room for it in the record then.
    ///
    /// # Errors
    /// `ServiceUnavailable` if the disk has none.
    pub fn decided(&self, decision: DecisionRecord, owner: Option<AccountId>) -> Result<(), ApiError> {
        let mut noted = self.lock();
        if let Some(room) = &mut noted.room {
            room.extend(&decision).map_err(|error| no_room(&error))?;
        }
        noted.explained += usize::from(decision.explanation.is_some());
        noted.own_bucket(&decision.resource, owner);
        noted.decisions.push(decision);
        noted.accounts.extend(owner);
        Ok(())
    }

    /// Forgets the decisions: they were made on a world that has moved, and are made again on the new one.
    pub fn decide_again(&self) {
        let mut noted = self.lock();
        noted.decisions.clear();
        noted.explained = 0;
        noted.accounts.clear();
        noted.owners.clear();
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
