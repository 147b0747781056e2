//! Temporary credentials: what may be passed into a session (R1.55, R1, section 1.7), and the sealed token that carries
//! it. The services say which session it is to be; how long it lasts and what it may carry is decided here for all.

use super::caller::Caller;
use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::aws_managed;
use crate::directory::entities::ManagedPolicy;
use crate::directory::snapshot::Snapshot;
use crate::node::Node;
use crate::secrets::Secret;
use crate::session::{Issuer, MAX_TOKEN_CHARS, Session, SessionIdentity};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use jiff::{SignedDuration, Timestamp};
use rolecall_catalog::api::sts::{Credentials, errors};
use rolecall_policy::document::kind;
use rolecall_policy::{AccountId, Policy};
use std::io::Write;

/// Plain text of session policies and their ARNs (R1, section 1.7).
const MAX_PLAINTEXT: usize = 2048;
/// Managed session policies (R1, section 1.7).
const MAX_POLICY_ARNS: usize = 10;
/// The packed size that counts as 100 % (R1.55).
const PACKED_BUDGET: usize = 2048;

/// The duration of a role session unless `DurationSeconds` is given (R3.11).
pub const DEFAULT_SECONDS: i32 = 3600;
/// A role session made with a role session's credentials lasts at most this long (R3.12).
pub const MAX_CHAINED_SECONDS: i32 = 3600;
/// The duration of `GetSessionToken` and `GetFederationToken` sessions of a user unless `DurationSeconds` is given.
const DEFAULT_USER_SECONDS: i32 = 43_200;
/// The same by root: longer ones are silently reduced.
const MAX_ROOT_SECONDS: i32 = 3600;

/// Seconds of a session made by a user's or root's own keys.
pub fn user_duration(requested: Option<i32>, root: bool) -> i32 {
    let seconds = requested.unwrap_or(DEFAULT_USER_SECONDS);
    if root { seconds.min(MAX_ROOT_SECONDS) } else { seconds }
}

/// What a new session is to be.
pub struct Issue<'a> {
    /// The caller who requested it.
    pub caller: &'a Caller,
    /// The account the session belongs to.
    pub account: AccountId,
    /// What the session is of: a role, a user, a federated user.
    pub identity: SessionIdentity,
    /// How long it lasts.
    pub seconds: i32,
    /// Session policies and tags.
    pub passed: Passed,
    /// Keys of tags that the next session inherits (R3.19).
    pub transitive_keys: Vec<String>,
    /// The source identity (R3.18).
    pub source_identity: Option<String>,
    /// When the caller authenticated with MFA.
    pub mfa: Option<Timestamp>,
}

impl<'a> Issue<'a> {
    /// A session of `identity` with nothing passed.
    pub fn new(caller: &'a Caller, account: AccountId, identity: SessionIdentity, seconds: i32) -> Self {
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
pub struct Issued {
    access_key_id: String,
    secret: Secret,
    token: String,
    expires_at: Timestamp,
}

impl Issued {
    /// In STS's form.
    pub fn credentials(&self) -> Credentials {
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
pub fn issue(node: &Node, issue: Issue<'_>) -> Result<Issued, ApiError> {
    let entropy = &*node.entropy;
    // Whole seconds: that is what the client is told, and `aws:TokenIssueTime` shows.
    let issued_at = Timestamp::from_second(node.clock.now().as_second()).map_err(ApiError::internal)?;
    let expires_at =
        issued_at.checked_add(SignedDuration::from_secs(i64::from(issue.seconds))).map_err(ApiError::internal)?;
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
    let token = node.ring.seal(&session).map_err(ApiError::internal)?;
    // Text that folds well can be short when packed and still longer than a request may bring back.
    if token.len() > MAX_TOKEN_CHARS {
        let percent = i32::try_from((token.len() * 100).div_ceil(MAX_TOKEN_CHARS)).unwrap_or(i32::MAX);
        return Err(too_large(percent));
    }
    Ok(Issued { access_key_id, secret, token, expires_at })
}

/// The policies and tags of a new session.
#[derive(Debug, Default)]
pub struct Passed {
    /// The inline session policy, as sent.
    pub policy: Option<String>,
    /// ARNs of managed session policies.
    pub policy_arns: Vec<String>,
    /// Session tags, key and value.
    pub tags: Vec<(String, String)>,
    /// Percent of the packed budget; `None` if nothing was passed (R3.23).
    pub packed_size: Option<i32>,
}

/// What kind of session policies are passed into: the rules differ (R1.28).
#[derive(Debug, Clone, Copy)]
pub enum PassedInto {
    /// `AssumeRole` and its kin.
    Role,
    /// `GetFederationToken`.
    FederatedUser,
}

impl Passed {
    /// Checks session policies for a session in `account`.
    ///
    /// # Errors
    /// `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`.
    pub fn check(
        snapshot: &Snapshot,
        into: PassedInto,
        account: AccountId,
        policy: Option<&str>,
        policy_arns: Vec<String>,
        tags: Vec<(String, String)>,
    ) -> Result<Self, ApiError> {
        if policy_arns.len() > MAX_POLICY_ARNS {
            return Err(ApiError::validation(
                "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: \
                 Member must have length less than or equal to 10",
            ));
        }
        let plain: usize =
            policy.into_iter().chain(policy_arns.iter().map(String::as_str)).map(|text| text.chars().count()).sum();
        if plain > MAX_PLAINTEXT {
            return Err(ApiError::validation(
                "1 validation error detected: Value at 'policy' failed to satisfy constraint: \
                 Member must have length less than or equal to 2048",
            ));
        }
        for arn in &policy_arns {
            let own = snapshot.find_by_arn::<ManagedPolicy>(arn).is_some_and(|policy| policy.account == account);
            if !own && aws_managed::document(arn).is_none() {
                return Err(ApiError::validation(format!("Policy {arn} does not exist or is not attachable.")));
            }
        }
        if let Some(text) = policy {
            let created = match into {
                PassedInto::Role => Policy::<kind::Session>::create_for_assume_role(text),
                PassedInto::FederatedUser => Policy::<kind::Session>::create(text),
            };
            created.map_err(|findings| ApiError::new(findings.aws_code(), 400, findings.aws_message().to_owned()))?;
        }
        let packed_size = packed_size(policy, &policy_arns, &tags)?;
        if let Some(percent) = packed_size
            && percent > 100
        {
            return Err(too_large(percent));
        }
        Ok(Self { policy: policy.map(str::to_owned), policy_arns, tags, packed_size })
    }
}

/// `PackedPolicyTooLarge` (R1.55).
pub fn too_large(percent: i32) -> ApiError {
    let message = format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
    ApiError::of(errors::PACKED_POLICY_TOO_LARGE, message)
}

/// Percent of the packed budget (R1.55): policies, ARNs and tags, deflated.
fn packed_size(policy: Option<&str>, arns: &[String], tags: &[(String, String)]) -> Result<Option<i32>, ApiError> {
    if policy.is_none() && arns.is_empty() && tags.is_empty() {
        return Ok(None);
    }
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    let texts = policy
        .into_iter()
        .chain(arns.iter().map(String::as_str))
        .chain(tags.iter().flat_map(|(key, value)| [&**key, &**value]));
    for text in texts {
        deflate.write_all(text.as_bytes()).map_err(ApiError::internal)?;
    }
    let packed = deflate.finish().map_err(ApiError::internal)?.len();
    Ok(Some(i32::try_from((packed * 100).div_ceil(PACKED_BUDGET)).unwrap_or(i32::MAX)))
}
