//! A bounded cache of what was used lately.
//!
//! Entries live in a young and an old generation. When the young one is full it replaces the old one, and what was used
//! of the old one comes back with its next use. So no use has to be noted, and reading takes no more than a read lock.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// The cache. A value is found as long as it is what the one who asks wants: a key can have had another value before.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    capacity: usize,
    generations: RwLock<[HashMap<K, V>; 2]>,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// With room for about `capacity` values.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { capacity, generations: RwLock::default() }
    }

    /// The value of a key that is wanted, from the cache or made.
    ///
    /// # Errors
    /// Those of `make`; nothing is kept then.
    pub(super) fn get_or_make<Q, E>(
        &self,
        key: &Q,
        is_wanted: impl Fn(&V) -> bool,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let kept = {
            let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
            let [young, old] = &*generations;
            if let Some(value) = young.get(key).filter(|value| is_wanted(value)) {
                return Ok(value.clone());
            }
            old.get(key).filter(|value| is_wanted(value)).cloned()
        };
        let value = match kept {
            Some(value) => value,
            None => make()?,
        };
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        let [young, old] = &mut *generations;
        if young.len() >= (self.capacity / 2).max(1) {
            *old = std::mem::take(young);
        }
        young.insert(key.to_owned(), value.clone());
        Ok(value)
    }

    /// How many values are kept.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.generations.read().unwrap_or_else(PoisonError::into_inner).iter().map(HashMap::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn get(cache: &Recent<String, u32>, key: &str, wanted: u32) -> (u32, bool) {
        let mut made = false;
        let make = || {
            made = true;
            Ok::<_, Infallible>(wanted)
        };
        let Ok(value) = cache.get_or_make(key, |value| *value == wanted, make);
        (value, made)
    }

    /// No more is kept than may be, and what is used stays.
    #[test]
    fn what_is_used_stays() {
        let cache = Recent::with_capacity(10);
        get(&cache, "kept", 7);
        for number in 0..100 {
            get(&cache, &number.to_string(), number);
            assert_eq!(get(&cache, "kept", 7), (7, false));
            assert!(cache.len() <= 11, "{}", cache.len());
        }
    }

    /// What is not wanted any more is made anew, and an error leaves what was there.
    #[test]
    fn what_is_not_wanted_is_made_anew() {
        let cache = Recent::<String, u32>::with_capacity(10);
        assert_eq!(get(&cache, "key", 1), (1, true));
        assert_eq!(get(&cache, "key", 2), (2, true));
        assert_eq!(cache.get_or_make("key", |_| false, || Err("no")), Err("no"));
        assert_eq!(get(&cache, "key", 2), (2, false));
    }
}
