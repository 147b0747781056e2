//! `GetCallerIdentity` (R3, section 3.8): never authorised (R2.38).

use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{GetCallerIdentity, GetCallerIdentityInput, GetCallerIdentityOutput};

impl Operation for GetCallerIdentity {
    type Input = GetCallerIdentityInput;
    type Output = GetCallerIdentityOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::Reads)
    }

    fn requires(&self, _input: &Self::Input, _call: &CallContext<'_>) -> Result<Requires, ApiError> {
        Ok(Requires::from(Vec::new()))
    }

    async fn handle(request: Authorized<Self>, _node: &Node) -> Result<Self::Output, ApiError> {
        let caller = request.caller();
        Ok(GetCallerIdentityOutput {
            user_id: Some(caller.user_id.clone()),
            account: Some(caller.account()?.to_string()),
            arn: Some(caller.arn.clone()),
        })
    }
}
