//! One table of the directory: entities of one type, with the indexes that follow from them. It is persistent, so that a
//! snapshot is a pointer.

use super::entity::{Entity, Link};
use crate::store::Revision;
use imbl::{HashMap, OrdMap};
use rolecall_policy::AccountId;
use std::ops::{Bound, Deref};
use std::sync::{Arc, OnceLock};

/// An entity as the directory holds it: what is stored, at which revision, and its policies, compiled when they are first
/// needed. Most principals of a large world ask for nothing between two starts.
#[derive(Debug)]
pub struct Stored<T: Entity> {
    entity: T,
    modified: Revision,
    compiled: OnceLock<T::Compiled>,
}

impl<T: Entity> Stored<T> {
    /// The revision at which the entity last changed.
    #[must_use]
    pub fn modified(&self) -> Revision {
        self.modified
    }

    /// The entity's policies, compiled once for each change, at the first need.
    #[must_use]
    pub fn compiled(&self) -> &T::Compiled {
        self.compiled.get_or_init(|| self.entity.compile())
    }

    /// The entity.
    #[must_use]
    pub fn entity(&self) -> &T {
        &self.entity
    }
}

impl<T: Entity> Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entity
    }
}

/// Entities of one type.
#[derive(Debug, Clone)]
pub struct Table<T: Entity> {
    /// By store key.
    entities: OrdMap<Arc<str>, Arc<Stored<T>>>,
    /// Store keys by unique id.
    ids: HashMap<Arc<str>, Arc<str>>,
    /// What the entities point to: [`link_key`], which ends with the store key.
    links: OrdMap<Arc<str>, ()>,
    /// How many there are of each account.
    counts: HashMap<AccountId, usize>,
}

impl<T: Entity> Default for Table<T> {
    fn default() -> Self {
        Self { entities: OrdMap::new(), ids: HashMap::new(), links: OrdMap::new(), counts: HashMap::new() }
    }
}

impl<T: Entity> Table<T> {
    pub(super) fn get(&self, key: &str) -> Option<&Arc<Stored<T>>> {
        self.entities.get(key)
    }

    pub(super) fn get_by_id(&self, id: &str) -> Option<&Arc<Stored<T>>> {
        self.get(self.ids.get(id)?)
    }

    /// All of them, by store key.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Stored<T>>> {
        self.entities.values()
    }

    /// Those of `account`, by store key.
    pub(super) fn list(&self, account: AccountId) -> impl Iterator<Item = &Arc<Stored<T>>> {
        self.list_after(account, "")
    }

    /// Those of `account` whose store key is behind `key`. What is before it is not gone through.
    pub(super) fn list_after<'s>(
        &'s self,
        account: AccountId,
        key: &str,
    ) -> impl Iterator<Item = &'s Arc<Stored<T>>> + use<'s, T> {
        let scope = T::Scope::from(account);
        let prefix = format!("{scope}/{}/", T::KIND);
        // No entity has the prefix for its key, so it does not matter that this one is left out, too.
        let start = Bound::Excluded(prefix.as_str().max(key).to_owned());
        starting(&self.entities, &start, prefix).map(|(_, it)| it).filter(move |it| it.account() == account)
    }

    /// Those of `account` that point to `target`, by store key.
    pub(super) fn linked(&self, account: AccountId, link: Link, target: &str) -> impl Iterator<Item = &Arc<Stored<T>>> {
        let scope = T::Scope::from(account);
        let prefix = link_key(link, target, &format!("{scope}/"));
        let keys = starting(&self.links, &Bound::Included(prefix.clone()), prefix);
        keys.filter_map(|(link, ())| self.get(link.rsplit('\n').next()?)).filter(move |it| it.account() == account)
    }

    /// Those of all accounts that point to `target`, by store key.
    pub(super) fn linked_anywhere<'t>(
        &'t self,
        link: Link,
        target: &str,
    ) -> impl Iterator<Item = &'t Arc<Stored<T>>> + use<'t, T> {
        let prefix = link_key(link, target, "");
        let keys = starting(&self.links, &Bound::Included(prefix.clone()), prefix);
        keys.filter_map(|(link, ())| self.get(link.rsplit('\n').next()?))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    pub(super) fn count(&self, account: AccountId) -> usize {
        self.counts.get(&account).copied().unwrap_or(0)
    }

    /// Puts what the store holds under `key`. If it cannot be read, nothing changes.
    pub(super) fn put(&mut self, key: &str, value: &[u8], modified: Revision) -> Result<(), serde_json::Error> {
        let entity: T = serde_json::from_slice(value)?;
        if entity.key() != key {
            return Err(serde::de::Error::custom("it belongs under another key"));
        }
        self.remove(key);
        let key: Arc<str> = Arc::from(key);
        if let Some(id) = entity.id() {
            self.ids.insert(Arc::from(id), Arc::clone(&key));
        }
        for (link, target) in entity.links() {
            self.links.insert(link_key(link, target, &key).into(), ());
        }
        *self.counts.entry(entity.account()).or_default() += 1;
        self.entities.insert(key, Arc::new(Stored { entity, modified, compiled: OnceLock::new() }));
        Ok(())
    }

    /// Removes what is under `key`.
    pub(super) fn remove(&mut self, key: &str) {
        let Some(gone) = self.entities.get(key).cloned() else { return };
        self.entities.remove(key);
        // Unless another entity has the id, which would be damage.
        if let Some(id) = gone.id().filter(|id| self.ids.get(*id).is_some_and(|at| **at == *key)) {
            self.ids.remove(id);
        }
        for (link, target) in gone.links() {
            self.links.remove(&*link_key(link, target, key));
        }
        if let Some(count) = self.counts.get_mut(&gone.account()) {
            *count = count.saturating_sub(1);
        }
    }
}

