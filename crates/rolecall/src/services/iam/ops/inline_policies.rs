//! Inline policies of users, groups and roles (R4.34): the same four operations for each.

use crate::services::iam::prelude::*;

macro_rules! inline_policies {
    ($entity:ident, $name:ident, $put:ident, $get:ident -> $shown:ident, $delete:ident, $list:ident -> $listed:ident) => {
        impl IamOperation for api::$put {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_bounded::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find_modifiable::<$entity>(&input.$name)?;
                documents::check_inline(before.entity(), &input.policy_name, &input.policy_document)?;
                let (name, document) = (input.policy_name.clone(), input.policy_document.clone());
                edit.modify(before, |holder| {
                    holder.inline.insert(name, document);
                })?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$get {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_entity::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
                let holder = call.find::<$entity>(&input.$name)?;
                let document = holder.inline.get(&input.policy_name);
                let document =
                    document.ok_or_else(|| errors::inline_policy_missing($entity::KIND, &input.policy_name))?;
                Ok(api::$shown {
                    $name: holder.name.clone(),
                    policy_name: input.policy_name.clone(),
                    policy_document: documents::encoded(document),
                })
            }
        }

        impl IamOperation for api::$delete {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_bounded::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
                let before = call.find_modifiable::<$entity>(&input.$name)?;
                if before.inline.get(&input.policy_name).is_none() {
                    return Err(errors::inline_policy_missing($entity::KIND, &input.policy_name));
                }
                edit.modify(before, |holder| {
                    holder.inline.remove(&input.policy_name);
                })?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$list {
            fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
                Ok(vec![call.on_entity::<$entity>(&input.$name)])
            }

            fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
                let holder = call.find::<$entity>(&input.$name)?;
                let list = call.list(&[&holder.id], input.marker.as_deref(), input.max_items);
                let page = list.page(holder.inline.names().cloned(), String::clone)?;
                let is_truncated = page.is_truncated();
                Ok(api::$listed { policy_names: page.items, is_truncated, marker: page.marker })
            }
        }
    };
}

inline_policies!(
    User, user_name, PutUserPolicy, GetUserPolicy -> GetUserPolicyOutput, DeleteUserPolicy,
    ListUserPolicies -> ListUserPoliciesOutput
);
inline_policies!(
    Group, group_name, PutGroupPolicy, GetGroupPolicy -> GetGroupPolicyOutput, DeleteGroupPolicy,
    ListGroupPolicies -> ListGroupPoliciesOutput
);
inline_policies!(
    Role, role_name, PutRolePolicy, GetRolePolicy -> GetRolePolicyOutput, DeleteRolePolicy,
    ListRolePolicies -> ListRolePoliciesOutput
);
