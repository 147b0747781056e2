//! `AssumeRole` (R3, section 3.3).
//!
//! The order is R3.8's: the caller's kind, MFA, what the parameters mean, authorisation, the duration, the session
//! policies. A role that does not exist is told from a forbidden one by nothing (R3.9).

use crate::api::error::ApiError;
use crate::directory::entities::Role;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::session::{self, DEFAULT_SECONDS, Issue, MAX_CHAINED_SECONDS, Passed, PassedInto};
use crate::node::Node;
use crate::services::operation::ResourcePolicyOf;
use crate::services::sts::mfa;
use crate::services::sts::passed;
use crate::services::{Access, Asked, Authorized, Operation};
use crate::session::SessionIdentity;
use rolecall_catalog::api::sts::{AssumeRole, AssumeRoleInput, AssumeRoleOutput, AssumedRoleUser};
use rolecall_policy::request::ResourceClass;
use rolecall_policy::{Arn, Principal};
use std::sync::Arc;

impl Operation for AssumeRole {
    const SERVICE: &'static str = "sts";
    const NAME: &'static str = "AssumeRole";
    type Input = AssumeRoleInput;
    type Output = AssumeRoleOutput;

    fn access(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        let caller = asked.caller;
        if matches!(caller.principal, Principal::Root { .. }) {
            return Err(ApiError::access_denied("Roles may not be assumed by root accounts."));
        }
        let arn = Arn::parse(&input.role_arn)
            .filter(|arn| !arn.partition.is_empty() && !arn.service.is_empty() && !arn.resource.is_empty())
            .ok_or_else(|| ApiError::validation(format!("{} is invalid", input.role_arn)))?;
        let with_mfa = mfa::check(asked, input.serial_number.as_deref(), input.token_code.as_deref())?;
        let tags = passed::tags(input.tags.as_deref())?;
        let inherited = passed::inherited_tags(caller);
        let transitive = passed::transitive_keys(input.transitive_tag_keys.as_deref(), &tags)?;
        passed::no_conflict(&tags, &inherited)?;
        passed::not_too_many(&tags, &inherited)?;
        let source_identity = source_identity(input, caller)?;

        let role = asked.snapshot.role_by_arn(&input.role_arn);
        let ask = |action: &'static str| {
            let mut access = Access::on(action, &*input.role_arn);
            access.account = arn.account.parse().ok();
            access.class = ResourceClass::Role;
            access.policy = role.map_or(ResourcePolicyOf::Nothing, |role| ResourcePolicyOf::Trust(Arc::clone(role)));
            access.says_why = false;
            access.context.set("sts:RoleSessionName", &*input.role_session_name);
            if let Some(external_id) = &input.external_id {
                access.context.set("sts:ExternalId", &**external_id);
            }
            if with_mfa {
                access.context.set("aws:MultiFactorAuthPresent", "true");
                access.context.set("aws:MultiFactorAuthAge", "0");
            }
            if input.source_identity.is_some()
                && let Some(value) = &source_identity
            {
                access.context.set("sts:SourceIdentity", &**value);
            }
            if !transitive.is_empty() {
                let keys = transitive.iter().map(|key| key.clone().into()).collect();
                access.context.set_all("sts:TransitiveTagKeys", keys);
            }
            for (key, value) in resource_tags(role, &inherited) {
                access.context.set(&format!("aws:ResourceTag/{key}"), &*value);
                access.context.set(&format!("iam:ResourceTag/{key}"), &*value);
            }
            passed::tag_keys(access, &tags)
        };
        let mut pairs = vec![ask("sts:AssumeRole")];
        // What is carried over from the calling session needs the next role's consent as if it were passed.
        if !tags.is_empty() || !inherited.is_empty() {
            pairs.push(ask("sts:TagSession"));
        }
        if source_identity.is_some() {
            pairs.push(ask("sts:SetSourceIdentity"));
        }
        if input.provided_contexts.is_some() {
            pairs.push(ask("sts:SetContext"));
        }
        Ok(pairs)
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let input = request.input();
        let caller = request.caller();
        let role = request.snapshot().role_by_arn(&input.role_arn).ok_or_else(ApiError::internal)?;
        let chained = matches!(caller.principal, Principal::RoleSession { .. });
        let seconds = duration(input.duration_seconds, role, chained)?;
        if input.provided_contexts.is_some() {
            // A context assertion is a signed statement of a provider; there is no provider here that could sign one.
            return Err(ApiError::new("InvalidParameterValue", 400, "The context assertion cannot be validated."));
        }
        let tags = passed::tags(input.tags.as_deref())?;
        let mut transitive_keys = passed::transitive_keys(input.transitive_tag_keys.as_deref(), &tags)?;
        let inherited = passed::inherited_tags(caller);
        let mut passed = Passed::check(
            request.snapshot(),
            PassedInto::Role,
            role.account,
            input.policy.as_deref(),
            passed::arns(input.policy_arns.as_deref())?,
            tags,
        )?;
        transitive_keys.extend(inherited.iter().map(|(key, _)| key.clone()));
        passed.tags.extend(inherited);
        let source_identity = source_identity(input, caller)?;

