//! `GetContextKeysForCustomPolicy` and `GetContextKeysForPrincipalPolicy`: what a simulation would want to know (R4.56).

use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::authorize::Authorized;
use crate::services::iam::simulation::{EntityPolicies, Source, distinct, readable_policies};
use crate::services::iam::target::Target;
use crate::services::iam::{Iam, IamOperation};
use crate::services::operation::Asked;
use rolecall_catalog::api::iam as api;

impl IamOperation for api::GetContextKeysForCustomPolicy {
    fn targets(_: &Self::Input, _: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Target::account_wide()])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let identity = readable_policies(&request.input().policy_input_list)?;
        Ok(keys(&EntityPolicies { identity, boundary: None }))
    }
}

impl IamOperation for api::GetContextKeysForPrincipalPolicy {
    fn targets(input: &Self::Input, asked: &Asked<'_>) -> Result<Vec<Target>, ApiError> {
        Ok(vec![Source::target(asked.snapshot, &input.policy_source_arn)?])
    }

    async fn handle(request: Authorized<Iam<Self>>, _: &Node) -> Result<Self::Output, ApiError> {
        let (input, account, snapshot) = (request.input(), request.caller().account()?, request.snapshot());
        let mut own = Source::find(snapshot, account, &input.policy_source_arn)?.policies(snapshot);
        own.identity.extend(readable_policies(input.policy_input_list.as_deref().unwrap_or_default())?);
        Ok(keys(&own))
    }
}

/// The keys of all the policies, the boundary among them: a simulation asks it too.
fn keys(own: &EntityPolicies) -> api::GetContextKeysForPolicyOutput {
    api::GetContextKeysForPolicyOutput { context_key_names: Some(distinct(own.context_keys())) }
}
