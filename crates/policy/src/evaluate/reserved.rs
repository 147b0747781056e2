//! The rules that stand before all policies: operations that are never authorised (R2.38), what is reserved to AWS
//! (R2.39), callers that may never ask (R2.41); and the caller's partition, beyond which nothing is allowed (R2.22).

use crate::arn::Arn;
use crate::matching::action::AskedAction;
use crate::request::{Principal, Request};

/// R2.38: these succeed for everyone who can sign.
pub(super) fn is_never_authorised(action: AskedAction<'_>) -> bool {
    action.is_one_of("sts", &["GetCallerIdentity", "GetSessionToken"])
}

/// R2.41: root, federated users and `AssumeRoot` sessions assume no role.
pub(super) fn may_never_ask(principal: &Principal, action: AskedAction<'_>) -> bool {
    matches!(principal, Principal::Root { .. } | Principal::FederatedUser { .. } | Principal::AssumedRoot { .. })
        && action.is_one_of("sts", &["AssumeRole"])
}

const CHANGES_OF_MANAGED_POLICIES: [&str; 7] = [
    "CreatePolicy",
    "CreatePolicyVersion",
    "DeletePolicy",
    "DeletePolicyVersion",
    "SetDefaultPolicyVersion",
    "TagPolicy",
    "UntagPolicy",
];

/// What may be done to a reserved role: reading it and passing it on. Everything else counts as a change, known or not.
const READING_VERBS: [&str; 4] = ["get", "list", "generate", "simulate"];

/// R2.39: the action changes a resource that is reserved to AWS.
pub(super) fn is_reserved(action: AskedAction<'_>, arn: &Arn<'_>) -> bool {
    if is_aws_policy(arn) {
        return action.is_one_of("iam", &CHANGES_OF_MANAGED_POLICIES);
    }
    if arn.service == "iam" && arn.resource.starts_with("role/aws-reserved/") {
        let name = action.name.to_lowercase();
        let reads = READING_VERBS.iter().any(|verb| name.starts_with(verb)) || name == "passrole";
        return action.service.eq_ignore_ascii_case("iam") && !reads;
    }
    arn.service == "kms"
        && arn.resource.starts_with("alias/aws/")
        && action.is_one_of("kms", &["CreateAlias", "UpdateAlias", "DeleteAlias"])
}

/// An AWS managed policy (R2.39).
pub(super) fn is_aws_policy(arn: &Arn<'_>) -> bool {
    arn.service == "iam" && arn.account == "aws" && arn.resource.starts_with("policy/")
}

/// The caller's partition, from the caller's ARN.
pub(crate) fn partition<'a>(request: &Request<'a>) -> Option<&'a str> {
    let arn = match request.principal {
        Principal::Delegated { approver } => own_arn(approver),
        principal => own_arn(principal),
    };
    // Root has no ARN of its own in the principal; its context has.
    let shown = || {
        request.principal.account()?;
        request.context.get("aws:PrincipalArn").and_then(<[_]>::first).map(|arn| &**arn)
    };
    Some(Arn::parse(arn.or_else(shown)?)?.partition)
}

fn own_arn(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::User { arn, .. } | Principal::FederatedUser { arn, .. } => Some(arn),
        Principal::RoleSession { role_arn, session_arn, .. } => role_arn.as_deref().or(session_arn.as_deref()),
        _ => None,
    }
}
