//! A change to the directory while it is planned: what is written, and what must not have changed meanwhile.
//!
//! Two changes that would contradict each other must have one entity in common that both of them write: then one of them
//! conflicts and is planned again. A relation is stored on one end only, so whoever makes one writes the other end
//! unchanged ([`Edit::touch`]): `AttachUserPolicy` changes the user and touches the policy, and conflicts with
//! `DeletePolicy`.

use super::Snapshot;
use super::entity::Entity;
use super::last_used;
use super::table::Stored;
use crate::api::error::ApiError;
use crate::store::{Expectation, Transaction};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Builds one transaction. Everything it touches is expected to be as the plan's snapshot saw it.
#[derive(Debug)]
pub struct Edit {
    snapshot: Arc<Snapshot>,
    transaction: Transaction,
    /// What is written as it is, unless the transaction writes or deletes it anyway.
    touched: BTreeMap<String, Vec<u8>>,
}

impl Edit {
    /// An empty change, planned on `snapshot`.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot, transaction: Transaction::default(), touched: BTreeMap::new() }
    }

    /// Says that the change frees room in the end, so that it may use the reserve of a full disk.
    pub fn frees_room(&mut self) {
        self.transaction.frees_room = true;
    }

    /// Adds an entity whose key must be free, if its account's quota has room for one more. Near the quota the account is
    /// touched, so that two creations at once do not exceed it.
    ///
    /// # Errors
    /// [`Entity::beyond_quota`]; [`ApiError::internal`] if it cannot be serialised.
    pub fn create<T: Entity>(&mut self, entity: &T) -> Result<(), ApiError> {
        let count = self.snapshot.count::<T>(entity.account()) + 1;
        let quota = self.snapshot.quota(entity.quota());
        quota.check(count).map_err(|_| T::beyond_quota(self.snapshot.quota(T::QUOTA)))?;
        if quota.is_near(count)
            && let Some(account) = self.snapshot.account(entity.account()).cloned()
        {
            self.touch(&account)?;
        }
        let key = entity.key();
        self.transaction.expect.push(Expectation::absent(&*key));
        self.put(key, entity)
    }

    /// Replaces an entity; if the new one has another key (a rename), the old key goes and the new must be free.
    ///
    /// # Errors
    /// [`ApiError::internal`] if it cannot be serialised.
    pub fn update<T: Entity>(&mut self, before: &Stored<T>, entity: &T) -> Result<(), ApiError> {
        self.rely_on(before);
        let (old, new) = (before.key(), entity.key());
        if old != new {
            self.transaction.expect.push(Expectation::absent(&*new));
            self.transaction.delete.push(old);
        }
        self.put(new, entity)
    }

    /// Replaces an entity by a changed copy, and returns the copy.
    ///
    /// # Errors
    /// As [`Edit::update`].
    pub fn modify<T: Entity>(&mut self, before: &Stored<T>, change: impl FnOnce(&mut T)) -> Result<T, ApiError> {
        let mut after = before.entity().clone();
        change(&mut after);
        self.update(before, &after)?;
        Ok(after)
    }

    /// Removes an entity, and the note of its last use.
    pub fn delete<T: Entity>(&mut self, before: &Stored<T>) {
        self.rely_on(before);
        self.transaction.delete.push(before.key());
        if T::USE_IS_NOTED
            && let Some(id) = before.id()
        {
            self.transaction.delete.push(last_used::store_key(before.account(), id));
        }
    }

    /// Removes the entity of this name, if there is one. Either way no other change makes one at the same moment.
    pub fn delete_any<T: Entity>(&mut self, scope: T::Scope, name: &str) {
        match self.snapshot.find::<T>(scope, name).cloned() {
            Some(before) => self.delete(&before),
            None => self.transaction.expect.push(Expectation::absent(T::key_of(scope, name))),
        }
    }

    /// Writes an entity as it is: this change and any other that writes or deletes it exclude each other.
    ///
    /// # Errors
    /// [`ApiError::internal`] if it cannot be serialised.
    pub fn touch<T: Entity>(&mut self, entity: &Stored<T>) -> Result<(), ApiError> {
        self.rely_on(entity);
        self.touched.insert(entity.key(), to_bytes(entity.entity())?);
        Ok(())
    }

    /// The plan holds only while this entity is unchanged. Other changes that rely on it do not conflict with this one,
    /// as they would if it were touched.
    pub fn rely_on<T: Entity>(&mut self, entity: &Stored<T>) {
        self.transaction.expect.push(Expectation::unchanged(entity.key(), entity.modified()));
    }

    fn put<T: Entity>(&mut self, key: String, entity: &T) -> Result<(), ApiError> {
        self.transaction.put.push((key, to_bytes(entity)?));
        Ok(())
    }

    /// The transaction; `None` if nothing is written.
    pub(super) fn into_transaction(self) -> Option<Transaction> {
        let Self { mut transaction, touched, .. } = self;
        for (key, value) in touched {
            if !transaction.put.iter().any(|(put, _)| *put == key) && !transaction.delete.contains(&key) {
                transaction.put.push((key, value));
            }
        }
        (!transaction.put.is_empty() || !transaction.delete.is_empty()).then_some(transaction)
    }
}

fn to_bytes<T: Entity>(entity: &T) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(entity).map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::entities::{Group, User};

    /// What is touched is written as it is, unless the same change replaces or deletes it.
    #[test]
    fn a_touch_changes_nothing() {
        let mut snapshot = Snapshot::default();
        for (key, value) in [User::STORED, Group::STORED] {
            snapshot.tables.put(key, value.as_bytes(), 3).unwrap();
        }
        let snapshot = Arc::new(snapshot);
        let user = snapshot.all::<User>().next().unwrap();
        let group = snapshot.all::<Group>().next().unwrap();
        let planned = |plan: &dyn Fn(&mut Edit)| {
            let mut edit = Edit::new(Arc::clone(&snapshot));
            plan(&mut edit);
            edit.into_transaction()
        };
        assert_eq!(planned(&|_| {}), None);
        let touched = planned(&|edit| edit.touch(user).unwrap()).unwrap();
        assert_eq!(touched.expect, [Expectation::unchanged("111122223333/user/ana", 3)]);
        assert_eq!(touched.put, [(user.key(), to_bytes(user.entity()).unwrap())]);
        let moved = User { path: "/moved/".to_owned(), ..user.entity().clone() };
        for touch_first in [true, false] {
            let both = |change: &dyn Fn(&mut Edit)| {
                planned(&|edit| {
                    if touch_first {
                        edit.touch(user).unwrap();
                        edit.touch(group).unwrap();
                    }
                    change(edit);
                    if !touch_first {
                        edit.touch(user).unwrap();
                        edit.touch(group).unwrap();
                    }
                })
                .unwrap()
            };
            let replaced = both(&|edit| edit.update(user, &moved).unwrap());
            let unchanged = (group.key(), to_bytes(group.entity()).unwrap());
            assert_eq!(replaced.put, [(user.key(), to_bytes(&moved).unwrap()), unchanged.clone()]);
            let deleted = both(&|edit| edit.delete(user));
            assert_eq!((deleted.put, deleted.delete), (vec![unchanged], vec![user.key()]));
        }
    }
}
