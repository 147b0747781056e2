//! Managed policies attached to users, groups and roles (R4.32): the same three operations for each.
//!
//! A new attachment touches the policy, so that it and a deletion of the policy exclude each other.

use crate::services::iam::managed::{check_arn, touch};
use crate::services::iam::prelude::*;

fn attach<T: Holder>(call: &IamCall<'_>, edit: &mut Edit, name: &str, arn: &str) -> Result<NoOutput, ApiError> {
    check_arn(arn)?;
    let before = call.find_modifiable::<T>(name)?;
    if Managed::find_attachable(call, arn)?.is_for_service_linked_roles() {
        return Err(errors::service_role_policy(T::KIND));
    }
    if before.attached().iter().any(|there| there == arn) {
        return Ok(NoOutput);
    }
    call.snapshot.quota(T::ATTACHED).check(before.attached().len() + 1)?;
    touch(call, edit, arn)?;
    edit.modify(before, |holder| holder.attached_mut().push(arn.to_owned()))?;
    Ok(NoOutput)
}

fn detach<T: Holder>(call: &IamCall<'_>, edit: &mut Edit, name: &str, arn: &str) -> Result<NoOutput, ApiError> {
    check_arn(arn)?;
    let before = call.find_modifiable::<T>(name)?;
    if !before.attached().iter().any(|there| there == arn) {
        return Err(errors::policy_missing(arn));
    }
    edit.modify(before, |holder| holder.attached_mut().retain(|there| there != arn))?;
    Ok(NoOutput)
}

/// Those of the policies whose path has the prefix, by ARN. The text of a policy of a service-linked role need not be
/// known.
pub(super) fn attached(call: &IamCall<'_>, arns: &[String], prefix: &str) -> Vec<api::AttachedPolicy> {
    let shown = |name: &str, arn: &str| api::AttachedPolicy {
        policy_name: Some(name.to_owned()),
        policy_arn: Some(arn.to_owned()),
    };
    let mut found: Vec<_> = arns
        .iter()
        .filter_map(|arn| match Managed::find(call, arn) {
            Ok(policy) => policy.path().starts_with(prefix).then(|| shown(policy.name(), &policy.arn())),
            Err(_) => {
                let name = arn.strip_prefix("arn:aws:iam::aws:policy/aws-service-role/")?;
                "/aws-service-role/".starts_with(prefix).then(|| shown(name, arn))
            }
        })
        .collect();
    found.sort_by(|one, other| one.policy_arn.cmp(&other.policy_arn));
    found
}

macro_rules! attachments {
    ($entity:ident, $name:ident, $attach:ident, $detach:ident, $list:ident -> $listed:ident) => {
        attachments!($entity, $name, $attach, attach);
        attachments!($entity, $name, $detach, detach);

        impl IamOperation for api::$list {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                paths::policy(input.path_prefix.as_deref())?;
                Ok(vec![call.on_entity::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
                let holder = call.find::<$entity>(&input.$name)?;
                let prefix = input.path_prefix.as_deref().unwrap_or("/");
                let list = call.list(&[&holder.id, prefix], input.marker.as_deref(), input.max_items);
                let found = attached(call, &holder.attached, prefix);
                let page = list.page(found, |policy| policy.policy_arn.clone().unwrap_or_default())?;
                let is_truncated = page.is_truncated();
                Ok(api::$listed { attached_policies: Some(page.items), is_truncated, marker: page.marker })
            }
        }
    };
    ($entity:ident, $name:ident, $operation:ident, $plan:ident) => {
        impl IamOperation for api::$operation {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_bounded::<$entity>(&input.$name).attaching(&input.policy_arn)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                $plan::<$entity>(call, edit, &input.$name, &input.policy_arn)
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
