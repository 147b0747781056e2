//! Service and resource control policies: never granting, at every level needed (R2.16–R2.20).

use super::layers::{Found, survey};
use super::policies::{Guardrails, numbered};
use super::reserved::Beginning;
use super::statement::{Ask, Asked};
use crate::decision::Layer;
use crate::names::AccountId;
use crate::request::{Principal, ResourceClass};
use crate::services::ServiceFacts;

/// What the policies of one account's levels say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Guarded {
    /// A `Deny` at any level, and an `Allow` of the lowest level that has one.
    pub(crate) found: Found,
    /// Every level has a matching `Allow`, and there is a level.
    pub(crate) everywhere: bool,
}

/// Asks every level. `None` if the account is the management account, which they spare (R2.17, R2.19).
pub(super) fn ask<'a, K>(
    layer: Layer,
    guardrails: &Guardrails<'_, K>,
    account: Option<AccountId>,
    asked: &impl Ask<'a>,
) -> Option<Guarded> {
    if account == Some(guardrails.management) {
        return None;
    }
    let mut guarded = Guarded { found: Found::default(), everywhere: !guardrails.levels.is_empty() };
    for (at, level) in guardrails.levels.iter().enumerate() {
        let found = survey(layer, at, numbered(&level.policies), asked).found;
        guarded.everywhere &= found.allow.is_some();
        guarded.found.deny = guarded.found.deny.or(found.deny);
        guarded.found.allow = found.allow.or(guarded.found.allow);
    }
    Some(guarded)
}

/// Whether resource control policies cover an action at all (R2.19, R2.20, R2.42).
pub(super) fn rcps_cover(services: &ServiceFacts, asked: &Asked<'_>) -> bool {
    let action = asked.action;
    let exempt = action.is_one_of("kms", &["RetireGrant"]) || action.is_one_of("sts", &["AssumeRoot"]);
    let unsupported = if action.ordinary {
        services.without_rcps.contains_hashed(asked.service, action.service)
    } else {
        services.without_rcps.contains(action.service)
    };
    !unsupported && !exempt
}

/// Whether the caller is a service and the resource a role: it may take on a service-linked one.
pub(crate) fn service_assumes_role(principal: &Principal, class: ResourceClass) -> bool {
    matches!(principal, Principal::Service { .. }) && class == ResourceClass::Role
}

/// What the ARN of a service-linked role begins with.
pub(crate) const SERVICE_LINKED_ROLES: Beginning =
    Beginning { service: "iam", account: None, resource: "role/aws-service-role/" };
