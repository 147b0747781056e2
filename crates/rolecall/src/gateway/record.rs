//! Each request's one record in the trail.

use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::RequestInfo;
use crate::services::log::Noted;
use crate::services::operation::Effect;
use crate::trail::{Class, DecisionRecord, Outcome};
use rolecall_policy::Principal;

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
    let record = noted.into_record(info, node.clock.now(), status, error);
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
