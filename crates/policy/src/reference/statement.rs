//! Whether a statement matches (R2, section 2.1): principal, action, resource and condition.

use super::principal::{Grant, denies, grants};
use super::resource::Asked;
use super::{action, condition, reserved, resource};
use crate::document::kind::WithoutPrincipal;
use crate::document::{Effect, Policy, PolicyKind, Statement};
use crate::request::Request;

/// Everything but the principal. A statement of a trust policy has no resource part.
fn other_parts_match<K: PolicyKind>(policy: &Policy<K>, statement: &Statement, request: &Request<'_>) -> bool {
    let partition = reserved::partition_of(request).unwrap_or("aws");
    let asked = Asked { resource: request.resource, action: request.action, partition, context: request.context };
    action::matches(statement.action.as_ref(), request.action)
        && (!K::HAS_RESOURCE || resource::matches(statement.resource.as_ref(), policy.version(), &asked))
        && condition::all_hold(&statement.conditions, policy.version(), request.context)
}

/// Whether a `Deny` of the policy matches.
pub(super) fn has_deny<K: PolicyKind>(policy: &Policy<K>, request: &Request<'_>, has_boundary: bool) -> bool {
    policy.statements().iter().any(|statement| {
        statement.effect.value == Effect::Deny
            && match (K::WITHOUT_PRINCIPAL, &statement.principal) {
                // R1.64.
                (WithoutPrincipal::Ignored, _) | (WithoutPrincipal::Everybody, None) => true,
                (WithoutPrincipal::Nobody, None) => false,
                (_, Some(element)) => denies(element, request, has_boundary),
            }
            && other_parts_match(policy, statement, request)
    })
}

/// The grants of all the policy's `Allow`s that match.
pub(super) fn allows<K: PolicyKind>(policy: &Policy<K>, request: &Request<'_>) -> Vec<Grant> {
    let mut found = Vec::new();
    for statement in policy.statements() {
        if statement.effect.value == Effect::Allow && other_parts_match(policy, statement, request) {
            match (K::WITHOUT_PRINCIPAL, &statement.principal) {
                // R1.64. Where there are no principals the kind of grant does not matter.
                (WithoutPrincipal::Ignored, _) | (WithoutPrincipal::Everybody, None) => found.push(Grant::Direct),
                (WithoutPrincipal::Nobody, None) => {}
                (_, Some(element)) => found.extend(grants(element, request)),
            }
        }
    }
    found
}
