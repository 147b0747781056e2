//! Managed policies attached to users, groups and roles (R4.32): the same three operations for each.
//!
//! A new attachment touches the policy, so that it and a deletion of the policy exclude each other.

use crate::api::error::ApiError;
use crate::directory::entities::{Group, Role, User};
use crate::directory::{Edit, Snapshot};
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::holders::Holder;
use crate::services::iam::managed::{Managed, check_arn, touch};
use crate::services::iam::{IamOperation, errors, paths};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::operation::NoOutput;
use rolecall_policy::AccountId;

fn attach<T: Holder>(
    snapshot: &Snapshot,
    edit: &mut Edit,
    account: AccountId,
    name: &str,
    arn: &str,
) -> Result<(), ApiError> {
    check_arn(arn)?;
    let before = T::find(snapshot, account, name)?;
    before.entity().check_modifiable()?;
    let policy = Managed::find(snapshot, account, arn).ok_or_else(|| errors::policy_not_attachable(arn))?;
    if policy.is_for_service_linked_roles() {
        return Err(errors::service_role_policy(T::KIND));
    }
    if before.entity().attached().iter().any(|there| there == arn) {
        return Ok(());
    }
    let mut after = before.entity().clone();
    after.attached_mut().push(arn.to_owned());
    T::ATTACHED.check(after.attached().len())?;
    touch(snapshot, edit, arn)?;
    edit.update(before, &after)
}

fn detach<T: Holder>(
    snapshot: &Snapshot,
    edit: &mut Edit,
    account: AccountId,
    name: &str,
    arn: &str,
) -> Result<(), ApiError> {
    check_arn(arn)?;
    let before = T::find(snapshot, account, name)?;
    before.entity().check_modifiable()?;
    let mut after = before.entity().clone();
    after.attached_mut().retain(|there| there != arn);
    if after.attached().len() == before.entity().attached().len() {
        return Err(errors::policy_missing(arn));
    }
    edit.update(before, &after)
}

/// What is attached to one holder below a path, by name.
fn attached(snapshot: &Snapshot, account: AccountId, arns: &[String], prefix: &str) -> Vec<api::AttachedPolicy> {
    let mut found: Vec<_> = arns
        .iter()
        .filter_map(|arn| Managed::find(snapshot, account, arn))
        .filter(|policy| policy.path().starts_with(prefix))
        .map(|policy| api::AttachedPolicy {
            policy_name: Some(policy.name().to_owned()),
            policy_arn: Some(policy.arn()),
        })
        .collect();
    found.sort_by(|one, other| one.policy_arn.cmp(&other.policy_arn));
    found
}

/// All that is attached to one holder, for `GetAccountAuthorizationDetails`.
pub(super) fn all_attached(snapshot: &Snapshot, account: AccountId, arns: &[String]) -> Vec<api::AttachedPolicy> {
    attached(snapshot, account, arns, "/")
}

macro_rules! attachments {
    ($entity:ident, $name:ident, $attach:ident, $detach:ident, $list:ident -> $listed:ident) => {
        attachments!($entity, $name, $attach, attach);
        attachments!($entity, $name, $detach, detach);

        impl IamOperation for api::$list {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                paths::policy(input.path_prefix.as_deref())?;
                Ok(vec![$entity::permission(call, &input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
                let (account, snapshot) = (call.account, call.snapshot);
                let holder = $entity::find(snapshot, account, &input.$name)?;
                let prefix = input.path_prefix.as_deref().unwrap_or("/");
                let list = call.list(&[&holder.id, prefix], input.marker.as_deref(), input.max_items);
                let found = attached(snapshot, account, &holder.attached, prefix);
                let page = list.page(found, |policy| policy.policy_arn.clone().unwrap_or_default())?;
                let is_truncated = page.is_truncated();
                Ok(api::$listed { attached_policies: Some(page.items), is_truncated, marker: page.marker })
            }
        }
    };
    ($entity:ident, $name:ident, $operation:ident, $plan:ident) => {
        impl IamOperation for api::$operation {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                let target = $entity::bounded_permission(call, &input.$name);
                Ok(vec![target.attaching(&input.policy_arn)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let (account, snapshot) = (call.account, call.snapshot);
                $plan::<$entity>(snapshot, edit, account, &input.$name, &input.policy_arn)?;
                Ok(NoOutput)
            }
        }
    };
}

attachments!(
    User, user_name, AttachUserPolicy, DetachUserPolicy, ListAttachedUserPolicies -> ListAttachedUserPoliciesOutput
);
attachments!(
    Group, group_name, AttachGroupPolicy, DetachGroupPolicy, ListAttachedGroupPolicies -> ListAttachedGroupPoliciesOutput
);
attachments!(
    Role, role_name, AttachRolePolicy, DetachRolePolicy, ListAttachedRolePolicies -> ListAttachedRolePoliciesOutput
);
