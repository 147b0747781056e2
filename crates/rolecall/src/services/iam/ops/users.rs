//! Users (R4.12–R4.14).

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::entities::{Entity, User};
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::ops::boundaries;
use crate::services::iam::subject::Subject;
use crate::services::iam::{IamOperation, errors, paths, shown, tags};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;

impl IamOperation for api::CreateUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let path = paths::entity(input.path.as_deref())?;
        let target = call.on(User::arn_of(call.account, path, &input.user_name));
        Ok(vec![target.boundary(input.permissions_boundary.as_deref()).requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let user = User {
            account,
            id: ids::new_id(IdKind::User, account, &*call.node.entropy)?,
            name: input.user_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            created: call.node.clock.now(),
            tags: tags::new(input.tags.as_deref(), tags::Keys::IgnoringCase)?,
            boundary: input.permissions_boundary.clone(),
            inline: Default::default(),
            attached: Vec::new(),
            groups: Default::default(),
        };
        if snapshot.find::<User>(account, &user.name).is_some() {
            return Err(errors::user_exists(&user.name));
        }
        edit.create(&user)?;
        boundaries::check(snapshot, edit, account, user.boundary.as_deref())?;
        Ok(api::CreateUserOutput { user: Some(shown::user(&user)) })
    }
}

impl IamOperation for api::GetUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Subject::permission(input.user_name.as_deref(), call)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let _account = call.account;
        let name = input.user_name.as_deref();
        let user = match Subject::find(name, call.caller, call.snapshot)? {
            Subject::User(user) => shown::user(user),
            Subject::Root(account) => shown::root(account),
        };
        Ok(api::GetUserOutput { user })
    }
}

impl IamOperation for api::ListUsers {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let account = call.account;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let list = call.list(&[prefix], input.marker.as_deref(), input.max_items);
        let users = call.snapshot.list::<User>(account).filter(|user| user.path.starts_with(prefix));
        let page = list.page(users, |user| user.key())?;
        Ok(api::ListUsersOutput {
            users: page.items.iter().map(|user| shown::listed_user(user)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::UpdateUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let (account, snapshot) = (call.account, call.snapshot);
        let there = snapshot.find::<User>(account, &input.user_name);
        let path = match &input.new_path {
            Some(path) => paths::entity(Some(path))?,
            None => there.map_or("/", |user| &user.path),
        };
        let name = input.new_user_name.as_deref().or(there.map(|user| &*user.name)).unwrap_or(&input.user_name);
        let before = call.on_user(&input.user_name);
        Ok(before.and_moved_to(User::arn_of(account, path, name)))
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let before = User::find(snapshot, account, &input.user_name)?;
        let mut user = before.entity().clone();
        if let Some(path) = &input.new_path {
            user.path = paths::entity(Some(path))?.to_owned();
        }
        if let Some(name) = &input.new_user_name {
            user.name.clone_from(name);
        }
        if user.key() != before.key() && snapshot.find::<User>(account, &user.name).is_some() {
            return Err(errors::user_exists(&user.name));
        }
        edit.update(before, &user)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteUser {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_user(&input.user_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let user = User::find(snapshot, account, &input.user_name)?;
        if !user.groups.is_empty() {
            return Err(errors::has_memberships());
        }
        if !user.attached.is_empty() {
            return Err(errors::has_attached_policies());
        }
        if !user.inline.is_empty() {
            return Err(errors::has_inline_policies());
        }
        if let Some(message) = snapshot.keeps_user(user) {
            return Err(errors::conflict(message));
        }
        edit.delete(user);
        Ok(NoOutput)
    }
}
