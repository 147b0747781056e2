//! Which credentials led to which.
//!
//! A record of a session names the key that requested it, and the principal of that key. If that key was a session's too, its
//! own record names the next one. Each request of the chain is on record, so that the chain ends at a user or root user, or at a
//! provider's token, unless its beginning is no longer kept.

use crate::trail::{Caller, Record};
use std::collections::HashMap;

/// The most links that are shown; longer chains have lost their beginning.
pub(super) const MAX_LINKS: usize = 32;

/// Credentials on the way to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Who they are of.
    pub(super) arn: String,
    /// `None`: nobody signed with a key, or it is not known with which.
    pub(super) access_key_id: Option<String>,
}

impl Link {
    /// Whether it is a session of a role.
    pub(super) fn is_role(&self) -> bool {
        self.arn.contains(":assumed-role/")
    }
}

/// What is known of sessions.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    /// By access key id: who requested it, and with which key.
    parents: HashMap<String, Link>,
}

impl Lineage {
    /// Takes in what a record tells of the caller's session.
    pub(super) fn note(&mut self, record: &Record) {
        if let Some((key, parent)) = record.caller.as_ref().and_then(parent) {
            self.parents.insert(key, parent);
        }
    }

    /// How the request's caller came there, the first credentials first.
    pub(super) fn of(&self, record: &Record) -> Vec<Link> {
        let Some(caller) = &record.caller else { return Vec::new() };
        let mut chain = vec![Link { arn: caller.arn.clone(), access_key_id: caller.access_key_id.clone() }];
        let mut key = caller.access_key_id.clone();
        while let Some(parent) = key.as_ref().and_then(|key| self.parents.get(key)) {
            // No chain is a ring; a record that claims one is not followed for ever.
            if chain.len() >= MAX_LINKS {
                break;
            }
            chain.push(parent.clone());
            key = parent.access_key_id.clone();
        }
        chain.reverse();
        chain
    }
}

/// The key of a session, and the credentials that requested it.
fn parent(caller: &Caller) -> Option<(String, Link)> {
    let arn = caller.issued_by.clone()?;
    let requested_with = caller.session.as_ref().and_then(|session| session.requested_with.clone());
    Some((caller.access_key_id.clone()?, Link { arn, access_key_id: requested_with }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::testing::record;
    use crate::trail::{CallerSession, SessionOf};

    fn by(arn: &str, key: &str, parent: Option<(&str, &str)>) -> Record {
        let mut record = record("r");
        if let Some(caller) = &mut record.caller {
            (caller.arn, caller.access_key_id) = (arn.to_owned(), Some(key.to_owned()));
            caller.issued_by = parent.map(|(arn, _)| arn.to_owned());
            caller.session = parent.map(|(_, key)| CallerSession {
                of: SessionOf::Role,
                issued_at: record.time,
                issuer: None,
                issuer_id: None,
                federated_provider: None,
                lineage: Vec::new(),
                requested_with: Some(key.to_owned()),
                delegate: None,
            });
        }
        record
    }

    /// A user, a role of her account, a role of another one.
    #[test]
    fn chains_are_followed_to_their_beginning() {
        let (ana, dev, prod) =
            ("arn:aws:iam::1:user/ana", "arn:aws:sts::1:assumed-role/Dev/ana", "arn:aws:sts::2:assumed-role/Ops/ana");
        let mut lineage = Lineage::default();
        let records =
            [by(ana, "AKIA1", None), by(dev, "ASIA1", Some((ana, "AKIA1"))), by(prod, "ASIA2", Some((dev, "ASIA1")))];
        let chains: Vec<Vec<String>> = records
            .iter()
            .map(|record| {
                lineage.note(record);
                lineage.of(record).into_iter().map(|link| link.arn).collect()
            })
            .collect();
        assert_eq!(chains, [vec![ana], vec![ana, dev], vec![ana, dev, prod]]);
        // What a damaged record claims does not hold anything up.
        lineage.note(&by(dev, "ASIA1", Some((prod, "ASIA2"))));
        assert_eq!(lineage.of(&records[2]).len(), MAX_LINKS);
    }
}
