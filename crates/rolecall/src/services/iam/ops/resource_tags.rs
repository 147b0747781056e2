//! Tags of users, roles, customer managed policies, instance profiles and virtual MFA devices (R4.10, R4.11): the same
//! three operations for each.

use super::mfa_devices;
use super::policies::customer;
use crate::api::error::ApiError;
use crate::directory::Snapshot;
use crate::directory::entities::{InstanceProfile, ManagedPolicy, MfaDevice, Role, User};
use crate::directory::table::Stored;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::managed::{Managed, check_arn};
use crate::services::iam::pages::List;
use crate::services::iam::tags::Keys;
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation, change, faults, tags};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;
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
    customer(snapshot, account, arn, faults::policy_missing)
}

fn instance_profile<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    name: &str,
) -> Result<&'s Arc<Stored<InstanceProfile>>, ApiError> {
    snapshot.instance_profile(account, name).ok_or_else(|| faults::instance_profile_missing(name))
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
        $field:ident by $find:ident and $target:expr, $keys:expr,
        $tag:ident, $untag:ident, $list:ident -> $listed:ident of $read:expr
    ) => {
        impl IamOperation for api::$tag {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                let target: fn(&Asked<'_>, &str) -> Result<Target, ApiError> = $target;
                Ok(vec![target(asked, &input.$field)?.requesting(Some(&input.tags))])
            }

            async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
                let (input, account) = (request.input(), request.caller().account()?);
                change(&request, node, |snapshot, edit| {
                    let before = $find(snapshot, account, &input.$field)?;
                    let mut after = before.entity().clone();
                    tags::put(&mut after.tags, &input.tags, $keys)?;
                    edit.update(before, &after)
                })
                .await?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$untag {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                let target: fn(&Asked<'_>, &str) -> Result<Target, ApiError> = $target;
                Ok(vec![target(asked, &input.$field)?.untagging(&input.tag_keys)])
            }

            async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
                let (input, account) = (request.input(), request.caller().account()?);
                change(&request, node, |snapshot, edit| {
                    let before = $find(snapshot, account, &input.$field)?;
                    let mut after = before.entity().clone();
                    tags::remove(&mut after.tags, &input.tag_keys, $keys);
                    edit.update(before, &after)
                })
                .await?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$list {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                let target: fn(&Asked<'_>, &str) -> Result<Target, ApiError> = $target;
                Ok(vec![target(asked, &input.$field)?])
            }

            async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
                let (input, account) = (request.input(), request.caller().account()?);
                let read: fn(&Snapshot, AccountId, &str) -> Result<Vec<api::Tag>, ApiError> = $read;
                let mut all = read(request.snapshot(), account, &input.$field)?;
                all.sort_by(|one, other| one.key.cmp(&other.key));
                let call = [stringify!($list), &account.to_string(), &input.$field];
                let list = List::new(&call, input.marker.as_deref(), input.max_items);
                let page = list.page(all, |tag| tag.key.clone())?;
                let is_truncated = page.is_truncated();
                Ok(api::$listed { tags: page.items, is_truncated, marker: page.marker })
            }
        }
    };
}

resource_tags!(
    user_name by user and |asked, name| Ok(Target::user(asked.snapshot, asked.caller.account()?, name)),
    Keys::IgnoringCase,
    TagUser, UntagUser, ListUserTags -> ListUserTagsOutput of stored_tags!(user)
);
resource_tags!(
    role_name by role and |asked, name| Ok(Target::role(asked.snapshot, asked.caller.account()?, name)),
    Keys::IgnoringCase,
    TagRole, UntagRole, ListRoleTags -> ListRoleTagsOutput of stored_tags!(role)
);
resource_tags!(
    policy_arn by policy and |asked, arn| check_arn(arn).map(|()| Target::policy(asked.snapshot, arn)),
    Keys::Exact,
    TagPolicy, UntagPolicy, ListPolicyTags -> ListPolicyTagsOutput of |snapshot, account, arn| {
        match Managed::find(snapshot, account, arn) {
            Some(Managed::Customer(policy)) => Ok(tags::all(&policy.tags)),
            Some(Managed::Aws(_)) => Ok(Vec::new()),
            None => Err(faults::policy_missing(arn)),
        }
    }
);
resource_tags!(
    instance_profile_name by instance_profile
        and |asked, name| Ok(Target::instance_profile(asked.snapshot, asked.caller.account()?, name)),
    Keys::Exact,
    TagInstanceProfile, UntagInstanceProfile,
    ListInstanceProfileTags -> ListInstanceProfileTagsOutput of stored_tags!(instance_profile)
);
resource_tags!(
    serial_number by mfa_device and |asked, serial_number| Ok(Target::mfa_device(asked.snapshot, serial_number)),
    Keys::Exact,
    TagMFADevice, UntagMFADevice, ListMFADeviceTags -> ListMFADeviceTagsOutput of stored_tags!(mfa_device)
);
