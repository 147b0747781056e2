//! Types of policies that are enabled in the root (R7.3, R7.10, R7.14, R7.16).

use super::policies::available;
use crate::domain::guardrails::AWS_POLICIES;
use crate::services::organizations::policy::Policy;
use crate::services::organizations::prelude::*;
use crate::services::organizations::targets::{self, Target, permission_on_target};

impl OrganizationsOperation for api::EnablePolicyType {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_target(call, &input.root_id).key("organizations:PolicyType", &*input.policy_type)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let root = call.root_with(&input.root_id)?;
        let policy_type = available(call.organization()?, &input.policy_type)?;
        if root.has_enabled(policy_type) {
            return Err(errors::policy_type_already_enabled());
        }
        let first = AWS_POLICIES.into_iter().find(|policy| policy.policy_type == policy_type);
        let with_first = |target: Target<'_>| -> Vec<String> {
            target.policies().iter().cloned().chain(first.map(|policy| policy.id.to_owned())).collect()
        };
        // Whoever makes a unit or an account touches its parent, which is written here, so that none is left out.
        for target in targets::all(call)?.into_iter().filter(|target| !matches!(target, Target::Root(_))) {
            if first.is_some() {
                target.set_policies(edit, with_first(target))?;
            }
        }
        let after = edit.modify(root, |after| {
            after.policy_types.push(policy_type.name().to_owned());
            after.policies = with_first(Target::Root(root));
        })?;
        Ok(api::EnablePolicyTypeOutput { root: Some(shown::root(call.organization()?, &after)) })
    }
}

impl OrganizationsOperation for api::DisablePolicyType {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_target(call, &input.root_id).key("organizations:PolicyType", &*input.policy_type)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let root = call.root_with(&input.root_id)?;
        let policy_type = available(call.organization()?, &input.policy_type)?;
        if !root.has_enabled(policy_type) {
            return Err(errors::policy_type_not_enabled());
        }
        let stays = |id: &String| Policy::lookup(call, id).is_none_or(|policy| policy.kind() != Some(policy_type));
        let without =
            |target: Target<'_>| -> Vec<String> { target.policies().iter().filter(|id| stays(id)).cloned().collect() };
        for target in targets::all(call)?.into_iter().filter(|target| !matches!(target, Target::Root(_))) {
            if !target.policies().iter().all(stays) {
                target.set_policies(edit, without(target))?;
            }
        }
        let after = edit.modify(root, |after| {
            after.policy_types.retain(|name| name != policy_type.name());
            after.policies = without(Target::Root(root));
        })?;
        Ok(api::DisablePolicyTypeOutput { root: Some(shown::root(call.organization()?, &after)) })
    }
}
