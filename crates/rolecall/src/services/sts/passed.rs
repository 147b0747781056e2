//! What a caller passes into a session: policies and tags (R3.19, R3.20; R1, section 1.7), and who may not pass anything.

use crate::api::error::ApiError;
use crate::domain::caller::Caller;
use crate::services::CallContext;
use crate::session::SessionIdentity;
use rolecall_catalog::api::sts::{PolicyDescriptorType, Tag};
use rolecall_policy::{equal_ignoring_case, folded};
use std::collections::HashSet;

/// Tags of a session (R3, section 3.2).
const MAX_TAGS: usize = 50;

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
        if folded(&tag.key).starts_with("aws:") {
            return Err(invalid("System tags cannot be added or modified: tag keys must not begin with \"aws:\"."));
        }
        if !seen.insert(folded(&tag.key)) {
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
        let Some((own, _)) = tags.iter().find(|(tag, _)| equal_ignoring_case(tag, key)) else {
            return Err(invalid("The specified transitive tag key must be included in the requested tags."));
        };
        if !keys.contains(own) {
            keys.push(own.clone());
        }
    }
    Ok(keys)
}

/// Refuses more tags, inherited ones included, than may be passed; otherwise a chain of roles could accumulate them.
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
    let transitive = |key: &String| session.transitive_keys.iter().any(|it| equal_ignoring_case(it, key));
    session.tags.iter().filter(|(key, _)| transitive(key)).cloned().collect()
}

/// A passed tag may not replace an inherited transitive one (R3.19).
///
/// # Errors
/// `InvalidParameterValue` with AWS's text.
pub(super) fn no_conflict(tags: &[(String, String)], inherited: &[(String, String)]) -> Result<(), ApiError> {
    let clash = |key: &String| inherited.iter().any(|(other, _)| equal_ignoring_case(other, key));
    if tags.iter().any(|(key, _)| clash(key)) {
        return Err(invalid(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key \
             from the calling session.",
        ));
    }
    Ok(())
}

/// Tags as texts, key and value.
pub(super) fn as_texts(tags: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> + Clone {
    tags.iter().map(|(key, value)| (&**key, &**value))
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

/// `AssumeRoot` and `GetWebIdentityToken` are at Regional endpoints alone (R3.2). The words are our choice.
///
/// # Errors
/// `ValidationError`.
pub(super) fn not_on_global_endpoint(call: &CallContext<'_>, operation: &str) -> Result<(), ApiError> {
    if call.info.global_endpoint {
        return Err(ApiError::validation(format!(
            "{operation} is not available on the global endpoint; use a Regional one"
        )));
    }
    Ok(())
}

/// AWS's text for operations that session credentials may not call.
pub(super) fn session_credentials(operation: &str) -> String {
    format!("Cannot call {operation} with session credentials")
}

fn invalid(message: &str) -> ApiError {
    ApiError::new("InvalidParameterValue", 400, message)
}
