//! Instance profiles (R4.25): a box for at most one role, which EC2 hands to instances.

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::Snapshot;
use crate::directory::entities::{Entity, InstanceProfile, Link, Role};
use crate::directory::table::Stored;
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::{IamOperation, errors, paths, quotas, shown, tags};
use crate::services::operation::RequiredPermission;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// The service to which an instance profile passes its role (R4.26).
const PASSED_TO: &str = "ec2.amazonaws.com";

fn find<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    name: &str,
) -> Result<&'s Arc<Stored<InstanceProfile>>, ApiError> {
    snapshot.find::<InstanceProfile>(account, name).ok_or_else(|| errors::instance_profile_missing(name))
}

impl IamOperation for api::CreateInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let path = paths::entity(input.path.as_deref())?;
        let target = call.on(InstanceProfile::arn_of(call.account, path, &input.instance_profile_name));
        Ok(vec![target.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let profile = InstanceProfile {
            account,
            id: ids::new_id(IdKind::InstanceProfile, account, &*call.node.entropy)?,
            name: input.instance_profile_name.clone(),
            path: paths::entity(input.path.as_deref())?.to_owned(),
            created: call.node.clock.now(),
            role: None,
            tags: tags::new(input.tags.as_deref(), tags::Keys::Exact)?,
        };
        if snapshot.find::<InstanceProfile>(account, &profile.name).is_some() {
            return Err(errors::instance_profile_exists(&profile.name));
        }
        edit.create(&profile)?;
        let instance_profile = shown::instance_profile(&profile, snapshot);
        Ok(api::CreateInstanceProfileOutput { instance_profile })
    }
}

impl IamOperation for api::GetInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_instance_profile(&input.instance_profile_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let snapshot = call.snapshot;
        let profile = find(snapshot, call.account, &input.instance_profile_name)?;
        Ok(api::GetInstanceProfileOutput { instance_profile: shown::instance_profile(profile, snapshot) })
    }
}

impl IamOperation for api::ListInstanceProfiles {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let list = call.list(&[prefix], input.marker.as_deref(), input.max_items);
        let profiles = snapshot.list::<InstanceProfile>(account).filter(|it| it.path.starts_with(prefix));
        let page = list.page(profiles, |profile| profile.key())?;
        Ok(api::ListInstanceProfilesOutput {
            instance_profiles: page.items.iter().map(|it| shown::listed_instance_profile(it, snapshot)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::ListInstanceProfilesForRole {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_role(&input.role_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let role = Role::find(snapshot, account, &input.role_name)?;
        let list = call.list(&[&role.id], input.marker.as_deref(), input.max_items);
        let profiles = snapshot.linked::<InstanceProfile>(account, Link::Role, &role.id);
        let page = list.page(profiles, |profile| profile.key())?;
        Ok(api::ListInstanceProfilesForRoleOutput {
            instance_profiles: page.items.iter().map(|it| shown::listed_instance_profile(it, snapshot)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::AddRoleToInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let (_account, _snapshot) = (call.account, call.snapshot);
        let role = call.on_role(&input.role_name);
        Ok(vec![
            call.on_instance_profile(&input.instance_profile_name),
            RequiredPermission { action: "iam:PassRole".into(), ..role }.key("iam:PassedToService", PASSED_TO),
        ])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let profile = find(snapshot, account, &input.instance_profile_name)?;
        let role = Role::find(snapshot, account, &input.role_name)?;
        role.check_modifiable()?;
        quotas::ROLES_PER_INSTANCE_PROFILE.check(usize::from(profile.role.is_some()) + 1)?;
        edit.update(profile, &InstanceProfile { role: Some(role.id.clone()), ..profile.entity().clone() })?;
        edit.touch(role)?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::RemoveRoleFromInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_instance_profile(&input.instance_profile_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let profile = find(snapshot, account, &input.instance_profile_name)?;
        let role = Role::find(snapshot, account, &input.role_name)?;
        role.check_modifiable()?;
        if profile.role.as_ref() != Some(&role.id) {
            return Err(errors::role_not_in_profile(&input.role_name, &input.instance_profile_name));
        }
        edit.update(profile, &InstanceProfile { role: None, ..profile.entity().clone() })?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteInstanceProfile {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_instance_profile(&input.instance_profile_name)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let profile = find(snapshot, account, &input.instance_profile_name)?;
        if profile.role.is_some() {
            return Err(errors::has_instance_profile_roles());
        }
        edit.delete(profile);
        Ok(NoOutput)
    }
}
