//! Inline session policies, compiled once.
//!
//! A session carries its policy in its token, so the text comes anew with each of its requests. What a text means depends
//! on nothing else, so what is kept here is never out of date: managed policies, which change, are not in here, and a
//! session that may do nothing any more is refused elsewhere.

use super::compiled;
use rolecall_policy::document::kind::Session;
use rolecall_policy::evaluate::Attached;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// What the policies of one generation may take together, bytes, as [`cost`] reckons. Room for about 800 of the longest
/// policies (2,048 characters, R1, section 1.7) or 3,600 short ones in each of the two generations.
const MAX_COST: usize = 4 << 20;

/// Policies by their texts.
#[derive(Debug, Default)]
struct Generation {
    policies: HashMap<Arc<str>, Attached<Session>>,
    cost: usize,
}

/// A bounded cache of compiled session policies. What was not used lately goes first: a full young generation replaces
/// the old one.
#[derive(Debug, Default)]
pub struct SessionPolicies(RwLock<[Generation; 2]>);

impl SessionPolicies {
    /// The policy of a text, from the cache or compiled.
    #[must_use]
    pub fn get(&self, text: &str) -> Attached<Session> {
        let old = {
            let generations = self.0.read().unwrap_or_else(PoisonError::into_inner);
            let [young, old] = &*generations;
            if let Some(policy) = young.policies.get(text) {
                return policy.clone();
            }
            old.policies.get(text).cloned()
        };
        // Compiled while others look; of two that compile the same text the later one stays.
        let policy = old.unwrap_or_else(|| compiled::session_policy(text));
        self.keep(text, policy.clone());
        policy
    }

    fn keep(&self, text: &str, policy: Attached<Session>) {
        let mut generations = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let [young, old] = &mut *generations;
        if young.cost + cost(text) > MAX_COST {
            *old = std::mem::take(young);
        }
        if young.policies.insert(text.into(), policy).is_none() {
            young.cost += cost(text);
        }
    }
}

/// About what a policy takes: its text twice, as key and with the policy, what is made of it, and the entry. A policy of
/// many small parts takes up to twice that. The test `policy_memory` holds the whole cache to 20 MB.
fn cost(text: &str) -> usize {
    text.len() * 2 + 1024
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_policy::document::Effect;

    fn effect(policy: &Attached<Session>) -> Effect {
        policy.policy.statement(0).unwrap().effect
    }

    /// One text is compiled once, and whatever is in the cache, the policy is that of the text.
    #[test]
    fn each_text_has_its_own_policy() {
        let cache = SessionPolicies::default();
        let allow = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        let deny = allow.replace("Allow", "Deny");
        let first = cache.get(allow);
        assert!(Arc::ptr_eq(&first.policy, &cache.get(allow).policy));
        assert_eq!(
            (effect(&first), effect(&cache.get(&deny)), effect(&cache.get(allow))),
            (Effect::Allow, Effect::Deny, Effect::Allow)
        );
        // One that cannot be read denies everything, each time.
        assert_eq!((effect(&cache.get("{")), effect(&cache.get("{"))), (Effect::Deny, Effect::Deny));
    }

    /// It holds no more than it may, and keeps what is used.
    #[test]
    fn the_cache_is_bounded() {
        let cache = SessionPolicies::default();
        let text = |number: usize| {
            let resource = format!("arn:aws:s3:::{number:0>1800}");
            format!(
                r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:*","Resource":"{resource}"}}}}"#
            )
        };
        let kept = cache.get(&text(0));
        for number in 1..3_000 {
            let _ = cache.get(&text(number));
            assert!(Arc::ptr_eq(&kept.policy, &cache.get(&text(0)).policy), "{number}");
        }
        for generation in &*cache.0.read().unwrap() {
            let texts = generation.policies.keys();
            assert_eq!(generation.cost, texts.map(|text| cost(text)).sum::<usize>());
            assert!(generation.cost <= MAX_COST && generation.policies.len() > 1, "{}", generation.cost);
        }
    }
}
