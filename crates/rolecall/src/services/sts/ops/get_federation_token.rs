//! `GetFederationToken` (R3.40, R3.42): a session for somebody the caller vouches for, within the caller's permissions.

use crate::api::error::ApiError;
use crate::domain::session::{self, Issue, Passed, PassedInto};
use crate::node::Node;
use crate::services::sts::passed;
use crate::services::{Access, Asked, Authorized, Operation};
use crate::session::SessionIdentity;
use rolecall_catalog::api::sts::{
    FederatedUser, GetFederationToken, GetFederationTokenInput, GetFederationTokenOutput,
};
use rolecall_policy::Principal;

impl Operation for GetFederationToken {
    const SERVICE: &'static str = "sts";
    const NAME: &'static str = "GetFederationToken";
    type Input = GetFederationTokenInput;
    type Output = GetFederationTokenOutput;

    fn access(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        passed::long_term_keys_only(asked.caller, Self::NAME)?;
        let tags = passed::tags(input.tags.as_deref())?;
        let arn = format!("arn:aws:sts::{}:federated-user/{}", asked.caller.account()?, input.name);
        let federate = passed::tag_keys(Access::on("sts:GetFederationToken", &*arn), &tags);
        let tag = (!tags.is_empty()).then(|| passed::tag_keys(Access::on("sts:TagSession", arn), &tags));
        Ok(std::iter::once(federate).chain(tag).collect())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let input = request.input();
        let caller = request.caller();
        let account = caller.account()?;
        let root = matches!(caller.principal, Principal::Root { .. });
        let tags = passed::tags(input.tags.as_deref())?;
        let passed = Passed::check(
            request.snapshot(),
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
