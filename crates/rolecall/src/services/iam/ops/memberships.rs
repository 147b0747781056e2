//! Users in groups (R4.19): a user has its groups. A new membership touches the group, so that it and a deletion of the
//! group exclude each other.

use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::entities::{Entity, Group, User};
use crate::services::iam::call::{IamCall, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::{IamOperation, quotas, shown};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;

impl IamOperation for api::AddUserToGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_group(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let group = Group::find(snapshot, account, &input.group_name)?;
        let user = User::find(snapshot, account, &input.user_name)?;
        let mut with_group = user.entity().clone();
        if !with_group.groups.insert(group.id.clone()) {
            return Ok(NoOutput);
        }
        quotas::GROUPS_PER_USER.check(with_group.groups.len())?;
        edit.touch(group)?;
        edit.update(user, &with_group)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::RemoveUserFromGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_group(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let group = Group::find(snapshot, account, &input.group_name)?;
        let user = User::find(snapshot, account, &input.user_name)?;
        let mut without_group = user.entity().clone();
        if !without_group.groups.remove(&group.id) {
            return Ok(NoOutput);
        }
        edit.update(user, &without_group)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListGroupsForUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_user(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let user = User::find(snapshot, account, &input.user_name)?;
        let list = call.list(&[&user.id], input.marker.as_deref(), input.max_items);
        let mut groups: Vec<_> = user.groups.iter().filter_map(|id| snapshot.find_by_id::<Group>(id)).collect();
        groups.sort_by_key(|group| group.key());
        let page = list.page(groups, |group| group.key())?;
        Ok(api::ListGroupsForUserOutput {
            groups: page.items.iter().map(|group| shown::group(group)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}
