//! Quotas: how many of a thing there may be.

use crate::api::error::ApiError;
use std::collections::BTreeMap;

/// How near its quota the creations of one account exclude each other. Further away they run side by side: only more
/// creations at once than this could exceed the quota.
const NEAR: usize = super::MAX_ATTEMPTS;

/// The largest quota of an account that can be configured. It bounds what lists of an account go through, and the memory
/// that an account takes: some 1 GB.
pub const MOST_OF_ACCOUNT: usize = 1_000_000;

/// The largest quota of one user, group or role that can be configured. Each request of a principal reads all of its policies
/// and groups, and one transaction must hold the entity.
pub const MOST_OF_ENTITY: usize = 100;

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

/// The quotas of a server that are not AWS's.
///
/// What is there when a quota is lowered stays: only creations look at quotas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotas(BTreeMap<&'static str, usize>);

impl Quotas {
    /// The quota as it is on this server: AWS's, unless another was configured.
    #[must_use]
    pub fn of(&self, quota: Quota) -> Quota {
        Quota { limit: self.0.get(quota.name).copied().unwrap_or(quota.limit), ..quota }
    }
}

/// Of several quotas of one name the last counts.
impl FromIterator<Quota> for Quotas {
    fn from_iter<I: IntoIterator<Item = Quota>>(quotas: I) -> Self {
        Self(quotas.into_iter().map(|quota| (quota.name, quota.limit)).collect())
    }
}

/// `LimitExceeded` 409.
pub fn limit_exceeded(message: impl Into<String>) -> ApiError {
    ApiError::new("LimitExceeded", 409, message)
}
