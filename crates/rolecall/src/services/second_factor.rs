//! The second factor of a call: a code of an MFA device, checked between authentication and authorisation (R3.8, R3.14).

use crate::api::error::ApiError;
use crate::directory::entities::MfaDevice;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::mfa::{self, RightCode};
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
        right.ok_or_else(wrong_code)
    }
}

/// What the caller is told of a wrong code, and of one that was not looked at.
#[must_use]
pub fn wrong_code() -> ApiError {
    ApiError::access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ")
}
