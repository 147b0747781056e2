//! What a caller passes into a session: policies and tags (R3.19, R3.20; R1, section 1.7), and who may not pass anything.

use crate::directory::aws_managed;
use crate::directory::snapshot::Snapshot;
use crate::error::ApiError;
use crate::services::Access;
use crate::services::caller::Caller;
use crate::session::SessionIdentity;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rolecall_catalog::api::sts::{PolicyDescriptorType, Tag};
use rolecall_policy::document::kind;
use rolecall_policy::{AccountId, Policy};
use std::collections::HashSet;
use std::io::Write;

/// Plain text of session policies and their ARNs (R1, section 1.7).
const MAX_PLAINTEXT: usize = 2048;
/// Managed session policies (R1, section 1.7).
const MAX_POLICY_ARNS: usize = 10;
/// Tags of a session (R3, section 3.2).
const MAX_TAGS: usize = 50;
/// The packed size that counts as 100 % (R1.55).
const PACKED_BUDGET: usize = 2048;

/// The policies and tags of a new session.
#[derive(Debug, Default)]
pub(super) struct Passed {
    pub(super) policy: Option<String>,
    pub(super) policy_arns: Vec<String>,
    pub(super) tags: Vec<(String, String)>,
    /// Percent of the packed budget; `None` if nothing was passed (R3.23).
    pub(super) packed_size: Option<i32>,
}

/// What kind of session policies are passed into: the rules differ (R1.28).
#[derive(Debug, Clone, Copy)]
pub(super) enum Into {
    Role,
    FederatedUser,
}

