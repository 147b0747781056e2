//! `GetCallerIdentity` (R3, section 3.8): never authorised (R2.38).

use crate::api::error::ApiError;
use crate::node::Node;
use crate::services::{Access, Asked, Authorized, Operation};
use rolecall_catalog::api::sts::{GetCallerIdentity, GetCallerIdentityInput, GetCallerIdentityOutput};

impl Operation for GetCallerIdentity {
    const SERVICE: &'static str = "sts";
    const NAME: &'static str = "GetCallerIdentity";
    type Input = GetCallerIdentityInput;
    type Output = GetCallerIdentityOutput;

    fn access(_input: &Self::Input, _asked: &Asked<'_>) -> Result<Vec<Access>, ApiError> {
        Ok(Vec::new())
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
