//! `AssumeRole` (R3, section 3.3).
//!
//! The order is R3.8's: the caller's kind, MFA, what the parameters mean, authorisation, the duration, the session
//! policies. Nothing tells a role that does not exist from a forbidden one (R3.9).

use crate::directory::entities::Role;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::services::sts::assumed::{self, Asked};
use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{AssumeRole, AssumeRoleInput, AssumeRoleOutput};
use rolecall_policy::Arn;
use std::sync::Arc;

/// What is known of the new session before it is authorised.
pub struct NewSession {
    /// `None` if there is no such role; then nothing allows it.
    role: Option<Arc<Stored<Role>>>,
    /// Passed tags.
    tags: Vec<(String, String)>,
    /// Tags that the caller's session hands on.
    inherited: Vec<(String, String)>,
    /// Keys of the tags that the next session inherits.
    transitive_keys: Vec<String>,
    source_identity: Option<String>,
}

impl Operation for AssumeRole {
    type Input = AssumeRoleInput;
    type Output = AssumeRoleOutput;
    type Prepared = NewSession;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn second_factor(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Option<Presented>, ApiError> {
        role_arn(input, call.caller)?;
        mfa::presented(call, input.serial_number.as_deref(), input.token_code.as_deref())
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<NewSession>, ApiError> {
        let caller = call.caller;
        let arn = role_arn(input, caller)?;
        let tags = passed::tags(input.tags.as_deref())?;
        let inherited = passed::inherited_tags(caller);
        let transitive_keys = passed::transitive_keys(input.transitive_tag_keys.as_deref(), &tags)?;
        passed::no_conflict(&tags, &inherited)?;
        passed::not_too_many(&tags, &inherited)?;
        let source_identity = source_identity(input, caller)?;

        let role = call.snapshot.find_by_arn::<Role>(&input.role_arn).cloned();
        let asked = Asked {
            role_arn: &input.role_arn,
            arn,
            role: role.as_ref(),
            session_name: &input.role_session_name,
            source_identity: input.source_identity.as_ref().and(source_identity.as_deref()),
            transitive_keys: &transitive_keys,
            tags: &tags,
            inherited: &inherited,
        };
        let on_role = |action: &'static str| {
            let mut permission = asked.permission(action, call.snapshot);
            permission.says_why = false;
            let keys = &mut permission.condition_keys;
            if let Some(external_id) = &input.external_id {
                keys.set("sts:ExternalId", &**external_id);
            }
            if call.second_factor.is_some() {
                keys.set("aws:MultiFactorAuthPresent", "true");
                keys.set("aws:MultiFactorAuthAge", "0");
            }
            permission
        };
        let mut permissions = vec![on_role("sts:AssumeRole")];
        // What is carried over from the calling session needs the next role's consent as if it were passed.
        if !tags.is_empty() || !inherited.is_empty() {
            permissions.push(on_role("sts:TagSession"));
        }
        if source_identity.is_some() {
            permissions.push(on_role("sts:SetSourceIdentity"));
        }
        if input.provided_contexts.is_some() {
            permissions.push(on_role("sts:SetContext"));
        }
        let prepared = NewSession { role, tags, inherited, transitive_keys, source_identity };
        Ok(Requires { permissions, prepared })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, NewSession { role, tags, inherited, mut transitive_keys, source_identity }, permit) =
            request.into_parts();
        let caller = &permit.caller;
        let role = role.ok_or_else(|| ApiError::internal("a role that does not exist was allowed to be assumed"))?;
        // A session of a user counts as one of a role does (R3.12), but not the one that it signed in to (R3.70).
        let chained = caller.session.as_ref().is_some_and(|session| !session.is_of_sign_in());
        let seconds = assumed::duration(input.duration_seconds, &role, chained)?;
        if input.provided_contexts.is_some() {
            // A context assertion is a signed statement of a provider; there is no provider here that could sign one.
            return Err(ApiError::new("InvalidParameterValue", 400, "The context assertion cannot be validated."));
        }
        let mut passed = Passed::check(
            &permit.snapshot,
            PassedInto::Role,
            role.account,
            input.policy.as_deref(),
            passed::arns(input.policy_arns.as_deref())?,
            tags,
        )?;
        transitive_keys.extend(inherited.iter().map(|(key, _)| key.clone()));
        passed.tags.extend(inherited);

        let identity = assumed::identity(&role, &input.role_session_name);
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
        mfa::spend(node, permit.second_factor.as_ref()).await?;
        Ok(AssumeRoleOutput {
            credentials: Some(issued.credentials()),
            assumed_role_user: Some(assumed::user(&role, &input.role_session_name)),
            packed_policy_size,
            source_identity,
            ..AssumeRoleOutput::default()
        })
    }
}

/// The role's ARN, for callers of a kind that may assume roles (R3.10).
fn role_arn<'i>(input: &'i AssumeRoleInput, caller: &Caller) -> Result<Arn<'i>, ApiError> {
    // Access that a root user delegated is its session, too.
    if matches!(caller.principal, Principal::Root { .. } | Principal::AssumedRoot { .. }) {
        return Err(ApiError::access_denied("Roles may not be assumed by root accounts."));
    }
    assumed::arn(&input.role_arn)
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
