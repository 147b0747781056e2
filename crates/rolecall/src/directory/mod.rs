//! The world in memory: entities and compiled policies, fed only by the store's watch stream (local changes too) and
//! read through immutable snapshots. Requests never touch the store to read.
//!
//! A change is planned on a snapshot ([`Directory::change`]): the plan builds an [`Edit`] that expects everything it
//! relied on to be unchanged. If something did change, the plan is made again on a newer snapshot. The answer leaves
//! only after the change is durable and this directory shows it (invariant 6 of the design).

pub mod aws_managed;
pub mod compiled;
pub mod edit;
pub mod entities;
mod entity;
mod exact;
pub mod inline;
pub mod last_used;
mod loading;
pub mod quota;
pub mod session_policies;
mod slot;
pub mod snapshot;
pub mod standing;
pub mod table;

pub use edit::Edit;
pub use snapshot::Snapshot;

use crate::api::error::ApiError;
use crate::store::{Change, EntryRef, Revision, SqliteStore, Store, StoreError, WatchEnd};
use arc_swap::ArcSwap;
use entities::Tables;
use loading::load;
use quota::Quotas;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;

/// How often a change is planned again before the client is told `ConcurrentModification`.
const MAX_ATTEMPTS: usize = 64;

/// The read model.
pub struct Directory {
    store: Arc<dyn Store>,
    current: Arc<ArcSwap<Snapshot>>,
    applied: watch::Receiver<Revision>,
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Directory").field("revision", &self.current.load().revision()).finish_non_exhaustive()
    }
}

impl Directory {
    /// Loads the world from `store` and follows its changes on a task of the current runtime.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn open(store: Arc<dyn Store>) -> Result<Self, StoreError> {
        Self::open_with(store, &mut |_| {})
    }

    /// The same, and gives the store's notes of last uses to `note`: the store is read once, however much it holds.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn open_with(store: Arc<dyn Store>, note: &mut dyn FnMut(EntryRef<'_>)) -> Result<Self, StoreError> {
        let snapshot = load(&*store, note)?;
        let (tell, applied) = watch::channel(snapshot.revision());
        let current = Arc::new(ArcSwap::from_pointee(snapshot));
        tokio::spawn(follow(Arc::clone(&store), Arc::clone(&current), tell));
        Ok(Self { store, current, applied })
    }

    /// The world as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Replaces the quotas that are not AWS's. To be called before requests are served: a change under way may still be planned
    /// with the quotas before.
    pub fn set_quotas(&self, quotas: Quotas) {
        let quotas = Arc::new(quotas);
        self.current.rcu(|now| Snapshot::clone(now).with_quotas(Arc::clone(&quotas)));
    }

    /// Whether the store's changes still arrive here.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.applied.has_changed().is_ok()
    }

    /// Plans and commits a change; answers when it is durable and visible here.
    ///
    /// # Errors
    /// The plan's own, `ConcurrentModification` if it never got through, `ServiceUnavailable` if the store takes no
    /// writes.
    pub async fn change<T>(
        &self,
        mut plan: impl FnMut(&Snapshot, &mut Edit) -> Result<T, ApiError> + Send,
    ) -> Result<T, ApiError> {
        for _ in 0..MAX_ATTEMPTS {
            let snapshot = self.snapshot();
            let mut edit = Edit::new(Arc::clone(&snapshot));
            let answer = plan(&snapshot, &mut edit)?;
            let Some(transaction) = edit.into_transaction() else { return Ok(answer) };
            match self.store.commit(transaction).await {
                Ok(revision) => {
                    self.wait_for(revision).await?;
                    return Ok(answer);
                }
                Err(StoreError::Conflict { .. }) => {
                    // Somebody else's change is durable; plan again once it is visible here.
                    self.wait_for(snapshot.revision() + 1).await?;
                }
                Err(StoreError::Unavailable(reason)) => {
                    tracing::error!(%reason, "the store accepts no writes");
                    return Err(ApiError::unavailable(
                        "The service cannot save changes at the moment. Try again later.",
                    ));
                }
            }
        }
        Err(ApiError::new(
            "ConcurrentModification",
            409,
            "The request was rejected because multiple requests to change this object were submitted simultaneously.",
        ))
    }

    /// Waits until this directory shows `revision`.
    async fn wait_for(&self, revision: Revision) -> Result<(), ApiError> {
        let mut applied = self.applied.clone();
        applied.wait_for(|at| *at >= revision).await.map(drop).map_err(ApiError::internal)
    }
}

