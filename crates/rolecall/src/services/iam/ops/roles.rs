//! Roles (R4.20–R4.24).

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::entities::{Entity, InstanceProfile, Link, Role};
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::{Holder, check_not_service_linked_path};
use crate::services::iam::ops::boundaries;
use crate::services::iam::{IamOperation, documents, errors, paths, shown, tags};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;

/// Seconds of `MaxSessionDuration`, unless given (R4.20).
const DEFAULT_MAX_SESSION_DURATION: i32 = 3_600;

impl IamOperation for api::CreateRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let path = paths::entity(input.path.as_deref())?;
        let target = call.on(Role::arn_of(call.account, path, &input.role_name));
        Ok(vec![target.boundary(input.permissions_boundary.as_deref()).requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let path = paths::entity(input.path.as_deref())?;
        check_not_service_linked_path(&input.role_name, path)?;
        let role = Role {
            account,
            id: ids::new_id(IdKind::Role, account, &*call.node.entropy)?,
            name: input.role_name.clone(),
            path: path.to_owned(),
            created: call.node.clock.now(),
            description: input.description.clone(),
            max_session_duration: input.max_session_duration.unwrap_or(DEFAULT_MAX_SESSION_DURATION),
            trust_policy: documents::bind_trust(&input.assume_role_policy_document, snapshot)?,
            tags: tags::new(input.tags.as_deref(), tags::Keys::IgnoringCase)?,
            boundary: input.permissions_boundary.clone(),
            inline: Default::default(),
            attached: Vec::new(),
        };
        if snapshot.find::<Role>(account, &role.name).is_some() {
            return Err(errors::role_exists(&role.name));
        }
        edit.create(&role)?;
        boundaries::check(snapshot, edit, account, role.boundary.as_deref())?;
        Ok(api::CreateRoleOutput { role: shown::new_role(&role, snapshot) })
    }
}

impl IamOperation for api::GetRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Role::bounded_permission(call, &input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let role = Role::find(call.snapshot, call.account, &input.role_name)?;
        Ok(api::GetRoleOutput { role: shown::role(role, call.snapshot, call.node) })
    }
}

impl IamOperation for api::ListRoles {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let list = call.list(&[prefix], input.marker.as_deref(), input.max_items);
        let roles = snapshot.list::<Role>(account).filter(|role| role.path.starts_with(prefix));
        let page = list.page(roles, |role| role.key())?;
        Ok(api::ListRolesOutput {
            roles: page.items.iter().map(|role| shown::listed_role(role, snapshot)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::UpdateRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Role::bounded_permission(call, &input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let before = Role::find(snapshot, account, &input.role_name)?;
        let mut role = before.entity().clone();
        if let Some(seconds) = input.max_session_duration {
            // Of a service-linked role only the description may change (R4.38).
            before.check_modifiable()?;
            role.max_session_duration = seconds;
        }
        if let Some(description) = &input.description {
            role.description = Some(description.clone());
        }
        edit.update(before, &role)?;
        Ok(api::UpdateRoleOutput {})
    }
}

impl IamOperation for api::UpdateRoleDescription {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Role::bounded_permission(call, &input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let before = Role::find(snapshot, account, &input.role_name)?;
        let mut role = before.entity().clone();
        role.description = Some(input.description.clone());
        edit.update(before, &role)?;
        Ok(api::UpdateRoleDescriptionOutput { role: Some(shown::described_role(&role, snapshot)) })
    }
}

impl IamOperation for api::DeleteRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Role::bounded_permission(call, &input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let role = Role::find(snapshot, account, &input.role_name)?;
        role.check_modifiable()?;
        if snapshot.linked::<InstanceProfile>(account, Link::Role, &role.id).next().is_some() {
            return Err(errors::has_instance_profile_roles());
        }
        if !role.attached.is_empty() {
            return Err(errors::has_attached_policies());
        }
        if !role.inline.is_empty() {
            return Err(errors::has_inline_policies());
        }
        edit.delete(role);
        Ok(NoOutput)
    }
}
