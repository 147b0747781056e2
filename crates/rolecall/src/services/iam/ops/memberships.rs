//! Users in groups (R4.19): a user has its groups. A new membership touches the group, so that it and a deletion of the
//! group exclude each other.

use crate::services::iam::prelude::*;

impl IamOperation for api::AddUserToGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<Group>(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let group = call.find::<Group>(&input.group_name)?;
        let user = call.find::<User>(&input.user_name)?;
        if !user.groups.contains(&group.id) {
            call.snapshot.quota(quotas::GROUPS_PER_USER).check(user.groups.len() + 1)?;
            edit.touch(group)?;
            edit.modify(user, |user| {
                user.groups.push(group.id.clone());
            })?;
        }
        Ok(NoOutput)
    }
}

impl IamOperation for api::RemoveUserFromGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<Group>(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let group = call.find::<Group>(&input.group_name)?;
        let user = call.find::<User>(&input.user_name)?;
        if user.groups.contains(&group.id) {
            edit.modify(user, |user| {
                user.groups.retain(|id| *id != group.id);
            })?;
        }
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListGroupsForUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<User>(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let user = call.find::<User>(&input.user_name)?;
        let list = call.list(&[&user.id], input.marker.as_deref(), input.max_items);
        let mut groups: Vec<_> = user.groups.iter().filter_map(|id| call.snapshot.find_by_id::<Group>(id)).collect();
        groups.sort_by_key(|group| group.key());
        Ok(list.page(groups, |group| group.key())?.output(
            |group| shown::group(group),
            |groups, is_truncated, marker| api::ListGroupsForUserOutput { groups, is_truncated, marker },
        ))
    }
}
