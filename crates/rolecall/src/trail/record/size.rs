//! How large a record may be: texts are cut, lists are kept up to a number, and what is left out is counted.
//!
//! Every record can be written. What a request can make long is bounded here when the record is encoded, so that its JSON
//! never takes more than the room that was asked for ([`Record::encode_after`]). What matters most goes first: the head, then
//! each decision, then the parameters and the answer of the request, then the statements that decided, then explanations, then the list of resources, which repeats the
//! decisions.

use super::details::{MAX_FIELD_BYTES, MAX_FIELDS_BYTES};
use super::{Caller, CallerSession, DecisionRecord, Details, Omitted, Outcome, Record, Sent};
use crate::trail::TrailError;
use serde::Serialize;
use std::io::{self, Write};

/// Bytes of the user agent, the error code and the error message: CloudTrail's limit of 1 KB (section 8.1 of the specification).
pub const TEXT_BYTES: usize = 1_024;
/// Bytes of an ARN: more than S3's longest, with 63 of the bucket's name and 1,024 of the key. IAM's are shorter.
pub const RESOURCE_BYTES: usize = 1_152;
/// Bytes of a name or an id. AWS's longest is the `Sid` or the name of a policy, 128.
pub const NAME_BYTES: usize = 256;
/// Decisions of one record. `DeleteObjects` makes the most: 1,000 keys with three permissions each, and some may be
/// decided twice because the world moved.
pub const MAX_DECISIONS: usize = 4_096;
/// Decisions of the record of an unsigned request that changed nothing: whoever sends it pays nothing for a long one.
pub const MAX_UNSIGNED_DECISIONS: usize = 20;
/// Addresses of unsigned requests that left no record.
pub const MAX_SOURCES: usize = 8;
/// Resources of one record. Those of `DeleteObjects` beyond it stand in the decisions.
pub const MAX_RESOURCES: usize = 100;
/// Accounts that take part in one request: the caller's, and those of the resources.
pub const MAX_ACCOUNTS: usize = 16;
/// Deciding statements of one decision: one for each layer, and for each level of an organization (R7.2: five levels of
/// organizational units, root and account).
pub const MAX_STATEMENTS: usize = 24;
/// Sessions that one comes from: AWS limits chains of roles by time alone, and ours do not get longer in a day's work.
pub(super) const MAX_LINEAGE: usize = 16;
/// Denials of one request that are explained. Who reads the record sees from the first ones what is wrong; an explanation
/// costs 90 µs and some kilobytes, and a request can have a thousand denials.
pub const MAX_EXPLAINED: usize = 5;
/// Bytes of one explanation as JSON. One of a policy of S3's largest size, 20 KB, has some kilobytes.
pub const MAX_EXPLANATION_BYTES: usize = 128 << 10;
/// Bytes of all that explains the decisions of one record: deciding statements, explanations, resources.
pub const MAX_DETAIL_BYTES: usize = 1 << 20;

/// What most records take: what is there for them from the beginning.
const USUAL_BYTES: usize = 1 << 10;

/// JSON writes one byte as six at most: `\u001f`.
const ESCAPED: usize = 6;
/// The most that the head of a record takes: everything but decisions and resources.
pub(in crate::trail) const HEAD_BYTES: usize = 120 << 10;
/// The most that one decision takes without what explains it.
const DECISION_BYTES: usize = ESCAPED * (NAME_BYTES + RESOURCE_BYTES) + DECISION_FRAMING;
/// Field names, quotes, commas and the outcome of a decision.
const DECISION_FRAMING: usize = 80;
/// Name, quotes and comma of a field of the event.
const FIELD_FRAMING: usize = 16;
/// Names and brackets of the two lists.
const LISTS_FRAMING: usize = 64;
/// The largest record as JSON.
pub const MAX_RECORD_BYTES: usize = HEAD_BYTES + MAX_DECISIONS * DECISION_BYTES + MAX_FIELDS_BYTES + MAX_DETAIL_BYTES;

impl Record {
    /// The record as JSON of at most `room` bytes, which are at least [`HEAD_BYTES`].
    #[cfg(test)]
    pub(in crate::trail) fn encode(self, room: usize) -> Result<Vec<u8>, TrailError> {
        self.encode_after(&[], room)
    }

    /// The same, behind the bytes of `front`.
    pub(in crate::trail) fn encode_after(mut self, front: &[u8], room: usize) -> Result<Vec<u8>, TrailError> {
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        bytes.extend_from_slice(front);
        self.omitted = self.cut();
        if self.is_usual() {
            self.omitted.bytes += self.cut_lists();
            serde_json::to_writer(&mut bytes, &self).map_err(not_json)?;
            if bytes.len() - front.len() <= room.min(MAX_DETAIL_BYTES) {
                return Ok(bytes);
            }
            bytes.truncate(front.len());
        }
        serde_json::to_writer(&mut bytes, &self.fit(room)?).map_err(not_json)?;
        Ok(bytes)
    }

