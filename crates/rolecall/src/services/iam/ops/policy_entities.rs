//! `ListEntitiesForPolicy`: who uses a managed policy (R4.33).

use crate::services::iam::managed::on_policy;
use crate::services::iam::prelude::*;

/// One user of the policy, as the answer shows it.
enum Found {
    Group(api::PolicyGroup),
    User(api::PolicyUser),
    Role(api::PolicyRole),
}

impl IamOperation for api::ListEntitiesForPolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let permissions = on_policy(&input.policy_arn, call)?;
        paths::entity(input.path_prefix.as_deref())?;
        Ok(permissions)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let arn = &input.policy_arn;
        Managed::find(call, arn)?;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let filter = input.entity_filter.as_deref();
        let usage = input.policy_usage_filter.as_deref();
        let wanted = |kind: &str, path: &str, attached: &[String], boundary: Option<&String>| {
            let used = usage != Some("PermissionsBoundary") && attached.contains(arn)
                || usage != Some("PermissionsPolicy") && boundary == Some(arn);
            used && path.starts_with(prefix) && filter.is_none_or(|filter| filter == kind)
        };
        let mut found: Vec<(String, Found)> = Vec::new();
        for group in call.all::<Group>() {
            if wanted("Group", &group.path, &group.attached, None) {
                let shown = api::PolicyGroup { group_name: Some(group.name.clone()), group_id: Some(group.id.clone()) };
                found.push((group.key(), Found::Group(shown)));
            }
        }
        for user in call.all::<User>() {
            if wanted("User", &user.path, &user.attached, user.boundary.as_ref()) {
                let shown = api::PolicyUser { user_name: Some(user.name.clone()), user_id: Some(user.id.clone()) };
                found.push((user.key(), Found::User(shown)));
            }
        }
        for role in call.all::<Role>() {
            if wanted("Role", &role.path, &role.attached, role.boundary.as_ref()) {
                let shown = api::PolicyRole { role_name: Some(role.name.clone()), role_id: Some(role.id.clone()) };
                found.push((role.key(), Found::Role(shown)));
            }
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let filters = [arn, prefix, filter.unwrap_or_default(), usage.unwrap_or_default()];
        let list = call.list(&filters, input.marker.as_deref(), input.max_items);
        let page = list.page(found, |(key, _)| key.clone())?;
        let is_truncated = page.is_truncated();
        let (mut groups, mut users, mut roles) = (Vec::new(), Vec::new(), Vec::new());
        for (_, found) in page.items {
            match found {
                Found::Group(group) => groups.push(group),
                Found::User(user) => users.push(user),
                Found::Role(role) => roles.push(role),
            }
        }
        Ok(api::ListEntitiesForPolicyOutput {
            policy_groups: Some(groups),
            policy_users: Some(users),
            policy_roles: Some(roles),
            is_truncated,
            marker: page.marker,
        })
    }
}
