//! Multi-factor authentication in STS calls (R3.14).
//!
//! The code is checked before authorisation, since policies may ask for it, and used up afterwards: a denied call does
//! not spend it.

use crate::api::error::ApiError;
use crate::domain::mfa::{self, RightCode};
use crate::node::Node;
use crate::services::CallContext;
use crate::services::second_factor::{self, Presented};
use jiff::Timestamp;
use rolecall_policy::Principal;

const BOTH: &str = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
const NOT_YOURS: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  \
     Please verify your MFA serial number is valid and associated with this user.";

/// The code that a call presents, if it does, and the device of the caller that it is said to be of.
///
/// # Errors
/// `AccessDenied` with AWS's text.
pub(super) fn presented(
    call: &CallContext<'_>,
    serial: Option<&str>,
    code: Option<&str>,
) -> Result<Option<Presented>, ApiError> {
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(ApiError::access_denied(BOTH)),
    };
    let caller = call.caller;
    // A role session has no device; a user's device serves the user and the sessions of GetSessionToken.
    let owner = match (&caller.principal, &caller.user) {
        (Principal::Root { .. }, _) => None,
        (Principal::User { .. }, Some(user)) => Some(&user.id),
        _ => {
            let reason = "the session of a role has no MFA device: give the code where the role is assumed";
            return Err(ApiError::access_denied(NOT_YOURS).because(reason));
        }
    };
    let device = caller
        .principal
        .account()
        .and_then(|account| mfa::device(call.snapshot, account, serial))
        .filter(|device| device.assigned.as_ref().is_some_and(|assigned| assigned.user.as_ref() == owner))
        .ok_or_else(|| {
            ApiError::access_denied(NOT_YOURS).because(format!("{serial} is no MFA device of the caller"))
        })?;
    Ok(Some(Presented::new(device, code)))
}

/// Uses up the code that was right; when the caller authenticated with it, if there is one.
///
/// # Errors
/// Somebody else used the same code meanwhile, or the device is gone.
pub(super) async fn spend(node: &Node, right: Option<&RightCode>) -> Result<Option<Timestamp>, ApiError> {
    let Some(right) = right else { return Ok(None) };
    let now = node.clock.now();
    node.directory
        .change(|snapshot, edit| {
            let device = right.device(snapshot).ok_or_else(|| ApiError::access_denied(NOT_YOURS))?;
            let spent = right.spend(device).ok_or_else(second_factor::wrong_code)?;
            edit.update(device, &spent)?;
            Ok(Some(now))
        })
        .await
}
