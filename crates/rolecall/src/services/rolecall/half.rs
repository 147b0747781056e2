//! The half of a recorded request that a reader may see.
//!
//! A request of one account on resources of another is on record for both (decision 0043). Who may read the caller's account
//! sees who called and all that the request named, because its caller named it, and the layers of the caller's side. Who
//! may read only the resource's account sees what CloudTrail gives to it (section 8.3 of the specification): the account of the
//! caller, not its name; its own resources, not those of others; and the layers of its own side, in which nothing tells more
//! of the caller than the request itself did.

use crate::directory::entities::{Bucket, Global};
use crate::directory::snapshot::Snapshot;
use crate::trail::{DecisionRecord, Outcome, Record};
use jiff::Timestamp;
use rolecall_policy::document::Effect;
use rolecall_policy::explain::{self, LayerReport, Part, Says, StatementReport};
use rolecall_policy::{AccountId, Arn, Explanation, Layer};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Condition keys whose values the resource's account learns from the request. Of all others only the names are told, which
/// stand in its own policies.
const KEYS_OF_REQUESTS: [&str; 18] = [
    "aws:currenttime",
    "aws:epochtime",
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:securetransport",
    "aws:sourceip",
    "aws:tagkeys",
    "aws:useragent",
    "aws:viaawsservice",
    "sts:externalid",
    "sts:rolesessionname",
    "sts:transitivetagkeys",
];
/// The same of keys that begin so.
const KEYS_BEGIN: [&str; 4] = ["aws:requesttag/", "aws:resourcetag/", "iam:resourcetag/", "s3:"];

/// How keys begin whose values tell of the resource.
const KEYS_OF_RESOURCES: [&str; 4] =
    ["aws:resourceorg", "aws:resourcetag/", "iam:resourcetag/", "s3:existingobjecttag/"];

/// The accounts that a reader may read.
pub(super) type Readable = BTreeSet<AccountId>;

/// What a reader may see of a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Half {
    /// The record without what is not to be seen.
    pub(super) record: Record,
    /// The account of the caller.
    pub(super) caller_account: Option<AccountId>,
    /// Whether the caller's side may be seen.
    pub(super) sees_caller: bool,
    /// The accounts whose halves are left out.
    pub(super) hidden: Vec<String>,
    /// Which sides of each decision may be seen.
    pub(super) sights: Vec<Sight>,
}

impl Half {
    /// What may be seen by whoever may read these accounts; `None` if none of them takes part.
    pub(super) fn of(mut record: Record, readable: &Readable, snapshot: &Snapshot) -> Option<Self> {
        let is_readable = |account: &String| account.parse().is_ok_and(|account| readable.contains(&account));
        if !record.accounts.iter().any(is_readable) {
            return None;
        }
        let hidden: Vec<String> = record.accounts.iter().filter(|account| !is_readable(account)).cloned().collect();
        let caller_account = record.caller.as_ref().and_then(|caller| caller.account.parse().ok());
        // Services and providers have no account of their own; the ARN of a provider has one.
        let of_caller = record.caller.as_ref().and_then(|caller| Arn::parse(&caller.arn)?.account.parse().ok());
        let sees_caller = caller_account.or(of_caller).is_none_or(|account| readable.contains(&account));
        if !hidden.is_empty() || !sees_caller {
            if let Some(error) = &mut record.error {
                error.reason = None;
            }
        }
        if !sees_caller {
            let time = record.time;
            let owned = |resource: &String| is_owned(resource, readable, time, snapshot);
            record.resources.retain(owned);
            record.decisions.retain(|decision| owned(&decision.resource));
            record.accounts.retain(|account| is_readable(account) || account.parse().ok() == caller_account);
            (record.caller, record.sent) = (None, None);
            if let Some(error) = &mut record.error {
                // It names the caller.
                error.message = String::new();
            }
        }
        let mut sights = Vec::new();
        for decision in &mut record.decisions {
            let sees_resource = hidden.is_empty() || is_of_readable(decision, readable, record.time, snapshot);
            let sight = Sight { sees_caller, sees_resource };
            sight.limit(decision, caller_account);
            sights.push(sight);
        }
        if let Some(issuer) = record.caller.as_mut().and_then(|caller| caller.issued_by.as_mut())
            && let Some(account) = Arn::parse(issuer).and_then(|arn| arn.account.parse::<AccountId>().ok())
            && !readable.contains(&account)
        {
            *issuer = account.to_string();
        }
        Some(Self { record, caller_account, sees_caller, hidden, sights })
    }
}

