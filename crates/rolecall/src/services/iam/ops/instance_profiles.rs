//! Instance profiles (R4.25): a box for at most one role, which EC2 hands to instances.

use crate::services::iam::prelude::*;
use crate::services::operation::RequiredPermission;

/// The service to which an instance profile passes its role (R4.26).
const PASSED_TO: &str = "ec2.amazonaws.com";

impl IamOperation for api::CreateInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permission = call.on_new::<InstanceProfile>(input.path.as_deref(), &input.instance_profile_name)?;
        Ok(vec![permission.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let profile = InstanceProfile {
            account: call.account,
            id: call.new_id(IdKind::InstanceProfile)?,
            name: input.instance_profile_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            created: call.now(),
            role: None,
            tags: tags::new(input.tags.as_deref(), InstanceProfile::TAG_KEYS)?,
        };
        if call.find::<InstanceProfile>(&profile.name).is_ok() {
            return Err(errors::instance_profile_exists(&profile.name));
        }
        edit.create(&profile)?;
        let instance_profile = shown::instance_profile(&profile, call.snapshot);
        Ok(api::CreateInstanceProfileOutput { instance_profile })
    }
}

impl IamOperation for api::GetInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<InstanceProfile>(&input.instance_profile_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let profile = call.find::<InstanceProfile>(&input.instance_profile_name)?;
        Ok(api::GetInstanceProfileOutput { instance_profile: shown::instance_profile(profile, call.snapshot) })
    }
}

impl IamOperation for api::ListInstanceProfiles {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_path::<InstanceProfile>(input.path_prefix.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let page =
            call.below::<InstanceProfile>(input.path_prefix.as_deref(), input.marker.as_deref(), input.max_items)?;
        Ok(page.output(
            |profile| shown::listed_instance_profile(profile, call.snapshot),
            |instance_profiles, is_truncated, marker| api::ListInstanceProfilesOutput {
                instance_profiles,
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::ListInstanceProfilesForRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<Role>(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let role = call.find::<Role>(&input.role_name)?;
        let list = call.list(&[&role.id], input.marker.as_deref(), input.max_items);
        let page = list.page(call.linked::<InstanceProfile>(Link::Role, &role.id), |profile| profile.key())?;
        Ok(page.output(
            |profile| shown::listed_instance_profile(profile, call.snapshot),
            |instance_profiles, is_truncated, marker| api::ListInstanceProfilesForRoleOutput {
                instance_profiles,
                is_truncated,
                marker,
            },
        ))
    }
}

impl IamOperation for api::AddRoleToInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let role = call.on_entity::<Role>(&input.role_name);
        Ok(vec![
            call.on_entity::<InstanceProfile>(&input.instance_profile_name),
            RequiredPermission { action: "iam:PassRole".into(), called: None, ..role }
                .key("iam:PassedToService", PASSED_TO),
        ])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let profile = call.find::<InstanceProfile>(&input.instance_profile_name)?;
        let role = call.find_modifiable::<Role>(&input.role_name)?;
        quotas::ROLES_PER_INSTANCE_PROFILE.check(usize::from(profile.role.is_some()) + 1)?;
        edit.modify(profile, |profile| profile.role = Some(role.id.clone()))?;
        edit.touch(role)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::RemoveRoleFromInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<InstanceProfile>(&input.instance_profile_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let profile = call.find::<InstanceProfile>(&input.instance_profile_name)?;
        let role = call.find_modifiable::<Role>(&input.role_name)?;
        if profile.role.as_ref() != Some(&role.id) {
            return Err(errors::role_not_in_profile(&input.role_name, &input.instance_profile_name));
        }
        edit.modify(profile, |profile| profile.role = None)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_entity::<InstanceProfile>(&input.instance_profile_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let profile = call.find::<InstanceProfile>(&input.instance_profile_name)?;
        if profile.role.is_some() {
            return Err(errors::has_instance_profile_roles());
        }
        edit.delete(profile);
        Ok(NoOutput)
    }
}