/// An entity of a store that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the entity `{key}`: {cause}")]
pub struct UnreadableEntity {
    key: String,
    cause: serde_json::Error,
}

/// The world of a data directory as it stands, whether a server uses it or not, and the entities that are left out because
/// they cannot be read. Nothing is changed.
///
/// # Errors
/// There is no store, or it cannot be read.
pub fn read(data: &Path) -> Result<(Snapshot, Vec<UnreadableEntity>), StoreError> {
    let (mut read, mut unreadable) = (entities::Read::default(), Vec::new());
    let mut snapshot = Snapshot::default();
    snapshot.revision = SqliteStore::visit(data, &mut |entry| {
        if let Err(cause) = read.read(entry.key, entry.value, entry.modified) {
            unreadable.push(UnreadableEntity { key: entry.key.to_owned(), cause });
        }
    })?;
    snapshot.tables = Tables::of(vec![read], 1);
    Ok((snapshot, unreadable))
}

/// Applies the store's changes as they come, until the store closes or nobody reads any more.
async fn follow(store: Arc<dyn Store>, current: Arc<ArcSwap<Snapshot>>, tell: watch::Sender<Revision>) {
    let mut changes = store.watch(current.load().revision());
    loop {
        let revision = match changes.next().await {
            Ok(change) => {
                // The quotas may be replaced meanwhile.
                current.rcu(|now| {
                    let mut next = Snapshot::clone(now);
                    apply(&mut next, &change);
                    next
                });
                change.revision
            }
            // Fallen behind what is kept: start again from everything.
            Err(WatchEnd::Compacted { .. }) => match load(&*store, &mut |_| {}) {
                Ok(snapshot) => {
                    changes = store.watch(snapshot.revision());
                    current.rcu(|now| snapshot.clone().with_quotas(Arc::clone(&now.quotas)));
                    snapshot.revision()
                }
                Err(error) => {
                    tracing::error!(%error, "cannot reload the directory");
                    return;
                }
            },
            Err(WatchEnd::Closed) => return,
        };
        if tell.send(revision).is_err() {
            return;
        }
    }
}

fn apply(snapshot: &mut Snapshot, change: &Change) {
    for key in &change.delete {
        snapshot.tables.delete(key);
        snapshot.unreadable.remove(&**key);
    }
    for (key, value) in &change.put {
        apply_put(snapshot, key, value, change.revision);
    }
    snapshot.revision = change.revision;
    let mut keys = change.delete.iter().chain(change.put.iter().map(|(key, _)| key));
    if keys.any(|key| entities::shapes_organizations(key)) {
        snapshot.organizations = change.revision;
    }
}

fn apply_put(snapshot: &mut Snapshot, key: &str, value: &[u8], modified: Revision) {
    snapshot.unreadable.remove(key);
    if let Err(error) = snapshot.tables.put(key, value, modified) {
        snapshot.tables.delete(key);
        snapshot.unreadable.extend(leave_out(key, &error));
    }
}

/// An entity that cannot be read is left out. That denies: what is not there grants nothing, and a principal with a
/// policy that is missing is denied everything (`domain::policies`). Entities of organizations limit instead of granting, so
/// that it is noted that they should be there (`domain::guardrails`): the answer is what to note.
fn leave_out(key: &str, error: &serde_json::Error) -> Option<Arc<str>> {
    tracing::error!(key, %error, "cannot read an entity of the store; the server ignores it");
    entities::shapes_organizations(key).then(|| key.into())
}
