//! `DescribeTrails`, `GetTrail`, `ListTrails`.

use crate::services::cloudtrail::names::TrailName;
use crate::services::cloudtrail::prelude::*;

impl CloudTrailOperation for api::DescribeTrails {
    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let named: Vec<String> = input
            .trail_name_list
            .iter()
            .flatten()
            .map(|text| TrailName::read(text, call.account, call.region).map(|name| name.arn()))
            .collect::<Result<_, _>>()?;
        let with_shadows = input.include_shadow_trails.unwrap_or(true);
        let is_shadow = |trail: &Trail| trail.account != call.account || trail.region() != call.region;
        let shown = call.visible().into_iter().filter(|trail| {
            // An ARN names a trail of another Region too.
            let wanted = if named.is_empty() { call.is_here(trail) } else { named.contains(&trail.arn()) };
            wanted && (with_shadows || !is_shadow(trail))
        });
        Ok(api::DescribeTrailsOutput { trail_list: Some(shown.map(|trail| shown::trail(trail)).collect()) })
    }
}

impl CloudTrailOperation for api::GetTrail {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Ok(api::GetTrailOutput { trail: Some(shown::trail(call.find(&input.name)?)) })
    }
}

impl CloudTrailOperation for api::ListTrails {
    /// All at once: an account has no more than five in each Region.
    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        if input.next_token.is_some() {
            // No page ended with it.
            return Err(ApiError::new("ValidationException", 400, "The token is not valid."));
        }
        let shown = call.visible().into_iter().map(|trail| api::TrailInfo {
            trail_arn: Some(trail.arn()),
            name: Some(trail.trail_name().to_owned()),
            home_region: Some(trail.region().to_owned()),
        });
        Ok(api::ListTrailsOutput { trails: Some(shown.collect()), next_token: None })
    }
}
