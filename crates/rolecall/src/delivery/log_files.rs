//! Log files: the events that a trail logs, one file for each account and Region (R8.16).
//!
//! Trails that are equally far share one pass over the records. A pass ends where the first one ended, so that all are
//! equally far afterwards: a trail that begins to log, or whose bucket refused for a while, is read for itself once.

use super::keys::{self, Subject};
use super::put::{put, sha256};
use super::{Step, Steps, change, find, note, warn};
use crate::api::error::ApiError;
use crate::directory::entities::{DigestChain, LogFile, Period, Trail};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::domain::trail_selectors::Logged;
use crate::node::Node;
use crate::trail::events::Position;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of events before compression that are in memory at once, and so the most of one file [choice].
const MAX_FILE_BYTES: usize = 50 << 20;

/// How long after the end of a period records of its last requests may still be written. Until then it is remembered.
const GRACE: SignedDuration = SignedDuration::from_mins(1);

/// Events that are read at once.
const BATCH_EVENTS: usize = 10_000;

/// The events of one file to be. Trails share their text.
#[derive(Debug, Default)]
struct Content {
    records: Vec<Arc<str>>,
    times: Option<(Timestamp, Timestamp)>,
}

impl Content {
    fn add(&mut self, time: Timestamp, record: &Arc<str>) {
        let (oldest, newest) = self.times.unwrap_or((time, time));
        self.times = Some((oldest.min(time), newest.max(time)));
        self.records.push(Arc::clone(record));
    }

    fn into_file(self) -> Vec<u8> {
        format!(r#"{{"Records":[{}]}}"#, self.records.join(",")).into_bytes()
    }
}

/// The files to be of one trail.
type Contents = BTreeMap<Subject, Content>;

/// What a pass has read.
struct Pass {
    /// In the order of the trails.
    contents: Vec<Contents>,
    /// The position behind it.
    next: Position,
    /// Everything that the pass was to read has been read.
    is_end: bool,
}

/// A file that was put.
struct Put {
    subject: Subject,
    object: String,
    hash: String,
    times: (Timestamp, Timestamp),
}

/// Delivers what has not been delivered of these trails, in one file for each account and Region, or several if the events are
/// many.
pub(super) async fn deliver(node: &Node, trails: &[&Arc<Stored<Trail>>], steps: &dyn Steps) {
    let snapshot = node.directory.snapshot();
    let mut until: Option<Position> = None;
    for (position, group) in groups(&snapshot, trails) {
        match deliver_group(node, group.clone(), position, until.as_ref(), steps).await {
            Ok(end) => until = until.or(end),
            Err(error) => {
                for trail in group {
                    warn(trail, &error, "the records of requests cannot be read at the moment");
                    // If nothing can be written either, the log of the server is all that tells it.
                    drop(note_error(node, trail, &error).await);
                }
            }
        }
    }
}

/// The trails that have something to log, by how far they are.
fn groups<'t>(snapshot: &Snapshot, trails: &[&'t Arc<Stored<Trail>>]) -> Vec<(Position, Vec<&'t Arc<Stored<Trail>>>)> {
    let mut groups: Vec<(Position, Vec<_>)> = Vec::new();
    for trail in trails {
        let Some((now, delivery)) = find(snapshot, trail) else { continue };
        if now.periods.is_empty() {
            continue;
        }
        // What cannot be read is of another version: rather twice than never.
        let position = delivery.position.as_ref().and_then(|text| text.parse().ok()).unwrap_or_default();
        match groups.iter_mut().find(|(of, _)| *of == position) {
            Some((_, group)) => group.push(*trail),
            None => groups.push((position, vec![*trail])),
        }
    }
    groups
}

/// Delivers to trails that are equally far; the position at which it ended, if all was read.
///
/// # Errors
/// The trail's records cannot be read. What fails for one trail is in its status.
async fn deliver_group(
    node: &Node,
    mut group: Vec<&Arc<Stored<Trail>>>,
    mut position: Position,
    until: Option<&Position>,
    steps: &dyn Steps,
) -> Result<Option<Position>, ApiError> {
    while !group.is_empty() {
        let snapshot = node.directory.snapshot();
        group.retain(|trail| find(&snapshot, trail).is_some());
        let present: Vec<_> = group.iter().filter_map(|trail| Some(find(&snapshot, trail)?.0)).collect();
        let logged: Vec<_> = present.iter().map(|trail| Logged::of(trail, &snapshot)).collect();
        let Pass { contents, next, is_end } = read(node, &logged, position, until).await?;
        steps.done(Step::EventsRead).await;
        let mut left = Vec::new();
        for ((it, trail), contents) in group.into_iter().zip(&present).zip(contents) {
            match deliver_contents(node, trail, contents, &next, is_end, steps).await {
                Ok(()) => left.push(it),
                Err(error) => warn(trail, &error, "the events of a trail cannot be delivered at the moment"),
            }
        }
        if is_end {
            return Ok(Some(next));
        }
        (group, position) = (left, next);
    }
    Ok(None)
}

