//! `GetDelegatedAccessToken` (R3.54, R3.55): only providers whom AWS has onboarded can make delegation requests. None is here, so
//! nobody has a token that could be traded in.

use crate::services::sts::prelude::*;
use rolecall_catalog::api::sts::{
    GetDelegatedAccessToken, GetDelegatedAccessTokenInput, GetDelegatedAccessTokenOutput, errors,
};

impl Operation for GetDelegatedAccessToken {
    type Input = GetDelegatedAccessTokenInput;
    type Output = GetDelegatedAccessTokenOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::IssuesCredentials)
    }

    fn requires(&self, _: &Self::Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        Ok(RequiredPermission::on("sts:GetDelegatedAccessToken", "*").into())
    }

    async fn handle(_: Authorized<Self>, _: &Node) -> Result<Self::Output, ApiError> {
        let message = "The trade-in token is expired or is not one of a delegation request";
        Err(ApiError::of(errors::EXPIRED_TRADE_IN_TOKEN_EXCEPTION, message))
    }
}
