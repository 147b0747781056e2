//! Groups (R4.19). They have no tags and no boundary.

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::entities::{Entity, Group, Link, User};
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::{IamOperation, errors, paths, shown};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;

impl IamOperation for api::CreateGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let path = paths::entity(input.path.as_deref())?;
        Ok(vec![call.on(Group::arn_of(call.account, path, &input.group_name))])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let group = Group {
            account,
            id: ids::new_id(IdKind::Group, account, &*call.node.entropy)?,
            name: input.group_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            created: call.node.clock.now(),
            inline: Default::default(),
            attached: Vec::new(),
        };
        if snapshot.find::<Group>(account, &group.name).is_some() {
            return Err(errors::group_exists(&group.name));
        }
        edit.create(&group)?;
        Ok(api::CreateGroupOutput { group: shown::group(&group) })
    }
}

impl IamOperation for api::GetGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_group(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let group = Group::find(snapshot, account, &input.group_name)?;
        let list = call.list(&[&group.id], input.marker.as_deref(), input.max_items);
        let members = snapshot.linked::<User>(account, Link::Group, &group.id);
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
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.account;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let list = call.list(&[prefix], input.marker.as_deref(), input.max_items);
        let groups = call.snapshot.list::<Group>(account).filter(|group| group.path.starts_with(prefix));
        let page = list.page(groups, |group| group.key())?;
        Ok(api::ListGroupsOutput {
            groups: page.items.iter().map(|group| shown::group(group)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::UpdateGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let (account, snapshot) = (call.account, call.snapshot);
        let there = snapshot.find::<Group>(account, &input.group_name);
        let path = match &input.new_path {
            Some(path) => paths::entity(Some(path))?,
            None => there.map_or("/", |group| &group.path),
        };
        let name = input.new_group_name.as_deref().or(there.map(|group| &*group.name)).unwrap_or(&input.group_name);
        let before = call.on_group(&input.group_name);
        Ok(before.and_moved_to(Group::arn_of(account, path, name)))
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let before = Group::find(snapshot, account, &input.group_name)?;
        let mut group = before.entity().clone();
        if let Some(path) = &input.new_path {
            group.path = paths::entity(Some(path))?.to_owned();
        }
        if let Some(name) = &input.new_group_name {
            group.name.clone_from(name);
        }
        if group.key() != before.key() && snapshot.find::<Group>(account, &group.name).is_some() {
            return Err(errors::group_exists(&group.name));
        }
        edit.update(before, &group)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteGroup {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_group(&input.group_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let group = Group::find(snapshot, account, &input.group_name)?;
        if snapshot.linked::<User>(account, Link::Group, &group.id).next().is_some() {
            return Err(errors::has_memberships());
        }
        if !group.attached.is_empty() {
            return Err(errors::has_attached_policies());
        }
        if !group.inline.is_empty() {
            return Err(errors::has_inline_policies());
        }
        edit.delete(group);
        Ok(NoOutput)
    }
}
