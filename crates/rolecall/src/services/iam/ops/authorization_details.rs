//! `GetAccountAuthorizationDetails`: all users, groups, roles and policies with their relations (R4.50).

use super::attachments::attached;
use crate::directory::inline::InlinePolicies;
use crate::domain::role;
use crate::services::iam::managed::is_used;
use crate::services::iam::prelude::*;
use rolecall_catalog::managed_policies::managed_policies;

/// One item of the answer, before it is written out.
enum Item<'s> {
    User(&'s User),
    Group(&'s Group),
    Role(&'s Role),
    Policy(Managed<'s>),
}

impl Item<'_> {
    /// Users, groups, roles, policies, each by name.
    fn key(&self) -> String {
        match self {
            Self::User(user) => format!("1/{}", user.key()),
            Self::Group(group) => format!("2/{}", group.key()),
            Self::Role(role) => format!("3/{}", role.key()),
            Self::Policy(policy) => format!("4/{}", policy.arn()),
        }
    }
}

fn inline(policies: &InlinePolicies) -> Option<Vec<api::PolicyDetail>> {
    let detail = |(name, document): (&String, &String)| api::PolicyDetail {
        policy_name: Some(name.clone()),
        policy_document: Some(documents::encoded(document)),
    };
    (!policies.is_empty()).then(|| policies.iter().map(detail).collect())
}

fn user_detail(user: &User, call: &IamCall<'_>) -> api::UserDetail {
    let groups = user.groups.iter().filter_map(|id| call.snapshot.find_by_id::<Group>(id));
    api::UserDetail {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.id.clone()),
        arn: Some(user.arn()),
        create_date: Some(user.created),
        user_policy_list: inline(&user.inline),
        group_list: Some(groups.map(|group| group.name.clone()).collect()),
        attached_managed_policies: Some(attached(call, &user.attached, "/")),
        permissions_boundary: shown::boundary(user.boundary.as_deref()),
        tags: Some(tags::all(&user.tags)),
    }
}

fn group_detail(group: &Group, call: &IamCall<'_>) -> api::GroupDetail {
    api::GroupDetail {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.id.clone()),
        arn: Some(group.arn()),
        create_date: Some(group.created),
        group_policy_list: Some(inline(&group.inline).unwrap_or_default()),
        attached_managed_policies: Some(attached(call, &group.attached, "/")),
    }
}

fn role_detail(role: &Role, call: &IamCall<'_>) -> api::RoleDetail {
    let trust = role::shown_trust(&role.trust_policy, call.snapshot);
    let profiles = call.linked::<InstanceProfile>(Link::Role, &role.id);
    api::RoleDetail {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.id.clone()),
        arn: Some(role.arn()),
        create_date: Some(role.created),
        assume_role_policy_document: Some(documents::encoded(&trust)),
        instance_profile_list: Some(profiles.map(|it| shown::instance_profile(it, call.snapshot)).collect()),
        role_policy_list: Some(inline(&role.inline).unwrap_or_default()),
        attached_managed_policies: Some(attached(call, &role.attached, "/")),
        permissions_boundary: shown::boundary(role.boundary.as_deref()),
        tags: Some(tags::all(&role.tags)),
        role_last_used: Some(shown::role_last_used(role, call.node)),
    }
}

fn policy_detail(managed: &Managed<'_>, call: &IamCall<'_>) -> api::ManagedPolicyDetail {
    let policy = managed.shown(call);
    api::ManagedPolicyDetail {
        policy_name: policy.policy_name,
        policy_id: policy.policy_id,
        arn: policy.arn,
        path: policy.path,
        default_version_id: policy.default_version_id,
        attachment_count: policy.attachment_count,
        permissions_boundary_usage_count: policy.permissions_boundary_usage_count,
        is_attachable: policy.is_attachable,
        description: policy.description,
        create_date: policy.create_date,
        update_date: policy.update_date,
        policy_version_list: Some(managed.versions()),
    }
}

impl IamOperation for api::GetAccountAuthorizationDetails {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let filter = input.filter.as_deref().unwrap_or_default();
        let wanted = |kind: &str| filter.is_empty() || filter.iter().any(|it| it == kind);
        let users = call.all::<User>().map(|it| Item::User(it.entity()));
        let groups = call.all::<Group>().map(|it| Item::Group(it.entity()));
        let roles = call.all::<Role>().map(|it| Item::Role(it.entity()));
        let own = call.all::<ManagedPolicy>().map(|it| Item::Policy(Managed::Customer(it)));
        // AWS's policies that the account uses; there are many to ask about, so only if they are wanted.
        let aws = managed_policies().iter().filter(|it| wanted("AWSManagedPolicy") && is_used(call, it.arn));
        let mut items: Vec<Item<'_>> = Vec::new();
        items.extend(users.filter(|_| wanted("User")));
        items.extend(groups.filter(|_| wanted("Group")));
        items.extend(roles.filter(|_| wanted("Role")));
        items.extend(own.filter(|_| wanted("LocalManagedPolicy")));
        items.extend(aws.map(|it| Item::Policy(Managed::Aws(it))));
        items.sort_by_cached_key(Item::key);
        let page = call.list(&[&filter.join(",")], input.marker.as_deref(), input.max_items).page(items, Item::key)?;
        let is_truncated = page.is_truncated();
        let (mut users, mut groups, mut roles, mut policies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for item in page.items {
            match item {
                Item::User(user) => users.push(user_detail(user, call)),
                Item::Group(group) => groups.push(group_detail(group, call)),
                Item::Role(role) => roles.push(role_detail(role, call)),
                Item::Policy(policy) => policies.push(policy_detail(&policy, call)),
            }
        }
        Ok(api::GetAccountAuthorizationDetailsOutput {
            user_detail_list: Some(users),
            group_detail_list: Some(groups),
            role_detail_list: Some(roles),
            policies: Some(policies),
            is_truncated,
            marker: page.marker,
        })
    }
}
