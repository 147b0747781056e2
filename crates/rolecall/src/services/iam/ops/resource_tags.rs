//! Tags of users, roles, customer managed policies, instance profiles and virtual MFA devices (R4.10, R4.11): the same
//! three operations for each.

use super::mfa_devices;
use super::policies::customer;
use crate::api::error::ApiError;
use crate::directory::Edit;
use crate::directory::Snapshot;
use crate::directory::entities::{InstanceProfile, ManagedPolicy, MfaDevice, Role, User};
use crate::directory::table::Stored;
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::managed::{Managed, check_arn};
use crate::services::iam::tags::Keys;
use crate::services::iam::{IamOperation, errors, tags};
use crate::services::operation::RequiredPermission;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;
use rolecall_policy::AccountId;
use std::sync::Arc;

fn user<'s>(snapshot: &'s Snapshot, account: AccountId, name: &str) -> Result<&'s Arc<Stored<User>>, ApiError> {
    User::find(snapshot, account, name)
}

fn role<'s>(snapshot: &'s Snapshot, account: AccountId, name: &str) -> Result<&'s Arc<Stored<Role>>, ApiError> {
    Role::find(snapshot, account, name)
}

fn policy<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    arn: &str,
) -> Result<&'s Arc<Stored<ManagedPolicy>>, ApiError> {
    check_arn(arn)?;
    customer(snapshot, account, arn, errors::policy_missing)
}

fn instance_profile<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    name: &str,
) -> Result<&'s Arc<Stored<InstanceProfile>>, ApiError> {
    snapshot.find::<InstanceProfile>(account, name).ok_or_else(|| errors::instance_profile_missing(name))
}

fn mfa_device<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    serial_number: &str,
) -> Result<&'s Arc<Stored<MfaDevice>>, ApiError> {
    mfa_devices::find(snapshot, account, serial_number)
}

/// What `tags_of` finds for reading.
macro_rules! stored_tags {
    ($find:ident) => {
        |snapshot, account, name| $find(snapshot, account, name).map(|it| tags::all(&it.tags))
    };
}

macro_rules! resource_tags {
    (
        $field:ident by $find:ident and $permission:expr, $keys:expr,
        $tag:ident, $untag:ident, $list:ident -> $listed:ident of $read:expr
    ) => {
        impl IamOperation for api::$tag {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                let permission: fn(&IamCall<'_>, &str) -> Result<RequiredPermission, ApiError> = $permission;
                Ok(vec![permission(call, &input.$field)?.requesting(Some(&input.tags))])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let (account, snapshot) = (call.account, call.snapshot);
                let before = $find(snapshot, account, &input.$field)?;
                let mut after = before.entity().clone();
                tags::put(&mut after.tags, &input.tags, $keys)?;
                edit.update(before, &after)?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$untag {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                let permission: fn(&IamCall<'_>, &str) -> Result<RequiredPermission, ApiError> = $permission;
                Ok(vec![permission(call, &input.$field)?.untagging(&input.tag_keys)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let (account, snapshot) = (call.account, call.snapshot);
                let before = $find(snapshot, account, &input.$field)?;
                let mut after = before.entity().clone();
                tags::remove(&mut after.tags, &input.tag_keys, $keys);
                edit.update(before, &after)?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$list {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                let permission: fn(&IamCall<'_>, &str) -> Result<RequiredPermission, ApiError> = $permission;
                Ok(vec![permission(call, &input.$field)?])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
                let account = call.account;
                let read: fn(&Snapshot, AccountId, &str) -> Result<Vec<api::Tag>, ApiError> = $read;
                let mut all = read(call.snapshot, account, &input.$field)?;
                all.sort_by(|one, other| one.key.cmp(&other.key));
                let list = call.list(&[&input.$field], input.marker.as_deref(), input.max_items);
                let page = list.page(all, |tag| tag.key.clone())?;
                let is_truncated = page.is_truncated();
                Ok(api::$listed { tags: page.items, is_truncated, marker: page.marker })
            }
        }
    };
}

resource_tags!(
    user_name by user and |call, name| Ok(call.on_user(name)),
    Keys::IgnoringCase,
    TagUser, UntagUser, ListUserTags -> ListUserTagsOutput of stored_tags!(user)
);
resource_tags!(
    role_name by role and |call, name| Ok(call.on_role(name)),
    Keys::IgnoringCase,
    TagRole, UntagRole, ListRoleTags -> ListRoleTagsOutput of stored_tags!(role)
);
resource_tags!(
    policy_arn by policy and |call, arn| check_arn(arn).map(|()| call.on_policy(arn)),
    Keys::Exact,
    TagPolicy, UntagPolicy, ListPolicyTags -> ListPolicyTagsOutput of |snapshot, account, arn| {
        match Managed::find(snapshot, account, arn) {
            Some(Managed::Customer(policy)) => Ok(tags::all(&policy.tags)),
            Some(Managed::Aws(_)) => Ok(Vec::new()),
            None => Err(errors::policy_missing(arn)),
        }
    }
);
resource_tags!(
    instance_profile_name by instance_profile
        and |call, name| Ok(call.on_instance_profile(name)),
    Keys::Exact,
    TagInstanceProfile, UntagInstanceProfile,
    ListInstanceProfileTags -> ListInstanceProfileTagsOutput of stored_tags!(instance_profile)
);
resource_tags!(
    serial_number by mfa_device and |call, serial_number| Ok(call.on_mfa_device(serial_number)),
    Keys::Exact,
    TagMFADevice, UntagMFADevice, ListMFADeviceTags -> ListMFADeviceTagsOutput of stored_tags!(mfa_device)
);
