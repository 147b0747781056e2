//! Time-based one-time passwords (RFC 6238; R4.44): SHA-1, six digits, thirty seconds, each code valid once.

use super::caller::Caller;
use super::guesses::{self, By, Counted, Guess, Kind};
use crate::api::error::ApiError;
use crate::directory::Snapshot;
use crate::directory::entities::{Entity, MfaAssignment, MfaDevice};
use crate::directory::table::Stored;
use crate::node::Node;
use crate::secrets::{Sealed, Secret};
use jiff::Timestamp;
use rolecall_policy::AccountId;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use totp_rs::{Algorithm, TOTP};

/// Digits of a code.
const DIGITS: usize = 6;
/// Seconds of a time step.
const STEP_SECONDS: i64 = 30;
/// The same, as the codes count.
const STEP: u64 = STEP_SECONDS.unsigned_abs();
/// Steps by which a device may be early or late beyond its known drift.
const TOLERANCE: i64 = 1;

/// Steps by which a device may be early or late when it is synchronised: ten minutes.
const SYNC_TOLERANCE: i64 = 20;

/// A code of a device that was right and is not spent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightCode {
    account: AccountId,
    /// What the device is stored under.
    device: String,
    /// Tells the device from a later one of the same name.
    sealed_seed: Sealed,
    assigned: Option<MfaAssignment>,
    step: u64,
}

impl RightCode {
    fn new(device: &MfaDevice, step: u64) -> Self {
        let MfaDevice { account, sealed_seed, assigned, .. } = device.clone();
        Self { account, device: Entity::name(device).to_owned(), sealed_seed, assigned, step }
    }

    /// The device as it is now.
    #[must_use]
    pub fn device<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s Arc<Stored<MfaDevice>>> {
        snapshot.find::<MfaDevice>(self.account, &self.device)
    }

    /// The device after the code is spent; `None` if it was spent meanwhile, or the device is another one, or another's.
    #[must_use]
    pub fn spend(&self, device: &MfaDevice) -> Option<MfaDevice> {
        let same = device.sealed_seed == self.sealed_seed && device.assigned == self.assigned;
        let good = same && self.step > device.last_step;
        good.then(|| MfaDevice { last_step: self.step, ..device.clone() })
    }

    /// As [`RightCode::spend`], of a device whose clock is known from this code.
    #[must_use]
    pub fn synchronise(&self, device: &MfaDevice, now: Timestamp) -> Option<MfaDevice> {
        self.spend(device).map(|device| MfaDevice { drift: drift(self.step, now), ..device })
    }
}

/// Uses up a code that was right; `false` if somebody else used it, or a later one, meanwhile.
///
/// # Errors
/// The change cannot be saved.
pub async fn use_up(node: &Node, right: &RightCode) -> Result<bool, ApiError> {
    let change = node.directory.change(|snapshot, edit| {
        let Some(device) = right.device(snapshot) else { return Ok(false) };
        let Some(spent) = right.spend(device) else { return Ok(false) };
        edit.update(device, &spent)?;
        Ok(true)
    });
    change.await
}

/// Why a code is not taken. The client is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It is of no time near now.
    Wrong,
    /// It, or a later one, was used already: the one of the time step that begins then.
    Used(Timestamp),
    /// There were too many wrong codes, so that it was not looked at (R3.74).
    Waits,
}

/// The account's device with this serial number: the ARN of a virtual device, or the number on hardware (R4.40, R4.72).
#[must_use]
pub fn device<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    serial_number: &str,
) -> Option<&'s Arc<Stored<MfaDevice>>> {
    // Hardware has no ARN, and the number on it counts as it is written.
    let by_arn = || snapshot.find_by_arn::<MfaDevice>(serial_number).filter(|it| it.account == account);
    let hardware = snapshot.find::<MfaDevice>(account, serial_number);
    hardware.filter(|it| it.hardware && it.name == serial_number).or_else(by_arn)
}

/// Checks a code of a device of this user (`None`: the root user), who uses it.
///
/// # Errors
/// The guess cannot be counted; the seed cannot be opened.
pub async fn check(
    node: &Node,
    by: impl Into<By<'_>>,
    user: Option<&str>,
    device: &MfaDevice,
    code: &str,
) -> Result<Result<RightCode, NotTaken>, ApiError> {
    Ok(check_any(node, by, user, &[device], code).await?.map(|(_, right)| right))
}

