//! From an access key and a session token to a caller (R5.25: key look-up, token, expiry, then the signature).

use super::recent::Recent;
use super::sigv4::{MAX_SKEW, errors};
use super::wire::Family;
use crate::api::error::ApiError;
use crate::directory::entities::{AccessKey, RevokedSession, Role, User};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::node::Node;
use crate::secrets::Secret;
use crate::services::Caller;
use crate::session::{Session, SessionIdentity, TokenError};
use jiff::Timestamp;
use rolecall_policy::request::Issuer;
use rolecall_policy::{AccountId, Principal};
use std::sync::Arc;

/// What the ids of temporary keys begin with (R3.44).
const TEMPORARY: &str = "ASIA";

/// Long-term keys whose secrets are kept open, with whom they stand for.
const KEPT_KEYS: usize = 4_096;

/// Whom credentials stand for, and the secret that will prove it. The caller is not to be believed before the signature is
/// verified with the secret.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) secret: Secret,
    pub(super) caller: Arc<Caller>,
}

/// A claim, and the entities that it was made of.
#[derive(Debug, Clone)]
struct Kept {
    key: Arc<Stored<AccessKey>>,
    user: Option<Arc<Stored<User>>>,
    claim: Arc<Claim>,
}

/// What was made of long-term keys lately: to open a secret and to describe its owner takes longer than to verify a
/// signature with it. Each claim is made anew when its key or its user has changed.
#[derive(Debug)]
pub(super) struct Claims(Recent<String, Kept>);

impl Default for Claims {
    fn default() -> Self {
        Self(Recent::with_capacity(KEPT_KEYS))
    }
}

impl Claims {
    /// The claim of an active key, whose owner is there.
    fn of_key(
        &self,
        node: &Node,
        snapshot: &Snapshot,
        key: &Arc<Stored<AccessKey>>,
        family: Family,
    ) -> Result<Arc<Claim>, ApiError> {
        let gone = || {
            let id = &key.id;
            errors::unknown_key(family, id).because(format!("the owner of the access key {id} was deleted"))
        };
        let user = match &key.user {
            Some(id) => Some(snapshot.find_by_id::<User>(id).ok_or_else(gone)?),
            None => {
                snapshot.account(key.account).ok_or_else(gone)?;
                None
            }
        };
        let is_so_still = |kept: &Kept| {
            let same_user = match (&kept.user, user) {
                (Some(kept), Some(user)) => Arc::ptr_eq(kept, user),
                (None, None) => true,
                _ => false,
            };
            same_user && Arc::ptr_eq(&kept.key, key)
        };
        let make = || {
            let caller = Arc::new(of_key(snapshot, key).ok_or_else(gone)?);
            let secret = node.open_sealed(key.entity(), &key.sealed_secret)?;
            let claim = Arc::new(Claim { secret, caller });
            Ok(Kept { key: Arc::clone(key), user: user.cloned(), claim })
        };
        self.0.get_or_make(key.id.as_str(), is_so_still, make).map(|kept| kept.claim)
    }
}

