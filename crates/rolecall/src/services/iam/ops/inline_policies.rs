//! Inline policies of users, groups and roles (R4.34): the same four operations for each.

use crate::api::error::ApiError;
use crate::directory::entities::{Group, Role, User};
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::holders::Holder;
use crate::services::iam::pages::List;
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation, change, documents, faults};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;
use rolecall_catalog::query::NoOutput;

macro_rules! inline_policies {
    ($entity:ident, $name:ident, $put:ident, $get:ident -> $shown:ident, $delete:ident, $list:ident -> $listed:ident) => {
        impl IamOperation for api::$put {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                Ok(vec![$entity::bounded_target(asked.snapshot, asked.caller.account()?, &input.$name)])
            }

            async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
                let (input, account) = (request.input(), request.caller().account()?);
                change(&request, node, |snapshot, edit| {
                    let before = $entity::find(snapshot, account, &input.$name)?;
                    before.check_modifiable()?;
                    documents::check_inline(before.entity(), &input.policy_name, &input.policy_document)?;
                    let mut after = before.entity().clone();
                    after.inline_mut().insert(input.policy_name.clone(), input.policy_document.clone());
                    edit.update(before, &after)
                })
                .await?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$get {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                Ok(vec![$entity::target(asked.snapshot, asked.caller.account()?, &input.$name)])
            }

            async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
                let input = request.input();
                let holder = $entity::find(request.snapshot(), request.caller().account()?, &input.$name)?;
                let found = holder.inline.get_key_value(&input.policy_name);
                let (name, document) =
                    found.ok_or_else(|| faults::inline_policy_missing($entity::KIND, &input.policy_name))?;
                Ok(api::$shown {
                    $name: holder.name.clone(),
                    policy_name: name.clone(),
                    policy_document: documents::encoded(document),
                })
            }
        }

        impl IamOperation for api::$delete {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                Ok(vec![$entity::bounded_target(asked.snapshot, asked.caller.account()?, &input.$name)])
            }

            async fn handle(request: Authorized<Iam<Self>>, node: &Node) -> Result<Self::Output, ApiError> {
                let (input, account) = (request.input(), request.caller().account()?);
                change(&request, node, |snapshot, edit| {
                    let before = $entity::find(snapshot, account, &input.$name)?;
                    before.check_modifiable()?;
                    let mut after = before.entity().clone();
                    let removed = after.inline_mut().remove(&input.policy_name);
                    removed.ok_or_else(|| faults::inline_policy_missing($entity::KIND, &input.policy_name))?;
                    edit.update(before, &after)
                })
                .await?;
                Ok(NoOutput)
            }
        }

        impl IamOperation for api::$list {
            fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
                Ok(vec![$entity::target(asked.snapshot, asked.caller.account()?, &input.$name)])
            }

            async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
                let input = request.input();
                let holder = $entity::find(request.snapshot(), request.caller().account()?, &input.$name)?;
                let list = List::new(&[stringify!($list), &holder.id], input.marker.as_deref(), input.max_items);
                let page = list.page(holder.inline.keys().cloned(), String::clone)?;
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
