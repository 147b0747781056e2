//! `GetFederationToken` (R3.40, R3.42): a session for somebody the caller vouches for, within the caller's permissions.

use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{
    FederatedUser, GetFederationToken, GetFederationTokenInput, GetFederationTokenOutput,
};

impl Operation for GetFederationToken {
    type Input = GetFederationTokenInput;
    type Output = GetFederationTokenOutput;
    /// The passed tags.
    type Prepared = Vec<(String, String)>;

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn requires(&self, input: &Self::Input, call: &CallContext<'_>) -> Result<Requires<Self::Prepared>, ApiError> {
        passed::long_term_keys_only(call.caller, self.facts().name)?;
        let tags = passed::tags(input.tags.as_deref())?;
        let arn = format!("arn:aws:sts::{}:federated-user/{}", call.caller.account()?, input.name);
        let on_user =
            |action: &'static str| RequiredPermission::on(action, &*arn).request_tags(passed::as_texts(&tags));
        let mut permissions = vec![on_user("sts:GetFederationToken")];
        if !tags.is_empty() {
            permissions.push(on_user("sts:TagSession"));
        }
        Ok(Requires { permissions, prepared: tags })
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let (input, tags, permit) = request.into_parts();
        let caller = &permit.caller;
        let account = caller.account()?;
        let root = matches!(caller.principal, Principal::Root { .. });
        let passed = Passed::check(
            &permit.snapshot,
            PassedInto::FederatedUser,
            account,
            input.policy.as_deref(),
            passed::arns(input.policy_arns.as_deref())?,
            tags,
        )?;
        let user_id = caller.user.as_ref().map(|user| user.id.clone());
        let identity = SessionIdentity::Federated { name: input.name.clone(), user_id };
        let packed = passed.packed_size;
        let issued = session::issue(
            node,
            Issue {
                passed,
                ..Issue::new(caller, account, identity, session::user_duration(input.duration_seconds, root))
            },
        )?;
        Ok(GetFederationTokenOutput {
            credentials: Some(issued.credentials()),
            federated_user: Some(FederatedUser {
                federated_user_id: format!("{account}:{}", input.name),
                arn: format!("arn:aws:sts::{account}:federated-user/{}", input.name),
            }),
            // Zero without policies, unlike AssumeRole, which leaves it out (R3.40).
            packed_policy_size: Some(packed.unwrap_or(0)),
            ..GetFederationTokenOutput::default()
        })
    }
}