impl Passed {
    /// Checks session policies for a session in `account`.
    ///
    /// # Errors
    /// `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`.
    pub(super) fn check(
        snapshot: &Snapshot,
        into: Into,
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
            let own = snapshot.policy_by_arn(arn).is_some_and(|policy| policy.account == account);
            if !own && aws_managed::document(arn).is_none() {
                return Err(ApiError::validation(format!("Policy {arn} does not exist or is not attachable.")));
            }
        }
        if let Some(text) = policy {
            let created = match into {
                Into::Role => Policy::<kind::Session>::create_for_assume_role(text),
                Into::FederatedUser => Policy::<kind::Session>::create(text),
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
pub(super) fn too_large(percent: i32) -> ApiError {
    ApiError::new(
        "PackedPolicyTooLarge",
        400,
        format!("Packed policy consumes {percent}% of allotted space, please use smaller policy."),
    )
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
        deflate.write_all(text.as_bytes()).map_err(|_| ApiError::internal())?;
    }
    let packed = deflate.finish().map_err(|_| ApiError::internal())?.len();
    Ok(Some(i32::try_from((packed * 100).div_ceil(PACKED_BUDGET)).unwrap_or(i32::MAX)))
}

/// The ARNs of managed session policies. One without ARN is refused: a session must not be wider than what was meant.
///
/// # Errors
/// `ValidationError`.
pub(super) fn arns(passed: Option<&[PolicyDescriptorType]>) -> Result<Vec<String>, ApiError> {
    let arn = |(at, policy): (usize, &PolicyDescriptorType)| {
        policy.arn.clone().ok_or_else(|| {
            ApiError::validation(format!(
                "1 validation error detected: Value null at 'policyArns.{}.member.arn' failed to satisfy constraint: \
                 Member must not be null",
                at + 1
            ))
        })
    };
    passed.unwrap_or_default().iter().enumerate().map(arn).collect()
}

/// The passed tags: keys unique ignoring case, none reserved (R3.19).
///
/// # Errors
/// `InvalidParameterValue` with AWS's text.
pub(super) fn tags(passed: Option<&[Tag]>) -> Result<Vec<(String, String)>, ApiError> {
    let mut seen = HashSet::new();
    let mut tags = Vec::new();
    for tag in passed.unwrap_or_default() {
        if tag.key.to_lowercase().starts_with("aws:") {
            return Err(invalid("System tags cannot be added or modified: tag keys must not begin with \"aws:\"."));
        }
        if !seen.insert(tag.key.to_lowercase()) {
            return Err(invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive."));
        }
        tags.push((tag.key.clone(), tag.value.clone()));
    }
    Ok(tags)
}

/// The keys that move on to the next session; each must be among the passed tags (R3.19).
///
/// # Errors
/// `InvalidParameterValue` with AWS's text.
pub(super) fn transitive_keys(passed: Option<&[String]>, tags: &[(String, String)]) -> Result<Vec<String>, ApiError> {
    let mut keys = Vec::new();
    for key in passed.unwrap_or_default() {
        let Some((own, _)) = tags.iter().find(|(tag, _)| tag.to_lowercase() == key.to_lowercase()) else {
            return Err(invalid("The specified transitive tag key must be included in the requested tags."));
        };
        if !keys.contains(own) {
            keys.push(own.clone());
        }
    }
    Ok(keys)
}

/// The tags of a session that begins with inherited ones are no more than may be passed; otherwise a chain of roles
/// could heap them up.
///
/// # Errors
/// `ValidationError`.
pub(super) fn not_too_many(tags: &[(String, String)], inherited: &[(String, String)]) -> Result<(), ApiError> {
    if tags.len() + inherited.len() > MAX_TAGS {
        return Err(ApiError::validation(
            "1 validation error detected: Value at 'tags' failed to satisfy constraint: \
             Member must have length less than or equal to 50",
        ));
    }
    Ok(())
}

/// The transitive tags that the caller's session hands on (R3.20).
pub(super) fn inherited_tags(caller: &Caller) -> Vec<(String, String)> {
    let Some(session) = &caller.session else { return Vec::new() };
    let transitive = |key: &String| session.transitive_keys.iter().any(|it| it.to_lowercase() == key.to_lowercase());
    session.tags.iter().filter(|(key, _)| transitive(key)).cloned().collect()
}

/// A passed tag may not replace an inherited transitive one (R3.19).
///
/// # Errors
/// `InvalidParameterValue` with AWS's text.
pub(super) fn no_conflict(tags: &[(String, String)], inherited: &[(String, String)]) -> Result<(), ApiError> {
    let clash = |key: &String| inherited.iter().any(|(other, _)| other.to_lowercase() == key.to_lowercase());
    if tags.iter().any(|(key, _)| clash(key)) {
        return Err(invalid(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key \
             from the calling session.",
        ));
    }
    Ok(())
}

/// Sets `aws:RequestTag/k` and `aws:TagKeys` if tags are passed (R3, section 3.13).
pub(super) fn tag_keys(mut access: Access, tags: &[(String, String)]) -> Access {
    for (key, value) in tags {
        access.context.set(&format!("aws:RequestTag/{key}"), &**value);
    }
    if !tags.is_empty() {
        access.context.set_all("aws:TagKeys", tags.iter().map(|(key, _)| key.clone().into()).collect());
    }
    access
}

/// `GetSessionToken` and `GetFederationToken` take long-term keys only (R3, section 3.1).
///
/// # Errors
/// `AccessDenied`.
pub(super) fn long_term_keys_only(caller: &Caller, operation: &str) -> Result<(), ApiError> {
    match caller.session {
        None => Ok(()),
        Some(_) => Err(ApiError::access_denied(session_credentials(operation))),
    }
}

/// Sessions of users may call no STS operation but `AssumeRole` and `GetCallerIdentity`, federated users only the
/// latter (R3, section 3.1); `AssumeRole` by federated users is refused by the engine (R2.41).
///
/// # Errors
/// `AccessDenied`.
pub(super) fn not_with_token_of_user(caller: &Caller, operation: &str) -> Result<(), ApiError> {
    match caller.session.as_ref().map(|session| &session.identity) {
        None | Some(SessionIdentity::Role { .. } | SessionIdentity::AssumedRoot { .. }) => Ok(()),
        Some(_) => Err(ApiError::access_denied(session_credentials(operation))),
    }
}

/// AWS's text for operations that session credentials may not call.
pub(super) fn session_credentials(operation: &str) -> String {
    format!("Cannot call {operation} with session credentials")
}

fn invalid(message: &str) -> ApiError {
    ApiError::new("InvalidParameterValue", 400, message)
}