    /// Whether nothing of the record has to be measured by itself: nearly all that requests leave is so.
    fn is_usual(&self) -> bool {
        let fields = self.details.iter().flat_map(Details::fields);
        self.resources.len() <= MAX_RESOURCES
            && self.decisions.len() <= MAX_DECISIONS
            && self.decisions.iter().all(|decision| {
                let is_allowed = decision.outcome == Outcome::Allowed;
                is_allowed && decision.explanation.is_none() && decision.by.len() <= MAX_STATEMENTS
            })
            && fields.flatten().all(|field| field.text().len() <= MAX_FIELD_BYTES)
    }

    /// Cuts the texts of decisions and resources; answers how many bytes were left out.
    fn cut_lists(&mut self) -> u64 {
        let decisions = self.decisions.iter_mut();
        let decisions =
            decisions.map(|decision| decision.cut() + decision.by.iter_mut().map(cut_statement).sum::<u64>());
        let resources = self.resources.iter_mut().map(|resource| cut(resource, RESOURCE_BYTES));
        decisions.sum::<u64>() + resources.sum::<u64>()
    }

    /// What of the record takes at most `room` bytes, taken part by part, what matters most first. Its head is cut.
    fn fit(mut self, room: usize) -> Result<Self, TrailError> {
        let decisions = std::mem::take(&mut self.decisions);
        let resources = std::mem::take(&mut self.resources);
        let fields = self.details.as_mut().map(Details::take_fields);
        let mut omitted = self.omitted;
        // The counts are not known yet, so that they count with their longest form.
        self.omitted = Omitted::LONGEST;
        let mut left = room.saturating_sub(length(&self)? + LISTS_FRAMING);

        let mut details = Vec::new();
        for mut decision in decisions {
            omitted.bytes += decision.cut();
            let by = std::mem::take(&mut decision.by);
            let explanation = decision.explanation.take();
            let bytes = length(&decision)? + 1;
            if bytes > left || self.decisions.len() >= MAX_DECISIONS {
                omitted.decisions += 1;
                continue;
            }
            left -= bytes;
            self.decisions.push(decision);
            details.push((by, explanation));
        }

        if let (Some(details), Some(mut fields)) = (&mut self.details, fields) {
            for field in &mut fields {
                let bytes = field.as_ref().map_or(0, |field| field.text().len() + FIELD_FRAMING);
                if bytes > left || bytes > MAX_FIELD_BYTES + FIELD_FRAMING {
                    *field = None;
                    omitted.fields += 1;
                } else {
                    left -= bytes;
                }
            }
            details.set_fields(fields);
        }

        left = left.min(MAX_DETAIL_BYTES);
        let mut fits = |bytes: usize| {
            let fits = bytes <= left;
            left -= if fits { bytes } else { 0 };
            fits
        };
        let mut explanations = Vec::new();
        for (decision, (mut by, explanation)) in self.decisions.iter_mut().zip(details) {
            let all = by.len();
            by.truncate(MAX_STATEMENTS);
            omitted.bytes += by.iter_mut().map(cut_statement).sum::<u64>();
            if !by.is_empty() && fits(length(&by)? + r#","by":"#.len()) {
                decision.by = by;
            }
            omitted.statements += count(all - decision.by.len());
            explanations.push(explanation);
        }
        for (decision, explanation) in self.decisions.iter_mut().zip(explanations) {
            if let Some(explanation) = explanation {
                let bytes = length(&explanation)?;
                if bytes <= MAX_EXPLANATION_BYTES && fits(bytes + r#","explanation":"#.len()) {
                    decision.explanation = Some(explanation);
                }
            }
            let denied = decision.outcome != Outcome::Allowed;
            omitted.explanations += u64::from(denied && decision.explanation.is_none());
        }
        for mut resource in resources {
            omitted.bytes += cut(&mut resource, RESOURCE_BYTES);
            if self.resources.len() < MAX_RESOURCES && fits(length(&resource)? + 1) {
                self.resources.push(resource);
            } else {
                omitted.resources += 1;
            }
        }
        self.omitted = omitted;
        Ok(self)
    }

