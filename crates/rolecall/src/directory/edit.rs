//! A change to the directory while it is planned: what is written, and what must not have changed meanwhile.

use super::entities::Entity;
use super::prepared::Prepare;
use super::table::{Stored, to_bytes};
use crate::api::error::ApiError;
use crate::store::{Expectation, Transaction};

/// Builds one transaction. Everything it touches is expected to be as the plan's snapshot saw it.
#[derive(Debug, Default)]
pub struct Edit {
    transaction: Transaction,
}

impl Edit {
    /// An empty change.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entity whose key must be free.
    ///
    /// # Errors
    /// [`ApiError::internal`] if it cannot be serialised.
    pub fn create<T: Entity>(&mut self, entity: &T) -> Result<(), ApiError> {
        let key = entity.key();
        self.transaction.expect.push(Expectation::absent(&*key));
        self.put(key, entity)
    }

    /// Replaces an entity; if the new one has another key (a rename), the old key goes and the new must be free.
    ///
    /// # Errors
    /// As [`Edit::create`].
    pub fn update<T: Entity + Prepare>(&mut self, before: &Stored<T>, entity: &T) -> Result<(), ApiError> {
        self.rely_on(before);
        let (old, new) = (before.key(), entity.key());
        if old != new {
            self.transaction.expect.push(Expectation::absent(&*new));
            self.transaction.delete.push(old);
        }
        self.put(new, entity)
    }

    /// Removes an entity.
    pub fn delete<T: Entity + Prepare>(&mut self, before: &Stored<T>) {
        self.rely_on(before);
        self.transaction.delete.push(before.key());
    }

    /// The plan holds only while this entity is unchanged.
    pub fn rely_on<T: Entity + Prepare>(&mut self, entity: &Stored<T>) {
        self.transaction.expect.push(Expectation::unchanged(entity.key(), entity.modified()));
    }

    fn put<T: Entity>(&mut self, key: String, entity: &T) -> Result<(), ApiError> {
        let bytes = to_bytes(entity).map_err(ApiError::internal)?;
        self.transaction.put.push((key, bytes));
        Ok(())
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.transaction.put.is_empty() && self.transaction.delete.is_empty()
    }

    pub(super) fn into_transaction(self) -> Transaction {
        self.transaction
    }
}
