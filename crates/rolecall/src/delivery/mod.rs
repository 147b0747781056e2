//! The delivery of trails (R8.16–R8.25): log files with the events that a trail logs, and digests that prove that nobody
//! changed them.
//!
//! Every few minutes [`deliver`] reads the events behind those that were delivered last, once for all trails that are equally
//! far ([`log_files`]), and puts a file for each account and Region into each trail's bucket. It calls S3 as `cloudtrail.amazonaws.com`, for the trail:
//! the policy of the bucket is asked each time, and the request is on record ([`put`]). Every hour it puts digests
//! ([`digests`]).
//!
//! How far a trail is stands in its [`TrailDelivery`], which changes after a file is put. A server that stops between the two
//! delivers the same events again, in another file, with the same ids: nothing is lost, and what comes twice can be told
//! (R8.17). A file that no change followed is in no digest. [`Step`] lists where a server may stop.

mod digests;
mod keys;
mod log_files;
mod put;
mod steps;

pub use steps::{Step, Steps, Unwatched};

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{Attempts, Trail, TrailDelivery};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::node::Node;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often log files are delivered unless the server is told otherwise (R8.17).
pub const LOG_INTERVAL: SignedDuration = SignedDuration::from_mins(5);

/// How often digests are delivered unless the server is told otherwise (R8.18).
pub const DIGEST_INTERVAL: SignedDuration = SignedDuration::from_hours(1);

/// How often files are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intervals {
    /// Log files.
    pub logs: SignedDuration,
    /// Digests: on the hour, if it is an hour.
    pub digests: SignedDuration,
}

impl Default for Intervals {
    fn default() -> Self {
        Self { logs: LOG_INTERVAL, digests: DIGEST_INTERVAL }
    }
}

/// Delivers until the node is gone.
pub async fn serve(node: Weak<Node>, intervals: Intervals) {
    let pause = Duration::try_from(intervals.logs).unwrap_or(Duration::from_secs(1));
    loop {
        tokio::time::sleep(pause).await;
        let Some(present) = node.upgrade() else { return };
        deliver(&present, intervals.digests).await;
    }
}

/// Delivers what there is of every trail: log files, and the digests whose hour is over. What fails is in the status of its
/// trail, and tried again the next time.
pub async fn deliver(node: &Node, digest_interval: SignedDuration) {
    deliver_by_steps(node, digest_interval, &Unwatched).await;
}

/// The same, which tells of each step.
pub async fn deliver_by_steps(node: &Node, digest_interval: SignedDuration, steps: &dyn Steps) {
    let snapshot = node.directory.snapshot();
    // A trail that has never logged has no delivery.
    let trails: Vec<_> = snapshot.all::<Trail>().filter(|trail| find(&snapshot, trail).is_some()).collect();
    log_files::deliver(node, &trails, steps).await;
    // Digests are of the files that are there, also where new ones cannot be put.
    for trail in trails {
        if let Err(error) = digests::deliver(node, trail, digest_interval, steps).await {
            warn(trail, &error, "the digests of a trail cannot be delivered at the moment");
        }
    }
}

fn warn(trail: &Trail, error: &ApiError, what: &str) {
    let cause = error.cause().map(str::to_owned);
    tracing::warn!(trail = trail.arn(), %error, cause, "{what}");
}

/// A trail and its delivery, as they are in a snapshot.
type Found<'s> = (&'s Arc<Stored<Trail>>, &'s Arc<Stored<TrailDelivery>>);

/// The trail and its delivery as they are in a snapshot, if it is still the same trail.
fn find<'s>(snapshot: &'s Snapshot, trail: &Trail) -> Option<Found<'s>> {
    let same = snapshot.find::<Trail>(trail.account, &trail.place).filter(|it| it.created == trail.created)?;
    let delivery = snapshot.find::<TrailDelivery>(trail.account, &trail.place)?;
    (delivery.trail_created == trail.created).then_some((same, delivery))
}

/// Changes the delivery of a trail; nothing if the trail is gone, or another one now.
async fn change(
    node: &Node,
    trail: &Trail,
    mut plan: impl FnMut(&Snapshot, &Stored<Trail>, &mut TrailDelivery, &mut Edit) -> Result<(), ApiError> + Send,
) -> Result<(), ApiError> {
    node.directory
        .change(|snapshot, edit| {
            let Some((trail, before)) = find(snapshot, trail) else { return Ok(()) };
            let mut after = before.entity().clone();
            plan(snapshot, trail, &mut after, edit)?;
            // An unchanged delivery is not written: nothing else makes a quiet server write.
            if after == *before.entity() { Ok(()) } else { edit.update(before, &after) }
        })
        .await
}

/// Notes what came of an attempt.
fn note(attempts: &mut Attempts, now: Timestamp, error: Option<&ApiError>) {
    attempts.attempted = Some(now);
    attempts.error = error.map(|error| error.code.to_string());
    if error.is_none() {
        attempts.delivered = Some(now);
    }
}
