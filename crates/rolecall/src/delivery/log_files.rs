//! Log files: the events that a trail logs, one file for each account and Region (R8.16).

use super::keys::{self, Subject};
use super::put::{put, sha256};
use super::{change, find, note};
use crate::api::error::ApiError;
use crate::directory::entities::{DigestChain, LogFile, Period, Trail};
use crate::domain::trail_selectors::Logged;
use crate::node::Node;
use crate::trail::events::{Event, Position};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Bytes of a file before compression: what one file takes, and what is in memory for a trail [choice].
const MAX_FILE_BYTES: usize = 50 << 20;

/// How long after the end of a period records of its last requests may still be written. Until then it is remembered.
const GRACE: SignedDuration = SignedDuration::from_mins(1);

/// Events that are read at once.
const BATCH_EVENTS: usize = 10_000;

/// The events of one file to be.
#[derive(Debug, Default)]
struct Content {
    records: Vec<String>,
    bytes: usize,
    times: Option<(Timestamp, Timestamp)>,
}

impl Content {
    fn add(&mut self, event: Event) {
        let (oldest, newest) = self.times.unwrap_or((event.time, event.time));
        self.times = Some((oldest.min(event.time), newest.max(event.time)));
        self.bytes += event.record.len() + 1;
        self.records.push(event.record);
    }

    fn into_file(self) -> Vec<u8> {
        format!(r#"{{"Records":[{}]}}"#, self.records.join(",")).into_bytes()
    }
}

/// A file that was put.
struct Put {
    subject: Subject,
    object: String,
    hash: String,
    times: (Timestamp, Timestamp),
}

/// Delivers the events of a trail that have not been delivered, in one file for each account and Region, or several if they
/// are many.
///
/// # Errors
/// Files cannot be put, the trail's records cannot be read, or the store takes no writes.
pub(super) async fn deliver(node: &Node, trail: &Trail) -> Result<(), ApiError> {
    loop {
        let snapshot = node.directory.snapshot();
        let Some((trail, delivery)) = find(&snapshot, trail) else { return Ok(()) };
        if trail.periods.is_empty() {
            return Ok(());
        }
        // What cannot be read is of another version: rather twice than never.
        let position = delivery.position.as_ref().and_then(|text| text.parse().ok()).unwrap_or_default();
        let (contents, next, is_end) = collect(node, &Logged::of(trail, &snapshot), position).await?;
        let now = node.clock.now();
        let mut done = Vec::new();
        for (subject, content) in contents {
            match put_file(node, trail, subject, content, now).await {
                Ok(file) => done.push(file),
                Err(error) => {
                    let noted = change(node, trail, |_, _, delivery, _| {
                        note(&mut delivery.logs, now, Some(&error));
                        Ok(())
                    });
                    return noted.await.and(Err(error));
                }
            }
        }
        commit(node, trail, &next, is_end, now, &done).await?;
        if is_end {
            return Ok(());
        }
    }
}

/// Reads on from a position: all that the trail logs, up to the size of a file; the position behind it; and whether that is
/// the end.
async fn collect(
    node: &Node,
    logged: &Logged<'_>,
    position: Position,
) -> Result<(BTreeMap<Subject, Content>, Position, bool), ApiError> {
    let mut contents: BTreeMap<Subject, Content> = BTreeMap::new();
    let (mut next, mut bytes) = (position, 0);
    loop {
        let (events, from) = (node.events.clone(), next.clone());
        let batch = tokio::task::spawn_blocking(move || events.after(&from, BATCH_EVENTS)).await;
        let batch = batch.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
        for event in batch.events.into_iter().filter(|event| logged.has(event)) {
            bytes += event.record.len();
            let subject = Subject { account: event.recipient.clone(), region: event.region.clone() };
            contents.entry(subject).or_default().add(event);
        }
        next = batch.next;
        // The next batch must fit, too.
        if batch.is_end || bytes + crate::trail::events::BATCH_BYTES > MAX_FILE_BYTES {
            return Ok((contents, next, batch.is_end));
        }
    }
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
