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
pub(super) fn survey<'a, 'p, K: 'p, A: Ask<'a>>(
    layer: Layer,
    level: usize,
    policies: impl Iterator<Item = (usize, &'p Compiled<K>)>,
    ask: &A,
) -> Survey {
    let asked = ask.asked();
    let mut survey = Survey::default();
    for (policy, compiled) in policies {
        let words = compiled.words();
        let mut seen = Seen::default();
        let mut hold = |statement: usize, action: ByAction| {
            let Some(compiled) = compiled.statements().get(statement) else { return };
            let at = StatementRef { layer, level: index(level), policy: index(policy), statement: index(statement) };
            // What comes behind a `Deny`, or behind the strongest `Allow`, says nothing new.
            let known = match compiled.effect {
                Effect::Deny => survey.found.deny,
                Effect::Allow => survey.direct,
            };
            if known.is_some_and(|known| known <= at) || seen.has(statement) {
                return;
            }
            let action_matches = match action {
                ByAction::All => compiled.action_matches(asked, words),
                ByAction::Whole | ByAction::Begins => true,
                ByAction::Pattern(number) => {
                    let pattern = compiled.action_patterns().get(usize::from(number));
                    pattern.is_some_and(|pattern| pattern.matches(asked.action, words, &asked.matcher))
                }
            };
            if !action_matches {
                return;
            }
            seen.add(statement);
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

/// The statements of a policy that were held against the request. An index names a statement for each of its patterns
/// that may match, and to hold it again would tell nothing new. Of more statements than any policy of AWS has, the last
/// are not noted.
#[derive(Debug, Default)]
struct Seen([u64; 16]);

impl Seen {
    fn has(&self, statement: usize) -> bool {
        self.0.get(statement / 64).is_some_and(|word| word >> (statement % 64) & 1 == 1)
    }

    fn add(&mut self, statement: usize) {
        if let Some(word) = self.0.get_mut(statement / 64) {
            *word |= 1 << (statement % 64);
        }
    }
}

/// No policy has as many statements, and no caller as many policies.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::statement::{Asked, CompiledStatement};
    use super::*;
    use crate::document::Policy;
    use crate::document::kind::Identity;
    use crate::evaluate::Policies;
    use crate::matching::action::AskedAction;
    use crate::matching::resource::AskedResource;
    use crate::matching::words::Words;
    use crate::request::{Context, Principal, Request, ResourceClass};

    /// Counts the statements that are held against the request, of which none holds.
    struct Counting<'a> {
        asked: Asked<'a>,
        held: Cell<usize>,
    }

    impl<'a> Ask<'a> for Counting<'a> {
        const RESOURCE_IS_KNOWN: bool = true;

        fn asked(&self) -> &Asked<'a> {
            &self.asked
        }

        fn holds(&self, _: StatementRef, _: &CompiledStatement, _: &Words) -> Option<Grant> {
            self.held.set(self.held.get() + 1);
            None
        }
    }

    /// By however many patterns, or resources, an index finds a statement: its conditions are looked at once.
    #[test]
    fn a_statement_is_held_against_the_request_once() {
        let list = |of: &dyn Fn(usize) -> String| (0..30).map(of).collect::<Vec<_>>().join(",");
        let actions = list(&|at| format!(r#""s3:{0}*","s3:{0}?*","s3:*{0}*""#, "GetObject".get(..at % 9).unwrap()));
        let resources = list(&|at| format!(r#""arn:aws:s3:::{}*""#, "k".repeat(at)));
        let statement = format!(r#"{{"Effect":"Allow","Action":[{actions}],"Resource":[{resources}]}}"#);
        for statements in [1, 40] {
            let text = format!(r#"{{"Statement":[{}]}}"#, vec![&*statement; statements].join(","));
            let compiled = Compiled::new(Policy::<Identity>::parse(text).unwrap());
            assert!(compiled.index().is_some());
            let resource = format!("arn:aws:s3:::{}", "k".repeat(50));
            let request = Request {
                principal: &Principal::Anonymous,
                action: "s3:GetObject",
                resource: &resource,
                resource_account: None,
                class: ResourceClass::Object,
                s3: None,
                context: &Context::new(),
                services: &crate::services::FOR_TESTS,
            };
            let action = AskedAction::new(request.action);
            let resource = AskedResource::new(request.resource, action, "aws");
            let asked = Asked::new(&request, &Policies::default(), action, resource);
            let counting = Counting { asked, held: Cell::new(0) };
            let _: Survey = survey(Layer::Identity, 0, std::iter::once((0, &compiled)), &counting);
            assert_eq!(counting.held.get(), statements);
        }
    }
}
