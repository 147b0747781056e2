//! How often events may be looked up: twice a second for an account and Region (*CloudTrail API Reference*, `LookupEvents`).

use jiff::SignedDuration;
use rolecall_policy::AccountId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// In which time two look-ups are admitted.
const WINDOW: SignedDuration = SignedDuration::from_secs(1);

/// How many accounts and Regions are remembered before those that have been quiet for [`WINDOW`] are forgotten.
const REMEMBERED: usize = 1_024;

/// The last two look-ups of each account and Region, the older one first.
type LastTwo = HashMap<(AccountId, String), [Option<SignedDuration>; 2]>;

/// When events were looked up.
#[derive(Debug, Default)]
pub struct Lookups(Mutex<LastTwo>);

impl Lookups {
    /// Whether an account may look up events in a Region now, by the time that has passed since some moment.
    pub fn admit(&self, account: AccountId, region: &str, now: SignedDuration) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |at: Option<SignedDuration>| at.is_some_and(|at| now - at < WINDOW);
        if all.len() >= REMEMBERED {
            all.retain(|_, [_, last]| is_recent(*last));
        }
        let [before, last] = all.entry((account, region.to_owned())).or_default();
        if is_recent(*before) {
            return false;
        }
        (*before, *last) = (*last, Some(now));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The third within a second is refused; other Regions and accounts do not count.
    #[test]
    fn two_a_second() {
        let lookups = Lookups::default();
        let [one, other] = ["111111111111", "222222222222"].map(|id| id.parse().unwrap());
        let at = SignedDuration::from_millis;
        let admit = |account, region: &str, time| lookups.admit(account, region, at(time));
        assert!(admit(one, "us-east-1", 0) && admit(one, "us-east-1", 500));
        assert!(!admit(one, "us-east-1", 999));
        assert!(admit(one, "eu-west-1", 999) && admit(other, "us-east-1", 999));
        assert!(admit(one, "us-east-1", 1_000));
        assert!(!admit(one, "us-east-1", 1_499));
        assert!(admit(one, "us-east-1", 1_500));
    }

    /// What is quiet is forgotten.
    #[test]
    fn memory_is_bounded() {
        let lookups = Lookups::default();
        for second in 0..3 * REMEMBERED as u64 {
            let account = AccountId::from_u64(second).unwrap();
            assert!(lookups.admit(account, "us-east-1", SignedDuration::from_secs(second as i64)));
        }
        assert!(lookups.0.lock().unwrap().len() <= REMEMBERED);
    }
}
