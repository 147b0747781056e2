//! Temporary credentials: what may be passed into a session (R1.55, R1, section 1.7), and the sealed token that carries
//! it. The services say which session it is to be; how long it lasts and what it may carry is decided here for all.

use super::caller::Caller;
use super::malformed::malformed;
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
/// Bytes of the packed size that count as 100 % (R1.55): AWS tells percent alone, and 2,268 bytes of tags are 498.
const PACKED_BUDGET: usize = 456;
/// Words of policies, which are packed to almost nothing (R1.55). AWS's are not published: with these a policy of one short
/// statement comes to 11 to 18 percent, as AWS's answers say.
const PACKED_WORDS: &[u8] = b"Statement Resource Condition Version Effect Action Allow arn:aws:";

/// The duration of a role session unless `DurationSeconds` is given (R3.11).
pub const DEFAULT_SECONDS: i32 = 3600;
/// A role session made with the credentials of another session lasts at most this long (R3.12).
pub const MAX_CHAINED_SECONDS: i32 = 3600;
/// The sessions that a session may come from (decision 0038): its token names them all, so that the revocation of one ends it
/// too. A chain of an hour each is never so long; the limit bounds the token, and what is looked up for each request.
pub const MAX_ANCESTORS: usize = 32;
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
    /// When its time began, if that was before now.
    pub begun: Option<Timestamp>,
    /// The access key ids of sessions that it comes from besides the caller's.
    pub also_from: Vec<String>,
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
            begun: None,
            also_from: Vec::new(),
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
/// No random bytes, the token cannot be sealed, or it would be too long (`PackedPolicyTooLarge`); `AccessDenied` if session
/// policies are passed with delegated access.
pub fn issue(node: &Node, mut issue: Issue<'_>) -> Result<Issued, ApiError> {
    let entropy = &*node.entropy;
    let from_delegated_until = hand_on_delegation(&mut issue)?;
    // Whole seconds: that is what the client is told, and `aws:TokenIssueTime` shows.
    let begun = issue.begun.unwrap_or_else(|| node.clock.now());
    let issued_at = Timestamp::from_second(begun.as_second()).map_err(ApiError::internal)?;
    let expires_at =
        issued_at.checked_add(SignedDuration::from_secs(i64::from(issue.seconds))).map_err(ApiError::internal)?;
    let expires_at = from_delegated_until.map_or(expires_at, |until| expires_at.min(until));
    let access_key_id = ids::new_id(IdKind::TemporaryKey, issue.account, entropy)?;
    let secret = Secret::new(ids::new_secret(entropy)?);
    let chain_depth = match &issue.caller.session {
        Some(session) if matches!(session.identity, SessionIdentity::Role { .. }) => {
            session.chain_depth.saturating_add(1)
        }
        _ => 0,
    };
    let lineage = lineage(issue.caller, issue.also_from)?;
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
        lineage,
        issuer: Issuer {
            access_key_id: issue.caller.access_key_id.clone().unwrap_or_default(),
            arn: issue.caller.arn.clone(),
        },
        federated_provider: match (&issue.caller.web_identity, &issue.caller.saml, &issue.caller.session) {
            (Some(identity), _, _) => Some(identity.provider.principal()),
            (None, Some(identity), _) => Some(identity.provider()),
            (None, None, session) => session.as_ref().and_then(|session| session.federated_provider.clone()),
        },
        federated_claims: match (&issue.caller.web_identity, &issue.caller.saml) {
            (Some(identity), _) => identity.kept.clone(),
            (None, Some(identity)) => identity.kept(),
            (None, None) => Vec::new(),
        },
        from_delegated_until,
    };
    let token = node.ring.seal(&session).map_err(ApiError::internal)?;
    node.sessions.issued(&session);
    // Text that folds well can be short when packed and still longer than a request may bring back.
    if token.len() > MAX_TOKEN_CHARS {
        let percent = i32::try_from((token.len() * 100).div_ceil(MAX_TOKEN_CHARS)).unwrap_or(i32::MAX);
        return Err(too_large(percent));
    }
    Ok(Issued { access_key_id, secret, token, expires_at })
}

/// What is got with delegated access stays within it (R3.55): it ends when the access does, and the session policies of the
/// caller, which are those of the delegation request, limit it too. Answers when the access ends, if there is any.
///
/// # Errors
/// `AccessDenied` if session policies are passed. A session has one layer of them, in which any allows, so that two limits
/// would be wider than each (decision 0042).
fn hand_on_delegation(issue: &mut Issue<'_>) -> Result<Option<Timestamp>, ApiError> {
    let Some(session) = &issue.caller.session else { return Ok(None) };
    let Some(until) = session.delegated_until() else { return Ok(None) };
    if issue.passed.policy.is_some() || !issue.passed.policy_arns.is_empty() {
        return Err(ApiError::access_denied("Session policies cannot be passed with delegated access."));
    }
    issue.passed.policy.clone_from(&session.policy);
    issue.passed.policy_arns.clone_from(&session.policy_arns);
    Ok(Some(until))
}

/// The same session with a later end: new credentials, which were issued when the session was (so that revocations by that
/// time hold), and which a revocation of the session ends too.
///
/// # Errors
/// As [`issue`].
pub fn prolong(node: &Node, session: &Session, seconds: i32) -> Result<Issued, ApiError> {
    let now = Timestamp::from_second(node.clock.now().as_second()).map_err(ApiError::internal)?;
    let expires_at = now.checked_add(SignedDuration::from_secs(i64::from(seconds))).map_err(ApiError::internal)?;
    let expires_at = session.delegated_until().map_or(expires_at, |until| expires_at.min(until));
    let access_key_id = ids::new_id(IdKind::TemporaryKey, session.account, &*node.entropy)?;
    let secret = Secret::new(ids::new_secret(&*node.entropy)?);
    let mut lineage = session.lineage.clone();
    lineage.push(session.access_key_id.clone());
    if lineage.len() > MAX_ANCESTORS {
        return Err(ApiError::validation("The session comes from too many others."));
    }
    let later = Session {
        access_key_id: access_key_id.clone(),
        secret: secret.clone(),
        lineage,
        expires_at,
        ..session.clone()
    };
    let token = node.ring.seal(&later).map_err(ApiError::internal)?;
    Ok(Issued { access_key_id, secret, token, expires_at })
}

