//! Trails as answers show them.

use super::selectors;
use crate::directory::entities::Trail;
use rolecall_catalog::api::cloudtrail as api;

/// A trail.
pub(super) fn trail(trail: &Trail) -> api::Trail {
    api::Trail {
        name: Some(trail.trail_name().to_owned()),
        s3_bucket_name: Some(trail.bucket.clone()),
        s3_key_prefix: trail.prefix.clone(),
        include_global_service_events: Some(trail.global_events),
        is_multi_region_trail: Some(trail.multi_region),
        home_region: Some(trail.region().to_owned()),
        trail_arn: Some(trail.arn()),
        log_file_validation_enabled: Some(trail.validation),
        has_custom_event_selectors: Some(selectors::are_custom(trail)),
        has_insight_selectors: Some(false),
        is_organization_trail: Some(trail.organization.is_some()),
        recursive_logging: Some(trail.recursive),
        ..api::Trail::default()
    }
}
