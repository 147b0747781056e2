//! What the `Deny` statements of a policy leave of an `Allow`.
//!
//! "Left to some only" is never claimed wrongly: a `Deny` must be about the same callers, every action and every resource
//! of the `Allow`, and each of its conditions must leave only those.

use super::super::subject::{Part, Subject};
use super::callers::allowed_by_denial;
use super::coverage::{ActionShape, ResourceShape, Shape};
use rolecall_policy::document::{ConditionElement, PrincipalEntry};

/// Whether the denials of the policy leave what a statement allows a principal only where a condition holds of which
/// `limits` is true.
pub(in crate::lint) fn leave_some_only(
    policy: &Subject<'_>,
    allowed: &Part<'_>,
    principal: &PrincipalEntry,
    limits: impl Fn(&ConditionElement) -> bool,
) -> bool {
    let leaves_some = |condition: &ConditionElement| allowed_by_denial(condition).is_some_and(|left| limits(&left));
    let denials: Vec<&Part<'_>> = policy
        .parts
        .iter()
        .filter(|part| part.denies() && binds(part, principal) && part.statement.conditions.iter().all(leaves_some))
        .collect();
    if denials.is_empty() || allowed.has_not_action() || allowed.has_not_resource() {
        return false;
    }
    let has_resources = allowed.statement.resource.is_some();
    let actions: Vec<ActionShape> = allowed.actions.iter().map(|named| ActionShape::of(named.text())).collect();
    let resources: Vec<ResourceShape<'_>> =
        allowed.resources().map(|(text, _)| ResourceShape::of(text, policy.version)).collect();
    // Each `Deny` must be about all resources, so that no pair of an action and a resource is left over.
    let denials = denials.into_iter().filter(|denial| {
        denial.statement.resource.is_some() == has_resources
            && !denial.has_not_resource()
            && resources.iter().all(|resource| {
                denial.resources().any(|(text, _)| {
                    let own = ResourceShape::of(text, policy.version);
                    own.name() == resource.name() || own.covers(resource, &policy.budget)
                })
            })
    });
    let denied: Vec<ActionShape> =
        denials.flat_map(Part::listed_actions).map(|named| ActionShape::of(named.text())).collect();
    !actions.is_empty()
        && actions
            .iter()
            .all(|action| denied.iter().any(|own| own.name() == action.name() || own.covers(action, &policy.budget)))
}

/// Whether a statement is about this principal for certain.
fn binds(part: &Part<'_>, principal: &PrincipalEntry) -> bool {
    let Some(element) = &part.statement.principal else { return false };
    let lists = |entry: &PrincipalEntry| element.entries.iter().any(|listed| listed.value == *entry);
    // Who `NotPrincipal` lists is named, whoever that is; everybody else is denied.
    if element.negated {
        !lists(principal) && !lists(&PrincipalEntry::Everyone)
    } else {
        lists(principal) || lists(&PrincipalEntry::Everyone)
    }
}
