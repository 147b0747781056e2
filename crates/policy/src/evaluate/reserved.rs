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

/// ARNs that begin alike, in whatever partition and region.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginning {
    pub(crate) service: &'static str,
    /// `None`: any account.
    pub(crate) account: Option<&'static str>,
    /// What the sixth field begins with.
    pub(crate) resource: &'static str,
}

impl Beginning {
    pub(crate) fn is_of(&self, arn: &Arn<'_>) -> bool {
        arn.service == self.service
            && self.account.is_none_or(|account| arn.account == account)
            && arn.resource.starts_with(self.resource)
    }
}

/// AWS managed policies (R2.39).
pub(crate) const AWS_POLICIES: Beginning = Beginning { service: "iam", account: Some("aws"), resource: "policy/" };
const RESERVED_ROLES: Beginning = Beginning { service: "iam", account: None, resource: "role/aws-reserved/" };
const AWS_ALIASES: Beginning = Beginning { service: "kms", account: None, resource: "alias/aws/" };

/// R2.39: the resources that are reserved to AWS and that the action would change.
pub(crate) fn refused_resources(action: AskedAction<'_>) -> impl Iterator<Item = Beginning> {
    let changes_role = || {
        let name = action.name.to_lowercase();
        let reads = READING_VERBS.iter().any(|verb| name.starts_with(verb)) || name == "passrole";
        action.service.eq_ignore_ascii_case("iam") && !reads
    };
    [
        action.is_one_of("iam", &CHANGES_OF_MANAGED_POLICIES).then_some(AWS_POLICIES),
        changes_role().then_some(RESERVED_ROLES),
        action.is_one_of("kms", &["CreateAlias", "UpdateAlias", "DeleteAlias"]).then_some(AWS_ALIASES),
    ]
    .into_iter()
    .flatten()
}

/// R2.39: the action changes a resource that is reserved to AWS.
pub(super) fn is_reserved(action: AskedAction<'_>, arn: &Arn<'_>) -> bool {
    // Most resources are none of these, and for them the action need not be looked at.
    [AWS_POLICIES, RESERVED_ROLES, AWS_ALIASES].iter().any(|beginning| beginning.is_of(arn))
        && refused_resources(action).any(|beginning| beginning.is_of(arn))
}

/// The caller's partition, from the caller's ARN.
pub(crate) fn partition<'a>(request: &Request<'a>) -> Option<&'a str> {
    // A session of which no ARN is known has its role's in the context.
    if partition_is_in_context(request.principal) {
        let shown = request.context.get("aws:PrincipalArn").and_then(<[_]>::first)?;
        return Some(Arn::parse(shown)?.partition);
    }
    request.principal.partition()
}

/// Whether the caller's partition is told by `aws:PrincipalArn` alone.
pub(crate) fn partition_is_in_context(principal: &Principal) -> bool {
    match principal {
        Principal::Delegated { approver } => partition_is_in_context(approver),
        principal => matches!(principal, Principal::RoleSession { role_arn: None, session_arn: None, .. }),
    }
}
