//! Roles and their trust policies (R4.20–R4.24).

use super::boundaries;
use crate::domain::role;
use crate::services::iam::holders::check_not_service_linked_path;
use crate::services::iam::prelude::*;

impl IamOperation for api::CreateRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_new::<Role>(input.path.as_deref(), &input.role_name)?;
        Ok(vec![permission.boundary(input.permissions_boundary.as_deref()).requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let path = paths::entity(input.path.as_deref())?;
        check_not_service_linked_path(&input.role_name, path)?;
        let trust_policy = &input.assume_role_policy_document;
        let role = role::new(call.node, call.snapshot, call.account, path, &input.role_name, trust_policy)?;
        let role = Role {
            description: input.description.clone(),
            max_session_duration: input.max_session_duration.unwrap_or(role.max_session_duration),
            tags: tags::new(input.tags.as_deref(), Role::TAG_KEYS)?,
            boundary: input.permissions_boundary.clone(),
            ..role
        };
        if call.find::<Role>(&role.name).is_ok() {
            return Err(errors::role_exists(&role.name));
        }
        edit.create(&role)?;
        boundaries::check(call, edit, role.boundary.as_deref())?;
        Ok(api::CreateRoleOutput { role: shown::new_role(&role, call.snapshot) })
    }
}

impl IamOperation for api::GetRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_bounded::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Ok(api::GetRoleOutput { role: shown::role(call.find::<Role>(&input.role_name)?, call.snapshot, call.node) })
    }
}

impl IamOperation for api::ListRoles {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_path::<Role>(input.path_prefix.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let page = call.below::<Role>(input.path_prefix.as_deref(), input.marker.as_deref(), input.max_items)?;
        Ok(page.output(
            |role| shown::listed_role(role, call.snapshot),
            |roles, is_truncated, marker| api::ListRolesOutput { roles, is_truncated, marker },
        ))
    }
}

impl IamOperation for api::UpdateRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_bounded::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find::<Role>(&input.role_name)?;
        if input.max_session_duration.is_some() {
            // Only the description of a service-linked role may change (R4.38).
            before.check_modifiable()?;
        }
        edit.modify(before, |role| {
            role.max_session_duration = input.max_session_duration.unwrap_or(role.max_session_duration);
            role.description = input.description.clone().or(role.description.take());
        })?;
        Ok(api::UpdateRoleOutput {})
    }
}

impl IamOperation for api::UpdateRoleDescription {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_bounded::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find::<Role>(&input.role_name)?;
        let role = edit.modify(before, |role| role.description = Some(input.description.clone()))?;
        Ok(api::UpdateRoleDescriptionOutput { role: Some(shown::described_role(&role, call.snapshot)) })
    }
}

impl IamOperation for api::UpdateAssumeRolePolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_bounded::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = call.find_modifiable::<Role>(&input.role_name)?;
        let trust_policy = role::bind_trust(&input.policy_document, call.snapshot)?;
        edit.modify(before, |role| role.trust_policy = trust_policy)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_bounded::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let role = call.find_modifiable::<Role>(&input.role_name)?;
        if call.linked::<InstanceProfile>(Link::Role, &role.id).next().is_some() {
            return Err(errors::has_instance_profile_roles());
        }
        role.check_no_policies()?;
        edit.delete(role);
        Ok(NoOutput)
    }
}
