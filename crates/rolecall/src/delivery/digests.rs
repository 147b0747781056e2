//! Digests: which log files were delivered in an hour, with their hashes, signed, each with the hash and the signature of
//! the one before it (R8.18–R8.25).
//!
//! Each account and Region of a trail has a chain of its own. A digest is put first and then noted in the chain. A server that
//! stops between the two puts another one, of the same log files: under the same key within the same hour, else under a later
//! one, and then nothing refers to the first.

use super::keys::{self, Subject};
use super::put::{Signature, put, sha256};
use super::{Step, Steps, change, find, note};
use crate::api::error::ApiError;
use crate::directory::entities::{DigestChain, LogFile, PreviousDigest, Trail};
use crate::directory::snapshot::Snapshot;
use crate::directory::table::Stored;
use crate::node::Node;
use jiff::{SignedDuration, Timestamp};
use rolecall_catalog::whole_seconds;
use serde::Serialize;
use std::sync::Arc;

/// The algorithm of signatures, as digests and their objects name it (R8.19, R8.22).
const ALGORITHM: &str = "SHA256withRSA";
/// The algorithm of hashes (R8.19).
const HASH: &str = "SHA-256";

/// A digest, in AWS's order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Digest<'d> {
    aws_account_id: &'d str,
    digest_start_time: String,
    digest_end_time: String,
    digest_s3_bucket: &'d str,
    digest_s3_object: &'d str,
    digest_public_key_fingerprint: &'d str,
    digest_signature_algorithm: &'static str,
    newest_event_time: Option<String>,
    oldest_event_time: Option<String>,
    previous_digest_s3_bucket: Option<&'d str>,
    previous_digest_s3_object: Option<&'d str>,
    previous_digest_hash_value: Option<&'d str>,
    previous_digest_hash_algorithm: Option<&'static str>,
    previous_digest_signature: Option<&'d str>,
    log_files: Vec<DigestedFile<'d>>,
}

/// A log file in a digest.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DigestedFile<'d> {
    s3_bucket: &'d str,
    s3_object: &'d str,
    hash_value: &'d str,
    hash_algorithm: &'static str,
    newest_event_time: String,
    oldest_event_time: String,
}

/// Delivers the digests of a trail whose hour is over.
///
/// # Errors
/// Digests cannot be signed or put, or the store takes no writes.
pub(super) async fn deliver(
    node: &Node,
    trail: &Trail,
    interval: SignedDuration,
    steps: &dyn Steps,
) -> Result<(), ApiError> {
    let now = node.clock.now();
    let Some(chains) = begin(node, trail, now).await? else { return Ok(()) };
    steps.done(Step::ChainsSet).await;
    let end = hour(now, interval);
    let mut outcome = Ok(());
    for chain in chains {
        if let Err(error) = deliver_chain(node, trail, &chain, end, steps).await {
            let noted = change(node, trail, |_, _, delivery, _| {
                note(&mut delivery.digests, now, Some(&error));
                Ok(())
            });
            outcome = noted.await.and(Err(error));
        }
    }
    outcome
}

/// The end of the last whole hour, or what is the hour here.
fn hour(now: Timestamp, interval: SignedDuration) -> Timestamp {
    let seconds = interval.as_secs().max(1);
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(seconds)).unwrap_or(now)
}

/// Begins the chain of the trail's home, from which on there are digests also of hours without events, and ends all where
/// nobody wants digests any more. The names of the chains; `None` if the trail is gone.
async fn begin(node: &Node, trail: &Trail, now: Timestamp) -> Result<Option<Vec<String>>, ApiError> {
    let home = Subject { account: trail.account.to_string(), region: trail.region().to_owned() }.chain();
    change(node, trail, |snapshot, trail, delivery, edit| {
        if !trail.validation {
            delivery.chains.clear();
            files(snapshot, trail).for_each(|file| edit.delete(file));
        } else if trail.is_logging() && !delivery.chains.contains_key(&home) {
            delivery.chains.insert(home.clone(), DigestChain { next: now, previous: None });
        }
        Ok(())
    })
    .await?;
    let snapshot = node.directory.snapshot();
    Ok(find(&snapshot, trail).map(|(_, delivery)| delivery.chains.keys().cloned().collect()))
}

