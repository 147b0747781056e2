//! The condition keys that policies use, found once for each policy however many principals have it.

use rolecall_policy::evaluate::{Attached, Policies, ResourcePolicy};
use rolecall_policy::request::folded_key;
use rolecall_policy::{Compiled, PolicyKind};
use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

/// What was found so far.
#[derive(Debug, Default)]
pub struct KeysOfPolicies {
    /// By the place of the compiled policy, which is held so that no other takes that place.
    found: HashMap<usize, Found>,
}

/// A compiled policy of any kind, and its keys.
type Found = (Arc<dyn Any + Send + Sync>, Box<[Arc<str>]>);

impl KeysOfPolicies {
    /// Calls `visit` with the folded names of the keys that those of the policies use which may be about a service, some
    /// several times.
    pub(super) fn visit(&mut self, policies: &Policies<'_>, service: &str, visit: &mut dyn FnMut(&Arc<str>)) {
        for attached in policies.identity.attached() {
            self.of(attached, service, visit);
        }
        for attached in policies.boundary.iter().copied() {
            self.of(attached, service, visit);
        }
        for attached in policies.session.into_iter().flatten() {
            self.of(attached, service, visit);
        }
        match policies.resource {
            None => {}
            Some(ResourcePolicy::Resource(attached)) => self.of(attached, service, visit),
            Some(ResourcePolicy::Trust(attached)) => self.of(attached, service, visit),
        }
        for attached in policies.scp.iter().flat_map(|scp| scp.levels).flat_map(|level| &level.policies) {
            self.of(attached, service, visit);
        }
        for attached in policies.rcp.iter().flat_map(|rcp| rcp.levels).flat_map(|level| &level.policies) {
            self.of(attached, service, visit);
        }
    }

    fn of<K: PolicyKind + Send + Sync + 'static>(
        &mut self,
        attached: &Attached<K>,
        service: &str,
        visit: &mut dyn FnMut(&Arc<str>),
    ) {
        let policy: &Arc<Compiled<K>> = &attached.policy;
        if !policy.may_speak_of(service) {
            return;
        }
        let (_, keys) = self.found.entry(Arc::as_ptr(policy).addr()).or_insert_with(|| {
            let keys = attached.context_keys();
            let keys: Box<[Arc<str>]> = keys.iter().map(|key| Arc::from(folded_key(key))).collect();
            (Arc::clone(policy) as Arc<dyn Any + Send + Sync>, keys)
        });
        keys.iter().for_each(visit);
    }
}
