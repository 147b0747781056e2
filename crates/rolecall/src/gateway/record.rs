//! Each request's one record in the trail.

use crate::api::error::ApiError;
use crate::node::Node;
use crate::node::sessions::LastCall;
use crate::services::RequestInfo;
use crate::services::log::Noted;
use crate::services::operation::Effect;
use crate::trail::{Class, DecisionRecord, Outcome, Record};
use rolecall_policy::Principal;
use rolecall_policy::explain::escaped;

/// The target under which the log has a line for each request, if it is asked for.
pub(crate) const ACCESS: &str = "rolecall::access";
/// The target under which it has a line for each request that fails: this module.
pub(crate) const FAILURES: &str = module_path!();

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
    note_session(node, info, &noted);
    let record = noted.into_record(info, node.clock.now(), status, error);
    // Clients rarely show request ids; whoever looks here can go on with `rolecall why`.
    let told = error.map(|error| {
        let caller = record.caller.as_ref().map_or("-", |caller| &*caller.arn);
        let Record { request_id, service, operation, .. } = &record;
        escaped(&format!("{request_id} {status} {} {service}:{operation} by {caller}", error.code))
    });
    let access = tracing::enabled!(target: ACCESS, tracing::Level::INFO).then(|| access(&record));
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
    if let Some(access) = access {
        tracing::info!(target: ACCESS, "{access}");
    }
    match recorded {
        Ok(()) => Ok(()),
        Err(error) => {
            tracing::error!(%error, request_id = info.request_id, "cannot record a request");
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

/// Characters of an operation's name that are remembered: AWS's longest have some sixty.
const OPERATION_CHARS: usize = 128;

/// Notes the request of a session for whoever lists the sessions of an account.
fn note_session(node: &Node, info: &RequestInfo, noted: &Noted) {
    let Some(caller) = noted.caller.as_ref().filter(|_| noted.verified) else { return };
    let Some(session) = &caller.session else { return };
    let call = LastCall {
        time: info.time,
        service: noted.service.as_deref().unwrap_or_default().to_owned(),
        // Of an operation that is not served it is the client's text.
        operation: noted.operation.iter().flat_map(|name| name.chars()).take(OPERATION_CHARS).collect(),
        source_ip: info.source_ip,
    };
    node.sessions.called(session, &caller.arn, call);
}

/// The line of a request in the access log: id, who, action, status, milliseconds, and the error's code.
fn access(record: &Record) -> String {
    let Record { request_id, service, operation, status, duration_us, .. } = record;
    let who = match record.caller.as_ref().map(|caller| &*caller.arn) {
        None => "-",
        Some("") => "anonymous",
        Some(arn) => arn,
    };
    let action = if operation.is_empty() { "-".to_owned() } else { format!("{service}:{operation}") };
    let (whole, parts) = (duration_us / 1_000, duration_us % 1_000);
    let code = record.error.as_ref().map(|error| format!(" {}", error.code)).unwrap_or_default();
    // A client names its operation as it likes, and must not begin a line of its own or a column.
    let action = action.replace(' ', "\\u{20}");
    escaped(&format!("{request_id} {who} {action} {status} {whole}.{parts:03}ms{code}"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;

    /// Six columns and no more lines than one, whatever a client calls its operation.
    #[test]
    fn access_lines() {
        let mut denied = record("4f1c");
        let who = "arn:aws:sts::111111111111:assumed-role/Dev/ana";
        assert_eq!(access(&denied), format!("4f1c {who} s3:PutObject 403 0.180ms AccessDenied"));
        denied.error = None;
        denied.duration_us = 12_034;
        denied.operation = "List Users\n4f1d root".into();
        assert_eq!(access(&denied), format!(r"4f1c {who} s3:List\u{{20}}Users\u{{a}}4f1d\u{{20}}root 403 12.034ms"));
        if let Some(caller) = &mut denied.caller {
            caller.arn.clear();
        }
        denied.operation.clear();
        assert_eq!(access(&denied), "4f1c anonymous - 403 12.034ms");
        denied.caller = None;
        assert_eq!(access(&denied), "4f1c - - 403 12.034ms");
    }
}
