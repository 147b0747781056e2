//! What the policies of one layer say together: they are a union (R2.4, R2.5).

use super::Compiled;
use super::statement::Asked;
use crate::decision::{Layer, StatementRef};
use crate::document::Effect;
use crate::matching::principal::Grant;

/// The first matching `Deny`, and a matching `Allow`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Found {
    pub(crate) deny: Option<StatementRef>,
    pub(crate) allow: Option<StatementRef>,
}

/// Beside what was found, how the `Allow` statements name the caller; matters in resource policies only.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Survey {
    pub(crate) found: Found,
    pub(crate) direct: Option<StatementRef>,
    pub(crate) entity: Option<StatementRef>,
}

/// Holds every statement of the policies against the request.
pub(super) fn survey<'p, K: 'p>(
    layer: Layer,
    level: usize,
    policies: impl Iterator<Item = &'p Compiled<K>>,
    asked: &Asked<'_>,
) -> Survey {
    let mut survey = Survey::default();
    for (policy, compiled) in policies.enumerate() {
        for (statement, compiled) in compiled.statements().iter().enumerate() {
            let at = || StatementRef { layer, level: index(level), policy: index(policy), statement: index(statement) };
            match compiled.effect() {
                // One `Deny` says it all.
                Effect::Deny if survey.found.deny.is_some() => {}
                Effect::Deny => survey.found.deny = compiled.matches(asked).map(|_| at()),
                // Nothing stronger than a direct grant can follow.
                Effect::Allow if survey.direct.is_some() => {}
                Effect::Allow => {
                    let grant = compiled.matches(asked);
                    let slot = match grant {
                        Some(Grant::Direct) => Some(&mut survey.direct),
                        Some(Grant::Entity) => Some(&mut survey.entity),
                        Some(Grant::Account) | None => None,
                    };
                    if let Some(slot) = slot {
                        slot.get_or_insert_with(at);
                    }
                    if grant.is_some() {
                        survey.found.allow.get_or_insert_with(at);
                    }
                }
            }
        }
    }
    // Of several, the strongest is the one that decided.
    survey.found.allow = survey.direct.or(survey.entity).or(survey.found.allow);
    survey
}

/// No policy has as many statements, and no caller as many policies.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
