//! The identity policies of one principal, merged.
//!
//! A role may have twenty policies, a user's groups a hundred more, and a request concerns the few that speak of its
//! service. A [`PolicySet`] is made once for a principal, when one of its policies has changed, and knows which policies
//! those are. Within each, its own index knows the statements (see `index`). Nothing is copied: principals who share a
//! policy share its compiled form.

use std::collections::BTreeSet;

use super::Compiled;
use super::layers::{Found, survey};
use super::policies::{Attached, numbered};
use super::statement::Ask;
use crate::decision::Layer;
use crate::matching::action::ActionForm;
use crate::services;

/// Sets of so few policies are gone through from the first to the last.
const FEW: usize = 4;

/// Policies that say yes or no together (R2.4), in the order in which they were given.
#[derive(Debug)]
pub struct PolicySet<K> {
    attached: Vec<Attached<K>>,
    /// `None` for few policies.
    by_service: Option<ByService>,
}

/// Which policies of a set speak of which services.
#[derive(Debug)]
struct ByService {
    /// Policies with statements that no service rules out.
    always: Box<[u32]>,
    /// Hash of a service and number of a policy, in order.
    services: Box<[(u32, u32)]>,
}

impl<K> PolicySet<K> {
    /// No policies.
    pub const EMPTY: Self = Self { attached: Vec::new(), by_service: None };

    /// Merges the policies.
    #[must_use]
    pub fn new(attached: Vec<Attached<K>>) -> Self {
        let by_service = if attached.len() > FEW { ByService::new(&attached) } else { None };
        Self { attached, by_service }
    }

    /// The policies, in the order in which they were given.
    #[must_use]
    pub fn attached(&self) -> &[Attached<K>] {
        &self.attached
    }

    /// What they say together.
    pub(super) fn ask<'a>(&self, layer: Layer, ask: &impl Ask<'a>) -> Found {
        let asked = ask.asked();
        let Some(by_service) = self.by_service.as_ref().filter(|_| asked.action.ordinary) else {
            return survey(layer, 0, numbered(&self.attached), ask).found;
        };
        let start = by_service.services.partition_point(|(hash, _)| *hash < asked.service);
        let of_service = by_service.services.iter().skip(start).take_while(|(hash, _)| *hash == asked.service);
        let numbers = of_service.map(|(_, number)| number).chain(&by_service.always);
        let policies = numbers.filter_map(|number| {
            let number = *number as usize;
            Some((number, &*self.attached.get(number)?.policy))
        });
        survey(layer, 0, policies, ask).found
    }
}

impl<K, const N: usize> From<[Attached<K>; N]> for PolicySet<K> {
    fn from(attached: [Attached<K>; N]) -> Self {
        Self::new(attached.into())
    }
}

impl ByService {
    /// `None` if there are more policies than numbers.
    fn new<K>(attached: &[Attached<K>]) -> Option<Self> {
        let mut always = Vec::new();
        let mut services = Vec::new();
        for (number, attached) in attached.iter().enumerate() {
            let number = u32::try_from(number).ok()?;
            let (own, asked_always) = services_of(&attached.policy);
            if asked_always {
                always.push(number);
            } else {
                services.extend(own.into_iter().map(|hash| (hash, number)));
            }
        }
        services.sort_unstable();
        Some(Self { always: always.into(), services: services.into() })
    }
}

impl<K> Compiled<K> {
    /// Whether a statement of the policy may be about a service, whose prefix is in lower case. Where it says no, no request
    /// for an action of the service matches; it may say yes of a policy that is about others alone.
    #[must_use]
    pub fn may_speak_of(&self, service: &str) -> bool {
        let wanted = services::hash(service);
        if let Some(index) = self.index() {
            let (mut own, asked_always) = index.services();
            return asked_always || own.any(|hash| hash == wanted);
        }
        let (own, asked_always) = services_of(self);
        asked_always || own.contains(&wanted)
    }
}

/// The hashes of the services that a policy speaks of, and whether it speaks of all.
fn services_of<K>(policy: &Compiled<K>) -> (BTreeSet<u32>, bool) {
    if let Some(index) = policy.index() {
        let (services, always) = index.services();
        return (services.collect(), always);
    }
    let mut services = BTreeSet::new();
    let mut always = false;
    for statement in policy.statements() {
        always |= statement.is_not_action();
        for pattern in statement.action_patterns() {
            match pattern.form {
                ActionForm::Everything => always = true,
                ActionForm::Nothing => {}
                ActionForm::Stars | ActionForm::Glob(_) => {
                    let service = policy.words().get(pattern.word).split(':').next().unwrap_or_default();
                    services.insert(services::hash(service));
                }
            }
        }
    }
    (services, always)
}
