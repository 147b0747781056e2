//! Quotas: how many of a thing there may be.

use crate::api::error::ApiError;

/// How near its quota the creations of one account exclude each other. Further away they run side by side: only more
/// creations at once than this could exceed the quota.
const NEAR: usize = super::MAX_ATTEMPTS;

/// A quota on a number of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// AWS's name, as the refusal shows it.
    pub name: &'static str,
    /// How many there may be.
    pub limit: usize,
}

impl Quota {
    /// No limit.
    pub const NONE: Self = Self { name: "", limit: usize::MAX };

    /// Whether `count` things are within the quota.
    ///
    /// # Errors
    /// `LimitExceeded` 409.
    pub fn check(self, count: usize) -> Result<(), ApiError> {
        if count <= self.limit { Ok(()) } else { Err(self.exceeded()) }
    }

    /// `LimitExceeded` 409, with the name of the quota.
    #[must_use]
    pub fn exceeded(self) -> ApiError {
        limit_exceeded(format!("Cannot exceed quota for {}: {}", self.name, self.limit))
    }

    /// Whether `count` things are so many that creations must exclude each other.
    pub(super) fn is_near(self, count: usize) -> bool {
        count > self.limit.saturating_sub(NEAR)
    }
}

/// `LimitExceeded` 409.
pub fn limit_exceeded(message: impl Into<String>) -> ApiError {
    ApiError::new("LimitExceeded", 409, message)
}