/// Reads on from a position: all that the trails log, up to the size of a file.
async fn read(
    node: &Node,
    logged: &[Logged<'_>],
    position: Position,
    until: Option<&Position>,
) -> Result<Pass, ApiError> {
    let mut contents: Vec<Contents> = logged.iter().map(|_| Contents::new()).collect();
    let (mut next, mut bytes) = (position, 0);
    loop {
        let (events, from, until) = (node.events.clone(), next.clone(), until.cloned());
        let batch = tokio::task::spawn_blocking(move || events.after(&from, until.as_ref(), BATCH_EVENTS)).await;
        let batch = batch.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
        for (place, event) in batch.events {
            let mut wanted =
                logged.iter().zip(&mut contents).filter(|(logged, _)| logged.has(&event, &place)).peekable();
            if wanted.peek().is_none() {
                continue;
            }
            let subject = Subject { account: event.recipient.clone(), region: event.region.clone() };
            let record: Arc<str> = event.record.as_str().into();
            bytes += record.len();
            for (_, contents) in wanted {
                contents.entry(subject.clone()).or_default().add(event.time, &record);
            }
        }
        next = batch.next;
        // The next batch must fit, too.
        if batch.is_end || bytes + crate::trail::events::BATCH_BYTES > MAX_FILE_BYTES {
            return Ok(Pass { contents, next, is_end: batch.is_end });
        }
    }
}

/// Puts the files of one trail, and notes them.
///
/// # Errors
/// A file cannot be put, or the store takes no writes.
async fn deliver_contents(
    node: &Node,
    trail: &Trail,
    contents: Contents,
    next: &Position,
    is_end: bool,
    steps: &dyn Steps,
) -> Result<(), ApiError> {
    let now = node.clock.now();
    let mut done = Vec::new();
    for (subject, content) in contents {
        match put_file(node, trail, subject, content, now).await {
            Ok(file) => done.push(file),
            Err(error) => return note_error(node, trail, &error).await.and(Err(error)),
        }
        steps.done(Step::LogFilePut).await;
    }
    commit(node, trail, next, is_end, now, &done).await?;
    steps.done(Step::LogFilesNoted).await;
    Ok(())
}

/// Notes that log files could not be delivered.
async fn note_error(node: &Node, trail: &Trail, error: &ApiError) -> Result<(), ApiError> {
    let now = node.clock.now();
    change(node, trail, |_, _, delivery, _| {
        note(&mut delivery.logs, now, Some(error));
        Ok(())
    })
    .await
}

async fn put_file(
    node: &Node,
    trail: &Trail,
    subject: Subject,
    content: Content,
    now: Timestamp,
) -> Result<Put, ApiError> {
    let object = keys::log_file(trail, &subject, now, &*node.entropy)?;
    let times = content.times.unwrap_or((now, now));
    let file = content.into_file();
    let hash = sha256(&file);
    put(node, trail, &object, file, None).await?;
    Ok(Put { subject, object, hash, times })
}

/// Notes what was delivered: the position behind it, and the files for the next digests.
async fn commit(
    node: &Node,
    trail: &Trail,
    next: &Position,
    is_end: bool,
    now: Timestamp,
    done: &[Put],
) -> Result<(), ApiError> {
    let next = next.to_string();
    let bucket = &trail.bucket;
    change(node, trail, |_, trail, delivery, edit| {
        delivery.position = Some(next.clone());
        if !done.is_empty() {
            note(&mut delivery.logs, now, None);
        }
        for file in done.iter().filter(|_| trail.validation) {
            let chain = file.subject.chain();
            let (oldest, newest) = file.times;
            edit.create(&LogFile {
                account: trail.account,
                name: LogFile::name_of(&trail.place, &chain, &file.object),
                place: trail.place.clone(),
                chain: chain.clone(),
                bucket: bucket.clone(),
                object: file.object.clone(),
                hash: file.hash.clone(),
                newest,
                oldest,
                delivered: now,
            })?;
            delivery.chains.entry(chain).or_insert(DigestChain { next: now, previous: None });
        }
        let is_over = |period: &Period| period.until.is_some_and(|until| now.duration_since(until) > GRACE);
        if is_end && trail.periods.iter().any(is_over) {
            edit.modify(trail, |trail| trail.periods.retain(|period| !is_over(period)))?;
        }
        Ok(())
    })
    .await
}