    /// Cuts the texts of the head; answers what was left out.
    fn cut(&mut self) -> Omitted {
        let mut omitted = self.omitted;
        let Self { request_id, service, operation, caller, user_agent, region, error, accounts, sent, .. } = self;
        omitted.bytes += cut(request_id, NAME_BYTES) + cut(service, NAME_BYTES) + cut(operation, NAME_BYTES);
        omitted.bytes += cut_some(user_agent, TEXT_BYTES) + cut_some(region, NAME_BYTES);
        if let Some(caller) = caller {
            let Caller { kind, arn, account, principal_id, access_key_id, session_name, source_identity, .. } = caller;
            omitted.bytes += cut(kind, NAME_BYTES) + cut(arn, RESOURCE_BYTES) + cut(account, NAME_BYTES);
            omitted.bytes += cut(principal_id, NAME_BYTES) + cut_some(access_key_id, NAME_BYTES);
            omitted.bytes += cut_some(session_name, NAME_BYTES) + cut_some(source_identity, NAME_BYTES);
            omitted.bytes += cut_some(&mut caller.issued_by, RESOURCE_BYTES);
            omitted.bytes += cut_some(&mut caller.subject, RESOURCE_BYTES);
            omitted.bytes += cut_some(&mut caller.identity_provider, RESOURCE_BYTES);
            omitted.bytes += caller.session.as_mut().map_or(0, cut_session);
        }
        if let Some(error) = error {
            omitted.bytes += cut(&mut error.code, TEXT_BYTES) + cut(&mut error.message, TEXT_BYTES);
            omitted.bytes += cut_some(&mut error.reason, TEXT_BYTES);
        }
        if let Some(Sent { operation, access_key_id, owner }) = sent {
            omitted.bytes += cut_some(operation, RESOURCE_BYTES) + cut_some(access_key_id, NAME_BYTES);
            omitted.bytes += cut_some(owner, RESOURCE_BYTES);
        }
        omitted.bytes += self.details.as_mut().map_or(0, cut_details);
        omitted.accounts += count(accounts.len().saturating_sub(MAX_ACCOUNTS));
        accounts.truncate(MAX_ACCOUNTS);
        omitted.bytes += accounts.iter_mut().map(|account| cut(account, 64)).sum::<u64>();
        omitted
    }
}

impl DecisionRecord {
    /// The most bytes that this decision takes in a record, without what explains it.
    #[must_use]
    pub(in crate::trail) fn room(&self) -> usize {
        let texts = self.action.len().min(NAME_BYTES) + self.resource.len().min(RESOURCE_BYTES);
        ESCAPED * texts + DECISION_FRAMING
    }

    fn cut(&mut self) -> u64 {
        cut(&mut self.action, NAME_BYTES) + cut(&mut self.resource, RESOURCE_BYTES)
    }
}

fn cut_session(session: &mut CallerSession) -> u64 {
    let CallerSession { issuer, issuer_id, federated_provider, lineage, requested_with, delegate, .. } = session;
    // The last ones are nearest to the request.
    lineage.drain(..lineage.len().saturating_sub(MAX_LINEAGE));
    cut_some(issuer, RESOURCE_BYTES)
        + cut_some(issuer_id, NAME_BYTES)
        + cut_some(federated_provider, RESOURCE_BYTES)
        + lineage.iter_mut().map(|key| cut(key, NAME_BYTES)).sum::<u64>()
        + cut_some(requested_with, NAME_BYTES)
        + cut_some(delegate, NAME_BYTES)
}

fn cut_details(details: &mut Details) -> u64 {
    let Details { host, tls, cipher, authentication, signature, owners, .. } = details;
    owners.truncate(MAX_ACCOUNTS);
    let texts = [host, tls, cipher, authentication, signature];
    texts.into_iter().map(|text| cut_some(text, NAME_BYTES)).sum::<u64>()
        + owners.iter_mut().map(|(bucket, owner)| cut(bucket, NAME_BYTES) + cut(owner, NAME_BYTES)).sum::<u64>()
}

fn cut_statement(statement: &mut super::DecidingStatement) -> u64 {
    let boxed = |text: &mut Box<str>, most| {
        let mut owned = std::mem::take(text).into_string();
        let bytes = cut(&mut owned, most);
        *text = owned.into_boxed_str();
        bytes
    };
    let source = &mut statement.source;
    boxed(&mut source.name, NAME_BYTES)
        + source.arn.as_mut().map_or(0, |arn| boxed(arn, RESOURCE_BYTES))
        + source.owner.as_mut().map_or(0, |owner| boxed(owner, RESOURCE_BYTES))
        + cut_some(&mut statement.sid, NAME_BYTES)
}

/// Cuts a text to `most` bytes, between two characters; answers how many went.
fn cut(text: &mut String, most: usize) -> u64 {
    if text.len() <= most {
        return 0;
    }
    let before = text.len();
    text.truncate(text.floor_char_boundary(most));
    count(before - text.len())
}

fn cut_some(text: &mut Option<String>, most: usize) -> u64 {
    text.as_mut().map_or(0, |text| cut(text, most))
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// How many bytes of JSON a value takes.
fn length(value: &impl Serialize) -> Result<usize, TrailError> {
    struct Counting(usize);
    impl Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counting = Counting(0);
    serde_json::to_writer(&mut counting, value).map_err(not_json)?;
    Ok(counting.0)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn not_json(error: serde_json::Error) -> TrailError {
    TrailError::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests;
