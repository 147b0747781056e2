//! Confusions about conditions.

use super::{Hint, Told, listed, only, values};
use crate::explain::nearest::Likeness;
use crate::explain::{Comparison, Part};
use crate::matching::fold;
use crate::request::Principal;

pub(super) const HINTS: &[Hint] = &[session_for_role, absent_key, variable, literal_wildcard, case, values::blank];

/// The operator as written and the key folded.
fn operator_and_key(part: &Comparison) -> Option<(&str, String)> {
    match &part.part {
        Part::Condition { operator, key } => Some((operator, fold::folded(key))),
        Part::Principal | Part::Action | Part::Resource => None,
    }
}

/// `aws:PrincipalArn` of a session is its role's (T45).
fn session_for_role(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    let (_, key) = operator_and_key(part)?;
    let value = listed(part, |value| value.contains(":assumed-role/")).filter(|_| key == "aws:principalarn")?;
    Some(format!("\"{value}\" is the ARN of a session: aws:PrincipalArn of a session is the ARN of its role"))
}

/// Keys that many requests do not have.
fn absent_key(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let (operator, key) = operator_and_key(part)?;
    if part.actual.is_some() || operator == "Null" {
        return None;
    }
    let signed_by_service = matches!(told.request.principal, Principal::Service { .. });
    if let Some(hint) = absent_for_principal(&key, told.request.principal) {
        return Some(hint.to_owned());
    }
    let through_endpoint =
        ["aws:VpcSourceIp", "aws:SourceVpce"].iter().any(|key| told.request.context.get(key).is_some());
    let tag = |kind: &str| key.strip_prefix(kind).map(|_| part_of_key(part)).filter(|tag| !tag.is_empty());
    let hint = match &*key {
        "aws:multifactorauthpresent" | "aws:multifactorauthage"
            if told.request.action.eq_ignore_ascii_case("sts:AssumeRole") =>
        {
            "AssumeRole was called without the code of an MFA device"
        }
        "aws:multifactorauthpresent" | "aws:multifactorauthage" => {
            "requests signed with a user's own access key never have this key: get a session with MFA"
        }
        "sts:externalid" => "AssumeRole was called without ExternalId",
        "aws:sourceip" if through_endpoint => "requests through a VPC endpoint have aws:VpcSourceIp instead",
        "aws:sourcevpc" | "aws:sourcevpce" => "the request did not come through a VPC endpoint",
        "aws:sourcearn" | "aws:sourceaccount" | "aws:sourceorgid" if !signed_by_service => {
            "only AWS services send this key, when they act for a resource"
        }
        "aws:principalorgid" | "aws:principalorgpaths" => "callers outside an organization do not have this key",
        "aws:username" => "only IAM users have this key, role sessions do not",
        _ => {
            let owner = [
                ("aws:principaltag/", "the caller has"),
                ("aws:resourcetag/", "the resource has"),
                ("aws:requesttag/", "the request sends"),
            ];
            return owner.into_iter().find_map(|(kind, who)| Some(format!("{who} no tag \"{}\"", tag(kind)?)));
        }
    };
    Some(hint.to_owned())
}

/// Keys that no request of the principal's kind has (*IAM User Guide*, AWS global condition context keys).
fn absent_for_principal(key: &str, principal: &Principal) -> Option<&'static str> {
    let is_of_principal = matches!(key, "aws:principalorgid" | "aws:principalorgpaths" | "aws:username")
        || key.starts_with("aws:principaltag/");
    match principal {
        Principal::Service { .. } => match key {
            "aws:principalorgid" => {
                Some("AWS services never have this key: use aws:SourceOrgID, the organization they act for")
            }
            "aws:principalorgpaths" => {
                Some("AWS services never have this key: use aws:SourceOrgPaths, the organization path they act for")
            }
            "aws:principalaccount" => {
                Some("AWS services never have this key: use aws:SourceAccount, the account they act for")
            }
            "aws:principalarn" => {
                Some("AWS services never have this key: use aws:SourceArn, the resource they act for")
            }
            _ if is_of_principal => Some("AWS services never have this key"),
            _ => None,
        },
        Principal::Anonymous => is_of_principal.then_some("unsigned requests never have this key"),
        _ => None,
    }
}

/// What follows the slash of a key, as written.
fn part_of_key(part: &Comparison) -> &str {
    match &part.part {
        Part::Condition { key, .. } => key.split_once('/').map_or("", |(_, rest)| rest),
        _ => "",
    }
}

/// Where there may be variables (R1.48).
fn variable(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let (operator, _) = operator_and_key(part)?;
    ["String", "Arn", "Bool"].iter().any(|family| operator.contains(family)).then(|| values::variable(part, told))?
}

/// `StringEquals` takes wildcards as they are.
fn literal_wildcard(part: &Comparison, _: &Told<'_, '_>) -> Option<String> {
    let (operator, _) = operator_and_key(part)?;
    let actual = only(part)?;
    let like = operator.replace("EqualsIgnoreCase", "Like").replace("Equals", "Like");
    let value = listed(part, |value| value.contains(['*', '?']) && Likeness::exact(value, actual).fits)?;
    (operator.contains("String") && like != operator)
        .then(|| format!("{operator} compares \"{value}\" literally; use {like} for wildcards"))
}

/// Where case counts.
fn case(part: &Comparison, told: &Told<'_, '_>) -> Option<String> {
    let (operator, _) = operator_and_key(part)?;
    ["StringEquals", "StringNotEquals", "Like", "Arn"]
        .iter()
        .any(|family| operator.contains(family) && !operator.contains("IgnoreCase"))
        .then(|| values::case(part, told))?
}
