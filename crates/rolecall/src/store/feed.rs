//! Hands committed changes to watchers, in order and without gaps.
//!
//! The newest changes are kept in memory, within two limits; a watch is only a position in them. A watcher that asks
//! for a revision from before what is kept (because the process has been restarted since, or because it has not read
//! for a long time) is told [`WatchEnd::Compacted`]: it must `load` again and watch from the revision that gives.
//! It is never given a change while one before it is missing.

use super::{Change, Revision};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Most changes kept for watchers.
pub(super) const MAX_HISTORY_CHANGES: usize = 10_000;
/// Most bytes of changes kept for watchers; the newest change is kept whatever its size.
pub(super) const MAX_HISTORY_BYTES: usize = 8 << 20;

/// Why a watch gives no more changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WatchEnd {
    /// The next change is no longer kept: load again.
    #[error("the store no longer has the changes before revision {oldest}; load again")]
    Compacted {
        /// Changes after this revision are still there.
        oldest: Revision,
    },
    /// The store was closed, and everything it committed has been given.
    #[error("the store was closed")]
    Closed,
}

struct History {
    changes: VecDeque<Arc<Change>>,
    /// Every change after this revision is in `changes`.
    floor: Revision,
    bytes: usize,
    closed: bool,
}

/// The writing side.
pub(super) struct Feed {
    shared: Arc<Shared>,
}

struct Shared {
    history: Mutex<History>,
    /// Signals that something was published or the feed closed; the number is only there to be different.
    signal: watch::Sender<Revision>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Feed {
    /// A feed of a store at this revision.
    pub(super) fn new(revision: Revision) -> Self {
        let history = History { changes: VecDeque::new(), floor: revision, bytes: 0, closed: false };
        Self { shared: Arc::new(Shared { history: Mutex::new(history), signal: watch::Sender::new(revision) }) }
    }

    /// Gives changes to the watchers. They must be durable, and newer than all before.
    pub(super) fn publish(&self, changes: impl IntoIterator<Item = Change>) {
        let mut history = self.shared.lock();
        let mut newest = None;
        for change in changes {
            newest = Some(change.revision);
            history.bytes += size(&change);
            history.changes.push_back(Arc::new(change));
        }
        while history.changes.len() > MAX_HISTORY_CHANGES
            || (history.bytes > MAX_HISTORY_BYTES && history.changes.len() > 1)
        {
            let Some(old) = history.changes.pop_front() else { break };
            history.bytes -= size(&old);
            history.floor = old.revision;
        }
        drop(history);
        if let Some(revision) = newest {
            self.shared.signal.send_replace(revision);
        }
    }

    pub(super) fn watch(&self, from: Revision) -> Watch {
        Watch { signal: self.shared.signal.subscribe(), shared: Arc::clone(&self.shared), position: from }
    }

    /// Ends the watches, once they have given the changes so far.
    pub(super) fn close(&self) {
        self.shared.lock().closed = true;
        self.shared.signal.send_modify(|_| ());
    }
}

/// What a change weighs in the history.
fn size(change: &Change) -> usize {
    let put: usize = change.put.iter().map(|(key, value)| key.len() + value.len()).sum();
    put + change.delete.iter().map(String::len).sum::<usize>() + size_of::<Change>()
}

/// Gives the changes of a store after some revision, one by one.
pub struct Watch {
    shared: Arc<Shared>,
    signal: watch::Receiver<Revision>,
    position: Revision,
}

impl Watch {
    /// The next change; waits until there is one. Dropping the future loses nothing.
    ///
    /// # Errors
    /// The watch has ended.
    pub async fn next(&mut self) -> Result<Arc<Change>, WatchEnd> {
        loop {
            // Marked seen before looking, so that a change published in between wakes us.
            self.signal.borrow_and_update();
            if let Some(change) = self.try_next()? {
                return Ok(change);
            }
            self.signal.changed().await.map_err(|_| WatchEnd::Closed)?;
        }
    }

    /// The next change, if there is one already.
    ///
    /// # Errors
    /// The watch has ended.
    pub fn try_next(&mut self) -> Result<Option<Arc<Change>>, WatchEnd> {
        let history = self.shared.lock();
        if self.position < history.floor {
            return Err(WatchEnd::Compacted { oldest: history.floor });
        }
        let next = history.changes.partition_point(|change| change.revision <= self.position);
        if let Some(change) = history.changes.get(next) {
            self.position = change.revision;
            return Ok(Some(Arc::clone(change)));
        }
        if history.closed { Err(WatchEnd::Closed) } else { Ok(None) }
    }

    /// The revision up to which changes have been given.
    #[must_use]
    pub fn position(&self) -> Revision {
        self.position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(revision: Revision, bytes: usize) -> Change {
        Change { revision, put: vec![(revision.to_string(), vec![0; bytes])], delete: Vec::new() }
    }

    /// A watcher that has fallen behind the history is told so and is never given a later change instead.
    #[tokio::test]
    async fn falling_behind_is_told() {
        let feed = Feed::new(5);
        let mut slow = feed.watch(5);
        let mut old = feed.watch(4);
        assert_eq!(old.next().await, Err(WatchEnd::Compacted { oldest: 5 }));
        feed.publish((6..=6 + MAX_HISTORY_CHANGES as u64).map(|revision| change(revision, 1)));
        assert_eq!(slow.next().await, Err(WatchEnd::Compacted { oldest: 6 }));
        let mut fresh = feed.watch(6);
        assert_eq!(fresh.next().await.unwrap().revision, 7);
    }

    /// The history is bounded in bytes as well, but one change always fits.
    #[test]
    fn history_is_bounded_in_bytes() {
        let feed = Feed::new(0);
        feed.publish([change(1, 10), change(2, MAX_HISTORY_BYTES + 1)]);
        assert_eq!(feed.watch(0).try_next(), Err(WatchEnd::Compacted { oldest: 1 }));
        assert_eq!(feed.watch(1).try_next().unwrap().unwrap().revision, 2);
    }

    /// Closing lets watchers read what is there, then ends them, also those that wait.
    #[tokio::test]
    async fn closing_ends_after_the_last_change() {
        let feed = Feed::new(0);
        let mut watch = feed.watch(0);
        feed.publish([change(1, 1)]);
        feed.close();
        assert_eq!(watch.next().await.unwrap().revision, 1);
        assert_eq!(watch.next().await, Err(WatchEnd::Closed));
    }
}
