//! What the ordered indexes of a table consist of: pointers to entities, with just what the search compares most.

use super::entity::Entity;
use super::table::Stored;
use equivalent::{Comparable, Equivalent};
use imbl::OrdSet;
use std::cmp::Ordering;
use std::sync::Arc;

/// A pointer to an entity in an index that is ordered by `first`, then by the store key. The key has no text of its own here: it
/// follows from the entity.
#[derive(Debug)]
pub(super) struct Slot<F, T: Entity> {
    pub(super) first: F,
    pub(super) stored: Arc<Stored<T>>,
}

impl<F: Copy, T: Entity> Clone for Slot<F, T> {
    fn clone(&self) -> Self {
        Self { first: self.first, stored: Arc::clone(&self.stored) }
    }
}

impl<F: Ord, T: Entity> Ord for Slot<F, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.first.cmp(&other.first).then_with(|| self.stored.place().cmp(&other.stored.place()))
    }
}

impl<F: Ord, T: Entity> PartialOrd for Slot<F, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<F: Ord, T: Entity> PartialEq for Slot<F, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<F: Ord, T: Entity> Eq for Slot<F, T> {}

/// Where an entity is among those of its type: scope, and name as the store key has it. It sorts as the store keys do.
pub(super) type Place<'n, T> = (<T as Entity>::Scope, &'n str);

/// A place in an index. Without the second part, the one before all slots that start with `first`.
pub(super) struct Sought<'n, F, T: Entity>(pub(super) F, pub(super) Option<Place<'n, T>>);

impl<F: Ord, T: Entity> Comparable<Slot<F, T>> for Sought<'_, F, T> {
    fn compare(&self, slot: &Slot<F, T>) -> Ordering {
        self.0.cmp(&slot.first).then_with(|| self.1.cmp(&Some(slot.stored.place())))
    }
}

impl<F: Ord, T: Entity> Equivalent<Slot<F, T>> for Sought<'_, F, T> {
    fn equivalent(&self, slot: &Slot<F, T>) -> bool {
        self.compare(slot).is_eq()
    }
}

/// An index of these slots, in as little memory as possible.
///
/// A node that overflows is split in halves, so that nodes to which everything is added at the end stay half empty. Here
/// every other slot makes such nodes, and the rest fills them.
pub(super) fn filled<F: Ord + Copy, T: Entity>(mut slots: Vec<Slot<F, T>>) -> OrdSet<Slot<F, T>> {
    // Stable, because that is fast where slots come as a few sorted lists: what threads read of the ordered store does.
    slots.sort();
    let mut is_even = false;
    let (every_other, rest): (Vec<_>, Vec<_>) = slots.into_iter().partition(|_| {
        is_even = !is_even;
        is_even
    });
    let mut index: OrdSet<_> = every_other.into_iter().collect();
    index.extend(rest);
    index
}
