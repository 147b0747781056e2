//! The status of credentials: active or not.

use crate::api::error::ApiError;

/// As answered.
pub(super) fn shown(active: bool) -> &'static str {
    if active { "Active" } else { "Inactive" }
}

/// Refuses the model's third status, which nobody gives: credentials expire by themselves.
///
/// # Errors
/// `ValidationError`.
pub(super) fn check(status: &str) -> Result<(), ApiError> {
    if status != "Expired" {
        return Ok(());
    }
    Err(ApiError::validation(
        "1 validation error detected: Value 'Expired' at 'status' failed to satisfy constraint: Member must satisfy enum \
         value set: [Active, Inactive]",
    ))
}
