//! How many requests an account may make of a service in a second (R3.4, R4.69).
//!
//! A bucket for each account and service holds the requests of one second and is filled evenly. It is asked once the
//! signature is verified, so that nobody uses up what is another account's, and before anything is authorized.

use crate::api::error::ApiError;
use crate::environment::short_lock;
use crate::services::{Caller, Service};
use jiff::{SignedDuration, Timestamp};
use rolecall_policy::AccountId;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Mutex;

/// What a rate may be set to, in requests a second. There is no rate that is no limit; beyond the upper end no machine
/// gets, and the arithmetic stays exact below it.
pub const ALLOWED: RangeInclusive<u32> = 1..=1_000_000;

/// One request, in the unit that buckets count in: a bucket of any rate fills by whole units in a nanosecond.
const REQUEST: u64 = 1_000_000_000;

/// Time in which an empty bucket of any rate is full.
const FILL_TIME: SignedDuration = SignedDuration::from_secs(1);

/// Buckets above which those that are full again are dropped; a full one is as good as none. One is below 100 bytes.
const SWEEP_ABOVE: usize = 1024;

/// The rate of a service that is not its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The service's name.
    pub service: &'static str,
    /// Requests a second for each account, within [`ALLOWED`].
    pub per_second: u32,
}

/// The buckets of all accounts.
#[derive(Debug)]
pub(super) struct Rates {
    configured: Vec<Rate>,
    buckets: Mutex<Buckets>,
}

#[derive(Debug)]
struct Buckets {
    by_account: HashMap<(&'static str, AccountId), Bucket>,
    /// The number of buckets at which the full ones are dropped.
    sweep_at: usize,
}

#[derive(Debug)]
struct Bucket {
    per_second: u32,
    /// What is taken out, in parts of a [`REQUEST`].
    taken: u64,
    at: Timestamp,
}

impl Rates {
    /// The services' own rates, but for these.
    pub(super) fn new(configured: Vec<Rate>) -> Self {
        Self { configured, buckets: Mutex::new(Buckets { by_account: HashMap::new(), sweep_at: SWEEP_ABOVE }) }
    }

    /// Takes a request of the caller's account out of its bucket.
    ///
    /// # Errors
    /// `Throttling` 400 (section 5.4), in the spelling of the query protocol.
    pub(super) fn admit(&self, service: &Service, caller: &Caller, now: Timestamp) -> Result<(), ApiError> {
        let (Some(own), Some(account)) = (service.requests_per_second, caller.principal.account()) else {
            return Ok(());
        };
        let configured = self.configured.iter().find(|rate| rate.service == service.name);
        let per_second = configured.map_or(own, |rate| rate.per_second);
        let mut buckets = short_lock::lock(&self.buckets);
        buckets.sweep(now);
        let bucket = buckets.by_account.entry((service.name, account));
        let bucket = bucket.or_insert(Bucket { per_second, taken: 0, at: now });
        if bucket.take(now) { Ok(()) } else { Err(ApiError::new("Throttling", 400, "Rate exceeded")) }
    }
}

impl Buckets {
    fn sweep(&mut self, now: Timestamp) {
        if self.by_account.len() < self.sweep_at {
            return;
        }
        self.by_account.retain(|_, bucket| {
            bucket.fill(now);
            bucket.taken > 0
        });
        // Those that are left are in use. Sweeping at twice their number takes constant time a request.
        self.sweep_at = self.by_account.len().saturating_mul(2).max(SWEEP_ABOVE);
    }
}

impl Bucket {
    fn take(&mut self, now: Timestamp) -> bool {
        self.fill(now);
        let taken = self.taken.saturating_add(REQUEST);
        let fits = taken <= u64::from(self.per_second) * REQUEST;
        if fits {
            self.taken = taken;
        }
        fits
    }

