//! A case: one request with its policies, as JSON, so that it can be printed, saved, shrunk and changed.
//!
//! ```json
//! {"caller": {"kind": "user", "account": "111111111111", "arn": "…", "id": "AIDA…"},
//!  "action": "s3:GetObject", "resource": "arn:aws:s3:::data/x", "owner": "222222222222", "class": "Object",
//!  "s3": {"object_owner": "333333333333", "restrict": true, "canonical": "…"}, "context": {"aws:username": ["ana"]},
//!  "policies": {"identity": [{…}], "boundary": {…}, "session": [{…}], "resource": {…}, "trust": {…}, "endpoint": [{…}],
//!               "scp": {"management": "999999999999", "levels": [[{…}]]}, "rcp": {…}}}
//! ```
//! What is absent is not there, but for `without_rcps`, the list of services without resource control policies: the
//! services of `tests/services` if it is absent.

use std::sync::Arc;

use rolecall_policy::evaluate::{Attached, Guardrails, Level, ResourcePolicy};
use rolecall_policy::reference::{self, ReferenceDecision};
use rolecall_policy::request::{Issuer, ResourceClass, S3Facts};
use rolecall_policy::{
    AccountId, Compiled, Context, Decision, Policies, Policy, PolicyKind, PolicySet, PolicySource, Principal, Request,
    decide,
};
use serde_json::{Map, Value};

use crate::services;

fn text(value: &Value, name: &str) -> Option<Box<str>> {
    value.get(name).and_then(Value::as_str).map(Into::into)
}

fn account(value: &Value, name: &str) -> Option<AccountId> {
    value.get(name)?.as_str()?.parse().ok()
}

/// The caller; `None` if it cannot be read.
fn principal(value: &Value) -> Option<Principal> {
    let own = || account(value, "account");
    let root = || text(value, "arn").or_else(|| Some(format!("arn:aws:iam::{}:root", own()?).into()));
    Some(match value.get("kind")?.as_str()? {
        "root" => Principal::Root { account: own()?, arn: root()? },
        "user" => Principal::User { account: own()?, arn: text(value, "arn")?, id: text(value, "id") },
        "role" => Principal::RoleSession {
            account: own()?,
            role_arn: text(value, "role_arn"),
            role_id: text(value, "role_id"),
            session_arn: text(value, "session_arn"),
            service_linked: value.get("service_linked").is_some_and(|flag| flag == true),
        },
        "federated" => Principal::FederatedUser {
            account: own()?,
            arn: text(value, "arn")?,
            issuer: text(value, "issuer")
                .map_or(Issuer::Root, |arn| Issuer::User { arn, id: text(value, "issuer_id") }),
        },
        "assumed-root" => Principal::AssumedRoot { account: own()?, arn: root()? },
        "delegated" => Principal::Delegated { approver: Box::new(principal(value.get("approver")?)?) },
        "service" => {
            let names = value.get("names")?.as_array()?;
            let names: Vec<Box<str>> = names.iter().filter_map(Value::as_str).map(Into::into).collect();
            if names.is_empty() {
                return None;
            }
            Principal::Service { names }
        }
        "provider" => Principal::Provider { provider: text(value, "provider")? },
        "anonymous" => Principal::Anonymous,
        _ => return None,
    })
}

fn class(value: &Value) -> ResourceClass {
    match value.get("class").and_then(Value::as_str) {
        Some("Role") => ResourceClass::Role,
        Some("KmsKey") => ResourceClass::KmsKey,
        Some("KmsAlias") => ResourceClass::KmsAlias,
        Some("Bucket") => ResourceClass::Bucket,
        Some("Object") => ResourceClass::Object,
        Some("Queue") => ResourceClass::Queue,
        _ => ResourceClass::Ordinary,
    }
}

/// A policy is named by its place in its layer or level.
fn attach<K: PolicyKind>(at: usize, document: &Value) -> Option<Attached<K>> {
    let policy = Policy::<K>::parse(document.to_string()).ok()?;
    let source = PolicySource { arn: None, name: at.to_string().into(), owner: None };
    Some(Attached { policy: Arc::new(Compiled::new(policy)), source: Arc::new(source) })
}

fn attach_list<K: PolicyKind>(list: Option<&Value>) -> Option<Vec<Attached<K>>> {
    list.and_then(Value::as_array)
        .map_or(Some(Vec::new()), |list| list.iter().enumerate().map(|(at, document)| attach(at, document)).collect())
}

