//! Instance profiles (R4.25): a box for at most one role, which EC2 hands to instances.

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Snapshot;
use crate::directory::entities::{Entity, InstanceProfile, Role};
use crate::directory::table::Stored;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::pages::List;
use crate::services::iam::target::{New, Target};
use crate::services::iam::{Iam, IamOperation, change, faults, paths, quotas, shown, tags};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// The service to which an instance profile passes its role (R4.26).
const PASSED_TO: &str = "ec2.amazonaws.com";

fn find<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    name: &str,
) -> Result<&'s Arc<Stored<InstanceProfile>>, ApiError> {
    snapshot.instance_profile(account, name).ok_or_else(|| faults::instance_profile_missing(name))
}

impl IamOperation for api::CreateInstanceProfile {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        let path = paths::entity(input.path.as_deref())?;
        let target = New::InstanceProfile(&input.instance_profile_name).target(asked.caller.account()?, path);
        Ok(vec![target.requesting(input.tags.as_deref())])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        let profile = change(&request, node, |snapshot, edit| {
            let profile = InstanceProfile {
                account,
                id: ids::new_id(IdKind::InstanceProfile, account, &*node.entropy)?,
                name: input.instance_profile_name.clone(),
                path: paths::entity(input.path.as_deref())?.to_owned(),
                created: node.clock.now(),
                role: None,
                tags: tags::new(input.tags.as_deref(), tags::Keys::Exact)?,
            };
            if snapshot.instance_profile(account, &profile.name).is_some() {
                return Err(faults::instance_profile_exists(&profile.name));
            }
            quotas::INSTANCE_PROFILES.check(snapshot.instance_profiles(account).len() + 1)?;
            edit.create(&profile)?;
            Ok(profile)
        })
        .await?;
        let instance_profile = shown::instance_profile(&profile, &node.directory.snapshot());
        Ok(api::CreateInstanceProfileOutput { instance_profile })
    }
}

impl IamOperation for api::GetInstanceProfile {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::instance_profile(asked.snapshot, asked.caller.account()?, &input.instance_profile_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let snapshot = request.snapshot();
        let profile = find(snapshot, request.caller().account()?, &request.input().instance_profile_name)?;
        Ok(api::GetInstanceProfileOutput { instance_profile: shown::instance_profile(profile, snapshot) })
    }
}

impl IamOperation for api::ListInstanceProfiles {
    fn targets(_: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account, snapshot) = (request.input(), request.caller().account()?, request.snapshot());
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let call = ["ListInstanceProfiles", &account.to_string(), prefix];
        let list = List::new(&call, input.marker.as_deref(), input.max_items);
        let profiles = snapshot.instance_profiles(account).into_iter().filter(|it| it.path.starts_with(prefix));
        let page = list.page(profiles, |profile| profile.key())?;
        Ok(api::ListInstanceProfilesOutput {
            instance_profiles: page.items.iter().map(|it| shown::listed_instance_profile(it, snapshot)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::ListInstanceProfilesForRole {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::role(asked.snapshot, asked.caller.account()?, &input.role_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account, snapshot) = (request.input(), request.caller().account()?, request.snapshot());
        let role = Role::find(snapshot, account, &input.role_name)?;
        let call = ["ListInstanceProfilesForRole", &role.id];
        let list = List::new(&call, input.marker.as_deref(), input.max_items);
        let mut profiles: Vec<_> =
            role.instance_profiles.iter().filter_map(|name| snapshot.instance_profile(account, name)).collect();
        profiles.sort_by_key(|profile| profile.key());
        let page = list.page(profiles, |profile| profile.key())?;
        Ok(api::ListInstanceProfilesForRoleOutput {
            instance_profiles: page.items.iter().map(|it| shown::listed_instance_profile(it, snapshot)).collect(),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::AddRoleToInstanceProfile {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        let (account, snapshot) = (asked.caller.account()?, asked.snapshot);
        let role = Target::role(snapshot, account, &input.role_name);
        Ok(vec![
            Target::instance_profile(snapshot, account, &input.instance_profile_name),
            role.action("iam:PassRole").key("iam:PassedToService", PASSED_TO),
        ])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let profile = find(snapshot, account, &input.instance_profile_name)?;
            let role = Role::find(snapshot, account, &input.role_name)?;
            role.check_modifiable()?;
            quotas::ROLES_PER_INSTANCE_PROFILE.check(usize::from(profile.role.is_some()) + 1)?;
            let (mut with_role, mut in_profile) = (profile.entity().clone(), role.entity().clone());
            with_role.role = Some(role.id.clone());
            in_profile.instance_profiles.insert(profile.name.clone());
            edit.update(profile, &with_role)?;
            edit.update(role, &in_profile)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::RemoveRoleFromInstanceProfile {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::instance_profile(asked.snapshot, asked.caller.account()?, &input.instance_profile_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let profile = find(snapshot, account, &input.instance_profile_name)?;
            let role = Role::find(snapshot, account, &input.role_name)?;
            role.check_modifiable()?;
            if profile.role.as_ref() != Some(&role.id) {
                return Err(faults::role_not_in_profile(&input.role_name, &input.instance_profile_name));
            }
            let (mut without_role, mut outside) = (profile.entity().clone(), role.entity().clone());
            without_role.role = None;
            outside.instance_profiles.remove(&profile.name);
            edit.update(profile, &without_role)?;
            edit.update(role, &outside)
        })
        .await?;
        Ok(NoOutput)
    }
}

impl IamOperation for api::DeleteInstanceProfile {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::instance_profile(asked.snapshot, asked.caller.account()?, &input.instance_profile_name)])
    }

    async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, account) = (request.input(), request.caller().account()?);
        change(&request, node, |snapshot, edit| {
            let profile = find(snapshot, account, &input.instance_profile_name)?;
            if profile.role.is_some() {
                return Err(faults::has_instance_profile_roles());
            }
            edit.delete(profile);
            Ok(())
        })
        .await?;
        Ok(NoOutput)
    }
}
