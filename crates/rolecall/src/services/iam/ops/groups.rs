//! Groups (R4.19). They have no tags and no boundary.

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::entities::{Entity, Group};
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::pages::List;
use crate::services::iam::target::{New, Target};
use crate::services::iam::{Iam, IamOperation, change, faults, paths, quotas, shown};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;

impl IamOperation for api::CreateGroup {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        let path = paths::entity(input.path.as_deref())?;
        Ok(vec![New::Group(&input.group_name).target(asked.caller.account()?, path)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let group = change(&request, node, |snapshot, edit| {
            let group = Group {
                account,
                id: ids::new_id(IdKind::Group, account, &*node.entropy)?,
                name: input.group_name.clone(),
                path: paths::entity(input.path.as_deref())?.to_owned(),
                created: node.clock.now(),
                inline: Default::default(),
                attached: Vec::new(),
                members: Default::default(),
            };
            if snapshot.group(account, &group.name).is_some() {
                return Err(faults::group_exists(&group.name));
            }
            quotas::GROUPS.check(snapshot.groups(account).len() + 1)?;
            edit.create(&group)?;
            Ok(group)
        })
        .await?;
        Ok(api::CreateGroupOutput { group: shown::group(&group) })
    }
}

impl IamOperation for api::GetGroup {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::group(asked.snapshot, asked.caller.account()?, &input.group_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account, snapshot) = (request.input(), request.caller().account()?, request.snapshot());
        let group = Group::find(snapshot, account, &input.group_name)?;
        let list = List::new(&["GetGroup", &group.id], input.marker.as_deref(), input.max_items);
        let mut members: Vec<_> = group.members.iter().filter_map(|id| snapshot.user_by_id(id)).collect();
        members.sort_by_key(|user| user.key());
        let page = list.page(members, |user| user.key())?;
        Ok(api::GetGroupOutput {
            group: shown::group(group),
            users: page.items.iter().map(|user| shown::listed_user(user)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::ListGroups {
    fn targets(_: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let list = List::new(&["ListGroups", &account.to_string(), prefix], input.marker.as_deref(), input.max_items);
        let groups = request.snapshot().groups(account).into_iter().filter(|group| group.path.starts_with(prefix));
        let page = list.page(groups, |group| group.key())?;
        Ok(api::ListGroupsOutput {
            groups: page.items.iter().map(|group| shown::group(group)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::UpdateGroup {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        let (account, snapshot) = (asked.caller.account()?, asked.snapshot);
        let there = snapshot.group(account, &input.group_name);
        let path = match &input.new_path {
            Some(path) => paths::entity(Some(path))?,
            None => there.map_or("/", |group| &group.path),
        };
        let name = input.new_group_name.as_deref().or(there.map(|group| &*group.name)).unwrap_or(&input.group_name);
        let before = Target::group(snapshot, account, &input.group_name);
        Ok(before.and_moved_to(New::Group(name).arn(account, path)))
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let before = Group::find(snapshot, account, &input.group_name)?;
            let mut group = before.entity().clone();
            if let Some(path) = &input.new_path {
                group.path = paths::entity(Some(path))?.to_owned();
            }
            if let Some(name) = &input.new_group_name {
                group.name.clone_from(name);
            }
            if group.key() != before.key() && snapshot.group(account, &group.name).is_some() {
                return Err(faults::group_exists(&group.name));
            }
            edit.update(before, &group)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteGroup {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::group(asked.snapshot, asked.caller.account()?, &input.group_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let group = Group::find(snapshot, account, &input.group_name)?;
            if !group.members.is_empty() {
                return Err(faults::has_memberships());
            }
            if !group.attached.is_empty() {
                return Err(faults::has_attached_policies());
            }
            if !group.inline.is_empty() {
                return Err(faults::has_inline_policies());
            }
            edit.delete(group);
            Ok(())
        })
        .await?;
        Ok(NoOutput)
    }
}
