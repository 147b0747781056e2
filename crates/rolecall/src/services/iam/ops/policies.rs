//! Managed policies (R4.28, R4.31, R4.33).

use crate::directory::entities::PolicyVersion;
use crate::services::iam::managed::{is_used, is_used_as, on_policy};
use crate::services::iam::prelude::*;
use crate::services::operation::RequiredPermission;
use rolecall_catalog::managed_policies::managed_policies;

impl IamOperation for api::CreatePolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let path = paths::policy(input.path.as_deref())?;
        let permission = call.on(ManagedPolicy::arn_of(call.account, path, &input.policy_name));
        Ok(vec![permission.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        documents::check_managed(&input.policy_document)?;
        let now = call.now();
        let policy = ManagedPolicy {
            account: call.account,
            id: call.new_id(IdKind::Policy)?,
            name: input.policy_name.clone(),
            path: paths::policy(input.path.as_deref())?.to_owned(),
            description: input.description.clone(),
            created: now,
            updated: now,
            versions: vec![PolicyVersion { number: 1, document: input.policy_document.clone(), created: now }],
            default_version: 1,
            next_version: 2,
            tags: tags::new(input.tags.as_deref(), ManagedPolicy::TAG_KEYS)?,
        };
        if call.snapshot.find::<ManagedPolicy>(call.account, &policy.name).is_some() {
            return Err(errors::policy_exists(&policy.name));
        }
        edit.create(&policy)?;
        // Unlike `GetPolicy`, without an empty list of tags (R4.28).
        let listed = Managed::Customer(&policy).listed(call);
        Ok(api::CreatePolicyOutput { policy: Some(api::Policy { tags: tags::shown(&policy.tags), ..listed }) })
    }
}

impl IamOperation for api::GetPolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Ok(api::GetPolicyOutput { policy: Some(Managed::find(call, &input.policy_arn)?.shown(call)) })
    }
}

impl IamOperation for api::ListPolicies {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        paths::policy(input.path_prefix.as_deref())?;
        let called = format!("policy path {}", input.path_prefix.as_deref().unwrap_or("/"));
        Ok(vec![RequiredPermission { called: Some(called), ..call.on_account() }])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let scope = input.scope.as_deref().unwrap_or("All");
        let only_attached = input.only_attached.unwrap_or(false);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let usage_filter = input.policy_usage_filter.as_deref();
        let used = |policy: &Managed<'_>| {
            let used = |link| is_used_as(call, link, &policy.arn());
            match (usage_filter, only_attached) {
                (Some("PermissionsBoundary"), _) => used(Link::Boundary),
                // A policy that nobody uses may still be meant for permissions.
                (Some(_), false) => used(Link::Policy) || !used(Link::Boundary),
                (_, true) => used(Link::Policy),
                (None, false) => true,
            }
        };
        let own = call.all::<ManagedPolicy>().map(|policy| Managed::Customer(policy)).filter(|_| scope != "AWS");
        let aws = managed_policies().iter().map(Managed::Aws).filter(|_| scope != "Local");
        let mut policies: Vec<_> =
            own.chain(aws).filter(|policy| policy.path().starts_with(prefix)).filter(used).collect();
        policies.sort_by_cached_key(Managed::arn);
        let attached = if only_attached { "attached" } else { "" };
        let filters = [scope, prefix, attached, usage_filter.unwrap_or_default()];
        let list = call.list(&filters, input.marker.as_deref(), input.max_items);
        Ok(list.page(policies, Managed::arn)?.output(
            |policy| policy.listed(call),
            |policies, is_truncated, marker| api::ListPoliciesOutput { policies: Some(policies), is_truncated, marker },
        ))
    }
}

impl IamOperation for api::DeletePolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        on_policy(&input.policy_arn, call)
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = call.find::<ManagedPolicy>(&input.policy_arn)?;
        if is_used(call, &input.policy_arn) {
            return Err(errors::policy_attached());
        }
        if policy.versions.len() > 1 {
            return Err(errors::policy_has_versions());
        }
        edit.delete(policy);
        Ok(NoOutput)
    }
}
