//! What the policies of one layer say together: they are a union (R2.4, R2.5).

use super::Compiled;
use super::index::ByAction;
use super::statement::Ask;
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

/// Holds the statements of the policies, those that can match, against the request. Each policy comes with its number.
pub(super) fn survey<'p, K: 'p, A: Ask>(
    layer: Layer,
    level: usize,
    policies: impl Iterator<Item = (usize, &'p Compiled<K>)>,
    ask: &A,
) -> Survey {
    let asked = ask.asked();
    let mut survey = Survey::default();
    for (policy, compiled) in policies {
        let words = compiled.words();
        let mut hold = |statement: usize, action: ByAction| {
            let Some(compiled) = compiled.statements().get(statement) else { return };
            let at = StatementRef { layer, level: index(level), policy: index(policy), statement: index(statement) };
            // What comes behind a `Deny`, or behind the strongest `Allow`, says nothing new.
            let known = match compiled.effect {
                Effect::Deny => survey.found.deny,
                Effect::Allow => survey.direct,
            };
            if known.is_some_and(|known| known <= at) {
                return;
            }
            let action_matches = match action {
                ByAction::All => compiled.action_matches(asked, words),
                ByAction::Whole | ByAction::Begins => true,
                ByAction::Pattern(number) => {
                    let pattern = compiled.action_patterns().get(usize::from(number));
                    pattern.is_some_and(|pattern| pattern.matches(asked.action, words))
                }
            };
            if !action_matches {
                return;
            }
            if let Some(grant) = ask.holds(at, compiled, words) {
                survey.note(compiled.effect, grant, at);
            }
        };
        match compiled.index().filter(|_| asked.action.ordinary && A::RESOURCE_IS_KNOWN) {
            Some(index) => index.visit(asked, words, |candidate| hold(candidate.statement as usize, candidate.action)),
            None => (0..compiled.statements().len()).for_each(|statement| hold(statement, ByAction::All)),
        }
    }
    // Of several, the strongest is the one that decided.
    survey.found.allow = survey.direct.or(survey.entity).or(survey.found.allow);
    survey
}

impl Survey {
    /// Notes a matching statement; of several the first counts.
    fn note(&mut self, effect: Effect, grant: Grant, at: StatementRef) {
        let first = |slot: &mut Option<StatementRef>| *slot = Some(slot.map_or(at, |known| known.min(at)));
        if effect == Effect::Deny {
            return first(&mut self.found.deny);
        }
        match grant {
            Grant::Direct => first(&mut self.direct),
            Grant::Entity => first(&mut self.entity),
            Grant::Account => {}
        }
        first(&mut self.found.allow);
    }
}

/// No policy has as many statements, and no caller as many policies.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