/// The sessions that come before the one which requests a new one (decision 0038).
///
/// # Errors
/// `ValidationError` beyond [`MAX_ANCESTORS`].
fn lineage(caller: &Caller, also_from: Vec<String>) -> Result<Vec<String>, ApiError> {
    let mut lineage = also_from;
    if let Some(session) = &caller.session {
        lineage.extend(session.lineage.iter().cloned());
        if session.issuer.access_key_id.starts_with(IdKind::TemporaryKey.prefix()) {
            lineage.push(session.issuer.access_key_id.clone());
        }
    }
    // With the one that requests it.
    if lineage.len() >= MAX_ANCESTORS {
        return Err(ApiError::validation(format!(
            "A session can come from at most {MAX_ANCESTORS} others; this one comes from {MAX_ANCESTORS} already."
        )));
    }
    Ok(lineage)
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
            created.map_err(|findings| malformed(&findings, text))?;
        }
        let packed_size = packed_size(policy, &policy_arns, &tags)?;
        Ok(Self { policy: policy.map(str::to_owned), policy_arns, tags, packed_size })
    }
}

/// `PackedPolicyTooLarge` (R1.55).
pub fn too_large(percent: i32) -> ApiError {
    let message = format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
    ApiError::of(errors::PACKED_POLICY_TOO_LARGE, message)
}

/// The same where the tags alone are too much (R1.55).
fn tags_too_large(percent: i32) -> ApiError {
    let message = format!("Packed size of session tags consumes {percent}% of allotted space.");
    ApiError::of(errors::PACKED_POLICY_TOO_LARGE, message)
}

/// Percent of the packed budget (R1.55): tags as they are, policies and ARNs packed. `None` if nothing is passed.
///
/// # Errors
/// `PackedPolicyTooLarge` above 100.
fn packed_size(policy: Option<&str>, arns: &[String], tags: &[(String, String)]) -> Result<Option<i32>, ApiError> {
    if policy.is_none() && arns.is_empty() && tags.is_empty() {
        return Ok(None);
    }
    let of_tags: usize = tags.iter().map(|(key, value)| key.len() + value.len()).sum();
    if percent(of_tags) > 100 {
        return Err(tags_too_large(percent(of_tags)));
    }
    let texts = policy.into_iter().chain(arns.iter().map(String::as_str)).map(str::as_bytes);
    let words = deflated([PACKED_WORDS])?;
    let packed = deflated([PACKED_WORDS].into_iter().chain(texts))?.saturating_sub(words);
    let percent = percent(of_tags + packed);
    if percent > 100 { Err(too_large(percent)) } else { Ok(Some(percent)) }
}

fn percent(bytes: usize) -> i32 {
    i32::try_from((bytes * 100).div_ceil(PACKED_BUDGET)).unwrap_or(i32::MAX)
}

/// How many bytes the texts are, deflated as one.
fn deflated<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> Result<usize, ApiError> {
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    for text in texts {
        deflate.write_all(text).map_err(ApiError::internal)?;
    }
    Ok(deflate.finish().map_err(ApiError::internal)?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_tags(count: usize, value: usize) -> Result<Option<i32>, ApiError> {
        let tags: Vec<_> = (1..=count).map(|at| (format!("T{at}"), "a".repeat(value))).collect();
        packed_size(None, &[], &tags)
    }

    fn refused(size: Result<Option<i32>, ApiError>) -> String {
        size.unwrap_err().message
    }

    /// R1.55: tags are not compressed.
    #[test]
    fn tags_count_as_they_are() {
        for (count, value, percent) in [(1, 0, 1), (1, 250, 56), (1, 226, 50), (2, 226, 100), (1, 2, 1), (1, 3, 2)] {
            assert_eq!(of_tags(count, value).unwrap(), Some(percent), "{count} of {value}");
        }
        let told = |percent| format!("Packed size of session tags consumes {percent}% of allotted space.");
        assert_eq!(refused(of_tags(9, 250)), told(498));
        assert_eq!(refused(of_tags(2, 227)), told(101));
        // Letters of several bytes count with all of them.
        let tags = [("é".to_owned(), "語".repeat(152))];
        assert_eq!(refused(packed_size(None, &[], &tags)), told(101));
    }

    /// R1.55: what is told of policies, and of policies with tags that alone would do.
    #[test]
    fn policies_are_packed() {
        let short =
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;
        let alone = packed_size(Some(short), &[], &[]).unwrap().unwrap();
        assert!((10..=20).contains(&alone), "{alone}");
        let arn = ["arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned()];
        let with_arn = packed_size(Some(short), &arn, &[]).unwrap().unwrap();
        assert!(alone < with_arn && with_arn < 40, "{with_arn}");
        let tags = [("T1".to_owned(), "a".repeat(440))];
        let told = refused(packed_size(Some(short), &[], &tags));
        assert!(told.starts_with("Packed policy consumes 1"), "{told}");
        assert!(told.ends_with("% of allotted space, please use smaller policy."), "{told}");
        assert_eq!(packed_size(None, &[], &[]).unwrap(), None);
    }
}