/// Checks a code that may be of any of these devices, which are one user's; answers whose it is. However many devices there are,
/// who types a code guesses once.
///
/// # Errors
/// As [`check`].
pub async fn check_any<'d>(
    node: &Node,
    by: impl Into<By<'_>>,
    user: Option<&str>,
    devices: &[&'d MfaDevice],
    code: &str,
) -> Result<Result<(&'d MfaDevice, RightCode), NotTaken>, ApiError> {
    let Some(account) = devices.first().map(|device| device.account) else { return Ok(Err(NotTaken::Wrong)) };
    let guess = Guess { kind: Kind::Code, account, user, by: by.into() };
    let mut why = NotTaken::Waits;
    let right = guesses::attempt(node, &guess, async |counted| {
        why = NotTaken::Wrong;
        let mut right = None;
        // All are looked at, so that the time taken does not tell which one it was.
        for device in devices {
            let seed = node.open_sealed(*device, &device.sealed_seed)?;
            match verify(&counted, device, &seed, code, node.clock.now()) {
                Ok(step) => right = right.or_else(|| Some((*device, RightCode::new(device, step)))),
                Err(used @ NotTaken::Used(_)) => why = used,
                Err(_) => {}
            }
        }
        Ok(right)
    })
    .await?;
    Ok(right.ok_or(why))
}

/// Checks two consecutive codes of a device that is or will be this user's (R4.41, R4.42). `None` as [`check`].
///
/// # Errors
/// As [`check`].
pub async fn check_pair(
    node: &Node,
    by: &Caller,
    user: Option<&str>,
    device: &MfaDevice,
    (older, newer): (&str, &str),
) -> Result<Option<RightCode>, ApiError> {
    let guess = Guess { kind: Kind::Pair, account: device.account, user, by: by.into() };
    guesses::attempt(node, &guess, async |counted| {
        let seed = node.open_sealed(device, &device.sealed_seed)?;
        let step = consecutive(counted, device, &seed, older, newer, node.clock.now());
        Ok(step.map(|step| RightCode::new(device, step)))
    })
    .await
}

/// The time step whose code this is.
///
/// `seed` is the device's Base32 seed.
fn verify(_: &Counted, device: &MfaDevice, seed: &Secret, code: &str, now: Timestamp) -> Result<u64, NotTaken> {
    let codes = Codes::of(seed).ok_or(NotTaken::Wrong)?;
    let step = matching(now, device.drift, TOLERANCE, |step| codes.is(step, code)).ok_or(NotTaken::Wrong)?;
    if step > device.last_step {
        return Ok(step);
    }
    let began = i64::try_from(device.last_step.saturating_mul(STEP)).ok();
    Err(began.and_then(|began| Timestamp::from_second(began).ok()).map_or(NotTaken::Wrong, NotTaken::Used))
}

/// The step of the second of two consecutive codes (R4.41, R4.42); `None` if they are not that, or the second was used
/// before. The device may be further off than [`verify`] tolerates.
fn consecutive(_: Counted, device: &MfaDevice, seed: &Secret, older: &str, newer: &str, now: Timestamp) -> Option<u64> {
    let codes = Codes::of(seed)?;
    let both = |step: u64| step.checked_sub(1).is_some_and(|before| codes.is(before, older) & codes.is(step, newer));
    matching(now, 0, SYNC_TOLERANCE, both).filter(|step| *step > device.last_step)
}

/// How many steps a device is ahead that has just given the code of `step`. What [`verify`] tolerates is no drift: people
/// type the codes some time after they read them.
fn drift(step: u64, now: Timestamp) -> i64 {
    let ahead = i64::try_from(step).unwrap_or(i64::MAX).saturating_sub(step_of(now));
    if ahead.abs() <= TOLERANCE { 0 } else { ahead }
}

/// The last step within `tolerance` of now plus `drift` that matches. Every candidate is looked at, so that the time
/// taken does not tell which one did.
fn matching(now: Timestamp, drift: i64, tolerance: i64, matches: impl Fn(u64) -> bool) -> Option<u64> {
    let expected = step_of(now).saturating_add(drift);
    let mut found = None;
    for offset in -tolerance..=tolerance {
        let Ok(step) = u64::try_from(expected.saturating_add(offset)) else { continue };
        if matches(step) {
            found = Some(step);
        }
    }
    found
}

/// The step that `now` falls into.
fn step_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

/// The codes of one seed.
struct Codes(TOTP);

