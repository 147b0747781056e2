//! When a trail logs, and with which settings. A change counts for the events that follow it, whenever they are delivered, and
//! the event of the request that makes it is logged by the settings before and by those after it.

use super::call::CloudTrailCall;
use super::errors;
use crate::api::error::ApiError;
use crate::directory::entities::{Period, Trail};
use jiff::{SignedDuration, Timestamp};

/// The most periods of a trail that are remembered until their events are delivered. Only changes that come faster than
/// deliveries add up, and each keeps the selectors of its time: what nobody delivers must not grow without end [choice].
pub(super) const MAX_PERIODS: usize = 100;

/// Begins to log.
///
/// # Errors
/// `ThrottlingException`: more periods wait for their delivery than are remembered.
pub(super) fn start(trail: &mut Trail, call: &CloudTrailCall<'_>) -> Result<(), ApiError> {
    if trail.periods.len() >= MAX_PERIODS {
        return Err(errors::throttled());
    }
    // Events have whole seconds. Those of this second are told by their place.
    let second = Timestamp::from_second(call.now().as_second()).map_err(ApiError::internal)?;
    trail.periods.push(Period {
        from: second.checked_add(SignedDuration::from_secs(1)).map_err(ApiError::internal)?,
        after: Some(call.end()?),
        until: None,
        through: None,
        ended_by: None,
        logging: None,
    });
    Ok(())
}

/// Ends to log, if the trail does.
///
/// # Errors
/// The end of the events has not been looked up.
pub(super) fn stop(trail: &mut Trail, call: &CloudTrailCall<'_>) -> Result<(), ApiError> {
    if let Some(last) = trail.periods.last_mut().filter(|last| last.until.is_none()) {
        last.until = Some(call.now());
        last.through = Some(call.end()?);
        last.ended_by = Some(call.info.request_id.clone());
    }
    Ok(())
}

/// Goes on with settings that may differ from those before.
///
/// # Errors
/// As [`start`].
pub(super) fn change(trail: &mut Trail, before: &Trail, call: &CloudTrailCall<'_>) -> Result<(), ApiError> {
    let logging = before.logging();
    if logging == trail.logging() {
        return Ok(());
    }
    for period in &mut trail.periods {
        period.logging.get_or_insert_with(|| logging.clone());
    }
    if trail.is_logging() {
        stop(trail, call)?;
        start(trail, call)?;
    }
    Ok(())
}