/// What is listed of a record: without what explains it.
pub(super) fn brief(record: &Record) -> Record {
    let decision = |it: &DecisionRecord| DecisionRecord {
        action: it.action.clone(),
        resource: it.resource.clone(),
        outcome: it.outcome,
        by: Vec::new(),
        explanation: None,
    };
    Record {
        request_id: record.request_id.clone(),
        time: record.time,
        service: record.service.clone(),
        operation: record.operation.clone(),
        caller: record.caller.clone(),
        source_ip: record.source_ip,
        user_agent: record.user_agent.clone(),
        resources: record.resources.clone(),
        decisions: record.decisions.iter().map(decision).collect(),
        error: record.error.clone(),
        status: record.status,
        accounts: record.accounts.clone(),
        is_unfinished: record.is_unfinished,
        ..Record::default()
    }
}

/// Whether the resource of a decision is of an account that may be read: as it was decided then, or as it still is.
fn is_of_readable(decision: &DecisionRecord, readable: &Readable, time: Timestamp, snapshot: &Snapshot) -> bool {
    let explained = decision.explanation.as_ref().and_then(|told| told.get("resource_account"));
    let owner = explained.and_then(|owner| AccountId::deserialize(owner).ok());
    owner.map_or_else(|| is_owned(&decision.resource, readable, time, snapshot), |owner| readable.contains(&owner))
}

/// Whether the resource belonged to one of the accounts at that time, as far as it can still be told.
fn is_owned(resource: &str, readable: &Readable, time: Timestamp, snapshot: &Snapshot) -> bool {
    let Some(arn) = Arn::parse(resource) else { return false };
    if !arn.account.is_empty() {
        return arn.account.parse().is_ok_and(|account| readable.contains(&account));
    }
    let name = arn.resource.split('/').next().unwrap_or_default();
    // A bucket of this name that was made later may have belonged to somebody else before.
    let bucket = snapshot.find::<Bucket>(Global, name).filter(|_| arn.service == "s3");
    bucket.is_some_and(|bucket| readable.contains(&bucket.account) && bucket.created <= time)
}

/// Which sides of a decision may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// The caller's.
    pub(super) sees_caller: bool,
    /// The resource's.
    pub(super) sees_resource: bool,
}

impl Sight {
    /// Whether a layer may be seen.
    pub(super) fn sees(self, layer: Layer) -> bool {
        match layer {
            Layer::Identity | Layer::Boundary | Layer::Session | Layer::Scp => self.sees_caller,
            Layer::Resource | Layer::Rcp => self.sees_resource,
            // These are rules for everybody.
            Layer::Reserved | Layer::Caller | Layer::Partition => true,
            // Endpoints have no policies here.
            Layer::Endpoint => true,
        }
    }

    /// Takes out of a recorded decision what is not to be seen.
    fn limit(self, decision: &mut DecisionRecord, caller: Option<AccountId>) {
        if self.sees_caller && self.sees_resource {
            return;
        }
        decision.by.retain(|by| self.sees(by.layer));
        let explanation = decision.explanation.as_ref().map(Explanation::deserialize);
        let mut denies = decision.by.iter().any(|by| by.effect == Effect::Deny);
        decision.explanation = match explanation {
            Some(Ok(mut explanation)) => {
                self.limit_explanation(&mut explanation, caller);
                denies |= explanation.outcome == explain::Outcome::ExplicitlyDenied;
                serde_json::to_value(explanation).ok()
            }
            // What cannot be read cannot be limited.
            Some(Err(_)) | None => None,
        };
        if decision.outcome != Outcome::Allowed {
            decision.outcome = if denies { Outcome::ExplicitDeny } else { Outcome::ImplicitDeny };
        }
    }

