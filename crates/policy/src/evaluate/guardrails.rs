//! Service and resource control policies: never granting, at every level needed (R2.16–R2.20).

use super::layers::{Found, survey};
use super::policies::{Guardrails, numbered};
use super::reserved::Beginning;
use super::statement::Ask;
use crate::decision::Layer;
use crate::matching::action::AskedAction;
use crate::matching::fold;
use crate::names::AccountId;
use crate::request::{Principal, ResourceClass};

/// The action prefixes of the services with RCP support (R2.20, list of 2026; it grows, U21). The three prefixes of
/// Cognito stand for the one service.
const RCP_SERVICES: [&str; 27] = [
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

/// Whether resource control policies reach an action at all (R2.19, R2.20, R2.42), unless a service takes on a
/// service-linked role.
pub(crate) fn rcp_reaches(action: AskedAction<'_>) -> bool {
    let supported = RCP_SERVICES.iter().any(|service| fold::eq(service, action.service));
    let spared = action.is_one_of("kms", &["RetireGrant"]) || action.is_one_of("sts", &["AssumeRoot"]);
    supported && !spared
}

/// Whether the caller is a service and the resource a role: it may take on a service-linked one.
pub(crate) fn service_assumes_role(principal: &Principal, class: ResourceClass) -> bool {
    matches!(principal, Principal::Service { .. }) && class == ResourceClass::Role
}

/// What the ARN of a service-linked role begins with.
pub(crate) const SERVICE_LINKED_ROLES: Beginning =
    Beginning { service: "iam", account: None, resource: "role/aws-service-role/" };
