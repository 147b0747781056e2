//! The second factor of a call: a code of an MFA device, checked between authentication and authorisation (R3.8, R3.14).

use crate::api::error::ApiError;
use crate::directory::entities::MfaDevice;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::mfa::{self, NotTaken, RightCode};
use crate::node::Node;
use crate::secrets::Secret;
use std::sync::Arc;

/// A code that a call presents, of a device of the caller's. Nobody has looked at it yet.
#[derive(Debug)]
pub struct Presented {
    device: Arc<Stored<MfaDevice>>,
    code: Secret,
}

impl Presented {
    /// A code of a device that is the caller's.
    #[must_use]
    pub fn new(device: &Arc<Stored<MfaDevice>>, code: &str) -> Self {
        Self { device: Arc::clone(device), code: Secret::new(code.to_owned()) }
    }

    /// Looks at the code.
    ///
    /// # Errors
    /// [`wrong_code`], also for a code that has to wait (R3.74).
    pub(super) async fn check(&self, node: &Node, caller: &Caller) -> Result<RightCode, ApiError> {
        let owner = self.device.assigned.as_ref().and_then(|assigned| assigned.user.as_deref());
        let right = mfa::check(node, caller, owner, &self.device, self.code.expose()).await?;
        right.map_err(|why| {
            let device = &self.device.name;
            wrong_code().because(match why {
                NotTaken::Wrong => format!(
                    "the code is not that of the MFA device {device} at this time: it was mistyped, is of another device, or the \
                     device's clock is wrong"
                ),
                NotTaken::Used(at) => format!(
                    "a code of the MFA device {device} is good once, and that of {at:.0} was used already: wait for the next one"
                ),
                NotTaken::Waits => {
                    format!("the code was not looked at: there were too many wrong codes of the MFA device {device}, so wait")
                }
            })
        })
    }
}

/// What the caller is told of a wrong code, and of one that was not looked at.
#[must_use]
pub fn wrong_code() -> ApiError {
    ApiError::access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ")
}
