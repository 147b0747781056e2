//! Jobs that read the trail for what principals last accessed (R4.51).
//!
//! A job is begun with what is to be found, and done behind the caller's back. Jobs are kept in memory: whoever loses one
//! with a restart begins another.

use crate::environment::clock::Clock;
use crate::trail::usage::Usage;
use crate::trail::{Caller, TrailReader};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::Semaphore;

/// Jobs of an account that are kept; a new one pushes out the oldest. AWS keeps them for a time that it does not tell.
pub const JOBS_PER_ACCOUNT: usize = 20;

/// Jobs of all accounts. Each may have an entry for every service, some 50 kB.
pub const JOBS: usize = 500;

/// Access reports of an account that are being made at the same time, before `ReportGenerationLimitExceeded`. AWS does not
/// publish its limit.
pub const RUNNING_REPORTS: usize = 5;

/// Jobs that read the trail at the same time: each reads all of it, and the disk is needed for requests.
const READERS: usize = 1;

/// Whose attempts a job looks for.
#[derive(Debug)]
pub enum Watched {
    /// Users and roles, by unique id.
    Principals(HashSet<String>),
    /// All principals of accounts of an organization, with the path of each account in it.
    Accounts(HashMap<String, String>),
}

impl Watched {
    /// The id for which an attempt of this caller counts.
    fn id<'c>(&self, caller: &'c Caller) -> Option<&'c str> {
        match self {
            Self::Principals(ids) => {
                // Of a role's session: the unique id and the name of the session.
                let id = caller.principal_id.split(':').next().unwrap_or_default();
                ids.contains(id).then_some(id)
            }
            Self::Accounts(paths) => paths.contains_key(&caller.account).then_some(&*caller.account),
        }
    }
}

/// Why a job found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The code of an error.
    pub code: &'static str,
    /// In words.
    pub message: String,
}

/// A job.
#[derive(Debug)]
pub struct Job {
    /// Whose.
    pub account: AccountId,
    /// Its id, a UUID.
    pub id: String,
    /// Whether actions are told, and not services alone.
    pub tells_actions: bool,
    /// Who may access something.
    pub watched: Watched,
    /// Prefixes of the services that they may access, in order, with the actions that are told.
    pub services: Vec<(&'static str, Vec<&'static str>)>,
    /// When it was begun.
    pub created: Timestamp,
    outcome: OnceLock<(Timestamp, Result<Usage, Failure>)>,
}

impl Job {
    /// A job that is to be begun.
    #[must_use]
    pub fn new(account: AccountId, id: String, watched: Watched, created: Timestamp) -> Self {
        Self { account, id, tells_actions: false, watched, services: Vec::new(), created, outcome: OnceLock::new() }
    }

    /// When it was done, and what it found.
    #[must_use]
    pub fn outcome(&self) -> Option<&(Timestamp, Result<Usage, Failure>)> {
        self.outcome.get()
    }

    /// Whether it is an access report of an organization.
    #[must_use]
    pub fn is_report(&self) -> bool {
        matches!(self.watched, Watched::Accounts(_))
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

    /// Keeps a job that has failed before it began.
    pub fn fail(&self, job: Job, failure: Failure) {
        // It is set once.
        let _ = job.outcome.set((job.created, Err(failure)));
        // It is finished, so that no limit keeps it out.
        let _ = self.keep(Arc::new(job));
    }

    /// Keeps a job and begins it: what those that it watches did since this time. An access report is not begun if the
    /// account has as many unfinished ones as it may; the answer is whether it was.
    pub fn begin(&self, job: Job, reader: TrailReader, since: Timestamp, clock: Arc<dyn Clock>) -> bool {
        let job = Arc::new(job);
        let waiting = Arc::downgrade(&job);
        if !self.keep(job) {
            return false;
        }
        let (readers, stopped) = (Arc::clone(&self.readers), Arc::clone(&self.stopped));
        tokio::spawn(async move {
            let Ok(permit) = readers.acquire_owned().await else { return };
            // Unless others have pushed it out meanwhile.
            let Some(job) = waiting.upgrade() else { return };
            let reading = tokio::task::spawn_blocking(move || {
                let is_wanted = || !stopped.load(Ordering::Relaxed) && Arc::strong_count(&job) > 1;
                let usage = reader.usage(|caller| job.watched.id(caller), since, is_wanted);
                drop(permit);
                let usage = usage.inspect_err(|error| tracing::warn!(%error, "the trail cannot be read for a job"));
                let found = usage.ok().flatten().ok_or_else(|| Failure {
                    code: "ServiceFailure",
                    message: "The job failed. Generate the details again.".to_owned(),
                });
                // It is set once.
                let _ = job.outcome.set((clock.now(), found));
            });
            if let Err(error) = reading.await {
                tracing::warn!(%error, "a job that reads the trail did not end");
            }
        });
        true
    }

    /// Lets jobs that read the trail end early, so that the server can stop.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn keep(&self, job: Arc<Job>) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_unfinished = |job: &Job| job.is_report() && job.outcome().is_none();
        let unfinished = kept.iter().filter(|other| other.account == job.account && is_unfinished(other)).count();
        if is_unfinished(&job) && unfinished >= RUNNING_REPORTS {
            return false;
        }
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
        true
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
            let watched = Watched::Principals(HashSet::new());
            assert!(jobs.keep(Arc::new(Job::new(account, number.to_string(), watched, Timestamp::UNIX_EPOCH))));
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

    /// R4.52: an account has so many unfinished access reports. Finished ones, other jobs and other accounts do not count.
    #[test]
    fn unfinished_reports_are_limited() {
        let all = Jobs::default();
        let account = AccountId::from_u64(111_111_111_111).unwrap();
        let report =
            |id: &str| Job::new(account, id.to_owned(), Watched::Accounts(HashMap::new()), Timestamp::UNIX_EPOCH);
        jobs(&all, 111_111_111_111, RUNNING_REPORTS);
        all.fail(report("failed"), Failure { code: "NoSuchEntity", message: String::new() });
        for number in 0..RUNNING_REPORTS {
            assert!(all.keep(Arc::new(report(&number.to_string()))));
        }
        assert!(!all.keep(Arc::new(report("one more"))));
        assert!(all.find(account, "one more").is_none());
        let other = AccountId::from_u64(222_222_222_222).unwrap();
        let of_other = Job::new(other, "o".to_owned(), Watched::Accounts(HashMap::new()), Timestamp::UNIX_EPOCH);
        assert!(all.keep(Arc::new(of_other)));
    }

    /// R4.51: a job that has stopped, or that is pushed out, does not read the trail to its end.
    #[tokio::test]
    async fn a_stopped_job_ends_early() {
        let dir = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let (log, _) = TrailLog::open(dir.path(), Limits::default(), Arc::clone(&clock)).unwrap();
        log.append(Record { request_id: "1".to_owned(), ..Record::default() }, Class::Signed).await.unwrap();
        let reader = TrailReader::new(dir.path());
        assert_eq!(reader.usage(|_| None, Timestamp::UNIX_EPOCH, || true).unwrap(), Some(Usage::default()));
        assert_eq!(reader.usage(|_| None, Timestamp::UNIX_EPOCH, || false).unwrap(), None);
    }
}
