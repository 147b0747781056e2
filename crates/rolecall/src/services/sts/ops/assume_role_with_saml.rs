//! `AssumeRoleWithSAML` (R3, section 3.4): nobody signs the request, and a signed document of an identity provider says who
//! calls.

use crate::directory::entities::Role;
use crate::directory::table::Stored;
use crate::domain::caller::Caller;
use crate::domain::saml_identity::SamlIdentity;
use crate::services::sts::assumed::{self, Asked};
use crate::services::sts::prelude::*;
use crate::services::sts::saml;
use rolecall_catalog::api::sts::{AssumeRoleWithSAML, AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput};
use rolecall_policy::Arn;
use std::sync::Arc;

/// What is known of the new session before it is authorised.
pub struct NewSession {
    /// `None` if there is no such role; then nothing allows it.
    role: Option<Arc<Stored<Role>>>,
    identity: Arc<SamlIdentity>,
}

/// A denial tells neither what was missing nor of which role (R3, section 3.4).
const ACTION: &str = "sts:AssumeRoleWithSAML";

impl Operation for AssumeRoleWithSAML {
    type Input = AssumeRoleWithSAMLInput;
    type Output = AssumeRoleWithSAMLOutput;
    type Prepared = NewSession;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn is_signed(&self) -> bool {
        false
    }

    async fn token_holder(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Option<Caller>, ApiError> {
        assumed::arn(&input.role_arn)?;
        assumed::arn(&input.principal_arn)?;
        let now = call.node.clock.now();
        let identity = saml::holder(call.node, call.snapshot, &input.principal_arn, &input.saml_assertion, now)?;
        let provider = identity.provider();
        let subject = identity.subject.as_deref().unwrap_or_default();
        Ok(Some(Caller {
            principal: Principal::Provider { provider: provider.as_str().into() },
            user_id: format!("{}:{subject}", identity.name_qualifier),
            arn: provider,
            saml: Some(Arc::new(identity)),
            ..Caller::anonymous()
        }))
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<NewSession>, ApiError> {
        let arn = assumed::arn(&input.role_arn)?;
        let Some(identity) = &call.caller.saml else {
            return Err(ApiError::internal("a role is assumed with a document that nobody verified"));
        };
        if !identity.still_trusted(call.snapshot) {
            return Err(saml::no_provider());
        }
        check_named(identity, &input.role_arn, &arn)?;

        let role = call.snapshot.find_by_arn::<Role>(&input.role_arn).cloned();
        let asked = Asked {
            role_arn: &input.role_arn,
            arn,
            role: role.as_ref(),
            session_name: &identity.session_name,
            source_identity: identity.source_identity.as_deref(),
            transitive_keys: &identity.transitive_keys,
            tags: &identity.tags,
            inherited: &[],
        };
        let on_role = |action: &'static str| {
            let mut permission = asked.permission(action, call.snapshot);
            permission.denied_as = Some(ACTION);
            permission
        };
        let mut permissions = vec![on_role(ACTION)];
        if !identity.tags.is_empty() {
            permissions.push(on_role("sts:TagSession"));
        }
        if identity.source_identity.is_some() {
            permissions.push(on_role("sts:SetSourceIdentity"));
        }
        Ok(Requires { permissions, prepared: NewSession { role, identity: Arc::clone(identity) } })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, NewSession { role, identity }, permit) = request.into_parts();
        let role = role.ok_or_else(|| ApiError::internal("a role that does not exist was allowed to be assumed"))?;
        let mut seconds = assumed::duration(input.duration_seconds, &role, false)?;
        // No longer than the session at the identity provider (R3.26).
        if let Some(end) = identity.session_ends {
            let left = end.as_second() - node.clock.now().as_second();
            seconds = seconds.min(i32::try_from(left).unwrap_or(i32::MAX));
        }
        if seconds < 1 {
            return Err(saml::expired());
        }
        let passed = Passed::check(
            &permit.snapshot,
            PassedInto::Role,
            role.account,
            input.policy.as_deref(),
            passed::arns(input.policy_arns.as_deref())?,
            identity.tags.clone(),
        )?;
        let packed_policy_size = passed.packed_size;
        let session = assumed::identity(&role, &identity.session_name);
        let issued = session::issue(
            node,
            Issue {
                passed,
                transitive_keys: identity.transitive_keys.clone(),
                source_identity: identity.source_identity.clone(),
                ..Issue::new(&permit.caller, role.account, session, seconds)
            },
        )?;
        Ok(AssumeRoleWithSAMLOutput {
            credentials: Some(issued.credentials()),
            assumed_role_user: Some(assumed::user(&role, &identity.session_name)),
            packed_policy_size,
            subject: identity.subject.clone(),
            subject_type: Some(identity.subject_type.clone()),
            issuer: Some(identity.issuer.clone()),
            audience: Some(identity.recipient.clone()),
            name_qualifier: Some(identity.name_qualifier.clone()),
            source_identity: identity.source_identity.clone(),
            ..AssumeRoleWithSAMLOutput::default()
        })
    }
}

/// The assertion must say who it is about and that he may have the role, which is of the provider's account and not one of IAM
/// Identity Center's (R3.25, R3.28).
fn check_named(identity: &SamlIdentity, role_arn: &str, arn: &Arn<'_>) -> Result<(), ApiError> {
    let why = if identity.subject.is_none() {
        "the assertion does not say who it is about: it has no NameID".to_owned()
    } else if !identity.may_have(role_arn) {
        let named: Vec<_> = identity.roles.iter().map(|(role, by)| format!("{role} by {by}")).collect();
        let named = named.join("; ");
        let why = format!("the assertion does not name {role_arn} by {}; it names: {named}", identity.provider());
        return Err(saml::other_roles().because(why));
    } else if arn.account != identity.account.to_string() {
        "the role is of another account than the identity provider".to_owned()
    } else if arn.resource.rsplit('/').next().is_some_and(|name| name.starts_with("AWSReservedSSO_")) {
        "roles of IAM Identity Center cannot be assumed with SAML".to_owned()
    } else {
        return Ok(());
    };
    Err(ApiError::access_denied(format!("Not authorized to perform {ACTION}")).because(why))
}
