//! Time-based one-time passwords (RFC 6238; R4.44): SHA-1, six digits, thirty seconds, each code valid once.

use crate::directory::entities::MfaDevice;
use crate::secrets::Secret;
use jiff::Timestamp;
use subtle::ConstantTimeEq;
use totp_rs::{Algorithm, TOTP};
use zeroize::Zeroizing;

/// Digits of a code.
const DIGITS: usize = 6;
/// Seconds of a time step.
const STEP_SECONDS: u64 = 30;
/// Steps by which a device may be early or late beyond its known drift.
const TOLERANCE: i64 = 1;

/// The time step whose code this is; `None` if it is wrong or was used before.
///
/// `seed` is the device's Base32 seed.
#[must_use]
pub fn verify(device: &MfaDevice, seed: &Secret, code: &str, now: Timestamp) -> Option<u64> {
    matching_step(seed, code, now, device.drift, TOLERANCE).filter(|step| *step > device.last_step)
}

/// The step within `tolerance` of now plus `drift` whose code this is. Every candidate is compared, in constant time.
#[must_use]
pub fn matching_step(seed: &Secret, code: &str, now: Timestamp, drift: i64, tolerance: i64) -> Option<u64> {
    let bytes = Zeroizing::new(data_encoding::BASE32_NOPAD.decode(seed.expose().as_bytes()).ok()?);
    let totp = TOTP { algorithm: Algorithm::SHA1, digits: DIGITS, skew: 0, step: STEP_SECONDS, secret: bytes.to_vec() };
    let current = now.as_second() / i64::try_from(STEP_SECONDS).ok()?;
    let mut found = None;
    for offset in -tolerance..=tolerance {
        let Ok(step) = u64::try_from(current + drift + offset) else { continue };
        let expected = totp.generate(step * STEP_SECONDS);
        if bool::from(expected.as_bytes().ct_eq(code.as_bytes())) {
            found = Some(step);
        }
    }
    found
}

/// The step that `now` falls into.
#[must_use]
pub fn step_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(30)
}