/// The log files of a trail that are in no digest yet.
fn files<'s>(snapshot: &'s Snapshot, trail: &Trail) -> impl Iterator<Item = &'s Arc<Stored<LogFile>>> {
    let place = trail.place.clone();
    snapshot.list::<LogFile>(trail.account).filter(move |file| file.place == place)
}

async fn deliver_chain(
    node: &Node,
    trail: &Trail,
    chain: &str,
    end: Timestamp,
    steps: &dyn Steps,
) -> Result<(), ApiError> {
    let snapshot = node.directory.snapshot();
    let Some((trail, delivery)) = find(&snapshot, trail) else { return Ok(()) };
    let Some((subject, state)) = Subject::of_chain(chain).zip(delivery.chains.get(chain)) else { return Ok(()) };
    if end <= state.next {
        return Ok(());
    }
    let all: Vec<_> = files(&snapshot, trail).filter(|file| file.chain == chain && file.delivered < end).collect();
    let object = keys::digest(trail, &subject, end);
    let key = node.digest_keys.signing(&subject.region).await.map_err(ApiError::internal)?;
    let previous = state.previous.as_ref();
    let digest = Digest {
        aws_account_id: &subject.account,
        digest_start_time: whole_seconds(state.next),
        digest_end_time: whole_seconds(end),
        digest_s3_bucket: &trail.bucket,
        digest_s3_object: &object,
        digest_public_key_fingerprint: key.fingerprint(),
        digest_signature_algorithm: ALGORITHM,
        newest_event_time: all.iter().map(|file| file.newest).max().map(whole_seconds),
        oldest_event_time: all.iter().map(|file| file.oldest).min().map(whole_seconds),
        previous_digest_s3_bucket: previous.map(|it| &*it.bucket),
        previous_digest_s3_object: previous.map(|it| &*it.object),
        previous_digest_hash_value: previous.map(|it| &*it.hash),
        previous_digest_hash_algorithm: previous.map(|_| HASH),
        previous_digest_signature: previous.map(|it| &*it.signature),
        log_files: all.iter().map(|file| digested(file)).collect(),
    };
    let content = serde_json::to_vec(&digest).map_err(ApiError::internal)?;
    let hash = sha256(&content);
    let before = previous.map_or("null", |it| &*it.signature);
    let signed = format!("{}\n{}/{object}\n{hash}\n{before}", digest.digest_end_time, trail.bucket);
    let signature = key.sign(&signed).map_err(ApiError::internal)?;
    steps.done(Step::DigestSigned).await;
    put(node, trail, &object, content, Some(Signature { signature: &signature, algorithm: ALGORITHM })).await?;
    steps.done(Step::DigestPut).await;
    let put = PreviousDigest { bucket: trail.bucket.clone(), object, hash, signature };
    let now = node.clock.now();
    change(node, trail, |snapshot, trail, delivery, edit| {
        note(&mut delivery.digests, now, None);
        for file in &all {
            // It may have gone with the settings of the trail.
            if let Some(file) = snapshot.find::<LogFile>(file.account, &file.name) {
                edit.delete(file);
            }
        }
        let left = files(snapshot, trail).filter(|file| file.chain == chain).count() > all.len();
        if trail.is_logging() || left || !trail.periods.is_empty() {
            delivery.chains.insert(chain.to_owned(), DigestChain { next: end, previous: Some(put.clone()) });
        } else {
            // The chain ends with the logging; what follows begins another one (R8.21).
            delivery.chains.remove(chain);
        }
        Ok(())
    })
    .await?;
    steps.done(Step::DigestNoted).await;
    Ok(())
}

fn digested(file: &LogFile) -> DigestedFile<'_> {
    DigestedFile {
        s3_bucket: &file.bucket,
        s3_object: &file.object,
        hash_value: &file.hash,
        hash_algorithm: HASH,
        newest_event_time: whole_seconds(file.newest),
        oldest_event_time: whole_seconds(file.oldest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R8.18: hours are those of the clock, and shorter ones begin at multiples.
    #[test]
    fn hours() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let hour_of = |time: &str, seconds| hour(at(time), SignedDuration::from_secs(seconds));
        assert_eq!(hour_of("2026-11-22T10:59:59.9Z", 3_600), at("2026-11-22T10:00:00Z"));
        assert_eq!(hour_of("2026-11-22T11:00:00Z", 3_600), at("2026-11-22T11:00:00Z"));
        assert_eq!(hour_of("2026-11-22T11:00:09Z", 5), at("2026-11-22T11:00:05Z"));
    }
}
