//! The resource policy of the organization, by which it lets member accounts manage policies (R7.24).

use crate::directory::entities::OrganizationResourcePolicy;
use crate::directory::snapshot::Snapshot;
use crate::services::organizations::delegation;
use crate::services::organizations::prelude::*;
use rolecall_analysis::service_facts;
use rolecall_policy::kind::Resource;
use rolecall_policy::{Arn, Policy};

/// Characters of a resource policy's id after `rp-`, of the 4 to 128 that there may be (service model).
const RESOURCE_POLICY_ID: usize = 8;

impl OrganizationsOperation for api::PutResourcePolicy {
    const CALLERS: Callers = Callers::Management;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        call.with_tags(on_resource_policy(call), input.tags.as_deref())
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        let organization = call.organization()?;
        if organization.feature_set != FeatureSet::All {
            return Err(errors::needs_all_features());
        }
        let content = checked(&input.content, call.snapshot)?;
        let given = input.tags.as_deref().unwrap_or_default();
        let before = call.resource_policy();
        let mut tags = before.map(|before| before.tags.clone()).unwrap_or_default();
        tags::put(&mut tags, given)?;
        let after = OrganizationResourcePolicy {
            account: organization.account,
            id: before.map_or_else(|| call.new_id("rp-", RESOURCE_POLICY_ID), |before| Ok(before.id.clone()))?,
            organization: organization.id.clone(),
            content,
            tags,
        };
        match before {
            Some(before) => edit.update(before, &after)?,
            None => {
                edit.touch(organization)?;
                edit.create(&after)?;
            }
        }
        Ok(api::PutResourcePolicyOutput { resource_policy: Some(shown(&after, call.snapshot)?) })
    }
}

impl OrganizationsOperation for api::DescribeResourcePolicy {
    const CALLERS: Callers = Callers::Administrators;

    fn run(_: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy = call.resource_policy().ok_or_else(errors::resource_policy_not_found)?;
        Ok(api::DescribeResourcePolicyOutput { resource_policy: Some(shown(policy, call.snapshot)?) })
    }
}

impl OrganizationsOperation for api::DeleteResourcePolicy {
    const CALLERS: Callers = Callers::Management;

    fn requires(_: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![on_resource_policy(call)]
    }

    fn run(_: &Self::Input, call: &OrganizationsCall<'_>, edit: &mut Edit) -> Result<Self::Output, ApiError> {
        edit.delete(call.resource_policy().ok_or_else(errors::resource_policy_not_found)?);
        Ok(NoOutput)
    }
}

fn on_resource_policy(call: &OrganizationsCall<'_>) -> RequiredPermission {
    let policy = call.resource_policy();
    let tags = policy.map(|policy| &*policy.tags).unwrap_or_default().iter();
    let id = policy.map_or("*", |policy| &*policy.id);
    call.on_part("resourcepolicy", id).tags("aws:ResourceTag", tags.map(|tag| (&*tag.key, &*tag.value)))
}

/// The text as it is stored: with the unique ids of users and roles in place of their ARNs (R1.18).
///
/// # Errors
/// `InvalidInputException`, with the reason.
fn checked(content: &str, snapshot: &Snapshot) -> Result<String, ApiError> {
    let mut policy = Policy::<Resource>::create(content, service_facts())
        .map_err(|findings| errors::invalid_resource_policy().because(findings.to_string()))?;
    let strings = |value: &serde_json::Value| -> Vec<String> {
        let list = value.as_array().map_or_else(|| vec![value], |list| list.iter().collect());
        list.into_iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let document: serde_json::Value =
        serde_json::from_str(content).map_err(|error| errors::invalid_resource_policy().because(error.to_string()))?;
    let statements = document.get("Statement").map(|it| it.as_array().cloned().unwrap_or_else(|| vec![it.clone()]));
    for statement in statements.unwrap_or_default() {
        // What is delegated is listed, so that nothing is by mistake.
        let actions = statement.get("Action").map(strings).ok_or_else(errors::unsupported_action)?;
        if !actions.iter().all(|action| delegation::can_be_delegated(action)) {
            return Err(errors::unsupported_action());
        }
        let resources = statement.get("Resource").map(strings).ok_or_else(errors::unsupported_resource)?;
        let is_own = |arn: &str| arn == "*" || Arn::parse(arn).is_some_and(|arn| arn.service == "organizations");
        if !resources.iter().all(|arn| is_own(arn)) {
            return Err(errors::unsupported_resource());
        }
    }
    let bound = policy.bind_principals(|arn| snapshot.id_of_arn(arn).map(Into::into));
    bound.map_err(|findings| errors::invalid_principal().because(findings.to_string()))?;
    let is_account = |id: &str| id.parse().is_ok_and(|id| snapshot.account(id).is_some());
    let known = policy.principal_accounts().all(|(_, account)| is_account(account))
        && policy.principal_ids().all(|(_, id)| snapshot.arn_of_id(id).is_some());
    if known { Ok(policy.text().to_string()) } else { Err(errors::invalid_principal()) }
}

/// As answers show it: with the ARNs that the stored ids stand for now (R1.18).
fn shown(policy: &OrganizationResourcePolicy, snapshot: &Snapshot) -> Result<api::ResourcePolicy, ApiError> {
    let parsed = Policy::<Resource>::parse(&*policy.content).map_err(|it| ApiError::internal(it.to_string()))?;
    Ok(api::ResourcePolicy {
        resource_policy_summary: Some(api::ResourcePolicySummary {
            id: Some(policy.id.clone()),
            arn: Some(policy.arn()),
        }),
        content: Some(parsed.render(|id| snapshot.arn_of_id(id))),
    })
}
