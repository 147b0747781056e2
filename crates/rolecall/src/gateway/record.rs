//! Each request's one record in the trail.

use crate::api::error::ApiError;
use crate::domain::caller::Caller as Signer;
use crate::node::Node;
use crate::services::RequestInfo;
use crate::services::log::Noted;
use crate::services::operation::Effect;
use crate::session::SessionIdentity;
use crate::trail::{Caller, Class, DecisionRecord, Failure, Omitted, Outcome, Record};
use rolecall_policy::Principal;
use std::collections::HashSet;

/// Writes the record of a request that is about to be answered. The record of a change is on the disk before the
/// change is acknowledged; others survive the process and are on the disk within a second.
///
/// # Errors
/// `ServiceUnavailable` if the record of a change cannot be kept although there was room for it: the change was made, but
/// must not pass in silence. The same for credentials, which are not given then.
pub(super) async fn leave(
    node: &Node,
    info: &RequestInfo,
    mut noted: Noted,
    status: u16,
    error: Option<&ApiError>,
) -> Result<(), ApiError> {
    let room = noted.room.take();
    // What is stored nowhere can still be held back.
    let issues = error.is_none() && noted.effect == Some(Effect::IssuesCredentials);
    let class = class(&noted, error);
    let record = record(node, info, noted, status, error);
    // Clients rarely show request ids; whoever looks here can go on with `rolecall why`.
    let told = error.map(|error| {
        let caller = record.caller.as_ref().map_or("-", |caller| &*caller.arn);
        format!("{} {status} {} {}:{} by {caller}", record.request_id, error.code, record.service, record.operation)
    });
    // The record first: the log may be full, closed, or slow.
    let recorded = match (class, room) {
        (Class::Changes, Some(room)) => node.trail.append_in(room, record).await,
        _ => node.trail.append(record, class).await,
    };
    if let Some(cause) = error.and_then(ApiError::cause) {
        tracing::error!(request_id = info.request_id, cause, "internal failure");
    }
    if let Some(told) = told {
        tracing::info!("{told}");
    }
    match recorded {
        Ok(()) => Ok(()),
        Err(error) => {
            tracing::error!(%error, request_id = info.request_id, "a request leaves no record");
            if class == Class::Changes {
                return Err(ApiError::unavailable("The change was made, but its audit record could not be saved."));
            }
            if issues {
                return Err(ApiError::unavailable(
                    "The service cannot keep a record of the request at the moment, so no credentials are given. Try again \
                     later.",
                ));
            }
            Ok(())
        }
    }
}

/// The class of a request's record. A change is what was carried out and had a permission: a `DeleteObjects` that
/// succeeds may have been denied each of its keys, and then it changed nothing.
fn class(noted: &Noted, error: Option<&ApiError>) -> Class {
    let allowed = |decision: &DecisionRecord| decision.outcome == Outcome::Allowed;
    let permitted = noted.decisions.is_empty() || noted.decisions.iter().any(allowed);
    if error.is_none() && noted.effect == Some(Effect::Changes) && permitted {
        return Class::Changes;
    }
    let signer = noted.caller.as_ref().filter(|_| noted.verified);
    let is_signed = signer.is_some_and(|signer| signer.principal != Principal::Anonymous);
    if is_signed { Class::Signed } else { Class::Unsigned }
}

fn record(node: &Node, info: &RequestInfo, noted: Noted, status: u16, error: Option<&ApiError>) -> Record {
    let signer = noted.caller.as_ref().filter(|_| noted.verified);
    let own = signer.and_then(|signer| signer.principal.account());
    let mut seen = HashSet::new();
    let resources = noted.decisions.iter().map(|decision| &decision.resource);
    let resources = resources.filter(|resource| **resource != "*" && seen.insert(&**resource)).cloned().collect();
    let mut accounts: Vec<String> = own.iter().map(ToString::to_string).collect();
    accounts.extend(noted.accounts.iter().filter(|account| Some(**account) != own).map(ToString::to_string));
    let elapsed = node.clock.now().duration_since(info.time).as_micros();
    Record {
        request_id: info.request_id.clone(),
        time: info.time,
        service: noted.service.unwrap_or_default().into_owned(),
        operation: noted.operation.unwrap_or_default(),
        caller: signer.map(caller),
        source_ip: Some(info.source_ip),
        user_agent: (!info.user_agent.is_empty()).then(|| info.user_agent.clone()),
        region: Some(noted.region.unwrap_or_else(|| info.region.clone())),
        resources,
        decisions: noted.decisions,
        error: error.map(|error| Failure { code: error.code.to_string(), message: error.message.clone() }),
        status,
        duration_us: u64::try_from(elapsed).unwrap_or_default(),
        accounts,
        omitted: Omitted::default(),
        unrecorded: None,
    }
}

fn caller(signer: &Signer) -> Caller {
    let kind = match &signer.principal {
        Principal::Root { .. } | Principal::AssumedRoot { .. } => "Account",
        Principal::User { .. } => "User",
        Principal::FederatedUser { .. } => "FederatedUser",
        Principal::RoleSession { .. } | Principal::Delegated { .. } => "AssumedRole",
        Principal::Service { .. } => "AWSService",
        Principal::Provider { .. } => "Provider",
        Principal::Anonymous => "Anonymous",
    };
    let session = signer.session.as_deref();
    Caller {
        kind: kind.to_owned(),
        arn: signer.arn.clone(),
        account: signer.principal.account().map_or_else(|| "anonymous".to_owned(), |account| account.to_string()),
        principal_id: signer.user_id.clone(),
        access_key_id: signer.access_key_id.clone(),
        session_name: session.and_then(|session| match &session.identity {
            SessionIdentity::Role { session_name, .. } => Some(session_name.clone()),
            SessionIdentity::Federated { name, .. } => Some(name.clone()),
            _ => None,
        }),
        source_identity: session.and_then(|session| session.source_identity.clone()),
        issued_by: session.map(|session| session.issuer.arn.clone()),
        mfa: session.is_some_and(|session| session.mfa.is_some()),
    }
}
