//! Policies (R7.2, R7.8).

use crate::domain::guardrails::AWS_POLICIES;
use crate::services::organizations::policy::{self, Policy, check_content, permission_on_policy, policy_type};
use crate::services::organizations::prelude::*;
use crate::services::organizations::targets;
use rolecall_analysis::organization_policies::PolicyType;

/// Characters of a policy's id after `p-`, of the 8 to 128 that there may be (R7.3, table).
const POLICY_ID: usize = 8;

/// How near the quota of a type creations exclude each other: more at once than a change is planned again cannot happen.
const NEAR: usize = 64;

impl OrganizationsOperation for api::CreatePolicy {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        let create = call.on("*").key("organizations:PolicyType", &*input.r#type);
        call.with_tags(create, input.tags.as_deref())
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        let policy_type = available(organization, &input.r#type)?;
        check_content(policy_type, &input.content)?;
        let tags = tags::new(input.tags.as_deref())?;
        check_name(call, &input.name)?;
        let facts = policy_type.facts();
        let own = call.snapshot.list::<OrganizationPolicy>(organization.account);
        let count = own.filter(|policy| policy.policy_type == facts.name).count();
        if count >= facts.per_organization {
            return Err(errors::too_many_policies());
        }
        if count + NEAR >= facts.per_organization {
            edit.touch(organization)?;
        } else {
            edit.rely_on(organization);
        }
        let policy = OrganizationPolicy {
            account: organization.account,
            id: call.new_id("p-", POLICY_ID)?,
            name: input.name.clone(),
            organization: organization.id.clone(),
            description: input.description.clone(),
            policy_type: facts.name.to_owned(),
            content: input.content.clone(),
            created: call.now(),
            updated: call.now(),
            tags,
        };
        edit.create(&policy)?;
        Ok(api::CreatePolicyOutput { policy: Some(shown(&policy)) })
    }
}

impl OrganizationsOperation for api::DescribePolicy {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_policy(call, &input.policy_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        Ok(api::DescribePolicyOutput { policy: Some(Policy::find(call, &input.policy_id)?.shown()) })
    }
}

impl OrganizationsOperation for api::UpdatePolicy {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_policy(call, &input.policy_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let before = Policy::find(call, &input.policy_id)?.own()?;
        if let Some(content) = &input.content {
            check_content(policy_type(&before.policy_type)?, content)?;
        }
        if let Some(name) = input.name.as_ref().filter(|name| **name != before.name) {
            check_name(call, name)?;
        }
        let after = edit.modify(before, |policy| {
            policy.updated = call.now();
            if let Some(name) = &input.name {
                policy.name.clone_from(name);
            }
            if let Some(description) = &input.description {
                policy.description.clone_from(description);
            }
            if let Some(content) = &input.content {
                policy.content.clone_from(content);
            }
        })?;
        Ok(api::UpdatePolicyOutput { policy: Some(shown(&after)) })
    }
}

impl OrganizationsOperation for api::DeletePolicy {
    const CALLERS: Callers = Callers::Delegates;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![permission_on_policy(call, &input.policy_id)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = Policy::find(call, &input.policy_id)?.own()?;
        if targets::of_policy(call, &policy.id)?.next().is_some() {
            return Err(errors::policy_in_use());
        }
        edit.delete(policy);
        Ok(NoOutput)
    }
}

impl OrganizationsOperation for api::ListPolicies {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on("*").key("organizations:PolicyType", &*input.filter)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let wanted = policy_type(&input.filter)?;
        let aws = AWS_POLICIES.into_iter().map(Policy::Aws);
        let own = call.snapshot.list::<OrganizationPolicy>(call.organization()?.account).map(Policy::Own);
        let all = aws.chain(own).filter(|policy| policy.kind() == Some(wanted));
        let list = ["ListPolicies", &*call.organization()?.id, wanted.name()];
        let (page, next_token) = policy::page(&list, all, input.next_token.as_deref(), input.max_results)?;
        Ok(api::ListPoliciesOutput { policies: Some(page), next_token })
    }
}

/// The type of this name, if the organization can have policies (R7.3).
///
/// # Errors
/// `PolicyTypeNotAvailableForOrganizationException`.
pub(super) fn available(organization: &Organization, name: &str) -> Result<PolicyType, ApiError> {
    let policy_type = policy_type(name)?;
    if organization.feature_set == FeatureSet::All { Ok(policy_type) } else { Err(errors::policy_type_not_available()) }
}

/// Names are unique in an organization.
fn check_name(call: &OrganizationsCall<'_>, name: &str) -> Result<(), ApiError> {
    let management = call.organization()?.account;
    let taken = call.snapshot.find::<OrganizationPolicy>(management, name).is_some();
    if taken || AWS_POLICIES.iter().any(|policy| policy.name == name) {
        return Err(errors::duplicate_policy());
    }
    Ok(())
}

/// A policy that is not in the directory yet.
fn shown(policy: &OrganizationPolicy) -> api::Policy {
    let summary = api::PolicySummary {
        id: Some(policy.id.clone()),
        arn: Some(policy.arn()),
        name: Some(policy.name.clone()),
        description: Some(policy.description.clone()),
        r#type: Some(policy.policy_type.clone()),
        aws_managed: Some(false),
    };
    api::Policy { policy_summary: Some(summary), content: Some(policy.content.clone()) }
}
