//! The settings of a trail that requests give, checked.

use super::call::CloudTrailCall;
use super::{bucket, errors, organization};
use crate::api::error::ApiError;
use crate::directory::entities::Trail;

/// Characters of the prefix of log files (*CloudTrail API Reference*, `CreateTrail`).
pub(super) const MAX_PREFIX: usize = 200;

/// The most trails in a Region, shadows included (*CloudTrail User Guide*, quotas).
pub(super) const MAX_TRAILS: usize = 5;

/// Settings that a request gives.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given<'i> {
    pub(super) bucket: Option<&'i str>,
    pub(super) prefix: Option<&'i str>,
    pub(super) topic: Option<&'i str>,
    pub(super) log_group: Option<&'i str>,
    pub(super) log_role: Option<&'i str>,
    pub(super) key: Option<&'i str>,
    pub(super) global_events: Option<bool>,
    pub(super) multi_region: Option<bool>,
    pub(super) validation: Option<bool>,
    pub(super) organization: Option<bool>,
    pub(super) recursive: Option<bool>,
}

impl Given<'_> {
    /// Changes the settings of a trail to these, and checks the trail as it is then.
    ///
    /// # Errors
    /// AWS's error for the first of them that is wrong.
    pub(super) fn apply(&self, call: &CloudTrailCall<'_>, trail: &mut Trail) -> Result<(), ApiError> {
        let is_given = |text: Option<&str>| text.is_some_and(|text| !text.is_empty());
        if let Some(bucket) = self.bucket {
            bucket.clone_into(&mut trail.bucket);
        }
        if let Some(prefix) = self.prefix {
            if prefix.chars().count() > MAX_PREFIX || prefix.chars().any(char::is_control) {
                return Err(errors::bad_prefix(MAX_PREFIX));
            }
            trail.prefix = (!prefix.is_empty()).then(|| prefix.to_owned());
        }
        trail.global_events = self.global_events.unwrap_or(trail.global_events);
        trail.multi_region = self.multi_region.unwrap_or(trail.multi_region);
        trail.validation = self.validation.unwrap_or(trail.validation);
        trail.recursive = self.recursive.unwrap_or(trail.recursive);
        if trail.multi_region && !trail.global_events {
            return Err(errors::global_events_are_needed());
        }
        match self.organization {
            Some(true) => {
                let organization = organization::for_trail(call)?;
                // A trail of a member cannot become the organization's: it would be another account's trail.
                if organization.account != trail.account {
                    return Err(errors::not_management());
                }
                trail.organization = Some(organization.id.clone());
            }
            Some(false) => trail.organization = None,
            None => {}
        }
        bucket::check(call, trail)?;
        if is_given(self.topic) {
            return Err(errors::no_topic());
        }
        if is_given(self.log_group) || is_given(self.log_role) {
            return Err(errors::no_log_group());
        }
        if is_given(self.key) { Err(errors::no_key()) } else { Ok(()) }
    }
}
