//! `DecodeAuthorizationMessage`: opens the blob of an `UnauthorizedOperation` error (R3.46, R3.47).

use crate::services::sts::prelude::*;
use crate::session::message::open_message;
use rolecall_catalog::api::sts::{
    DecodeAuthorizationMessage, DecodeAuthorizationMessageInput, DecodeAuthorizationMessageOutput, errors,
};

impl Operation for DecodeAuthorizationMessage {
    type Input = DecodeAuthorizationMessageInput;
    type Output = DecodeAuthorizationMessageOutput;
    type Prepared = ();

    fn facts(&self) -> OperationFacts<'_> {
        facts::<Self>(Effect::Reads)
    }

    fn requires(&self, _input: &Self::Input, call: &CallContext<'_>) -> Result<Requires, ApiError> {
        passed::not_with_token_of_user(call.caller, self.facts().name)?;
        Ok(RequiredPermission::on("sts:DecodeAuthorizationMessage", "*").into())
    }

    async fn handle(request: Authorized<Self>, node: &Node) -> Result<Self::Output, ApiError> {
        let account = request.caller().account()?;
        let decoded = open_message(&node.ring, &request.input().encoded_message, account).map_err(|_| {
            ApiError::of(errors::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION, "Invalid authorization message")
        })?;
        Ok(DecodeAuthorizationMessageOutput { decoded_message: Some(decoded) })
    }
}
