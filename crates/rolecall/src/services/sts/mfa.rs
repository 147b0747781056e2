//! Multi-factor authentication in STS calls (R3.14).
//!
//! The code is checked before authorisation, since policies may ask for it, and used up afterwards: a denied call does
//! not spend it.

use crate::api::error::ApiError;
use crate::directory::Snapshot;
use crate::directory::entities::MfaDevice;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::node::Node;
use crate::services::CallContext;
use jiff::Timestamp;

const BOTH: &str = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
const NOT_YOURS: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  \
     Please verify your MFA serial number is valid and associated with this user.";
const WRONG_CODE: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";

/// Checks serial number and code without using the code up; whether MFA was passed.
///
/// # Errors
/// `AccessDenied` with AWS's text.
pub(super) fn check(call: &CallContext<'_>, serial: Option<&str>, code: Option<&str>) -> Result<bool, ApiError> {
    Ok(verify(call.node, call.snapshot, call.caller, serial, code, call.info.time)?.is_some())
}

/// Uses the code up; when the caller authenticated, if MFA was passed.
///
/// # Errors
/// As [`check`]; also if somebody else used the same code meanwhile.
pub(super) async fn consume(
    node: &Node,
    caller: &Caller,
    serial: Option<&str>,
    code: Option<&str>,
) -> Result<Option<Timestamp>, ApiError> {
    if serial.is_none() && code.is_none() {
        return Ok(None);
    }
    let now = node.clock.now();
    node.directory
        .change(|snapshot, edit| {
            let Some((device, step)) = verify(node, snapshot, caller, serial, code, now)? else { return Ok(None) };
            let mut used = device.entity().clone();
            used.last_step = step;
            edit.update(device, &used)?;
            Ok(Some(now))
        })
        .await
}

type Verified<'s> = (&'s Stored<MfaDevice>, u64);

fn verify<'s>(
    node: &Node,
    snapshot: &'s Snapshot,
    caller: &Caller,
    serial: Option<&str>,
    code: Option<&str>,
    now: Timestamp,
) -> Result<Option<Verified<'s>>, ApiError> {
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(ApiError::access_denied(BOTH)),
    };
    // A role session has no device; a user's device serves the user and the sessions of GetSessionToken.
    let owner = match (&caller.principal, &caller.user) {
        (rolecall_policy::Principal::Root { .. }, _) => None,
        (rolecall_policy::Principal::User { .. }, Some(user)) => Some(&user.id),
        _ => return Err(ApiError::access_denied(NOT_YOURS)),
    };
    let device = snapshot
        .find_by_arn::<MfaDevice>(serial)
        .filter(|device| Some(device.account) == caller.principal.account())
        .filter(|device| device.assigned.as_ref().is_some_and(|assigned| assigned.user.as_ref() == owner))
        .ok_or_else(|| ApiError::access_denied(NOT_YOURS))?;
    let seed = node.open_sealed(device.entity(), &device.sealed_seed)?;
    let step =
        crate::domain::mfa::verify(device, &seed, code, now).ok_or_else(|| ApiError::access_denied(WRONG_CODE))?;
    Ok(Some((device, step)))
}
