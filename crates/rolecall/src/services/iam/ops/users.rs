//! Users (R4.12–R4.14).

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::entities::{Entity, User};
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::ops::boundaries;
use crate::services::iam::pages::List;
use crate::services::iam::subject::Subject;
use crate::services::iam::target::{New, Target};
use crate::services::iam::{Iam, IamOperation, change, faults, paths, quotas, shown, tags};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;

impl IamOperation for api::CreateUser {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        let path = paths::entity(input.path.as_deref())?;
        let target = New::User(&input.user_name).target(asked.caller.account()?, path);
        Ok(vec![target.boundary(input.permissions_boundary.as_deref()).requesting(input.tags.as_deref())])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let user = change(&request, node, |snapshot, edit| {
            let user = User {
                account,
                id: ids::new_id(IdKind::User, account, &*node.entropy)?,
                name: input.user_name.clone(),
                path: paths::entity(input.path.as_deref())?.to_owned(),
                created: node.clock.now(),
                tags: tags::new(input.tags.as_deref(), tags::Keys::IgnoringCase)?,
                boundary: input.permissions_boundary.clone(),
                inline: Default::default(),
                attached: Vec::new(),
                groups: Default::default(),
                access_keys: Vec::new(),
                mfa_devices: Vec::new(),
            };
            if snapshot.user(account, &user.name).is_some() {
                return Err(faults::user_exists(&user.name));
            }
            quotas::USERS.check(snapshot.users(account).len() + 1)?;
            boundaries::count(snapshot, edit, account, None, user.boundary.as_deref())?;
            edit.create(&user)?;
            Ok(user)
        })
        .await?;
        Ok(api::CreateUserOutput { user: Some(shown::user(&user)) })
    }
}

impl IamOperation for api::GetUser {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Subject::target(input.user_name.as_deref(), asked)?])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let name = request.input().user_name.as_deref();
        let user = match Subject::find(name, request.caller(), request.snapshot())? {
            Subject::User(user) => shown::user(user),
            Subject::Root(account) => shown::root(account),
        };
        Ok(api::GetUserOutput { user })
    }
}

impl IamOperation for api::ListUsers {
    fn targets(_: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let list = List::new(&["ListUsers", &account.to_string(), prefix], input.marker.as_deref(), input.max_items);
        let users = request.snapshot().users(account).into_iter().filter(|user| user.path.starts_with(prefix));
        let page = list.page(users, |user| user.key())?;
        Ok(api::ListUsersOutput {
            users: page.items.iter().map(|user| shown::listed_user(user)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::UpdateUser {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        let (account, snapshot) = (asked.caller.account()?, asked.snapshot);
        let there = snapshot.user(account, &input.user_name);
        let path = match &input.new_path {
            Some(path) => paths::entity(Some(path))?,
            None => there.map_or("/", |user| &user.path),
        };
        let name = input.new_user_name.as_deref().or(there.map(|user| &*user.name)).unwrap_or(&input.user_name);
        let before = Target::user(snapshot, account, &input.user_name);
        Ok(before.and_moved_to(New::User(name).arn(account, path)))
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let before = User::find(snapshot, account, &input.user_name)?;
            let mut user = before.entity().clone();
            if let Some(path) = &input.new_path {
                user.path = paths::entity(Some(path))?.to_owned();
            }
            if let Some(name) = &input.new_user_name {
                user.name.clone_from(name);
            }
            if user.key() != before.key() && snapshot.user(account, &user.name).is_some() {
                return Err(faults::user_exists(&user.name));
            }
            edit.update(before, &user)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteUser {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::user(asked.snapshot, asked.caller.account()?, &input.user_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let user = User::find(snapshot, account, &input.user_name)?;
            if !user.groups.is_empty() {
                return Err(faults::has_memberships());
            }
            if !user.attached.is_empty() {
                return Err(faults::has_attached_policies());
            }
            if !user.inline.is_empty() {
                return Err(faults::has_inline_policies());
            }
            if !user.access_keys.is_empty() || !user.mfa_devices.is_empty() {
                return Err(faults::has_referenced_objects());
            }
            boundaries::count(snapshot, edit, account, user.boundary.as_deref(), None)?;
            edit.delete(user);
            Ok(())
        })
        .await?;
        Ok(NoOutput)
    }
}
