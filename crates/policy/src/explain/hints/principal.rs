//! Confusions about principals.

use super::resource::differs_in_path;
use super::{Hint, Told, listed, values};
use crate::arn::Arn;
use crate::explain::Comparison;
use crate::request::Principal;

pub(super) const HINTS: &[Hint] = &[
    missing,
    bounded,
    not_every_layer,
    account_of_outsider,
    other_session,
    lacks_path,
    other_id,
    wildcard,
    values::case,
];

/// A statement without `Principal` matches nobody (R1.64, T140).
fn missing(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    part.mark
        .is_none()
        .then(|| "a statement in this kind of policy must name a principal; without one it matches nobody".into())
}

/// R1.21, T22.
fn bounded(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    (part.negated && told.denies && told.asked.caller.bounded).then(|| {
        "a Deny with NotPrincipal also denies every caller that has a permissions boundary: use a condition on aws:PrincipalArn"
            .into()
    })
}

/// R1.20, T125–T128.
fn not_every_layer(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let layers = match told.request.principal {
        Principal::User { .. } => "the user and its account",
        Principal::RoleSession { .. } => "the session, its role and its account",
        Principal::FederatedUser { .. } => "the federated user, its issuer and their account",
        _ => return None,
    };
    (part.negated && told.denies).then(|| format!("NotPrincipal exempts a caller only if it lists {layers}"))
}

/// An account stands for its own users and roles (T96, T138).
fn account_of_outsider(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let who = match told.request.principal {
        Principal::Service { .. } => "write {\"Service\": …} to name a service",
        Principal::Anonymous => "only \"*\" matches an unsigned request",
        Principal::Provider { .. } => "write {\"Federated\": …} to name an identity provider",
        _ => return None,
    };
    let account = listed(part, |value| value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{account} stands for the users and roles of the account; {who}"))
}

/// The ARN of a session names that one session (T44).
fn other_session(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let Principal::RoleSession { session_arn: Some(own), .. } = told.request.principal else { return None };
    let (role, _) = own.rsplit_once('/')?;
    let session = |value: &str| value.rsplit_once('/').is_some_and(|(of, name)| of == role && !name.is_empty());
    let value = listed(part, |value| value != &**own && session(value)).filter(|_| !part.negated)?;
    let hint = if value.ends_with("/*") { "a wildcard does not work here" } else { "this names one session only" };
    Some(format!("\"{value}\": {hint}; the role's ARN names all its sessions"))
}

fn lacks_path(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let own = match told.request.principal {
        Principal::RoleSession { role_arn: Some(arn), .. } | Principal::User { arn, .. } => arn,
        _ => return None,
    };
    let value = listed(part, |value| differs_in_path(value, own)).filter(|_| !part.negated)?;
    Some(format!("\"{value}\" and \"{own}\" have different paths, and the path is part of the ARN"))
}

/// R1.18, T41.
fn other_id(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    let id = |value: &str| value.len() >= 16 && ["AROA", "AIDA"].iter().any(|start| value.starts_with(start));
    let value = listed(part, |value| id(value) && Arn::parse(value).is_none())?;
    Some(format!(
        "\"{value}\" is the id of another role or user, perhaps deleted: an entity that is recreated with the same name has a new id"
    ))
}

/// R1.16.
fn wildcard(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    let value = listed(part, |value| value.len() > 1 && value.contains(['*', '?'])).filter(|_| !part.negated)?;
    Some(format!("\"{value}\": wildcards do not work in principals; use a condition on aws:PrincipalArn"))
}
