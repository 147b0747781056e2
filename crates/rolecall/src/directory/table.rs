//! One table of the directory: entities by store key, persistent, so that a snapshot is a pointer.

use super::entities::Entity;
use super::prepared::Prepare;
use crate::store::Revision;
use imbl::OrdMap;
use std::ops::{Bound, Deref};
use std::sync::Arc;

/// An entity as the directory holds it: what is stored, at which revision, and what is prepared from it.
#[derive(Debug)]
pub struct Stored<T: Prepare> {
    entity: T,
    modified: Revision,
    live: T::Live,
}

impl<T: Prepare> Stored<T> {
    /// The revision at which the entity last changed.
    #[must_use]
    pub fn modified(&self) -> Revision {
        self.modified
    }

    /// What is prepared from the entity once for each change: compiled policies.
    #[must_use]
    pub fn live(&self) -> &T::Live {
        &self.live
    }

    /// The entity.
    #[must_use]
    pub fn entity(&self) -> &T {
        &self.entity
    }
}

impl<T: Prepare> Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.entity
    }
}

/// Entities of one type by store key.
#[derive(Debug)]
pub struct Table<T: Prepare>(OrdMap<Arc<str>, Arc<Stored<T>>>);

impl<T: Prepare> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Prepare> Default for Table<T> {
    fn default() -> Self {
        Self(OrdMap::new())
    }
}

impl<T: Prepare> Table<T> {
    /// The entity under a store key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<Stored<T>>> {
        self.0.get(key)
    }

    /// All entities whose key starts with `prefix`, in key order.
    pub fn starting(&self, prefix: String) -> impl Iterator<Item = &Arc<Stored<T>>> {
        self.0
            .range::<_, str>((Bound::Included(&*prefix), Bound::Unbounded))
            .take_while(move |(key, _)| key.starts_with(&prefix))
            .map(|(_, stored)| stored)
    }

    /// All entities in key order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Stored<T>>> {
        self.0.values()
    }

    /// Puts what the store holds under `key`; answers what was there before and what is there now.
    pub(super) fn put(
        &mut self,
        key: &str,
        value: &[u8],
        modified: Revision,
    ) -> Result<Replaced<T>, serde_json::Error> {
        let entity: T = serde_json::from_slice(value)?;
        let live = entity.prepare();
        let stored = Arc::new(Stored { entity, modified, live });
        let before = self.0.insert(Arc::from(key), Arc::clone(&stored));
        Ok(Replaced { before, now: stored })
    }

    /// Removes what is under `key`.
    pub(super) fn remove(&mut self, key: &str) -> Option<Arc<Stored<T>>> {
        self.0.remove(key)
    }
}

/// What a put changed.
pub(super) struct Replaced<T: Prepare> {
    pub(super) before: Option<Arc<Stored<T>>>,
    pub(super) now: Arc<Stored<T>>,
}

/// Serialises an entity for the store.
///
/// # Errors
/// Never for the directory's own types; kept as a value because serialisation is fallible by type.
pub(super) fn to_bytes<T: Entity>(entity: &T) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(entity)
}
