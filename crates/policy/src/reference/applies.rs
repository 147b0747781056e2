//! Which policies apply to which principal (section 2.2).

use super::reserved;
use super::text::fold;
use crate::document::kind::{Boundary, Identity, Rcp, Scp, Session};
use crate::evaluate::{Attached, Guardrails, Policies, ResourcePolicy};
use crate::names::AccountId;
use crate::request::{Issuer, Principal, Request, ResourceClass};

/// The columns of table 2.2 for one request.
pub(super) struct Applying<'a> {
    pub(super) identity: &'a [Attached<Identity>],
    pub(super) boundary: Option<&'a Attached<Boundary>>,
    pub(super) session: Option<&'a [Attached<Session>]>,
    pub(super) scp: Option<Guardrails<'a, Scp>>,
    pub(super) rcp: Option<Guardrails<'a, Rcp>>,
    pub(super) resource: Option<ResourcePolicy<'a>>,
}

/// The row of table 2.2.
enum Row {
    User,
    Role,
    ServiceLinkedRole,
    FederatedUser,
    Root,
    /// Federated root and `AssumeRoot` sessions.
    RootSession,
    Delegated,
    /// Services, anonymous and `AssumeRoleWith…` callers.
    NoAccount,
}

fn row(caller: &Principal) -> Row {
    match caller {
        Principal::User { .. } => Row::User,
        Principal::RoleSession { .. } if reserved::is_service_linked(caller) => Row::ServiceLinkedRole,
        Principal::RoleSession { .. } => Row::Role,
        Principal::FederatedUser { issuer: Issuer::User { .. }, .. } => Row::FederatedUser,
        Principal::Root { .. } => Row::Root,
        Principal::FederatedUser { issuer: Issuer::Root, .. } | Principal::AssumedRoot { .. } => Row::RootSession,
        Principal::Delegated { .. } => Row::Delegated,
        Principal::Service { .. } | Principal::Provider { .. } | Principal::Anonymous => Row::NoAccount,
    }
}

/// Table 2.2.
pub(super) fn applying<'a>(request: &Request<'_>, policies: &Policies<'a>, owner: Option<AccountId>) -> Applying<'a> {
    let row = row(request.principal);
    let nobody: &'a [Attached<Identity>] = &[];
    Applying {
        identity: match row {
            Row::User | Row::Role | Row::ServiceLinkedRole | Row::FederatedUser | Row::Delegated => {
                policies.identity.attached()
            }
            Row::Root | Row::RootSession | Row::NoAccount => nobody,
        },
        boundary: match row {
            Row::User | Row::Role | Row::FederatedUser | Row::Delegated => policies.boundary,
            Row::ServiceLinkedRole | Row::Root | Row::RootSession | Row::NoAccount => None,
        },
        session: match row {
            Row::Role | Row::FederatedUser | Row::RootSession | Row::Delegated => policies.session,
            Row::User | Row::ServiceLinkedRole | Row::Root | Row::NoAccount => None,
        },
        scp: match row {
            Row::ServiceLinkedRole | Row::NoAccount => None,
            // R2.17: the management account is spared.
            _ => policies.scp.filter(|scp| request.principal.account() != Some(scp.management)),
        },
        rcp: match row {
            Row::ServiceLinkedRole => None,
            _ => policies.rcp.filter(|rcp| owner != Some(rcp.management) && has_rcps(request)),
        },
        resource: policies.resource.filter(|policy| has_resource_policy(request, policy)),
    }
}

/// R2.19, R2.20, R2.42: the services with RCPs, less some operations.
fn has_rcps(request: &Request<'_>) -> bool {
    const SERVICES: [&str; 27] = [
        "s3",
        "sts",
        "kms",
        "sqs",
        "secretsmanager",
        "cognito-identity",
        "cognito-idp",
        "cognito-sync",
        "logs",
        "dynamodb",
        "appconfig",
        "appstream",
        "autoscaling",
        "codebuild",
        "codecommit",
        "comprehend",
        "comprehendmedical",
        "dax",
        "ecr",
        "health",
        "kinesisvideo",
        "aoss",
        "signin",
        "support",
        "textract",
        "transcribe",
        "translate",
    ];
    let action = fold(request.action);
    let service = action.split(':').next().unwrap_or("");
    let links = matches!(request.principal, Principal::Service { .. })
        && reserved::is_assuming(request.action)
        && reserved::is_service_linked_role(request.resource);
    SERVICES.contains(&service) && action != "kms:retiregrant" && !reserved::is_assume_root(request.action) && !links
}

/// R2.14, R2.40, R2.42: whether the resource has a policy of its own for this action.
fn has_resource_policy(request: &Request<'_>, policy: &ResourcePolicy<'_>) -> bool {
    let of_role = request.class == ResourceClass::Role || matches!(policy, ResourcePolicy::Trust(_));
    match request.class {
        _ if of_role => reserved::is_assuming(request.action),
        ResourceClass::KmsAlias => false,
        _ => !reserved::is_assume_root(request.action),
    }
}
