//! Managed policies (R4.28, R4.31, R4.33).

use crate::api::error::ApiError;
use crate::api::ids::{self, IdKind};
use crate::directory::Edit;
use crate::directory::Snapshot;
use crate::directory::entities::{Link, ManagedPolicy, PolicyVersion};
use crate::directory::table::Stored;
use crate::services::iam::call::{IamCall, IamKeys, Permissions};
use crate::services::iam::managed::{Managed, check_arn, uses};
use crate::services::iam::{IamOperation, documents, errors, paths, tags};
use rolecall_catalog::api::iam as api;
use rolecall_catalog::managed_policies::managed_policies;
use rolecall_catalog::operation::NoOutput;
use rolecall_policy::AccountId;
use std::sync::Arc;

/// The customer managed policy to be changed. AWS's policies never get here: changing them is refused as the decision
/// (R2.39).
///
/// # Errors
/// `missing`, made from the ARN.
pub(super) fn customer<'s>(
    snapshot: &'s Snapshot,
    account: AccountId,
    arn: &str,
    missing: fn(&str) -> ApiError,
) -> Result<&'s Arc<Stored<ManagedPolicy>>, ApiError> {
    snapshot.find_by_arn::<ManagedPolicy>(arn).filter(|policy| policy.account == account).ok_or_else(|| missing(arn))
}

impl IamOperation for api::CreatePolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        let path = paths::policy(input.path.as_deref())?;
        let target = call.on(ManagedPolicy::arn_of(call.account, path, &input.policy_name));
        Ok(vec![target.requesting(input.tags.as_deref())])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        documents::check_managed(&input.policy_document)?;
        let now = call.node.clock.now();
        let policy = ManagedPolicy {
            account,
            id: ids::new_id(IdKind::Policy, account, &*call.node.entropy)?,
            name: input.policy_name.clone(),
            path: paths::policy(input.path.as_deref())?.to_owned(),
            description: input.description.clone(),
            created: now,
            updated: now,
            versions: vec![PolicyVersion { number: 1, document: input.policy_document.clone(), created: now }],
            default_version: 1,
            next_version: 2,
            tags: tags::new(input.tags.as_deref(), tags::Keys::Exact)?,
        };
        if snapshot.find::<ManagedPolicy>(account, &policy.name).is_some() {
            return Err(errors::policy_exists(&policy.name));
        }
        edit.create(&policy)?;
        // Unlike `GetPolicy`, without an empty list of tags (R4.28).
        let listed = Managed::Customer(&policy).listed(snapshot, account);
        Ok(api::CreatePolicyOutput { policy: Some(api::Policy { tags: tags::shown(&policy.tags), ..listed }) })
    }
}

impl IamOperation for api::GetPolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.policy_arn)?;
        Ok(vec![call.on_policy(&input.policy_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (arn, account, snapshot) = (&input.policy_arn, call.account, call.snapshot);
        let policy = Managed::find(snapshot, account, arn).ok_or_else(|| errors::policy_missing(arn))?;
        Ok(api::GetPolicyOutput { policy: Some(policy.shown(snapshot, account)) })
    }
}

impl IamOperation for api::ListPolicies {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        paths::policy(input.path_prefix.as_deref())?;
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let scope = input.scope.as_deref().unwrap_or("All");
        let only_attached = input.only_attached.unwrap_or(false);
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let usage_filter = input.policy_usage_filter.as_deref();
        let used = |policy: &Managed<'_>| {
            let arn = policy.arn();
            let is_used = |link: Link| uses(snapshot, account, link, &arn) > 0;
            let (attached, boundary) = (is_used(Link::Policy), is_used(Link::Boundary));
            match (usage_filter, only_attached) {
                (Some("PermissionsBoundary"), _) => boundary,
                // A policy that nobody uses may still be meant for permissions.
                (Some(_), false) => attached || !boundary,
                (_, true) => attached,
                (None, false) => true,
            }
        };
        let own =
            snapshot.list::<ManagedPolicy>(account).map(|policy| Managed::Customer(policy)).filter(|_| scope != "AWS");
        let aws = managed_policies().iter().map(Managed::Aws).filter(|_| scope != "Local");
        let mut policies: Vec<_> =
            own.chain(aws).filter(|policy| policy.path().starts_with(prefix)).filter(used).collect();
        policies.sort_by_cached_key(Managed::arn);
        let attached = if only_attached { "attached" } else { "" };
        let list = call.list(
            &[scope, prefix, attached, usage_filter.unwrap_or_default()],
            input.marker.as_deref(),
            input.max_items,
        );
        let page = list.page(policies, Managed::arn)?;
        Ok(api::ListPoliciesOutput {
            policies: Some(page.items.iter().map(|policy| policy.listed(snapshot, account)).collect()),
            is_truncated: page.is_truncated(),
            marker: page.marker,
        })
    }
}

impl IamOperation for api::DeletePolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        check_arn(&input.policy_arn)?;
        Ok(vec![call.on_policy(&input.policy_arn)])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let snapshot = call.snapshot;
        let (arn, account) = (&input.policy_arn, call.account);
        let policy = customer(snapshot, account, arn, errors::policy_missing)?;
        if [Link::Policy, Link::Boundary].iter().any(|link| uses(snapshot, account, *link, arn) > 0) {
            return Err(errors::policy_attached());
        }
        if policy.versions.len() > 1 {
            return Err(errors::policy_has_versions());
        }
        edit.delete(policy);
        Ok(NoOutput)
    }
}
