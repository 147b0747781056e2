//! `AssumeRoleWithWebIdentity` (R3, section 3.5): nobody signs, and a token of an identity provider says who calls.

use super::assume_role::{duration, missing_role, resource_tags};
use crate::directory::entities::Role;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::web_identity::WebIdentity;
use crate::services::operation::ResourcePolicyOf;
use crate::services::sts::prelude::*;
use crate::services::sts::web_identity;
use rolecall_catalog::api::sts::{
    AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput, AssumedRoleUser, Tag,
    errors,
};
use rolecall_policy::request::ResourceClass;
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
        let arn = web_identity::arn(&input.role_arn)?;
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
        let arn = web_identity::arn(&input.role_arn)?;
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
        let on_role = |action: &'static str| {
            let mut permission = RequiredPermission::on(action, &*input.role_arn);
            permission.account = arn.account.parse().ok();
            permission.class = ResourceClass::Role;
            permission.policy = role.clone().map_or(ResourcePolicyOf::Nothing, ResourcePolicyOf::Trust);
            permission.denied_as = Some(ACTION);
            permission.missing = role.is_none().then(|| missing_role(call.snapshot, &input.role_arn, &arn));
            let keys = &mut permission.condition_keys;
            keys.set("sts:RoleSessionName", &*input.role_session_name);
            if let Some(source_identity) = &identity.source_identity {
                keys.set("sts:SourceIdentity", &**source_identity);
            }
            if !transitive_keys.is_empty() {
                keys.set_all("sts:TransitiveTagKeys", transitive_keys.iter().map(|key| key.clone().into()).collect());
            }
            if let Some(roles) = &identity.roles {
                let is_named = roles.contains(&input.role_arn);
                keys.set("sts:RoleAuthorizedByIdp", if is_named { "true" } else { "false" });
            }
            for (key, value) in resource_tags(role.as_deref(), &[]) {
                keys.add_tag("aws:ResourceTag", key, value);
                keys.add_tag("iam:ResourceTag", key, value);
            }
            permission.request_tags(passed::as_texts(&tags))
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
        let seconds = duration(input.duration_seconds, &role, false)?;
        let passed = Passed::check(
            &permit.snapshot,
            PassedInto::Role,
            role.account,
            input.policy.as_deref(),
            passed::arns(input.policy_arns.as_deref())?,
            tags,
        )?;
        let packed_policy_size = passed.packed_size;
        let session = SessionIdentity::Role {
            role_id: role.id.clone(),
            role_arn: role.arn(),
            role_name: role.name.clone(),
            session_name: input.role_session_name.clone(),
        };
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
            assumed_role_user: Some(AssumedRoleUser {
                assumed_role_id: format!("{}:{}", role.id, input.role_session_name),
                arn: format!("arn:aws:sts::{}:assumed-role/{}/{}", role.account, role.name, input.role_session_name),
            }),
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