/// The claim of the key `id` that came with this session token.
///
/// # Errors
/// The key is unknown or inactive, the token is not ours, from the future or expired, or its principal is gone: R5.3, in
/// the words of the family.
pub(super) fn claim(
    node: &Node,
    claims: &Claims,
    snapshot: &Snapshot,
    family: Family,
    id: &str,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Arc<Claim>, ApiError> {
    if let Some(key) = snapshot.find_by_id::<AccessKey>(id) {
        if token.is_some() {
            let reason = format!(
                "the request has a session token, but {id} is a long-term key, which has none. Unset \
                 AWS_SESSION_TOKEN, or sign with the key that belongs to the token"
            );
            return Err(errors::invalid_token(family).because(reason));
        }
        if !key.active {
            let owner = of_key(snapshot, key).map(|caller| format!(" of {}", caller.arn)).unwrap_or_default();
            let since = key.inactive_since.map(|at| format!(" since {at:.0}")).unwrap_or_default();
            let reason = format!("the access key {id}{owner} is inactive{since}");
            return Err(errors::unknown_key(family, id).because(reason));
        }
        let claim = claims.of_key(node, snapshot, key, family)?;
        refuse_closed(snapshot, family, id, &claim.caller)?;
        return Ok(claim);
    }
    let Some(token) = token else {
        let reason = if id.starts_with(TEMPORARY) {
            format!("{id} is a temporary key, but the request has no session token. Set AWS_SESSION_TOKEN")
        } else {
            format!(
                "there is no access key {id} on this server. It was deleted or mistyped, or it belongs to another \
                 server or to AWS"
            )
        };
        return Err(errors::unknown_key(family, id).because(reason));
    };
    let session = node.ring.open(token, id).map_err(|error| {
        let reason = match error {
            TokenError::Mismatch => format!(
                "the session token does not belong to the access key {id}. Use the key and the \
                 token of the same session"
            ),
            TokenError::UnknownKey => {
                "the session token was encrypted with a key that this server does not have: it belongs to another \
                 server, or is very old"
                    .to_owned()
            }
            TokenError::Malformed => {
                "the session token was not copied completely, was changed, or belongs to another server or to AWS"
                    .to_owned()
            }
        };
        errors::invalid_token(family).because(reason)
    })?;
    if now >= session.expires_at {
        let reason = format!("the session expired at {:.0}, and the request arrived at {now:.0}", session.expires_at);
        return Err(errors::expired_token(family).because(reason));
    }
    // Issued while the clock was wrong: it would live on for as long as the clock was ahead, and `aws:TokenIssueTime`
    // would be later than any revocation (R3.59).
    if session.issued_at.as_second() > now.as_second().saturating_add(MAX_SKEW) {
        let reason = format!("the session was issued at {:.0}, which is later than now, {now:.0}", session.issued_at);
        return Err(errors::invalid_token(family).because(reason));
    }
    if let Some(reason) = revoked(snapshot, &session) {
        return Err(errors::invalid_token(family).because(reason));
    }
    let secret = session.secret.clone();
    // The token stands, but its role or user may be gone (R3.42, R3.61).
    let gone = || errors::invalid_token(family).because("the role or user of the session was deleted");
    let caller = of_session(snapshot, session).ok_or_else(gone)?;
    refuse_closed(snapshot, family, id, &caller)?;
    Ok(Arc::new(Claim { secret, caller: Arc::new(caller) }))
}

/// The credentials of a closed account are no longer taken, as if there were none (R7.27).
fn refuse_closed(snapshot: &Snapshot, family: Family, id: &str, caller: &Caller) -> Result<(), ApiError> {
    let account = caller.principal.account().and_then(|account| snapshot.account(account));
    match account.and_then(|account| Some((account.id, account.closed?))) {
        Some((account, at)) => {
            let reason = format!("the account {account} was closed at {at:.0}");
            Err(errors::unknown_key(family, id).because(reason))
        }
        None => Ok(()),
    }
}

/// Why a session is not taken that was revoked, or that comes from one which was (decision 0038).
fn revoked(snapshot: &Snapshot, session: &Session) -> Option<String> {
    // Hardly ever is anything revoked, and then nothing is looked up.
    snapshot.all::<RevokedSession>().next()?;
    let own = std::iter::once(&session.access_key_id);
    let ancestors = session.lineage.iter().chain([&session.issuer.access_key_id]);
    let revoked = own.chain(ancestors).find_map(|id| snapshot.find_by_id::<RevokedSession>(id))?;
    let RevokedSession { id, revoked: at, by, .. } = revoked.entity();
    let what = if *id == session.access_key_id { "the session" } else { "a session that this one comes from" };
    Some(format!("{what}, {id}, was revoked at {at:.0} by {by} (rolecall:RevokeSession)"))
}

fn of_key(snapshot: &Snapshot, key: &AccessKey) -> Option<Caller> {
    match &key.user {
        Some(id) => Some(of_user(snapshot.find_by_id::<User>(id)?, Some(&key.id))),
        None => snapshot.account(key.account).map(|account| of_root(account.id, Some(&key.id))),
    }
}

fn of_user(user: &Arc<Stored<User>>, access_key_id: Option<&str>) -> Caller {
    let arn = user.arn();
    Caller {
        principal: Principal::User {
            account: user.account,
            arn: arn.clone().into_boxed_str(),
            id: Some(user.id.clone().into_boxed_str()),
        },
        arn,
        user_id: user.id.clone(),
        access_key_id: access_key_id.map(str::to_owned),
        saml: None,
        user: Some(Arc::clone(user)),
        session: None,
        web_identity: None,
        source: None,
    }
}

fn of_root(account: AccountId, access_key_id: Option<&str>) -> Caller {
    let arn = format!("arn:aws:iam::{account}:root");
    Caller {
        principal: Principal::Root { account, arn: arn.as_str().into() },
        arn,
        user_id: account.to_string(),
        access_key_id: access_key_id.map(str::to_owned),
        saml: None,
        user: None,
        session: None,
        web_identity: None,
        source: None,
    }
}

/// The caller of a session; `None` if the role, user or account is gone.
fn of_session(snapshot: &Snapshot, session: Session) -> Option<Caller> {
    let key = Some(session.access_key_id.clone());
    let caller = of_identity(snapshot, session.account, &session.identity, key)?;
    Some(Caller { session: Some(Arc::new(session)), ..caller })
}

fn of_identity(
    snapshot: &Snapshot,
    account: AccountId,
    identity: &SessionIdentity,
    key: Option<String>,
) -> Option<Caller> {
    Some(match identity {
        SessionIdentity::Role { role_id, session_name, .. } => {
            let role = snapshot.find_by_id::<Role>(role_id).filter(|role| role.account == account)?;
            let arn = format!("arn:aws:sts::{account}:assumed-role/{}/{session_name}", role.name);
            Caller {
                principal: Principal::RoleSession {
                    account,
                    role_arn: Some(role.arn().into_boxed_str()),
                    role_id: Some(role.id.clone().into_boxed_str()),
                    session_arn: Some(arn.clone().into_boxed_str()),
                    service_linked: role.is_service_linked(),
                },
                arn,
                user_id: format!("{role_id}:{session_name}"),
                access_key_id: key,
                saml: None,
                user: None,
                session: None,
                web_identity: None,
                source: None,
            }
        }
        SessionIdentity::User { user_id, .. } => {
            let user = snapshot.find_by_id::<User>(user_id).filter(|user| user.account == account)?;
            of_user(user, key.as_deref())
        }
        SessionIdentity::RootSession => of_root(snapshot.account(account)?.id, key.as_deref()),
        SessionIdentity::Federated { name, user_id } => {
            let user = match user_id {
                Some(id) => Some(snapshot.find_by_id::<User>(id).filter(|user| user.account == account)?),
                None => None,
            };
            let issuer = match user {
                Some(user) => Issuer::User { arn: user.arn().into(), id: Some(user.id.clone().into()) },
                None => Issuer::Root,
            };
            let arn = format!("arn:aws:sts::{account}:federated-user/{name}");
            Caller {
                principal: Principal::FederatedUser { account, arn: arn.clone().into_boxed_str(), issuer },
                arn,
                user_id: format!("{account}:{name}"),
                access_key_id: key,
                saml: None,
                user: user.cloned(),
                session: None,
                web_identity: None,
                source: None,
            }
        }
        SessionIdentity::AssumedRoot { .. } => {
            let root = of_root(snapshot.account(account)?.id, key.as_deref());
            let arn = root.arn.as_str().into();
            Caller { principal: Principal::AssumedRoot { account, arn }, ..root }
        }
        SessionIdentity::Delegated { approver, .. } => {
            let approver = of_identity(snapshot, account, approver, key)?;
            let principal = match approver.principal {
                // The root user has no policies that could be limited: its session is one that may do what its session
                // policy says.
                Principal::Root { account, arn } => Principal::AssumedRoot { account, arn },
                own @ (Principal::User { .. } | Principal::RoleSession { .. }) => {
                    Principal::Delegated { approver: Box::new(own) }
                }
                _ => return None,
            };
            Caller { principal, ..approver }
        }
    })
}