impl Codes {
    /// `None` if the seed is not Base32, which a stored one always is.
    fn of(seed: &Secret) -> Option<Self> {
        let secret = data_encoding::BASE32_NOPAD.decode(seed.expose().as_bytes()).ok()?;
        Some(Self(TOTP { algorithm: Algorithm::SHA1, digits: DIGITS, skew: 0, step: STEP, secret }))
    }

    /// Compares in constant time.
    fn is(&self, step: u64, code: &str) -> bool {
        let Some(time) = step.checked_mul(STEP) else { return false };
        self.0.generate(time).as_bytes().ct_eq(code.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::MasterKey;

    /// The key of RFC 6238's examples, "12345678901234567890".
    const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn device(last_step: u64, drift: i64) -> MfaDevice {
        let entropy = Arc::new(crate::environment::entropy::SeededEntropy::new(1));
        let master = MasterKey::from_bytes(&[7; 32], entropy).unwrap();
        let sealed_seed: Sealed = master.seal_secret("place", &Secret::new(SEED.to_owned())).unwrap();
        MfaDevice {
            account: "111122223333".parse().unwrap(),
            name: "ana".into(),
            path: "/".into(),
            place: Some("/ana".into()),
            sealed_seed,
            assigned: None,
            last_step,
            drift,
            tags: Vec::new(),
            hardware: false,
        }
    }

    fn seed() -> Secret {
        Secret::new(SEED.to_owned())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn code(step: u64) -> String {
        Codes::of(&seed()).unwrap().0.generate(step * STEP)
    }

    /// R4.44: the examples of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn the_examples_of_the_standard() {
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let step = u64::try_from(second / 30).unwrap();
            assert_eq!(
                verify(&Counted::for_test(), &device(0, 0), &seed(), expected, at(second)),
                Ok(step),
                "{second}"
            );
        }
    }

    /// R4.44: one step early or late is taken, two are not.
    #[test]
    fn a_small_drift_is_tolerated() {
        for (step, taken) in [(98, false), (99, true), (100, true), (101, true), (102, false)] {
            assert_eq!(
                verify(&Counted::for_test(), &device(0, 0), &seed(), &code(step), at(3_000)).is_ok(),
                taken,
                "{step}"
            );
            assert_eq!(
                verify(&Counted::for_test(), &device(0, 7), &seed(), &code(step + 7), at(3_000)).is_ok(),
                taken,
                "{step}"
            );
        }
    }

    /// R3.14: a code, and every older one, is taken once.
    #[test]
    fn a_code_is_valid_once() {
        let used = verify(&Counted::for_test(), &device(0, 0), &seed(), &code(100), at(3_000)).unwrap();
        assert_eq!(
            verify(&Counted::for_test(), &device(used, 0), &seed(), &code(100), at(3_000)),
            Err(NotTaken::Used(at(3_000)))
        );
        assert_eq!(
            verify(&Counted::for_test(), &device(used, 0), &seed(), &code(99), at(3_000)),
            Err(NotTaken::Used(at(3_000)))
        );
        assert_eq!(verify(&Counted::for_test(), &device(used, 0), &seed(), &code(101), at(3_000)), Ok(101));
    }

    /// Codes that are no codes.
    #[test]
    fn other_texts_are_refused() {
        for text in ["", "0", "00000a", "0000000", "٠٠٠٠٠٠"] {
            assert_eq!(
                verify(&Counted::for_test(), &device(0, 0), &seed(), text, at(3_000)),
                Err(NotTaken::Wrong),
                "{text}"
            );
        }
    }

    /// R4.41: the older code first, the newer second, and nothing between.
    #[test]
    fn synchronising_takes_two_consecutive_codes() {
        let both = |older: u64, newer: u64| {
            consecutive(Counted::for_test(), &device(0, 0), &seed(), &code(older), &code(newer), at(3_000))
        };
        assert_eq!(both(99, 100), Some(100));
        assert_eq!(both(119, 120), Some(120));
        for (older, newer) in [(100, 99), (100, 100), (98, 100), (120, 121), (78, 79)] {
            assert_eq!(both(older, newer), None, "{older}, {newer}");
        }
        assert_eq!(consecutive(Counted::for_test(), &device(100, 0), &seed(), &code(99), &code(100), at(3_000)), None);
    }

    /// R4.42: after synchronising, the device's own clock counts.
    #[test]
    fn drift_is_what_verify_does_not_tolerate() {
        assert_eq!([drift(99, at(3_000)), drift(100, at(3_000)), drift(101, at(3_000))], [0, 0, 0]);
        assert_eq!([drift(90, at(3_000)), drift(115, at(3_000))], [-10, 15]);
    }
}
