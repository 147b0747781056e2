//! `AssumeRoleWithWebIdentity` (R3, section 3.5): nobody signs, and a token of an identity provider says who calls.

use crate::directory::entities::Role;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::web_identity::WebIdentity;
use crate::services::sts::assumed::{self, Asked};
use crate::services::sts::prelude::*;
use crate::services::sts::web_identity;
use rolecall_catalog::api::sts::{
    AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput, Tag, errors,
};
use std::sync::Arc;

/// What is known of the new session before it is authorised.
pub struct NewSession {
    /// `None` if there is no such role; then nothing allows it.
    role: Option<Arc<Stored<Role>>>,
    identity: Arc<WebIdentity>,
    tags: Vec<(String, String)>,
    transitive_keys: Vec<String>,
}

/// A denial tells neither what was missing nor of which role (R3, section 3.5).
const ACTION: &str = "sts:AssumeRoleWithWebIdentity";

impl Operation for AssumeRoleWithWebIdentity {
    type Input = AssumeRoleWithWebIdentityInput;
    type Output = AssumeRoleWithWebIdentityOutput;
    type Prepared = NewSession;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn is_signed(&self) -> bool {
        false
    }

    async fn token_holder(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Option<Caller>, ApiError> {
        let arn = assumed::arn(&input.role_arn)?;
        if let Some(id) = &input.provider_id {
            return Err(access_token(id));
        }
        let account = arn.account.parse().ok();
        let token = &input.web_identity_token;
        let identity = web_identity::holder(call.node, call.snapshot, account, token, call.node.clock.now()).await?;
        let provider = identity.provider.principal();
        Ok(Some(Caller {
            principal: Principal::Provider { provider: provider.as_str().into() },
            user_id: format!("{provider}:{}:{}", identity.audience, identity.subject),
            arn: provider,
            web_identity: Some(Arc::new(identity)),
            ..Caller::anonymous()
        }))
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<NewSession>, ApiError> {
        let arn = assumed::arn(&input.role_arn)?;
        let Some(identity) = &call.caller.web_identity else {
            return Err(ApiError::internal("a role is assumed with a token that nobody verified"));
        };
        // The provider, or its audience, may have gone while its keys were fetched.
        if !identity.still_trusted(call.snapshot) {
            let issuer = identity.provider.issuer();
            let message = format!("No OpenIDConnect provider found in your account for https://{issuer}");
            return Err(ApiError::of(errors::INVALID_IDENTITY_TOKEN, message));
        }
        let tag = |(key, value): &(String, String)| Tag { key: key.clone(), value: value.clone() };
        let given: Vec<Tag> = identity.tags.iter().map(tag).collect();
        let tags = passed::tags(Some(&given))?;
        let transitive_keys = passed::transitive_keys(Some(&identity.transitive_keys), &tags)?;
        passed::not_too_many(&tags, &[])?;

        let role = call.snapshot.find_by_arn::<Role>(&input.role_arn).cloned();
        let asked = Asked {
            role_arn: &input.role_arn,
            arn,
            role: role.as_ref(),
            session_name: &input.role_session_name,
            source_identity: identity.source_identity.as_deref(),
            transitive_keys: &transitive_keys,
            tags: &tags,
            inherited: &[],
        };
        let on_role = |action: &'static str| {
            let mut permission = asked.permission(action, call.snapshot);
            permission.denied_as = Some(ACTION);
            if let Some(roles) = &identity.roles {
                let is_named = roles.contains(&input.role_arn);
                permission.condition_keys.set("sts:RoleAuthorizedByIdp", if is_named { "true" } else { "false" });
            }
            permission
        };
        let mut permissions = vec![on_role(ACTION)];
        if !tags.is_empty() {
            permissions.push(on_role("sts:TagSession"));
        }
        if identity.source_identity.is_some() {
            permissions.push(on_role("sts:SetSourceIdentity"));
        }
        let identity = Arc::clone(identity);
        Ok(Requires { permissions, prepared: NewSession { role, identity, tags, transitive_keys } })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, NewSession { role, identity, tags, transitive_keys }, permit) = request.into_parts();
        let role = role.ok_or_else(|| ApiError::internal("a role that does not exist was allowed to be assumed"))?;
        let seconds = assumed::duration(input.duration_seconds, &role, false)?;
        let passed = Passed::check(
            &permit.snapshot,
            PassedInto::Role,
            role.account,
            input.policy.as_deref(),
            passed::arns(input.policy_arns.as_deref())?,
            tags,
        )?;
        let packed_policy_size = passed.packed_size;
        let session = assumed::identity(&role, &input.role_session_name);
        let issued = session::issue(
            node,
            Issue {
                passed,
                transitive_keys,
                source_identity: identity.source_identity.clone(),
                ..Issue::new(&permit.caller, role.account, session, seconds)
            },
        )?;
        Ok(AssumeRoleWithWebIdentityOutput {
            credentials: Some(issued.credentials()),
            subject_from_web_identity_token: Some(identity.subject.clone()),
            assumed_role_user: Some(assumed::user(&role, &input.role_session_name)),
            packed_policy_size,
            provider: Some(identity.provider.principal()),
            audience: Some(identity.audience.clone()),
            source_identity: identity.source_identity.clone(),
            ..AssumeRoleWithWebIdentityOutput::default()
        })
    }
}

/// Access tokens of OAuth 2.0 are not signed statements: only who gave them out can say whose they are, and nobody is asked
/// here (R3.29).
fn access_token(provider: &str) -> ApiError {
    match provider {
        "www.amazon.com" | "graph.facebook.com" => ApiError::of(
            errors::IDP_COMMUNICATION_ERROR,
            format!("The identity provider {provider} cannot be asked about access tokens"),
        ),
        _ => ApiError::validation(format!("{provider} is not a supported ProviderId")),
    }
}
