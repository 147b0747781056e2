//! Security keys whose registration the console asks IAM for. AWS has no public operation that registers one, so what
//! `EnableMFADevice` needs beyond its parameters waits here: first that a registration begins, then the key that was verified.

use jiff::{SignedDuration, Timestamp};
use rolecall_policy::AccountId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keys that wait at the same time. The console calls the operation at once, so that few do.
pub const WAITING: usize = 1_000;
/// How long one waits: a call takes much less.
const WAITS: SignedDuration = SignedDuration::from_secs(60);

/// What the console asks for with `EnableMFADevice` (R4.85, `iam:RegisterSecurityKey`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// Whether a key may be made.
    Create,
    /// To register the one that was made.
    Activate,
}

impl Registration {
    /// The value of `iam:RegisterSecurityKey`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Activate => "Activate",
        }
    }
}

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

/// The keys that wait, by their ARN: `None` where a registration begins.
#[derive(Debug, Default)]
pub struct VerifiedKeys(Mutex<HashMap<String, (Option<VerifiedKey>, Timestamp)>>);

impl VerifiedKeys {
    /// Lets a key wait; `false` if too many do.
    pub fn put(&self, arn: String, key: VerifiedKey, now: Timestamp) -> bool {
        self.wait(arn, Some(key), now)
    }

    /// Lets the beginning of a registration wait; `false` if too much does.
    pub fn begin(&self, arn: String, now: Timestamp) -> bool {
        self.wait(arn, None, now)
    }

    /// What `EnableMFADevice` is asked for with this ARN. The console makes a challenge, and so a key, only after the beginning was
    /// taken: what a call is decided for does not change while it is under way.
    pub fn asked(&self, arn: &str) -> Registration {
        if matches!(self.lock().get(arn), Some((None, _))) { Registration::Create } else { Registration::Activate }
    }

    fn wait(&self, arn: String, key: Option<VerifiedKey>, now: Timestamp) -> bool {
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
        key.filter(|_| now.duration_since(since) < WAITS)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Option<VerifiedKey>, Timestamp)>> {
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

    /// A registration that begins is no key, and is over when it is taken.
    #[test]
    fn a_beginning_is_no_key() {
        let (keys, at) = (VerifiedKeys::default(), |second| Timestamp::from_second(second).unwrap());
        assert_eq!(keys.asked("arn"), Registration::Activate);
        assert!(keys.begin("arn".to_owned(), at(0)));
        assert_eq!((keys.asked("arn"), keys.asked("other")), (Registration::Create, Registration::Activate));
        assert_eq!(keys.take("arn", at(0)), None);
        assert_eq!(keys.asked("arn"), Registration::Activate);
        assert!(keys.put("arn".to_owned(), key(), at(0)));
        assert_eq!(keys.asked("arn"), Registration::Activate);
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
