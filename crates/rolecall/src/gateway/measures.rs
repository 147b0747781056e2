//! What the gateway counts of requests.
//!
//! Nothing that a client chooses becomes a label: an operation that is not served counts as `unknown`, and accounts,
//! principals and keys are not counted at all. Counting takes no lock; the first request of an operation copies the table.

use super::connections::Connections;
use crate::api::error::ApiError;
use crate::environment::measure::{Counter, Histogram};
use crate::services::log::Noted;
use crate::trail;
use arc_swap::ArcSwap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

/// Services, and operations of a service, that are counted apart; more count as [`UNKNOWN`]. IAM has 180 operations and S3
/// 110, so this is reached by a defect alone.
const MAX_NAMES: usize = 512;
/// The label of what has no name here.
const UNKNOWN: &str = "unknown";
/// Bounds for the time to an answer's head, in nanoseconds: 1 ms to 10 s.
const ANSWER_TIME: &[u64] = &[
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    1_000_000_000,
    10_000_000_000,
];

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was done.
    Allowed,
    /// A policy denied it, or nothing allowed it.
    Denied,
    /// Its signature was not verified, or it was refused before.
    Unverified,
    /// Its account makes too many requests.
    Throttled,
    /// It was verified and is malformed, missing or in conflict.
    Refused,
    /// The server could not do it.
    Failed,
}

impl Outcome {
    pub(super) const ALL: [(Self, &str); 6] = [
        (Self::Allowed, "allowed"),
        (Self::Denied, "denied"),
        (Self::Unverified, "unverified"),
        (Self::Throttled, "throttled"),
        (Self::Refused, "refused"),
        (Self::Failed, "failed"),
    ];

    fn of(noted: &Noted, status: u16, error: Option<&ApiError>) -> Self {
        let is_denial = noted.decisions.iter().any(|decision| decision.outcome != trail::Outcome::Allowed);
        match error {
            _ if status >= 500 => Self::Failed,
            None => Self::Allowed,
            Some(_) if !noted.verified => Self::Unverified,
            Some(error) if error.code == "Throttling" => Self::Throttled,
            Some(_) if is_denial && status == 403 => Self::Denied,
            Some(_) => Self::Refused,
        }
    }
}

/// Requests of one operation, by outcome, in the order of [`Outcome::ALL`].
pub(super) type Outcomes = [Counter; Outcome::ALL.len()];

/// As what a request is counted.
#[derive(Debug)]
pub(super) struct Counted {
    outcomes: Arc<Outcomes>,
    outcome: Outcome,
}

/// By service, then by operation.
pub(super) type Table = BTreeMap<String, BTreeMap<String, Arc<Outcomes>>>;

/// What was counted.
#[derive(Debug)]
pub(super) struct Measures {
    requests: ArcSwap<Table>,
    /// Time from the headers of a request to those of its answer.
    pub(super) answer_time: Histogram,
    connections: OnceLock<Weak<Connections>>,
}

impl Default for Measures {
    fn default() -> Self {
        Self { requests: ArcSwap::default(), answer_time: Histogram::new(ANSWER_TIME), connections: OnceLock::new() }
    }
}

impl Measures {
    /// As what a request is to be counted that ends so.
    pub(super) fn counted(&self, noted: &Noted, status: u16, error: Option<&ApiError>) -> Counted {
        // Only an operation that is served has an effect; the name of another one is the client's.
        let operation = noted.operation.as_deref().filter(|_| noted.effect.is_some());
        let outcomes = self.outcomes(noted.service.as_deref().unwrap_or(UNKNOWN), operation.unwrap_or(UNKNOWN));
        Counted { outcomes, outcome: Outcome::of(noted, status, error) }
    }

    /// Counts a request that is about to be answered. One that leaves no record as it must is answered with an error.
    pub(super) fn note(&self, counted: Counted, is_recorded: bool, time: Duration) {
        let Counted { outcomes, outcome } = counted;
        let outcome = if is_recorded { outcome } else { Outcome::Failed };
        let place = Outcome::ALL.iter().position(|(each, _)| *each == outcome);
        if let Some(counter) = place.and_then(|place| outcomes.get(place)) {
            counter.add(1);
        }
        self.answer_time.note_time(time);
    }

    fn outcomes(&self, service: &str, operation: &str) -> Arc<Outcomes> {
        let find = |table: &Table| table.get(service)?.get(operation).cloned();
        if let Some(found) = find(&self.requests.load()) {
            return found;
        }
        self.requests.rcu(|table| {
            let mut table = Table::clone(table);
            let operations = table.entry(bounded(&table, service)).or_default();
            operations.entry(bounded(operations, operation)).or_default();
            table
        });
        // One more than a bound is under another name, and looked up there.
        let table = self.requests.load();
        let operations = table.get(service).or_else(|| table.get(UNKNOWN));
        let found = operations.and_then(|all| all.get(operation).or_else(|| all.get(UNKNOWN)));
        found.cloned().unwrap_or_default()
    }

    /// The table as it is.
    pub(super) fn requests(&self) -> Arc<Table> {
        self.requests.load_full()
    }

    /// The listener's connections are these.
    pub(super) fn watch(&self, connections: &Arc<Connections>) {
        // The first listener's; a second one does not happen in a server.
        let _ = self.connections.set(Arc::downgrade(connections));
    }

    /// The listener's connections, while it listens.
    pub(super) fn connections(&self) -> Option<Arc<Connections>> {
        self.connections.get().and_then(Weak::upgrade)
    }
}

/// The name if it is there, or if there is room for one more.
fn bounded<T>(table: &BTreeMap<String, T>, name: &str) -> String {
    let has_room = table.contains_key(name) || table.len() < MAX_NAMES;
    (if has_room { name } else { UNKNOWN }).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table takes so many names and no more, and what comes beyond counts as unknown.
    #[test]
    fn labels_are_bounded() {
        let measures = Measures::default();
        for number in 0..MAX_NAMES {
            measures.outcomes("iam", &format!("Operation{number}"));
        }
        measures.outcomes("iam", "OneMore")[0].add(1);
        let table = measures.requests();
        assert_eq!(table["iam"].len(), MAX_NAMES + 1);
        assert_eq!(table["iam"][UNKNOWN][0].get(), 1);
        assert!(!table["iam"].contains_key("OneMore"));
    }

    /// A name that a client made up is no label.
    #[test]
    fn an_operation_that_is_not_served_is_unknown() {
        let measures = Measures::default();
        let noted = Noted { operation: Some("Made\"Up".to_owned()), ..Noted::default() };
        let error = ApiError::new("InvalidAction", 400, "no".to_owned());
        measures.note(measures.counted(&noted, 400, Some(&error)), true, Duration::from_millis(3));
        let table = measures.requests();
        assert_eq!(table.keys().collect::<Vec<_>>(), [UNKNOWN]);
        assert_eq!(table[UNKNOWN].keys().collect::<Vec<_>>(), [UNKNOWN]);
        assert_eq!(table[UNKNOWN][UNKNOWN].iter().map(Counter::get).collect::<Vec<_>>(), [0, 0, 1, 0, 0, 0]);
        measures.note(measures.counted(&noted, 200, None), false, Duration::from_millis(3));
        assert_eq!(table[UNKNOWN][UNKNOWN].iter().map(Counter::get).collect::<Vec<_>>(), [0, 0, 1, 0, 0, 1]);
    }
}