        let identity = SessionIdentity::Role {
            role_id: role.id.clone(),
            role_arn: role.arn(),
            role_name: role.name.clone(),
            session_name: input.role_session_name.clone(),
        };
        let packed_policy_size = passed.packed_size;
        let issued = session::issue(
            node,
            Issue {
                passed,
                transitive_keys,
                source_identity: source_identity.clone(),
                ..Issue::new(caller, role.account, identity, seconds)
            },
        )?;
        // Last, so that a call which fails leaves the code good.
        mfa::consume(node, caller, input.serial_number.as_deref(), input.token_code.as_deref()).await?;
        Ok(AssumeRoleOutput {
            credentials: Some(issued.credentials()),
            assumed_role_user: Some(AssumedRoleUser {
                assumed_role_id: format!("{}:{}", role.id, input.role_session_name),
                arn: format!("arn:aws:sts::{}:assumed-role/{}/{}", role.account, role.name, input.role_session_name),
            }),
            packed_policy_size,
            source_identity,
            ..AssumeRoleOutput::default()
        })
    }
}

/// Seconds of the session (R3.11, R3.12).
fn duration(asked: Option<i32>, role: &Stored<Role>, chained: bool) -> Result<i32, ApiError> {
    let seconds = asked.unwrap_or(DEFAULT_SECONDS);
    if chained && seconds > MAX_CHAINED_SECONDS {
        return Err(ApiError::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    if seconds > role.max_session_duration {
        return Err(ApiError::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(seconds)
}

/// The session's source identity: what is passed, or what the caller's session carries, which cannot change (R3.18).
fn source_identity(input: &AssumeRoleInput, caller: &Caller) -> Result<Option<String>, ApiError> {
    let carried = caller.session.as_ref().and_then(|session| session.source_identity.clone());
    match (&input.source_identity, carried) {
        (Some(passed), Some(carried)) if *passed != carried => Err(ApiError::access_denied(format!(
            "User: {} is not authorized to perform: sts:SetSourceIdentity on resource: {}",
            caller.arn, input.role_arn
        ))),
        (Some(passed), _) => Ok(Some(passed.clone())),
        (None, carried) => Ok(carried),
    }
}

/// The role's tags, in which inherited transitive tags replace those of the same name (R3.21).
fn resource_tags(role: Option<&Arc<Stored<Role>>>, inherited: &[(String, String)]) -> Vec<(String, String)> {
    let Some(role) = role else { return Vec::new() };
    role.tags
        .iter()
        .map(|tag| {
            let replaced = inherited.iter().find(|(key, _)| key.to_lowercase() == tag.key.to_lowercase());
            (tag.key.clone(), replaced.map_or(&tag.value, |(_, value)| value).clone())
        })
        .collect()
}
