//! What policies are attached to (R7.2, R7.10, R7.11, R7.16).

use crate::domain::guardrails::RCP_FULL_AWS_ACCESS;
use crate::services::organizations::policy::{self, Policy, permission_on_policy, policy_type};
use crate::services::organizations::prelude::*;
use crate::services::organizations::targets::{self, Target, permission_on_target};
use rolecall_analysis::organization_policies::PolicyType;

/// A target keeps at least one service control policy (R7.2, R7.11).
const MIN_SERVICE_CONTROL_POLICIES: usize = 1;

/// Both the policy and the target must be allowed.
fn on_both(call: &OrganizationsCall<'_>, policy: &str, target: &str) -> Vec<RequiredPermission> {
    let on_policy = permission_on_policy(call, policy);
    let mut on_target = permission_on_target(call, target);
    if let Some(kind) = Policy::lookup(call, policy).and_then(Policy::kind) {
        on_target = on_target.key("organizations:PolicyType", kind.name());
    }
    vec![on_policy, on_target]
}

/// How many policies of a type a target has.
fn count(call: &OrganizationsCall<'_>, target: Target<'_>, policy_type: PolicyType) -> usize {
    let kinds = target.policies().iter().filter_map(|id| Policy::lookup(call, id)?.kind());
    kinds.filter(|kind| *kind == policy_type).count()
}

impl OrganizationsOperation for api::AttachPolicy {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        on_both(call, &input.policy_id, &input.target_id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = Policy::find(call, &input.policy_id)?;
        let target = Target::find(call, &input.target_id)?;
        let policy_type = policy.kind().ok_or_else(|| ApiError::internal("a policy has no type"))?;
        let root = call.root()?;
        if !root.has_enabled(policy_type) {
            return Err(errors::policy_type_not_enabled());
        }
        if target.policies().iter().any(|id| id == policy.id()) {
            return Err(errors::duplicate_policy_attachment());
        }
        if count(call, target, policy_type) >= policy_type.facts().per_target {
            return Err(errors::too_many_attachments());
        }
        // A policy that goes, or a type that is disabled at this moment, conflicts.
        if let Policy::Own(own) = policy {
            edit.touch(own)?;
        }
        if !matches!(target, Target::Root(_)) {
            edit.touch(root)?;
        }
        let after = target.policies().iter().cloned().chain([policy.id().to_owned()]).collect();
        target.set_policies(edit, after)?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::DetachPolicy {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        on_both(call, &input.policy_id, &input.target_id)
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = Policy::find(call, &input.policy_id)?;
        let target = Target::find(call, &input.target_id)?;
        if !target.policies().iter().any(|id| id == policy.id()) {
            return Err(errors::policy_not_attached());
        }
        if policy.id() == RCP_FULL_AWS_ACCESS.id {
            return Err(errors::policy_not_detachable());
        }
        let scp = PolicyType::ServiceControl;
        if policy.kind() == Some(scp) && count(call, target, scp) <= MIN_SERVICE_CONTROL_POLICIES {
            return Err(errors::last_policy());
        }
        let after = target.policies().iter().filter(|id| **id != policy.id()).cloned().collect();
        target.set_policies(edit, after)?;
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListPoliciesForTarget {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_target(call, &input.target_id).key("organizations:PolicyType", &*input.filter)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let wanted = policy_type(&input.filter)?;
        let target = Target::find(call, &input.target_id)?;
        let attached = target.policies().iter().filter_map(|id| Policy::lookup(call, id));
        let attached = attached.filter(|policy| policy.kind() == Some(wanted));
        let list = ["ListPoliciesForTarget", &*call.organization()?.id, target.id(), wanted.name()];
        let (page, next_token) = policy::page(&list, attached, input.next_token.as_deref(), input.max_results)?;
        Ok(api::ListPoliciesForTargetOutput { policies: Some(page), next_token })
    }
}

impl OrganizationsOperation for api::ListTargetsForPolicy {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_policy(call, &input.policy_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = Policy::find(call, &input.policy_id)?;
        let mut targets: Vec<Target<'_>> = targets::of_policy(call, policy.id())?.collect();
        targets.sort_unstable_by_key(|target| target.id());
        let list = ["ListTargetsForPolicy", &*call.organization()?.id, policy.id()];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, targets, |target| target.id())?;
        let targets = page.into_iter().map(|target| target.shown(call)).collect::<Result<_, _>>()?;
        Ok(api::ListTargetsForPolicyOutput { targets: Some(targets), next_token })
    }
}
