//! What a role did, as far as it is on record.

use super::super::CommandError;
use super::super::log::wanted::{Pattern, is_meant};
use crate::trail::{Record, SessionOf, Start, TrailReader};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// The records of the sessions of one role.
#[derive(Debug)]
pub(super) struct Used {
    /// The role's ARN, with its path.
    pub(super) role: String,
    pub(super) records: Vec<Record>,
}

/// The most records of one role that are read: what they take in memory.
const MAX_RECORDS: usize = 1_000_000;

impl Used {
    /// Reads what the sessions of the role that `role` names did since a time.
    pub(super) fn read(reader: &TrailReader, role: &Pattern, since: Timestamp) -> Result<Self, CommandError> {
        let mut stream = reader.stream(Start::Since(since))?;
        let (mut roles, mut records) = (BTreeSet::new(), Vec::new());
        while let Some(record) = stream.read()? {
            if record.time < since {
                continue;
            }
            let Some(arn) = role_of(&record).filter(|arn| is_meant(arn, role)) else { continue };
            roles.insert(arn);
            if records.len() >= MAX_RECORDS {
                return Err(format!("the role made more than {MAX_RECORDS} requests: name a later time").into());
            }
            records.push(record);
        }
        let mut roles = roles.into_iter();
        match (roles.next(), roles.next()) {
            (Some(role), None) => Ok(Self { role, records }),
            (None, _) => Err("no session of such a role is on record in this time".into()),
            (Some(one), Some(other)) => {
                Err(format!("several roles are meant: {one}, {other}; name one by its ARN").into())
            }
        }
    }
}

/// The role whose session made a request.
fn role_of(record: &Record) -> Option<String> {
    let caller = record.caller.as_ref()?;
    if let Some(session) = caller.session.as_ref().filter(|session| session.of == SessionOf::Role) {
        return session.issuer.clone();
    }
    // Recorded by an earlier version: the path is not known.
    let (account, rest) = caller.arn.strip_prefix("arn:aws:sts::")?.split_once(":assumed-role/")?;
    Some(format!("arn:aws:iam::{account}:role/{}", rest.split('/').next()?))
}
