//! Which policies apply to which principal (R2, section 2.2).

use super::reserved;
use super::text::fold;
use crate::document::kind::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session, Trust};
use crate::document::{Policy, PolicyKind};
use crate::evaluate::{Attached, Guardrails, Policies, ResourcePolicy};
use crate::names::AccountId;
use crate::request::{Issuer, Principal, Request, ResourceClass};

/// The columns of R2, table 2.2 for one request, as parsed documents.
pub(super) struct Applying {
    pub(super) identity: Vec<Policy<Identity>>,
    pub(super) boundary: Option<Policy<Boundary>>,
    pub(super) session: Option<Vec<Policy<Session>>>,
    pub(super) endpoint: Option<Vec<Policy<Endpoint>>>,
    /// Level by level.
    pub(super) scp: Option<Vec<Vec<Policy<Scp>>>>,
    pub(super) rcp: Option<Vec<Vec<Policy<Rcp>>>>,
    pub(super) resource: Option<Own>,
}

/// The resource's own policy.
pub(super) enum Own {
    Resource(Policy<Resource>),
    Trust(Policy<Trust>),
}

fn read<K: PolicyKind>(policies: &[Attached<K>]) -> Vec<Policy<K>> {
    policies.iter().map(|attached| attached.policy.read_again()).collect()
}

fn levels<K: PolicyKind>(guardrails: Guardrails<'_, K>) -> Vec<Vec<Policy<K>>> {
    guardrails.levels.iter().map(|level| read(&level.policies)).collect()
}

/// The row of R2, table 2.2.
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

/// R2, table 2.2.
pub(super) fn applying(request: &Request<'_>, policies: &Policies<'_>, owner: Option<AccountId>) -> Applying {
    let row = row(request.principal);
    Applying {
        identity: match row {
            Row::User | Row::Role | Row::ServiceLinkedRole | Row::FederatedUser | Row::Delegated => {
                read(policies.identity.attached())
            }
            Row::Root | Row::RootSession | Row::NoAccount => Vec::new(),
        },
        boundary: match row {
            Row::User | Row::Role | Row::FederatedUser | Row::Delegated => {
                policies.boundary.map(|boundary| boundary.policy.read_again())
            }
            Row::ServiceLinkedRole | Row::Root | Row::RootSession | Row::NoAccount => None,
        },
        session: match row {
            Row::Role | Row::FederatedUser | Row::RootSession | Row::Delegated => policies.session.map(read),
            Row::User | Row::ServiceLinkedRole | Row::Root | Row::NoAccount => None,
        },
        endpoint: policies.endpoint.map(read),
        scp: match row {
            Row::ServiceLinkedRole | Row::NoAccount => None,
            // R2.17: the management account is exempt.
            _ => policies.scp.filter(|scp| request.principal.account() != Some(scp.management)).map(levels),
        },
        rcp: match row {
            Row::ServiceLinkedRole => None,
            _ => policies.rcp.filter(|rcp| owner != Some(rcp.management) && has_rcps(request)).map(levels),
        },
        resource: policies.resource.filter(|policy| has_resource_policy(request, policy)).map(|policy| match policy {
            ResourcePolicy::Resource(attached) => Own::Resource(attached.policy.read_again()),
            ResourcePolicy::Trust(attached) => Own::Trust(attached.policy.read_again()),
        }),
    }
}

/// R2.19, R2.20, R2.42: every service but those known to have no RCPs, less some operations.
fn has_rcps(request: &Request<'_>) -> bool {
    let action = fold(request.action);
    // An action without a colon has no service.
    let service = action.split_once(':').map_or("", |(service, _)| service);
    let unsupported = request.services.without_rcps.iter().any(|name| fold(name) == service);
    let links = matches!(request.principal, Principal::Service { .. })
        && reserved::is_assuming(request.action)
        && reserved::is_service_linked_role(request.resource);
    !unsupported && action != "kms:retiregrant" && !reserved::is_assume_root(request.action) && !links
}

/// R2.14, R2.40, R2.42: whether the resource has a policy of its own for this action.
fn has_resource_policy(request: &Request<'_>, policy: &ResourcePolicy<'_>) -> bool {
    let of_role = request.class == ResourceClass::Role || matches!(policy, ResourcePolicy::Trust(_));
    match request.class {
        _ if of_role => reserved::is_assuming(request.action),
        ResourceClass::KmsAlias => false,
        // A KMS action without resource.
        ResourceClass::Ordinary if fold(request.action).starts_with("kms:") => false,
        _ => !reserved::is_assume_root(request.action),
    }
}
