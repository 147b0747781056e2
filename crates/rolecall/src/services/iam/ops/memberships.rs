//! Users in groups (R4.19): written on both ends, so that a deletion of either conflicts with a new membership.

use crate::api::error::ApiError;
use crate::directory::entities::{Entity, Group, User};
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::pages::List;
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation, change, quotas, shown};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;

impl IamOperation for api::AddUserToGroup {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::group(asked.snapshot, asked.caller.account()?, &input.group_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let group = Group::find(snapshot, account, &input.group_name)?;
            let user = User::find(snapshot, account, &input.user_name)?;
            let (mut with_member, mut with_group) = (group.entity().clone(), user.entity().clone());
            if !with_member.members.insert(user.id.clone()) & !with_group.groups.insert(group.id.clone()) {
                return Ok(());
            }
            quotas::GROUPS_PER_USER.check(with_group.groups.len())?;
            edit.update(group, &with_member)?;
            edit.update(user, &with_group)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::RemoveUserFromGroup {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::group(asked.snapshot, asked.caller.account()?, &input.group_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let group = Group::find(snapshot, account, &input.group_name)?;
            let user = User::find(snapshot, account, &input.user_name)?;
            let (mut without_member, mut without_group) = (group.entity().clone(), user.entity().clone());
            if !without_member.members.remove(&user.id) & !without_group.groups.remove(&group.id) {
                return Ok(());
            }
            edit.update(group, &without_member)?;
            edit.update(user, &without_group)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::ListGroupsForUser {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::user(asked.snapshot, asked.caller.account()?, &input.user_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account, snapshot) = (request.input(), request.caller().account()?, request.snapshot());
        let user = User::find(snapshot, account, &input.user_name)?;
        let list = List::new(&["ListGroupsForUser", &user.id], input.marker.as_deref(), input.max_items);
        let mut groups: Vec<_> = user.groups.iter().filter_map(|id| snapshot.group_by_id(id)).collect();
        groups.sort_by_key(|group| group.key());
        let page = list.page(groups, |group| group.key())?;
        Ok(api::ListGroupsForUserOutput {
            groups: page.items.iter().map(|group| shown::group(group)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}
