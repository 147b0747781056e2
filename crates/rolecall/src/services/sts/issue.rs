//! Makes temporary credentials.

use super::passed::{self, Passed};
use crate::error::ApiError;
use crate::ids::{self, IdKind};
use crate::node::Node;
use crate::secrets::Secret;
use crate::services::caller::Caller;
use crate::session::{Issuer, MAX_TOKEN_CHARS, Session, SessionIdentity};
use jiff::{SignedDuration, Timestamp};
use rolecall_catalog::api::sts::Credentials;
use rolecall_policy::AccountId;

/// A role session lasts this long if nothing is asked (R3.11).
pub(super) const DEFAULT_SECONDS: i32 = 3600;
/// A role session made with a role session's credentials lasts at most this long (R3.12).
pub(super) const MAX_CHAINED_SECONDS: i32 = 3600;
/// `GetSessionToken` and `GetFederationToken` of a user, if nothing is asked.
const DEFAULT_USER_SECONDS: i32 = 43_200;
/// The same by root: longer ones are silently reduced.
const MAX_ROOT_SECONDS: i32 = 3600;

/// Seconds of a session made by a user's or root's own keys.
pub(super) fn user_duration(asked: Option<i32>, root: bool) -> i32 {
    let seconds = asked.unwrap_or(DEFAULT_USER_SECONDS);
    if root { seconds.min(MAX_ROOT_SECONDS) } else { seconds }
}

/// What a new session is to be.
pub(super) struct Issue<'a> {
    pub(super) caller: &'a Caller,
    pub(super) account: AccountId,
    pub(super) identity: SessionIdentity,
    pub(super) seconds: i32,
    pub(super) passed: Passed,
    pub(super) transitive_keys: Vec<String>,
    pub(super) source_identity: Option<String>,
    pub(super) mfa: Option<Timestamp>,
}

impl<'a> Issue<'a> {
    /// A session of `identity` with nothing passed.
    pub(super) fn new(caller: &'a Caller, account: AccountId, identity: SessionIdentity, seconds: i32) -> Self {
        Self {
            caller,
            account,
            identity,
            seconds,
            passed: Passed::default(),
            transitive_keys: Vec::new(),
            source_identity: None,
            mfa: None,
        }
    }
}

/// Credentials as they are handed out.
pub(super) struct Issued {
    access_key_id: String,
    secret: Secret,
    token: String,
    expires_at: Timestamp,
}

impl Issued {
    /// In STS's form.
    pub(super) fn credentials(&self) -> Credentials {
        Credentials {
            access_key_id: self.access_key_id.clone(),
            secret_access_key: self.secret.expose().to_owned(),
            session_token: self.token.clone(),
            expiration: self.expires_at,
        }
    }
}

/// Makes the key, the secret and the sealed token.
///
/// # Errors
/// No random bytes, the token cannot be sealed, or it would be too long (`PackedPolicyTooLarge`).
pub(super) fn issue(node: &Node, issue: Issue<'_>) -> Result<Issued, ApiError> {
    let entropy = &*node.entropy;
    // Whole seconds: that is what the client is told, and `aws:TokenIssueTime` shows.
    let issued_at = Timestamp::from_second(node.clock.now().as_second()).map_err(|_| ApiError::internal())?;
    let expires_at =
        issued_at.checked_add(SignedDuration::from_secs(i64::from(issue.seconds))).map_err(|_| ApiError::internal())?;
    let access_key_id = ids::new_id(IdKind::TemporaryKey, issue.account, entropy)?;
    let secret = Secret::new(ids::new_secret(entropy)?);
    let chain_depth = match &issue.caller.session {
        Some(session) if matches!(session.identity, SessionIdentity::Role { .. }) => {
            session.chain_depth.saturating_add(1)
        }
        _ => 0,
    };
    let session = Session {
        access_key_id: access_key_id.clone(),
        secret: secret.clone(),
        account: issue.account,
        identity: issue.identity,
        issued_at,
        expires_at,
        policy: issue.passed.policy,
        policy_arns: issue.passed.policy_arns,
        tags: issue.passed.tags,
        transitive_keys: issue.transitive_keys,
        source_identity: issue.source_identity,
        mfa: issue.mfa,
        chain_depth,
        issuer: Issuer {
            access_key_id: issue.caller.access_key_id.clone().unwrap_or_default(),
            arn: issue.caller.arn.clone(),
        },
        federated_provider: issue.caller.session.as_ref().and_then(|session| session.federated_provider.clone()),
    };
    let token = node.ring.seal(&session).map_err(|_| ApiError::internal())?;
    // Text that folds well can be short when packed and still longer than a request may bring back.
    if token.len() > MAX_TOKEN_CHARS {
        let percent = i32::try_from((token.len() * 100).div_ceil(MAX_TOKEN_CHARS)).unwrap_or(i32::MAX);
        return Err(passed::too_large(percent));
    }
    Ok(Issued { access_key_id, secret, token, expires_at })
}
