//! How long delegation requests last, and who can own and accept them (R4.66).

use crate::directory::entities::{Approver, ApproverKind, DelegationRequest, DelegationState, Tag};
use crate::domain::caller::Caller;
use crate::session::SessionIdentity;
use jiff::{SignedDuration, Timestamp};
use rolecall_policy::Principal;

/// How long a request waits for an owner (*Building your integration*, request states).
const UNASSIGNED: SignedDuration = SignedDuration::from_hours(24);

/// How long it stays in any other state (the same page).
const IN_STATE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long an expired one is shown. AWS has a retention period of which it tells no figure.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How often a token is traded in. A provider does it once for its work, and again when it lost the credentials, as at a restart.
/// The request names each session, so that the revocation of any ends the trading; AWS publishes no limit.
pub const TRADE_INS: usize = 100;

/// The longest that a root user may let a provider in, seconds (R3.55).
pub const MAX_ROOT_SECONDS: i32 = 4 * 60 * 60;

/// When a request expires unless its state changes.
#[must_use]
pub fn expires(request: &DelegationRequest) -> Timestamp {
    let lasts = if request.state == DelegationState::Unassigned { UNASSIGNED } else { IN_STATE };
    request.since.checked_add(lasts).unwrap_or(Timestamp::MAX)
}

/// Its state as answers spell it.
#[must_use]
pub fn state(request: &DelegationRequest, now: Timestamp) -> &'static str {
    if expires(request) <= now { "EXPIRED" } else { request.state.name() }
}

/// When the access that it gives ends, once its token was sent.
#[must_use]
pub fn access_ends(request: &DelegationRequest) -> Option<Timestamp> {
    let lasts = SignedDuration::from_secs(i64::from(request.seconds));
    (request.state == DelegationState::Finalized).then(|| request.since.checked_add(lasts).ok()).flatten()
}

/// Whether its token may be traded in.
#[must_use]
pub fn gives_access(request: &DelegationRequest, now: Timestamp) -> bool {
    access_ends(request).is_some_and(|ends| now < ends)
}

/// Who can own a request: its ARN and, of a user, its unique id. A role's session owns it as that session.
#[must_use]
pub fn owner(caller: &Caller) -> Option<(String, Option<String>)> {
    match &caller.principal {
        Principal::Root { .. } | Principal::RoleSession { .. } => Some((caller.arn.clone(), None)),
        Principal::User { .. } => Some((caller.arn.clone(), Some(caller.user.as_ref()?.id.clone()))),
        _ => None,
    }
}

/// Whether the caller is the owner of a request.
#[must_use]
pub fn is_owner(request: &DelegationRequest, caller: &Caller) -> bool {
    owner(caller).is_some_and(|(arn, id)| match &request.owner_id {
        // It may have been renamed.
        Some(owner) => id.as_ref() == Some(owner),
        None => id.is_none() && request.owner.as_ref() == Some(&arn),
    })
}

/// The caller as an approver; `None` if it cannot be one. What was delegated to it, or limited by session policies, is not
/// delegated: the session that a provider gets has one session policy, which is the request's.
#[must_use]
pub fn approver(caller: &Caller) -> Option<Approver> {
    let session = caller.session.as_deref();
    if session.is_some_and(|session| session.policy.is_some() || !session.policy_arns.is_empty()) {
        return None;
    }
    let kind = match (&caller.principal, session.map(|session| &session.identity)) {
        (Principal::Root { .. }, None | Some(SessionIdentity::RootSession)) => ApproverKind::Root,
        (Principal::User { .. }, None | Some(SessionIdentity::User { .. })) => {
            let user = caller.user.as_ref()?;
            ApproverKind::User { id: user.id.clone(), name: user.name.clone() }
        }
        (Principal::RoleSession { .. }, Some(SessionIdentity::Role { role_id, role_arn, role_name, session_name })) => {
            ApproverKind::Role {
                id: role_id.clone(),
                arn: role_arn.clone(),
                name: role_name.clone(),
                session: session_name.clone(),
            }
        }
        _ => return None,
    };
    let tags = session.into_iter().flat_map(|session| &session.tags);
    let sessions = session.into_iter().flat_map(|session| {
        let before = session.lineage.iter().chain([&session.issuer.access_key_id]);
        before.filter(|id| id.starts_with("ASIA")).chain([&session.access_key_id]).cloned()
    });
    Some(Approver {
        arn: caller.arn.clone(),
        kind,
        tags: tags.map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect(),
        source_identity: session.and_then(|session| session.source_identity.clone()),
        sessions: sessions.collect(),
    })
}

/// Whose session a provider gets.
#[must_use]
pub fn identity(approver: &Approver) -> SessionIdentity {
    match &approver.kind {
        ApproverKind::Root => SessionIdentity::RootSession,
        ApproverKind::User { id, name } => SessionIdentity::User { user_id: id.clone(), user_name: name.clone() },
        ApproverKind::Role { id, arn, name, session } => SessionIdentity::Role {
            role_id: id.clone(),
            role_arn: arn.clone(),
            role_name: name.clone(),
            session_name: session.clone(),
        },
    }
}