    /// The same of an explanation.
    pub(super) fn limit_explanation(self, explanation: &mut Explanation, caller: Option<AccountId>) {
        if self.sees_caller && self.sees_resource {
            return;
        }
        let mut layers: Vec<LayerReport> = Vec::new();
        for mut layer in std::mem::take(&mut explanation.layers) {
            if !self.sees(layer.layer) {
                // However many levels there are.
                if layers.last().is_none_or(|last| last.layer != layer.layer) {
                    layers.push(hidden(&layer));
                }
                continue;
            }
            layer.deciding.iter_mut().chain(&mut layer.closest).for_each(|statement| self.limit_statement(statement));
            layers.push(layer);
        }
        explanation.layers = layers;
        explanation.changes.retain(|change| self.sees(change.layer));
        explanation.layer = explanation.layer.filter(|layer| self.sees(*layer));
        if !self.sees_resource && explanation.not_there.take().is_some() {
            explanation.changes.clear();
        }
        if !self.sees_caller {
            let account = caller.map_or_else(|| "another account".to_owned(), |account| format!("account {account}"));
            explanation.principal = account.into();
            // What to do otherwise is the caller's business, and is told with its values.
            explanation.changes.retain(|change| change.remedy != explain::Remedy::Call);
        }
        if explanation.outcome != explain::Outcome::Allowed {
            let denies = explanation.layers.iter().any(|layer| layer.blocks && layer.says == Says::Denied);
            explanation.outcome =
                if denies { explain::Outcome::ExplicitlyDenied } else { explain::Outcome::ImplicitlyDenied };
        }
    }
}

impl Sight {
    /// Takes out of a statement what tells of the side that is not to be seen.
    fn limit_statement(self, statement: &mut StatementReport) {
        for comparison in statement.failures.iter_mut().chain(&mut statement.held) {
            let is_told = match &comparison.part {
                Part::Action | Part::Resource => true,
                Part::Principal => self.sees_caller,
                Part::Condition { key, .. } => self.tells(key),
            };
            if !is_told {
                (comparison.actual, comparison.hint) = (None, None);
            }
            comparison.variables.retain(|variable| self.tells(key_of(&variable.name)));
        }
    }

    /// Whether the value of a condition key is told.
    fn tells(self, key: &str) -> bool {
        let key = key.to_ascii_lowercase();
        (self.sees_caller || is_of_request(&key))
            && (self.sees_resource || !KEYS_OF_RESOURCES.iter().any(|begin| key.starts_with(begin)))
    }
}

/// What stands in place of a layer that is not to be seen. It is not told whether it says anything.
fn hidden(layer: &LayerReport) -> LayerReport {
    let note = match layer.account {
        Some(account) => format!("decided by account {account}"),
        None => "decided by another account".to_owned(),
    };
    LayerReport {
        layer: layer.layer,
        level: None,
        account: layer.account,
        says: Says::NotApplicable,
        blocks: false,
        note: Some(note.into()),
        deciding: None,
        closest: None,
        as_close: 0,
    }
}

fn is_of_request(key: &str) -> bool {
    KEYS_OF_REQUESTS.contains(&key) || KEYS_BEGIN.iter().any(|begin| key.starts_with(begin))
}

/// The name of the key that a variable stands for, such as `${aws:username, 'nobody'}`.
fn key_of(variable: &str) -> &str {
    let inner = variable.trim_start_matches("${").trim_end_matches('}');
    inner.split(',').next().unwrap_or_default().trim()
}
