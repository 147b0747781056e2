//! Security keys that the console verified, and that IAM's `EnableMFADevice` has not taken yet. AWS has no public operation that
//! registers one, so what the operation needs beyond its parameters waits here.

use jiff::{SignedDuration, Timestamp};
use rolecall_policy::AccountId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keys that wait at the same time. The console calls the operation at once, so that few do.
pub const WAITING: usize = 1_000;
/// How long one waits: a call takes much less.
const WAITS: SignedDuration = SignedDuration::from_secs(60);

/// A security key that showed that it has the private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedKey {
    /// The account that it will be of.
    pub account: AccountId,
    /// The last part of its ARN.
    pub id: String,
    /// What it knows its pair of keys by, base64url.
    pub credential: String,
    /// The public key (COSE), base64url.
    pub public_key: String,
    /// The host name that the pair of keys is bound to.
    pub relying_party: String,
    /// Its count of signatures.
    pub sign_count: u32,
}

/// The keys that wait, by their ARN.
#[derive(Debug, Default)]
pub struct VerifiedKeys(Mutex<HashMap<String, (VerifiedKey, Timestamp)>>);

impl VerifiedKeys {
    /// Lets a key wait; `false` if too many do.
    pub fn put(&self, arn: String, key: VerifiedKey, now: Timestamp) -> bool {
        let mut keys = self.lock();
        if keys.len() >= WAITING {
            keys.retain(|_, (_, since)| now.duration_since(*since) < WAITS);
        }
        let fits = keys.len() < WAITING;
        if fits {
            keys.insert(arn, (key, now));
        }
        fits
    }

    /// The key of this ARN, once.
    pub fn take(&self, arn: &str, now: Timestamp) -> Option<VerifiedKey> {
        let (key, since) = self.lock().remove(arn)?;
        (now.duration_since(since) < WAITS).then_some(key)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (VerifiedKey, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> VerifiedKey {
        VerifiedKey {
            account: "111122223333".parse().unwrap(),
            id: "yubikey-A".to_owned(),
            credential: "AAAA".to_owned(),
            public_key: "BBBB".to_owned(),
            relying_party: "localhost".to_owned(),
            sign_count: 0,
        }
    }

    /// A key is taken once, within a minute.
    #[test]
    fn once_and_soon() {
        let (keys, at) = (VerifiedKeys::default(), |second| Timestamp::from_second(second).unwrap());
        assert!(keys.put("arn".to_owned(), key(), at(0)));
        assert_eq!(keys.take("arn", at(59)), Some(key()));
        assert_eq!(keys.take("arn", at(59)), None);
        assert!(keys.put("arn".to_owned(), key(), at(0)));
        assert_eq!(keys.take("arn", at(60)), None);
    }

    /// Those that have waited long enough make room.
    #[test]
    fn they_are_bounded() {
        let (keys, at) = (VerifiedKeys::default(), |second| Timestamp::from_second(second).unwrap());
        for number in 0..WAITING {
            assert!(keys.put(number.to_string(), key(), at(0)));
        }
        assert!(!keys.put("more".to_owned(), key(), at(59)));
        assert!(keys.put("more".to_owned(), key(), at(60)));
        assert_eq!(keys.lock().len(), 1);
    }
}
