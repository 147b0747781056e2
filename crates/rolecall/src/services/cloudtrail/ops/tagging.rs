//! `AddTags`, `RemoveTags`, `ListTags`.

use crate::directory::table::Stored;
use crate::services::cloudtrail::names::TrailName;
use crate::services::cloudtrail::prelude::*;
use std::sync::Arc;

/// How many resources `ListTags` takes (*CloudTrail API Reference*, `ListTags`).
const MAX_RESOURCES: usize = 20;

/// The trail with this ARN. Tags are of ARNs alone.
fn find<'a>(call: &CloudTrailCall<'a>, id: &str) -> Result<&'a Arc<Stored<Trail>>, ApiError> {
    if !id.starts_with("arn:") {
        return Err(errors::bad_arn(id));
    }
    if [":eventdatastore/", ":channel/", ":dashboard/"].iter().any(|other| id.contains(other)) {
        return Err(errors::unsupported_resource(id));
    }
    let name = TrailName::read(id, call.account, call.region)?;
    if name.region != call.region {
        return Err(errors::wrong_region(call.region));
    }
    let trail = call.snapshot.trail(name.account, &name.region, &name.name).filter(|trail| call.sees(trail));
    trail.ok_or_else(|| errors::no_resource(id))
}

impl CloudTrailOperation for api::AddTags {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on_trail(&input.resource_id).request_tags(tags::pairs(&input.tags_list))]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        find(call, &input.resource_id)?;
        let trail = call.find_to_change(&input.resource_id)?;
        let mut after = trail.tags.clone();
        tags::put(&mut after, &input.tags_list)?;
        edit.modify(trail, |trail| trail.tags = after)?;
        Ok(api::AddTagsOutput::default())
    }
}

impl CloudTrailOperation for api::RemoveTags {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        let keys = input.tags_list.iter().map(|tag| &*tag.key);
        vec![call.on_trail(&input.resource_id).tag_keys(keys)]
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        find(call, &input.resource_id)?;
        let trail = call.find_to_change(&input.resource_id)?;
        let mut after = trail.tags.clone();
        tags::remove(&mut after, &input.tags_list)?;
        edit.modify(trail, |trail| trail.tags = after)?;
        Ok(api::RemoveTagsOutput::default())
    }
}

impl CloudTrailOperation for api::ListTags {
    fn requires(input: &Self::Input, call: &CloudTrailCall<'_>) -> Vec<RequiredPermission> {
        // One too many is refused, and none of those beyond is looked at.
        input.resource_id_list.iter().take(MAX_RESOURCES).map(|id| call.on_trail(id)).collect()
    }

    fn run(input: &Self::Input, call: &CloudTrailCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        if input.next_token.is_some() {
            return Err(errors::bad_token());
        }
        if input.resource_id_list.is_empty() || input.resource_id_list.len() > MAX_RESOURCES {
            let message = format!("ResourceIdList must have 1 to {MAX_RESOURCES} members.");
            return Err(ApiError::new("ValidationException", 400, message));
        }
        let list = |id: &String| {
            let trail = find(call, id)?;
            let mut tags: Vec<_> = trail.tags.iter().collect();
            tags.sort_unstable_by_key(|tag| &*tag.key);
            let shown = tags.into_iter().map(|tag| api::Tag { key: tag.key.clone(), value: Some(tag.value.clone()) });
            Ok(api::ResourceTag { resource_id: Some(trail.arn()), tags_list: Some(shown.collect()) })
        };
        let listed = input.resource_id_list.iter().map(list).collect::<Result<_, ApiError>>()?;
        Ok(api::ListTagsOutput { resource_tag_list: Some(listed), next_token: None })
    }
}
