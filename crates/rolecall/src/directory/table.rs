//! One table of the directory: entities of one type, with the indexes that follow from them. It is persistent, so that a
//! snapshot is a pointer.

use super::entity::{Entity, Link};
use super::slot::{Place, Slot, Sought, filled};
use crate::store::Revision;
use imbl::{OrdMap, OrdSet};
use rolecall_policy::AccountId;
use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::ops::{Bound, Deref};
use std::sync::{Arc, OnceLock};

/// An entity as the directory holds it: what is stored, at which revision, and its policies, compiled when they are first
/// needed. Most principals of a large world ask for nothing between two starts.
#[derive(Debug)]
pub struct Stored<T: Entity> {
    entity: T,
    modified: Revision,
    /// The name as the store key has it, unless the entity has it in that form.
    folded: Option<Box<str>>,
    /// Behind a pointer, because most are never compiled.
    compiled: OnceLock<Box<T::Compiled>>,
}

impl<T: Entity> Stored<T> {
    /// Reads what the store holds under `key`.
    pub(super) fn read(key: &str, value: &[u8], modified: Revision) -> Result<Arc<Self>, serde_json::Error> {
        // As a whole: serde_json would check each text for itself.
        let value = std::str::from_utf8(value).map_err(serde::de::Error::custom)?;
        let entity: T = serde_json::from_str(value)?;
        let folded = match T::folded(entity.name()) {
            Cow::Owned(folded) => Some(folded.into()),
            Cow::Borrowed(_) => None,
        };
        let stored = Self { entity, modified, folded, compiled: OnceLock::new() };
        if place_of::<T>(key) != Some(stored.place()) {
            return Err(serde::de::Error::custom("it belongs under another key"));
        }
        Ok(Arc::new(stored))
    }

    /// The revision at which the entity last changed.
    #[must_use]
    pub fn modified(&self) -> Revision {
        self.modified
    }

    /// The entity's policies, compiled once for each change, at the first need.
    #[must_use]
    pub fn compiled(&self) -> &T::Compiled {
        self.compiled.get_or_init(|| Box::new(self.entity.compile()))
    }

    /// The entity.
    #[must_use]
    pub fn entity(&self) -> &T {
        &self.entity
    }

    pub(super) fn place(&self) -> Place<'_, T> {
        (self.entity.account().into(), self.folded.as_deref().unwrap_or_else(|| self.entity.name()))
    }
}

impl<T: Entity> Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entity
    }
}

/// What a store key of this type says.
fn place_of<T: Entity>(key: &str) -> Option<Place<'_, T>> {
    let (scope, rest) = key.split_once('/')?;
    let name = match rest.strip_prefix(T::KIND)? {
        "" => "",
        named => named.strip_prefix('/').filter(|name| !name.is_empty())?,
    };
    Some((scope.parse().ok()?, name))
}

/// Entities of one type.
#[derive(Debug, Clone)]
pub struct Table<T: Entity> {
    /// By store key.
    entities: OrdSet<Slot<T::Scope, T>>,
    /// By the hash of their unique id and of each thing that they point to ([`Table::hash`]).
    hashed: OrdSet<Slot<u64, T>>,
    hasher: RandomState,
    /// How many there are of each account.
    counts: OrdMap<AccountId, usize>,
}

impl<T: Entity> Default for Table<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<T: Entity> Table<T> {
    /// The table of these entities; each has a store key of its own.
    pub(super) fn new(entities: Vec<Arc<Stored<T>>>) -> Self {
        let (entities, hashed, hasher) = (entities.into_iter(), OrdSet::new(), RandomState::new());
        let slots = entities.map(|stored| Slot { first: stored.account().into(), stored });
        let mut table = Self { entities: filled(slots.collect()), hashed, hasher, counts: OrdMap::new() };
        let mut hashed = Vec::new();
        let mut counts = OrdMap::new();
        for stored in table.iter() {
            hashed.extend(table.hashes(stored).map(|first| Slot { first, stored: Arc::clone(stored) }));
            *counts.entry(stored.account()).or_default() += 1;
        }
        (table.hashed, table.counts) = (filled(hashed), counts);
        table
    }

    /// The entity of this name, which is in the form that the store key has.
    pub(super) fn get(&self, scope: T::Scope, name: &str) -> Option<&Arc<Stored<T>>> {
        self.entities.get(&Sought(scope, Some((scope, name)))).map(|slot| &slot.stored)
    }

    pub(super) fn get_by_id(&self, id: &str) -> Option<&Arc<Stored<T>>> {
        self.behind(self.hash(None, id), None).find(|it| it.id() == Some(id))
    }