/// A text that sorts by link, target and store key; none of them has a line break.
fn link_key(link: Link, target: &str, key: &str) -> String {
    format!("{link:?}\n{target}\n{key}")
}

/// From `start` on, what has a key that starts with `prefix`, by key.
fn starting<'m, V>(
    map: &'m OrdMap<Arc<str>, V>,
    start: &Bound<String>,
    prefix: String,
) -> impl Iterator<Item = (&'m Arc<str>, &'m V)> + use<'m, V> {
    map.range::<_, str>((start.as_ref().map(String::as_str), Bound::Unbounded))
        .take_while(move |(key, _)| key.starts_with(&prefix))
}

#[cfg(test)]
mod tests {
    use crate::directory::Snapshot;
    use crate::directory::entities::{Entity, User};

    /// A list that goes on behind a key has what the whole list has behind it, whatever the key is: also one of another
    /// account or kind, and one that is not there.
    #[test]
    fn a_list_goes_on_behind_a_key() {
        let mut snapshot = Snapshot::default();
        let (_, text) = User::STORED;
        for account in ["111122223333", "444455556666", "777788889999"] {
            for name in ["ana", "bob", "cleo"] {
                let row = text
                    .replace("111122223333", account)
                    .replace("Ana", name)
                    .replace("AIDA1", &format!("{account}{name}"));
                snapshot.tables.put(&format!("{account}/user/{name}"), row.as_bytes(), 1).unwrap();
            }
        }
        let account = "444455556666".parse().unwrap();
        let names = |key: &str| -> Vec<String> {
            snapshot.list_after::<User>(account, key).map(|user| user.name.clone()).collect()
        };
        let whole: Vec<_> = snapshot.list::<User>(account).collect();
        assert_eq!(whole.len(), 3);
        for key in [
            "",
            "111122223333/user/bob",
            "444455556666/role/zoe",
            "444455556666/user/",
            "444455556666/user/ana",
            "444455556666/user/anna",
            "444455556666/user/bob",
            "444455556666/user/cleo",
            "444455556666/user/zoe",
            "777788889999/user/ana",
            "zzz",
        ] {
            let behind: Vec<String> =
                whole.iter().filter(|user| user.key().as_str() > key).map(|user| user.name.clone()).collect();
            assert_eq!(names(key), behind, "{key}");
        }
    }
}
