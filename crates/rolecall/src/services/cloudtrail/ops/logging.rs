//! `StartLogging`, `StopLogging`.

use crate::directory::entities::Attempts;
use crate::services::cloudtrail::periods;
use crate::services::cloudtrail::prelude::*;
use std::collections::BTreeMap;

impl CloudTrailOperation for api::StartLogging {
    const NEEDS_END: bool = true;

    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find_to_change(&input.name)?;
        if before.is_logging() {
            return Ok(api::StartLoggingOutput::default());
        }
        match call.snapshot.find::<TrailDelivery>(before.account, &before.place) {
            // What is left of the period before is delivered first.
            Some(_) if !before.periods.is_empty() => {}
            Some(delivery) => {
                let end = call.end()?;
                edit.modify(delivery, |it| it.position = Some(end))?;
            }
            None => edit.create(&TrailDelivery {
                account: before.account,
                place: before.place.clone(),
                trail_created: before.created,
                position: Some(call.end()?),
                logs: Attempts::default(),
                digests: Attempts::default(),
                chains: BTreeMap::new(),
            })?,
        }
        let mut trail = before.entity().clone();
        periods::start(&mut trail, call)?;
        trail.started = Some(call.now());
        edit.update(before, &trail)?;
        Ok(api::StartLoggingOutput::default())
    }
}

impl CloudTrailOperation for api::StopLogging {
    const NEEDS_END: bool = true;

    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find_to_change(&input.name)?;
        if before.is_logging() {
            let mut trail = before.entity().clone();
            periods::stop(&mut trail, call)?;
            trail.stopped = Some(call.now());
            edit.update(before, &trail)?;
        }
        Ok(api::StopLoggingOutput::default())
    }
}
