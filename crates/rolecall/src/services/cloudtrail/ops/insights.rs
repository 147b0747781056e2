//! `GetInsightSelectors`: no trail has any.

use crate::services::cloudtrail::prelude::*;

impl CloudTrailOperation for api::GetInsightSelectors {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        match (&input.trail_name, &input.event_data_store) {
            (Some(name), _) => vec![call.on_trail(name)],
            (None, Some(store)) if store.starts_with("arn:") => vec![call.on(store)],
            (None, _) => vec![call.on("*")],
        }
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        match (&input.trail_name, &input.event_data_store) {
            (Some(name), None) => Err(errors::no_insights(&call.find(name)?.arn())),
            (None, Some(_)) => Err(errors::unsupported("GetInsightSelectors of an event data store")),
            _ => Err(errors::bad_parameters("Specify either TrailName or EventDataStore.")),
        }
    }
}