    /// All of them, by store key.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Stored<T>>> {
        self.entities.iter().map(|slot| &slot.stored)
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
        let name = match key.strip_prefix(&prefix) {
            Some(name) => Some(name),
            None if key < &*prefix => Some(""),
            None => None,
        };
        let listed = name.map(|name| {
            // No entity with a name has the empty one, so it does not matter that this one is left out, too.
            let start = Bound::Excluded(Sought(scope, Some((scope, name))));
            self.entities.range((start, Bound::Unbounded))
        });
        let slots = listed.into_iter().flatten().take_while(move |slot| slot.first == scope);
        slots.map(|slot| &slot.stored).filter(move |it| it.account() == account)
    }

    /// Those of `account` that point to `target`, by store key.
    pub(super) fn linked(&self, account: AccountId, link: Link, target: &str) -> impl Iterator<Item = &Arc<Stored<T>>> {
        let scope = T::Scope::from(account);
        let there = self.behind(self.hash(Some(link), target), Some((scope, "")));
        let of_scope = there.take_while(move |it| T::Scope::from(it.account()) == scope);
        of_scope.filter(move |it| it.account() == account && it.links().contains(&(link, target)))
    }

    /// Those of all accounts that point to `target`, by store key.
    pub(super) fn linked_anywhere<'t>(
        &'t self,
        link: Link,
        target: &str,
    ) -> impl Iterator<Item = &'t Arc<Stored<T>>> + use<'t, T> {
        let target = target.to_owned();
        let there = self.behind(self.hash(Some(link), &target), None);
        there.filter(move |it| it.links().contains(&(link, &*target)))
    }

    pub(super) fn count(&self, account: AccountId) -> usize {
        self.counts.get(&account).copied().unwrap_or(0)
    }

    /// Puts what the store holds under `key`. If it cannot be read, nothing changes.
    pub(super) fn put(&mut self, key: &str, value: &[u8], modified: Revision) -> Result<(), serde_json::Error> {
        let stored = Stored::read(key, value, modified)?;
        self.remove(key);
        for first in self.hashes(&stored).collect::<Vec<_>>() {
            self.hashed.insert(Slot { first, stored: Arc::clone(&stored) });
        }
        *self.counts.entry(stored.account()).or_default() += 1;
        self.entities.insert(Slot { first: stored.account().into(), stored });
        Ok(())
    }

    /// Removes what is under `key`.
    pub(super) fn remove(&mut self, key: &str) {
        let Some(place) = place_of::<T>(key) else { return };
        let Some(Slot { stored: gone, .. }) = self.entities.remove(&Sought(place.0, Some(place))) else { return };
        for first in self.hashes(&gone).collect::<Vec<_>>() {
            self.hashed.remove(&Sought(first, Some(place)));
        }
        if let Some(count) = self.counts.get_mut(&gone.account()) {
            *count = count.saturating_sub(1);
        }
    }

    /// Those that have `hash`, from a place on, by store key. Others may have it too.
    fn behind<'s>(
        &'s self,
        hash: u64,
        start: Option<Place<'_, T>>,
    ) -> impl Iterator<Item = &'s Arc<Stored<T>>> + use<'s, T> {
        let slots = self.hashed.range((Bound::Included(Sought(hash, start)), Bound::Unbounded));
        slots.take_while(move |slot| slot.first == hash).map(|slot| &slot.stored)
    }

    /// The hashes of what `entity` is found by besides its store key.
    fn hashes(&self, entity: &T) -> impl Iterator<Item = u64> {
        let links = entity.links().into_iter().map(|(link, target)| (Some(link), target));
        entity.id().map(|id| (None, id)).into_iter().chain(links).map(|(link, text)| self.hash(link, text))
    }

    /// The hash of what a link points to; without a link, of a unique id.
    fn hash(&self, link: Option<Link>, text: &str) -> u64 {
        self.hasher.hash_one((link, text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Stored, Table};
    use crate::directory::Snapshot;
    use crate::directory::entities::{Entity, Link, Membership, User};
    use crate::directory::inline::InlinePolicies;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    const ACCOUNTS: [&str; 3] = ["111122223333", "444455556666", "777788889999"];

    /// Names with an upper case, with a text that has the other for its beginning, and with a case that only Unicode knows.
    fn name() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["ana", "Ana", "anna", "bob", "BOB-2", "Änne", "änne", "z"])
    }

    fn account() -> impl Strategy<Value = &'static str> {
        prop::sample::select(ACCOUNTS.to_vec())
    }

    prop_compose! {
        fn user()(
            account in account(),
            name in name(),
            attached in prop::collection::vec("[pq]", 0..3),
            boundary in prop::option::of("[pq]"),
            groups in prop::collection::vec("[gp]", 0..3),
        ) -> User {
            User {
                account: account.parse().unwrap(),
                id: format!("AIDA{account}{}", name.to_lowercase()),
                name: name.to_owned(),
                path: "/".to_owned(),
                created: "2026-11-22T10:15:30Z".parse().unwrap(),
                tags: Vec::new(),
                boundary,
                inline: InlinePolicies::default(),
                attached,
                groups,
            }
        }
    }

    prop_compose! {
        fn membership()(
            member in "[a-d]",
            account in account(),
            parent in "[rs]",
            policies in prop::collection::vec("[pr]", 0..3),
        ) -> Membership {
            let (_, text) = Membership::STORED;
            Membership { member, account: account.parse().unwrap(), parent, policies, ..serde_json::from_str(text).unwrap() }
        }
    }

    /// The table answers as a map that is gone through.
    fn is_like<T: Entity + PartialEq>(table: &Table<T>, map: &BTreeMap<String, T>, links: &[Link], targets: &[&str]) {
        let same = |found: Vec<&Arc<Stored<T>>>, expected: Vec<&T>, what: &str| {
            let found: Vec<&T> = found.into_iter().map(|it| it.entity()).collect();
            assert_eq!(found, expected, "{what}");
        };
        let of = |keep: &dyn Fn(&T) -> bool| map.values().filter(|it| keep(it)).collect::<Vec<_>>();
        same(table.iter().collect(), of(&|_| true), "all");
        for it in map.values() {
            let found = table.get(it.account().into(), &T::folded(it.name()));
            assert_eq!(found.map(|it| it.entity()), Some(it));
            if let Some(id) = it.id() {
                assert_eq!(table.get_by_id(id).map(|it| it.entity()), Some(it));
            }
        }
        for account in ACCOUNTS.map(|account| account.parse().unwrap()) {
            same(table.list(account).collect(), of(&|it| it.account() == account), "a list");
            assert_eq!(table.count(account), of(&|it| it.account() == account).len());
        }
        for (link, target) in links.iter().flat_map(|link| targets.iter().map(|target| (*link, *target))) {
            let points = |it: &T| it.links().contains(&(link, target));
            same(table.linked_anywhere(link, target).collect(), of(&points), target);
            for account in ACCOUNTS.map(|account| account.parse().unwrap()) {
                let linked = table.linked(account, link, target).collect();
                same(linked, of(&|it| it.account() == account && points(it)), target);
            }
        }
        assert!(table.get_by_id("p").is_none(), "what is pointed to is not an id");
    }

    /// Puts and removes in a table, in one that was made of all entities at once and in one that was made of half of them.
    fn changes<T: Entity + PartialEq>(changes: Vec<(T, bool)>, links: &[Link], targets: &[&str]) {
        let (mut table, mut map) = (Table::default(), BTreeMap::new());
        let made_of = |map: &BTreeMap<String, T>| {
            let bytes = |it: &T| serde_json::to_vec(it).unwrap();
            Table::new(map.iter().map(|(key, it)| Stored::read(key, &bytes(it), 1).unwrap()).collect())
        };
        let half = changes.len() / 2;
        for (number, (entity, stays)) in changes.into_iter().enumerate() {
            if number == half {
                table = made_of(&map);
            }
            let before = (table.clone(), map.clone());
            let key = entity.key();
            if stays {
                table.put(&key, &serde_json::to_vec(&entity).unwrap(), 1).unwrap();
                map.insert(key, entity);
            } else {
                table.remove(&key);
                map.remove(&key);
            }
            is_like(&table, &map, links, targets);
            is_like(&made_of(&map), &map, links, targets);
            is_like(&before.0, &before.1, links, targets);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Users: their names are of an account and ignore case, they have ids, and point to the same text in several ways.
        #[test]
        fn users_are_found_as_in_a_map(steps in prop::collection::vec((user(), any::<bool>()), 0..24)) {
            changes(steps, &[Link::Policy, Link::Boundary, Link::Group, Link::User], &["p", "q", "g", "AIDA111122223333ana"]);
        }

        /// Memberships: their names are of all accounts, and one may change its account.
        #[test]
        fn memberships_are_found_as_in_a_map(steps in prop::collection::vec((membership(), any::<bool>()), 0..24)) {
            changes(steps, &[Link::Parent, Link::AttachedPolicy], &["r", "s", "p"]);
        }
    }

    /// Large indexes are in order, too, however they came to be.
    #[test]
    fn a_table_is_as_large_as_its_world() {
        let (_, text) = User::STORED;
        let row = |number: usize| {
            let name = format!("user{number:05}");
            (format!("111122223333/user/{name}"), text.replace("Ana", &name).replace("AIDA1", &format!("AIDA{number}")))
        };
        let rows: Vec<_> = (0..3_000).map(row).collect();
        let stored = |(key, text): &(String, String)| Stored::<User>::read(key, text.as_bytes(), 1).unwrap();
        let mut table = Table::new(rows.iter().step_by(3).map(stored).collect());
        for (key, text) in rows.iter().skip(1).step_by(3).chain(rows.iter().skip(2).step_by(3)) {
            table.put(key, text.as_bytes(), 1).unwrap();
        }
        for table in [table, Table::new(rows.iter().rev().map(stored).collect())] {
            assert!(table.iter().map(|user| user.key()).eq(rows.iter().map(|(key, _)| key.clone())));
            assert!((0..3_000).all(|number| table.get_by_id(&format!("AIDA{number}")).is_some()));
            let account = "111122223333".parse().unwrap();
            assert_eq!(table.linked(account, Link::Group, "AGPA1").count(), 3_000);
            assert_eq!((table.count(account), table.list(account).count()), (3_000, 3_000));
        }
    }

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
