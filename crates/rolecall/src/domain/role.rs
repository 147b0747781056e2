//! Roles: how one comes to be, and its trust policy. Users create roles, and so do accounts that come to be and services
//! that link theirs.

use super::malformed::malformed;
use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::entities::Role;
use crate::directory::quota::Quota;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use rolecall_analysis::service_facts;
use rolecall_policy::document::kind::Trust;
use rolecall_policy::document::{Dialect, limits};
use rolecall_policy::{AccountId, Findings, Policy};

/// Characters of a trust policy, white space not counted.
pub const TRUST_POLICY_SIZE: Quota = Quota { name: "ACLSizePerRole", limit: limits::TRUST_POLICY };

/// Seconds of `MaxSessionDuration`, unless given (R4.20).
const DEFAULT_MAX_SESSION_DURATION: i32 = 3_600;

/// A new role, with nothing but its name, path and trust policy.
///
/// # Errors
/// Those of [`bind_trust`]; no random bytes.
pub fn new(
    node: &Node,
    snapshot: &Snapshot,
    account: AccountId,
    path: &str,
    name: &str,
    trust_policy: &str,
) -> Result<Role, ApiError> {
    Ok(Role {
        account,
        id: ids::new_id(IdKind::Role, account, &*node.entropy)?,
        name: name.to_owned(),
        path: path.to_owned(),
        created: node.clock.now(),
        description: None,
        max_session_duration: DEFAULT_MAX_SESSION_DURATION,
        trust_policy: bind_trust(trust_policy, snapshot)?,
        tags: Vec::new(),
        boundary: None,
        inline: Default::default(),
        attached: Vec::new(),
    })
}

/// A trust policy, in the form in which it is stored: with unique ids in place of the ARNs of users and roles (R1.18).
///
/// # Errors
/// `MalformedPolicyDocument`, also for principals that do not exist (R1.57 row 22); `LimitExceeded`.
pub fn bind_trust(document: &str, snapshot: &Snapshot) -> Result<String, ApiError> {
    let mut policy =
        Policy::<Trust>::create(document, service_facts()).map_err(|findings| malformed(&findings, document))?;
    if let Some(findings) = unknown_account_or_id(&policy, snapshot) {
        return Err(malformed(&findings, document));
    }
    policy
        .bind_principals(|arn| snapshot.id_of_arn(arn).map(String::into_boxed_str))
        .map_err(|findings| malformed(&findings, document))?;
    TRUST_POLICY_SIZE.check(limits::counted_size(document))?;
    Ok(policy.stored_text())
}

fn unknown_account_or_id(policy: &Policy<Trust>, snapshot: &Snapshot) -> Option<Findings> {
    let exists = |id: &str| id.parse::<AccountId>().is_ok_and(|id| snapshot.account(id).is_some());
    let accounts = policy.principal_accounts().filter(|(_, id)| !exists(id));
    let ids = policy.principal_ids().filter(|(_, id)| snapshot.arn_of_id(id).is_none());
    let (span, value) = accounts.chain(ids).min_by_key(|(span, _)| span.start)?;
    // The refusal quotes the entry as it was written, an account's id or its root ARN.
    let literal = policy.text().get(span.start as usize..span.end as usize);
    let written = literal.and_then(|literal| serde_json::from_str::<String>(literal).ok());
    Some(Findings::unknown_principal(Dialect::Trust, span, written.as_deref().unwrap_or(value)))
}

/// A trust policy as it is shown: with the ARNs that its principals have now, or the bare ids of those that are gone.
#[must_use]
pub fn shown_trust(stored: &str, snapshot: &Snapshot) -> String {
    match Policy::<Trust>::parse(stored) {
        Ok(policy) => policy.render(|id| snapshot.arn_of_id(id)),
        Err(_) => stored.to_owned(),
    }
}
