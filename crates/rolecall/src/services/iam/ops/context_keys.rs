//! `GetContextKeysForCustomPolicy` and `GetContextKeysForPrincipalPolicy`: the context that a simulation needs (R4.56).

use crate::services::iam::prelude::*;
use crate::services::iam::simulation::{EntityPolicies, Source, distinct, readable_policies};

impl IamOperation for api::GetContextKeysForCustomPolicy {
    fn requires(_: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![call.on_account()])
    }

    fn run(input: &Self::Input, _: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let identity = readable_policies(&input.policy_input_list)?;
        Ok(keys(&EntityPolicies { identity, boundary: None }))
    }
}

impl IamOperation for api::GetContextKeysForPrincipalPolicy {
    fn requires(input: &Self::Input, call: &IamCall<'_>) -> Permissions {
        Ok(vec![Source::permission(call, &input.policy_source_arn)?])
    }

    fn run(input: &Self::Input, call: &IamCall<'_>, _: &mut Edit) -> Result<Self::Output, ApiError> {
        let (account, snapshot) = (call.account, call.snapshot);
        let mut own = Source::find(snapshot, account, &input.policy_source_arn)?.policies(snapshot);
        own.identity.extend(readable_policies(input.policy_input_list.as_deref().unwrap_or_default())?);
        Ok(keys(&own))
    }
}

/// The keys of all policies and of the boundary, which a simulation evaluates too.
fn keys(own: &EntityPolicies) -> api::GetContextKeysForPolicyOutput {
    api::GetContextKeysForPolicyOutput { context_key_names: Some(distinct(own.context_keys())) }
}
