//! Whether the parts of a node answer.

use super::Node;
use crate::session::RING_KEY;
use futures_util::FutureExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Lets one look at the disk happen at a time: on a disk that hangs, further ones would only take threads.
#[derive(Debug)]
pub(super) struct Probe(Arc<Semaphore>);

impl Default for Probe {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Node {
    /// Why requests would fail now; `None` if every part answers within `time`: the store reads, the trail has its
    /// segments, the directory follows the store, and the reserve of the disk is there.
    pub async fn unready(self: &Arc<Self>, time: Duration) -> Option<String> {
        if let Some(reason) = self.failed().now_or_never() {
            return Some(reason);
        }
        if !self.directory.follows() {
            return Some("the directory no longer follows the store".to_owned());
        }
        if self.reserve.is_given_up() {
            return Some("the disk is too full: the server refuses changes other than deletions".to_owned());
        }
        match tokio::time::timeout(time, self.look()).await {
            Ok(Ok(())) => None,
            Ok(Err(reason)) => Some(reason),
            Err(_) => Some("the store or the trail does not answer in time".to_owned()),
        }
    }

    /// Looks at the disk, on a thread that may wait for it.
    async fn look(self: &Arc<Self>) -> Result<(), String> {
        let permit = Arc::clone(&self.ready.0).acquire_owned().await.map_err(|error| error.to_string())?;
        let node = Arc::clone(self);
        let looking = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            // The key is there since the first start.
            match node.store.get(RING_KEY) {
                Ok(Some(_)) => {}
                Ok(None) => return Err("the store has lost its session keys".to_owned()),
                Err(error) => return Err(error.to_string()),
            }
            node.trail.probe().map_err(|error| format!("the trail is unavailable: {error}"))
        });
        looking.await.map_err(|error| error.to_string())?
    }
}
