//! What is never authorised, and what nobody may change (R2.38–R2.42).

use super::text::fold;
use crate::arn::Arn;
use crate::request::{Issuer, Principal, Request, ResourceClass};

/// R2.38.
pub(super) fn is_never_authorised(action: &str) -> bool {
    matches!(&*fold(action), "sts:getcalleridentity" | "sts:getsessiontoken")
}

/// The sixth field of an ARN of this service.
fn resource_of<'a>(arn: &'a str, service: &str) -> Option<(&'a str, &'a str)> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    match fields.as_slice() {
        ["arn", _, of, _, account, resource] if *of == service => Some((*account, *resource)),
        _ => None,
    }
}

/// The resource is an AWS managed policy.
pub(super) fn is_aws_policy(resource: &str) -> bool {
    resource_of(resource, "iam").is_some_and(|(account, path)| account == "aws" && path.starts_with("policy/"))
}

/// R2.39: the action changes what is reserved to AWS.
pub(super) fn changes_reserved(request: &Request<'_>) -> bool {
    let action = fold(request.action);
    if is_aws_policy(request.resource) {
        const REFUSED: [&str; 7] = [
            "iam:createpolicy",
            "iam:createpolicyversion",
            "iam:deletepolicy",
            "iam:deletepolicyversion",
            "iam:setdefaultpolicyversion",
            "iam:tagpolicy",
            "iam:untagpolicy",
        ];
        return REFUSED.contains(&&*action);
    }
    if resource_of(request.resource, "iam").is_some_and(|(_, path)| path.starts_with("role/aws-reserved/")) {
        let Some(name) = action.strip_prefix("iam:") else { return false };
        let reads = ["get", "list", "simulate", "generate"].iter().any(|verb| name.starts_with(verb));
        return !reads && name != "passrole";
    }
    if resource_of(request.resource, "kms").is_some_and(|(_, path)| path.starts_with("alias/aws/")) {
        return ["kms:createalias", "kms:updatealias", "kms:deletealias"].contains(&&*action);
    }
    false
}

/// R2.41: root, federated users and `AssumeRoot` sessions assume no role.
pub(super) fn may_never_ask(request: &Request<'_>) -> bool {
    let assumes = fold(request.action) == "sts:assumerole";
    let refused = matches!(
        request.principal,
        Principal::Root { .. } | Principal::FederatedUser { .. } | Principal::AssumedRoot { .. }
    );
    assumes && refused
}

/// R2.14: the actions for which the trust policy is the role's resource policy.
pub(super) fn is_assuming(action: &str) -> bool {
    matches!(
        &*fold(action),
        "sts:assumerole"
            | "sts:assumerolewithsaml"
            | "sts:assumerolewithwebidentity"
            | "sts:tagsession"
            | "sts:setsourceidentity"
            | "sts:setcontext"
    )
}

/// R2.42.
pub(super) fn is_assume_root(action: &str) -> bool {
    fold(action) == "sts:assumeroot"
}

/// R2.37: a role by its path, which only its ARN tells; without it, what the request says.
pub(super) fn is_service_linked(caller: &Principal) -> bool {
    match caller {
        Principal::RoleSession { role_arn: Some(arn), .. } => is_service_linked_role(arn),
        Principal::RoleSession { service_linked, .. } => *service_linked,
        _ => false,
    }
}

/// R2.37.
pub(super) fn is_service_linked_role(arn: &str) -> bool {
    resource_of(arn, "iam").is_some_and(|(_, path)| path.starts_with("role/aws-service-role/"))
}

/// R2.30: root of the owning account, or an `AssumeRoot` session of it, may always manage the policy.
pub(super) fn is_rescue_by_root(request: &Request<'_>, same_account: bool) -> bool {
    let root = matches!(request.principal, Principal::Root { .. } | Principal::AssumedRoot { .. });
    let action = fold(request.action);
    let of_class = match request.class {
        ResourceClass::Bucket => action.starts_with("s3:"),
        ResourceClass::Queue => action.starts_with("sqs:"),
        _ => false,
    };
    let rescue = request.services.root_operations.iter().any(|name| fold(name) == action);
    root && same_account && of_class && rescue
}

/// R2.22: the partition of the caller, where its ARN tells it, or what the context gives as such (R2.12).
pub(super) fn partition_of<'a>(request: &Request<'a>) -> Option<&'a str> {
    let shown = || {
        request.principal.account()?;
        request.context.get("aws:PrincipalArn").and_then(<[_]>::first).map(|arn| &**arn)
    };
    let arn = arn_of(request.principal).or_else(shown)?;
    Arn::parse(arn).map(|arn| arn.partition)
}

pub(super) fn arn_of(caller: &Principal) -> Option<&str> {
    match caller {
        Principal::Root { arn, .. } | Principal::AssumedRoot { arn, .. } => Some(arn),
        Principal::User { arn, .. } | Principal::FederatedUser { arn, .. } => Some(arn),
        // R0.1: no access crosses partitions, whoever the provider is.
        Principal::Provider { provider } => Some(provider),
        Principal::RoleSession { role_arn, session_arn, .. } => role_arn.as_deref().or(session_arn.as_deref()),
        Principal::Delegated { approver } => arn_of(approver),
        _ => None,
    }
}

/// Root, and what acts as root within a session: no identity policy is asked (R2, section 2.2).
pub(super) fn is_allowed_everything(caller: &Principal) -> bool {
    matches!(
        caller,
        Principal::Root { .. } | Principal::AssumedRoot { .. } | Principal::FederatedUser { issuer: Issuer::Root, .. }
    )
}
