//! `GetTrailStatus`.

use crate::directory::entities::Attempts;
use crate::services::cloudtrail::prelude::*;
use rolecall_catalog::whole_seconds;

impl CloudTrailOperation for api::GetTrailStatus {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let trail = call.find(&input.name)?;
        let delivery = call.snapshot.find::<TrailDelivery>(trail.account, &trail.place);
        let none = Attempts::default();
        let logs = delivery.map_or(&none, |delivery| &delivery.logs);
        let digests = delivery.map_or(&none, |delivery| &delivery.digests);
        let text = |time: Option<jiff::Timestamp>| time.map(whole_seconds).unwrap_or_default();
        let succeeded = logs.attempted.filter(|_| logs.error.is_none());
        Ok(api::GetTrailStatusOutput {
            is_logging: Some(trail.is_logging()),
            latest_delivery_error: logs.error.clone(),
            latest_delivery_time: logs.delivered,
            start_logging_time: trail.started,
            stop_logging_time: trail.stopped,
            latest_digest_delivery_time: digests.delivered,
            latest_digest_delivery_error: digests.error.clone(),
            latest_delivery_attempt_time: Some(text(logs.attempted)),
            latest_notification_attempt_time: Some(String::new()),
            latest_notification_attempt_succeeded: Some(String::new()),
            latest_delivery_attempt_succeeded: Some(text(succeeded)),
            time_logging_started: Some(text(trail.started)),
            time_logging_stopped: Some(text(trail.stopped)),
            ..api::GetTrailStatusOutput::default()
        })
    }
}
