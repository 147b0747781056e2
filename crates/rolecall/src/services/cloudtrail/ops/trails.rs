//! `CreateTrail`, `UpdateTrail`, `DeleteTrail`.

use crate::domain::service_linked_role;
use crate::services::cloudtrail::organization::{self, SERVICE_PRINCIPAL};
use crate::services::cloudtrail::prelude::*;
use crate::services::cloudtrail::settings::{Given, MAX_TRAILS};
use crate::services::cloudtrail::{names, periods};

/// What who makes a trail log an organization must be allowed beside the operation itself (*CloudTrail User Guide*, assigning
/// required permissions for an organization trail). Where the management account makes its first one, that also makes
/// CloudTrail's role, as with `CreateServiceLinkedRole`.
const OF_ORGANIZATION: [&str; 3] =
    ["organizations:DescribeOrganization", "organizations:ListAWSServiceAccessForOrganization", "iam:GetRole"];

fn for_organization(call: &CloudTrailCall<'_>, asked: Option<bool>) -> Vec<RequiredPermission> {
    if asked != Some(true) {
        return Vec::new();
    }
    let role =
        format!("arn:aws:iam::{}:role/aws-service-role/{SERVICE_PRINCIPAL}/AWSServiceRoleForCloudTrail", call.account);
    let on = |action: &'static str| if action.starts_with("iam:") { role.clone() } else { "*".to_owned() };
    let mut permissions: Vec<_> =
        OF_ORGANIZATION.iter().map(|action| RequiredPermission::on(*action, on(action))).collect();
    let is_management = call.place.is_none_or(|place| place.organization.account == call.account);
    if is_management && !organization::has_role(call, call.account) {
        let creates = RequiredPermission::on("iam:CreateServiceLinkedRole", role.clone());
        permissions.push(creates.key("iam:AWSServiceName", SERVICE_PRINCIPAL));
    }
    permissions
}

impl CloudTrailOperation for api::CreateTrail {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        let given = input.tags_list.as_deref().unwrap_or_default();
        let mut permissions = vec![call.on_trail(&input.name).request_tags(tags::pairs(given))];
        permissions.extend(for_organization(call, input.is_organization_trail));
        permissions
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let Self::Input { name, .. } = input;
        // A new trail has no ARN yet.
        names::check(name)?;
        let mut account = call.account;
        if input.is_organization_trail == Some(true) {
            account = organization::for_trail(call)?.account;
        }
        if call.snapshot.trail(account, call.region, name).is_some() {
            return Err(errors::trail_exists(name, account));
        }
        let mut trail = Trail {
            account,
            place: Trail::place_of(call.region, name),
            bucket: String::new(),
            prefix: None,
            global_events: true,
            multi_region: false,
            validation: false,
            recursive: true,
            organization: None,
            selectors: None,
            periods: Vec::new(),
            started: None,
            stopped: None,
            created: call.now(),
            tags: Vec::new(),
        };
        let given = Given {
            bucket: Some(&input.s3_bucket_name),
            prefix: input.s3_key_prefix.as_deref(),
            topic: input.sns_topic_name.as_deref(),
            log_group: input.cloud_watch_logs_log_group_arn.as_deref(),
            log_role: input.cloud_watch_logs_role_arn.as_deref(),
            key: input.kms_key_id.as_deref(),
            global_events: input.include_global_service_events,
            multi_region: input.is_multi_region_trail,
            validation: input.enable_log_file_validation,
            organization: input.is_organization_trail,
            recursive: input.recursive_logging,
        };
        given.apply(call, &mut trail)?;
        tags::put(&mut trail.tags, input.tags_list.as_deref().unwrap_or_default())?;
        check_room(call, &trail)?;
        if trail.organization.is_some() {
            service_linked_role::ensure(SERVICE_PRINCIPAL, call.node, call.snapshot, account, edit)?;
        }
        // Two creations at once must not exceed the quota of a Region.
        if let Some(owner) = call.snapshot.account(account) {
            edit.touch(owner)?;
        }
        edit.create(&trail)?;
        let shown = shown::trail(&trail);
        Ok(api::CreateTrailOutput {
            name: shown.name,
            s3_bucket_name: shown.s3_bucket_name,
            s3_key_prefix: shown.s3_key_prefix,
            include_global_service_events: shown.include_global_service_events,
            is_multi_region_trail: shown.is_multi_region_trail,
            trail_arn: shown.trail_arn,
            log_file_validation_enabled: shown.log_file_validation_enabled,
            is_organization_trail: shown.is_organization_trail,
            recursive_logging: shown.recursive_logging,
            ..api::CreateTrailOutput::default()
        })
    }
}

