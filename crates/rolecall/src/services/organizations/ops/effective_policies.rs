//! What the declarative policies over an account say together (R7.18–R7.21).

use crate::domain::guardrails::nodes;
use crate::domain::organization;
use crate::services::organizations::policy::{Policy, policy_type};
use crate::services::organizations::prelude::*;
use crate::services::organizations::targets::{self, Target, permission_on_target};
use jiff::Timestamp;
use rolecall_analysis::organization_policies::{Invalid, PolicyType, effective, invalid};
use serde_json::Value;

/// An effective policy.
struct Effective {
    content: Value,
    /// When one of the policies that made it last changed.
    updated: Timestamp,
    /// The ids of these policies.
    made_of: Vec<String>,
}

/// The effective policy of an account; `None` if no policy of the type is over it.
fn of_account(
    call: &OrganizationsCall<'_>,
    account: AccountId,
    policy_type: PolicyType,
) -> Result<Option<Effective>, ApiError> {
    let place = organization::place(call.snapshot, account).ok_or_else(errors::target_not_found)?;
    let nodes = nodes(call.snapshot, account, &place);
    let nodes = nodes.ok_or_else(|| ApiError::internal("a node between the root and an account is missing"))?;
    let (mut levels, mut updated, mut made_of) = (Vec::new(), Timestamp::MIN, Vec::new());
    for node in &nodes {
        let mut level = Vec::new();
        for id in node.policies {
            let Some(Policy::Own(policy)) = Policy::lookup(call, id) else { continue };
            if policy.kind() != Some(policy_type) {
                continue;
            }
            // One that cannot be read any more has no effect on what it does not name.
            if let Some(declarative) = policy.compiled().declarative() {
                level.push(declarative);
                updated = updated.max(policy.updated);
                made_of.push(policy.id.clone());
            }
        }
        levels.push(level);
    }
    Ok(effective(levels).map(|content| Effective { content, updated, made_of }))
}

/// The type, and the account that a request is about.
fn declarative(name: &str) -> Result<PolicyType, ApiError> {
    let policy_type = policy_type(name)?;
    if policy_type.is_authorization() { Err(errors::no_such_policy_type()) } else { Ok(policy_type) }
}

impl OrganizationsOperation for api::DescribeEffectivePolicy {
    const CALLERS: Callers = Callers::Members;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        let target = input.target_id.clone().unwrap_or_else(|| call.account.to_string());
        vec![permission_on_target(call, &target).key("organizations:PolicyType", &*input.policy_type)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy_type = declarative(&input.policy_type)?;
        let account = match &input.target_id {
            None => call.account,
            Some(id) => match Target::find(call, id)? {
                Target::Account(account, _) => account,
                Target::Root(_) | Target::Unit(_) => return Err(errors::target_not_supported()),
            },
        };
        if account != call.account {
            // Only of the whole organization's administrators is it anybody's business.
            call.check(Callers::Administrators)?;
        }
        let found = of_account(call, account, policy_type)?.ok_or_else(errors::effective_policy_not_found)?;
        Ok(api::DescribeEffectivePolicyOutput {
            effective_policy: Some(api::EffectivePolicy {
                policy_content: Some(found.content.to_string()),
                last_updated_timestamp: Some(found.updated),
                target_id: Some(account.to_string()),
                policy_type: Some(policy_type.name().to_owned()),
            }),
        })
    }
}

impl OrganizationsOperation for api::ListAccountsWithInvalidEffectivePolicy {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        vec![call.on("*").key("organizations:PolicyType", &*input.policy_type)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy_type = declarative(&input.policy_type)?;
        let mut accounts = Vec::new();
        for target in targets::all(call)? {
            let Target::Account(account, _) = target else { continue };
            let found = of_account(call, account, policy_type)?;
            if found.is_some_and(|found| !invalid(policy_type, &found.content).is_empty()) {
                accounts.push(target);
            }
        }
        let organization = call.organization()?;
        let list = ["ListAccountsWithInvalidEffectivePolicy", &*organization.id, policy_type.name()];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, accounts, |target| target.id())?;
        let members = page.into_iter().filter_map(|target| call.member(target.id()));
        let shown = members.map(|member| shown::account(call, organization, member));
        Ok(api::ListAccountsWithInvalidEffectivePolicyOutput {
            accounts: Some(shown.collect::<Result<_, _>>()?),
            policy_type: Some(policy_type.name().to_owned()),
            next_token,
        })
    }
}

impl OrganizationsOperation for api::ListEffectivePolicyValidationErrors {
    const CALLERS: Callers = Callers::Administrators;

    fn requires(input: &Self::Input, call: &OrganizationsCall<'_>) -> Vec<RequiredPermission> {
        let permission = permission_on_target(call, &input.account_id);
        vec![permission.key("organizations:PolicyType", &*input.policy_type)]
    }

    fn run(input: &Self::Input, call: &OrganizationsCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let policy_type = declarative(&input.policy_type)?;
        let Some(Target::Account(account, _)) = Target::lookup(call, &input.account_id) else {
            return Err(errors::account_missing());
        };
        let found = of_account(call, account, policy_type)?.ok_or_else(errors::effective_policy_not_found)?;
        let mut errors = invalid(policy_type, &found.content);
        errors.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        let list = ["ListEffectivePolicyValidationErrors", &*call.organization()?.id, &*input.account_id];
        let (page, next_token) =
            pages::page(&list, input.next_token.as_deref(), input.max_results, errors, |error| &error.path)?;
        let shown = page.into_iter().map(|Invalid { code, message, path }| api::EffectivePolicyValidationError {
            error_code: Some(code.to_owned()),
            error_message: Some(message),
            path_to_error: Some(path),
            contributing_policies: Some(found.made_of.clone()),
        });
        Ok(api::ListEffectivePolicyValidationErrorsOutput {
            account_id: Some(account.to_string()),
            policy_type: Some(policy_type.name().to_owned()),
            path: guardrails_path(call, account),
            evaluation_timestamp: Some(call.now()),
            next_token,
            effective_policy_validation_errors: Some(shown.collect()),
        })
    }
}

/// The way from the organization to an account, which ends with the account here.
fn guardrails_path(call: &OrganizationsCall<'_>, account: AccountId) -> Option<String> {
    let standing = crate::domain::guardrails::standing(call.snapshot, account)?;
    Some(format!("{}{account}/", standing.path.as_deref()?))
}
