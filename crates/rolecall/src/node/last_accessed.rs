//! Jobs that read the trail for what principals last accessed (R4.51).
//!
//! A job is begun with what is to be found, and done behind the caller's back. Jobs are kept in memory: whoever loses one
//! with a restart begins another.

use crate::environment::clock::Clock;
use crate::trail::TrailReader;
use crate::trail::usage::Usage;
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::Semaphore;

/// Jobs of an account that are kept; a new one pushes out the oldest. AWS keeps them for a time that it does not tell.
pub const JOBS_PER_ACCOUNT: usize = 20;

/// Jobs of all accounts. Each may have an entry for every service, some 50 kB.
pub const JOBS: usize = 500;

/// Jobs that read the trail at the same time: each reads all of it, and the disk is needed for requests.
const READERS: usize = 1;

/// A job.
#[derive(Debug)]
pub struct Job {
    /// Whose.
    pub account: AccountId,
    /// Its id, a UUID.
    pub id: String,
    /// Whether actions are told, and not services alone.
    pub tells_actions: bool,
    /// Unique ids of the users and roles that may access something.
    pub principals: HashSet<String>,
    /// Prefixes of the services that they may access, in order, with the actions that are told.
    pub services: Vec<(&'static str, Vec<&'static str>)>,
    /// When it was begun.
    pub created: Timestamp,
    outcome: OnceLock<(Timestamp, Option<Usage>)>,
}

impl Job {
    /// A job that is to be begun.
    #[must_use]
    pub fn new(account: AccountId, id: String, created: Timestamp) -> Self {
        Self {
            account,
            id,
            tells_actions: false,
            principals: HashSet::new(),
            services: Vec::new(),
            created,
            outcome: OnceLock::new(),
        }
    }

    /// When it was done, and what it found; nothing if the trail could not be read.
    #[must_use]
    pub fn outcome(&self) -> Option<&(Timestamp, Option<Usage>)> {
        self.outcome.get()
    }
}

/// The jobs of a node.
#[derive(Debug)]
pub struct Jobs {
    /// The oldest first.
    kept: Mutex<VecDeque<Arc<Job>>>,
    readers: Arc<Semaphore>,
    stopped: Arc<AtomicBool>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { kept: Mutex::default(), readers: Arc::new(Semaphore::new(READERS)), stopped: Arc::default() }
    }
}

impl Jobs {
    /// The account's job with this id.
    #[must_use]
    pub fn find(&self, account: AccountId, id: &str) -> Option<Arc<Job>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|job| job.account == account && job.id == id).cloned()
    }

    /// Keeps a job and begins it: what the principals did since this time.
    pub fn begin(&self, job: Job, reader: TrailReader, since: Timestamp, clock: Arc<dyn Clock>) {
        let job = Arc::new(job);
        let waiting = Arc::downgrade(&job);
        self.keep(job);
        let (readers, stopped) = (Arc::clone(&self.readers), Arc::clone(&self.stopped));
        tokio::spawn(async move {
            let Ok(permit) = readers.acquire_owned().await else { return };
            // Unless others have pushed it out meanwhile.
            let Some(job) = waiting.upgrade() else { return };
            let reading = tokio::task::spawn_blocking(move || {
                let is_wanted = || !stopped.load(Ordering::Relaxed) && Arc::strong_count(&job) > 1;
                let usage = reader.usage(&job.principals, since, is_wanted);
                drop(permit);
                let usage = usage.inspect_err(|error| tracing::warn!(%error, "the trail cannot be read for a job"));
                // It is set once.
                let _ = job.outcome.set((clock.now(), usage.ok().flatten()));
            });
            if let Err(error) = reading.await {
                tracing::warn!(%error, "a job that reads the trail did not end");
            }
        });
    }

    /// Lets jobs that read the trail end early, so that the server can stop.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn keep(&self, job: Arc<Job>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.iter().filter(|other| other.account == job.account).count();
        let oldest = if own >= JOBS_PER_ACCOUNT {
            kept.iter().position(|other| other.account == job.account)
        } else {
            (kept.len() >= JOBS).then_some(0)
        };
        if let Some(oldest) = oldest {
            kept.remove(oldest);
        }
        kept.push_back(job);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::clock::ManualClock;
    use crate::trail::{Class, Limits, Record, TrailLog};

    fn jobs(jobs: &Jobs, account: u64, count: usize) {
        let account = AccountId::from_u64(account).unwrap();
        for number in 0..count {
            jobs.keep(Arc::new(Job::new(account, number.to_string(), Timestamp::UNIX_EPOCH)));
        }
    }

    /// An account has so many jobs, and all accounts together.
    #[test]
    fn the_oldest_goes() {
        let all = Jobs::default();
        let account = AccountId::from_u64(111_111_111_111).unwrap();
        jobs(&all, 111_111_111_111, JOBS_PER_ACCOUNT);
        assert!(all.find(account, "0").is_some());
        jobs(&all, 111_111_111_111, 1);
        assert_eq!(all.kept.lock().unwrap().len(), JOBS_PER_ACCOUNT);
        assert!(all.find(account, "1").is_some(), "the oldest has gone, the next is there");
        assert!(all.find(AccountId::from_u64(222_222_222_222).unwrap(), "1").is_none());
        for other in 0..JOBS as u64 / JOBS_PER_ACCOUNT as u64 {
            jobs(&all, 300_000_000_000 + other, JOBS_PER_ACCOUNT);
        }
        assert_eq!(all.kept.lock().unwrap().len(), JOBS);
        assert!(all.find(account, "1").is_none());
    }

    /// R4.51: a job that has stopped, or that is pushed out, does not read the trail to its end.
    #[tokio::test]
    async fn a_stopped_job_ends_early() {
        let dir = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let (log, _) = TrailLog::open(dir.path(), Limits::default(), Arc::clone(&clock)).unwrap();
        log.append(Record { request_id: "1".to_owned(), ..Record::default() }, Class::Signed).await.unwrap();
        let reader = TrailReader::new(dir.path());
        let none = HashSet::new();
        assert_eq!(reader.usage(&none, Timestamp::UNIX_EPOCH, || true).unwrap(), Some(Usage::default()));
        assert_eq!(reader.usage(&none, Timestamp::UNIX_EPOCH, || false).unwrap(), None);
    }
}