/// A policy that may be absent; the outer `None` is one that cannot be read.
fn attach_one<K: PolicyKind>(document: Option<&Value>) -> Option<Option<Attached<K>>> {
    match document {
        None => Some(None),
        Some(document) => attach(0, document).map(Some),
    }
}

type Levels<K> = (AccountId, Vec<Level<K>>);

fn levels<K: PolicyKind>(value: Option<&Value>) -> Option<Option<Levels<K>>> {
    let Some(value) = value else { return Some(None) };
    let mut levels = Vec::new();
    for (at, level) in value.get("levels")?.as_array()?.iter().enumerate() {
        levels.push(Level { name: at.to_string().into(), policies: attach_list(Some(level))? });
    }
    Some(Some((account(value, "management")?, levels)))
}

/// Builds the request and the policies and asks; `None` if something in the case cannot be read.
pub(crate) fn with<T>(case: &Value, ask: impl FnOnce(&Request<'_>, &Policies<'_>) -> T) -> Option<T> {
    let principal = principal(case.get("caller")?)?;
    let mut context = Context::new();
    for (key, values) in case.get("context").and_then(Value::as_object).unwrap_or(&Map::new()) {
        context.set_all(key, values.as_array()?.iter().filter_map(Value::as_str));
    }
    let s3 = case.get("s3").map(|s3| S3Facts {
        object_owner: account(s3, "object_owner"),
        restrict_public_buckets: s3.get("restrict").is_some_and(|flag| flag == true),
        caller_canonical_id: text(s3, "canonical"),
        ..S3Facts::default()
    });
    let services = match case.get("without_rcps").and_then(Value::as_array) {
        Some(names) => services::without_rcps(names.iter().filter_map(Value::as_str)),
        None => services::without_rcps(services::WITHOUT_RCPS),
    };
    let given = case.get("policies")?;
    let identity = attach_list(given.get("identity"))?;
    let boundary = attach_one(given.get("boundary"))?;
    let session = match given.get("session") {
        None => None,
        list => Some(attach_list(list)?),
    };
    let endpoint = match given.get("endpoint") {
        None => None,
        list => Some(attach_list(list)?),
    };
    let resource = attach_one(given.get("resource"))?;
    let trust = attach_one(given.get("trust"))?;
    let (scp, rcp) = (levels(given.get("scp"))?, levels(given.get("rcp"))?);
    let policies = Policies {
        identity: &PolicySet::new(identity),
        boundary: boundary.as_ref(),
        session: session.as_deref(),
        resource: trust.as_ref().map(ResourcePolicy::Trust).or(resource.as_ref().map(ResourcePolicy::Resource)),
        endpoint: endpoint.as_deref(),
        scp: scp.as_ref().map(|(management, levels)| Guardrails { management: *management, levels }),
        rcp: rcp.as_ref().map(|(management, levels)| Guardrails { management: *management, levels }),
    };
    let request = Request {
        principal: &principal,
        action: case.get("action")?.as_str()?,
        resource: case.get("resource")?.as_str()?,
        resource_account: account(case, "owner"),
        class: class(case),
        s3: s3.as_ref(),
        context: &context,
        services: &services,
    };
    Some(ask(&request, &policies))
}

/// The answer of the evaluator that is used.
pub(crate) fn decision(case: &Value) -> Option<Decision> {
    with(case, decide)
}

/// The same in the form that can be compared.
pub(crate) fn fast(case: &Value) -> Option<ReferenceDecision> {
    decision(case).as_ref().map(ReferenceDecision::from)
}

/// The answer of the reference evaluator.
pub(crate) fn slow(case: &Value) -> Option<ReferenceDecision> {
    with(case, reference::decide)
}

/// Both answers, the reference's second.
pub(crate) fn both(case: &Value) -> Option<(ReferenceDecision, ReferenceDecision)> {
    with(case, |request, policies| {
        (ReferenceDecision::from(&decide(request, policies)), reference::decide(request, policies))
    })
}

/// Both answers, if they differ.
pub(crate) fn difference(case: &Value) -> Option<(ReferenceDecision, ReferenceDecision)> {
    both(case).filter(|(fast, slow)| fast != slow)
}