    /// Fills what has flowed in since. A clock that was set back fills nothing, and the bucket fills from there on.
    /// Requests that come in another order than they read the clock move nothing: else the time between them would
    /// count twice.
    fn fill(&mut self, now: Timestamp) {
        let elapsed = now.duration_since(self.at);
        if elapsed.is_negative() && elapsed.abs() < FILL_TIME {
            return;
        }
        let elapsed = u64::try_from(elapsed.as_nanos()).unwrap_or_default();
        self.taken = self.taken.saturating_sub(elapsed.saturating_mul(u64::from(self.per_second)));
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::{iam, s3, sts};
    use rolecall_policy::Principal;

    fn caller(account: u64) -> Caller {
        let account: AccountId = format!("{account:012}").parse().unwrap();
        Caller { principal: Principal::Root { account, arn: "".into() }, ..Caller::anonymous() }
    }

    fn at(nanoseconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_nanos(nanoseconds)
    }

    fn admitted(rates: &Rates, service: &Service, account: u64, now: Timestamp) -> usize {
        (0..2_000).filter(|_| rates.admit(service, &caller(account), now).is_ok()).count()
    }

    /// R3.4: 600 at one moment, none more; half a second later half of them; never more than a second's.
    #[test]
    fn the_default_rate() {
        let rates = Rates::new(Vec::new());
        for service in [&sts::SERVICE, &iam::SERVICE] {
            assert_eq!(admitted(&rates, service, 1, at(0)), 600);
            assert_eq!(admitted(&rates, service, 1, at(1_666_666)), 0);
            assert_eq!(admitted(&rates, service, 1, at(1_666_667)), 1);
            assert_eq!(admitted(&rates, service, 1, at(500_000_000)), 299);
            assert_eq!(admitted(&rates, service, 1, at(90_000_000_000)), 600);
            assert_eq!(admitted(&rates, service, 2, at(90_000_000_000)), 600, "another account");
        }
        assert_eq!(admitted(&rates, &s3::SERVICE, 1, at(0)), 2_000, "S3 has other limits");
        let refused = rates.admit(&sts::SERVICE, &caller(1), at(90_000_000_000)).unwrap_err();
        assert_eq!((&*refused.code, refused.status, &*refused.message), ("Throttling", 400, "Rate exceeded"));
    }

    /// What is configured is exact at both ends of what is allowed.
    #[test]
    fn configured_rates() {
        let of = |per_second| Rates::new(vec![Rate { service: "sts", per_second }]);
        for per_second in [1, 7, 601] {
            let rates = of(per_second);
            assert_eq!(admitted(&rates, &sts::SERVICE, 1, at(0)), usize::try_from(per_second).unwrap());
            assert_eq!(admitted(&rates, &iam::SERVICE, 1, at(0)), 600);
        }
        let highest = of(*ALLOWED.end());
        let admitted = (0..=*ALLOWED.end()).filter(|_| highest.admit(&sts::SERVICE, &caller(1), at(0)).is_ok());
        assert_eq!(admitted.count(), 1_000_000);
    }

    /// A clock that is set back gives nothing away, and takes nothing for long.
    #[test]
    fn a_clock_that_goes_back() {
        let rates = Rates::new(Vec::new());
        let later = at(3_600_000_000_000);
        assert_eq!(admitted(&rates, &sts::SERVICE, 1, later), 600);
        assert_eq!(admitted(&rates, &sts::SERVICE, 1, at(0)), 0);
        assert_eq!(admitted(&rates, &sts::SERVICE, 1, at(1_000_000_000)), 600);
    }

    /// Requests in another order than their times fill no bucket twice.
    #[test]
    fn times_out_of_order() {
        let rates = Rates::new(Vec::new());
        assert_eq!(admitted(&rates, &sts::SERVICE, 1, at(999_999_999)), 600);
        for _ in 0..10 {
            assert_eq!(admitted(&rates, &sts::SERVICE, 1, at(0)), 0);
            assert_eq!(admitted(&rates, &sts::SERVICE, 1, at(999_999_999)), 0);
        }
    }

    /// Buckets of accounts that have stopped calling go.
    #[test]
    fn few_buckets_are_kept() {
        let rates = Rates::new(Vec::new());
        for account in 0..100 * SWEEP_ABOVE as u64 {
            let now = at(i64::try_from(account).unwrap() * 1_000_000);
            rates.admit(&sts::SERVICE, &caller(account), now).unwrap();
        }
        assert!(rates.buckets.lock().unwrap().by_account.len() <= SWEEP_ABOVE);
    }
}