/// Whether there is room for the trail in each Region where it is. Trails of the organization count in the management
/// account.
fn check_room(call: &CloudTrailCall<'_>, trail: &Trail) -> Result<(), ApiError> {
    let others = || {
        let place = &trail.place;
        call.snapshot.list::<Trail>(trail.account).filter(move |other| other.place != *place)
    };
    let shadows = others().filter(|other| other.multi_region).count();
    let room = |region: &str| {
        let count = shadows + others().filter(|other| !other.multi_region && other.region() == region).count();
        if count < MAX_TRAILS { Ok(()) } else { Err(errors::too_many_trails(trail.account, count, region)) }
    };
    if !trail.multi_region {
        return room(trail.region());
    }
    room(trail.region())?;
    others().try_for_each(|other| room(other.region()))
}

impl CloudTrailOperation for api::UpdateTrail {
    const NEEDS_END: bool = true;

    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        let mut permissions = vec![call.on_trail(&input.name)];
        permissions.extend(for_organization(call, input.is_organization_trail));
        permissions
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find_to_change(&input.name)?;
        let mut trail = before.entity().clone();
        let given = Given {
            bucket: input.s3_bucket_name.as_deref().filter(|bucket| !bucket.is_empty()),
            prefix: input.s3_key_prefix.as_deref(),
            topic: input.sns_topic_name.as_deref(),
            log_group: input.cloud_watch_logs_log_group_arn.as_deref(),
            log_role: input.cloud_watch_logs_role_arn.as_deref(),
            key: input.kms_key_id.as_deref(),
            global_events: input.include_global_service_events,
            multi_region: input.is_multi_region_trail,
            validation: input.enable_log_file_validation,
            organization: input.is_organization_trail,
            recursive: input.recursive_logging,
        };
        given.apply(call, &mut trail)?;
        if trail.multi_region && !before.multi_region {
            check_room(call, &trail)?;
            if let Some(owner) = call.snapshot.account(trail.account) {
                edit.touch(owner)?;
            }
        }
        if trail.organization.is_some() && before.organization.is_none() {
            service_linked_role::ensure(SERVICE_PRINCIPAL, call.node, call.snapshot, trail.account, edit)?;
        }
        periods::change(&mut trail, before, call)?;
        edit.update(before, &trail)?;
        let shown = shown::trail(&trail);
        Ok(api::UpdateTrailOutput {
            name: shown.name,
            s3_bucket_name: shown.s3_bucket_name,
            s3_key_prefix: shown.s3_key_prefix,
            include_global_service_events: shown.include_global_service_events,
            is_multi_region_trail: shown.is_multi_region_trail,
            trail_arn: shown.trail_arn,
            log_file_validation_enabled: shown.log_file_validation_enabled,
            is_organization_trail: shown.is_organization_trail,
            recursive_logging: shown.recursive_logging,
            ..api::UpdateTrailOutput::default()
        })
    }
}

impl CloudTrailOperation for api::DeleteTrail {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.name)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let trail = call.find_to_change(&input.name)?;
        edit.delete(trail);
        if let Some(delivery) = call.snapshot.find::<TrailDelivery>(trail.account, &trail.place) {
            edit.delete(delivery);
        }
        for file in call.snapshot.list::<LogFile>(trail.account).filter(|file| file.place == trail.place) {
            edit.delete(file);
        }
        Ok(api::DeleteTrailOutput::default())
    }
}
